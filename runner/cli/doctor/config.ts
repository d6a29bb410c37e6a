import { newestVersion, versionStatus } from '../../../sdk/index.ts'
import { readSettings } from '../../connectors/instagram-insight/config.ts'
import { ConfigError } from '../../model/error.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { findingAt, type Finding } from './finding.ts'
import { pairAt, rangeOf, scalarAt, sourceText, textAt, type FoundLoad } from './loads.ts'

const DAY_MS = 24 * 3600 * 1000
const KEPT_DAYS = 729
const SOON_DAYS = 90
/** A fixed day so long ago was surely right once, and is forgotten now. */
const STALE_DAYS = 90

const SINCE = "${moment(session_date).subtract(28, 'days').format('YYYY-MM-DD')}"
const UNTIL = '${session_date}'

/** An api_version that Meta no longer serves, or soon will not. */
export function checkVersion({ source, map, yaml }: FoundLoad, now: number): readonly Finding[] {
  const scalar = scalarAt(yaml, map, 'api_version')
  if (!scalar) return []
  const written = sourceText(scalar).trim()
  if (written.includes('${')) return []
  const version = `v${written.replace(/^v/, '')}${written.includes('.') ? '' : '.0'}`
  const newest = newestVersion(now)
  const { state, until } = versionStatus(version, now)
  const [from, to] = rangeOf(scalar)
  const edits = [{ from, to, text: newest }]
  if (state !== 'served') return [findingAt(source, from, { message: state === 'expired' ? `api_version ${written} expired on ${until}` : `api_version ${written} is not one that Meta serves`, hint: `use ${newest}, or leave it out`, edits })]
  if (until === null || Date.parse(until) - now > SOON_DAYS * DAY_MS) return []
  return [findingAt(source, from, { severity: 'warning', message: `api_version ${written} expires on ${until}`, hint: `use ${newest}, or leave it out`, edits })]
}

/** Fixed days in a load that runs again and again: the same days each night, or days that Meta no longer keeps. */
export function checkDates({ source, map, yaml }: FoundLoad, now: number): readonly Finding[] {
  const incremental = textAt(yaml, map, 'incremental') !== 'false'
  const [since, until] = [scalarAt(yaml, map, 'since'), scalarAt(yaml, map, 'until')]
  const days = [since, until].map((scalar) => (scalar === undefined ? undefined : dayOf(sourceText(scalar))))
  const user = textAt(yaml, map, 'data_type') === 'user'
  const age = (day: string | undefined): number => (day === undefined ? 0 : (now - Date.parse(day)) / DAY_MS)
  const gone = user && days[0] !== undefined && age(days[0]) > KEPT_DAYS
  const stale = incremental && days[1] !== undefined && age(days[1]) > 0
  if (!gone && !stale && !(incremental && age(days[0]) > STALE_DAYS && days[1] !== undefined)) return []
  const message = gone ? `since ${days[0]} is older than the two years that Meta keeps` : `since ${days[0] ?? ''} and until ${days[1] ?? ''} are fixed: every run loads the same days again`
  const edits = [since && days[0] !== undefined ? { from: rangeOf(since)[0], to: rangeOf(since)[1], text: `"${SINCE}"` } : [], until && days[1] !== undefined ? { from: rangeOf(until)[0], to: rangeOf(until)[1], text: `"${UNTIL}"` } : []].flat()
  return [findingAt(source, rangeOf(since ?? until)[0], { message, hint: `count from the session: since: "${SINCE}", until: "${UNTIL}"`, edits })]
}

const dayOf = (text: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? text.trim() : undefined)

/** A token that is no secret: a bare `${a.b}`, which digdag refuses, or the token itself, which anybody can read. */
export function checkToken({ source, map, yaml }: FoundLoad): readonly Finding[] {
  const scalar = scalarAt(yaml, map, 'access_token')
  if (!scalar) return []
  const [from, to] = rangeOf(scalar)
  const text = sourceText(scalar).trim()
  const bare = /^\$\{\s*([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)\s*\}$/.exec(text)?.[1]
  if (bare !== undefined) return [findingAt(source, from, { message: `\${${bare}} is a parameter, and a token belongs into a secret`, hint: `write \${secret:${bare}}, and set it with wf secrets --project P --set ${bare}`, edits: [{ from, to, text: source.text.slice(from, to).replace(/\$\{\s*/, '${secret:') }] })]
  if (/^(EAA|IG)[\w|-]{16,}$/.test(text)) return [{ ...findingAt(source, from, { message: 'access_token is written into the file, where anybody can read it', hint: 'write ${secret:instagram.access_token}, set it with wf secrets --project P --set instagram.access_token, and get a new token: this one is known' }), excerpt: '' }]
  return []
}

/** What the connector itself would refuse, as far as it can be told before templates are evaluated. */
export function checkConfig(load: FoundLoad): readonly Finding[] {
  const { source, map, yaml } = load
  const config = withoutTemplates(map.toJSON() as JsonObject)
  try {
    readSettings({ ...config, access_token: 'EAA', facebook_page_name: 'page' })
    return pairAt(yaml, map, 'access_token') || pairAt(yaml, map, 'td_authentication_id') ? [] : [findingAt(source, rangeOf(map)[0], { message: 'access_token and td_authentication_id are both missing', hint: 'access_token: ${secret:instagram.access_token}' })]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.filter(({ message }) => !/^(since|until) |^use_individual_metrics/.test(message)).map(({ message }) => {
      const pair = [/^\w+/, /(?<=')[\w-]+(?=')/].map((pattern) => pairAt(yaml, map, pattern.exec(message)?.[0] ?? '')).find((one) => one !== undefined)
      return findingAt(source, rangeOf(pair?.key ?? map)[0], { message })
    })
  }
}

/** Values that templates will change are not judged. */
function withoutTemplates(config: JsonObject): JsonObject {
  const holds = (value: Json): boolean => JSON.stringify(value)?.includes('${') ?? false
  return Object.fromEntries(Object.entries(config).filter(([key, value]) => key !== 'access_token' && key !== 'facebook_page_name' && !holds(value)))
}
