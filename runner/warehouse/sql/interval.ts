import { unsupported } from './context.ts'
import { parseTdTime } from './time-text.ts'
import type { QueryZone } from './zones.ts'

/** A half-open range of epoch seconds. */
export interface Window { readonly start: number; readonly end: number }

type Unit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'q' | 'y'
interface Duration { readonly count: number; readonly unit: Unit }

const SECONDS: Readonly<Partial<Record<Unit, number>>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 7 * 86_400 }
const MONTHS: Readonly<Partial<Record<Unit, number>>> = { M: 1, q: 3, y: 12 }
const CALENDAR: Readonly<Record<string, Unit>> = { Hour: 'h', Week: 'w', Month: 'M', Quarter: 'q', Year: 'y' }

function wordDuration(text: string): Duration | undefined {
  if (text === 'today' || text === 'tomorrow') return { count: 1, unit: 'd' }
  if (text === 'yesterday') return { count: -1, unit: 'd' }
  const match = /^(this|last|next)([A-Z][a-z]+)$/.exec(text)
  const unit = CALENDAR[match?.[2] ?? '']
  return unit === undefined ? undefined : { count: match?.[1] === 'last' ? -1 : 1, unit }
}

/** Words whose window begins one unit later. */
const AHEAD = /^(next[A-Z]|tomorrow)/

function parseDuration(text: string): Duration | undefined {
  const word = wordDuration(text)
  if (word) return word
  const match = /^([+-]|last|next)?(\d+)(s|m|h|d|w|M|q|y)$/.exec(text)
  if (!match) return undefined
  const back = match[1] === '-' || match[1] === 'last'
  return { count: back ? -Number(match[2]) : Number(match[2]), unit: match[3] as Unit }
}

/** The start of the unit that holds an instant; the zone counts with its offset at the reference time (td §5.3). */
function truncate(at: number, unit: Unit, offset: number): number {
  const local = at + offset
  const seconds = SECONDS[unit]
  if (seconds !== undefined) {
    // 1970-01-01 was a Thursday; weeks begin on Monday
    const shift = unit === 'w' ? 3 * 86_400 : 0
    return Math.floor((local + shift) / seconds) * seconds - shift - offset
  }
  const date = new Date(local * 1000)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth()
  const size = MONTHS[unit] ?? 1
  return monthStart(Math.floor(month / size) * size) - offset
}

const monthStart = (month: number): number => Date.UTC(Math.floor(month / 12), ((month % 12) + 12) % 12, 1) / 1000

function add(at: number, { count, unit }: Duration, offset: number): number {
  const seconds = SECONDS[unit]
  if (seconds !== undefined) return at + count * seconds
  const date = new Date((at + offset) * 1000)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + count * (MONTHS[unit] ?? 1)
  const lastDay = new Date(Date.UTC(Math.floor(month / 12), ((month % 12) + 12) % 12 + 1, 0)).getUTCDate()
  const day = Math.min(date.getUTCDate(), lastDay)
  return monthStart(month) + (day - 1) * 86_400 + (((at + offset) % 86_400) + 86_400) % 86_400 - offset
}

/**
 * The window of a TD_INTERVAL text: `duration[/offset]`, or exact times `2018-08-01/2018-09-02`.
 * @throws RunnerError `unprocessable` for what is no such text
 */
export function parseInterval(text: string, now: number, zone: QueryZone, offset: number): Window {
  const spec = text.trim()
  const exact = exactRange(spec, zone)
  if (exact) return exact
  const slash = spec.indexOf('/')
  const duration = parseDuration(slash === -1 ? spec : spec.slice(0, slash))
  if (!duration) throw wrong(text)
  if (slash === -1) return windowFrom(duration, truncate(add(now, AHEAD.test(spec) ? { count: 1, unit: duration.unit } : { count: 0, unit: 's' }, offset), duration.unit, offset), offset)
  return withOffset(duration, spec.slice(slash + 1), { text, now, zone, offset })
}

function exactRange(spec: string, zone: QueryZone): Window | undefined {
  const [first = '', second, ...more] = spec.split('/')
  const start = parseTdTime(first, zone)
  if (start === undefined || more.length > 0) return undefined
  if (second === undefined) return { start, end: start + (/^\d+-\d+-\d+$/.test(first.trim()) ? 86_400 : 1) }
  const end = parseTdTime(second, zone)
  return end === undefined ? undefined : { start, end }
}

interface Reading { readonly text: string; readonly now: number; readonly zone: QueryZone; readonly offset: number }

function withOffset(duration: Duration, offsetText: string, reading: Reading): Window {
  const { now, zone, offset } = reading
  if (offsetText === 'now') return snapped(duration, now, offset)
  const keep = offsetText.endsWith(')')
  const time = parseTdTime(keep ? offsetText.slice(0, -1) : offsetText, zone)
  if (time !== undefined) return keep ? snapped(duration, time, offset) : windowFrom(duration, truncate(time, duration.unit, offset), offset)
  const first = offsetText.split('/')[0] ?? ''
  const away = parseDuration(first)
  if (!away) throw wrong(reading.text)
  const base = offsetText.includes('/') ? withOffset(away, offsetText.slice(first.length + 1), reading) : windowFrom(away, truncate(now, away.unit, offset), offset)
  return windowFrom(duration, away.count <= 0 ? base.start : base.end, offset, away.unit !== duration.unit)
}

/** The window of a duration that ends (or starts) at a point; across units its far side lies on the grid of the duration. */
function windowFrom(duration: Duration, point: number, offset: number, snap = false): Window {
  const far = add(snap ? truncate(point, duration.unit, offset) : point, duration, offset)
  return duration.count <= 0 ? { start: Math.min(far, point), end: point } : { start: point, end: far }
}

/** A window that ends or starts at an instant off the grid. */
function snapped(duration: Duration, at: number, offset: number): Window {
  const grid = truncate(at, duration.unit, offset)
  return duration.count <= 0 ? { start: add(grid, duration, offset), end: at } : { start: at, end: add(grid, duration, offset) }
}

const wrong = (text: string): Error => unsupported(`TD_INTERVAL: '${text}' is no interval`, "Write e.g. '-7d', '-1M/0d', '-1h/now', 'lastWeek' or '2018-08-01/2018-09-02'.")
