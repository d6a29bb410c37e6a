import * as assert from 'uvu/assert'
import { sandbox } from '../../../runner/cli/commands/sandbox.ts'
import { suite } from '../../support/suite.ts'

const test = suite('wf sandbox --schema')

test('the schema of scenario files goes to standard output, and no sandbox starts', async () => {
  let shown = ''
  const context = { terminal: { out: (text: string) => { shown += text } } } as unknown as Parameters<typeof sandbox.run>[0]
  const options = { flag: (name: string) => name === 'schema', int: () => undefined } as unknown as Parameters<typeof sandbox.run>[2]
  assert.is(await sandbox.run(context, [], options), 0)
  const schema = JSON.parse(shown) as { readonly $schema: string, readonly properties: object }
  assert.is(schema.$schema, 'https://json-schema.org/draft/2020-12/schema')
  assert.equal(Object.keys(schema.properties), ['seed', 'asOf', 'strictPages', 'latencyMs', 'limits', 'tokens', 'accounts', 'faults'])
})

test.run()
