import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import { INERT_DOLLAR, inert } from '../../../runner/model/inert.ts'
import { RuntimeFailure, type Operator } from '../../../runner/model/operator.ts'
import { thisProcess } from '../../../runner/engine/owner.ts'
import type { EngineEvent } from '../../../runner/engine/ports.ts'
import { suite } from '../../support/suite.ts'
import { openBench, states, type Bench } from './support.ts'

const test = suite('attempts from start to end')
let bench: Bench
let events: EngineEvent[] = []
const open = async (more: Parameters<typeof openBench>[0] = {}): Promise<Bench> => {
  await bench?.close()
  events = []
  bench = await openBench({ onEvent: (event) => { events.push(event) }, ...more })
  return bench
}
test.each.before(async () => { await open() })
test.after(async () => { await bench.close() })

const run = async (main: string, request: Parameters<Bench['run']>[1] = {}) => bench.run((await bench.push({ 'main.dig': main }))['main'] ?? 0, request)
const errorOf = async (work: Promise<unknown>): Promise<RunnerError> => {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown)
  assert.instance(error, RunnerError)
  return error as RunnerError
}
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => { while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5)) }

test('a polling task waits and runs again with what it left, in one row', async () => {
  const { tasks } = await run('+p:\n  poll>: 3\n')
  assert.equal(states(tasks), ['+main success', '+main+p success'])
  assert.equal(bench.printed.get('+main+p'), ['polled 3'])
})

test('an operator that retries runs again after its failure, others do not', async () => {
  const { tasks } = await run('_parallel: true\n+a:\n  break>: no\n  _retry: 2\n+b:\n  fail>: no\n  _retry: 2\n')
  assert.equal(tasks.map((task) => [task.fullName, task.state, task.stateParams]), [
    ['+main', 'group_error', {}], ['+main+a', 'error', { retry_count: 2 }], ['+main+b', 'error', {}], ['+main^failure-alert', 'success', {}],
  ])
})

test('an error has a class hint, its causes below it, and a stack unless it was expected', async () => {
  const thrower = (error: unknown): Operator => ({ type: 'throw', retries: false, run: async () => { throw error } })
  for (const [error, message] of [
    [new Error('plain'), 'plain (runtime)'], [new RuntimeFailure('k', 'secret not found'), 'k (secret not found)'],
    [new Error('outer', { cause: new Error('inner') }), 'outer (runtime)\n> inner (runtime)'], [new Error('same', { cause: new Error('same') }), 'same (runtime)'],
    [Object.assign(new Error('odd'), { name: 'FileSystemAlreadyExistsException' }), 'odd (file system already exists)'],
  ] as const) {
    await open({ operatorsMore: [thrower(error)] })
    const { tasks } = await run('+t:\n  throw>: x\n')
    assert.is(tasks[1]?.error?.message, message)
    assert.type(tasks[1]?.error?.['stacktrace'], 'string')
  }
})

test('a task that loops in a loop has the names and exports of both', async () => {
  const { tasks, details } = await run('+o:\n  loop>: 2\n  _do:\n    +i:\n      loop>: 2\n      _parallel: true\n      _do:\n        echo>: ${task_name}\n')
  assert.ok(details.attempt.success)
  assert.is(tasks.length, 1 + 1 + 1 + 2 * (1 + 1 + 1 + 2))
  assert.equal(bench.printed.get('+main+o^sub+loop-1+i^sub+loop-1'), ['+main+o^sub+loop-1+i^sub+loop-1'])
})

test('data of a remote system stays data in every later task', async () => {
  const fetch: Operator = { type: 'fetch', retries: false, run: async () => ({ kind: 'success', stores: inert({ body: '${1 + 1} ${secret:k}' }) }) }
  await open({ operatorsMore: [fetch] })
  const { tasks } = await run('+f:\n  fetch>: x\n+a:\n  echo>: ${body}\n+b:\n  echo>: "${body.length} ${body}"\n')
  assert.is(tasks[1]?.storeParams['body'], `${INERT_DOLLAR}{1 + 1} ${INERT_DOLLAR}{secret:k}`)
  assert.equal(bench.printed.get('+main+a'), ['${1 + 1} ${secret:k}'])
  assert.equal(bench.printed.get('+main+b'), ['20 ${1 + 1} ${secret:k}'])
})

test('a kill ends the running operator at once and cancels; what had not begun stays blocked', async () => {
  const id = (await bench.push({ 'main.dig': '_error:\n  echo>: never\n+a:\n  hang>: x\n  _error:\n    echo>: never\n+b:\n  echo>: never\n' }))['main'] ?? 0
  const { attempt } = await bench.engine.start({ workflowId: id, sessionTime: 0, params: {} })
  const done = bench.engine.runAttempt(attempt.id)
  await until(() => events.some((event) => event.kind === 'task' && event.state === 'running'))
  assert.is((await bench.engine.kill(attempt.id))?.attempt.id, attempt.id)
  const { attempt: after } = await done
  assert.equal([after.done, after.success, after.cancelRequested], [true, false, true])
  assert.equal(states(await bench.store.listTasks(attempt.id)), ['+main canceled', '+main+a canceled', '+main+b blocked'])
  assert.is(await bench.engine.kill(attempt.id), undefined)
})

test('a kill does not wait for the next poll to come round', async () => {
  const wait: Operator = { type: 'wait', retries: false, run: async (task) => { if (task.cancelRequested) throw new Error('cleaned up'); return { kind: 'poll', afterMs: 3_600_000, state: { x: 1 } } } }
  await open({ operatorsMore: [wait] })
  const id = (await bench.push({ 'main.dig': '+a:\n  wait>: x\n' }))['main'] ?? 0
  const { attempt } = await bench.engine.start({ workflowId: id, sessionTime: 0, params: {} })
  const done = bench.engine.runAttempt(attempt.id)
  await until(() => events.some((event) => event.kind === 'task' && event.state === 'retry_waiting'))
  await bench.engine.kill(attempt.id)
  await done
  assert.equal(states(await bench.store.listTasks(attempt.id)), ['+main canceled', '+main+a canceled'])
})

test('an operator that does not look at kills is not run again by one', async () => {
  let runs = 0
  const stubborn: Operator = { type: 'stubborn', retries: true, run: async () => { runs++; throw new Error('no') } }
  await open({ operatorsMore: [stubborn] })
  const id = (await bench.push({ 'main.dig': '+a:\n  stubborn>: x\n  _retry: {limit: 9, interval: 3600}\n' }))['main'] ?? 0
  const { attempt } = await bench.engine.start({ workflowId: id, sessionTime: 0, params: {} })
  const done = bench.engine.runAttempt(attempt.id)
  await until(() => events.some((event) => event.kind === 'task' && event.state === 'retry_waiting'))
  await bench.engine.kill(attempt.id)
  await done
  assert.is(runs, 1)
  assert.equal(states(await bench.store.listTasks(attempt.id)), ['+main canceled', '+main+a canceled'])
})

test('an aborted foreground run leaves the attempt stopped, and a resume closes it and goes on', async () => {
  const id = (await bench.push({ 'main.dig': '+a:\n  echo>: a\n+b:\n  if>: ${first}\n  _do:\n    hang>: x\n+c:\n  echo>: c\n' }))['main'] ?? 0
  const { attempt } = await bench.engine.start({ workflowId: id, sessionTime: 0, params: { first: true } })
  const stop = new AbortController()
  const done = errorOf(bench.engine.runAttempt(attempt.id, { signal: stop.signal }))
  await until(() => events.some((event) => event.kind === 'task' && event.fullName === '+main+b^sub' && event.state === 'running'))
  stop.abort()
  const error = await done
  assert.is(error.code, 'interrupted')
  assert.match(error.hint ?? '', `wf retry ${attempt.id} --resume`)
  const left = await bench.store.findAttempt(attempt.id)
  assert.equal([left?.attempt.done, left?.attempt.stopped], [false, true])
  const next = await bench.engine.start({ workflowId: id, sessionTime: 0, params: { first: false }, retryAttemptName: 'again', resume: { mode: 'failed', attemptId: attempt.id } })
  const after = await bench.engine.runAttempt(next.attempt.id)
  assert.ok(after.attempt.success)
  assert.is(after.attempt.chainId, attempt.id)
  assert.equal([...bench.printed.keys()], ['+main+a', '+main+c'])
  assert.is((await bench.store.findAttempt(attempt.id))?.attempt.done, true)
})

test('the same session time is a conflict that holds the attempt in the way', async () => {
  const { details } = await run('+a:\n  echo>: a\n')
  const error = await errorOf(bench.engine.start({ workflowId: details.workflow.id, sessionTime: details.session.time + 500, params: {} }))
  assert.is(error.code, 'conflict')
  assert.is((error.conflicting as { readonly attempt: { readonly id: number } }).attempt.id, details.attempt.id)
  assert.match(error.hint ?? '', String(details.attempt.id))
})

test('limits: attempts under way, tasks at start, tasks that are generated', async () => {
  await open({ maxTasks: 5, maxAttempts: 1 })
  const ids = await bench.push({ 'main.dig': '+a:\n  loop>: 3\n  _do:\n    echo>: x\n', 'wide.dig': '+a: {}\n+b: {}\n+c: {}\n+d: {}\n' })
  assert.match((await errorOf(bench.engine.start({ workflowId: ids['wide'] ?? 0, sessionTime: 0, params: {} }))).message, 'Too many tasks. Limit: 5, Current: 1, Adding: 5')
  const { attempt } = await bench.engine.start({ workflowId: ids['main'] ?? 0, sessionTime: 0, params: {} })
  assert.match((await errorOf(bench.engine.start({ workflowId: ids['main'] ?? 0, sessionTime: 1000, params: {} }))).message, 'Too many attempts running. Limit: 1, Current: 1')
  await bench.engine.runAttempt(attempt.id)
  assert.match((await bench.store.listTasks(attempt.id))[1]?.error?.message ?? '', 'Too many tasks. Limit: 5, Current: 2, Adding: 4 (task limit exceeded)')
})

test('bad retry names and broken SLAs are refused and leave nothing behind', async () => {
  const ids = await bench.push({ 'main.dig': '+a:\n  echo>: a\n', 'sla.dig': 'sla:\n  duration: "90"\n+a:\n  echo>: a\n' })
  const start = (workflow: string, retryAttemptName: string | null) => errorOf(bench.engine.start({ workflowId: ids[workflow] ?? 0, sessionTime: 0, params: {}, retryAttemptName }))
  assert.match((await start('main', '')).message, 'retry attempt name must not be blank: ""')
  assert.match((await start('main', 'n'.repeat(256))).message, 'must not be longer than 255')
  assert.match((await start('sla', null)).message, 'SLA duration option needs to be')
  assert.equal(await bench.store.listAttempts({}), [])
})

test('secrets reach operators by their own key or a remapped one, and _env by their own alone', async () => {
  const look: Operator = {
    type: 'look', retries: false,
    run: async (task) => ({ kind: 'success', stores: { direct: await task.secrets.find('td.apikey') ?? null, filled: await task.secrets.fill('<${secret: a.b }>'), env: { ...await task.declaredEnvironment?.() } } }),
  }
  await open({ operatorsMore: [look] })
  const ids = await bench.push({ 'main.dig': '+a:\n  look>: x\n  _secrets:\n    td: {apikey: other}\n    a: c\n  _env:\n    KEY: ${secret:a.b}\n+b:\n  look>: x\n' })
  const project = (await bench.store.findProjectByName('p'))?.id ?? 0
  for (const [key, value] of [['other', 'mapped'], ['a.b', 'own'], ['c.b', 'through c']] as const) await bench.engine.setSecret(project, key, value)
  const { tasks } = await bench.run(ids['main'] ?? 0)
  assert.equal(tasks[1]?.storeParams, { direct: 'mapped', filled: '<through c>', env: { KEY: 'own' } })
  assert.equal(tasks[2]?.storeParams, { direct: null, filled: '<own>', env: {} })
  assert.equal(await bench.engine.listSecrets(project), ['a.b', 'c.b', 'other'])
  for (const key of ['', 'a..b', '1a', 'a-', `a${'b'.repeat(255)}`]) assert.is((await errorOf(bench.engine.setSecret(project, key, 'x'))).message, 'Invalid secret', key)
  assert.is((await errorOf(bench.engine.setSecret(project, 'k', 'x'.repeat(16_385)))).message, 'Invalid secret')
})

test('settings of a task may stand in its own _export, and one of the wrong kind fails the task when it is looked at', async () => {
  const { tasks } = await run('_parallel: true\n+a:\n  _export: {_error: {echo>: told}}\n  fail>: x\n+b:\n  echo>: b\n  _check: text\n+c:\n  if>: true\n  _do:\n    _export: text\n    echo>: x\n')
  assert.equal(states(tasks).slice(1), ['+main+a error', '+main+b error', '+main+c error', '+main+a^error success', '+main^failure-alert success'])
  assert.equal(tasks.slice(2, 4).map((task) => task.error?.message), ["Parameter '_check' must be an object (config)", "Parameter '_export' must be an object (config)"])
})

test('keys that no operator read are told, with the nearest that one did', async () => {
  await run('+a:\n  echo>: hello\n  _comand: x\n')
  const lines = events.flatMap((event) => (event.kind === 'line' ? [event.text] : []))
  assert.equal(lines, ['echo>: hello', "Parameter '_comand' is not used at task +main+a.", '  > Did you mean [_command]?'])
})

test('a hook may put another result in the place of a run, and sees every success', async () => {
  const done: string[] = []
  await open({ hooks: { beforeTask: (task) => (task.fullName === '+main+a' ? { skipWith: { stores: { v: 1 } } } : 'run'), afterTask: (task) => { done.push(task.fullName) } } })
  await run('+a:\n  echo>: not run\n+b:\n  echo>: ${v}\n')
  assert.equal([...bench.printed], [['+main+b', ['1']]])
  assert.equal(done, ['+main+a', '+main+b', '+main'])
})

test('with one thread, parallel tasks run one by one in the order of the file', async () => {
  let most = 0
  let now = 0
  const slow: Operator = { type: 'slow', retries: false, run: async () => { most = Math.max(most, ++now); await new Promise((resolve) => setImmediate(resolve)); now--; return { kind: 'success' } } }
  await open({ maxTaskThreads: 1, operatorsMore: [slow] })
  await run('_parallel: true\n+a:\n  slow>: x\n+b:\n  slow>: x\n+c:\n  slow>: x\n')
  assert.is(most, 1)
})

test('an attempt that another living process drives is not driven here', async () => {
  const id = (await bench.push({ 'main.dig': '+a:\n  echo>: a\n' }))['main'] ?? 0
  const { attempt } = await bench.engine.start({ workflowId: id, sessionTime: 0, params: {} })
  await bench.store.takeAttempt(attempt.id, attempt.owner, { ...thisProcess(), pid: 1, startedAt: 'x', host: 'elsewhere' }, Date.now())
  const error = await errorOf(bench.engine.runAttempt(attempt.id))
  assert.is(error.code, 'busy')
  assert.match(error.message, 'elsewhere')
})

test('the parameters of an attempt lie over those of its revision and below an _export', async () => {
  await open({ defaultParams: { a: 'server', b: 'server' } })
  await run('_export: {c: file}\n+t:\n  echo>: ${a} ${b} ${c}\n', { params: { b: 'start', c: 'start' } })
  assert.equal(bench.printed.get('+main+t'), ['server start file'])
})

test.run()
