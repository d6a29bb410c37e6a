import type { Millis } from './clock.ts'

/** The normalised text of a Java ZoneId: `Asia/Tokyo`, `UTC`, `+09:00`, `Z`, `UTC+09:00`. */
export type Zone = string

/** A wall-clock time. Month counts from 1; fields may overflow (day 32) where they go into `instantOf`. */
export interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const SECOND = 1000
const DAY = 86_400 * SECOND
const LONGEST_OFFSET_SECONDS = 18 * 3600

const NAMES_WITHOUT_AREA = new Set(['CET', 'CST6CDT', 'Cuba', 'EET', 'EST5EDT', 'Egypt', 'Eire', 'GB', 'GB-Eire', 'GMT', 'GMT0', 'Greenwich', 'Hongkong', 'Iceland', 'Iran', 'Israel',
  'Jamaica', 'Japan', 'Kwajalein', 'Libya', 'MET', 'MST7MDT', 'NZ', 'NZ-CHAT', 'Navajo', 'PRC', 'PST8PDT', 'Poland', 'Portugal', 'ROK', 'Singapore', 'Turkey', 'UCT', 'UTC', 'Universal', 'W-SU', 'WET', 'Zulu'])
const AREAS = new Set(['Africa', 'America', 'Antarctica', 'Arctic', 'Asia', 'Atlantic', 'Australia', 'Brazil', 'Canada', 'Chile', 'Etc', 'Europe', 'Indian', 'Mexico', 'Pacific', 'SystemV', 'US'])

/** Reads a Java ZoneId (digdag §1.3); undefined for what Java refuses: `EST`, `JST`, `asia/tokyo`, the empty text. */
export function parseZone(text: string): Zone | undefined {
  const [, prefix = '', rest] = /^(UTC|GMT|UT|)([+-].*)?$/.exec(text) ?? []
  if (rest !== undefined) {
    const seconds = parseOffset(rest)
    if (seconds === undefined) return undefined
    return seconds === 0 ? prefix || 'Z' : `${prefix}${offsetText(seconds)}`
  }
  if (text === 'Z' || text === 'UTC' || text === 'GMT' || text === 'UT') return text
  return isRegion(text) ? text : undefined
}

function isRegion(text: string): boolean {
  const [area = '', ...places] = text.split('/')
  if (places.length === 0) return NAMES_WITHOUT_AREA.has(text)
  // Java's names are case-sensitive, Intl's are not
  if (!AREAS.has(area) || !places.every((place) => /^[A-Z]/.test(place) && !/^[A-Z]{4,}$/.test(place))) return false
  try { new Intl.DateTimeFormat('en-US', { timeZone: text }); return true } catch { return false }
}

function parseOffset(text: string): number | undefined {
  const match = /^([+-])(?:(\d)|(\d\d)(?::?(\d\d)(?::?(\d\d))?)?)$/.exec(text)
  if (!match) return undefined
  const [, sign, digit, hours = digit, minutes = '0', seconds = '0'] = match
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return total > LONGEST_OFFSET_SECONDS ? undefined : sign === '-' ? -total : total
}

const two = (value: number): string => String(value).padStart(2, '0')

function offsetText(seconds: number, colon = ':'): string {
  const size = Math.abs(seconds)
  const rest = size % 60
  return `${seconds < 0 ? '-' : '+'}${two(Math.trunc(size / 3600))}${colon}${two(Math.trunc(size / 60) % 60)}${rest === 0 ? '' : `${colon}${two(rest)}`}`
}

type OffsetAt = (at: Millis) => number

const zones = new Map<Zone, OffsetAt>()

/** Seconds that the zone's wall clock is ahead of UTC at an instant. A text that is no zone counts as UTC. */
export function offsetSeconds(at: Millis, zone: Zone): number {
  let offsetAt = zones.get(zone)
  if (offsetAt === undefined) {
    offsetAt = openZone(zone)
    zones.set(zone, offsetAt)
  }
  return offsetAt(at)
}

function openZone(zone: Zone): OffsetAt {
  const fixed = parseOffset(zone.replace(/^(?:UTC|GMT|UT)/, ''))
  if (fixed !== undefined) return () => fixed
  if (['Z', 'UTC', 'GMT', 'UT', 'Etc/UTC', 'Etc/GMT'].includes(zone) || !isRegion(zone)) return () => 0
  return cachedByWeek(regionOffsets(zone))
}

// Intl counts years before 1 by era
const FIRST_YEAR = new Date(0).setUTCFullYear(1, 0, 1)

function regionOffsets(zone: Zone): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  return (at) => {
    const whole = Math.floor(Math.max(at, FIRST_YEAR) / SECOND) * SECOND
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = (format.format(whole).match(/\d+/g) ?? []).map(Number)
    return (wallMillis({ year, month, day, hour, minute, second }) - whole) / SECOND
  }
}

const WEEK = 7 * DAY
const MOST_WEEKS = 2000

// Intl takes microseconds per call; a week whose two ends agree has one offset, else the change is looked for once
function cachedByWeek(offsetAt: OffsetAt): OffsetAt {
  const weeks = new Map<number, { readonly change: Millis; readonly before: number; readonly after: number }>()
  return (at) => {
    const number = Math.floor(at / WEEK)
    let week = weeks.get(number)
    if (week === undefined) {
      if (weeks.size >= MOST_WEEKS) weeks.clear()
      week = readWeek(number * WEEK, offsetAt)
      weeks.set(number, week)
    }
    return at < week.change ? week.before : week.after
  }
}

function readWeek(start: Millis, offsetAt: OffsetAt) {
  const before = offsetAt(start)
  const after = offsetAt(start + WEEK)
  if (before === after) return { change: start, before, after }
  let low = start
  let high = start + WEEK
  while (high - low > SECOND) {
    const middle = low + Math.floor((high - low) / 2 / SECOND) * SECOND
    if (offsetAt(middle) === before) low = middle
    else high = middle
  }
  return { change: high, before, after }
}

function wallMillis(local: LocalTime): Millis {
  const at = Date.UTC(2000, local.month - 1, local.day, local.hour, local.minute, local.second)
  if (local.year >= 100 && local.year <= 9999) return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
  const date = new Date(at)
  return date.setUTCFullYear(local.year + date.getUTCFullYear() - 2000)
}

const wallDate = (at: Millis, zone: Zone): Date => new Date(at + offsetSeconds(at, zone) * SECOND)

/** The wall-clock time in a zone. */
export function localTime(at: Millis, zone: Zone): LocalTime {
  const date = wallDate(at, zone)
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(),
  }
}

/** The instant of a wall-clock time. One in a gap moves forward by the gap; one that comes twice is the `overlap` asked for. */
export function instantOf(local: LocalTime, zone: Zone, overlap: 'earlier' | 'later'): Millis {
  const wall = wallMillis(local)
  const before = offsetSeconds(wall - DAY, zone)
  const after = offsetSeconds(wall + DAY, zone)
  const early = wall - before * SECOND
  if (before === after) return early
  const late = wall - after * SECOND
  const earlyHolds = offsetSeconds(early, zone) === before
  const lateHolds = offsetSeconds(late, zone) === after
  if (earlyHolds && lateHolds) return overlap === 'earlier' ? Math.min(early, late) : Math.max(early, late)
  return lateHolds ? late : early
}

/** The start of the wall-clock hour or day that holds an instant; within an overlap the instant's own offset is kept (as Java's `truncatedTo`). */
export function startOf(unit: 'hour' | 'day', at: Millis, zone: Zone): Millis {
  const local = localTime(at, zone)
  const start = { ...local, hour: unit === 'day' ? 0 : local.hour, minute: 0, second: 0 }
  const offset = offsetSeconds(at, zone)
  const kept = wallMillis(start) - offset * SECOND
  return offsetSeconds(kept, zone) === offset ? kept : instantOf(start, zone, 'earlier')
}

/** 0 Sunday … 6 Saturday. */
export const weekday = (at: Millis, zone: Zone): number => wallDate(at, zone).getUTCDay()

const dateText = (local: LocalTime, separator: string): string => `${String(local.year).padStart(4, '0')}${separator}${two(local.month)}${separator}${two(local.day)}`
const clockText = (local: LocalTime, separator: string): string => `${two(local.hour)}${separator}${two(local.minute)}${separator}${two(local.second)}`

/** `2016-01-01T00:00:00Z`, without fractions. */
export function formatInstant(at: Millis): string {
  const local = localTime(at, 'UTC')
  return `${dateText(local, '-')}T${clockText(local, ':')}Z`
}

/** `2016-01-01T00:00:00+00:00`; UTC is `+00:00`, never `Z`. */
export function formatOffsetTime(at: Millis, zone: Zone): string {
  const local = localTime(at, zone)
  return `${dateText(local, '-')}T${clockText(local, ':')}${formatOffset(at, zone, true)}`
}

/** The wall-clock time in one of digdag's patterns. */
export function formatLocal(at: Millis, zone: Zone, pattern: 'yyyy-MM-dd' | 'yyyyMMdd' | 'yyyy-MM-dd HH:mm:ss' | "yyyyMMdd'T'HHmmss"): string {
  const local = localTime(at, zone)
  if (pattern === 'yyyy-MM-dd') return dateText(local, '-')
  if (pattern === 'yyyyMMdd') return dateText(local, '')
  return pattern === 'yyyy-MM-dd HH:mm:ss' ? `${dateText(local, '-')} ${clockText(local, ':')}` : `${dateText(local, '')}T${clockText(local, '')}`
}

/** `+0900`, or `+09:00` with a colon. */
export const formatOffset = (at: Millis, zone: Zone, colon: boolean): string => offsetText(offsetSeconds(at, zone), colon ? ':' : '')

/** `2016-01-01 00:00:00 +0000`, as the command line shows times. */
export const formatConsole = (at: Millis, zone: Zone): string => `${formatLocal(at, zone, 'yyyy-MM-dd HH:mm:ss')} ${formatOffset(at, zone, false)}`

/** Reads an ISO time with an offset or `Z`, fractions of a second allowed; undefined for anything else, impossible dates too. */
export function parseOffsetTime(text: string): Millis | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)(:\d\d)?(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d(?::\d\d)?)$/.exec(text)
  if (!match) return undefined
  const [, date = '', hourMinute = '', second = ':00', fraction = '.0', offset = 'Z'] = match
  const local = readLocal(date, `${hourMinute}${second}`)
  const seconds = /^z$/i.test(offset) ? 0 : parseOffset(offset)
  if (local === undefined || seconds === undefined || local.day > daysIn(local)) return undefined
  return wallMillis(local) + Math.floor(Number(fraction) * SECOND) - seconds * SECOND
}

/** Reads `yyyy-MM-dd HH:mm:ss +0000`, the form of the command line; undefined for anything else. */
export function parseConsoleTime(text: string): Millis | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(text)
  return match ? parseOffsetTime(`${match[1]}T${match[2]}${match[3]}:${match[4]}`) : undefined
}

/**
 * Reads `yyyy-MM-dd`, `yyyy-MM-dd HH:mm:ss` or `yyyy-MM-ddTHH:mm:ss`; undefined for anything else. A day up to 31 that the
 * month lacks becomes its last day, as Java resolves it (digdag §8.3).
 */
export function parseLocalTime(text: string): LocalTime | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?$/.exec(text)
  const local = match ? readLocal(match[1] ?? '', match[2] ?? '00:00:00') : undefined
  return local && { ...local, day: Math.min(local.day, daysIn(local)) }
}

function readLocal(date: string, clock: string): LocalTime | undefined {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const [hour = 0, minute = 0, second = 0] = clock.split(':').map(Number)
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined
  return { year, month, day, hour, minute, second }
}

/** How many days the month of a wall-clock time has. */
export const daysIn = (local: Pick<LocalTime, 'year' | 'month'>): number =>
  new Date(wallMillis({ year: local.year, month: local.month + 1, day: 0, hour: 0, minute: 0, second: 0 })).getUTCDate()
