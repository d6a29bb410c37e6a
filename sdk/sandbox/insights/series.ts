import type { UserMetric } from '../../generated/catalogue.ts'
import type { Context } from '../graph/context.ts'
import { timestamp } from '../graph/context.ts'
import { followersAt } from '../graph/edges.ts'
import type { Account } from '../world/account.ts'
import { daily, divide, onlineByHour, saltOf } from '../world/numbers.ts'
import { startOfDay } from '../world/pacific.ts'
import { AGES, CITIES, COUNTRIES, GENDERS, LOCALES } from '../world/words.ts'
import type { Weighted } from '../world/words.ts'
import type { UserQuery } from './query.ts'

/** For how long the newest hours of online_followers stay empty. */
const ONLINE_LAG_MS = 48 * 3_600_000
const MOST_GROUPS = 45

/** `values` of a time series: one point for each bucket that ends in the window; undefined where there is nothing at all. */
export function timeSeries(context: Context, metric: UserMetric, query: UserQuery): readonly object[] | undefined {
  if (metric.name.startsWith('audience_')) return audience(context, metric.name, query)
  const { seed, baseDay } = context.world
  const value = (end: number) => {
    if (metric.name === 'online_followers') return startOfDay(end) > context.now - ONLINE_LAG_MS ? {} : onlineByHour(seed, query.account, end - 1)
    return rolling(seed, query.account, metric.name, end, query.period, baseDay)
  }
  const oldest = metric.historyDays === null ? -Infinity : context.now - metric.historyDays * 86_400_000
  const ends = metric.name === 'online_followers' ? query.ends.filter((end) => startOfDay(end) >= oldest) : query.ends
  if (ends.length === 0) return query.ends.length === 0 && query.window.given ? [] : undefined
  return ends.map((end) => ({ value: value(end), end_time: timestamp(context, startOfDay(end)) }))
}

/** Accounts reached in a longer time are fewer than the sum of the days. */
const UNIQUE: Readonly<Record<string, number>> = { day: 1, week: 0.55, days_28: 0.32 }
const LENGTH: Readonly<Record<string, number>> = { day: 1, week: 7, days_28: 28 }

/** The number of the day, or of the 7 or 28 days, before a bucket's end. */
function rolling(seed: number, account: Account, name: string, end: number, period: string, anchor: number): number {
  const length = LENGTH[period] ?? 1
  let sum = 0
  for (let day = end - length; day < end; day++) sum += dayValue(seed, account, name, day, anchor)
  return name === 'reach' ? Math.round(sum * (UNIQUE[period] ?? 1)) : sum
}

/** A metric's number of one Pacific day. */
export function dayValue(seed: number, account: Account, name: string, day: number, anchor: number): number {
  if (name === 'follower_count') return daily(seed, account, 'gained', day, anchor)
  if (name !== 'total_interactions' || account.numbers.total_interactions !== undefined) return daily(seed, account, name, day, anchor)
  return ['likes', 'comments', 'saves', 'shares', 'replies'].reduce((sum, part) => sum + daily(seed, account, part, day, anchor), 0)
}

/** The legacy audience metrics: a snapshot as an object; `end_time` until v13.0 (IG §3.2). */
function audience(context: Context, name: string, query: UserQuery): readonly object[] {
  const total = followersAt(query.account, context)
  const groups = divide(total, GROUPS[name] ?? [], saltOf(query.account, name, 0)).filter(({ count }) => count > 0)
  const top = [...groups].sort((a, b) => b.count - a.count).slice(0, MOST_GROUPS)
  const value = Object.fromEntries(top.map((group) => [group.value, group.count]))
  const end = query.ends.at(-1)
  return [context.version.number >= 14 || end === undefined ? { value } : { value, end_time: timestamp(context, startOfDay(end)) }]
}

const GROUPS: Readonly<Record<string, readonly Weighted[]>> = {
  audience_city: CITIES,
  audience_country: COUNTRIES,
  audience_locale: LOCALES,
  audience_gender_age: GENDERS.flatMap((gender) => AGES.map((age) => ({ value: `${gender.value}.${age.value}`, weight: gender.weight * age.weight }))),
}
