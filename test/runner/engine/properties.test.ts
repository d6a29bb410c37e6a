import * as assert from 'uvu/assert'
import { hostname } from 'node:os'
import type { EngineEvent, TriggerPoint } from '../../../runner/engine/ports.ts'
import { DONE_STATES, TRANSITIONS, type Task, type TaskState } from '../../../runner/model/task.ts'
import { randomFrom, type Random } from '../../support/random.ts'
import { suite } from '../../support/suite.ts'
import { flaky, randomWorkflow } from './random-workflow.ts'
import { openBench, type Bench } from './support.ts'

const test = suite('random workflows')

const SEEDS = 80
const CRASH_SEEDS = 45
const POINTS: readonly TriggerPoint[] = ['before-step', 'after-step', 'before-run', 'after-run']

const dead = (pid: number) => ({ host: hostname(), pid, startedAt: 'long ago' })

/** Final states by name: rows of one name in their order. */
function outcome(tasks: readonly Task[]): Readonly<Record<string, readonly string[]>> {
  const byName: Record<string, string[]> = {}
  for (const task of tasks) (byName[task.fullName] ??= []).push(`${task.state} ${JSON.stringify(task.storeParams)} ${task.error?.message ?? ''}`)
  return byName
}

const startOf = async (bench: Bench, random: Random): Promise<number> => {
  const id = (await bench.push({ 'main.dig': randomWorkflow(random) }, `r${random.below(1e9)}`))['main'] ?? 0
  return (await bench.engine.start({ workflowId: id, sessionTime: random.below(1e9) * 1000, params: {} })).attempt.id
}

/** What must hold of a finished attempt (issue 5, point 11). */
function checkTree(tasks: readonly Task[], seed: number): void {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  for (const task of tasks) {
    const where = `seed ${seed}: ${task.fullName} is ${task.state}`
    assert.ok(DONE_STATES.has(task.state) || task.state === 'blocked', where)
    if (task.state === 'blocked') continue
    const parent = task.parentId === null ? undefined : byId.get(task.parentId)
    assert.ok(parent === undefined || parent.state !== 'blocked', `${where}, its parent is blocked`)
    for (const id of task.upstreamIds) assert.is(byId.get(id)?.state, 'success', `${where}, and ran before ${byId.get(id)?.fullName ?? id}`)
    if (task.state === 'success') {
      const latest = new Map(tasks.filter((one) => one.parentId === task.id).map((one) => [one.fullName, one.state]))
      assert.not.ok([...latest.values()].some((state) => state === 'error' || state === 'group_error'), `${where}, but a child failed`)
    }
  }
}

/** Every state that was seen of a task follows from the one before by legal moves. */
function checkMoves(events: readonly EngineEvent[], seed: number): void {
  const seen = new Map<number, TaskState>()
  const succeeded = new Set<number>()
  for (const event of events) {
    if (event.kind !== 'task') continue
    const before = seen.get(event.taskId)
    if (before !== undefined && before !== event.state) assert.ok(reachable(before, event.state), `seed ${seed}: ${event.fullName} went from ${before} to ${event.state}`)
    assert.not.ok(succeeded.has(event.taskId) && event.state !== 'success', `seed ${seed}: ${event.fullName} left success`)
    seen.set(event.taskId, event.state)
    if (event.state === 'success') succeeded.add(event.taskId)
  }
}

const reachable = (from: TaskState, to: TaskState, seen = new Set<TaskState>()): boolean =>
  TRANSITIONS[from].some((next) => next === to || (!seen.has(next) && reachable(next, to, new Set([...seen, next]))))

test('every attempt ends, with legal states, and no task ran before its upstreams had succeeded', async () => {
  const events: EngineEvent[] = []
  const bench = await openBench({ operatorsMore: [flaky], onEvent: (event) => { events.push(event) } })
  for (let seed = 0; seed < SEEDS; seed++) {
    const id = await startOf(bench, randomFrom(seed))
    const { attempt } = await bench.engine.runAttempt(id)
    const tasks = await bench.store.listTasks(id)
    assert.ok(attempt.done)
    assert.is(attempt.success, tasks[0]?.state === 'success')
    checkTree(tasks, seed)
    checkMoves(events.splice(0), seed)
  }
  await bench.close()
})

test('after a crash at any point and a restart, the final states are those of an undisturbed run, and what succeeded did not run again', async () => {
  const calm = await openBench({ operatorsMore: [flaky] })
  let crashes = 0
  for (let seed = 0; seed < CRASH_SEEDS; seed++) {
    const expected = outcome(await (async () => { const id = await startOf(calm, randomFrom(seed)); await calm.engine.runAttempt(id); return calm.store.listTasks(id) })())
    const random = randomFrom(seed + 100_000)
    const [point, count] = [POINTS[random.below(POINTS.length)], 1 + random.below(12)]
    let left = count
    const first = await openBench({ operatorsMore: [flaky], owner: dead(4_000_001), trigger: (at) => { if (at === point && --left === 0) throw new Error('crash') } })
    const id = await startOf(first, randomFrom(seed))
    const crashed = await first.engine.runAttempt(id).then(() => false, (error: unknown) => (error as Error).message === 'crash')
    const before = await first.store.listTasks(id)
    const second = await openBench({ operatorsMore: [flaky], store: first.store })
    if (crashed) { crashes++; await second.engine.runAttempt(id) }
    const after = await first.store.listTasks(id)
    assert.equal(outcome(after), expected, `seed ${seed}, ${point} ${count}`)
    for (const task of before) if (task.state === 'success' && !task.isGroup) assert.not.ok(second.printed.has(task.fullName) && after.filter((one) => one.fullName === task.fullName).length === 1, `seed ${seed}: ${task.fullName} ran again`)
    await second.engine.close()
    await first.close()
  }
  assert.ok(crashes > CRASH_SEEDS / 3, `only ${crashes} crashes`)
  await calm.close()
})

test('with a resume, no task that is recorded as success runs again', async () => {
  const bench = await openBench({ operatorsMore: [flaky] })
  let resumed = 0
  for (let seed = 0; seed < SEEDS; seed++) {
    const random = randomFrom(seed + 7)
    const id = await startOf(bench, random)
    const { attempt, session, workflow } = await bench.engine.runAttempt(id)
    if (attempt.success) continue
    const latest = new Map((await bench.store.listTasks(id)).map((task) => [task.fullName, task]))
    bench.printed.clear()
    const next = await bench.engine.start({ workflowId: workflow.id, sessionTime: session.time, params: {}, retryAttemptName: 'again', resume: { mode: 'failed', attemptId: id } })
    const after = await bench.engine.runAttempt(next.attempt.id)
    assert.ok(after.attempt.done)
    checkTree(await bench.store.listTasks(next.attempt.id), seed)
    const rows = await bench.store.listTasks(next.attempt.id)
    for (const [name, task] of latest) {
      if (task.state !== 'success' || task.isGroup || rows.filter((row) => row.fullName === name).length > 1) continue
      assert.not.ok(bench.printed.has(name), `seed ${seed}: ${name} ran again`)
    }
    resumed++
  }
  assert.ok(resumed > 15)
  await bench.close()
})

test('a kill at any time ends the attempt, and nothing that was blocked runs', async () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = randomFrom(seed + 33)
    let left = 1 + random.below(10)
    let killed: Promise<unknown> | undefined
    const bench: Bench = await openBench({ operatorsMore: [flaky], trigger: (point) => { if (point === 'before-run' && --left === 0) killed = bench.engine.kill(id) } })
    const id = await startOf(bench, random)
    const { attempt } = await bench.engine.runAttempt(id)
    await killed
    const tasks = await bench.store.listTasks(id)
    assert.ok(attempt.done)
    for (const task of tasks) assert.ok(DONE_STATES.has(task.state) || task.state === 'blocked', `seed ${seed}: ${task.fullName} is ${task.state}`)
    if (attempt.cancelRequested) assert.is(tasks[0]?.state, 'canceled', `seed ${seed}`)
    await bench.close()
  }
})

test.run()
