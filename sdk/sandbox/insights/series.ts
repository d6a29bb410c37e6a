import type { UserMetric } from '../../generated/catalogue.ts'
import type { Context } from '../graph/context.ts'
import { timestamp } from '../graph/context.ts'
import { followersAt } from '../graph/edges.ts'
import type { Account } from '../world/account.ts'
import { daily, divide, fixedTotal, groupsOf, onlineByHour, saltOf } from '../world/numbers.ts'
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
  const value = (end: number) => {
    if (metric.name === 'online_followers') return startOfDay(end) > context.now - ONLINE_LAG_MS ? {} : onlineByHour(context.world.seed, query.account, end - 1)
    return rolling(context, query.account, metric.name, end, query.period)
  }
  const oldest = metric.historyDays === null ? -Infinity : context.now - metric.historyDays * 86_400_000
  const ended = metric.excludesToday ? query.ends.filter((end) => startOfDay(end) <= context.now) : query.ends
  const ends = metric.name === 'online_followers' ? ended.filter((end) => startOfDay(end) >= oldest) : ended
  if (ends.length === 0) return query.ends.length === 0 && query.window.given ? [] : undefined
  return ends.map((end) => ({ value: value(end), end_time: timestamp(context, startOfDay(end)) }))
}

/** Accounts reached in a longer time are fewer than the sum of the days. */
const UNIQUE: Readonly<Record<string, number>> = { day: 1, week: 0.55, days_28: 0.32 }
const LENGTH: Readonly<Record<string, number>> = { day: 1, week: 7, days_28: 28 }

/** The number of the day, or of the 7 or 28 days, before a bucket's end. */
function rolling(context: Context, account: Account, name: string, end: number, period: string): number {
  const given = period === 'week' || period === 'days_28' ? fixedTotal(account, name, period, end - 1) : undefined
  if (given !== undefined) return given
  const length = LENGTH[period] ?? 1
  let sum = 0
  for (let day = end - length; day < end; day++) sum += dayValue(context, account, name, day)
  return name === 'reach' ? Math.round(sum * (UNIQUE[period] ?? 1)) : sum
}

/** A metric's number of one Pacific day, as far as it has come in. */
export function dayValue(context: Context, account: Account, name: string, day: number): number {
  if (name === 'follower_count') return dayValue(context, account, 'gained', day)
  if (name === 'total_interactions' && account.numbers.total_interactions === undefined) return INTERACTIONS.reduce((sum, part) => sum + dayValue(context, account, part, day), 0)
  const value = daily(context.world.seed, account, name, day, context.world.baseDay)
  const soFar = account.unfinishedDay ? Math.round(value * passed(day, context.now)) : value
  return account.late === 0 ? soFar : Math.floor(soFar * (1 - account.late * missing(context.now - startOfDay(day + 1))))
}

/** How much of a day has gone by. */
const passed = (day: number, now: number) => Math.min(1, Math.max(0, (now - startOfDay(day)) / (startOfDay(day + 1) - startOfDay(day))))

const INTERACTIONS = ['likes', 'comments', 'saves', 'shares', 'replies'] as const
const HOUR_MS = 3_600_000
/** Numbers come up to 48 hours late (IG §3.6). */
const LATE_HOURS = 48

/** How much of what comes late is not there yet, so long after the day's end; it comes in hour by hour. */
const missing = (age: number) => Math.min(1, Math.max(0, 1 - Math.floor(age / HOUR_MS) / LATE_HOURS))

/** The legacy audience metrics: a snapshot as an object; `end_time` until v13.0 (IG §3.2). */
function audience(context: Context, name: string, query: UserQuery): readonly object[] {
  const total = followersAt(query.account, context)
  const given = groupsOf(query.account.demographics[name.replace('audience_', '')])
  const groups = divide(total, given ?? GROUPS[name] ?? [], given === undefined ? saltOf(query.account, name, 0) : undefined).filter(({ count }) => count > 0)
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
