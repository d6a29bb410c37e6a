import { addDays, daysBetween, endTimeOf, pacificDay, pacificMidnight } from './days.ts'
import type { Day, EndTimeReading } from './days.ts'

/** Days asked for in one call, and the instants that ask for exactly them. */
export interface Window {
  /** First day. */
  readonly from: Day
  /** The day after the last. */
  readonly to: Day
  /** Unix seconds. */
  readonly since: number
  readonly until: number
}

export interface WindowPlan {
  /** Newest first: the newest is the one that tells most about what works. */
  readonly windows: readonly Window[]
  /** Days that were asked for and that Meta no longer keeps, as a range; undefined where there are none. */
  readonly tooOld: { readonly from: Day, readonly to: Day } | undefined
}

export interface WindowRequest {
  readonly from: Day
  /** Exclusive. */
  readonly to: Day
  readonly reading: EndTimeReading
  /** Series: one bucket a day in a window of many. Totals: one number for a window of `daysEach`. */
  readonly form: 'time_series' | 'total_value'
  readonly daysEach: number
  /** Days back from today that Meta keeps; null where it does not matter. */
  readonly historyDays: number | null
  readonly excludesToday: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

const HOUR_MS = 3_600_000
/** Meta refuses more between since and until. IG §3.6. */
export const LONGEST_WINDOW_DAYS = 30

/** Slices days into windows that Meta accepts: at most 30 days each, nothing older than it keeps, nothing that is still to come. */
export function planWindows(request: WindowRequest): WindowPlan {
  const { from, to, reading, form, historyDays, now } = request
  const today = pacificDay(now)
  const oldest = historyDays === null ? from : oldestDay(request, today)
  const first = from < oldest ? oldest : from
  const end = earlier(to, reading === 'ends-at' ? today : addDays(today, request.excludesToday ? 0 : 1))
  const tooOld = from < oldest ? { from, to: earlier(to, oldest) } : undefined
  const size = Math.min(request.daysEach, LONGEST_WINDOW_DAYS)
  const windows: Window[] = []
  for (let start = first; start < end; start = addDays(start, size)) {
    const stop = earlier(addDays(start, size), end)
    windows.push(form === 'time_series' ? seriesWindow(start, stop, reading, now) : totalWindow(start, stop, reading, now))
  }
  return { windows: windows.reverse(), tooOld }
}

/** The same window without its first day; undefined when nothing is left. */
export function withoutFirstDay(window: Window, form: 'time_series' | 'total_value', reading: EndTimeReading, now: number): Window | undefined {
  const from = addDays(window.from, 1)
  if (from >= window.to) return undefined
  return form === 'time_series' ? seriesWindow(from, window.to, reading, now) : totalWindow(from, window.to, reading, now)
}

/** A day in words for a window's name in a log or a key. */
export function windowName({ from, to }: Window): string {
  return `${from}/${to}`
}

/** 729 days back is answered and 730 is refused (IG §3.1): two hours of room keep the hour before `since` inside. */
function oldestDay({ historyDays, reading, now }: WindowRequest, today: Day): Day {
  const limit = now - (historyDays ?? 0) * 24 * HOUR_MS + 2 * HOUR_MS
  let day = addDays(today, -(historyDays ?? 0) - 1)
  while (endTimeOf(day, reading) < limit) day = addDays(day, 1)
  return day
}

/** Buckets with since ≤ end_time ≤ until are answered. The hour on both sides changes none of them and forgives a server that reads an end as exclusive. */
function seriesWindow(from: Day, to: Day, reading: EndTimeReading, now: number): Window {
  const first = endTimeOf(from, reading)
  const last = endTimeOf(addDays(to, -1), reading)
  return { from, to, since: seconds(first - HOUR_MS), until: seconds(Math.max(last, Math.min(last + HOUR_MS, now))) }
}

/**
 * Midnight to a second before midnight: one bucket a day. What is still to come is not asked for. Thirty days with the 25 hours
 * of autumn in them would be too long; without the last hour they hold the same buckets, the last of which ends a day earlier.
 */
function totalWindow(from: Day, to: Day, reading: EndTimeReading, now: number): Window {
  const shift = reading === 'ends-at' ? 1 : 0
  const first = pacificMidnight(addDays(from, shift))
  const last = Math.min(pacificMidnight(addDays(to, shift)), first + LONGEST_WINDOW_DAYS * 24 * HOUR_MS) - 1000
  return { from, to, since: seconds(first), until: seconds(Math.max(first + 1000, Math.min(last, now))) }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

function earlier(one: Day, other: Day): Day {
  return daysBetween(one, other) >= 0 ? one : other
}
