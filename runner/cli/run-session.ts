import { RunnerError, ConfigError } from '../model/error.ts'
import type { Scheduler } from '../model/schedule.ts'
import { formatOffsetTime, instantOf, parseLocalTime, startOf, type Zone } from '../model/time.ts'
import { lastSession } from './run-status.ts'

export interface RunSession { readonly time: number; readonly warning: string | undefined }

export interface RunSessionInput {
  /** The text of `--session`; `last` when not given. */
  readonly text: string
  readonly now: number
  readonly zone: Zone
  readonly workflow: string
  readonly scheduler: Scheduler | undefined
  /** The folder of all sessions' status files, or undefined with `--no-save`. */
  readonly statusRoot: string | undefined
}

/**
 * digdag §8.2: `last`, `schedule`, `hourly`, `daily`, a date, or a date with time, in the zone of the workflow.
 * @throws ConfigError for any other text; RunnerError for `schedule` without a schedule
 */
export function runSession(input: RunSessionInput): RunSession {
  const { text, now, zone, scheduler } = input
  if (text === 'last') return lastOrNew(input)
  if (text === 'schedule') {
    if (!scheduler) throw new RunnerError('invalid', '--session schedule is set but schedule is not set to this workflow.')
    return { time: scheduler.last(now).time, warning: undefined }
  }
  if (text === 'hourly' || text === 'daily') return { time: startOf(text === 'hourly' ? 'hour' : 'day', now, zone), warning: undefined }
  const local = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(text) ? parseLocalTime(text) : undefined
  if (!local) throw new ConfigError(`--session must be hourly, daily, last, "yyyy-MM-dd", or "yyyy-MM-dd HH:mm:SS" format: ${text} (config)`)
  const lastDay = new Date(Date.UTC(local.year, local.month, 0)).getUTCDate()
  return { time: instantOf({ ...local, day: Math.min(local.day, lastDay) }, zone, 'earlier'), warning: undefined }
}

function lastOrNew({ now, zone, workflow, scheduler, statusRoot }: RunSessionInput): RunSession {
  const last = statusRoot === undefined ? undefined : lastSession(statusRoot, workflow)
  if (last !== undefined) return { time: last, warning: `Reusing the last session time ${formatOffsetTime(last, zone)}.` }
  if (scheduler) {
    const { time } = scheduler.last(now)
    return { time, warning: `Using a new session time ${formatOffsetTime(time, zone)} based on schedule.` }
  }
  const time = startOf('day', now, zone)
  return { time, warning: `Using a new session time ${formatOffsetTime(time, zone)}.` }
}
