import { metricNames } from '../../../sdk/index.ts'
import type { WantedMediaMetric, WantedUserMetric } from '../../../sdk/index.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'
import { didYouMean } from './nearest.ts'
import { withBreakdowns } from './presets.ts'

const PERIODS = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range']
const METRIC_TYPES = ['time_series', 'total_value']
const BREAKDOWNS = { user: ['age', 'city', 'contact_button_type', 'country', 'follow_type', 'gender', 'media_product_type'], media: ['action_type', 'story_navigation_action_type', 'follow_type', 'surface_type'] } as const
const TIMEFRAMES = ['this_week', 'this_month', 'last_14_days', 'last_30_days', 'last_90_days', 'prev_month']

/** One entry of `metrics` or `incremental_user_metrics` as it stands there. */
interface Entry { readonly name: string; readonly more: Readonly<Record<string, Json>> }

type Told = (problem: string) => void

/** Reads account metrics: `reach-day`, `{value: reach-day}`, `{value: views-day, breakdown: follow_type}`, `{metric: reach, period: week}`; a bare `reach` takes the metric's first period. */
export function readUserMetrics(list: readonly Json[], key: string, allowUnknown: boolean, tell: Told): readonly WantedUserMetric[] {
  return entriesOf(list, key, ['value', 'metric', 'period', 'metric_type', 'breakdown', 'timeframe'], tell).flatMap(({ name, more }) => {
    const token = splitToken(name)
    if (!knows('user', token.metric, allowUnknown, key, tell)) return []
    const period = oneOf(more['period'], PERIODS, `${key}: period of ${name}`, tell) ?? token.period
    const metricType = oneOf(more['metric_type'], METRIC_TYPES, `${key}: metric_type of ${name}`, tell) as WantedUserMetric['metricType']
    const breakdown = breakdownsOf(more['breakdown'], BREAKDOWNS.user, `${key}: breakdown of ${name}`, tell)
    const timeframe = oneOf(more['timeframe'], TIMEFRAMES, `${key}: timeframe of ${name}`, tell)
    const wanted: WantedUserMetric = { metric: token.metric, ...(period === undefined ? {} : { period }), ...(metricType ?? breakdown ? { metricType: metricType ?? 'total_value' } : {}), ...(breakdown ? { breakdown } : {}), ...(timeframe === undefined ? {} : { timeframe }) }
    return withBreakdowns(wanted)
  })
}

/** Reads media metrics: `reach`, `{value: reach}`, `{value: navigation, breakdown: story_navigation_action_type}`; a period behind the name (`reach-lifetime`) is understood. */
export function readMediaMetrics(list: readonly Json[], key: string, allowUnknown: boolean, tell: Told): readonly WantedMediaMetric[] {
  return entriesOf(list, key, ['value', 'metric', 'period', 'breakdown'], tell).flatMap(({ name, more }) => {
    const { metric } = splitToken(name)
    if (!knows('media', metric, allowUnknown, key, tell)) return []
    const breakdown = breakdownsOf(more['breakdown'], BREAKDOWNS.media, `${key}: breakdown of ${name}`, tell)
    return breakdown ? breakdown.map((one) => ({ metric, breakdown: one })) : [{ metric }]
  })
}

function entriesOf(list: readonly Json[], key: string, allowed: readonly string[], tell: Told): readonly Entry[] {
  return list.flatMap((item): readonly Entry[] => {
    if (typeof item === 'string') return [{ name: item.trim(), more: {} }]
    const name = isObject(item) ? item['value'] ?? item['metric'] : undefined
    if (!isObject(item) || typeof name !== 'string') {
      tell(`${key}: an entry is a name such as reach-day, or {value: reach-day}`)
      return []
    }
    for (const other of Object.keys(item)) if (!allowed.includes(other)) tell(`${key}: ${name} has the unknown key '${other}'${didYouMean(other, allowed)}`)
    return [{ name: name.trim(), more: item }]
  })
}

/** `email_contacts-day` is a metric and its period. */
export function splitToken(token: string): { readonly metric: string; readonly period: string | undefined } {
  const at = token.lastIndexOf('-')
  const period = at === -1 ? undefined : token.slice(at + 1)
  return period !== undefined && PERIODS.includes(period) ? { metric: token.slice(0, at), period } : { metric: token, period: undefined }
}

function knows(node: 'user' | 'media', metric: string, allowUnknown: boolean, key: string, tell: Told): boolean {
  if (allowUnknown || metricNames(node).includes(metric)) return true
  const other = node === 'user' ? 'media' : 'user'
  const near = didYouMean(metric, metricNames(node))
  const dash = metric.lastIndexOf('-')
  if (node === 'user' && dash > 0 && metricNames(node).includes(metric.slice(0, dash))) tell(`${key}: '${metric}' ends with no period: ${PERIODS.map((period) => `${metric.slice(0, dash)}-${period}`).slice(0, 3).join(', ')}…`)
  else if (metricNames(other).includes(metric)) tell(`${key}: '${metric}' is a metric of ${node === 'user' ? 'media (data_type: media)' : 'accounts (data_type: user)'}${near}`)
  else tell(`${key}: unknown metric '${metric}'${near === '' ? '; skip_unknown_metrics: true asks Meta for names that this version does not know' : near}`)
  return false
}

function oneOf(value: Json | undefined, allowed: readonly string[], what: string, tell: Told): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string' && allowed.includes(value)) return value
  tell(`${what} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}${typeof value === 'string' ? didYouMean(value, allowed) : ''}`)
  return undefined
}

function breakdownsOf(value: Json | undefined, allowed: readonly string[], what: string, tell: Told): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined
  const names = isArray(value) ? value : typeof value === 'string' ? value.split(',').map((name) => name.trim()) : [value]
  return names.flatMap((name) => oneOf(name, allowed, what, tell) ?? [])
}
