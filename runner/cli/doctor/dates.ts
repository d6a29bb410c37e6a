import { findingAt, type Finding } from './finding.ts'
import type { Edit } from './edit.ts'
import { pairAt, rangeOf, scalarAt, sourceText, textAt, type FoundLoad } from './loads.ts'

const DAY_MS = 24 * 3600 * 1000
/** Meta answers for 729 days (IG §3.1). */
const KEPT_DAYS = 729
/** A fixed day so long ago was surely right once, and is forgotten now. */
const STALE_DAYS = 90

const before = (days: number): string => `\${moment(session_date).subtract(${days}, 'days').format('YYYY-MM-DD')}`
const ALL_KEPT = before(KEPT_DAYS - 1)
/** Four weeks, so that late numbers come too, where rows are replaced; where they are appended the newest day that is over and counted everywhere, so that none comes twice. */
const WINDOWS = { replaced: { since: before(28), until: '${session_date}' }, appended: { since: before(2), until: before(1) } } as const

/** Fixed days in a load that runs again and again: the same days each night, or days that Meta no longer keeps. */
export function checkDates(load: FoundLoad, now: number): readonly Finding[] {
  const { source } = load
  const [since, until] = (['since', 'until'] as const).map((key) => { const scalar = scalarAt(load, key); return { scalar, day: scalar === undefined ? undefined : dayOf(sourceText(source, scalar)) } })
  if (since?.day !== undefined && until?.day !== undefined && since.day >= until.day) return []
  const age = (day: string | undefined): number => (day === undefined ? 0 : (now - Date.parse(day)) / DAY_MS)
  const again = textAt(load, 'incremental') !== 'false' && until?.day !== undefined && (age(until.day) > 0 || age(since?.day) > STALE_DAYS)
  const gone = textAt(load, 'data_type') === 'user' && age(since?.day) > KEPT_DAYS
  if (!gone && !again) return []
  const replace = (place: typeof since, text: string): readonly Edit[] => (place?.scalar && place.day !== undefined ? [{ from: rangeOf(place.scalar)[0], to: rangeOf(place.scalar)[1], text: `"${text}"` }] : [])
  const offset = rangeOf((since?.day === undefined ? until : since)?.scalar)[0]
  if (gone && !again && age(until?.day) <= KEPT_DAYS) return [findingAt(source, offset, { message: `since ${since?.day} is older than the two years that Meta keeps`, hint: `begin where Meta begins: since: "${ALL_KEPT}"`, edits: replace(since, ALL_KEPT) })]
  const message = gone ? `since ${since?.day} is older than the two years that Meta keeps` : `${since?.day === undefined ? `until ${until?.day} is` : `since ${since.day} and until ${until?.day} are`} fixed: every run loads the same days again`
  const window = WINDOWS[modeOf(load) === 'append' ? 'appended' : 'replaced']
  return [findingAt(source, offset, { message, hint: `count from the session: since: "${window.since}", until: "${window.until}"`, edits: [...replace(since, window.since), ...replace(until, window.until)] })]
}

/** `out.mode`, which is append unless it says otherwise. */
function modeOf({ around, yaml }: FoundLoad): string {
  const out = around && pairAt({ yaml, map: around }, 'out')?.value
  return yaml.isMap(out) ? String(scalarAt({ yaml, map: out }, 'mode')?.value ?? 'append') : 'append'
}

const dayOf = (text: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? text.trim() : undefined)
