import type { GraphError } from '../error.ts'
import type { MediaInsight } from '../generated/entities.ts'
import type { Part, PartReader } from './media-parts.ts'
import { fitsMedia, kindOf } from './media-plan.ts'
import type { KnownMedia, WantedMediaMetric } from './media-plan.ts'
import { ENOUGH_REFUSALS, isRefusedBy, isUntried } from './media-refusals.ts'
import type { Refusals } from './media-refusals.ts'
import { isOut, readEach, readOthers, searchRun, takeRun } from './media-search.ts'
import type { Findings } from './media-search.ts'
import { concernsMetric, OF_THE_MEDIA, skippedBy } from './skipped.ts'
import type { Skipped } from './skipped.ts'
import { mediaMetric } from './status.ts'
import type { AskedAt } from './status.ts'

export interface RestContext {
  readonly request: { readonly edge?: 'media' | 'stories' | undefined, readonly userId: string }
  readonly at: AskedAt
  readonly refusals: Refusals
  readonly reader: PartReader
  readonly metrics: readonly WantedMediaMetric[]
  readonly expansion: Expansion
}

/** Whether the server answers metrics inside of lists; one that does not is asked media by media. */
export interface Expansion { served: boolean, seen: boolean }

/** A page as far as it was read. */
export interface ReadPage {
  readonly media: readonly KnownMedia[]
  /** Metrics that came with it. */
  readonly expanded: readonly string[]
  /** Why it came without insights, where its metrics are not to blame. */
  readonly refusal: GraphError | undefined
  /** Metrics that it refused by name, or all where it named none and they may be to blame; and how. */
  readonly refused: ReadonlyMap<string, GraphError>
}

export interface Rest { readonly insights: ReadonlyMap<string, readonly MediaInsight[]>, readonly skipped: readonly Skipped[] }

/** Metrics to be asked of the same media. */
interface Group { readonly metrics: readonly string[], readonly breakdown: string | undefined, readonly fits: (media: KnownMedia) => boolean }

/** Reads what did not come with the page: of each media the metrics that fit it, neighbours with the same metrics together. */
export async function readRest(context: RestContext, page: ReadPage): Promise<Rest> {
  const { refusals, reader, request } = context
  const findings: Findings = { userId: request.userId, refusals, reader, insights: new Map(), skipped: [], out: new Set() }
  const left = context.metrics.filter((one) => (one.breakdown !== undefined || !page.expanded.includes(one.metric)) && !refusals.everywhere.has(one.metric))
  await probeKinds(context, findings, page)
  const groups = groupsOf(context, findings, page.media, left)
  // What was refused as a whole would be refused again; who refuses is found first, so that the other runs go round it.
  const others: Group[] = []
  for (const group of groups) {
    // Stories stand in no list that can be asked for a range of them.
    const refusal = request.edge === 'stories' ? undefined : refusalOf(page, group)
    if (refusal) await searchRun(findings, { media: page.media, metrics: group.metrics, breakdown: undefined }, refusal)
    else others.push(group)
  }
  await readRuns(findings, others.flatMap((group) => runsOf(context, findings, page.media, group)))
  tellRefusedKinds(context, findings, page.media, left)
  return { insights: new Map([...findings.insights].map(([id, found]) => [id, [...found.values()]])), skipped: findings.skipped }
}

/** How the page refused what the group would ask of all its media. */
function refusalOf({ media, refusal, refused }: ReadPage, { metrics, breakdown, fits }: Group): GraphError | undefined {
  if (breakdown !== undefined || !media.every(fits)) return undefined
  if (refusal && OF_THE_MEDIA.has(refusal.code)) return refusal
  // Without one of the metrics it may well be answered.
  if (refusal) return [...refused.keys()].every((metric) => metrics.includes(metric)) ? refusal : undefined
  return metrics.every((metric) => refused.has(metric)) ? refused.get(metrics[0] ?? '') : undefined
}

/** Reads runs together, and those that are refused by themselves. */
async function readRuns(findings: Findings, parts: readonly Part[]): Promise<void> {
  const again: Part[] = []
  await Promise.all((await findings.reader.read(parts)).map(async ({ part, insights, error }) => {
    if (!error) return takeRun(findings, part, insights)
    if (!concernsMetric(error)) throw error
    const unknown = error.code === 'unknown-metric' ? part.metrics.filter((name) => error.metrics.includes(name)) : []
    if (unknown.length === 0) return part.media.length === 1 ? readOthers(findings, part, error) : searchRun(findings, part, error)
    for (const name of unknown) findings.refusals.everywhere.set(name, skippedBy(error, findings.userId, name))
    again.push({ ...part, metrics: part.metrics.filter((name) => !unknown.includes(name)) })
  }))
  const open = again.filter(({ metrics }) => metrics.length > 0)
  if (open.length > 0) await readRuns(findings, open)
}

/** Metrics that the page refused are tried on some media of each kind: mostly it is a whole kind that has no such metric. */
async function probeKinds({ refusals }: RestContext, findings: Findings, { media, refused }: ReadPage): Promise<void> {
  const untried = [...refused.keys()].filter((metric) => !refusals.everywhere.has(metric) && media.some((one) => isUntried(refusals, metric, kindOf(one))))
  if (untried.length === 0) return
  const samples = new Map<string | undefined, KnownMedia[]>()
  for (const one of media) {
    const kind = kindOf(one)
    const sample = samples.get(kind) ?? []
    if (sample.length < ENOUGH_REFUSALS && untried.some((metric) => isUntried(refusals, metric, kind))) sample.push(one)
    samples.set(kind, sample)
  }
  const [first, ...others] = [...samples.values()].flat()
  if (!first) return
  await readEach(findings, { media: [first], metrics: untried, breakdown: undefined })
  // What the first one refused is asked of the others by itself, so that they need not be searched as well.
  const bad = untried.filter((metric) => isOut(findings, first, metric))
  for (const metrics of [bad, untried.filter((metric) => !bad.includes(metric))]) if (metrics.length > 0) await readEach(findings, { media: others, metrics, breakdown: undefined })
}

/** A breakdown allows one metric a call; metrics that the same media answer go together. */
function groupsOf({ at, refusals }: RestContext, findings: Findings, media: readonly KnownMedia[], left: readonly WantedMediaMetric[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { metric, breakdown } of left) {
    const fits = (one: KnownMedia): boolean => fitsMedia(metric, one, at) && !isRefusedBy(refusals, metric, kindOf(one)) && !isOut(findings, one, metric)
    const key = `${media.map((one) => (fits(one) ? '1' : '0')).join('')} ${mediaMetric(metric)?.needsFacebookShare ?? false} ${breakdown === undefined ? '' : `${metric} ${breakdown}`}`
    groups.set(key, { metrics: [...groups.get(key)?.metrics ?? [], metric], breakdown, fits })
  }
  return [...groups.values()]
}

/** Neighbours that can be asked the same; stories, which refuse by their number of viewers, each by itself. */
function runsOf({ request, expansion }: RestContext, { out }: Findings, media: readonly KnownMedia[], { metrics, breakdown, fits }: Group): readonly Part[] {
  const runs: KnownMedia[][] = []
  let before = false
  for (const one of media) {
    const wanted = fits(one) && !out.has(one.id)
    if (wanted && before && expansion.served && request.edge !== 'stories') runs.at(-1)?.push(one)
    else if (wanted) runs.push([one])
    before = wanted
  }
  return runs.map((run) => ({ media: run, metrics, breakdown }))
}

function tellRefusedKinds({ refusals, request }: RestContext, { skipped }: Findings, media: readonly KnownMedia[], left: readonly WantedMediaMetric[]): void {
  const kinds = new Set(media.map(kindOf))
  for (const { metric } of left) {
    for (const kind of kinds) {
      if (isRefusedBy(refusals, metric, kind)) skipped.push({ metric, node: request.userId, reason: `refused for ${kind}`, code: 'metric-unsupported', removed: null, replacement: null, days: undefined })
    }
  }
}
