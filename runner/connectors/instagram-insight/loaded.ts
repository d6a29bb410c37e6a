import { isObject, type Json, type JsonObject } from '../../model/json.ts'

/** Posts or comments with their time, Unix seconds. */
export interface Item { readonly id: string; readonly at: number | undefined }

/**
 * What an appending saved load brought of a list, so that its next run brings the rest: everything up to the time of its last
 * success, but for what came late, which is looked for among the days before.
 */
export interface Loaded {
  /** Nothing new is older, Unix seconds; undefined before the first success. */
  since(account: string): number | undefined
  /** Those that no earlier success brought. */
  fresh<T extends Item>(account: string, items: readonly T[]): readonly T[]
  /** Keeps items of this run for the next; the unit makes a resumed load keep them too. */
  keep(account: string, items: readonly Item[]): readonly string[]
  /** `accounts` of the state, with what this run kept. */
  next(): JsonObject
}

const DAY_SECONDS = 24 * 3600

/**
 * @param list the data type, under which each account keeps `until` (ISO 8601) and the ids of the days before it
 * @param now when this load was planned, milliseconds since 1970
 * @param days how late something may come
 */
export function createLoaded(state: JsonObject, list: string, now: number, days: number, finished: ReadonlySet<string>): Loaded {
  const accounts = isObject(state['accounts']) ? state['accounts'] : {}
  const edge = Math.floor(now / 1000) - days * DAY_SECONDS
  const prefix = `kept ${list} `
  const kept = new Map<string, Set<string>>()
  const keptOf = (account: string): Set<string> => { const ids = kept.get(account) ?? new Set(); kept.set(account, ids); return ids }
  for (const unit of finished) {
    if (!unit.startsWith(prefix)) continue
    const [account = '', ...ids] = unit.slice(prefix.length).split(' ')
    for (const id of ids) keptOf(account).add(id)
  }
  const before = (account: string): { readonly since: number; readonly ids: ReadonlySet<string> } | undefined => {
    const days = accounts[account]
    const entry = isObject(days) ? days[list] : undefined
    const until = isObject(entry) ? Date.parse(String(entry['until'])) : NaN
    return isObject(entry) && !Number.isNaN(until) ? { since: Math.floor(until / 1000) - Number(entry['days'] ?? 0) * DAY_SECONDS, ids: new Set(Array.isArray(entry['ids']) ? entry['ids'].map(String) : []) } : undefined
  }
  return {
    since: (account) => before(account)?.since,
    fresh: (account, items) => {
      const known = before(account)
      return known === undefined ? items : items.filter(({ id, at }) => (at === undefined || at >= known.since) && !known.ids.has(id))
    },
    keep: (account, items) => {
      const late = items.filter(({ at }) => at === undefined || at >= edge).map(({ id }) => id)
      const ids = keptOf(account)
      for (const id of late) ids.add(id)
      return late.length === 0 ? [] : [`${prefix}${account} ${late.join(' ')}`]
    },
    next: () => {
      const next: Record<string, Json> = { ...accounts }
      const until = new Date(now).toISOString()
      for (const [account, ids] of kept) next[account] = { ...(isObject(accounts[account]) ? accounts[account] : {}), [list]: { until, days, ids: [...ids] } }
      return { accounts: next }
    },
  }
}
