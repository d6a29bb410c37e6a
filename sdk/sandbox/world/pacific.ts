/**
 * Days as Meta counts them: from midnight to midnight in US Pacific time (IG §3.6). Day numbers count from 1970-01-01.
 * The rule is that of the Energy Policy Act of 2005, in force since 2007; computed, because Intl is too slow for every bucket.
 */
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** The instant at which a Pacific day begins, in ms: 07:00Z in summer, 08:00Z in winter. */
export function startOfDay(day: number): number {
  return day * DAY_MS + (startsInSummer(day) ? 7 : 8) * HOUR_MS
}

/** The Pacific day an instant falls into. */
export function dayOf(ms: number): number {
  const day = Math.floor((ms - 8 * HOUR_MS) / DAY_MS)
  return startOfDay(day + 1) <= ms ? day + 1 : day
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

function startsInSummer(day: number): boolean {
  const [begin, end] = summerOf(new Date(day * DAY_MS).getUTCFullYear())
  return day > begin && day <= end
}

const summers = new Map<number, readonly [number, number]>()

/** Second Sunday of March and first Sunday of November; the clock changes at two in the morning, after the day began. */
function summerOf(year: number): readonly [number, number] {
  const known = summers.get(year)
  if (known !== undefined) return known
  const march = Date.UTC(year, 2, 1) / DAY_MS
  const november = Date.UTC(year, 10, 1) / DAY_MS
  const dates = [march + ((7 - weekday(march)) % 7) + 7, november + ((7 - weekday(november)) % 7)] as const
  summers.set(year, dates)
  return dates
}
