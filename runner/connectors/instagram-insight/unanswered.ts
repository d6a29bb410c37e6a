import { mediaMetricStatus } from '../../../sdk/index.ts'
import type { AskedAt, MediaInsightsBatch, MediaKind } from '../../../sdk/index.ts'

/** Posts by the metric that they were asked for, that their kind has, and that neither came nor was refused. */
export function unanswered(page: MediaInsightsBatch, kinds: ReadonlyMap<string, MediaKind>, metrics: readonly string[], account: string, at: AskedAt): ReadonlyMap<string, readonly string[]> {
  const came = new Set(page.rows.map(({ mediaId, metric }) => `${mediaId} ${metric}`))
  const refused = new Set(page.skipped.map(({ node, metric }) => `${node} ${metric ?? ''}`))
  const isTold = (id: string, metric: string): boolean => [`${id} ${metric}`, `${id} `, `${account} ${metric}`].some((key) => refused.has(key))
  const missing = metrics.map((metric) => [metric, [...kinds].filter(([id, kind]) => !came.has(`${id} ${metric}`) && !isTold(id, metric) && mediaMetricStatus(metric, kind, at).state === 'served').map(([id]) => id)] as const)
  return new Map(missing.filter(([, ids]) => ids.length > 0))
}
