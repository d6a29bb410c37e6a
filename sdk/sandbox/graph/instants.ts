import { dayOf, startOfDay } from '../world/pacific.ts'
import { invalid } from './refusal.ts'

const DAY_MS = 86_400_000

/**
 * Reads `since` or `until`, in ms: unix seconds; an instant with its zone; a date or a date and time as California has it, where Meta's
 * servers count; or words as PHP's strtotime takes them (IG §2.4): now, today, yesterday, tomorrow, "-7 days", "2 weeks ago", "last month".
 * @throws Refusal for anything else
 */
export function instantOf(name: string, value: string, now: number): number {
  const text = value.trim().toLowerCase()
  if (/^@?-?\d{1,12}$/.test(text)) return Number(text.replace('@', '')) * 1000
  const ms = wordsOf(text, now) ?? localOf(text) ?? Date.parse(text)
  if (Number.isNaN(ms)) throw invalid(`${name} param is not valid. It must be a unix timestamp or a date`)
  return ms
}

const DAYS: Readonly<Record<string, number>> = { today: 0, midnight: 0, yesterday: -1, tomorrow: 1 }
const UNIT_MS: Readonly<Record<string, number>> = { sec: 1000, second: 1000, min: 60_000, minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS }
const SIGNED: Readonly<Record<string, string>> = { last: '-1', previous: '-1', next: '1' }

function wordsOf(text: string, now: number): number | undefined {
  if (text === 'now') return now
  const days = Object.hasOwn(DAYS, text) ? DAYS[text] : undefined
  if (days !== undefined) return startOfDay(dayOf(now) + days)
  const [, amount, unit, ago] = /^([+-]?\s*\d{1,6}|last|previous|next)\s*(sec|second|min|minute|hour|day|week|month|year)s?(\s+ago)?$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  const count = Number((SIGNED[amount] ?? amount).replaceAll(/\s/g, '')) * (ago === undefined ? 1 : -1)
  const length = UNIT_MS[unit]
  return length === undefined ? monthsLater(now, unit === 'year' ? count * 12 : count) : now + count * length
}

function monthsLater(now: number, months: number): number {
  const date = new Date(now)
  return date.setUTCMonth(date.getUTCMonth() + months)
}

/** A text without a zone. */
function localOf(text: string): number | undefined {
  const written = /^(\d{4}-\d{2}-\d{2})(?:[ t](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text)
  const utc = written === null ? otherDate(text) : Date.parse(`${written[1]}T${written[2] ?? '00:00'}Z`)
  if (utc === undefined || Number.isNaN(utc)) return undefined
  const day = Math.floor(utc / DAY_MS)
  return startOfDay(day) + (utc - day * DAY_MS)
}

/** Other ways to write a date, such as "1 May 2026": read as if in UTC. */
const otherDate = (text: string) => (/z$|gmt|utc|[+-]\d{2}:?\d{2}\b/.test(text.replace(/^\d{4}-\d{2}-\d{2}/, '')) ? undefined : Date.parse(`${text} utc`))
