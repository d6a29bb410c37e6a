import type { Millis } from '../model/clock.ts'
import { ConfigError, RunnerError } from '../model/error.ts'
import type { Scheduler } from '../model/schedule.ts'
import { formatOffsetTime, instantOf, parseLocalTime, parseOffsetTime, startOf, type Zone } from '../model/time.ts'

const SECOND: Millis = 1000
const wholeSeconds = (at: Millis): Millis => Math.floor(at / SECOND) * SECOND

/**
 * A session time as a request gives it (digdag §8.2): with an offset, or a local one of the workflow's zone. Whole seconds.
 * @throws RunnerError `invalid`
 */
export function readSessionTime(text: string, zone: Zone): Millis {
  const at = parseOffsetTime(text)
  if (at !== undefined) return wholeSeconds(at)
  const local = parseLocalTime(text)
  if (local === undefined) throw new RunnerError('invalid', `Invalid session time: ${text}`, { hint: 'Give 2026-01-02T03:04:05+00:00, or without the offset a time in the zone of the workflow' })
  return instantOf(local, zone, 'earlier')
}

export interface Truncation { readonly text: string; readonly mode: string | undefined; readonly zone: Zone; readonly scheduler: Scheduler | undefined }

/**
 * The server's modes: none, `hour`, `day`, `schedule` (the first slot whose run time is not before), `next_schedule` (digdag §8.2).
 * @throws RunnerError `invalid`
 */
export function truncateSessionTime({ text, mode, zone, scheduler }: Truncation): Millis {
  const at = readSessionTime(text, zone)
  if (mode === undefined) return at
  if (mode === 'hour' || mode === 'day') return startOf(mode, at, zone)
  if (mode !== 'schedule' && mode !== 'next_schedule') throw new RunnerError('invalid', `Unknown session time truncate option: ${mode}`, { hint: 'Use hour, day, schedule or next_schedule' })
  if (scheduler === undefined) throw new RunnerError('invalid', `session_time_truncate=${mode} is set but schedule is not set to this workflow`)
  return (mode === 'schedule' ? scheduler.first(at) : scheduler.next(at)).time
}

/** What `start --session` asks of the server: a time, and how to cut it. A local `time` is one of the workflow's zone. */
export interface StartSession { readonly time: { readonly kind: 'instant'; readonly at: Millis } | { readonly kind: 'local'; readonly text: string }; readonly mode: 'hour' | 'day' | undefined }

/** @throws ConfigError `--session must be hourly, daily, now, …` */
export function readStartSession(text: string, now: Millis): StartSession {
  const instant = { kind: 'instant', at: wholeSeconds(now) } as const
  if (text === 'now') return { time: instant, mode: undefined }
  if (text === 'hourly') return { time: instant, mode: 'hour' }
  if (text === 'daily') return { time: instant, mode: 'day' }
  return { time: { kind: 'local', text: localText(text, 'now') }, mode: undefined }
}

const two = (value: number): string => String(value).padStart(2, '0')

function localText(text: string, word: 'now' | 'last'): string {
  const local = text.includes('T') ? undefined : parseLocalTime(text)
  if (local === undefined) throw refused(text, word)
  return `${String(local.year).padStart(4, '0')}-${two(local.month)}-${two(local.day)}T${two(local.hour)}:${two(local.minute)}:${two(local.second)}`
}

const refused = (text: string, word: 'now' | 'last'): ConfigError =>
  new ConfigError(`--session must be hourly, daily, ${word}, "yyyy-MM-dd", or "yyyy-MM-dd HH:mm:SS" format: ${text}`)

export interface RunSessionInput {
  /** What `--session` says; `last` by default. */
  readonly text: string
  readonly now: Millis
  readonly zone: Zone
  readonly scheduler: Scheduler | undefined
  /** The newest session of this workflow in the status folder, if there is one. */
  readonly lastRun: Millis | undefined
}

/**
 * The session of `wf run` (digdag §8.2), with the line that digdag logs as a warning when it chose the time itself.
 * @throws ConfigError `--session must be hourly, daily, last, …`
 * @throws RunnerError `invalid` for `schedule` without a schedule
 */
export function runSessionTime({ text, now, zone, scheduler, lastRun }: RunSessionInput): { readonly time: Millis; readonly notice?: string } {
  if (text === 'hourly') return { time: startOf('hour', now, zone) }
  if (text === 'daily') return { time: startOf('day', now, zone) }
  if (text === 'schedule') {
    if (scheduler === undefined) throw new RunnerError('invalid', '--session schedule is set but schedule is not set to this workflow.')
    return { time: scheduler.last(now).time }
  }
  if (text !== 'last') return { time: readSessionTime(localText(text, 'last'), zone) }
  if (lastRun !== undefined) return { time: lastRun, notice: `Reusing the last session time ${formatOffsetTime(lastRun, zone)}.` }
  const time = scheduler === undefined ? startOf('day', now, zone) : scheduler.last(now).time
  return { time, notice: `Using a new session time ${formatOffsetTime(time, zone)}${scheduler === undefined ? '' : ' based on schedule'}.` }
}
