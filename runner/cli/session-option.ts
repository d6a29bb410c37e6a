import { parseLocalTime, type LocalTime } from '../model/time.ts'
import { UsageError } from './command.ts'

/** What `start --session` means to the server: a time in the workflow's zone or now, and how it is cut. */
export interface SessionRequest { readonly time: string; readonly mode?: 'hour' | 'day' }

/**
 * digdag §8.2: `now`, `hourly`, `daily`, a date or a date with time. digdag's server truncates in the workflow's zone.
 * @throws UsageError
 */
export function sessionRequest(text: string, nowIso: string): SessionRequest {
  if (text === 'now') return { time: nowIso }
  if (text === 'hourly') return { time: nowIso, mode: 'hour' }
  if (text === 'daily') return { time: nowIso, mode: 'day' }
  if (/^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(text) && parseLocalTime(text)) return { time: localIso(text) }
  throw new UsageError(`--session must be hourly, daily, now, "yyyy-MM-dd", or "yyyy-MM-dd HH:mm:SS" format: ${text}`, { showUsage: false })
}

/** Days that a month lacks become its last, as digdag's lenient reading does. */
function localIso(text: string): string {
  const local = parseLocalTime(text) as LocalTime
  const last = new Date(Date.UTC(local.year, local.month, 0)).getUTCDate()
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${String(local.year).padStart(4, '0')}-${two(local.month)}-${two(Math.min(local.day, last))}T${two(local.hour)}:${two(local.minute)}:${two(local.second)}`
}
