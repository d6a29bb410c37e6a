import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Host, MediaMetric, MetricType, Metrics, Model, OpenApi, RefusalText, Timeframe, UserForm, UserMetric, Validators, ValidatorList, VersionDate, VersionRow } from './model.ts'

const FILES = ['digdag.yaml', 'graph.yaml', 'metrics.yaml', 'validators.yaml', 'versions.yaml'] as const
const BOTH: readonly Host[] = ['facebook', 'instagram']

interface RawLife { since?: string, deprecated?: VersionDate, removed?: string, replacement?: string | null, hosts?: Host[] }
interface RawForm extends RawLife { metric_type: MetricType, periods: string[], breakdowns?: string[], combinable?: boolean, timeframes?: string[], timeframe_required?: boolean }
interface RawMetric extends RawLife {
  name: string, title: string, description: string, unit: string, since: string
  value?: 'decimal' | 'object', documented?: boolean, first_version?: string, estimated?: boolean, history_days?: number, excludes_today?: boolean
  min_followers?: number, min_engagements?: number, breakdown_required?: boolean, top?: number, forms?: RawForm[]
  breakdowns?: string[], products?: Record<string, string | true>, documented_only?: string[], needs_facebook_share?: boolean
  still_answers?: { up_to_version: string, media_before: string }
}
interface RawText { code: number, message: string, subcode?: number, title?: string, user_message?: string, derived?: boolean }
interface RawMetrics { asOf: string, user: RawMetric[], media: RawMetric[], timeframes: (RawLife & { name: string, days: number, since: string })[], breakdown_values: Record<string, string[]> }

/** Reads `codegen/specs` with every default filled in. */
export function readModel(folder: string): Model {
  const texts = new Map(FILES.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  const read = (name: typeof FILES[number]): unknown => parse(texts.get(name) ?? '', { merge: true })
  return {
    versions: read('versions.yaml') as VersionRow[],
    metrics: metricsOf(read('metrics.yaml') as RawMetrics),
    validators: validatorsOf(read('validators.yaml') as { lists: ValidatorList[], texts: Record<string, RawText> }),
    graph: read('graph.yaml') as OpenApi,
    digdag: read('digdag.yaml') as OpenApi,
    hashes: Object.fromEntries([...texts].map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')])),
  }
}

function metricsOf(raw: RawMetrics): Metrics {
  return {
    asOf: raw.asOf,
    user: raw.user.map(userMetricOf),
    media: raw.media.map(mediaMetricOf),
    timeframes: raw.timeframes.map((frame): Timeframe => ({ name: frame.name, since: frame.since, days: frame.days, deprecated: frame.deprecated ?? null, removed: frame.removed ?? null })),
    breakdownValues: raw.breakdown_values,
  }
}

function baseOf(raw: RawMetric) {
  return { name: raw.name, title: raw.title, description: raw.description, unit: raw.unit, documented: raw.documented ?? true, firstVersion: raw.first_version ?? null }
}

function userMetricOf(raw: RawMetric): UserMetric {
  return {
    ...baseOf(raw),
    value: raw.value ?? 'integer',
    estimated: raw.estimated ?? false,
    historyDays: raw.history_days ?? null,
    excludesToday: raw.excludes_today ?? false,
    minFollowers: raw.min_followers ?? 0,
    minEngagements: raw.min_engagements ?? 0,
    breakdownRequired: raw.breakdown_required ?? false,
    top: raw.top ?? null,
    forms: (raw.forms ?? []).map((form) => formOf(form, raw)),
  }
}

function formOf(form: RawForm, metric: RawMetric): UserForm {
  return {
    metricType: form.metric_type,
    periods: form.periods,
    breakdowns: form.breakdowns ?? [],
    combinable: form.combinable ?? false,
    timeframes: form.timeframes ?? [],
    timeframeRequired: form.timeframe_required ?? false,
    hosts: form.hosts ?? metric.hosts ?? BOTH,
    since: form.since ?? metric.since,
    deprecated: form.deprecated ?? metric.deprecated ?? null,
    removed: form.removed ?? metric.removed ?? null,
    replacement: form.replacement ?? metric.replacement ?? null,
  }
}

function mediaMetricOf(raw: RawMetric): MediaMetric {
  const products = Object.entries(raw.products ?? {}).map(([kind, since]) => [kind, since === true ? raw.since : since] as const)
  return {
    ...baseOf(raw),
    value: raw.value === 'decimal' ? 'decimal' : 'integer',
    hosts: raw.hosts ?? BOTH,
    breakdowns: raw.breakdowns ?? [],
    products: Object.fromEntries(products),
    documentedOnly: raw.documented_only ?? [],
    needsFacebookShare: raw.needs_facebook_share ?? false,
    since: raw.since,
    deprecated: raw.deprecated ?? null,
    removed: raw.removed ?? null,
    replacement: raw.replacement ?? null,
    stillAnswers: raw.still_answers ? { upToVersion: raw.still_answers.up_to_version, mediaBefore: raw.still_answers.media_before } : null,
  }
}

function validatorsOf(raw: { lists: ValidatorList[], texts: Record<string, RawText> }): Validators {
  const textOf = (text: RawText): RefusalText => ({
    code: text.code,
    message: text.message,
    ...(text.subcode === undefined ? {} : { subcode: text.subcode }),
    ...(text.title === undefined ? {} : { title: text.title }),
    ...(text.user_message === undefined ? {} : { userMessage: text.user_message }),
    ...(text.derived === undefined ? {} : { derived: text.derived }),
  })
  return { lists: raw.lists, texts: Object.fromEntries(Object.entries(raw.texts).map(([key, text]) => [key, textOf(text)])) }
}
