import type { Skipped as SdkSkipped } from '../../../sdk/index.ts'
import type { Skipped } from '../../model/connector.ts'
import { RunnerError } from '../../model/error.ts'
import type { TaskLog } from '../../model/operator.ts'
import type { Account } from './accounts.ts'
import { createTally, type Kind, type Tallied, type Told } from './tally.ts'

/** What a load was asked for and did not get: told once for each metric, kept for each account. */
export interface Report {
  /** Takes over what an earlier, cut off run of the same load found. */
  restore(finished: ReadonlySet<string>): void
  /** Names what was noted since the last call, for a run that goes on after this one. */
  units(): readonly string[]
  add(account: Account, skipped: readonly SdkSkipped[]): void
  /** Meta answered a metric without a number, in every window: no data, which is not zero. */
  empty(account: Account, metrics: readonly string[]): void
  /** Posts without a number of a metric that posts of their kind have; a metric that was refused altogether is told already. */
  unanswered(account: Account, metric: string, posts: readonly string[]): void
  /** A whole account that could not be read. */
  lost(account: Account, reason: string): void
  rows(count: number): void
  /** Tells what is left to tell. @throws RunnerError when nothing of what was asked was loaded */
  end(nothing: string | undefined): void
  skipped(): readonly Skipped[]
  /** Something of what was asked is there to be read, with or without rows this time. */
  serve(): void
  served(): boolean
  /** Whether something was refused, and not only without a number. */
  refused(): boolean
  /** Whether something was asked rightly and too few have seen it so far. */
  unseen(): boolean
  nameOf(account: Account | undefined): string
}

const ALL = '*'
const NO_NUMBERS = 'Meta answered no number: the account is too small for it (100 followers), or the day is not counted yet (up to 48 hours)'
/** Words for refusals that concern single posts, beside Meta's own. */
const OF_MEDIA: Readonly<Partial<Record<SdkSkipped['code'], string>>> = {
  'before-conversion': 'posted before the account became professional, so without insights', 'too-few-viewers': 'seen by fewer than 5, so Meta shows no insights',
  'carousel-child': 'part of an album, so without insights of its own', 'not-shared-to-facebook': 'not shared to Facebook',
}

const without = (kind: Kind, metric: string, reason: string): Told => ({ kind, metric, reason, until: null, replacement: null, days: undefined })

export function createReport(log: TaskLog): Report {
  const { note, all, restore, units } = createTally()
  const said = new Set<Tallied>()
  let rows = 0
  let served = false
  const say = (some: readonly Tallied[], counted: boolean): void => {
    const unsaid = some.filter((one) => !said.has(one))
    for (const one of unsaid) said.add(one)
    for (const line of linesOf(unsaid, counted)) log.line('warn', line)
  }
  return {
    restore, units,
    serve: () => { served = true },
    served: () => served,
    refused: () => all().some(({ kind }) => kind !== 'empty'),
    unseen: () => all().some(({ reason }) => reason === OF_MEDIA['too-few-viewers']),
    nameOf: (account) => (account ? labelOf(account) : ''),
    add: (account, skipped) => { for (const one of skipped) note(labelOf(account), one.node, factsOf(account, one)) },
    empty: (account, metrics) => { for (const metric of metrics) note(labelOf(account), account.id, without('empty', metric, NO_NUMBERS)) },
    unanswered: (account, metric, posts) => {
      if (all().some((one) => one.kind === 'metric' && one.metric === metric && one.accounts.has(labelOf(account)))) return
      for (const post of posts) note(labelOf(account), post, without('media', metric, 'Meta answered no number'))
    },
    lost: (account, reason) => note(labelOf(account), account.id, without('account', ALL, reason)),
    rows: (count) => {
      rows += count
      // Said early once it is sure that the load brings something; else the failure says it.
      if (rows > 0) say(all().filter(({ kind }) => kind === 'metric'), false)
    },
    end: (nothing) => {
      const lines = linesOf(all(), true)
      if (rows === 0 && nothing !== undefined) throw new RunnerError('unprocessable', lines.length === 0 ? nothing : `${nothing}:\n${lines.join('\n')}`)
      say(all(), true)
    },
    skipped: () => all().flatMap((one) => [...one.accounts].map(([account, nodes]) => ({ account, metric: one.metric, reason: reasonOf(one, nodes.size), until: one.until, replacement: one.replacement }))),
  }
}

const labelOf = ({ username, id }: Account): string => username ?? id

function factsOf(account: Account, one: SdkSkipped): Told {
  const { metric = ALL, removed: until, replacement, days } = one
  if (days) return { kind: one.code === 'range' || one.code === 'window-out-of-range' ? 'range' : 'days', metric, reason: one.reason, until, replacement, days }
  const ofMedia = OF_MEDIA[one.code]
  if (one.node !== account.id || ofMedia !== undefined) return { kind: 'media', metric, reason: ofMedia ?? one.reason, until, replacement, days }
  return { kind: 'metric', metric, reason: one.code === 'unknown-metric' ? 'Meta does not know it (any more)' : one.reason, until, replacement, days }
}

function reasonOf(one: Told, nodes: number): string {
  if (one.days) return `${one.days.from} to ${one.days.to}: ${one.reason}`
  if (one.kind === 'media') return `${nodes} media: ${one.reason}`
  // Date and replacement stand beside it.
  return one.until === null ? one.reason : one.reason.replace(/ on \d{4}-\d\d-\d\d; (?:use .*|there is no replacement)$/, '')
}

/** @param counted whether all accounts were read, so that their number is known */
function linesOf(all: readonly Tallied[], counted: boolean): readonly string[] {
  const range = rangeLine(all.filter(({ kind }) => kind === 'range'))
  return [...all.filter(({ kind }) => kind !== 'range' && kind !== 'media').map((one) => lineOf(one, counted)), ...mediaLines(all.filter(({ kind }) => kind === 'media')), ...(range === undefined ? [] : [range])]
}

function lineOf(one: Tallied, counted: boolean): string {
  const accounts = [...one.accounts.keys()]
  const who = counted && accounts.length > 1 ? ` (${accounts.length} accounts)` : ''
  return one.kind === 'account' ? `account ${accounts.join(', ')} is left out: ${one.reason}` : `${one.metric}: ${one.days ? `${one.days.from} to ${one.days.to} (exclusive): ` : ''}${one.reason}${who}`
}

/** One line a reason: the posts it met (the most of any metric) and the metrics, unless all are meant. */
function mediaLines(all: readonly Tallied[]): readonly string[] {
  const byReason = new Map<string, Tallied[]>()
  for (const one of all) byReason.set(one.reason, [...byReason.get(one.reason) ?? [], one])
  return [...byReason].map(([reason, some]) => {
    const metrics = some.map(({ metric }) => metric).filter((metric) => metric !== ALL)
    const which = metrics.length === 0 || metrics.length < some.length ? '' : `${metrics.join(', ')}: `
    return `${which}left out for ${Math.max(...some.map(countOf))} media: ${reason}`
  })
}

const countOf = ({ accounts }: Tallied): number => [...accounts.values()].reduce((sum, { size }) => sum + size, 0)

/** One line for the window, whatever the number of metrics: `2020-04-15 to 2020-06-18 is older than what Meta keeps …`. */
function rangeLine(ranges: readonly Told[]): string | undefined {
  if (ranges.length === 0) return undefined
  const froms = ranges.map((one) => one.days?.from ?? '').sort()
  const tos = ranges.map((one) => one.days?.to ?? '').sort()
  const byReason = new Map<string, Set<string>>()
  for (const { reason, metric } of ranges) byReason.set(reason, (byReason.get(reason) ?? new Set()).add(metric))
  const reasons = [...byReason].map(([reason, metrics]) => `${reason}${metrics.has(ALL) ? '' : ` (${[...metrics].join(', ')})`}`)
  return `since/until: ${froms[0]} to ${tos.at(-1)} (exclusive) is older than what Meta still answers: ${reasons.join('; ')}`
}
