import type { UserMetric } from '../../generated/catalogue.ts'
import type { Context } from '../graph/context.ts'
import { divide, groupsOf, saltOf } from '../world/numbers.ts'
import { startOfDay } from '../world/pacific.ts'
import type { Weighted } from '../world/words.ts'
import { dayValue } from './series.ts'
import type { UserQuery } from './query.ts'

const HOUR_MS = 3_600_000
/** How long after a day's end its totals begin to answer; follows_and_unfollows is still empty in the next night (IG §3.6). */
const LAG_MS = 2 * HOUR_MS
const FOLLOWS_LAG_MS = 24 * HOUR_MS

/** `total_value` over the days of the window; undefined where none of them has data yet. */
export function totalValue(context: Context, metric: UserMetric, query: UserQuery): object | undefined {
  const lag = metric.name === 'follows_and_unfollows' ? FOLLOWS_LAG_MS : LAG_MS
  const days = query.ends.filter((end) => startOfDay(end) + lag <= context.now).map((end) => end - 1)
  if (days.length === 0) return undefined
  const sum = (name: string) => days.reduce((total, day) => total + dayValue(context, query.account, name, day), 0)
  if (metric.name === 'follows_and_unfollows') return follows(context, query, days)
  // Accounts are unique: over several days fewer than the sum.
  const value = metric.estimated ? Math.round(sum(metric.name) * days.length ** -0.3) : sum(metric.name)
  const [breakdown] = query.breakdowns
  if (breakdown === undefined) return { total_value: { value } }
  const given = groupsOf(query.account.numbers[metric.name]?.groups?.[breakdown])
  const split = (total: number, day: number) => divide(total, given ?? SPLITS[breakdown] ?? [], given === undefined ? saltOf(query.account, `${metric.name}:${breakdown}`, day) : undefined)
  // What can be summed is divided day by day, so that the parts of a longer time are the sums of its days.
  const parts = metric.estimated ? split(value, days[0] ?? 0) : together(days.map((day) => split(dayValue(context, query.account, metric.name, day), day)))
  return { total_value: { value, breakdowns: [{ dimension_keys: [breakdown], results: shown(parts) }] } }
}

interface Part { readonly value: string, readonly count: number }

function together(days: readonly (readonly Part[])[]): readonly Part[] {
  const [first = []] = days
  return first.map(({ value }, i) => ({ value, count: days.reduce((sum, parts) => sum + (parts[i]?.count ?? 0), 0) }))
}

/** Gained and lost, with the breakdown alone; without it the item has no number at all (IG §3.1). */
function follows(context: Context, query: UserQuery, days: readonly number[]): object {
  if (query.breakdowns.length === 0) return {}
  const sum = (name: string) => days.reduce((total, day) => total + dayValue(context, query.account, name, day), 0)
  const parts = [{ value: 'FOLLOWER', count: sum('gained') }, { value: 'NON_FOLLOWER', count: sum('lost') }]
  return { total_value: { breakdowns: [{ dimension_keys: ['follow_type'], results: shown(parts) }] } }
}

/** Groups with nothing in them are left out. */
function shown(parts: readonly Part[]): readonly object[] {
  return parts.filter(({ count }) => count > 0).map(({ value, count }) => ({ dimension_values: [value], value: count }))
}

const SPLITS: Readonly<Record<string, readonly Weighted[]>> = {
  follow_type: [{ value: 'FOLLOWER', weight: 62 }, { value: 'NON_FOLLOWER', weight: 36 }, { value: 'UNKNOWN', weight: 2 }],
  media_product_type: [{ value: 'REEL', weight: 48 }, { value: 'POST', weight: 22 }, { value: 'CAROUSEL_CONTAINER', weight: 16 }, { value: 'STORY', weight: 13 }, { value: 'AD', weight: 1 }],
  contact_button_type: [
    { value: 'DIRECTION', weight: 34 }, { value: 'CALL', weight: 24 }, { value: 'EMAIL', weight: 20 }, { value: 'TEXT', weight: 14 }, { value: 'BOOK_NOW', weight: 6 }, { value: 'UNDEFINED', weight: 2 },
  ],
}
