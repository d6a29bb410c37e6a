import { readFile } from 'node:fs/promises'
import * as assert from 'uvu/assert'
import { INERT_DOLLAR } from '../../../runner/model/inert.ts'
import { Float, parseJson, type JsonObject } from '../../../runner/model/json.ts'
import { builtinOperators } from '../../../runner/operators/index.ts'
import type { Operator, TaskResult } from '../../../runner/model/operator.ts'
import { suite } from '../../support/suite.ts'
import { failureOf, handClock, makeTaskRun, runOnce } from '../../support/task-run.ts'

const operators = suite('control operators')
const table = builtinOperators()
const get = (type: string): Operator => table.get(type) as Operator
const subtasks = (result: TaskResult): JsonObject | undefined => (result.kind === 'success' ? result.subtasks : undefined)
const run = async (type: string, params: JsonObject) => (await runOnce(get(type), params)).result
const fails = async (type: string, params: JsonObject) => (await failureOf(get(type), params)).message

operators('every type of digdag but td is in the table', () => {
  const types = 'call require py rb sh embulk mail http http_call loop for_each for_range if echo fail wait notify param_get param_set pg redshift redshift_load redshift_unload s3_wait emr bq bq_ddl bq_load bq_extract gcs_wait'.split(' ')
  assert.equal(types.filter((type) => !table.has(type)), [])
  for (const [type, operator] of table) assert.is(operator.type, type)
})

operators('the documentation names every operator of the table', async () => {
  const text = await readFile(new URL('../../../docs/operators.md', import.meta.url), 'utf8')
  assert.equal([...table.keys()].filter((type) => !text.includes(`\`${type}>\``)), [])
})

operators('own failures of control operators are not retried, those of scripts and requests are', () => {
  const final = ['loop', 'for_each', 'for_range', 'if', 'echo', 'fail', 'wait', 'notify', 's3_wait']
  assert.equal([...table.values()].filter((operator) => !operator.retries && !operator.type.startsWith('td')).map(({ type }) => type).sort(), [...final].sort())
})

operators('echo> prints a line, scalars as text, and refuses lists and nothing', async () => {
  for (const [command, text] of [['hello', 'hello'], [3, '3'], [12.5, '12.5'], [true, 'true'], [new Float(1), '1.0'], [`a${INERT_DOLLAR}{b}`, 'a${b}']] as const) {
    const { made } = await runOnce(get('echo'), { _command: command })
    assert.is(made.printed(), `${text}\n`)
  }
  assert.is(await fails('echo', { _command: [1] }), "Expected string type for key '_command' but got [1] (array)")
  assert.is(await fails('echo', {}), "Parameter '_command' is required but not set")
})

operators('fail> fails with its command as the message, empty when there is none', async () => {
  assert.is(await fails('fail', { _command: 'one\ntwo' }), 'one\ntwo')
  assert.is(await fails('fail', { _command: 404 }), '404')
  assert.is(await fails('fail', {}), '')
  const failure = await failureOf(get('fail'), { _command: 'x' }) as Error & { error: JsonObject }
  assert.equal(failure.error, { message: 'x' })
})

operators('notify> hands its message on', async () => {
  const { made } = await runOnce(get('notify'), { _command: 'look' })
  assert.equal(made.notices, ['look'])
})

operators('a killed attempt ends every waiting task with the text of digdag', async () => {
  for (const type of ['echo', 'wait', 'http', 'require']) {
    const failure = await failureOf(get(type), { _command: 'x' }, { cancelRequested: true })
    assert.is(failure.message, 'Got a cancel-requested: attempt_id=3, task_id=7')
  }
})

operators('if> takes the branch that the condition names, and nothing where it is missing', async () => {
  const branches = { _do: { 'echo>': 'y' }, _else_do: { 'echo>': 'n' } }
  for (const condition of [true, 'true', 'True', ' true ', 1, -7]) assert.equal(subtasks(await run('if', { _command: condition, ...branches })), branches._do)
  for (const condition of [false, 'false', 0, '']) assert.equal(subtasks(await run('if', { _command: condition, ...branches })), branches._else_do)
  assert.is(subtasks(await run('if', { _command: false, _do: { 'echo>': 'y' } })), undefined)
})

operators('if> refuses what is no truth value, then missing branches', async () => {
  assert.is(await fails('if', { _command: '1', _do: {} }), `Expected 'true' or 'false' for key '_command' but got "1" (string)`)
  assert.is(await fails('if', { _command: 1.5 }), "Expected 'true' or 'false' for key '_command' but got 1.5 (number)")
  assert.is(await fails('if', { _do: { 'echo>': 'x' } }), "Parameter '_command' is required but not set")
  assert.is(await fails('if', { _command: true, _do: {} }), 'Both _do and _else_do are not specified.')
})

operators('loop> copies its body with i exported, text and fractions counted as digdag does', async () => {
  assert.equal(subtasks(await run('loop', { _command: 2.7, _do: { 'echo>': '${i}', _export: { k: 1 } } })), {
    '+loop-0': { 'echo>': '${i}', _export: { k: 1, i: 0 } }, '+loop-1': { 'echo>': '${i}', _export: { k: 1, i: 1 } },
  })
  for (const count of [0, -2, '']) assert.is(subtasks(await run('loop', { _command: count, _do: {} })), undefined)
  assert.equal(Object.keys(subtasks(await run('loop', { _command: 1, count: 3, _do: {} })) ?? {}), ['+loop-0', '+loop-1', '+loop-2'])
})

operators('loop> refuses bad counts, a missing body and more rounds than the limit', async () => {
  assert.is(await fails('loop', { _command: '3.0', _do: {} }), `Expected integer (int) type for key '_command' but got "3.0" (string)`)
  assert.is(await fails('loop', { _command: 2 }), "Parameter '_do' is required but not set")
  assert.is(await fails('loop', { _command: 1001, _do: {} }), 'Too many loop subtasks. Limit: 1000')
  assert.is(await fails('loop', { count: 2, _do: {} }), "Parameter '_command' is required but not set")
})

operators('_parallel of a loop goes to the group it generates unless it says no', async () => {
  const group = async (parallel: JsonObject[string]) => (subtasks(await run('loop', { _command: 1, _parallel: parallel, _do: {} })) ?? {})['_parallel']
  assert.equal(await group({ limit: '2' }), { limit: '2' })
  assert.is(await group('true'), 'true')
  assert.is(await group(false), undefined)
  assert.is(await group(null), undefined)
  assert.is(await fails('loop', { _command: 1, _parallel: 'tru', _do: {} }), `Expected 'true' or 'false' for key '_parallel' but got "tru" (string)`)
  assert.is(await fails('loop', { _command: 1, _parallel: [1], _do: {} }), 'Invalid _parallel format: [1]')
  assert.is(await fails('loop', { _command: 1, _parallel: {}, _do: {} }), "Parameter 'limit' is required but not set")
})

operators('for_each> names its tasks by 8 characters of key and value in form encoding', async () => {
  const values = ['a b+c/d:e', '~x-_.', '50%', '', "it's(!)", '12345678*', '\n2', '日本語テキスト長い名前', 'abcdefg\u{1F363}', 12.5, new Float(1000), true, null, [1, 2], { a: 1, b: 2 }]
  const names = Object.keys(subtasks(await run('for_each', { _command: { long_key_name: values }, _do: {} })) ?? {}).map((name) => name.replace(/^\+for-0=long_key=\d+=/, ''))
  assert.equal(names, ['a%20b%2Bc%2Fd%3A', '%7Ex-_.', '50%25', '', 'it%27s%28%21%29', '12345678', '%0A2',
    '%E6%97%A5%E6%9C%AC%E8%AA%9E%E3%83%86%E3%82%AD%E3%82%B9%E3%83%88%E9%95%B7', 'abcdefg%3F', '12.5', '1000.0', 'true', 'null', '%5B1%2C2%5D', '%7B%22a%22%3A1%2C%22'])
})

operators('for_each> makes the product, first key outermost, of lists that may be JSON text', async () => {
  assert.equal(subtasks(await run('for_each', { _command: '{"a": [1], "b": "[true, null]"}', _do: { 'echo>': 'x' } })), {
    '+for-0=a=0=1&1=b=0=true': { 'echo>': 'x', _export: { a: 1, b: true } },
    '+for-0=a=0=1&1=b=1=null': { 'echo>': 'x', _export: { a: 1, b: null } },
  })
})

operators('for_each> starts its product anew behind an empty list and makes nothing of an empty last one', async () => {
  assert.equal(Object.keys(subtasks(await run('for_each', { _command: { a: [], b: [1, 2] }, _do: {} })) ?? {}), ['+for-1=b=0=1', '+for-1=b=1=2'])
  for (const lists of [{ a: [] }, { a: [1], b: [] }, {}] as readonly JsonObject[]) assert.is(subtasks(await run('for_each', { _command: lists, _do: {} })), undefined)
})

operators('for_each> refuses what is no map of lists, and too many rounds before it makes them', async () => {
  assert.is(await fails('for_each', { _command: [1, 2], _do: {} }), "Parameter '_command' must be an object")
  assert.is(await fails('for_each', { _command: { a: 7 }, _do: {} }), "Expected array type for key 'a' but got 7 (number)")
  assert.is(await fails('for_each', { _command: { a: [1] } }), "Parameter '_do' is required but not set")
  assert.is(await fails('for_each', { _command: { a: 'word' }, _do: {} }), "com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'word': was expecting ('true', 'false' or 'null')")
  const many = parseJson(`[${Array.from({ length: 32 }, (_, i) => i).join(',')}]`)
  assert.is(await fails('for_each', { _command: { a: many, b: many }, _do: {} }), 'Too many for_each subtasks. Limit: 1000')
})

operators('what a loop exports from data stays data, and its names show the dollar', async () => {
  const foreign = `${INERT_DOLLAR}{1+1}`
  const made = subtasks(await run('for_each', { _command: { v: [foreign] }, _do: { 'echo>': '${v}' } })) ?? {}
  assert.equal(made, { '+for-0=v=0=%24%7B1%2B1%7D': { 'echo>': '${v}', _export: { v: foreign } } })
  const fromText = subtasks(await run('for_each', { _command: { v: `["${foreign}"]` }, _do: {} })) ?? {}
  assert.equal(fromText['+for-0=v=0=%24%7B1%2B1%7D'], { _export: { v: foreign } })
})

operators('for_range> cuts the last range at its end and exports bounds and index', async () => {
  assert.equal(subtasks(await run('for_range', { _command: { from: -5, to: '1', step: 4 }, _do: {} })), {
    '+range-from=-5&to=-1': { _export: { range: { from: -5, to: -1, index: 0 } } }, '+range-from=-1&to=1': { _export: { range: { from: -1, to: 1, index: 1 } } },
  })
  const names = async (slices: number, to: number) => Object.keys(subtasks(await run('for_range', { _command: { from: 0, to, slices }, _do: {} })) ?? {}).length
  assert.equal([await names(3, 9), await names(4, 10), await names(6, 9), await names(5, 2)], [3, 4, 5, 2])
  for (const [from, to] of [[3, 3], [5, 1]] as const) assert.is(subtasks(await run('for_range', { _command: { from, to, step: 2 }, _do: {} })), undefined)
})

operators('for_range> takes exactly one of step and slices, at least 1, and whole bounds', async () => {
  const of = (command: JsonObject) => fails('for_range', { _command: command, _do: {} })
  assert.is(await of({ from: 0, to: 9, step: 1, slices: 3 }), 'Setting both step and slices options to for_range is invalid')
  assert.is(await of({ from: 0, to: 9 }), 'step or slices option is required for for_range')
  assert.is(await of({ from: 0, to: 9, step: 0 }), 'step option must be same or greater than 1 but got 0')
  assert.is(await of({ from: 0, to: 9, slices: -1 }), 'slices option must be same or greater than 1 but got -1')
  assert.is(await of({ from: 0, step: 1 }), "Parameter 'to' is required but not set")
  assert.is(await of({ from: 'zero', to: 9, step: 1 }), `Expected integer (long) type for key 'from' but got "zero" (string)`)
  assert.is(await of({ from: 0, to: 2002, step: 2 }), 'Too many for_range subtasks (1001). Limit: 1000')
})

operators('wait> polls until its time has passed, by poll_interval or after what is left', async () => {
  const clock = handClock()
  const started = clock.now()
  const of = async (params: JsonObject, state: JsonObject) => (await runOnce(get('wait'), params, { clock, state })).result
  assert.equal(await of({ _command: '0m 3S' }, {}), { kind: 'poll', afterMs: 3000, state: { wait_start_time_millis: started } })
  clock.advance(2500)
  assert.equal(await of({ _command: '3s' }, { wait_start_time_millis: started }), { kind: 'poll', afterMs: 1000, state: { wait_start_time_millis: started } })
  assert.equal(await of({ _command: '1h', poll_interval: '2s' }, { wait_start_time_millis: started }), { kind: 'poll', afterMs: 2000, state: { wait_start_time_millis: started } })
  clock.advance(500)
  assert.equal(await of({ _command: '3s' }, { wait_start_time_millis: started }), { kind: 'success' })
  assert.equal(await of({ _command: '0s' }, {}), { kind: 'success' })
})

operators('a blocking wait> ends with the clock or with a kill', async () => {
  const clock = handClock()
  const made = await makeTaskRun({ _command: '1h', blocking: true }, { clock })
  const done = get('wait').run(made.task)
  clock.advance(3_600_000)
  assert.equal(await done, { kind: 'success' })
  const second = await makeTaskRun({ _command: '1h', blocking: true }, { clock })
  const killed = get('wait').run(second.task).catch((error: Error) => error.message)
  second.abort()
  assert.is(await killed, 'Got a cancel-requested: attempt_id=3, task_id=7')
  await Promise.all([made.remove(), second.remove()])
})

operators('wait> refuses what is no duration, and blocking together with poll_interval', async () => {
  for (const params of [{ _command: 1 }, { _command: 'PT1S' }, { _command: '1s 1m' }, {}, { _command: '1s', poll_interval: 'soon' }, { _command: '' }] as readonly JsonObject[]) assert.is(await fails('wait', params), 'Invalid configuration')
  assert.is(await fails('wait', { _command: '1s', blocking: true, poll_interval: '1s' }), "poll_interval can't be specified with blocking:true")
})

operators('operators of paid clouds check their parameters and then say that they are not available', async () => {
  assert.is(await fails('bq', {}), "Parameter 'query' is required but not set")
  assert.is(await fails('s3_wait', { bucket: 'b' }), "Either the s3_wait operator command or both 'bucket' and 'key' parameters must be set")
  assert.is(await fails('s3_wait', { _command: 'nobucket' }), 'Illegal s3 path: nobucket')
  assert.is(await fails('redshift_load', { table: 't' }), "Parameter 'from' is required but not set")
  assert.is(await fails('bq_ddl', { create_tables: 'x' }), "com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'x': was expecting ('true', 'false' or 'null')")
  const failure = await failureOf(get('bq_ddl'), { create_tables: ['t'] })
  assert.is(failure.message, 'bq_ddl> is not available here: it needs Google BigQuery.')
  assert.match(String(failure.hint), /plug-in.*docs\/plugins\.md/)
})

operators.run()
