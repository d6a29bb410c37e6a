import { kindOf } from './media-plan.ts'
import type { KnownMedia } from './media-plan.ts'
import type { Part } from './media-parts.ts'
import type { Skipped } from './skipped.ts'

/** What refusals taught: shared by the accounts of one job, so that each lesson is paid for once. */
export interface Refusals {
  /** Metrics that no media answers, with how that was told. */
  readonly everywhere: Map<string, Skipped>
  /** `metric kind` → answers and refusals counted. */
  readonly byKind: Map<string, { answered: number, refused: number }>
  /** By account: media refused as posted before the account became professional. */
  readonly conversions: Map<string, Conversion>
}

interface Conversion {
  refused: number
  /** Milliseconds since 1970. */
  newestRefused: number
  oldestAnswered: number
}

/** So many refusals without an answer stand for the whole kind. */
export const ENOUGH_REFUSALS = 3

/** What is learnt about refused metrics, shared by the accounts of one job. */
export function createRefusals(): Refusals {
  return { everywhere: new Map(), byKind: new Map(), conversions: new Map() }
}

/** Whether a kind of media refused a metric several times and never answered it. */
export function isRefusedBy({ byKind }: Refusals, metric: string, kind: string | undefined): boolean {
  const seen = kind === undefined ? undefined : byKind.get(`${metric} ${kind}`)
  return seen !== undefined && seen.answered === 0 && seen.refused >= ENOUGH_REFUSALS
}

/** Whether nothing is known yet of a metric and a kind. */
export function isUntried({ byKind }: Refusals, metric: string, kind: string | undefined): boolean {
  return kind !== undefined && !byKind.has(`${metric} ${kind}`)
}

export function noteKinds({ byKind }: Refusals, { media, metrics }: Part, what: 'answered' | 'refused'): void {
  for (const one of media) {
    const kind = kindOf(one)
    if (kind === undefined) continue
    for (const metric of metrics) {
      const seen = byKind.get(`${metric} ${kind}`) ?? { answered: 0, refused: 0 }
      seen[what]++
      byKind.set(`${metric} ${kind}`, seen)
    }
  }
}

/** Learns when the account became professional: what is older than the refused is refused too, unless something older was answered. */
export function noteConversion({ conversions }: Refusals, userId: string, media: readonly KnownMedia[], what: 'answered' | 'refused'): void {
  const times = media.map(timeOf).filter((time) => !Number.isNaN(time))
  if (times.length === 0 || (what === 'answered' && !conversions.has(userId))) return
  const seen = conversions.get(userId) ?? { refused: 0, newestRefused: -Infinity, oldestAnswered: Infinity }
  if (what === 'answered') seen.oldestAnswered = Math.min(seen.oldestAnswered, ...times)
  else { seen.refused += times.length; seen.newestRefused = Math.max(seen.newestRefused, ...times) }
  conversions.set(userId, seen)
}

/** Whether a media is older than several that were refused as posted before the conversion, with nothing older answered. */
export function isBeforeConversion({ conversions }: Refusals, userId: string, media: KnownMedia | undefined): boolean {
  const seen = conversions.get(userId)
  return seen !== undefined && media !== undefined && seen.refused >= ENOUGH_REFUSALS && seen.newestRefused < seen.oldestAnswered && timeOf(media) < seen.newestRefused
}

const timeOf = ({ timestamp }: KnownMedia): number => Date.parse(timestamp ?? '')
