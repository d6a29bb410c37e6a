import { newestVersion, versionStatus } from '../../../sdk/index.ts'
import { readSettings } from '../../connectors/instagram-insight/config.ts'
import { ConfigError } from '../../model/error.ts'
import { isArray, type Json, type JsonObject } from '../../model/json.ts'
import { placeOfMetric } from './entries.ts'
import { findingAt, type Finding } from './finding.ts'
import { holdsTemplate, pairAt, rangeOf, scalarAt, sourceText, textAt, type FoundLoad } from './loads.ts'

const DAY_MS = 24 * 3600 * 1000
const SOON_DAYS = 90
const TYPE = 'instagram_insight'

/** A `type` that is nearly this connector's. */
export function checkType(load: FoundLoad): readonly Finding[] {
  const scalar = scalarAt(load, 'type')
  const written = textAt(load, 'type')
  if (!scalar || written === TYPE) return []
  const [from, to] = rangeOf(scalar)
  return [findingAt(load.source, from, { message: `there is no connector ${written} (did you mean ${TYPE}?)`, hint: `type: ${TYPE}`, edits: [{ from, to, text: TYPE }] })]
}

/** An api_version that Meta no longer serves, or soon will not. */
export function checkVersion(load: FoundLoad, now: number): readonly Finding[] {
  const scalar = scalarAt(load, 'api_version')
  const version = writtenVersion(load)
  if (!scalar || version === undefined) return []
  const newest = newestVersion(now)
  const { state, until } = versionStatus(version, now)
  const [from, to] = rangeOf(scalar)
  const quote = /^['"]/.exec(load.source.text.slice(from, to))?.[0] ?? ''
  const [written, hint, edits] = [sourceText(load.source, scalar).trim(), `use ${newest}, or leave it out`, [{ from, to, text: `${quote}${newest}${quote}` }]]
  if (state !== 'served') return [findingAt(load.source, from, { message: state === 'expired' ? `api_version ${written} expired on ${until}` : `api_version ${written} is not one that Meta serves`, hint, edits })]
  if (until === null || Date.parse(until) - now > SOON_DAYS * DAY_MS) return []
  return [findingAt(load.source, from, { severity: 'warning', message: `api_version ${written} expires on ${until}`, hint, edits })]
}

/** `v21.0`, also where `21` is written; undefined where it is left out, made by a template, or no version. */
export function writtenVersion(load: FoundLoad): string | undefined {
  const [, number] = /^v?(\d+(?:\.\d+)?)$/.exec(textAt(load, 'api_version') ?? '') ?? []
  return number === undefined ? undefined : `v${number}${number.includes('.') ? '' : '.0'}`
}

/** What the connector itself would refuse, as far as it can be told before templates are evaluated. */
export function checkConfig(load: FoundLoad): readonly Finding[] {
  const config = load.map.toJSON() as JsonObject
  const unknown = refusals({ ...mapped(config, (value) => (holdsTemplate(value) ? 'x' : value)) }).filter((message) => message.startsWith('unknown key'))
  const rest = refusals(withoutTemplates(config)).filter((message) => !unknown.includes(message))
  return [...unknown, ...rest].map((message) => findingAt(load.source, placeOf(load, message), { message })).concat(withoutPage(load, config))
}

function refusals(config: JsonObject): readonly string[] {
  try { readSettings(config); return [] } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ message }) => message)
  }
}

const mapped = (config: JsonObject, change: (value: Json) => Json): JsonObject => Object.fromEntries(Object.entries(config).map(([key, value]) => [key, change(value as Json)]))

/** Values that templates will change are not judged; of what has to be there, something is. */
function withoutTemplates(config: JsonObject): JsonObject {
  const stands: JsonObject = { access_token: 'IGAA', td_authentication_id: '1', facebook_page_name: 'page', data_type: 'user' }
  const left = Object.entries(config).flatMap(([key, value]): readonly [string, Json][] => {
    if (key === 'type' || !holdsTemplate(value)) return [[key, key === 'type' ? TYPE : value as Json]]
    if (isArray(value)) return [[key, value.filter((item) => !holdsTemplate(item))]]
    return stands[key] === undefined ? [] : [[key, stands[key] as Json]]
  })
  const unsure = ['metrics', 'incremental_user_metrics'].some((key) => holdsTemplate(config[key] as Json | undefined))
  return Object.fromEntries(left.filter(([key]) => !(unsure && key === 'use_individual_metrics')))
}

/** Whose token it is shows only when it is looked up. */
function withoutPage(load: FoundLoad, { access_token: token, facebook_page_name: name, facebook_page_id: id }: JsonObject): readonly Finding[] {
  if (name !== undefined || id !== undefined || !holdsTemplate(token)) return []
  return [findingAt(load.source, rangeOf(load.map)[0], { severity: 'warning', message: 'facebook_page_name is missing', hint: "only a token of Instagram Login needs none: write a page's name or id, a list of them, or '*' for every page that the token sees" })]
}

/** Messages begin with the key they are about, or name it in quotes. */
function placeOf(load: FoundLoad, message: string): number {
  const [, first = ''] = /^(\w+)/.exec(message) ?? []
  const metric = first === 'metrics' || first === 'incremental_user_metrics' ? placeOfMetric(load, first, message) : undefined
  const pair = pairAt(load, first) ?? pairAt(load, /(?<=')[\w-]+(?=')/.exec(message)?.[0] ?? '')
  return metric ?? rangeOf(pair?.key ?? load.map)[0]
}
