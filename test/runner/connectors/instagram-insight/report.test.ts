import * as assert from 'uvu/assert'
import { createReport } from '../../../../runner/connectors/instagram-insight/report.ts'
import type { TaskLog } from '../../../../runner/model/operator.ts'
import { suite } from '../../../support/suite.ts'

const report = suite('connectors/instagram-insight report')
const account = (id: string) => ({ id, username: `name${id}`, page: undefined })
const unknown = (node: string) => ({ metric: 'plays2', node, reason: 'no such metric', code: 'unknown-metric' as const, removed: null, replacement: null, days: undefined })

function logged(): { readonly log: TaskLog, readonly lines: readonly string[] } {
  const lines: string[] = []
  return { lines, log: { line: (_level: string, text: string) => { lines.push(text) }, progress: () => undefined } as unknown as TaskLog }
}

report('what is said before every account was read does not count accounts; what is said at the end does', () => {
  const early = logged()
  const one = createReport(early.log)
  for (const id of ['1', '2']) one.add(account(id), [unknown(id)])
  one.rows(5)
  one.add(account('3'), [unknown('3')])
  one.end(undefined)
  assert.equal(early.lines, ['plays2: Meta does not know it (any more)'])
  assert.is(one.skipped().length, 3)
  const late = logged()
  const other = createReport(late.log)
  for (const id of ['1', '2']) other.add(account(id), [unknown(id)])
  other.end(undefined)
  assert.equal(late.lines, ['plays2: Meta does not know it (any more) (2 accounts)'])
})

report.run()
