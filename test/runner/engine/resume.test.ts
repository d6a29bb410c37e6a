import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import type { Task } from '../../../runner/model/task.ts'
import { matchingNames, selectResumed } from '../../../runner/engine/resume.ts'
import { planResume } from '../../../runner/engine/resume-plan.ts'
import { suite } from '../../support/suite.ts'
import { openBench, states } from './support.ts'

const test = suite('resuming an attempt')

const finished = async (main: string, params = {}) => {
  const bench = await openBench()
  const id = (await bench.push({ 'main.dig': main }))['main'] ?? 0
  const { tasks, details } = await bench.run(id, { params })
  return { bench, tasks, details }
}
const names = (tasks: readonly Task[]): readonly string[] => tasks.map((task) => task.fullName)
const refusal = (work: () => unknown): RunnerError => {
  try { work() } catch (error) { assert.instance(error, RunnerError); return error as RunnerError }
  throw new Error('nothing was refused')
}

test('what succeeded is taken over, generated tasks and those of error handling too', async () => {
  const { bench, tasks } = await finished('_error:\n  echo>: e\n+a:\n  echo>: a\n+l:\n  loop>: 1\n  _do:\n    echo>: x\n+b:\n  fail>: b\n+c:\n  echo>: c\n')
  assert.equal(names(selectResumed(tasks, { mode: 'failed' })), ['+main+a', '+main+l', '+main+l^sub', '+main+l^sub+loop-0', '+main^failure-alert', '+main^error'])
  await bench.close()
})

test('after a group\'s retry the latest row of a name counts', async () => {
  const { bench, tasks } = await finished('+g:\n  _retry: 1\n  +a:\n    echo>: a\n  +b:\n    fail>: b\n')
  const selected = selectResumed(tasks, { mode: 'failed' })
  assert.equal(names(selected), ['+main+g+a', '+main^failure-alert'])
  assert.is(selected[0]?.id, Math.max(...tasks.filter((task) => task.fullName === '+main+g+a').map((task) => task.id)))
  await bench.close()
})

test('from a task on means: what stands before it is taken over, with all below, and no ancestor', async () => {
  const { bench, tasks } = await finished('+a:\n  +deep:\n    echo>: a\n+g:\n  +b:\n    echo>: b\n  +c:\n    loop>: 2\n    _do:\n      echo>: x\n+e:\n  echo>: e\n')
  assert.equal(names(selectResumed(tasks, { mode: 'from', from: '+c' })), ['+main+a', '+main+g+b', '+main+a+deep'].sort((x, y) => tasks.findIndex((t) => t.fullName === x) - tasks.findIndex((t) => t.fullName === y)))
  assert.equal(names(selectResumed(tasks, { mode: 'from', from: '+main' })), [])
  assert.equal(names(selectResumed(tasks, { mode: 'from', from: 'loop-1' })).includes('+main+g+c^sub+loop-0'), true)
  await bench.close()
})

test('what digdag refuses is refused in its words', async () => {
  const { bench, tasks } = await finished('+a:\n  +x:\n    echo>: x\n+b:\n  +x:\n    echo>: x\n')
  assert.match(refusal(() => selectResumed(tasks, { mode: 'failed' })).message, 'Resuming successfully completed attempts is not supported')
  assert.match(refusal(() => selectResumed(tasks, { mode: 'from', from: '+nope' })).message, "io.digdag.core.workflow.TaskMatchPattern$NoMatchException: Task pattern '+nope' doesn't match with any tasks.")
  assert.match(refusal(() => selectResumed(tasks, { mode: 'from', from: '+x' })).message, "Task pattern '+x' is ambiguous. Matching candidates are [+main+a+x, +main+b+x]")
  await bench.close()
  const failed = await finished('+a:\n  fail>: a\n+b:\n  echo>: b\n')
  const error = refusal(() => selectResumed(failed.tasks, { mode: 'from', from: '+b' }))
  assert.match(error.message, `Resuming non-successful tasks is not allowed: task_id=${failed.tasks[1]?.id ?? ''}`)
  assert.match(error.hint ?? '', '+main+a')
  await failed.bench.close()
})

test('a pattern is the end of a full name, and none of its parts is a bare sign', () => {
  const all = ['+main', '+main+copy', '+main+second_copy', '+main+a-b', '+main+日本']
  assert.is(matchingNames(all, 'second_copy'), '+main+second_copy')
  assert.is(matchingNames(all, '+a-b'), '+main+a-b')
  assert.is(matchingNames(all, '日本'), '+main+日本')
  assert.is(refusal(() => matchingNames(all, 'copy')).code, 'invalid')
  for (const pattern of ['+', 'x', '+a+', '++a']) assert.is(refusal(() => matchingNames(all, pattern)).code, 'internal', pattern)
})

test('a second resume keeps what the first took over, and rounds go on counting along the chain', async () => {
  const rounds: [string, number][] = []
  const bench = await openBench({
    operatorsMore: [{ type: 'count', retries: false, run: async (task) => { rounds.push([task.info.fullName, task.info.round]); if (task.params.flag('bad', false)) throw new Error('bad'); return { kind: 'success' } } }],
  })
  const id = (await bench.push({ 'main.dig': '+a:\n  echo>: a\n+g:\n  _retry: 1\n  +b:\n    count>: x\n    bad: ${step < 3}\n' }))['main'] ?? 0
  const { details: first } = await bench.run(id, { params: { step: 1 } })
  const resume = async (name: string, step: number, from: number) => {
    const { attempt } = await bench.engine.start({ workflowId: id, sessionTime: first.session.time, params: { step }, retryAttemptName: name, resume: { mode: 'failed', attemptId: from } })
    return bench.engine.runAttempt(attempt.id)
  }
  const second = await resume('two', 2, first.attempt.id)
  const third = await resume('three', 3, second.attempt.id)
  assert.ok(third.attempt.success)
  assert.is(third.attempt.chainId, first.attempt.id)
  assert.equal(bench.printed.get('+main+a'), ['a'])
  assert.equal(rounds.map(([, round]) => round), [0, 1, 1, 2, 2])
  await bench.close()
})

test('a plan tells what is skipped and what runs, why, and what has changed although it is skipped', async () => {
  const { bench, tasks } = await finished('+a:\n  echo>: old\n+l:\n  loop>: 2\n  _do:\n    if>: ${i == 0}\n    _else_do:\n      fail>: x\n+z:\n  echo>: z\n')
  const workflow = { name: 'main', config: { '+a': { 'echo>': 'new' }, '+l': { 'loop>': 2, _do: { 'if>': '${i == 0}', _else_do: { 'fail>': 'x' } } }, '+n': { 'echo>': 'n' }, '+z': { 'echo>': 'z' } } }
  const plan = planResume({ workflow, tasks, mode: { mode: 'failed' } })
  assert.equal(plan.map((step) => `${step.fullName} ${step.action} ${step.changed}: ${step.reason}`), [
    '+main run false: the workflow itself', '+main+a skip true: succeeded, although its definition has changed since', '+main+l run false: it failed',
    '+main+n run false: it is new', '+main+z run false: it had not started', '+main+l^sub+loop-0 skip false: succeeded; taken over if it is generated again',
  ])
  assert.ok(planResume({ workflow, tasks, mode: { mode: 'all' } }).every((step) => step.action === 'run'))
  await bench.close()
})

test('an attempt that is resumed twice at once begins once', async () => {
  const { bench, details } = await finished('+a:\n  fail>: a\n')
  const start = () => bench.engine.start({ workflowId: details.workflow.id, sessionTime: details.session.time, params: {}, retryAttemptName: 'same', resume: { mode: 'failed', attemptId: details.attempt.id } })
  const results = await Promise.allSettled([start(), start()])
  assert.equal(results.map((result) => result.status).sort(), ['fulfilled', 'rejected'])
  assert.equal(states(await bench.store.listTasks(details.attempt.id))[0], '+main group_error')
  await bench.close()
})

test.run()
