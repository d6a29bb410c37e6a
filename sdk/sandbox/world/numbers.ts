import type { Account, Series } from './account.ts'
import { hashText, mix, unit } from './hash.ts'
import { weekday } from './pacific.ts'
import type { Weighted } from './words.ts'

const WEEKLY = [1.15, 0.9, 0.88, 0.92, 1, 1.12, 1.2] as const

/** Daily numbers of an account as a share of its followers. */
const SHARES: Readonly<Record<string, number>> = {
  reach: 0.18, impressions: 0.31, views: 0.36, profile_views: 0.02, website_clicks: 0.004, accounts_engaged: 0.03,
  likes: 0.035, comments: 0.004, saves: 0.003, shares: 0.0035, replies: 0.0012, reposts: 0.0006,
  profile_links_taps: 0.002, email_contacts: 0.0006, phone_call_clicks: 0.0004, text_message_clicks: 0.0003, get_directions_clicks: 0.0007,
  gained: 0.0016, lost: 0.0009,
}
/** Names of daily numbers that a scenario may describe. */
export const SERIES_NAMES: readonly string[] = [...Object.keys(SHARES), 'total_interactions', 'online_followers']
const DEFAULT_SHARE = 0.001

interface Line {
  readonly salt: number
  readonly series: Series
  /** Whether it goes up and down with the year. */
  readonly seasonal: boolean
  /** Fixed numbers by day, or by the last of several days. */
  readonly fixed: Readonly<Record<'day' | 'week' | 'days_28', ReadonlyMap<number, number>>>
}
const lines = new WeakMap<Account, Map<string, Line>>()

/** Without a trend of its own a series goes up and down with the year, so a day keeps its number whenever it is asked for. */
const SEASON = 0.12

/** A number of one Pacific day, whole and never negative. `anchor` is the day at which a series with a trend has its base. */
export function daily(seed: number, account: Account, name: string, day: number, anchor: number): number {
  const { salt, series, seasonal, fixed } = lineOf(account, name)
  const given = fixed.day.get(day)
  if (given !== undefined) return given
  const growth = seasonal ? 1 + SEASON * Math.sin((day / 365.25) * 2 * Math.PI) : (1 + series.trend) ** ((day - anchor) / 365)
  const noise = 1 + series.noise * (2 * unit(seed, account.key, salt, day) - 1)
  return Math.max(0, Math.round(series.base * growth * (series.weekly[weekday(day)] ?? 1) * noise))
}

/** What a scenario fixed for the days up to and including one, or undefined. */
export const fixedTotal = (account: Account, name: string, period: 'week' | 'days_28', last: number) => lineOf(account, name).fixed[period].get(last)

/** The weights a scenario gives to the groups of a breakdown, or undefined. */
export function groupsOf(weights: Readonly<Record<string, number>> | undefined): readonly Weighted[] | undefined {
  return weights === undefined ? undefined : Object.entries(weights).map(([value, weight]) => ({ value, weight }))
}

const byDay = (dates: Readonly<Record<string, number>> = {}): ReadonlyMap<number, number> => new Map(Object.entries(dates).map(([date, value]) => [Date.parse(date) / 86_400_000, value]))

function lineOf(account: Account, name: string): Line {
  let known = lines.get(account)
  if (known === undefined) lines.set(account, known = new Map())
  let line = known.get(name)
  if (line === undefined) {
    const given = account.numbers[name] ?? {}
    const series = { base: given.base ?? account.followers * (SHARES[name] ?? DEFAULT_SHARE), trend: given.trend ?? 0, weekly: given.weekly ?? WEEKLY, noise: given.noise ?? 0.25 }
    known.set(name, line = { salt: hashText(name), series, seasonal: given.trend === undefined, fixed: { day: byDay(given.days), week: byDay(given.week), days_28: byDay(given.days_28) } })
  }
  return line
}

/** Divides a whole number by weights, which a salt shakes a little; the parts add up to it. */
export function divide(total: number, parts: readonly Weighted[], salt: number | undefined): readonly { readonly value: string, readonly count: number }[] {
  const weights = parts.map((part, i) => (salt === undefined ? part.weight : part.weight * (0.7 + 0.6 * unit(salt, i))))
  const sum = weights.reduce((a, b) => a + b, 0)
  let left = total
  let weightLeft = sum
  return parts.map((part, i) => {
    const weight = weights[i] ?? 0
    const count = weightLeft <= 0 ? 0 : Math.min(left, Math.round((left * weight) / weightLeft))
    left -= count
    weightLeft -= weight
    return { value: part.value, count }
  })
}

/** Followers online in each hour of a day. */
export function onlineByHour(seed: number, account: Account, day: number): Readonly<Record<string, number>> {
  const base = account.numbers.online_followers?.base ?? account.followers * 0.3
  const hours: Record<string, number> = {}
  for (let hour = 0; hour < 24; hour++) {
    const wave = 0.55 + 0.45 * Math.sin(((hour - 9) / 24) * 2 * Math.PI)
    hours[String(hour)] = Math.round(base * wave * (0.85 + 0.3 * unit(seed, account.key, day, hour)))
  }
  return hours
}

/** One salt for a division, so that the same question always has the same answer. */
export const saltOf = (account: Account, what: string, day: number) => mix(account.key, hashText(what), day)
