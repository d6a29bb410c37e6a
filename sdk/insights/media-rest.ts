import type { GraphError } from '../error.ts'
import type { MediaInsight } from '../generated/entities.ts'
import type { Part, PartReader } from './media-parts.ts'
import { fitsMedia, kindOf } from './media-plan.ts'
import type { KnownMedia, WantedMediaMetric } from './media-plan.ts'
import { concernsMetric, skippedBy } from './skipped.ts'
import type { Skipped } from './skipped.ts'
import { mediaMetric } from './status.ts'
import type { AskedAt } from './status.ts'

/** What refusals taught. */
export interface Refusals {
  /** Metrics that no media answers, with how that was told. */
  readonly everywhere: Map<string, Skipped>
  /** Metrics that some media refuse: not to be expanded with a page. */
  readonly unfit: Set<string>
  /** `metric kind` → answers and refusals counted: a metric that a kind refused several times and never answered is not asked of it again. */
  readonly byKind: Map<string, { answered: number, refused: number }>
}

interface RestContext {
  readonly request: { readonly edge?: 'media' | 'stories' | undefined, readonly userId: string }
  readonly at: AskedAt
  readonly refusals: Refusals
  readonly reader: PartReader
  readonly metrics: readonly WantedMediaMetric[]
}

export interface Rest { readonly insights: ReadonlyMap<string, readonly MediaInsight[]>, readonly skipped: readonly Skipped[] }

/** So many refusals without an answer stand for the whole kind. */
const ENOUGH_REFUSALS = 3

/** Reads what was not expanded with the page: of each media the metrics that fit it, neighbours with the same metrics together. */
export async function readRest(context: RestContext, media: readonly KnownMedia[], expanded: ReadonlySet<string>, refused: boolean): Promise<Rest> {
  const insights = new Map<string, readonly MediaInsight[]>()
  const skipped: Skipped[] = []
  const left = context.metrics.filter((one) => (one.breakdown !== undefined || !expanded.has(one.metric)) && !context.refusals.everywhere.has(one.metric))
  const runs = breakdownsOf(left).flatMap((breakdown) => runsOf(context, media, left.filter((one) => one.breakdown === breakdown).map((one) => one.metric), breakdown))
  // A page that was refused as a whole would be refused again as a whole.
  let parts: readonly Part[] = refused ? runs.flatMap((part) => part.media.length === media.length ? split(context, part) : [part]) : runs
  while (parts.length > 0) {
    const answers = await context.reader.read(parts.map((part) => withoutRefused(context, part, skipped)).filter((part) => part.metrics.length > 0 && !isLost(part, skipped)))
    parts = answers.flatMap(({ part, insights: found, error }) => {
      if (error) return afterRefusal(context, part, error, skipped)
      if (!found) return []
      count(context, part, 'answered')
      for (const [id, list] of found) insights.set(id, [...insights.get(id) ?? [], ...list])
      // A list that does not show what it was asked for (another order, no time filter) leaves the media to be asked one by one.
      return part.media.filter((one) => !found.has(one.id)).map((one) => ({ ...part, media: [one] }))
    })
  }
  return { insights, skipped }
}

function breakdownsOf(metrics: readonly WantedMediaMetric[]): readonly (string | undefined)[] {
  return [...new Set(metrics.map((one) => one.breakdown))]
}

/** Neighbours that can be asked the same. A breakdown allows one metric a call; metrics that the same media answer go together, in runs as long as those media stand together. */
function runsOf(context: RestContext, media: readonly KnownMedia[], metrics: readonly string[], breakdown: string | undefined): readonly Part[] {
  const groups = new Map<string, string[]>()
  for (const metric of metrics) {
    const pattern = `${media.map((one) => fitsMedia(metric, one, context.at) ? '1' : '0').join('')} ${context.refusals.unfit.has(metric)} ${mediaMetric(metric)?.needsFacebookShare ?? false} ${breakdown === undefined ? '' : metric}`
    groups.set(pattern, [...groups.get(pattern) ?? [], metric])
  }
  return [...groups.values()].flatMap((group) => runsOfGroup(context, media, group).map((run) => ({ media: run, metrics: group, breakdown })))
}

/** Metrics that some media refused are asked of one kind at a time: what one of a kind refuses, the others may too. */
function runsOfGroup({ at, refusals, request }: RestContext, media: readonly KnownMedia[], metrics: readonly string[]): readonly (readonly KnownMedia[])[] {
  const [first = ''] = metrics
  const unfit = refusals.unfit.has(first)
  const runs: KnownMedia[][] = []
  let before: string | undefined
  for (const one of media) {
    const key = fitsMedia(first, one, at) ? `${unfit ? kindOf(one) : ''}` : undefined
    if (key !== undefined && (key !== before || request.edge === 'stories')) runs.push([one])
    else if (key !== undefined) runs.at(-1)?.push(one)
    before = key
  }
  return runs
}

/** Parts that remain after a refusal: without the metrics it names, or smaller, or none. */
function afterRefusal(context: RestContext, part: Part, error: GraphError, skipped: Skipped[]): readonly Part[] {
  if (!concernsMetric(error, part.metrics)) throw error
  const { media, metrics } = part
  const named = metrics.filter((name) => error.metrics.includes(name))
  if (error.code === 'unknown-metric' && named.length > 0) {
    for (const name of named) {
      const entry = skippedBy(error, context.request.userId, name)
      context.refusals.everywhere.set(name, entry)
      if (!skipped.some((one) => one.metric === name && one.code === 'unknown-metric')) skipped.push(entry)
    }
    return [part]
  }
  if (media.length > 1) return split(context, part)
  const id = media[0]?.id ?? ''
  if (named.length > 0 && error.code !== 'before-conversion') {
    count(context, { ...part, metrics: named }, 'refused')
    skipped.push(...named.map((name) => skippedBy(error, id, name)))
    return [{ ...part, metrics: metrics.filter((name) => !named.includes(name)) }]
  }
  if (metrics.length > 1 && error.code !== 'before-conversion' && error.code !== 'carousel-child') {
    const half = Math.ceil(metrics.length / 2)
    return [{ ...part, metrics: metrics.slice(0, half) }, { ...part, metrics: metrics.slice(half) }]
  }
  if (error.code === 'metric-unsupported') count(context, part, 'refused')
  if (!isLost(part, skipped)) skipped.push(skippedBy(error, id, metrics.length === 1 && error.code !== 'before-conversion' ? metrics[0] : undefined))
  return []
}

/** A media that has no insights at all was already found by another part. */
function isLost({ media }: Part, skipped: readonly Skipped[]): boolean {
  return media.length === 1 && skipped.some((one) => one.metric === undefined && one.node === media[0]?.id)
}

function split({ reader }: RestContext, part: Part): readonly Part[] {
  const { media } = part
  const size = Math.ceil(media.length / Math.min(reader.splitInto(), media.length))
  return Array.from({ length: Math.ceil(media.length / size) }, (_, index) => ({ ...part, media: media.slice(index * size, (index + 1) * size) }))
}

/** A part without the metrics that its kind has refused often enough; each is told once. */
function withoutRefused({ refusals, request }: RestContext, part: Part, skipped: Skipped[]): Part {
  const kind = commonKind(part.media)
  const refused = part.metrics.filter((name) => isRefusedBy(refusals, name, kind))
  for (const metric of refused) {
    const reason = `refused for ${kind}`
    if (!skipped.some((one) => one.metric === metric && one.reason === reason)) skipped.push({ metric, node: request.userId, reason, code: 'metric-unsupported', removed: null, replacement: null, days: undefined })
  }
  const metrics = part.metrics.filter((name) => !refused.includes(name) && !refusals.everywhere.has(name))
  return metrics.length === part.metrics.length ? part : { ...part, metrics }
}

function commonKind(media: readonly KnownMedia[]): string | undefined {
  const kinds = new Set(media.map(kindOf))
  return kinds.size === 1 ? [...kinds][0] : undefined
}

function isRefusedBy({ byKind }: Refusals, metric: string, kind: string | undefined): boolean {
  const seen = kind === undefined ? undefined : byKind.get(`${metric} ${kind}`)
  return seen !== undefined && seen.answered === 0 && seen.refused >= ENOUGH_REFUSALS
}

function count({ refusals }: RestContext, part: Part, what: 'answered' | 'refused'): void {
  for (const media of part.media) {
    const kind = kindOf(media)
    if (kind === undefined) continue
    for (const metric of part.metrics) {
      const seen = refusals.byKind.get(`${metric} ${kind}`) ?? { answered: 0, refused: 0 }
      seen[what]++
      refusals.byKind.set(`${metric} ${kind}`, seen)
    }
  }
}
