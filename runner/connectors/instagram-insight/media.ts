import { createRefusals, kindOf, readMediaInsights } from '../../../sdk/index.ts'
import type { MediaInsightsBatch, MediaKind, Refusals } from '../../../sdk/index.ts'
import type { Batch } from '../../model/warehouse.ts'
import type { Account } from './accounts.ts'
import { MEDIA_PRESETS, type MediaEdge } from './presets.ts'
import type { Reading } from './source.ts'
import { asked, isBefore, isIn, openRange, rangeOf } from './range.ts'
import { mediaRow, TABLES, type ListedMedia } from './tables.ts'
import { unanswered } from './unanswered.ts'
import { positionOf } from './units.ts'

const FIELDS = ['caption', 'permalink'] as const

/** What the accounts of one load taught each other about refused metrics. */
const learnt = new WeakMap<Reading, Refusals>()

/** Reads the numbers of an account's posts, and of its stories where those are asked for: a batch for each page. */
export async function* readMedia(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const { settings } = reading
  const edges = settings.edges ?? (settings.preset === undefined ? ['media' as const] : MEDIA_PRESETS[settings.preset]?.edges ?? ['media' as const])
  for (const edge of edges) yield* readEdge(reading, account, edge)
}

async function* readEdge(reading: Reading, account: Account, edge: MediaEdge): AsyncGenerator<Batch, void, undefined> {
  const { settings, graph, signal } = reading
  const position = positionOf(`${edge} ${account.id}`, reading.finished)
  if (position.done) return
  const { columns } = TABLES.media
  const range = rangeOf(reading)
  const refusals = learnt.get(reading) ?? createRefusals()
  learnt.set(reading, refusals)
  const kinds = settings.preset === undefined || settings.mediaMetrics.length === 0 ? undefined : MEDIA_PRESETS[settings.preset]?.kinds
  const request = { userId: account.id, edge, metrics: settings.mediaMetrics, selection: { fields: FIELDS }, ...(edge === 'media' ? asked(openRange(range, position)) : {}) }
  for await (const page of readMediaInsights(graph.client, request, { now: graph.now, refusals, signal })) {
    const { posts, unit, repeats } = position.take(page.media)
    if (repeats) break
    const wanted = new Map(posts.filter((media) => isIn(range, media) && (kinds === undefined || kinds.includes(nearestKind(media)))).map((media) => [media.id, media]))
    tell(reading, account, page, wanted)
    if (page.media.length === 0) continue
    yield { columns, rows: rowsOf(account, page, wanted, edge === 'stories'), unit, finishes: [unit] }
    if (edge === 'media' && isBefore(range, page.media)) break
  }
  yield { columns, rows: [], finishes: [position.doneUnit] }
}

/** What the wanted posts of a page lack, and why. */
function tell({ settings, graph, report }: Reading, account: Account, page: MediaInsightsBatch, wanted: ReadonlyMap<string, ListedMedia>): void {
  report.add(account, page.skipped.filter(({ node }) => node === account.id || wanted.has(node)))
  const kinds = new Map([...wanted].map(([id, media]) => [id, nearestKind(media)]))
  const metrics = [...new Set(settings.mediaMetrics.map(({ metric }) => metric))]
  const missing = unanswered(page, kinds, metrics, account.id, { host: graph.host, version: graph.client.version, now: graph.now })
  for (const [metric, ids] of missing) report.unanswered(account, metric, ids)
}

/** A kind of product that nobody knows counts as a post of its type. */
const nearestKind = (media: ListedMedia): MediaKind => kindOf(media) ?? kindOf({ ...media, media_product_type: 'FEED' }) ?? 'FEED_IMAGE'

function rowsOf(account: Account, page: MediaInsightsBatch, wanted: ReadonlyMap<string, ListedMedia>, isStory: boolean): Batch['rows'] {
  return page.rows.flatMap((row) => {
    const media = wanted.get(row.mediaId)
    return media ? [mediaRow(account, media, row, isStory)] : []
  })
}
