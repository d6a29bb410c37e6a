import { timeframes } from '../../generated/catalogue.ts'
import type { UserMetric } from '../../generated/catalogue.ts'
import type { Context } from '../graph/context.ts'
import { followersAt } from '../graph/edges.ts'
import { divide, groupsOf, saltOf } from '../world/numbers.ts'
import { dayOf } from '../world/pacific.ts'
import { AGES, CITIES, COUNTRIES, GENDERS } from '../world/words.ts'
import type { Weighted } from '../world/words.ts'
import { dayValue } from './series.ts'
import type { UserQuery } from './query.ts'

const GROUPS: Readonly<Record<string, readonly Weighted[]>> = { age: AGES, city: CITIES, country: COUNTRIES, gender: GENDERS }
/** Numbers come up to 48 hours late. */
const LAG_DAYS = 2
const JOINT = '\u0000'

/** Who follows, engaged or was reached, by up to four dimensions at once; a snapshot, whatever since and until say (IG §3.5). */
export function demographics(context: Context, metric: UserMetric, query: UserQuery): object | undefined {
  if (query.breakdowns.length === 0) return {}
  const today = dayOf(context.now)
  const days = timeframes.find((row) => row.name === (query.timeframe ?? 'this_month'))?.days ?? 30
  const total = metric.name === 'follower_demographics' ? followersAt(query.account, context) : people(context, metric, query, today - LAG_DAYS, days)
  const keys = [...(query.timeframe === undefined ? [] : ['timeframe']), ...query.breakdowns]
  if (total < metric.minEngagements) return { total_value: { breakdowns: [{ dimension_keys: keys }] } }
  const given = query.breakdowns.map((name) => groupsOf(query.account.demographics[name]))
  const salt = given.every((one) => one !== undefined) ? undefined : saltOf(query.account, `${metric.name}:${query.breakdowns.join()}`, today)
  const groups = divide(total, product(query.breakdowns.map((name, i) => given[i] ?? GROUPS[name] ?? [])), salt)
  const top = groups.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count).slice(0, metric.top ?? groups.length)
  const head = query.timeframe === undefined ? [] : [query.timeframe.toUpperCase()]
  const results = top.map(({ value, count }) => ({ dimension_values: [...head, ...value.split(JOINT)], value: count }))
  return { total_value: { breakdowns: [{ dimension_keys: keys, results }] } }
}

function people(context: Context, metric: UserMetric, query: UserQuery, last: number, days: number): number {
  const name = metric.name.startsWith('engaged') ? 'accounts_engaged' : 'reach'
  let sum = 0
  for (let day = last - days + 1; day <= last; day++) sum += dayValue(context, query.account, name, day)
  return Math.round(sum * days ** -0.3)
}

function product(lists: readonly (readonly Weighted[])[]): readonly Weighted[] {
  return lists.reduce((left, right) => left.flatMap((a) => right.map((b) => ({ value: a.value === '' ? b.value : `${a.value}${JOINT}${b.value}`, weight: a.weight * b.weight }))), [{ value: '', weight: 1 }] as readonly Weighted[])
}
