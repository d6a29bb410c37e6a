import type { GraphClient } from '../client.ts'
import { systemClock } from '../clock.ts'
import { GraphError } from '../error.ts'
import type { Host } from '../generated/catalogue.ts'
import type { InsightTotal, InsightValue } from '../generated/entities.ts'
import { unlisted } from '../unlisted.ts'
import { addDays, dayOfEndTime } from './days.ts'
import type { Day, EndTimeReading } from './days.ts'
import { createGatherer } from './gather.ts'
import { valueOf } from './numbers.ts'
import { concernsMetric, skippedBy } from './skipped.ts'
import type { Skipped } from './skipped.ts'
import { planUserInsights } from './user-plan.ts'
import type { UserGroup, UserInsightsRequest, WantedUserMetric } from './user-plan.ts'
import { windowName, withoutFirstDay } from './windows.ts'
import type { Window } from './windows.ts'

/** One number of an account. */
export interface UserInsightRow {
  readonly userId: string
  readonly metric: string
  readonly period: string
  readonly form: 'time_series' | 'total_value'
  readonly title: string
  /** Dimension → value, such as `{ age: '25-34', gender: 'F' }`; undefined where it is not broken down. */
  readonly dimensions: Readonly<Record<string, string>> | undefined
  /** What it was asked to be broken down by: also of a total without parts, which is zero of all. */
  readonly breakdown: readonly string[]
  readonly timeframe: string | undefined
  /** As Meta writes it; undefined for totals. */
  readonly endTime: string | undefined
  /** The day it describes, or the first of the window; undefined for snapshots. */
  readonly day: Day | undefined
  /** The day after the last it describes; undefined for snapshots. */
  readonly dayAfter: Day | undefined
  /** A number, or an object such as hour → followers. Never made up: a missing number has no row. */
  readonly value: number | Readonly<Record<string, number>>
}

/** What one call brought. */
export interface UserInsightsBatch {
  /** Names group and window; the same for the same request, so that a finished one can be left out next time. */
  readonly key: string
  readonly window: Window | undefined
  /** What of the request it answers; none for a batch that only tells what is left out. */
  readonly wanted: readonly WantedUserMetric[]
  readonly rows: readonly UserInsightRow[]
  /** Metrics that Meta answered without a number: no data, which is not zero. */
  readonly empty: readonly string[]
  readonly skipped: readonly Skipped[]
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined
  /** Keys of batches that are not to be read again. */
  readonly done?: ReadonlySet<string> | undefined
  /** Metrics that an earlier, unfinished reading of the same request found refused: they are not asked for again. */
  readonly isRefused?: ((wanted: WantedUserMetric) => boolean) | undefined
  /** Batches in work at once. 8 by default; the client's limiter bounds calls besides. */
  readonly concurrency?: number | undefined
  /** Milliseconds since 1970. */
  readonly now?: number | undefined
}

type AnyClient = GraphClient<Host, string>

/**
 * Reads user insights window by window, in the order they come in. What Meta refuses is dropped metric by metric and told in
 * `skipped`; everything else is read. A token, permission or rate refusal ends it with a {@link GraphError}.
 */
export async function* readUserInsights<H extends Host, V extends string>(client: GraphClient<H, V>, request: UserInsightsRequest, options: ReadOptions = {}): AsyncGenerator<UserInsightsBatch, void, undefined> {
  const now = options.now ?? systemClock.now()
  const plan = planUserInsights(request, { host: client.host, version: client.version, now })
  if (plan.skipped.length > 0) yield { key: 'plan', window: undefined, wanted: [], rows: [], empty: [], skipped: plan.skipped }
  const gatherer = createGatherer<UserInsightsBatch>(options.concurrency ?? 8)
  const denials = createDenials()
  for (const group of plan.groups) {
    const reader = createGroupReader(client as unknown as AnyClient, request, group, { ...options, now, denials })
    const open = group.windows.filter((window) => !options.done?.has(keyOf(group, window)))
    // The newest window finds out which metrics are refused; the others then ask for the rest only.
    gatherer.add(async () => {
      const first = await reader(open[0])
      for (const window of open.slice(1)) gatherer.add(() => reader(window))
      return first
    }, open.length > 0)
  }
  yield* gatherer.results()
  const skipped = denials.end()
  if (skipped.length > 0) yield { key: 'denied', window: undefined, wanted: [], rows: [], empty: [], skipped }
}

/** Refusals for want of a permission: single metrics are left out, but where nothing is answered they end the reading. */
interface Denials {
  answered(): void
  /** @throws GraphError once so many are refused, and nothing was answered, that it can be no matter of single metrics */
  add(error: GraphError, skipped: Skipped): void
  /** What is left out. @throws GraphError where nothing was answered */
  end(): readonly Skipped[]
}

const MOST_DENIED = 8

function createDenials(): Denials {
  let answered = false
  let first: GraphError | undefined
  const all: Skipped[] = []
  const end = (): readonly Skipped[] => {
    if (!answered && first) throw first
    return all
  }
  return {
    answered: () => { answered = true }, end,
    add: (error, skipped) => {
      first ??= error
      if (all.push(skipped) >= MOST_DENIED) end()
    },
  }
}

/** All of {@link readUserInsights} at once. */
export async function fetchUserInsights<H extends Host, V extends string>(client: GraphClient<H, V>, request: UserInsightsRequest, options: ReadOptions = {}): Promise<Omit<UserInsightsBatch, 'key' | 'window' | 'wanted'>> {
  const rows: UserInsightRow[] = []
  const empty = new Set<string>()
  const skipped: Skipped[] = []
  for await (const batch of readUserInsights(client, request, options)) {
    rows.push(...batch.rows)
    for (const metric of batch.empty) empty.add(metric)
    skipped.push(...batch.skipped)
  }
  const withNumbers = new Set(rows.map((row) => row.metric))
  return { rows, empty: [...empty].filter((metric) => !withNumbers.has(metric)), skipped }
}

interface RawInsight { readonly name: string, readonly title: string, readonly values?: readonly InsightValue[], readonly total_value?: InsightTotal }

type GroupCall = (metrics: readonly string[], window: Window | undefined) => Promise<object>

function callOf(client: AnyClient, { userId }: UserInsightsRequest, group: UserGroup, signal: AbortSignal | undefined): GroupCall {
  return (metrics, window) => client.user(userId).insights({
    metric: metrics.map((name) => unlisted(name)), period: unlisted(group.period),
    ...group.form === 'total_value' ? { metric_type: 'total_value' } : {},
    ...group.breakdown.length > 0 ? { breakdown: group.breakdown.join(',') } : {},
    ...group.timeframe === undefined ? {} : { timeframe: group.timeframe },
    ...window ? { since: window.since, until: window.until } : {},
  }, signal ? { signal } : {})
}

/** An unexplained refusal may pass (code 1): it is believed when it comes so many times more. The client itself tries such a call twice. */
const ROUNDS = 2

/** Reads windows of one group; metrics that are refused before they were ever answered are not asked for again. */
function createGroupReader(client: AnyClient, request: UserInsightsRequest, group: UserGroup, { now, signal, isRefused, denials }: ReadOptions & { readonly now: number, readonly denials: Denials }) {
  const reading = request.reading ?? 'ends-at'
  const refused = new Set(group.wanted.filter((wanted) => isRefused?.(wanted)).map(({ metric }) => metric))
  const answered = new Set<string>()
  const skippedFor = (error: GraphError, name: string) => ({ ...skippedBy(error, request.userId, name), wanted: group.wanted.find(({ metric }) => metric === name) })
  const call = callOf(client, request, group, signal)

  /** Reads what it can of the metrics; halves them where the refusal names none. */
  const readPart = async (metrics: readonly string[], window: Window | undefined, skipped: Skipped[], again = ROUNDS): Promise<readonly RawInsight[]> => {
    const left = metrics.filter((name) => !refused.has(name))
    if (left.length === 0) return []
    try {
      const found = Object.values(await call(left, window)) as RawInsight[]
      for (const name of left) answered.add(name)
      denials.answered()
      return found
    } catch (error) {
      if (!(error instanceof GraphError)) throw error
      if (error.code === 'window-out-of-range' && window) return shortened(error, left, window, skipped)
      if (error.code === 'not-found' || !concernsMetric(error)) throw error
      if (error.code === 'unknown' && again > 0) return readPart(left, window, skipped, again - 1)
      const named = left.filter((name) => error.metrics.includes(name))
      if (named.length > 0 || left.length === 1) {
        const bad = named.length > 0 ? named : left
        for (const name of bad) refuse(error, name, window, skipped)
        return readPart(left.filter((name) => !bad.includes(name)), window, skipped)
      }
      const half = Math.ceil(left.length / 2)
      return [...await readPart(left.slice(0, half), window, skipped), ...await readPart(left.slice(half), window, skipped)]
    }
  }

  /** What was answered for other days is refused for these only; without a reason that is no refusal but a failure. */
  const refuse = (error: GraphError, name: string, window: Window | undefined, skipped: Skipped[]): void => {
    if (!answered.has(name)) refused.add(name)
    else if (error.code === 'unknown' || error.code === 'permission') throw error
    const one = { ...skippedFor(error, name), days: answered.has(name) && window ? { from: window.from, to: window.to } : undefined }
    if (error.code === 'permission') denials.add(error, one)
    else skipped.push(one)
  }

  /** Days at the edge of what Meta keeps: gone by one at a time, and told. */
  const shortened = async (error: GraphError, metrics: readonly string[], window: Window, skipped: Skipped[]): Promise<readonly RawInsight[]> => {
    const shorter = withoutFirstDay(window, group.form, reading, now)
    for (const metric of metrics) skipped.push({ ...skippedFor(error, metric), days: { from: window.from, to: shorter?.from ?? window.to } })
    return shorter ? readPart(metrics, shorter, skipped) : []
  }

  return async (window: Window | undefined): Promise<UserInsightsBatch> => {
    const skipped: Skipped[] = []
    const asked = group.metrics.filter((name) => !refused.has(name))
    const insights = await readPart(asked, window, skipped)
    const rows = insights.flatMap((insight) => rowsOf(insight, request.userId, group, window, reading))
    const without = new Set([...rows.map((row) => row.metric), ...skipped.map(({ metric }) => metric)])
    return { key: keyOf(group, window), window, wanted: group.wanted, rows, empty: asked.filter((name) => !without.has(name) && !refused.has(name)), skipped: merged(skipped) }
  }
}

function keyOf(group: UserGroup, window: Window | undefined): string {
  return window ? `${group.key} ${windowName(window)}` : group.key
}

/** One entry where a metric lost several days in a row. */
function merged(skipped: readonly Skipped[]): readonly Skipped[] {
  const found: Skipped[] = []
  for (const one of skipped) {
    const index = found.findIndex((other) => other.metric === one.metric && other.days && one.days && other.days.to === one.days.from)
    const before = found[index]
    if (before?.days && one.days) found[index] = { ...before, days: { from: before.days.from, to: one.days.to } }
    else found.push(one)
  }
  return found
}

function rowsOf(insight: RawInsight, userId: string, group: UserGroup, window: Window | undefined, reading: EndTimeReading): readonly UserInsightRow[] {
  const { period, form, timeframe, breakdown } = group
  const base: RowBase = { userId, metric: insight.name, period, form, title: insight.title ?? '', timeframe, breakdown }
  const series = insight.values ?? []
  if (form === 'time_series' && series.length > 0) return withoutRepeats(series).flatMap((one) => seriesRow(base, one, window, reading))
  // A number for the whole window, wherever it stands.
  const { total_value: total } = insight
  const whole = { ...base, form: 'total_value' as const, endTime: undefined, day: window?.from, dayAfter: window?.to }
  const parts = (total?.breakdowns ?? []).flatMap(({ dimension_keys: keys, results }) => (results ?? []).flatMap((result): readonly UserInsightRow[] => {
    const value = valueOf(result.value)
    return value === undefined ? [] : [{ ...whole, dimensions: Object.fromEntries(keys.map((key, index) => [key, result.dimension_values[index] ?? ''])), value }]
  }))
  if (parts.length > 0) return parts
  const value = valueOf(total?.value ?? (series.length === 1 ? series[0]?.value : undefined))
  return value === undefined ? [] : [{ ...whole, dimensions: undefined, value }]
}

type RowBase = Pick<UserInsightRow, 'userId' | 'metric' | 'period' | 'form' | 'title' | 'timeframe' | 'breakdown'>

function withoutRepeats(series: readonly InsightValue[]): readonly InsightValue[] {
  const seen = new Set<string>()
  return series.filter(({ end_time: at }) => at === undefined || (!seen.has(at) && seen.add(at)))
}

function seriesRow(base: RowBase, one: InsightValue, window: Window | undefined, reading: EndTimeReading): readonly UserInsightRow[] {
  const { end_time: endTime } = one
  const value = valueOf(one.value)
  if (value === undefined) return []
  const day = endTime === undefined || Number.isNaN(Date.parse(endTime)) ? undefined : dayOfEndTime(endTime, reading)
  // A server that answers more days than asked would have them loaded twice, by two windows.
  if (day !== undefined && window && (day < window.from || day >= window.to)) return []
  return [{ ...base, dimensions: undefined, endTime, day, dayAfter: day === undefined ? undefined : addDays(day, 1), value }]
}
