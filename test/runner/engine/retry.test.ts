import * as assert from 'uvu/assert'
import { nextGroupRetry, nextRetry, readRetry } from '../../../runner/engine/retry.ts'
import { ConfigError } from '../../../runner/model/error.ts'
import { Float, type Json } from '../../../runner/model/json.ts'
import { suite } from '../../support/suite.ts'

const test = suite('retries')

test('a number or its text is a limit without waiting', () => {
  for (const [value, limit] of [[2, 2], ['2', 2], [' 2 ', 2], [1.9, 1], [new Float(3), 3], [0, 0], [-1, -1], ['', 0]] as readonly [Json, number][]) {
    assert.equal(readRetry({ _retry: value }), { limit, interval: 0, maxInterval: null, exponential: false })
  }
})

test('a mapping may give an interval that grows up to a maximum', () => {
  const rule = readRetry({ _retry: { limit: '5', interval: 2, max_interval: 10, interval_type: 'EXPONENTIAL' } })
  assert.equal([0, 1, 2, 3, 4].map((retry_count) => nextRetry(rule, { retry_count })?.afterMs), [2000, 4000, 8000, 10_000, 10_000])
  assert.is(nextRetry(rule, { retry_count: 5 }), undefined)
})

test('a constant interval ignores the maximum', () => {
  const rule = readRetry({ _retry: { limit: 3, interval: 2, max_interval: 1, interval_type: 'CONSTANT' } })
  assert.equal([0, 2].map((retry_count) => nextRetry(rule, { retry_count })?.afterMs), [2000, 2000])
})

test('the state keeps what was in it, with one retry more', () => {
  assert.equal(nextRetry(readRetry({ _retry: 1 }), { job: 7 }), { afterMs: 0, state: { job: 7, retry_count: 1 } })
})

test('wrong forms are refused in digdag\'s words', () => {
  const cases: readonly [Json, string][] = [
    [true, 'Invalid _retry format:true'], [[1, 2], 'Invalid _retry format:[1,2]'], [null, 'Invalid _retry format:null'],
    ['twice', "Expected integer (int) type for key '_retry' but got \"twice\" (string)"],
    [{ interval: 1 }, "Parameter 'limit' is required but not set"], [{ limit: 1, interval_type: 'linear' }, 'Invalid retry_interval_type: linear'],
  ]
  for (const [value, message] of cases) {
    try {
      readRetry({ _retry: value })
      assert.unreachable(message)
    } catch (error) {
      assert.instance(error, ConfigError)
      assert.is((error as ConfigError).message, message)
    }
  }
})

test('without _retry nothing runs again', () => {
  assert.is(nextRetry(readRetry({}), {}), undefined)
})

test('a group looks at its own keys, then at its own exports, and takes a wrong form for none', () => {
  const task = { localConfig: {}, exportConfig: {}, stateParams: {} }
  assert.is(nextGroupRetry(task), undefined)
  assert.equal(nextGroupRetry({ ...task, exportConfig: { _retry: 1 } })?.state, { retry_count: 1 })
  assert.is(nextGroupRetry({ ...task, localConfig: { _retry: 0 }, exportConfig: { _retry: 1 } }), undefined)
  for (const _retry of [true, '${n}', { interval: 1 }] as readonly Json[]) assert.is(nextGroupRetry({ ...task, localConfig: { _retry } }), undefined)
  assert.is(nextGroupRetry({ ...task, localConfig: { _retry: 1 }, stateParams: { retry_count: 1 } }), undefined)
})

test.run()
