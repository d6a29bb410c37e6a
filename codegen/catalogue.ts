import { literal, members, rows, union } from './literal.ts'
import type { MediaMetric, Model, UserMetric } from './model.ts'

const INTERFACES = `
/** Facebook Login is served by graph.facebook.com, Instagram Login by graph.instagram.com. */
export type Host = 'facebook' | 'instagram'

/** Kinds of media that insights tell apart: media_product_type, and for FEED the media_type. */
export type MediaKind = 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY' | 'AD'

export interface VersionRow {
  readonly version: GraphVersion
  readonly introduced: string
  /** The day from which it is no longer served; null where none is announced. */
  readonly until: string | null
}

/** Refused by \`version\` and later from \`date\`. */
export interface Deprecation { readonly version: GraphVersion, readonly date: string }

interface Metric {
  readonly name: string
  readonly unit: string
  /** A decimal is a percentage; an object maps a dimension's value to a number. */
  readonly value: 'integer' | 'decimal' | 'object'
  /** False where the API takes the name and the documentation does not know it. */
  readonly documented: boolean
  /** Null where Meta serves it to every version. */
  readonly firstVersion: GraphVersion | null
}

/** One way to ask for a user metric. */
export interface UserMetricForm {
  readonly metricType: 'time_series' | 'total_value'
  readonly periods: readonly Period[]
  /** Need metric_type=total_value. */
  readonly breakdowns: readonly string[]
  /** Several breakdowns may be given at once. */
  readonly combinable: boolean
  readonly timeframes: readonly string[]
  readonly timeframeRequired: boolean
  readonly hosts: readonly Host[]
  readonly since: string
  readonly deprecated: Deprecation | null
  /** The day from which no version answers. */
  readonly removed: string | null
  readonly replacement: string | null
}

export interface UserMetric extends Metric {
  readonly estimated: boolean
  /** Days a request may reach back; null where the metric is a snapshot. */
  readonly historyDays: number | null
  readonly excludesToday: boolean
  readonly minFollowers: number
  readonly minEngagements: number
  /** Without a breakdown Meta answers no number. */
  readonly breakdownRequired: boolean
  /** At most this many groups are answered. */
  readonly top: number | null
  readonly forms: readonly UserMetricForm[]
}

export interface MediaMetric extends Metric {
  readonly hosts: readonly Host[]
  readonly breakdowns: readonly string[]
  /** Kind of media → the day since which it answers. */
  readonly products: Readonly<Partial<Record<MediaKind, string>>>
  /** Kinds that the documentation names and no probe confirmed. */
  readonly documentedOnly: readonly MediaKind[]
  readonly needsFacebookShare: boolean
  readonly since: string
  readonly deprecated: Deprecation | null
  readonly removed: string | null
  readonly replacement: string | null
  /** Old media may still answer to old versions. */
  readonly stillAnswers: { readonly upToVersion: GraphVersion, readonly mediaBefore: string } | null
}

export interface TimeframeRow { readonly name: string, readonly since: string, readonly days: number, readonly deprecated: Deprecation | null, readonly removed: string | null }
`

/** `catalogue.ts`: versions and metrics as data, and their types. */
export function catalogueText(model: Model): string {
  const { metrics, versions } = model
  const periods = model.graph.components.schemas['Period']?.enum ?? []
  return [
    `/** The day the catalogue was last compared with Meta's documentation. */\nexport const catalogueDate = ${literal(metrics.asOf)}\n`,
    `export type GraphVersion = ${union(versions.map((row) => row.version))}\n`,
    `export type Period = ${union(periods)}\n`,
    INTERFACES.trimStart(),
    `/** Oldest first. A request that names an expired version is served by the oldest available one. */\nexport const versions: readonly VersionRow[] = ${rows(versions)}\n`,
    `export const userMetrics: readonly UserMetric[] = ${rows(metrics.user.map(withoutTexts))}\n`,
    `export const mediaMetrics: readonly MediaMetric[] = ${rows(metrics.media.map(withoutTexts))}\n`,
    `export const timeframes: readonly TimeframeRow[] = ${rows(metrics.timeframes)}\n`,
    `/** The values Meta answers for each breakdown. */\nexport const breakdownValues: Readonly<Record<string, readonly string[]>> = ${members(metrics.breakdownValues)}\n`,
  ].join('\n')
}

/** `metric-texts.ts`: titles and descriptions, apart because only the sandbox and documents show them. */
export function metricTextsText(model: Model): string {
  const texts = (list: readonly (UserMetric | MediaMetric)[]) => Object.fromEntries(list.map(({ name, title, description }) => [name, { title, description }]))
  return [
    'export interface MetricText { readonly title: string, readonly description: string }\n',
    `export const userMetricTexts: Readonly<Record<string, MetricText>> = ${members(texts(model.metrics.user))}\n`,
    `export const mediaMetricTexts: Readonly<Record<string, MetricText>> = ${members(texts(model.metrics.media))}\n`,
  ].join('\n')
}

/** `validators.ts`: the lists the API validates metrics against, in the order it shows them, and its literal texts. */
export function validatorsText(model: Model): string {
  const { lists, texts } = model.validators
  return [
    "import type { Host } from './catalogue.ts'\n",
    `export interface ValidatorList {
  readonly node: 'user' | 'media'
  readonly host: Host | 'both'
  /** In force from this day until the next entry of the same node and host. */
  readonly from: string
  /** No literal list of that time is known; this one follows from the metric catalogue. */
  readonly derived: boolean
  readonly metrics: readonly string[]
}
`,
    `/** A literal answer. graph.facebook.com puts "(#code) " before it; graph.instagram.com leaves that out (but for code 10) and says type IGApiException. */
export interface RefusalText {
  readonly code: number
  readonly subcode?: number
  /** Parts in braces are filled in. */
  readonly message: string
  readonly title?: string
  readonly userMessage?: string
  readonly derived?: boolean
}
`,
    `export const validatorLists: readonly ValidatorList[] = ${rows(lists)}\n`,
    `export const refusalTexts = ${members(texts)} satisfies Readonly<Record<string, RefusalText>>\n`,
  ].join('\n')
}

function withoutTexts<M extends UserMetric | MediaMetric>(metric: M): Omit<M, 'title' | 'description'> {
  const { title: _title, description: _description, ...rest } = metric
  return rest
}
