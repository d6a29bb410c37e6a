import * as assert from 'uvu/assert'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Operator } from '../../../runner/model/operator.ts'
import { builtinOperators } from '../../../runner/operators/index.ts'
import { ROOT } from '../../support/sources.ts'
import { suite } from '../../support/suite.ts'

const table = suite('operators/table')

const isOperator = (value: unknown): value is Operator => typeof value === 'object' && value !== null && 'type' in value && 'retries' in value && 'run' in value

table('the table names every operator that a file of the folder has, and retries as that file says', async () => {
  const written: Operator[] = []
  for (const file of readdirSync(join(ROOT, 'runner', 'operators')).filter((name) => name.endsWith('.ts') && name !== 'index.ts')) {
    const exported = Object.values(await import(join(ROOT, 'runner', 'operators', file)) as Record<string, unknown>)
    written.push(...exported.flatMap((value) => (Array.isArray(value) ? value : [value])).filter(isOperator))
  }
  const line = ({ type, retries }: Operator): string => `${type} ${retries}`
  assert.equal([...builtinOperators().values()].map(line).sort(), written.map(line).sort())
})

table.run()
