import type { Reading } from './source.ts'
import type { ListedMedia } from './tables.ts'
import { secondsOf, type Position } from './units.ts'

/** Posts from `since` (inclusive) to `until` (exclusive), Unix seconds. */
export interface PostRange { readonly since: number | undefined; readonly until: number | undefined }

/** Days of posts are UTC days. */
export function rangeOf({ settings }: Reading): PostRange {
  const seconds = (day: string | undefined): number | undefined => (day === undefined ? undefined : Date.parse(`${day}T00:00:00Z`) / 1000)
  return { since: seconds(settings.since), until: seconds(settings.until) }
}

/** The range without what an earlier run read before its last page. */
export const openRange = ({ since, until }: PostRange, { readFrom }: Position): PostRange => ({ since, until: readFrom === undefined ? until : Math.min(until ?? Infinity, readFrom + 1) })

/** The range for Meta, a second wider on both sides: whether its ends count is not documented, and `isIn` looks again. */
export const asked = ({ since, until }: PostRange): { readonly since?: number; readonly until?: number } => ({ ...(since === undefined ? {} : { since: since - 1 }), ...(until === undefined ? {} : { until: until + 1 }) })

export function isIn({ since, until }: PostRange, media: ListedMedia): boolean {
  const at = secondsOf(media)
  return at === undefined || ((since === undefined || at >= since) && (until === undefined || at < until))
}

/** A page of nothing but posts older than all that is wanted: a server that knows no `since` would go on for years. */
export function isBefore({ since }: PostRange, page: readonly ListedMedia[]): boolean {
  const times = page.flatMap((post) => secondsOf(post) ?? [])
  return since !== undefined && times.length > 0 && Math.max(...times) < since - 1
}
