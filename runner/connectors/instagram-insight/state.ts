import { addDays } from '../../../sdk/index.ts'
import type { WantedUserMetric } from '../../../sdk/index.ts'
import { isObject, type Json, type JsonObject } from '../../model/json.ts'
import type { Account } from './accounts.ts'

/** Late numbers come within so many days; older empty days stay empty. */
const SURELY_LATE_DAYS = 14

/** What a saved load remembers: for each account and metric the day from which on nothing is loaded yet. */
export interface Progress {
  /** The first day to read of a metric. */
  since(account: Account, wanted: WantedUserMetric, configured: string | undefined): string | undefined
  /** A metric was asked up to a day (exclusive), and its last number is of `lastDay`. */
  reached(account: Account, wanted: WantedUserMetric, upTo: string, lastDay: string | undefined): void
  next(): JsonObject
}

/** A metric in the state, such as `reach-day` or `views-day by media_product_type`. */
export function metricKey({ metric, period, breakdown, metricType }: { readonly metric: string; readonly period?: string | undefined; readonly breakdown?: readonly string[] | undefined; readonly metricType?: string | undefined }): string {
  return `${metric}-${period ?? 'day'}${metricType === 'total_value' ? '-total' : ''}${breakdown && breakdown.length > 0 ? ` by ${breakdown.join(',')}` : ''}`
}

/** @param trailingOf days of a metric that are read again for numbers that came late; only an upsert may do that */
export function createProgress(state: JsonObject, trailingOf: (wanted: WantedUserMetric) => number): Progress {
  const before = isObject(state['accounts']) ? state['accounts'] : {}
  const after = new Map<string, Map<string, string>>()
  const known = (account: string, key: string): string | undefined => {
    const days = before[account]
    const day = isObject(days) ? days[key] : undefined
    return typeof day === 'string' ? day : undefined
  }
  return {
    since: (account, wanted, configured) => {
      const day = known(account.id, metricKey(wanted))
      if (day === undefined) return configured
      const again = addDays(day, -trailingOf(wanted))
      return configured !== undefined && configured > again ? configured : again
    },
    reached: (account, wanted, upTo, lastDay) => {
      const key = metricKey(wanted)
      // An append must never read a day twice, so all that was asked for counts as read.
      const sure = trailingOf(wanted) === 0 ? upTo : laterOf(lastDay === undefined ? undefined : addDays(lastDay, 1), addDays(upTo, -SURELY_LATE_DAYS))
      const day = laterOf(known(account.id, key), sure)
      after.set(account.id, (after.get(account.id) ?? new Map<string, string>()).set(key, day))
    },
    next: () => {
      const accounts: Record<string, Json> = { ...before }
      for (const [id, days] of after) accounts[id] = { ...(isObject(before[id]) ? before[id] : {}), ...Object.fromEntries(days) }
      return { accounts }
    },
  }
}

const laterOf = (one: string | undefined, other: string): string => (one !== undefined && one > other ? one : other)
