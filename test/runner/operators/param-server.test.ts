import * as assert from 'uvu/assert'
import { INERT_DOLLAR } from '../../../runner/model/inert.ts'
import type { ParamServer } from '../../../runner/model/operator.ts'
import { paramGet, paramSet } from '../../../runner/operators/param-server.ts'
import { suite } from '../../support/suite.ts'
import { failureOf, runOnce } from '../../support/task-run.ts'

const params = suite('param_set> and param_get>')

function server(): { readonly kept: Map<string, string>; readonly options: { readonly services: { readonly paramServer: ParamServer } } } {
  const kept = new Map<string, string>()
  return { kept, options: { services: { paramServer: { get: async (key) => kept.get(key), set: async (key, value) => { kept.set(key, value) } } } } }
}

params('every local key but settings is kept as text', async () => {
  const { kept, options } = server()
  await runOnce(paramSet, { 'param_set>': null, _retry: 1, a: 1, b: true, c: 'x', exported: 'no' }, { ...options, local: { 'param_set>': null, _retry: 1, a: 1, b: true, c: 'x' } })
  assert.equal([...kept], [['a', '1'], ['b', 'true'], ['c', 'x']])
})

params('kept values are stored as data under the names given, missing ones as empty text', async () => {
  const { kept, options } = server()
  kept.set('a', '${1 + 1}')
  const { result } = await runOnce(paramGet, { 'param_get>': null, a: 'x', b: 'y' }, options)
  assert.equal(result, { kind: 'success', stores: { x: `${INERT_DOLLAR}{1 + 1}`, y: '' } })
})

params('without a server, and without a key, the task fails with the texts of digdag', async () => {
  for (const operator of [paramGet, paramSet]) {
    assert.is((await failureOf(operator, { a: 'b' })).message, 'param_server.type is required to use this operator.')
    assert.is((await failureOf(operator, { 'param_set>': null, _retry: 1 }, server().options)).message, 'no key is set.')
  }
})

params('a list or map is no value to keep', async () => {
  assert.is((await failureOf(paramSet, { a: [1] }, server().options)).message, "Expected string type for key 'a' but got [1] (array)")
})

params.run()
