/** A line by day: `day` is yyyy-MM-dd; days without a value are gaps, not zeros. */
export interface Series { readonly name: string; readonly points: readonly Point[] }
export interface Point { readonly day: string; readonly value: number }

export interface TopMedia { readonly title: string; readonly kind: string; readonly posted: string; readonly value: number; readonly url: string | null }

/** What `wf chart` draws for one account. */
export interface AccountChart {
  readonly account: string
  readonly series: readonly Series[]
  readonly mediaMetric: string
  readonly topMedia: readonly TopMedia[]
}

export interface Scale { readonly first: string; readonly days: number; readonly low: number; readonly high: number }

const DAY_MS = 86_400_000
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
export const dayText = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10)

/** First day, number of days and range of a series; the range begins at 0 unless a value is below. */
export function scaleOf(points: readonly Point[]): Scale {
  const days = points.map((point) => dayNumber(point.day))
  const first = Math.min(...days)
  return { first: dayText(first), days: Math.max(...days) - first + 1, low: Math.min(0, ...points.map((point) => point.value)), high: niceCeiling(Math.max(1, ...points.map((point) => point.value))) }
}

/** The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
export function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power
}

/** `1,234`, `12.3k`, `4.5M`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6) return `${trim((value / 1e6).toFixed(1))}M`
  if (size >= 1e4) return `${trim((value / 1e3).toFixed(1))}k`
  return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(1)
}

const trim = (text: string): string => text.replace(/\.0$/, '')
