/** A day in the calendar of the account's numbers: `YYYY-MM-DD`, US Pacific. */
export type Day = string

/**
 * Which day a bucket with `end_time` E describes: Meta's documentation says the 24 hours before it (`ends-at`);
 * a measurement found the day that begins at it (`starts-at`). IG §3.6, contested.
 */
export type EndTimeReading = 'ends-at' | 'starts-at'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/

/** Days by their number since 1970. */
const texts = /* @__PURE__ */ new Map<number, Day>()
const MOST_KNOWN = 5_000

// Marked pure, so that a bundler leaves it out where no day is asked for.
const pacificHour = /* @__PURE__ */ new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' })

/** Milliseconds since 1970 of the midnight, US Pacific, at which the day begins. */
export function pacificMidnight(day: Day): number {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // Midnight is 7 hours behind UTC in summer and 8 in winter; the change happens at 2 in the morning, so one of them is exact.
  return [7, 8].map((hours) => utc + hours * HOUR_MS).find((time) => partsOf(time).hour === '00') ?? utc + 8 * HOUR_MS
}

/** The day, US Pacific, of an instant: a date, or milliseconds since 1970. */
export function pacificDay(instant: number | Date): Day {
  const { year, month, day } = partsOf(Number(instant))
  return `${year}-${month}-${day}`
}

export function addDays(day: Day, count: number): Day {
  return textOfDay(Math.round((Date.parse(`${day}T00:00:00Z`) + count * DAY_MS) / DAY_MS))
}

function textOfDay(number: number): Day {
  const before = texts.get(number)
  if (before !== undefined) return before
  const text = new Date(number * DAY_MS).toISOString().slice(0, 10)
  if (texts.size >= MOST_KNOWN) texts.clear()
  texts.set(number, text)
  return text
}

/** Days from one to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

export function isDay(text: string): boolean {
  return DAY_TEXT.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
}

/** The end_time, in milliseconds, of the bucket that describes a day. */
export function endTimeOf(day: Day, reading: EndTimeReading): number {
  return pacificMidnight(reading === 'ends-at' ? addDays(day, 1) : day)
}

/** The day that a bucket describes, from its `end_time` as Meta writes it. Half a day of slack makes it right for clocks that ignore daylight saving. */
export function dayOfEndTime(endTime: string, reading: EndTimeReading): Day {
  const key = reading + endTime
  const before = ends.get(key)
  if (before !== undefined) return before
  const time = Date.parse(endTime)
  const day = pacificDay(reading === 'ends-at' ? time - DAY_MS / 2 : time + DAY_MS / 2)
  if (ends.size >= MOST_KNOWN) ends.clear()
  ends.set(key, day)
  return day
}

/** Days by reading and `end_time`: every account and metric has the same. */
const ends = /* @__PURE__ */ new Map<string, Day>()

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour', string>>

/** Parts by hour since 1970: the zone's offset is whole hours, and the same days are asked for by every account and metric. */
const known = /* @__PURE__ */ new Map<number, Parts>()

function partsOf(time: number): Parts {
  const hour = Math.floor(time / HOUR_MS)
  const before = known.get(hour)
  if (before !== undefined) return before
  const found = { year: '', month: '', day: '', hour: '' }
  for (const { type, value } of pacificHour.formatToParts(time)) if (type in found) found[type as keyof typeof found] = value
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(hour, found)
  return found
}
