import type { Context } from '../graph/context.ts'
import { linkOf } from '../graph/paging.ts'
import { instantOf } from '../graph/instants.ts'
import type { Params } from '../graph/params.ts'
import { invalid, refuse } from '../graph/refusal.ts'
import { dayOf, startOfDay } from '../world/pacific.ts'

/** since and until, both inclusive, ms; buckets are chosen by their end_time (IG §3.6). */
export interface Window { readonly since: number, readonly until: number, readonly given: boolean }

const DAY_MS = 86_400_000
const LONGEST_MS = 30 * DAY_MS
/** 729 days back answer, 730 are refused (IG §3.1). */
const HISTORY_MS = 730 * DAY_MS

/** The window of a request that names none: the last so many buckets. */
export const usualWindow = (until: number, buckets: number): Window => ({ since: startOfDay(dayOf(until) - buckets + 1), until, given: false })

/** @throws Refusal when it is longer than 30 days, begins more than two years ago, in the future, or after its end */
export function readWindow(context: Context, args: Params, buckets: number): Window {
  const sinceText = args.get('since') ?? ''
  const untilText = args.get('until') ?? ''
  const given = sinceText !== '' || untilText !== ''
  const until = untilText === '' ? context.now : instantOf('until', untilText, context.now)
  const since = sinceText === '' ? usualWindow(until, buckets).since : instantOf('since', sinceText, context.now)
  if (given && until - since > LONGEST_MS) throw refuse('window_too_long')
  if (given && (since > context.now || since <= context.now - HISTORY_MS)) throw refuse('since_not_valid')
  if (until < since) throw invalid('until param must be later than since param')
  return { since, until, given }
}

/** The days at whose beginning a bucket of the window ends; none ends after now, but for the unfinished day's where it is shown. */
export function bucketEnds(window: Window, now: number, unfinished: boolean): readonly number[] {
  const last = Math.min(dayOf(window.until), dayOf(now) + (unfinished ? 1 : 0))
  let first = dayOf(window.since)
  if (startOfDay(first) < window.since) first++
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}

/** Links to the windows before and after; they never end by themselves (IG §4). */
export function adjacent(context: Context, path: string, args: Params, window: Window): { readonly previous: string, readonly next: string } {
  const seconds = (ms: number) => String(Math.floor(ms / 1000))
  const length = window.until - window.since
  const link = (shift: number) => linkOf(context, path, args, undefined, { since: seconds(window.since + shift), until: seconds(window.until + shift) })
  return { previous: link(-length - 1000), next: link(length + 1000) }
}
