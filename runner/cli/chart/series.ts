/** A line by day: `day` is yyyy-MM-dd; days without a value are gaps, not zeros. */
export interface Series {
  readonly name: string
  /** What is counted, such as `accounts a day`. */
  readonly unit: string
  readonly points: readonly Point[]
}
export interface Point { readonly day: string; readonly value: number }

export interface TopMedia { readonly title: string; readonly kind: string; readonly posted: string; readonly value: number; readonly url: string | null }

/** What `wf chart` draws for one account. */
export interface AccountChart {
  readonly account: string
  readonly series: readonly Series[]
  readonly mediaMetric: string
  readonly topMedia: readonly TopMedia[]
}

export interface Scale { readonly first: string; readonly last: string; readonly days: number; readonly high: number }

const DAY_MS = 86_400_000
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
export const dayText = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)

/** First day, number of days and top of a series; it begins at 0, for everything that is counted here does. */
export function scaleOf(points: readonly Point[]): Scale {
  const days = points.map((point) => dayNumber(point.day))
  const [first, last] = [Math.min(...days), Math.max(...days)]
  return { first: dayText(first), last: dayText(last), days: last - first + 1, high: niceCeiling(Math.max(1, ...points.map((point) => point.value))) }
}

const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return (STEPS.find((step) => step * power >= value) ?? 10) * power
}

/** Values for the lines of a grid: from 0 to a nice ceiling by whole steps of 1, 2 or 5 times a power of ten. */
export function gridValues(high: number): readonly number[] {
  const isRound = (step: number): boolean => Number.isInteger(step) && /^[125]0*$/.test(String(step))
  const parts = [4, 5, 3, 6, 2].find((count) => isRound(high / count)) ?? 1
  return Array.from({ length: parts + 1 }, (_, i) => (high * i) / parts)
}

/** Days, counted from 0, that are named on an axis: the first, the last, and evenly between them, at most so many. */
export function namedDays(days: number, most: number): readonly number[] {
  const count = Math.max(1, Math.min(most, days))
  return [...new Set(Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (days - 1)) / (count - 1)))))]
}

export const meanOf = (points: readonly Point[]): number => points.reduce((sum, { value }) => sum + value, 0) / points.length

/** `1,234`, `12.3k`, `4.5M`, `6B`. */
export function shortNumber(value: number): string {
  for (const [least, size, letter] of [[999_950_000, 1e9, 'B'], [999_950, 1e6, 'M'], [10_000, 1e3, 'k']] as const) {
    if (Math.abs(value) >= least) return `${(value / size).toFixed(1).replace(/\.0$/, '')}${letter}`
  }
  return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(1)
}
