import { GraphError } from '../error.ts'
import { addDays, isDay, pacificDay } from './days.ts'
import type { Day, EndTimeReading } from './days.ts'
import type { Skipped } from './skipped.ts'
import { formOf, userMetric, userMetricStatus } from './status.ts'
import type { AskedAt } from './status.ts'
import type { UserMetricName } from './types.ts'
import { LONGEST_WINDOW_DAYS, planWindows } from './windows.ts'
import type { Window } from './windows.ts'

/** One user metric as it is wanted. */
export interface WantedUserMetric {
  readonly metric: UserMetricName
  /** The catalogue's first where it is left out. */
  readonly period?: string | undefined
  /** The form that is served where it is left out: a series if there is one. */
  readonly metricType?: 'time_series' | 'total_value' | undefined
  /** Several stand for a combination, such as age and gender. */
  readonly breakdown?: readonly string[] | undefined
  readonly timeframe?: string | undefined
}

export interface UserInsightsRequest {
  readonly userId: string
  readonly metrics: readonly WantedUserMetric[]
  /** First day, US Pacific. Thirty days before `until` where it is left out. */
  readonly since?: Day | undefined
  /** Exclusive. Today where it is left out. */
  readonly until?: Day | undefined
  /** Which day an end_time stands for. `ends-at` by default, as Meta's documentation. */
  readonly reading?: EndTimeReading | undefined
  /** Days in each total: 1 gives a number for every day (a call each), up to 30 fewer calls. 1 by default. */
  readonly totalDays?: number | undefined
}

/** Metrics that Meta accepts in one call, and the windows to ask for. */
export interface UserGroup {
  /** Names period, form, breakdown, timeframe and metrics: the same for the same request. */
  readonly key: string
  readonly metrics: readonly string[]
  /** What of the request it answers. */
  readonly wanted: readonly WantedUserMetric[]
  readonly period: string
  readonly form: 'time_series' | 'total_value'
  readonly breakdown: readonly string[]
  readonly timeframe: string | undefined
  /** Newest first; undefined stands for a call without a window. */
  readonly windows: readonly (Window | undefined)[]
}

export interface UserPlan { readonly groups: readonly UserGroup[], readonly skipped: readonly Skipped[] }

interface Resolved extends Omit<UserGroup, 'key' | 'metrics' | 'wanted' | 'windows'> {
  readonly metric: string
  readonly wanted: WantedUserMetric
  readonly historyDays: number | null
  readonly excludesToday: boolean
  readonly windowed: boolean
}

/** Sorts what is wanted into calls. What the catalogue knows as refused is left out and told; names it does not know are asked for alone with their like. */
export function planUserInsights(request: UserInsightsRequest, at: AskedAt): UserPlan {
  const skipped: Skipped[] = []
  const groups = new Map<string, Resolved[]>()
  for (const wanted of request.metrics) {
    const status = userMetricStatus(wanted, at)
    if (status.state === 'refused') {
      skipped.push({ metric: wanted.metric, node: request.userId, reason: status.reason, code: 'catalogue', removed: status.removed, replacement: status.replacement, days: undefined, wanted })
      continue
    }
    const one = resolved(wanted, at)
    const key = [one.form, one.period, one.breakdown.join('+'), one.timeframe ?? '', one.historyDays ?? '', status.state].join(' ')
    groups.set(key, [...groups.get(key) ?? [], one])
  }
  return { skipped: [...skipped, ...[...groups.values()].flatMap((group) => tooOld(request, group, at.now))], groups: [...groups.values()].map((group) => groupOf(request, group, at.now)) }
}

function resolved(wanted: WantedUserMetric, at: AskedAt): Resolved {
  const { metric: name, period, metricType, breakdown = [], timeframe } = wanted
  const metric = userMetric(name)
  const form = metric && formOf(metric, metricType, at)
  const chosen = period ?? form?.periods[0] ?? 'day'
  const snapshot = chosen === 'lifetime' && form?.metricType === 'total_value'
  return {
    wanted, metric: name, period: chosen, breakdown,
    form: metricType ?? form?.metricType ?? 'total_value',
    timeframe: timeframe ?? (form?.timeframeRequired ? form.timeframes[0] : undefined),
    historyDays: metric ? metric.historyDays : 730,
    excludesToday: metric?.excludesToday ?? false,
    // The audiences of old (audience_city and its like) are lifetime numbers without a window too.
    windowed: !snapshot && !(chosen === 'lifetime' && metric?.historyDays === null),
  }
}

function groupOf(request: UserInsightsRequest, group: readonly Resolved[], now: number): UserGroup {
  const { period, form, breakdown, timeframe, windowed } = group[0] as Resolved
  const metrics = [...new Set(group.map((one) => one.metric))]
  const windows = windowed ? windowsOf(request, group[0] as Resolved, now).windows : [undefined]
  return { key: [period, form, breakdown.join('+'), timeframe ?? '', metrics.join('+')].join(' '), metrics, wanted: group.map((one) => one.wanted), period, form, breakdown, timeframe, windows }
}

function tooOld(request: UserInsightsRequest, group: readonly Resolved[], now: number): readonly Skipped[] {
  const first = group[0] as Resolved
  const days = first.windowed ? windowsOf(request, first, now).tooOld : undefined
  if (!days) return []
  const kept = first.historyDays === 730 ? 'two years' : `${first.historyDays} days`
  return group.map(({ metric, wanted }) => ({ metric, wanted, node: request.userId, reason: `Meta keeps ${kept} only`, code: 'range', removed: null, replacement: null, days }))
}

function windowsOf(request: UserInsightsRequest, { form, historyDays, excludesToday }: Resolved, now: number) {
  const { from, to } = rangeOf(request, now)
  return planWindows({ from, to, reading: request.reading ?? 'ends-at', form, daysEach: form === 'time_series' ? LONGEST_WINDOW_DAYS : request.totalDays ?? 1, historyDays, excludesToday, now })
}

function rangeOf({ since, until }: UserInsightsRequest, now: number): { readonly from: Day, readonly to: Day } {
  for (const day of [since, until]) if (day !== undefined && !isDay(day)) throw new GraphError(`"${day}" is not a day such as 2026-11-01`, { code: 'invalid-parameter' })
  const to = until ?? pacificDay(now)
  const from = since ?? addDays(to, -30)
  if (from > to) throw new GraphError(`since ${from} is after until ${to}`, { code: 'invalid-parameter' })
  return { from, to }
}
