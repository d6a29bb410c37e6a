import { mediaMetrics, userMetrics } from '../../generated/catalogue.ts'
import type { Deprecation, Host } from '../../generated/catalogue.ts'
import { validatorLists } from '../../generated/validators.ts'
import type { Context } from '../graph/context.ts'
import { readFields } from '../graph/fields.ts'
import { listOf } from '../graph/params.ts'
import type { Params } from '../graph/params.ts'
import { need } from '../graph/permissions.ts'
import { invalid, refuse } from '../graph/refusal.ts'
import { dateOf } from '../world/dates.ts'

export const versionNumber = (name: string) => Number(name.slice(1))

/** Whether something that begins, is deprecated for new versions and is removed for all, answers now. */
export function answers(context: Context, row: { readonly since: string, readonly deprecated: Deprecation | null, readonly removed: string | null }): boolean {
  const date = dateOf(context.now)
  if (row.since > date || (row.removed !== null && row.removed <= date)) return false
  return row.deprecated === null || row.deprecated.date > date || context.version.number < versionNumber(row.deprecated.version)
}

/** Since when a metric's name exists, by node. */
const BEGINNINGS = {
  user: new Map(userMetrics.map((metric) => [metric.name, metric.forms.map((form) => form.since).sort()[0] ?? ''])),
  media: new Map(mediaMetrics.map((metric) => [metric.name, metric.since])),
} as const

// Every media of a page asks the same question.
const newest: { [Node in 'user' | 'media']?: { readonly date: string, readonly host: Host, readonly names: readonly string[] } } = {}

/** The names the API accepts at this time, in the order in which it lists them; a list that is known from a later day loses what did not exist yet. */
export function acceptedNames(node: 'user' | 'media', host: Host, now: number): readonly string[] {
  const date = dateOf(now)
  const last = newest[node]
  if (last?.date === date && last.host === host) return last.names
  const names = namesAt(node, host, date)
  newest[node] = { date, host, names }
  return names
}

function namesAt(node: 'user' | 'media', host: Host, date: string): readonly string[] {
  let names: readonly string[] = []
  for (const list of validatorLists) if (list.node === node && (list.host === host || list.host === 'both') && list.from <= date) names = list.metrics
  return names.filter((name) => (BEGINNINGS[node].get(name) ?? '') <= date)
}

/** Insights came to graph.instagram.com on this day (IG §1.1). */
const INSTAGRAM_LOGIN_INSIGHTS = '2025-01-21'

/** @throws Refusal where the host has no insights yet, or the token lacks a permission */
export function needInsights(context: Context, type: string): void {
  if (context.dialect === 'instagram' && dateOf(context.now) < INSTAGRAM_LOGIN_INSIGHTS) throw refuse('unknown_field', { field: 'insights', type })
  need(context, 'insights')
}

/**
 * The metrics asked for, all of them names that the API accepts.
 * @throws Refusal naming the index of the first bad one and the whole list
 */
export function readMetrics(context: Context, node: 'user' | 'media', args: Params): readonly string[] {
  const metrics = listOf(args.get('metric'))
  if (metrics.length === 0) throw invalid('The parameter metric is required')
  const accepted = acceptedNames(node, context.dialect, context.now)
  const bad = metrics.findIndex((name) => !accepted.includes(name) || context.badMetrics.has(name))
  if (bad >= 0) throw refuse('unknown_metric', { index: bad, list: accepted.filter((name) => !context.badMetrics.has(name)).join(', ') })
  return [...new Set(metrics)]
}

/** @throws Refusal in the words Meta uses for a value that is not of a parameter's list */
export function oneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw invalid(`${name} must be one of the following values: ${allowed.join(', ')}`)
}

const ITEM_FIELDS: ReadonlySet<string> = new Set(['name', 'period', 'values', 'title', 'description', 'total_value', 'id'])

/** The asked fields of insights, where `fields` or braces name some; `id` always. */
export function chosenFields(items: readonly object[], fieldsText: string | undefined): readonly object[] {
  if (fieldsText === undefined || fieldsText === '') return items
  const names = new Set(readFields(fieldsText).map((field) => field.name))
  for (const name of names) if (!ITEM_FIELDS.has(name)) throw refuse('unknown_field', { field: name, type: 'InstagramInsightsResult' })
  return items.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name) || name === 'id')))
}

export const PERIODS = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range'] as const
