import type { GraphError, GraphErrorCode } from '../error.ts'
import type { WantedUserMetric } from './user-plan.ts'

/** Something that was asked for and did not come, with why. */
export interface Skipped {
  /** Undefined where all metrics of the media are meant. */
  readonly metric: string | undefined
  /** Account or media. */
  readonly node: string
  /** In words. */
  readonly reason: string
  /** `catalogue`: not asked at all, because the catalogue knows better; `range`: days that Meta does not keep. */
  readonly code: GraphErrorCode | 'catalogue' | 'range'
  /** When Meta removed the metric. */
  readonly removed: string | null
  readonly replacement: string | null
  /** The days that are missing; undefined where it is all. */
  readonly days: { readonly from: string, readonly to: string } | undefined
  /** An account's metric as it was wanted: the same name may be wanted in several periods and breakdowns. */
  readonly wanted?: WantedUserMetric | undefined
}

/** Refusals that concern what was asked, not who asks or when: the rest of the call can be saved. */
const ABOUT_THE_METRIC: ReadonlySet<GraphErrorCode> = new Set([
  'unknown-metric', 'metric-unsupported', 'metric-removed', 'needs-total-value', 'wrong-period', 'wrong-breakdown', 'invalid-parameter', 'unknown',
  'before-conversion', 'carousel-child', 'too-few-viewers', 'not-shared-to-facebook', 'not-found', 'unknown-field',
])

/** Refusals that hold for every metric of a media. */
export const OF_THE_MEDIA: ReadonlySet<GraphErrorCode> = new Set(['before-conversion', 'carousel-child', 'too-few-viewers', 'not-found'])

/**
 * Whether leaving out a metric, or a media, can save the rest of the call. A permission may lack for one alone; where it lacks for
 * everything, the reader has to find that out: it must not pass as skipped.
 */
export function concernsMetric(error: GraphError): boolean {
  return ABOUT_THE_METRIC.has(error.code) || error.code === 'permission'
}

export function skippedBy(error: GraphError, node: string, metric: string | undefined): Skipped {
  const reason = error.body?.error_user_msg ?? error.body?.message ?? error.message
  return { metric, node, reason: reason.replace(/\.$/, ''), code: error.code, removed: null, replacement: null, days: undefined }
}
