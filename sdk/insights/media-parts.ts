import type { Settled } from '../batch.ts'
import type { GraphClient, GraphNodes } from '../client.ts'
import { GraphError } from '../error.ts'
import type { GraphErrorCode } from '../error.ts'
import type { Host } from '../generated/catalogue.ts'
import type { MediaInsight } from '../generated/entities.ts'
import type { CallOptions } from '../options.ts'
import { unlisted } from '../unlisted.ts'
import type { KnownMedia } from './media-plan.ts'

/** Media that stand together in a list, and the metrics to read of all of them. */
export interface Part {
  readonly media: readonly KnownMedia[]
  readonly metrics: readonly string[]
  readonly breakdown: string | undefined
}

export interface PartAnswer {
  readonly part: Part
  /** By media id; media that the list no longer shows are missing. */
  readonly insights: ReadonlyMap<string, readonly MediaInsight[]> | undefined
  readonly error: GraphError | undefined
}

/** Reads many parts in as few calls as it can. */
export interface PartReader {
  read(parts: readonly Part[]): Promise<readonly PartAnswer[]>
}

type AnyNodes = GraphNodes<Host, string>
type FacebookClient = GraphClient<'facebook', string>
interface RawMedia { readonly id: string, readonly insights?: { readonly data?: readonly MediaInsight[] } }

/**
 * A part of one media is asked for directly; a longer one as a range of the account's media by timestamp with the insights expanded,
 * which is one call for all of it. On graph.facebook.com parts travel 50 to a batch; where batches are refused, one by one.
 */
export function createPartReader(client: GraphClient<Host, string>, userId: string, options: CallOptions): PartReader {
  let batches = client.host === 'facebook'
  const alone = (parts: readonly Part[]) => Promise.all(parts.map((part) => settled(part, readPart(client, userId, part, options))))
  const read = async (parts: readonly Part[]): Promise<readonly PartAnswer[]> => {
    if (!batches || parts.length < 2) return alone(parts)
    const outcomes = await (client as unknown as FacebookClient).batch((graph) => parts.map((part) => readPart(graph as unknown as AnyNodes, userId, part, options)), options)
    if (isRefusedWhole(outcomes)) {
      batches = false
      return alone(parts)
    }
    return Promise.all(outcomes.map((one, index) => {
      const part = parts[index] as Part
      if (one.ok) return { part, insights: one.value, error: undefined }
      // An element that failed in passing is not retried by the batch.
      return one.error.retryable ? settled(part, readPart(client, userId, part, options)) : { part, insights: undefined, error: one.error }
    }))
  }
  return { read }
}

/** The batches themselves were refused, not their elements: those of one call carry the one error. A server may not know batches. */
function isRefusedWhole(outcomes: readonly Settled<unknown>[]): boolean {
  const errors = new Set(outcomes.map((one) => (one.ok ? undefined : one.error)))
  return errors.size <= Math.ceil(outcomes.length / MOST_IN_A_BATCH) && [...errors].every((error) => error !== undefined && REFUSED_BATCH.has(error.code))
}

const MOST_IN_A_BATCH = 50

const REFUSED_BATCH: ReadonlySet<GraphErrorCode> = new Set(['bad-answer', 'not-found', 'invalid-parameter', 'unknown', 'permission'])

async function settled(part: Part, reading: Promise<PartAnswer['insights']>): Promise<PartAnswer> {
  try { return { part, insights: await reading, error: undefined } } catch (error) {
    if (error instanceof GraphError) return { part, insights: undefined, error }
    throw error
  }
}

async function readPart(graph: AnyNodes, userId: string, { media, metrics, breakdown }: Part, options: CallOptions): Promise<PartAnswer['insights']> {
  const first = media[0]
  const last = media.at(-1)
  const names = metrics.map((name) => unlisted(name))
  if (!first || !last || media.length === 1 || first.timestamp === undefined || last.timestamp === undefined) {
    const id = first?.id ?? ''
    const answer = await graph.media(id).insights({ metric: names, ...breakdown === undefined ? {} : { breakdown } }, options) as Readonly<Record<string, MediaInsight>>
    return new Map([[id, Object.values(answer)]])
  }
  const wanted = new Set(media.map((one) => one.id))
  // A second on both sides, and room for whatever stands there: neither end is known to be inclusive.
  const page = await graph.user(userId).media({
    fields: ['id'], since: secondsOf(last.timestamp) - 1, until: secondsOf(first.timestamp) + 1, limit: media.length + 2,
    insights: { metric: names, ...breakdown === undefined ? {} : { breakdown } },
  }, options)
  return new Map((page.data as readonly RawMedia[]).filter((one) => wanted.has(one.id)).map((one) => [one.id, one.insights?.data ?? []]))
}

function secondsOf(timestamp: string): number {
  return Math.floor(Date.parse(timestamp) / 1000)
}
