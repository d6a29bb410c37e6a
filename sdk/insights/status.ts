import { mediaMetrics, userMetrics, versions } from '../generated/catalogue.ts'
import type { Deprecation, Host, MediaKind, MediaMetric, UserMetric, UserMetricForm } from '../generated/catalogue.ts'

/** Where and when a metric is asked for. */
export interface AskedAt {
  readonly host: Host
  readonly version: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What the catalogue says about asking for a metric. */
export type MetricStatus =
  | { readonly state: 'served' }
  | { readonly state: 'unknown', readonly reason: string }
  | { readonly state: 'refused', readonly reason: string, readonly removed: string | null, readonly replacement: string | null }

// Marked pure, so that a bundler leaves the catalogue out where nobody asks it.
const users: ReadonlyMap<string, UserMetric> = /* @__PURE__ */ byName(userMetrics)
const medias: ReadonlyMap<string, MediaMetric> = /* @__PURE__ */ byName(mediaMetrics)

function byName<M extends { readonly name: string }>(metrics: readonly M[]): ReadonlyMap<string, M> {
  return new Map(metrics.map((metric) => [metric.name, metric]))
}

export function userMetric(name: string): UserMetric | undefined {
  return users.get(name)
}

export function mediaMetric(name: string): MediaMetric | undefined {
  return medias.get(name)
}

/** Names of the catalogue, current and legacy. */
export function metricNames(node: 'user' | 'media'): readonly string[] {
  return [...(node === 'user' ? users : medias).keys()]
}

/** The form that a metric is asked in, where the caller does not say: a series if it has one that is served, else a total. */
export function formOf(metric: UserMetric, metricType: string | undefined, at: AskedAt): UserMetricForm | undefined {
  if (metricType !== undefined) return metric.forms.find((form) => form.metricType === (metricType === 'default' ? 'time_series' : metricType))
  return metric.forms.find((form) => lifeProblem(form, at) === undefined) ?? metric.forms[0]
}

export interface UserMetricQuestion { readonly metric: string, readonly period?: string | undefined, readonly metricType?: string | undefined, readonly breakdown?: readonly string[] | undefined, readonly timeframe?: string | undefined }

/** Whether Meta answers a user metric in this form, at this time, on this host, to this version; and if not, why. */
export function userMetricStatus({ metric: name, period, metricType, breakdown = [] }: UserMetricQuestion, at: AskedAt): MetricStatus {
  const metric = users.get(name)
  if (!metric) return unknown(name, 'user')
  const form = formOf(metric, metricType, at)
  if (!form) return refused(`${name} has no ${metricType} form; it has ${metric.forms.map((one) => one.metricType).join(' and ')}`)
  const life = lifeProblem(form, at)
  if (life) return life
  if (!form.hosts.includes(at.host)) return refused(`${name} is served on graph.${form.hosts.join(' and ')}.com only`)
  if (period !== undefined && !form.periods.some((one) => one === period)) return refused(`${name} takes the period ${form.periods.join(', ')}, not ${period}`)
  const wrong = breakdown.find((one) => !form.breakdowns.includes(one))
  if (wrong !== undefined) return refused(form.breakdowns.length === 0 ? `${name} has no breakdown` : `${name} is broken down by ${form.breakdowns.join(', ')}, not ${wrong}`)
  return { state: 'served' }
}

/** Whether Meta answers a media metric for a kind of media (any kind where it is left out). */
export function mediaMetricStatus(name: string, kind: MediaKind | undefined, at: AskedAt): MetricStatus {
  const metric = medias.get(name)
  if (!metric) return unknown(name, 'media')
  const life = lifeProblem(metric, at)
  if (life && !(metric.stillAnswers && versionNumber(at.version) <= versionNumber(metric.stillAnswers.upToVersion))) return life
  if (!metric.hosts.includes(at.host)) return refused(`${name} is served on graph.${metric.hosts.join(' and ')}.com only`)
  if (kind === undefined) return { state: 'served' }
  const since = metric.products[kind]
  if (since === undefined) return metric.documented ? refused(`${name} is not answered for ${kind}`) : { state: 'served' }
  return since > dayOf(at.now) ? refused(`${name} is answered for ${kind} from ${since} on`) : { state: 'served' }
}

/** The newest version that is served on a day; the default of a client at that time. */
export function newestVersion(now: number): string {
  const day = dayOf(now)
  return versions.filter((row) => row.introduced <= day).at(-1)?.version ?? versions[0]?.version ?? 'v27.0'
}

/** Whether a version is served: `expired` versions are answered by the oldest that is, `unknown` ones are refused. */
export function versionStatus(version: string, now: number): { readonly state: 'served' | 'expired' | 'unknown', readonly until: string | null } {
  const row = versions.find((one) => one.version === version)
  if (!row || row.introduced > dayOf(now)) return { state: 'unknown', until: null }
  return { state: row.until !== null && row.until <= dayOf(now) ? 'expired' : 'served', until: row.until }
}

interface Life { readonly since: string, readonly deprecated: Deprecation | null, readonly removed: string | null, readonly replacement: string | null }

function lifeProblem({ since, deprecated, removed, replacement }: Life, { version, now }: AskedAt): MetricStatus | undefined {
  const day = dayOf(now)
  const instead = replacement === null ? 'there is no replacement' : `use ${replacement}`
  if (removed !== null && removed <= day) return { state: 'refused', reason: `removed by Meta on ${removed}; ${instead}`, removed, replacement }
  if (deprecated !== null && deprecated.date <= day && versionNumber(version) >= versionNumber(deprecated.version)) {
    return { state: 'refused', reason: `refused from ${deprecated.version} on${removed === null ? '' : `, by every version from ${removed} on`}; ${instead}`, removed, replacement }
  }
  return since > day ? refused(`answered from ${since} on`) : undefined
}

function unknown(name: string, node: string): MetricStatus {
  return { state: 'unknown', reason: `${name} is not a ${node} metric that the catalogue knows` }
}

function refused(reason: string): MetricStatus {
  return { state: 'refused', reason, removed: null, replacement: null }
}

function versionNumber(version: string): number {
  return Number(version.replace(/^v/, ''))
}

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}
