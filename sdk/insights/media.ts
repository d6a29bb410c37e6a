import type { GraphClient } from '../client.ts'
import { systemClock } from '../clock.ts'
import { GraphError } from '../error.ts'
import type { Host } from '../generated/catalogue.ts'
import type { IgMedia, MediaInsight } from '../generated/entities.ts'
import type { AnySelection, Selected, Selection } from '../fields.ts'
import { unlisted } from '../unlisted.ts'
import { createPartReader } from './media-parts.ts'
import { fitsEveryKind, kindsOn, planMediaMetrics } from './media-plan.ts'
import type { KnownMedia, WantedMediaMetric } from './media-plan.ts'
import { createRefusals, isBeforeConversion, isRefusedBy } from './media-refusals.ts'
import type { Refusals } from './media-refusals.ts'
import { readRest } from './media-rest.ts'
import type { Expansion, ReadPage } from './media-rest.ts'
import { concernsMetric, OF_THE_MEDIA, skippedBy } from './skipped.ts'
import { numberOf } from './numbers.ts'
import type { Skipped } from './skipped.ts'
import type { AskedAt } from './status.ts'

export interface MediaInsightsRequest<S = AnySelection> {
  readonly userId: string
  /** `stories` reads the active ones. `media` by default. */
  readonly edge?: 'media' | 'stories' | undefined
  readonly metrics: readonly WantedMediaMetric[]
  /** Further fields and edges of the media, such as `{ fields: ['caption'], children: { fields: ['id', 'media_url'] } }`. */
  readonly selection?: S | undefined
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

export interface MediaInsightsBatch<M = KnownMedia & Readonly<Record<string, unknown>>> {
  /** The media of a page with the selected fields, as Meta answered them. */
  readonly media: readonly M[]
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

/** A media as it was selected; one selected at run time may have any field. */
type SelectedMedia<S> = string extends keyof S ? MediaInsightsBatch['media'][number] : Selected<'IgMedia', S> & Pick<IgMedia, 'media_type' | 'media_product_type' | 'timestamp'>

interface Page extends ReadPage { readonly media: MediaInsightsBatch['media'], readonly after: string | undefined }

const DECIDING_FIELDS = ['id', 'media_type', 'media_product_type', 'timestamp'] as const

/**
 * Reads media with their insights, 100 to a call: metrics that every kind answers are expanded inside the list. What one media
 * refuses would refuse its whole page, so a refused page is read without insights, and those of its media that refuse are searched
 * for; metrics of some kinds only are read of those. All that can be read is; the rest is told in `skipped`.
 */
export function readMediaInsights<H extends Host, V extends string, const S extends Selection<'IgMedia'> = {}>(client: GraphClient<H, V>, request: MediaInsightsRequest<S>, options: MediaReadOptions = {}): AsyncGenerator<MediaInsightsBatch<SelectedMedia<S>>, void, undefined> {
  return readBatches(client as unknown as AnyClient, request as MediaInsightsRequest, options) as AsyncGenerator<MediaInsightsBatch<never>, void, undefined>
}

async function* readBatches(client: AnyClient, request: MediaInsightsRequest, options: MediaReadOptions): AsyncGenerator<MediaInsightsBatch, void, undefined> {
  const now = options.now ?? systemClock.now()
  const at: AskedAt = { host: client.host, version: client.version, now }
  const refusals = options.refusals ?? createRefusals()
  const plan = planMediaMetrics(request.metrics, request.userId, at)
  if (plan.skipped.length > 0) yield { media: [], rows: [], skipped: plan.skipped }
  // Each account is told what it lost, also where another one found it out.
  const untold = new Set(plan.metrics.map(({ metric }) => metric))
  const call = options.signal ? { signal: options.signal } : {}
  const context = { request, at, refusals, reader: createPartReader(client, request.userId, call), metrics: plan.metrics, permission: { seen: false }, expansion: { served: true, seen: false }, gone: new Set<string>() }
  let page: Page | undefined
  do {
    page = await readPage(client, context, page, call)
    const expanded = page.media.flatMap((media) => rowsOf(media.id, insightsOf(media)))
    const rest = await readRest(context, page)
    const unknown = [...untold].flatMap((metric) => refusals.everywhere.get(metric) ?? [])
    for (const { metric } of unknown) untold.delete(metric ?? '')
    yield { media: page.media.map(withoutInsights), rows: [...expanded, ...[...rest.insights].flatMap(([id, insights]) => rowsOf(id, insights))], skipped: [...unknown.map((one) => ({ ...one, node: request.userId })), ...rest.skipped] }
  } while (page.after !== undefined)
}

type AnyClient = GraphClient<Host, string>

interface Context { readonly request: MediaInsightsRequest, readonly at: AskedAt, readonly refusals: Refusals, readonly metrics: readonly WantedMediaMetric[], readonly permission: Permission, readonly expansion: Expansion, readonly gone: Set<string> }

/** Whether anything was answered: a permission that lacks for some is theirs alone, one that lacks for everything ends the reading. */
interface Permission { seen: boolean }

/** A page with as many metrics expanded as it answers; without any where a media of it refuses for itself. */
async function readPage(client: AnyClient, context: Context, before: Page | undefined, call: { readonly signal?: AbortSignal }): Promise<Page> {
  const { request, refusals } = context
  const after = before?.after
  const refused = new Map<string, GraphError>()
  // Older than what was refused as posted before the account became professional: the next page would be too.
  if (before?.refusal && isBeforeConversion(refusals, request.userId, before.media.at(-1))) return { ...await listPage(client, context, [], after, call), expanded: [], refused, refusal: before.refusal }
  for (;;) {
    const expanded = expandable(context).filter((name) => !refused.has(name))
    try {
      const page = { ...await listPage(client, context, expanded, after, call), expanded, refused, refusal: undefined }
      if (!await isExpanded(client, context, page, call)) return { ...page, expanded: [] }
      context.permission.seen ||= expanded.length > 0
      return page
    } catch (error) {
      if (!(error instanceof GraphError) || expanded.length === 0 || !concernsMetric(error)) throw error
      const named = expanded.filter((name) => error.metrics.includes(name))
      if (named.length === 0) {
        if (!OF_THE_MEDIA.has(error.code)) for (const name of expanded) refused.set(name, error)
        const page = { ...await listPage(client, context, [], after, call), expanded: [], refused, refusal: error }
        if (error.code === 'permission' && !context.permission.seen) await requirePermission(client, context, page, call)
        return page
      }
      for (const name of named) {
        if (error.code === 'unknown-metric' || error.code === 'metric-removed') refusals.everywhere.set(name, skippedBy(error, request.userId, name))
        else refused.set(name, error)
      }
    }
  }
}

/** Whether metrics came with a list. Where no media has any, one is asked by itself: a server may know nothing of expansion. */
async function isExpanded(client: AnyClient, { expansion }: Context, { media, expanded }: Page, call: { readonly signal?: AbortSignal }): Promise<boolean> {
  const [first] = media
  if (expansion.seen || first === undefined || expanded.length === 0) return true
  if (media.every((one) => one['insights'] === undefined)) {
    const answer = await client.media(first.id).insights({ metric: expanded.map((name) => unlisted(name)) }, call).catch(passRefusal)
    expansion.served = answer === undefined || Object.keys(answer).length === 0
  }
  expansion.seen = true
  return expansion.served
}

/** A refusal says nothing of expansion. */
function passRefusal(error: unknown): undefined {
  if (!(error instanceof GraphError) || !concernsMetric(error)) throw error
}

/** So many media of a page stand for all of them. */
const SAMPLES = 5

/** Asks some media of a page for the first and the last metric. @throws GraphError where all of that lacks the permission */
async function requirePermission(client: AnyClient, { metrics, permission }: Context, { media, refusal }: Page, call: { readonly signal?: AbortSignal }): Promise<void> {
  const step = Math.max(1, Math.ceil(media.length / SAMPLES))
  const names = new Set([metrics[0], metrics.at(-1)].flatMap((one) => one?.metric ?? []))
  for (const { id } of media.filter((_, index) => index % step === 0)) {
    for (const name of names) {
      try { await client.media(id).insights({ metric: [unlisted(name)] }, call) } catch (error) {
        if (error instanceof GraphError && error.code === 'permission') continue
      }
      permission.seen = true
      return
    }
  }
  if (refusal && media.length > 0) throw refusal
}

/** Metrics that can be asked for with a whole page, as far as is known. */
function expandable({ request: { edge = 'media' }, at, refusals, metrics, expansion }: Context): readonly string[] {
  if (!expansion.served) return []
  return metrics.filter(({ metric, breakdown }) => breakdown === undefined && !refusals.everywhere.has(metric) && !kindsOn(edge).some((kind) => isRefusedBy(refusals, metric, kind)) && fitsEveryKind(metric, edge, at)).map(({ metric }) => metric)
}

/** Lists media without the fields that the server turns out not to know (graph.instagram.com may lack `media_product_type`, IG §2.8). */
async function listPage(client: AnyClient, context: Context, expanded: readonly string[], after: string | undefined, call: { readonly signal?: AbortSignal }): Promise<Pick<Page, 'media' | 'after'>> {
  const { request, gone } = context
  const { fields: more = [], ...edges } = (request.selection ?? {}) as { readonly fields?: readonly string[] } & AnySelection
  const fields = [...new Set([...DECIDING_FIELDS, ...more])].filter((name) => !gone.has(name))
  const user = client.user(request.userId)
  const list = (request.edge === 'stories' ? user.stories : user.media).bind(user) as typeof user.media
  try {
    const page = await list({
      ...edges,
      fields: fields.map((name) => unlisted(name)),
      ...expanded.length > 0 ? { insights: expanded } : {},
      limit: request.pageSize ?? 100,
      ...after === undefined ? {} : { after },
      ...request.since === undefined ? {} : { since: request.since },
      ...request.until === undefined ? {} : { until: request.until },
    }, call)
    return { media: page.data as unknown as MediaInsightsBatch['media'], after: page.after }
  } catch (error) {
    const name = error instanceof GraphError && error.code === 'unknown-field' ? /nonexisting field \((\w+)\)/.exec(error.message)?.[1] : undefined
    if (name === undefined || name === 'id' || !fields.includes(name)) throw error
    gone.add(name)
    return listPage(client, context, expanded, after, call)
  }
}

function insightsOf(media: Readonly<Record<string, unknown>>): readonly MediaInsight[] {
  return (media['insights'] as { readonly data?: readonly MediaInsight[] } | undefined)?.data ?? []
}

function withoutInsights(media: MediaInsightsBatch['media'][number]): MediaInsightsBatch['media'][number] {
  const { insights: _read, ...rest } = media
  return rest as MediaInsightsBatch['media'][number]
}

function rowsOf(mediaId: string, insights: readonly MediaInsight[]): readonly MediaInsightRow[] {
  const rows: MediaInsightRow[] = []
  for (const { name: metric, title = '', values, total_value: total } of insights) {
    const before = rows.length
    for (const { dimension_keys: keys, results } of total?.breakdowns ?? []) {
      for (const { dimension_values: texts, value: given } of results ?? []) {
        const value = numberOf(given)
        if (value !== undefined) rows.push({ mediaId, metric, title, dimensions: Object.fromEntries(keys.map((key, index) => [key, texts[index] ?? ''])), value })
      }
    }
    const value = numberOf(values?.[0]?.value ?? total?.value)
    if (rows.length === before && value !== undefined) rows.push({ mediaId, metric, title, dimensions: undefined, value })
  }
  return rows
}
