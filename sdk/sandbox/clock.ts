import { performance } from 'node:perf_hooks'

/**
 * The sandbox's own time. Without a date it is the machine's time; with one it stands still there until it is turned.
 * Versions, metric dates, windows, token ages and stories go by `now`; rate windows by `passed`, which also runs when `now` stands.
 */
export interface Clock {
  /** ms since 1970. */
  now(): number
  /** ms that have gone by since the sandbox began, really or by turning. */
  passed(): number
  /** Stands still at this instant from now on. */
  set(ms: number): void
  /** Goes forward by so many ms (back when negative). */
  turn(ms: number): void
}

export function createClock(asOf: number | undefined): Clock {
  const began = performance.now()
  let fixed = asOf
  let turned = 0
  const now = () => (fixed ?? Date.now() + turned)
  return {
    now,
    passed: () => performance.now() - began + turned,
    set: (ms) => { turned += ms - now(); fixed = ms },
    turn: (ms) => { turned += ms; if (fixed !== undefined) fixed += ms },
  }
}

/**
 * Reads `asOf`: an instant, or a date, which means noon UTC of that day (past midnight in California at any time of year).
 * @throws RangeError when it is not a date
 */
export function readAsOf(value: string | number | Date): number {
  const text = typeof value === 'string' ? value.trim() : value
  const ms = typeof text === 'string' ? Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T12:00:00Z` : text) : Number(text)
  if (!Number.isFinite(ms) || (typeof text === 'string' && /^\d{4}-\d{2}-\d{2}/.test(text) && !isDate(text.slice(0, 10)))) throw new RangeError(`"${String(value)}" is not a date: write YYYY-MM-DD or an ISO 8601 instant, as in 2020-06-20`)
  return ms
}

/** Whether a text is a day of the calendar, YYYY-MM-DD; 30 February is none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text)
}

/** Whether a text is an instant with seconds and a zone, as RFC 3339 has it. */
export const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) && isDate(text.slice(0, 10)) && Number.isFinite(Date.parse(text))
