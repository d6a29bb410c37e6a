import type { Clock, Millis } from '../model/clock.ts'
import { messageOf, RunnerError } from '../model/error.ts'
import type { Workflow } from '../model/project.ts'
import type { Schedule, Scheduler } from '../model/schedule.ts'
import type { Store } from '../model/store.ts'
import { formatOffsetTime } from '../model/time.ts'
import type { EngineEvent } from './ports.ts'
import { schedulerOf } from './scheduler.ts'
import type { Starter } from './starter.ts'

export interface ScheduleRunnerParts {
  readonly store: Store
  readonly clock: Clock
  readonly starter: Starter
  readonly catchUp?: 'all' | 'last' | 'none'
  readonly onEvent?: (event: EngineEvent) => void
}

/** After a limit was met, and after any other failure, the same session is tried again (digdag §7.3). */
const LIMIT_PAUSE: Millis = 600_000
const FAILURE_PAUSE: Millis = 3_600_000

type Next = { readonly nextRunTime: Millis; readonly nextScheduleTime: Millis; readonly lastSessionTime?: Millis }

/** Starts the sessions that are due, one after the other (digdag §7.3). */
export function createScheduleRunner(parts: ScheduleRunnerParts): { run(): Promise<void> } {
  const { store, clock } = parts
  let first = true
  const note = (text: string, level: 'warn' | 'info' = 'info'): void => { parts.onEvent?.({ kind: 'note', level, text }) }

  const skips = createSkips(note)
  const runOne = async (schedule: Schedule): Promise<void> => {
    const now = clock.now()
    let next: Next
    try {
      next = await start(parts, schedule, now, skips.add)
    } catch (error) {
      const full = error instanceof RunnerError && error.code === 'limit'
      note(`The session ${formatOffsetTime(schedule.nextScheduleTime, schedule.timezone)} of ${schedule.workflowName} is tried again in ${full ? '10 minutes' : 'an hour'}: ${messageOf(error)}`, 'warn')
      next = { nextRunTime: wholeSecond(now) + (full ? LIMIT_PAUSE : FAILURE_PAUSE), nextScheduleTime: schedule.nextScheduleTime }
    }
    await store.moveSchedule(schedule.id, schedule, next, clock.now())
  }

  return {
    run: async () => {
      if (first) {
        first = false
        await catchUp(parts, note)
      }
      for (let [due] = await store.dueSchedules(clock.now()); due !== undefined; [due] = await store.dueSchedules(clock.now())) await runOne(due)
      skips.tell()
    },
  }
}

/** Sessions that are not started, told in one line a workflow and reason: after a long rest there are many. */
function createSkips(note: (text: string) => void): { add(schedule: Schedule, reason: string): void; tell(): void } {
  const skipped = new Map<string, { readonly first: Schedule; last: Schedule; count: number; readonly reason: string }>()
  const at = ({ nextScheduleTime, timezone }: Schedule): string => formatOffsetTime(nextScheduleTime, timezone)
  return {
    add: (schedule, reason) => {
      const key = `${schedule.id} ${reason}`
      const known = skipped.get(key)
      if (known) Object.assign(known, { last: schedule, count: known.count + 1 })
      else skipped.set(key, { first: schedule, last: schedule, count: 1, reason })
    },
    tell: () => {
      for (const { first, last, count, reason } of skipped.values()) note(count === 1 ? `The session ${at(first)} of ${first.workflowName} is skipped: ${reason}` : `${count} sessions of ${first.workflowName} from ${at(first)} to ${at(last)} are skipped: ${reason}`)
      skipped.clear()
    },
  }
}

const wholeSecond = (at: Millis): Millis => Math.floor(at / 1000) * 1000

async function scheduled(store: Store, schedule: Schedule): Promise<{ readonly workflow: Workflow; readonly scheduler: Scheduler }> {
  const workflow = await store.findWorkflow(schedule.workflowId)
  const scheduler = workflow === undefined ? undefined : schedulerOf(workflow)
  if (workflow === undefined || scheduler === undefined) throw new RunnerError('not-found', `Resource does not exist: workflow definition id=${schedule.workflowId}`)
  return { workflow, scheduler }
}

async function start({ store, starter }: ScheduleRunnerParts, schedule: Schedule, now: Millis, skip: (schedule: Schedule, reason: string) => void): Promise<Next> {
  const { workflow, scheduler } = await scheduled(store, schedule)
  const time = schedule.nextScheduleTime
  const active = scheduler.skipOnOvertime ? await store.countActiveAttempts({ projectId: schedule.projectId, workflowName: schedule.workflowName }) : 0
  const reason = skipReason(schedule, scheduler, { now, active })
  const after = scheduler.next(time)
  const next = { nextRunTime: after.runTime, nextScheduleTime: after.time }
  if (reason !== undefined) {
    skip(schedule, reason)
    return next
  }
  try {
    await starter.start({ workflowId: workflow.id, sessionTime: time, params: {} }, { lastExecutedSessionTime: schedule.lastSessionTime, unowned: true })
  } catch (error) {
    // A session that exists counts as started: it was begun just before a crash, or by hand.
    if (!(error instanceof RunnerError && error.code === 'conflict')) throw error
  }
  return { ...next, lastSessionTime: time }
}

/** Why a due session is not started, if so. */
export function skipReason(schedule: Schedule, scheduler: Scheduler, { now, active }: { readonly now: Millis; readonly active: number }): string | undefined {
  if (scheduler.skipDelayedBy !== null && now > schedule.nextRunTime + scheduler.skipDelayedBy) return 'too late (skip_delayed_by)'
  if (scheduler.skipOnOvertime && active > 0) return 'an earlier attempt is still running (skip_on_overtime)'
  return undefined
}

/** What to do with sessions that were missed while no server ran; `all` runs them one after the other, as digdag. */
async function catchUp({ store, clock, catchUp: policy = 'all' }: ScheduleRunnerParts, note: (text: string) => void): Promise<void> {
  for (const schedule of await store.dueSchedules(clock.now())) {
    const since = `since ${formatOffsetTime(schedule.nextScheduleTime, schedule.timezone)}`
    if (policy === 'all') { note(`Sessions of ${schedule.workflowName} were missed ${since}: they run now, one after the other, but for those that skip_delayed_by or skip_on_overtime leaves out`); continue }
    const { scheduler } = await scheduled(store, schedule)
    const coming = scheduler.first(clock.now())
    const last = scheduler.last(coming.time)
    const next = policy === 'last' && last.time >= schedule.nextScheduleTime ? last : coming
    note(`Sessions of ${schedule.workflowName} were missed ${since}: ${policy === 'last' ? 'only the last one runs' : 'none of them runs'}`)
    await store.moveSchedule(schedule.id, schedule, { nextRunTime: next.runTime, nextScheduleTime: next.time }, clock.now())
  }
}
