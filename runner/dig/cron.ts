import type { Millis } from '../model/clock.ts'
import { NEVER } from '../model/schedule.ts'
import { daysIn, instantOf, localTime, weekday, type LocalTime, type Zone } from '../model/time.ts'

/** A cron pattern as cron4j reads it: patterns joined with `|`, `L` for the last day, and both day fields must match (digdag §7.1). */
export interface CronPattern {
  /** The first minute that matches strictly after the minute of `after`; `NEVER` when none comes within a century. */
  next(after: Millis, zone: Zone): Millis
  /** Whether some alternative limits the day of the month and the day of the week at once. */
  readonly limitsBothDays: boolean
}

export class CronError extends Error { override readonly name = 'CronError' }

interface Field { readonly label: string; readonly min: number; readonly max: number; readonly names?: readonly string[]; readonly firstName?: number }
const FIELDS: readonly [Field, Field, Field, Field, Field] = [
  { label: 'minutes', min: 0, max: 59 },
  { label: 'hours', min: 0, max: 23 },
  { label: 'days of month', min: 1, max: 31 },
  { label: 'months', min: 1, max: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], firstName: 1 },
  { label: 'days of week', min: 0, max: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], firstName: 0 },
]
const LAST_DAY = 32
const MINUTE: Millis = 60_000

/** Undefined means any. */
type Values = ReadonlySet<number> | undefined
interface Alternative { readonly minutes: Values; readonly hours: Values; readonly days: Values; readonly months: Values; readonly weekdays: Values }

/** @throws CronError in cron4j's words */
export function parseCron(text: string): CronPattern {
  const parts = tokens(text, '|')
  if (parts.length === 0) throw new CronError(`invalid pattern: "${text}"`)
  const alternatives = parts.map(parseAlternative)
  return {
    limitsBothDays: alternatives.some(({ days, weekdays }) => days !== undefined && weekdays !== undefined),
    next(after, zone) {
      const start = Math.floor(after / MINUTE) * MINUTE + MINUTE
      const local = localTime(start, zone)
      if (alternatives.some((alternative) => matches(alternative, local, weekday(start, zone)))) return start
      return Math.min(...alternatives.map((alternative) => search(alternative, local, zone)))
    },
  }
}

const tokens = (text: string, separators: string): readonly string[] => text.split(new RegExp(`[${separators}]`)).filter((token) => token !== '')

function parseAlternative(text: string): Alternative {
  const fields = tokens(text, ' \\t')
  if (fields.length !== FIELDS.length) throw new CronError(`invalid pattern: "${text}"`)
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, i) => {
    try { return parseField(fields[i] ?? '', field) } catch (error) {
      throw new CronError(`invalid pattern "${text}". Error parsing ${field.label} field: ${(error as Error).message}.`)
    }
  })
  return { minutes, hours, days, months, weekdays }
}

function parseField(text: string, field: Field): Values {
  if (text === '*') return undefined
  const values = new Set<number>()
  for (const element of tokens(text, ',')) {
    try { for (const value of parseElement(element, field)) values.add(value) } catch (error) {
      throw new CronError(`invalid field "${text}", invalid element "${element}", ${(error as Error).message}`)
    }
  }
  if (values.size === 0) throw new CronError(`invalid field "${text}"`)
  return values
}

function parseElement(text: string, field: Field): readonly number[] {
  const [range = '', stepText, ...more] = tokens(text, '/')
  if (range === '' || more.length > 0) throw new CronError('syntax error')
  const values = parseRange(range, field)
  if (stepText === undefined) return values
  if (!/^[+-]?\d+$/.test(stepText)) throw new CronError(`invalid divisor "${stepText}"`)
  const step = Number(stepText)
  if (step < 1) throw new CronError(`non positive divisor "${step}"`)
  return values.filter((_, i) => i % step === 0)
}

function parseRange(text: string, field: Field): readonly number[] {
  try { return readRange(text, field) } catch (error) { throw new CronError(`invalid range, ${(error as Error).message}`) }
}

const upTo = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

function readRange(text: string, field: Field): readonly number[] {
  if (text === '*') return upTo(field.min, field.max)
  const [from, to, ...more] = tokens(text, '-')
  if (from === undefined || more.length > 0) throw new CronError('syntax error')
  const first = parseValue(from, field)
  if (to === undefined) return [first]
  const last = parseValue(to, field)
  return first <= last ? upTo(first, last) : [...upTo(first, field.max), ...upTo(field.min, last)]
}

function parseValue(text: string, field: Field): number {
  if (field.max === 31 && /^l$/i.test(text)) return LAST_DAY
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : NaN
  if (value >= field.min && value <= field.max) return field.max === 7 ? value % 7 : value
  const name = field.names?.indexOf(text.toLowerCase()) ?? -1
  if (name >= 0) return name + (field.firstName ?? 0)
  const reason = field.names ? `invalid alias "${text}"` : Number.isNaN(value) ? 'invalid integer value' : 'value out of range'
  throw new CronError(`invalid value "${text}", ${reason}`)
}

const has = (values: Values, value: number): boolean => values === undefined || values.has(value)

const hasDay = (values: Values, local: CalendarDay): boolean =>
  has(values, local.day) || (values !== undefined && values.has(LAST_DAY) && local.day === daysIn(local))

const matches = (pattern: Alternative, local: LocalTime, day: number): boolean =>
  has(pattern.minutes, local.minute) && has(pattern.hours, local.hour) && hasDay(pattern.days, local) && has(pattern.months, local.month) && has(pattern.weekdays, day)

const LONGEST_SEARCH_YEARS = 100

/** The next matching wall-clock time, turned into an instant: in a gap it moves forward, of one that comes twice it is the later. */
function search(pattern: Alternative, from: LocalTime, zone: Zone): Millis {
  let date: CalendarDay = { year: from.year, month: from.month, day: from.day }
  let clock: Clock | undefined = nextClock(pattern, from.hour, from.minute)
  while (date.year <= from.year + LONGEST_SEARCH_YEARS) {
    if (clock !== undefined && has(pattern.months, date.month) && hasDay(pattern.days, date)) {
      const at = instantOf({ ...date, ...clock, second: 0 }, zone, 'later')
      const local = localTime(at, zone)
      // a gap may have moved it into the next day
      if (local.day === date.day && has(pattern.weekdays, weekday(at, zone))) return at
    }
    date = has(pattern.months, date.month) ? dayAfter(date, pattern.days) : monthAfter(date)
    clock = nextClock(pattern, 0, 0)
  }
  return NEVER
}

interface Clock { readonly hour: number; readonly minute: number }

function nextClock(pattern: Alternative, hour: number, minute: number): Clock | undefined {
  for (let h = hour; h < 24; h++) {
    if (!has(pattern.hours, h)) continue
    for (let m = h === hour ? minute : 0; m < 60; m++) if (has(pattern.minutes, m)) return { hour: h, minute: m }
  }
  return undefined
}

type CalendarDay = Pick<LocalTime, 'year' | 'month' | 'day'>
const monthAfter = ({ year, month }: CalendarDay): CalendarDay => (month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 })

/**
 * After a month's last day cron4j looks for the day numbers that the month lacks as well, and reads them as days of the next one:
 * a pattern that names the 31st goes on from 30 February, 2 March, and passes over 1 March.
 */
function dayAfter(date: CalendarDay, days: Values): CalendarDay {
  const length = daysIn(date)
  if (date.day < length) return { ...date, day: date.day + 1 }
  const lacking = [29, 30, 31].find((day) => day > length && days?.has(day) === true)
  return lacking === undefined ? monthAfter(date) : { ...monthAfter(date), day: lacking - length }
}
