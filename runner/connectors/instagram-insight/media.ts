import { createRefusals, kindOf, readMediaInsights } from '../../../sdk/index.ts'
import type { MediaInsightsBatch, Refusals } from '../../../sdk/index.ts'
import type { Batch } from '../../model/warehouse.ts'
import type { Account } from './accounts.ts'
import { MEDIA_PRESETS, type MediaEdge } from './presets.ts'
import type { Reading } from './source.ts'
import { mediaRow, TABLES, type ListedMedia } from './tables.ts'
import { positionOf, secondsOf, type Position } from './units.ts'

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
  const { settings, graph, signal, report } = reading
  const position = positionOf(`${edge} ${account.id}`, reading.finished)
  if (position.done) return
  const { columns } = TABLES.media
  const range = rangeOf(reading, position)
  const refusals = learnt.get(reading) ?? createRefusals()
  learnt.set(reading, refusals)
  const kinds = settings.preset === undefined || settings.mediaMetrics.length === 0 ? undefined : MEDIA_PRESETS[settings.preset]?.kinds
  let index = 0
  const request = { userId: account.id, edge, metrics: settings.mediaMetrics, selection: { fields: FIELDS }, ...(edge === 'media' ? asked(range) : {}) }
  for await (const page of readMediaInsights(graph.client, request, { now: graph.now, refusals, signal })) {
    report.add(account, page.skipped)
    if (page.media.length === 0) continue
    const wanted = new Map(page.media.filter((media) => isIn(range, media) && !position.isRead(media) && (kinds === undefined || kinds.some((kind) => kind === kindOf(media)))).map((media) => [media.id, media]))
    const unit = position.unitOf(page.media, index++)
    yield { columns, rows: rowsOf(account, page, wanted, edge === 'stories'), unit, finishes: [unit] }
    if (edge === 'media' && isBefore(range, page.media)) break
  }
  yield { columns, rows: [], finishes: [position.doneUnit] }
}

function rowsOf(account: Account, page: MediaInsightsBatch, wanted: ReadonlyMap<string, ListedMedia>, isStory: boolean): Batch['rows'] {
  return page.rows.flatMap((row) => {
    const media = wanted.get(row.mediaId)
    return media ? [mediaRow(account, media, row, isStory)] : []
  })
}

/** Posts from `since` (inclusive) to `until` (exclusive), Unix seconds. */
export interface PostRange { readonly since: number | undefined; readonly until: number | undefined }

/** Days of posts are UTC days. What an earlier run read is not listed again. */
export function rangeOf({ settings }: Reading, position: Position): PostRange {
  const since = settings.since === undefined ? undefined : Date.parse(`${settings.since}T00:00:00Z`) / 1000
  const until = settings.until === undefined ? undefined : Date.parse(`${settings.until}T00:00:00Z`) / 1000
  return { since, until: position.readFrom === undefined ? until : Math.min(until ?? Infinity, position.readFrom + 1) }
}

/** The range for Meta, a second wider on both sides: whether its ends count is not documented, and `isIn` looks again. */
export const asked = ({ since, until }: PostRange): { readonly since?: number; readonly until?: number } => ({ ...(since === undefined ? {} : { since: since - 1 }), ...(until === undefined ? {} : { until: until + 1 }) })

export function isIn({ since, until }: PostRange, media: ListedMedia): boolean {
  const at = secondsOf(media)
  return at === undefined || ((since === undefined || at >= since) && (until === undefined || at < until))
}

/** A page, newest first, whose last post is older than all that is wanted: a server that knows no `since` would go on for years. */
export function isBefore({ since }: PostRange, page: readonly ListedMedia[]): boolean {
  const last = page.at(-1)
  const at = last && secondsOf(last)
  return since !== undefined && at !== undefined && at < since - 1
}
