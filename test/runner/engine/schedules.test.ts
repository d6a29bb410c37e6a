import * as assert from 'uvu/assert'
import { gzipSync } from 'node:zlib'
import { RunnerError } from '../../../runner/model/error.ts'
import { formatInstant } from '../../../runner/model/time.ts'
import type { Operator } from '../../../runner/model/operator.ts'
import type { Schedule } from '../../../runner/model/schedule.ts'
import type { EngineEvent } from '../../../runner/engine/ports.ts'
import { pack } from '../../../runner/project/archive.ts'
import { createTurnedClock, type TurnedClock } from '../../support/turned-clock.ts'
import { suite } from '../../support/suite.ts'
import { openBench, states, type Bench } from './support.ts'

const test = suite('schedules, pushes and what time does')
const HOUR = 3_600_000
const NOON = Date.UTC(2026, 0, 2, 12)
let clock: TurnedClock
let bench: Bench
let notes: string[] = []
const open = async (more: Parameters<typeof openBench>[0] = {}, start = NOON): Promise<void> => {
  await bench?.close()
  clock = createTurnedClock(start, 20_000)
  notes = []
  bench = await openBench({ clock, onEvent: (event: EngineEvent) => { if (event.kind === 'note') notes.push(event.text) }, ...more })
}
test.each.before(() => open())
test.after(() => bench.close())

let revision = 0
const push = async (main: string, more: Partial<Parameters<Bench['engine']['push']>[0]> = {}) => bench.engine.push({
  project: 'p', revision: `r${++revision}`, archive: await pack([{ path: 'main.dig', mode: 0o644, content: Buffer.from(main) }]), ...more,
})
const schedule = async (): Promise<Schedule> => {
  const [only] = await bench.store.listSchedules({})
  if (only === undefined) throw new Error('no schedule')
  return only
}
const times = async (): Promise<string> => { const { nextRunTime, nextScheduleTime } = await schedule(); return `${formatInstant(nextRunTime)} for ${formatInstant(nextScheduleTime)}` }
const sessions = async (): Promise<readonly string[]> => (await bench.store.listSessions({})).map(({ session }) => formatInstant(session.time)).reverse()
const failure = async (work: Promise<unknown>): Promise<RunnerError> => {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown)
  assert.instance(error, RunnerError)
  return error as RunnerError
}
const HOURLY = 'schedule:\n  hourly>: "15:00"\n+a:\n  echo>: ${session_time} after ${last_executed_session_time}\n'
/** Stays until its attempt is killed. */
const hang: Operator = { type: 'stay', retries: false, run: (task) => new Promise((_, reject) => { task.signal.addEventListener('abort', () => reject(new Error('over'))) }) }

test('a push sets the first run from the time given, else from now', async () => {
  await push(HOURLY, { scheduleFrom: Date.UTC(2030, 0, 1) })
  assert.is(await times(), '2030-01-01T00:15:00Z for 2030-01-01T00:00:00Z')
  await push(HOURLY)
  assert.is(await times(), '2026-01-02T12:15:00Z for 2026-01-02T12:00:00Z')
})

test('due sessions are started one after the other, each told of the one before', async () => {
  await push(HOURLY)
  const stop = bench.engine.startLoop()
  await clock.turn(14 * 60_000)
  assert.equal(await sessions(), [])
  await clock.turn(2 * HOUR)
  await stop()
  assert.equal(await sessions(), ['2026-01-02T12:00:00Z', '2026-01-02T13:00:00Z'])
  assert.equal(bench.printed.get('+main+a'), ['2026-01-02T12:00:00+00:00 after ', '2026-01-02T13:00:00+00:00 after 2026-01-02T12:00:00+00:00'])
  assert.is((await schedule()).lastSessionTime, Date.UTC(2026, 0, 2, 13))
})

test('a push goes on after the last started session, unless the schedule is cleared', async () => {
  await push(HOURLY)
  const stop = bench.engine.startLoop()
  await clock.turn(HOUR)
  await stop()
  await clock.turn(5 * HOUR)
  await push('schedule:\n  hourly>: "30:00"\n+a:\n  echo>: x\n')
  assert.is(await times(), '2026-01-02T13:30:00Z for 2026-01-02T13:00:00Z')
  await push(HOURLY, { clearSchedules: ['main'] })
  assert.is(await times(), '2026-01-02T18:15:00Z for 2026-01-02T18:00:00Z')
  assert.is((await failure(push(HOURLY, { clearSchedules: ['other'] }))).message, 'other does not exist')
  await push('+a:\n  echo>: x\n')
  assert.equal(await bench.store.listSchedules({}), [])
})

test('missed sessions all run after a stop, and it is said', async () => {
  await push(HOURLY)
  await clock.turn(3 * HOUR)
  const stop = bench.engine.startLoop()
  await clock.turn(60_000)
  await stop()
  assert.equal(await sessions(), ['2026-01-02T12:00:00Z', '2026-01-02T13:00:00Z', '2026-01-02T14:00:00Z'])
  assert.ok(notes.some((note) => note.includes('were missed since 2026-01-02T12:00:00+00:00')))
})

test('only the last missed session runs, or none, when the server is told so', async () => {
  for (const [catchUp, expected] of [['last', ['2026-01-02T14:00:00Z']], ['none', []]] as const) {
    await open({ catchUp })
    await push(HOURLY)
    await clock.turn(3 * HOUR)
    const stop = bench.engine.startLoop()
    await clock.turn(60_000)
    assert.equal(await sessions(), expected, catchUp)
    assert.is(await times(), '2026-01-02T15:15:00Z for 2026-01-02T15:00:00Z')
    await clock.turn(HOUR)
    await stop()
    assert.equal(await sessions(), [...expected, '2026-01-02T15:00:00Z'], catchUp)
  }
})

test('a session that comes too late is skipped', async () => {
  await push('schedule:\n  hourly>: "15:00"\n  skip_delayed_by: 30m\n+a:\n  echo>: x\n')
  await clock.turn(2 * HOUR)
  const stop = bench.engine.startLoop()
  await clock.turn(60_000)
  await stop()
  assert.equal(await sessions(), [])
  assert.ok(notes.includes('2 sessions of main from 2026-01-02T12:00:00+00:00 to 2026-01-02T13:00:00+00:00 are skipped: too late (skip_delayed_by)'), notes.join('\n'))
  assert.is(await times(), '2026-01-02T14:15:00Z for 2026-01-02T14:00:00Z')
  assert.is((await schedule()).lastSessionTime, null)
})

test('a session is skipped while an earlier one runs, with skip_on_overtime', async () => {
  await open({ operatorsMore: [hang] })
  await push('schedule:\n  hourly>: "15:00"\n  skip_on_overtime: true\n+a:\n  stay>: x\n')
  const stop = bench.engine.startLoop()
  await clock.turn(2 * HOUR)
  await stop()
  assert.equal(await sessions(), ['2026-01-02T12:00:00Z'])
  assert.ok(notes.some((note) => note.includes('skip_on_overtime')))
})

test('a session waits ten minutes when no more attempts may run', async () => {
  await open({ operatorsMore: [hang], maxAttempts: 1 })
  await push('schedule:\n  hourly>: "15:00"\n+a:\n  stay>: x\n')
  const stop = bench.engine.startLoop()
  await clock.turn(75 * 60_000 + 15_000)
  assert.is(await times(), '2026-01-02T13:25:00Z for 2026-01-02T13:00:00Z')
  await stop()
})

test('a session that exists counts as started', async () => {
  const { workflows } = await push(HOURLY)
  await bench.run(workflows[0]?.id ?? 0, { sessionTime: NOON })
  const stop = bench.engine.startLoop()
  await clock.turn(16 * 60_000)
  await stop()
  assert.is((await bench.store.listAttempts({ includeRetried: true })).length, 1)
  assert.is((await schedule()).lastSessionTime, NOON)
})

test('a schedule is skipped to a time or by a count, never back', async () => {
  await push(HOURLY)
  const { id } = await schedule()
  const dry = await bench.engine.skipSchedule(id, { nextTime: NOON + 3 * HOUR, dryRun: true })
  assert.is(formatInstant(dry.nextRunTime), '2026-01-02T15:15:00Z')
  assert.is(await times(), '2026-01-02T12:15:00Z for 2026-01-02T12:00:00Z')
  await bench.engine.skipSchedule(id, { fromTime: NOON, count: 2, nextRunTime: NOON + 1 })
  assert.is(await times(), '2026-01-02T12:00:00Z for 2026-01-02T14:00:00Z')
  const back = await failure(bench.engine.skipSchedule(id, { nextTime: NOON }))
  assert.equal([back.code, back.message], ['conflict', 'Specified time to skip schedules is already past'])
  assert.is((await failure(bench.engine.skipSchedule(id, {}))).message, 'nextTime or (fromTime and count) are required')
  assert.is((await failure(bench.engine.skipSchedule(99, { nextTime: NOON }))).code, 'not-found')
})

test('a disabled schedule starts nothing; enabling runs what was missed, or skips it', async () => {
  await push(HOURLY)
  const { id } = await schedule()
  assert.is((await bench.engine.disableSchedule(id)).disabledAt, NOON)
  const stop = bench.engine.startLoop()
  await clock.turn(3 * HOUR)
  assert.equal(await sessions(), [])
  await bench.engine.enableSchedule(id, { skipSchedule: true })
  await clock.turn(60_000)
  assert.equal(await sessions(), [])
  await bench.engine.disableSchedule(id)
  await clock.turn(2 * HOUR)
  await bench.engine.enableSchedule(id, {})
  await clock.turn(60_000)
  await stop()
  assert.equal(await sessions(), ['2026-01-02T15:00:00Z', '2026-01-02T16:00:00Z'])
})

test('a backfill makes one attempt for each missed session and runs them one after the other, also after a failure', async () => {
  await push('schedule:\n  hourly>: "15:00"\nsla:\n  duration: "00:01"\n  fail: true\n+a:\n  if>: ${session_local_time == "2026-01-02 10:00:00"}\n  _do:\n    fail>: x\n  _else_do:\n    echo>: ${session_time} after ${last_executed_session_time}\n')
  const { id } = await schedule()
  assert.equal((await bench.engine.backfill(id, { fromTime: NOON - 2 * HOUR, dryRun: true })).map(({ attempt }) => attempt), [null, null])
  assert.is((await bench.store.listAttempts({})).length, 0)
  const attempts = await bench.engine.backfill(id, { fromTime: NOON - 3 * HOUR, attemptName: 'fill' })
  assert.equal(attempts.map(({ sessionTime }) => formatInstant(sessionTime)), ['2026-01-02T09:00:00Z', '2026-01-02T10:00:00Z', '2026-01-02T11:00:00Z'])
  assert.equal(attempts.map(({ attempt }) => attempt?.attempt.retryAttemptName), ['fill', 'fill', 'fill'])
  const stop = bench.engine.startLoop()
  // The first expression loads the sandbox, which takes time of its own.
  while ((await bench.store.openAttempts()).length > 0) await clock.turn(10)
  await stop()
  const done = await Promise.all(attempts.map(async ({ attempt }) => bench.store.findAttempt(attempt?.attempt.id ?? 0)))
  assert.equal(done.map((found) => found?.attempt.success), [true, false, true])
  assert.equal(bench.printed.get('+main+a^sub'), ['2026-01-02T09:00:00+00:00 after ', '2026-01-02T11:00:00+00:00 after 2026-01-02T10:00:00+00:00'])
  assert.is((await failure(bench.engine.backfill(id, { fromTime: NOON - 2 * HOUR, attemptName: 'fill' }))).code, 'conflict')
  assert.is((await failure(bench.engine.backfill(id, { fromTime: NOON - 2 * HOUR, count: 5 }))).message, 'count is set to 5 but there are only 2 attempts until the next schedule time')
})

test('sessions of a backfill wait for the one before', async () => {
  await open({ operatorsMore: [hang] })
  await push('schedule:\n  hourly>: "15:00"\n+a:\n  stay>: x\n')
  const attempts = await bench.engine.backfill((await schedule()).id, { fromTime: NOON - 2 * HOUR })
  const stop = bench.engine.startLoop()
  await clock.turn(60_000)
  const running = async (): Promise<readonly string[]> => Promise.all(attempts.map(async ({ attempt }) => states(await bench.store.listTasks(attempt?.attempt.id ?? 0))[1] ?? ''))
  assert.equal(await running(), ['+main+a running', '+main+a blocked'])
  await bench.engine.kill(attempts[0]?.attempt?.attempt.id ?? 0)
  await clock.turn(60_000)
  assert.equal(await running(), ['+main+a canceled', '+main+a running'])
  await stop()
})

test('an attempt that outlives its SLA gets its tasks, fails if asked to, and goes on', async () => {
  const wait: Operator = { type: 'wait', retries: false, run: async (task) => (task.state['x'] === 1 ? { kind: 'success' } : { kind: 'poll', afterMs: 60_000, state: { x: 1 } }) }
  await open({ operatorsMore: [wait] })
  const { workflows } = await push('sla:\n  duration: "00:00:30"\n  fail: true\n  +late:\n    echo>: late\n+a:\n  wait>: x\n+b:\n  echo>: b\n')
  const { attempt } = await bench.engine.start({ workflowId: workflows[0]?.id ?? 0, sessionTime: NOON, params: {} })
  const done = bench.engine.runAttempt(attempt.id)
  await clock.turn(45_000)
  assert.equal(states(await bench.store.listTasks(attempt.id)).slice(3), ['+main^sla^alert success', '+main^sla^fail error', '+main^sla success', '+main^sla+late success'])
  await clock.turn(80_000)
  const after = await done
  assert.is(after.attempt.success, false)
  assert.equal(states(await bench.store.listTasks(attempt.id)).slice(0, 3), ['+main group_error', '+main+a success', '+main+b success'])
})

test('an SLA without tasks of its own, and one whose tasks are broken, still alert', async () => {
  for (const [sla, expected] of [['alert: true', ['+main^sla^alert success', '+main^sla success']], ['alert: false\n  fail: "no"', ['+main^sla success']], ['+x: {echo>: 1, sh>: 2}', ['+main^sla^alert success']]] as const) {
    await open({ operatorsMore: [hang] })
    const { workflows } = await push(`sla:\n  duration: "00:00:30"\n  ${sla}\n+a:\n  stay>: x\n`)
    const { attempt } = await bench.engine.start({ workflowId: workflows[0]?.id ?? 0, sessionTime: NOON, params: {} })
    const done = bench.engine.runAttempt(attempt.id)
    await clock.turn(60_000)
    assert.equal(states(await bench.store.listTasks(attempt.id)).slice(2), expected)
    await bench.engine.kill(attempt.id)
    await done
  }
})

test('an attempt and a task that live too long are canceled, and that is notified', async () => {
  for (const [more, message] of [[{ attemptTtl: 10 * HOUR }, 'Workflow execution timeout'], [{ taskTtl: 5 * HOUR }, 'Task execution timeout: ']] as const) {
    const told: string[] = []
    await open({ operatorsMore: [hang], ...more, services: { notify: async (text: string) => { told.push(text) } } as never })
    const { workflows } = await push('+a:\n  stay>: x\n')
    const { attempt } = await bench.engine.start({ workflowId: workflows[0]?.id ?? 0, sessionTime: NOON, params: {} })
    const done = bench.engine.runAttempt(attempt.id)
    await clock.turn(4 * HOUR)
    assert.equal(told, [])
    await clock.turn(7 * HOUR)
    assert.is((await done).attempt.cancelRequested, true)
    assert.match(told[0] ?? '', message)
  }
})

test('a refused push leaves nothing: a broken file, a bad schedule, a bad name, no archive', async () => {
  for (const [main, code, message] of [
    ['+a: {echo>: 1, sh>: 2}\n', 'invalid', "A task can't have more than one operator"],
    ['schedule:\n  sometimes>: x\n', 'invalid', 'Unknown scheduler type: sometimes'],
    ['schedule:\n  cron>: "60 0 * * *"\n', 'internal', ''],
  ] as const) {
    const error = await failure(push(main))
    assert.is(error.code, code)
    assert.match(error.message, message)
    assert.ok(error.problems.length > 0)
  }
  assert.match((await failure(push('+a: {}\n', { project: '1x' }))).message, 'Validating project failed\nname must not start with a numeric digit (0-9): "1x"')
  assert.is((await failure(push('+a: {}\n', { archive: gzipSync('no tar') }))).code, 'invalid')
  assert.equal(await bench.store.listProjects({}), [])
})

test('session times are cut as the modes say', async () => {
  const { workflows } = await push('timezone: Asia/Kathmandu\nschedule:\n  daily>: 07:00:00\n+a:\n  echo>: x\n')
  const [workflow] = workflows
  if (workflow === undefined) throw new Error('no workflow')
  const cut = (mode?: string): string => formatInstant(bench.engine.truncateSessionTime(workflow, '2026-01-02T20:04:05+00:00', mode))
  assert.equal([cut(), cut('hour'), cut('day'), cut('schedule')], ['2026-01-02T20:04:05Z', '2026-01-02T19:15:00Z', '2026-01-02T18:15:00Z', '2026-01-02T18:15:00Z'])
})

test.run()
