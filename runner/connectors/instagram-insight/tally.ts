import type { Skipped } from '../../../sdk/index.ts'

/** `range`: days that Meta keeps no longer; `days`: days that were refused otherwise; `media`: single posts. */
export type Kind = 'metric' | 'range' | 'days' | 'media' | 'empty' | 'account'

/** Something that was left out. */
export interface Told { readonly kind: Kind; readonly metric: string; readonly reason: string; readonly until: string | null; readonly replacement: string | null; readonly days: Skipped['days'] }
/** The same with the accounts, by label, and the nodes it concerns in each. */
export interface Tallied extends Told { readonly accounts: ReadonlyMap<string, ReadonlySet<string>> }

/** Counts what was left out, each node once, whoever tells it and however often. */
export interface Tally {
  note(account: string, node: string, one: Told): void
  all(): readonly Tallied[]
  /** Takes over what an earlier, cut off run of the same load noted. */
  restore(finished: ReadonlySet<string>): void
  /** Names what was noted since the last call, for a run that goes on after this one. */
  units(): readonly string[]
}

const PREFIX = 'left out '

/** What a unit holds: each thing with its nodes by account. */
type Noted = readonly (readonly [Told, readonly (readonly [account: string, nodes: readonly string[]])[]])[]

export function createTally(): Tally {
  const told = new Map<string, Told & { readonly accounts: Map<string, Set<string>> }>()
  let fresh = new Map<string, Map<string, string[]>>()
  const note: Tally['note'] = (account, node, one) => {
    const key = JSON.stringify([one.kind, one.metric, one.kind === 'metric' ? '' : one.reason, one.days ?? null])
    const known = told.get(key) ?? { ...one, accounts: new Map<string, Set<string>>() }
    told.set(key, known)
    const nodes = known.accounts.get(account) ?? new Set()
    known.accounts.set(account, nodes)
    if (nodes.has(node)) return
    nodes.add(node)
    // A whole account is tried again.
    if (one.kind === 'account') return
    const noted = fresh.get(key) ?? new Map<string, string[]>()
    fresh.set(key, noted.set(account, [...noted.get(account) ?? [], node]))
  }
  return {
    note,
    all: () => [...told.values()],
    restore: (finished) => {
      const units = [...finished].filter((unit) => unit.startsWith(PREFIX))
      for (const [one, accounts] of units.flatMap((unit) => JSON.parse(unit.slice(PREFIX.length)) as Noted)) {
        for (const [account, nodes] of accounts) for (const node of nodes) note(account, node, { ...one, days: one.days })
      }
      fresh.clear()
    },
    units: () => {
      if (fresh.size === 0) return []
      const noted: Noted = [...fresh].flatMap(([key, accounts]) => {
        const known = told.get(key)
        if (!known) return []
        const { accounts: _all, ...one } = known
        return [[one, [...accounts]] as const]
      })
      fresh = new Map()
      return [PREFIX + JSON.stringify(noted)]
    },
  }
}
