/**
 * The insights of an expanded edge by metric, as a call for insights answers them. A metric without data is missing.
 *
 * @example
 * const { media } = await graph.user(id).get({ media: { fields: ['caption'], insights: ['reach'] } })
 * for (const post of media?.data ?? []) console.log(post.caption, byMetric(post.insights).reach?.values?.[0]?.value)
 */
export function byMetric<I extends { readonly name: string }>(edge: { readonly data: readonly I[] } | undefined): { readonly [M in I['name']]?: I } {
  const found: Record<string, I> = {}
  for (const insight of edge?.data ?? []) found[insight.name] = insight
  return found as { readonly [M in I['name']]?: I }
}
