import type { Millis } from '../model/clock.ts'
import { ConfigError, type Problem } from '../model/error.ts'
import { isArray, isObject, stringifyJson, textOf, type Json, type JsonObject } from '../model/json.ts'
import { asFlag, asInt } from '../model/params.ts'
import { NEVER, type ScheduleTime, type Scheduler } from '../model/schedule.ts'
import { daysIn, instantOf, type Zone } from '../model/time.ts'
import { parseCron, CronError } from './cron.ts'
import { inHashOrder } from './java-order.ts'
import { editDistance } from './problem.ts'

export interface ScheduleReading {
  /** Undefined when a problem is an error. */
  readonly scheduler: Scheduler | undefined
  readonly problems: readonly Problem[]
  /** How digdag's server answers such an error: 400, but 500 for patterns that its cron library refuses (digdag §7.1). */
  readonly code: 'invalid' | 'internal'
}

/** Session times before any delay. */
interface Slots {
  /** The first slot strictly after an instant. */
  next(after: Millis): Millis
  /** The last slot strictly before an instant. */
  last(before: Millis): Millis
}
interface Kind { readonly slots: Slots; readonly delay: Millis; readonly warnings?: readonly Problem[] }

const SECOND: Millis = 1000
const OPTIONS = ['skip_on_overtime', 'skip_delayed_by', 'start', 'end'] as const

/** Reads `schedule:` (digdag §7.1); it is never templated. Messages are digdag's. */
export function readSchedule(config: Json, zone: Zone): ScheduleReading {
  try {
    const { scheduler, warnings } = build(config, zone)
    return { scheduler, problems: warnings, code: 'invalid' }
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof CronError)) throw error
    const hint = error instanceof ConfigError ? error.hint : CRON_HINT
    return { scheduler: undefined, problems: [{ message: error.message, severity: 'error', ...(hint === undefined ? {} : { hint }) }], code: error instanceof CronError ? 'internal' : 'invalid' }
  }
}

const CRON_HINT = 'A pattern has five fields: minute 0-59, hour 0-23, day of month 1-31 or L, month 1-12, day of week 0-7. A month that lacks the day is skipped.'

function build(config: Json, zone: Zone): { readonly scheduler: Scheduler; readonly warnings: readonly Problem[] } {
  if (!isObject(config)) throw new ConfigError("Parameter 'schedule' must be an object", { hint: 'Write  schedule:  and below it, indented,  daily>: 07:00:00' })
  const { type, key } = typeOf(config)
  const open = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined
  if (open === undefined) throw new ConfigError(`Unknown scheduler type: ${type}`, { hint: `Known types: ${Object.keys(KINDS).map((name) => `${name}>`).join(', ')}` })
  refuseUnusedKeys(config, key)
  const kind = open(command(config, key), zone)
  const window = readWindow(config, zone)
  const skip = readSkipping(config)
  return { scheduler: createScheduler(kind, window, skip.options), warnings: [...(kind.warnings ?? []), ...skip.warnings] }
}

function typeOf(config: JsonObject): { readonly type: string; readonly key: string } {
  if (Object.hasOwn(config, '_type')) return { type: textOf(config['_type'] ?? null), key: '_type' }
  const key = Object.keys(config).find((name) => name.endsWith('>'))
  if (key === undefined) throw new ConfigError(`Schedule config requires 'type>: at' parameter: ${stringifyJson(config)}`, { hint: 'For example  daily>: 07:00:00  or  cron>: "0 7 * * *"; mind the >' })
  return { type: key.slice(0, -1), key }
}

function refuseUnusedKeys(config: JsonObject, typeKey: string): void {
  const known = [typeKey, ...OPTIONS]
  const unused = inHashOrder(Object.keys(config)).filter((key) => !known.includes(key))
  if (unused.length === 0) return
  throw new ConfigError(unused.map((key) => {
    const near = inHashOrder(known).filter((candidate) => editDistance(key, candidate) <= Math.floor(candidate.length / 2))
    return `Parameter '${key}' is not used at schedule. ${near.length === 0 ? '' : `> Did you mean '[${near.join(', ')}]'?`}\n`
  }).join(''), { hint: `Beside the type a schedule may have ${OPTIONS.join(', ')}` })
}

function command(config: JsonObject, key: string): Json {
  return (key === '_type' ? undefined : config[key]) ?? null
}

type Open = (command: Json, zone: Zone) => Kind

const KINDS: Readonly<Record<string, Open>> = {
  cron: (value, zone) => {
    const text = commandText(value, 'cron>')
    const pattern = parseCron(text)
    if (pattern.next(0, 'UTC') === NEVER) throw new ConfigError(`cron>: no day matches the pattern: ${text}`, { hint: 'Its days, months and days of the week never meet, as in 30 February' })
    const warnings = pattern.limitsBothDays ? [warning('The day of the month and the day of the week must both match', 'In crontab one of the two is enough. Join two patterns with | for either')] : []
    return { slots: cronSlots(pattern.next, zone), delay: 0, warnings }
  },
  daily: (value, zone) => cronKind('0 0 * * *', zone, clock('daily>', commandText(value, 'daily>'))),
  hourly: (value, zone) => cronKind('0 * * * *', zone, minutesAndSeconds(commandText(value, 'hourly>'))),
  weekly: (value, zone) => weekly(commandText(value, 'weekly>'), zone),
  monthly: (value, zone) => monthly(commandText(value, 'monthly>'), zone),
  minutes_interval: (value, zone) => {
    const minutes = interval(value, 'minutes_interval>')
    const warnings = minutes > 0 && 60 % minutes !== 0 ? [warning(`Every ${minutes} minutes starts anew at each full hour`, 'Use a number that divides 60, or seconds_interval>')] : []
    return { ...cronKind(`*/${minutes} * * * *`, zone, 0), warnings }
  },
  seconds_interval: (value) => ({ slots: secondSlots(interval(value, 'seconds_interval>')), delay: 0 }),
}

const warning = (message: string, hint: string): Problem => ({ message, severity: 'warning', hint })

function commandText(value: Json, key: string): string {
  if (value === null) throw new ConfigError(`Parameter '${key}' is required but null`, { hint: 'Give the time behind the type: daily>: 07:00:00' })
  if (isObject(value) || isArray(value)) throw new ConfigError(`Expected string type for key '_command' but got ${stringifyJson(value)} (${isArray(value) ? 'array' : 'object'})`)
  return textOf(value)
}

function interval(value: Json, key: string): number {
  if (value === null) throw new ConfigError(`Parameter '${key}' is required but null`, { hint: 'Give a number behind the type: minutes_interval>: 10' })
  return asInt(value, '_command')
}

/** Java's `split`: empty parts at the end do not count. */
function fragments(text: string, separator: string): readonly string[] {
  const parts = text.split(separator)
  while (parts.length > 1 && parts.at(-1) === '') parts.pop()
  return parts
}

const isInteger = (text: string): boolean => /^[+-]?\d{1,10}$/.test(text)

function clock(kind: string, text: string): Millis {
  const parts = fragments(text, ':')
  const [hours, minutes, seconds] = parts.map(Number)
  if (parts.length !== 3 || !parts.every(isInteger)) throw new ConfigError(`${kind} scheduler requires hh:mm:ss format: ${text}`, { hint: text.includes('${') ? TEMPLATE_HINT : 'For example 07:00:00, with seconds' })
  return ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * SECOND
}

const TEMPLATE_HINT = 'A schedule is not templated: write the time itself'

function minutesAndSeconds(text: string): Millis {
  const parts = fragments(text, ':')
  const [minutes, seconds] = parts.map(Number)
  if (parts.length !== 2 || !parts.every(isInteger)) throw new ConfigError(`hourly>: scheduler requires mm:ss format: ${text}`, { hint: text.includes('${') ? TEMPLATE_HINT : 'For example 15:00, a quarter past each hour' })
  return ((minutes ?? 0) * 60 + (seconds ?? 0)) * SECOND
}

function dayAndClock(text: string): readonly [string, string] | undefined {
  const comma = text.indexOf(',')
  return comma === -1 ? undefined : [text.slice(0, comma), text.slice(comma + 1)]
}

function weekly(text: string, zone: Zone): Kind {
  const refused = new ConfigError(`weekly>: scheduler requires day,hh:mm:ss format: ${text}`, { hint: text.includes('${') ? TEMPLATE_HINT : 'For example Mon,07:00:00' })
  const parts = dayAndClock(text)
  if (parts === undefined) throw refused
  const [day, time] = [parts[0].trim(), parts[1].trim()]
  if (isInteger(day) && Number(day) < 0) throw new ConfigError(`weekly>: invalid day: ${day}`, { hint: 'Days are 0 (Sunday) to 7, or Mon, Tue…' })
  const delay = clock('weekly>', time)
  try { return cronKind(`0 0 * * ${day}`, zone, delay) } catch (error) {
    if (error instanceof CronError) throw refused
    throw error
  }
}

function monthly(text: string, zone: Zone): Kind {
  const parts = dayAndClock(text)
  if (parts === undefined || !isInteger(parts[0])) throw new ConfigError(`monthly>: scheduler requires day,hh:mm:ss format: ${text}`, { hint: text.includes('${') ? TEMPLATE_HINT : 'For example 1,07:00:00' })
  const delay = clock('monthly>', parts[1])
  return cronKind(`0 0 ${Number(parts[0])} * *`, zone, delay)
}

function cronKind(pattern: string, zone: Zone, delay: Millis): Kind {
  return { slots: cronSlots(parseCron(pattern).next, zone), delay }
}

function cronSlots(nextMatch: (after: Millis, zone: Zone) => Millis, zone: Zone): Slots {
  const next = (after: Millis): Millis => (after >= NEVER ? NEVER : nextMatch(after, zone))
  return { next, last: (before) => lastSlot(next, before) }
}

/**
 * digdag's way back: it starts two estimated intervals earlier and walks forward. Where slots are irregular (weekdays only, the
 * first one of a working day) that start itself is answered although it is no slot: what digdag gives as `last_session_time`.
 */
function lastSlot(next: (after: Millis) => Millis, before: Millis): Millis {
  const first = next(before)
  const step = next(first) - first
  let last = before - 2 * (step > 0 ? step : 366 * 86_400 * SECOND)
  for (let following = next(last); following < before; following = next(last)) last = following
  return last
}

function secondSlots(seconds: number): Slots {
  if (seconds <= 0) throw new CronError(`/ by zero or negative interval: ${seconds}`)
  const step = seconds * SECOND
  return {
    next: (after) => Math.floor(Math.floor(after / SECOND) * SECOND / step) * step + step,
    last: (before) => Math.floor((before - 1) / step) * step,
  }
}

interface Window { readonly start: Millis | undefined; readonly end: Millis | undefined }

function readWindow(config: JsonObject, zone: Zone): Window {
  const start = midnight(config['start'], 'start', zone, 0)
  const end = midnight(config['end'], 'end', zone, 1)
  if (start !== undefined && end !== undefined && start >= end) throw new ConfigError('The schedule of end is earlier than start', { hint: 'end is the last day on which the schedule runs' })
  return { start, end }
}

function midnight(value: Json | undefined, key: string, zone: Zone, plusDays: number): Millis | undefined {
  if (value === undefined || value === null) return undefined
  const text = textOf(value)
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number)
  if (month < 1 || month > 12 || day < 1 || day > daysIn({ year, month })) throw new ConfigError(`Invalid ${key}: ${text} (${dateProblem(text)})`, { hint: `Write ${key}: as a day of the calendar, for example 2026-01-31` })
  return instantOf({ year, month, day: day + plusDays, hour: 0, minute: 0, second: 0 }, zone, 'earlier')
}

/** How Java's date reader refuses a text that is no day of the calendar. */
function dateProblem(text: string): string {
  const why = (reason: string): string => `java.time.format.DateTimeParseException: Text '${text}' could not be parsed${reason}`
  const digits = /^(\d{4})-(\d\d)-(\d\d)/.exec(text)
  if (digits === null) return why(` at index ${failingIndex(text)}`)
  if (text.length > 10) return why(', unparsed text found at index 10')
  const [, , month = 0, day = 0] = digits.map(Number)
  if (month < 1 || month > 12) return why(`: Invalid value for MonthOfYear (valid values 1 - 12): ${month}`)
  if (day < 1 || day > 31) return why(`: Invalid value for DayOfMonth (valid values 1 - 28/31): ${day}`)
  return why(month === 2 && day === 29 ? `: Invalid date 'February 29' as '${Number(digits[1])}' is not a leap year` : `: Invalid date '${MONTHS[month - 1] ?? ''} ${day}'`)
}

const MONTHS = ['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'] as const

/** Where the field begins that cannot be read. */
function failingIndex(text: string): number {
  if (!/^\d{4}/.test(text)) return 0
  if (text[4] !== '-') return 4
  if (!/^\d\d/.test(text.slice(5))) return 5
  return text[7] === '-' ? 8 : 7
}

type Skipping = Pick<Scheduler, 'skipOnOvertime' | 'skipDelayedBy'>

/** digdag reads these two only when a session is due, so a push never fails on them. */
function readSkipping(config: JsonObject): { readonly options: Skipping; readonly warnings: readonly Problem[] } {
  const warnings: Problem[] = []
  const read = <T>(get: () => T, otherwise: T): T => {
    try { return get() } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      warnings.push(warning(`${error.message}: the option is ignored`, error.hint ?? 'digdag accepts it at push and then starts no session'))
      return otherwise
    }
  }
  return { options: { skipOnOvertime: read(() => flagOf(config, 'skip_on_overtime'), false), skipDelayedBy: read(() => durationOf(config, 'skip_delayed_by'), null) }, warnings }
}

const flagOf = (config: JsonObject, key: string): boolean => (config[key] === undefined || config[key] === null ? false : asFlag(config[key], key))

function durationOf(config: JsonObject, key: string): Millis | null {
  const value = config[key]
  if (value === undefined || value === null) return null
  const duration = parseDuration(textOf(value))
  if (duration === undefined) throw new ConfigError(`Invalid duration for key '${key}': ${textOf(value)}`, { hint: 'For example 1h, 30m or 1d 12h' })
  return duration
}

/** `1d 2h 3m 4s`, any of the parts, in this order; undefined for anything else. */
export function parseDuration(text: string): Millis | undefined {
  const match = /^\s*(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m)?\s*(?:(\d+)\s*s)?\s*$/.exec(text)
  if (!match || text.trim() === '') return undefined
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0))
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * SECOND
}

function createScheduler({ slots, delay }: Kind, { start, end }: Window, skip: Skipping): Scheduler {
  const over: ScheduleTime = { time: NEVER, runTime: NEVER }
  const at = (time: Millis): ScheduleTime => (time >= NEVER ? over : { time, runTime: time + delay })
  const next = (after: Millis): ScheduleTime => {
    if (after >= NEVER) return over
    const found = at(slots.next(after))
    if (end !== undefined && found.runTime >= end) return over
    return start !== undefined && found.runTime < start ? at(slots.next(start - SECOND)) : found
  }
  return {
    ...skip, next,
    first: (from) => next((from % SECOND === 0 ? from - SECOND : Math.floor(from / SECOND) * SECOND) - delay),
    last: (before) => {
      const time = slots.last(Math.min(before, NEVER))
      return { time, runTime: time + delay }
    },
  }
}
