import type { MediaKind } from '../generated/catalogue.ts'
import { mediaMetric, mediaMetricStatus } from './status.ts'
import type { AskedAt } from './status.ts'
import type { Skipped } from './skipped.ts'
import type { MediaMetricName } from './types.ts'

/** One media metric as it is wanted. */
export interface WantedMediaMetric {
  readonly metric: MediaMetricName
  /** Such as `story_navigation_action_type`. */
  readonly breakdown?: string | undefined
}

/** Media as far as it decides what may be asked of it. */
export interface KnownMedia {
  readonly id: string
  readonly media_type?: string | undefined
  readonly media_product_type?: string | undefined
  readonly timestamp?: string | undefined
}

const KINDS: Readonly<Record<string, MediaKind>> = { IMAGE: 'FEED_IMAGE', CAROUSEL_ALBUM: 'FEED_CAROUSEL', VIDEO: 'FEED_VIDEO' }

/** The kind of a media by its two types; undefined where they are missing or new. */
export function kindOf({ media_type: type, media_product_type: product }: KnownMedia): MediaKind | undefined {
  if (product === 'REELS' || product === 'STORY' || product === 'AD') return product
  // A video of a server that does not say may be a reel.
  if (product === undefined && type === 'VIDEO') return undefined
  return product === undefined || product === 'FEED' || product === 'IGTV' ? KINDS[type ?? ''] : undefined
}

/** What of the wanted metrics can be asked for at all, and what the catalogue already knows as refused. */
export function planMediaMetrics(wanted: readonly WantedMediaMetric[], node: string, at: AskedAt): { readonly metrics: readonly WantedMediaMetric[], readonly skipped: readonly Skipped[] } {
  const metrics: WantedMediaMetric[] = []
  const skipped: Skipped[] = []
  for (const one of wanted) {
    const status = mediaMetricStatus(one.metric, undefined, at)
    if (status.state === 'refused') skipped.push({ metric: one.metric, node, reason: status.reason, code: 'catalogue', removed: status.removed, replacement: status.replacement, days: undefined })
    else metrics.push(one)
  }
  return { metrics, skipped }
}

/** The kinds that can stand on an edge. */
export function kindsOn(edge: 'media' | 'stories'): readonly MediaKind[] {
  return edge === 'stories' ? ['STORY'] : ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS']
}

/** Whether a metric may be asked for with a whole page of the edge: every kind that can stand there answers it. */
export function fitsEveryKind(metric: string, edge: 'media' | 'stories', at: AskedAt): boolean {
  return mediaMetric(metric)?.needsFacebookShare !== true && kindsOn(edge).every((kind) => mediaMetricStatus(metric, kind, at).state !== 'refused')
}

/** Whether a metric may be asked for of one media; kinds that nobody knows are tried. */
export function fitsMedia(metric: string, media: KnownMedia, at: AskedAt): boolean {
  const kind = kindOf(media)
  return kind === undefined || mediaMetricStatus(metric, kind, at).state !== 'refused'
}
