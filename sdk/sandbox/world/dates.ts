const DAY_MS = 86_400_000
const MOST_DATES = 10_000
const dates = new Map<number, string>()

/** The date of an instant in UTC, YYYY-MM-DD. Each is written once: a page of posts asks for hundreds. */
export function dateOf(ms: number): string {
  const day = Math.floor(ms / DAY_MS)
  let date = dates.get(day)
  if (date === undefined) {
    if (dates.size >= MOST_DATES) dates.clear()
    dates.set(day, date = new Date(day * DAY_MS).toISOString().slice(0, 10))
  }
  return date
}
