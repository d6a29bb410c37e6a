import { randomUUID } from 'node:crypto'
import type { Clock, Millis } from '../model/clock.ts'
import type { BackfilledAttempt, Engine } from '../model/engine.ts'
import { RunnerError } from '../model/error.ts'
import type { Workflow } from '../model/project.ts'
import type { Schedule, Scheduler, ScheduleTime } from '../model/schedule.ts'
import type { Store } from '../model/store.ts'
import { formatInstant } from '../model/time.ts'
import { schedulerOf } from './scheduler.ts'
import type { Starter } from './starter.ts'

type ScheduleVerbs = Pick<Engine, 'skipSchedule' | 'disableSchedule' | 'enableSchedule' | 'backfill'>

export interface ScheduleParts { readonly store: Store; readonly clock: Clock; readonly starter: Starter; readonly wake: () => void }

interface Found { readonly schedule: Schedule; readonly workflow: Workflow; readonly scheduler: Scheduler }

/** What people ask of a schedule (digdag §7.4). */
export function scheduleVerbs(parts: ScheduleParts): ScheduleVerbs {
  const { store, clock } = parts
  const skip = async (id: number, choose: (found: Found) => ScheduleTime, more: { readonly nextRunTime?: Millis; readonly dryRun?: boolean }): Promise<Schedule> => {
    const found = await findSchedule(store, id)
    const { schedule } = found
    const chosen = choose(found)
    if (chosen.time <= schedule.nextScheduleTime) throw new RunnerError('conflict', 'Specified time to skip schedules is already past', { hint: `the next session is ${formatInstant(schedule.nextScheduleTime)}: name a later one` })
    const next = { nextRunTime: more.nextRunTime ?? chosen.runTime, nextScheduleTime: chosen.time }
    if (more.dryRun === true) return { ...schedule, ...next }
    if (!(await store.moveSchedule(id, schedule, next, clock.now()))) throw new RunnerError('conflict', 'The schedule ran in the meantime', { hint: 'look at it again with: wf schedules' })
    parts.wake()
    return required(await store.findSchedule(id), id)
  }
  return {
    skipSchedule: (id, request) => skip(id, ({ scheduler }) => {
      if (request.nextTime !== undefined) return scheduler.first(request.nextTime)
      if (request.fromTime === undefined || request.count === undefined) throw new RunnerError('invalid', 'nextTime or (fromTime and count) are required')
      let time = scheduler.first(request.fromTime)
      for (let left = request.count; left > 0; left--) time = scheduler.next(time.time)
      return time
    }, request),
    disableSchedule: async (id) => required(await store.setScheduleDisabled(id, (await store.findSchedule(id))?.disabledAt ?? clock.now(), clock.now()), id),
    enableSchedule: async (id, request) => {
      if (request.skipSchedule === true) await skip(id, ({ scheduler }) => scheduler.first(request.nextTime ?? clock.now()), {})
      const enabled = required(await store.setScheduleDisabled(id, null, clock.now()), id)
      parts.wake()
      return enabled
    },
    backfill: (id, request) => backfill(parts, id, request),
  }
}

function required(schedule: Schedule | undefined, id: number): Schedule {
  if (schedule === undefined) throw new RunnerError('not-found', `Resource does not exist: schedule id=${id}`)
  return schedule
}

async function findSchedule(store: Store, id: number): Promise<Found> {
  const schedule = required(await store.findSchedule(id), id)
  const workflow = await store.findWorkflow(schedule.workflowId)
  const scheduler = workflow === undefined ? undefined : schedulerOf(workflow)
  if (workflow === undefined || scheduler === undefined) throw new RunnerError('not-found', `Resource does not exist: workflow definition id=${schedule.workflowId}`)
  return { schedule, workflow, scheduler }
}

/** Sessions from a time up to the schedule's next one; a count must be there in full. */
export function backfillTimes(scheduler: Scheduler, from: Millis, before: Millis, count?: number): readonly Millis[] {
  const times: Millis[] = []
  for (let { time } = scheduler.first(from); time < before && (count === undefined || times.length < count); time = scheduler.next(time).time) times.push(time)
  if (count !== undefined && times.length < count) {
    throw new RunnerError('invalid', `count is set to ${count} but there are only ${times.length} attempts until the next schedule time`)
  }
  return times
}

async function backfill({ store, clock, starter, wake }: ScheduleParts, id: number, request: Parameters<Engine['backfill']>[1]): Promise<readonly BackfilledAttempt[]> {
  const { schedule, workflow, scheduler } = await findSchedule(store, id)
  const times = backfillTimes(scheduler, request.fromTime, schedule.nextScheduleTime, request.count)
  const attemptName = request.attemptName ?? randomUUID()
  for (const time of times) await checkNameIsFree(store, schedule, time, attemptName)
  if (request.dryRun === true) return times.map((sessionTime) => ({ sessionTime, attempt: null }))
  const attempts: BackfilledAttempt[] = []
  let before: { readonly id: number; readonly time: Millis | null } = { id: 0, time: await lastSessionBefore(store, schedule, times[0] ?? clock.now()) }
  for (const sessionTime of times) {
    const attempt = await starter.start(
      { workflowId: workflow.id, sessionTime, params: {}, retryAttemptName: attemptName },
      { afterAttemptId: before.id, lastExecutedSessionTime: before.time, unowned: true },
    )
    attempts.push({ sessionTime, attempt })
    before = { id: attempt.attempt.id, time: sessionTime }
  }
  wake()
  return attempts
}

async function checkNameIsFree(store: Store, schedule: Schedule, time: Millis, attemptName: string): Promise<void> {
  const session = await store.findSessionAt(schedule.projectId, schedule.workflowName, time)
  if (session === undefined) return
  const attempts = await store.listAttempts({ sessionId: session.session.id, includeRetried: true })
  if (!attempts.some(({ attempt }) => attempt.retryAttemptName === attemptName)) return
  throw new RunnerError('conflict', `Attempt of project id=${schedule.projectId} workflow=${schedule.workflowName} instant=${formatInstant(time)} attempt name=${attemptName} already exists`,
    { hint: 'give the backfill another name with --name' })
}

/** The latest session before a time that was ever started. */
async function lastSessionBefore(store: Store, schedule: Schedule, time: Millis): Promise<Millis | null> {
  const sessions = await store.listSessions({ projectId: schedule.projectId, workflowName: schedule.workflowName })
  const earlier = sessions.map(({ session }) => session.time).filter((one) => one < time)
  return earlier.length === 0 ? null : Math.max(...earlier)
}
