import type { GraphClient } from '../client.ts'
import { systemClock } from '../clock.ts'
import { GraphError } from '../error.ts'
import type { Host } from '../generated/catalogue.ts'
import type { MediaInsight } from '../generated/entities.ts'
import type { AnySelection } from '../fields.ts'
import { unlisted } from '../unlisted.ts'
import { createPartReader } from './media-parts.ts'
import { fitsEveryKind, planMediaMetrics } from './media-plan.ts'
import type { KnownMedia, WantedMediaMetric } from './media-plan.ts'
import { readRest } from './media-rest.ts'
import type { Refusals } from './media-rest.ts'
import { concernsMetric, skippedBy } from './skipped.ts'
import type { Skipped } from './skipped.ts'
import type { AskedAt } from './status.ts'

export interface MediaInsightsRequest {
  readonly userId: string
  /** `stories` reads the active ones. `media` by default. */
  readonly edge?: 'media' | 'stories' | undefined
  readonly metrics: readonly WantedMediaMetric[]
  /** Further fields and edges of the media, such as `{ fields: ['caption'], children: { fields: ['id', 'media_url'] } }`. */
  readonly selection?: AnySelection | undefined
  /** Posted not before, Unix seconds or a date. */
  readonly since?: number | string | undefined
  readonly until?: number | string | undefined
  /** Media a page; 100 by default. */
  readonly pageSize?: number | undefined
}

/** One number of a media. */
export interface MediaInsightRow {
  readonly mediaId: string
  readonly metric: string
  readonly title: string
  readonly dimensions: Readonly<Record<string, string>> | undefined
  readonly value: number
}

export interface MediaInsightsBatch {
  /** The media of a page with the selected fields, as Meta answered them. */
  readonly media: readonly (KnownMedia & Readonly<Record<string, unknown>>)[]
  readonly rows: readonly MediaInsightRow[]
  readonly skipped: readonly Skipped[]
}

export interface MediaReadOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds since 1970. */
  readonly now?: number | undefined
  /** What earlier accounts taught: pass the same object for all of them, and each refused metric costs one refusal only. */
  readonly refusals?: Refusals | undefined
}

interface Page { readonly media: MediaInsightsBatch['media'], readonly after: string | undefined, readonly expanded: readonly string[], readonly refused: boolean }

const DECIDING_FIELDS = ['id', 'media_type', 'media_product_type', 'timestamp'] as const

/** What is learnt about refused metrics, shared by the accounts of one job. */
export function createRefusals(): Refusals {
  return { everywhere: new Map(), byKind: new Map(), unfit: new Set() }
}

/**
 * Reads media with their insights, 100 to a call: metrics that every kind answers are expanded inside the list. What one media
 * refuses would refuse its whole page, so a refused page is read without insights, and its media in ever smaller parts; metrics
 * of some kinds only are read of those. All that can be read is; the rest is told in `skipped`.
 */
export async function* readMediaInsights<H extends Host, V extends string>(client: GraphClient<H, V>, request: MediaInsightsRequest, options: MediaReadOptions = {}): AsyncGenerator<MediaInsightsBatch, void, undefined> {
  const now = options.now ?? systemClock.now()
  const at: AskedAt = { host: client.host, version: client.version, now }
  const refusals = options.refusals ?? createRefusals()
  const plan = planMediaMetrics(request.metrics, request.userId, at)
  // Each account is told what it lost, also where another one found it out.
  const known = plan.metrics.flatMap(({ metric }) => refusals.everywhere.get(metric) ?? []).map((one) => ({ ...one, node: request.userId }))
  if (plan.skipped.length + known.length > 0) yield { media: [], rows: [], skipped: [...plan.skipped, ...known] }
  const any = client as unknown as GraphClient<Host, string>
  const call = options.signal ? { signal: options.signal } : {}
  const context = { request, at, refusals, reader: createPartReader(any, request.userId, call), metrics: plan.metrics }
  let after: string | undefined
  do {
    const skipped: Skipped[] = []
    const page = await readPage(any, context, after, call, skipped)
    const expanded = page.media.flatMap((media) => rowsOf(media.id, insightsOf(media)))
    const rest = await readRest(context, page.media, new Set(page.expanded), page.refused)
    yield { media: page.media.map(withoutInsights), rows: [...expanded, ...[...rest.insights].flatMap(([id, insights]) => rowsOf(id, insights))], skipped: [...skipped, ...rest.skipped] }
    after = page.after
  } while (after !== undefined)
}

interface Context { readonly request: MediaInsightsRequest, readonly at: AskedAt, readonly refusals: Refusals, readonly metrics: readonly WantedMediaMetric[] }

/** A page with as many metrics expanded as it answers; without any where a media of it refuses for itself. */
async function readPage(client: GraphClient<Host, string>, context: Context, after: string | undefined, call: { readonly signal?: AbortSignal }, skipped: Skipped[]): Promise<Page> {
  const { request, refusals, at } = context
  const edge = request.edge ?? 'media'
  for (;;) {
    const expanded = context.metrics.filter((one) => one.breakdown === undefined && !refusals.everywhere.has(one.metric) && !refusals.unfit.has(one.metric) && fitsEveryKind(one.metric, edge, at)).map((one) => one.metric)
    try { return { ...await listPage(client, request, expanded, after, call), expanded, refused: false } } catch (error) {
      if (!(error instanceof GraphError) || expanded.length === 0 || !concernsMetric(error, expanded)) throw error
      const named = expanded.filter((name) => error.metrics.includes(name))
      if (named.length === 0) return { ...await listPage(client, request, [], after, call), expanded: [], refused: true }
      for (const name of named) {
        if (error.code === 'unknown-metric' || error.code === 'metric-removed') {
          const entry = skippedBy(error, request.userId, name)
          refusals.everywhere.set(name, entry)
          skipped.push(entry)
        } else refusals.unfit.add(name)
      }
    }
  }
}

async function listPage(client: GraphClient<Host, string>, request: MediaInsightsRequest, expanded: readonly string[], after: string | undefined, call: { readonly signal?: AbortSignal }): Promise<Pick<Page, 'media' | 'after'>> {
  const { fields = [], ...edges } = (request.selection ?? {}) as { readonly fields?: readonly string[] } & AnySelection
  const user = client.user(request.userId)
  const list = (request.edge === 'stories' ? user.stories : user.media).bind(user) as typeof user.media
  const page = await list({
    ...edges,
    fields: [...new Set([...DECIDING_FIELDS, ...fields])].map((name) => unlisted(name)),
    ...expanded.length > 0 ? { insights: expanded } : {},
    limit: request.pageSize ?? 100,
    ...after === undefined ? {} : { after },
    ...request.since === undefined ? {} : { since: request.since },
    ...request.until === undefined ? {} : { until: request.until },
  }, call)
  return { media: page.data as unknown as MediaInsightsBatch['media'], after: page.after }
}

function insightsOf(media: Readonly<Record<string, unknown>>): readonly MediaInsight[] {
  return (media['insights'] as { readonly data?: readonly MediaInsight[] } | undefined)?.data ?? []
}

function withoutInsights(media: MediaInsightsBatch['media'][number]): MediaInsightsBatch['media'][number] {
  const { insights: _read, ...rest } = media
  return rest as MediaInsightsBatch['media'][number]
}

function rowsOf(mediaId: string, insights: readonly MediaInsight[]): readonly MediaInsightRow[] {
  return insights.flatMap((insight): readonly MediaInsightRow[] => {
    const base = { mediaId, metric: insight.name, title: insight.title ?? '' }
    const parts = (insight.total_value?.breakdowns ?? []).flatMap(({ dimension_keys: keys, results }) => (results ?? []).map((result) => ({
      ...base, dimensions: Object.fromEntries(keys.map((key, index) => [key, result.dimension_values[index] ?? ''])), value: result.value,
    })))
    const value = insight.values?.[0]?.value ?? insight.total_value?.value
    return parts.length > 0 || typeof value !== 'number' ? parts : [{ ...base, dimensions: undefined, value }]
  })
}
