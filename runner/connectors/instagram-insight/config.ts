import { newestVersion, versionStatus } from '../../../sdk/index.ts'
import type { EndTimeReading, WantedMediaMetric, WantedUserMetric } from '../../../sdk/index.ts'
import { ConfigError, messageOf } from '../../model/error.ts'
import { isArray, type Json, type JsonObject } from '../../model/json.ts'
import { createParams, type Params } from '../../model/params.ts'
import { readMediaMetrics, readUserMetrics } from './metrics.ts'
import { didYouMean } from './nearest.ts'
import { MEDIA_PRESETS, USER_PRESETS, type MediaEdge } from './presets.ts'
import { DATA_TYPES, type DataType } from './tables.ts'

/** What `in:` of an instagram_insight load says, checked (IG §7.1). */
export interface Settings {
  readonly dataType: DataType
  readonly accessToken: string | undefined
  readonly authenticationId: string | undefined
  /** Names or ids of pages; `all` for every page that the token sees. */
  readonly pages: readonly string[] | 'all'
  readonly incremental: boolean
  /** First day, `yyyy-MM-dd`. */
  readonly since: string | undefined
  /** The day after the last. */
  readonly until: string | undefined
  readonly preset: string | undefined
  readonly userMetrics: readonly WantedUserMetric[]
  readonly mediaMetrics: readonly WantedMediaMetric[]
  readonly edges: readonly MediaEdge[] | undefined
  readonly reading: EndTimeReading
  readonly totalDays: number
  /** Days before the last one loaded that a saved load reads again. */
  readonly trailingDays: number | undefined
  readonly apiVersion: string | undefined
  readonly limits: Limits
}

/** How hard Meta may be asked. Undefined where the client's own defaults hold. */
export interface Limits {
  readonly maximumRetries: number | undefined
  readonly initialRetryMs: number | undefined
  readonly longestRetryMs: number | undefined
  readonly connectTimeoutMs: number
  readonly idleTimeoutMs: number
  readonly responseTimeoutMs: number
  readonly throttleRatePerSecond: number
  /** Percent of a limit. */
  readonly throttleThreshold: number
  readonly throttleWaitMs: number
  /** Calls at once, of all loads with the same token. */
  readonly concurrency: number
}

/** Every key of `in:`; docs/instagram-insight.md says what each is. */
export const KEYS: readonly string[] = [
  'type', 'access_token', 'td_authentication_id', 'facebook_page_name', 'data_type', 'incremental', 'since', 'until', 'preset_metric', 'metrics', 'use_individual_metrics', 'incremental_user_metrics',
  'maximum_retries', 'initial_retry_interval_millis', 'maximum_retries_interval_millis', 'connec_timeout_in_millis', 'connect_timeout_in_millis', 'idle_timeout_in_millis', 'response_timeout_millis',
  'throttle_rate_per_second', 'throttle_threshold', 'throttle_wait_in_millis', 'api_version',
  'facebook_page_id', 'skip_unknown_metrics', 'media_edges', 'day_reading', 'total_days', 'trailing_days', 'concurrency',
]

const DAY_MS = 24 * 3600 * 1000
const HOUR_MS = 3600 * 1000

/**
 * Reads `in:`, telling everything that is wrong with it at once.
 * @throws ConfigError
 */
export function readSettings(config: JsonObject): Settings {
  const problems: string[] = []
  const reader = createReader(config, (problem) => { problems.push(problem) })
  for (const key of Object.keys(config)) if (!KEYS.includes(key)) problems.push(`unknown key '${key}'${didYouMean(key, KEYS)}`)
  const settings = readAll(reader)
  if (problems.length === 0) return settings
  throw new ConfigError(`The configuration of instagram_insight is wrong:${problems.length === 1 ? ` ${problems[0]}` : problems.map((problem) => `\n  - ${problem}`).join('')}`, {
    problems: problems.map((message) => ({ message, severity: 'error' })),
  })
}

function readAll(reader: Reader): Settings {
  const dataType = reader.choice('data_type', DATA_TYPES) ?? 'user'
  if (!reader.has('data_type')) reader.tell(`data_type is missing: one of ${DATA_TYPES.join(', ')}`)
  const [since, until] = [reader.day('since'), reader.day('until')]
  if (since !== undefined && until !== undefined && since >= until) reader.tell(since === until ? `since and until are both ${since}: until is exclusive, so no day is left` : `since ${since} is after until ${until}`)
  const accessToken = reader.text('access_token')
  const authenticationId = reader.text('td_authentication_id')
  if (reader.has('access_token') && accessToken?.trim() === '') reader.tell('access_token is empty')
  if (accessToken === undefined && authenticationId === undefined && !reader.has('access_token')) reader.tell("access_token is missing: '${secret:instagram.access_token}', set by wf secrets, or td_authentication_id, set by wf connections")
  return {
    dataType, since, until, accessToken: accessToken?.trim(), authenticationId, ...readWanted(reader, dataType),
    pages: readPages(reader, accessToken), incremental: reader.flag('incremental', true),
    reading: reader.choice('day_reading', ['ends-at', 'starts-at'] as const) ?? 'ends-at',
    totalDays: reader.whole('total_days', 1, 30) ?? 1, trailingDays: reader.whole('trailing_days', 0, 90),
    apiVersion: reader.version('api_version'), limits: readLimits(reader),
  }
}

/** Tokens of Instagram Login belong to one account and need no page; who the token of an authentication belongs to shows later. */
function readPages(reader: Reader, token: string | undefined): Settings['pages'] {
  const key = reader.has('facebook_page_name') ? 'facebook_page_name' : 'facebook_page_id'
  const names = reader.texts(key)
  if (names.length === 1 && names[0] === '*') return 'all'
  if (names.some((name) => name.trim() === '')) reader.tell(`${key} is empty`)
  if (names.length === 0 && token !== undefined && !token.trim().startsWith('IG')) reader.tell("facebook_page_name is missing: a page's name or id, a list of them, or '*' for every page that the token sees")
  return names
}

type Wanted = Pick<Settings, 'preset' | 'userMetrics' | 'mediaMetrics' | 'edges'>

function readWanted(reader: Reader, dataType: DataType): Wanted {
  const allowUnknown = reader.flag('skip_unknown_metrics', false)
  const individual = reader.has('use_individual_metrics') ? reader.flag('use_individual_metrics', false) : undefined
  const presets = Object.keys(dataType === 'user' ? USER_PRESETS : MEDIA_PRESETS)
  const preset = dataType === 'user' || dataType === 'media' ? reader.choice('preset_metric', presets) : reader.text('preset_metric')
  const edges = reader.texts('media_edges').flatMap((edge) => (edge === 'media' || edge === 'stories' ? [edge as MediaEdge] : (reader.tell(`media_edges are media and stories, not '${edge}'`), [])))
  const wanted = { userMetrics: [] as WantedUserMetric[], mediaMetrics: [] as WantedMediaMetric[] }
  for (const key of ['metrics', 'incremental_user_metrics']) {
    if (dataType === 'media' && key === 'incremental_user_metrics') continue
    const list = reader.list(key)
    if (dataType === 'user') wanted.userMetrics.push(...readUserMetrics(list, key, allowUnknown, reader.tell))
    if (dataType === 'media') wanted.mediaMetrics.push(...readMediaMetrics(list, key, allowUnknown, reader.tell))
  }
  const chosen = wanted.userMetrics.length + wanted.mediaMetrics.length > 0
  if (individual === true && !chosen && (dataType === 'user' || dataType === 'media')) reader.tell(`use_individual_metrics is true, and ${dataType === 'user' ? 'metrics and incremental_user_metrics are' : 'metrics is'} empty`)
  const useMetrics = individual !== false || preset === undefined
  const usePreset = individual !== true && preset !== undefined
  return {
    preset: usePreset ? preset : chosen ? undefined : dataType === 'user' ? 'user_all' : 'media_all', edges: edges.length > 0 ? edges : undefined,
    userMetrics: useMetrics ? wanted.userMetrics : [], mediaMetrics: useMetrics ? wanted.mediaMetrics : [],
  }
}

function readLimits(reader: Reader): Limits {
  const ms = (key: string): number | undefined => reader.whole(key, 0, 7 * DAY_MS)
  return {
    maximumRetries: reader.whole('maximum_retries', 0, 100), initialRetryMs: ms('initial_retry_interval_millis'), longestRetryMs: ms('maximum_retries_interval_millis'),
    connectTimeoutMs: ms('connect_timeout_in_millis') ?? ms('connec_timeout_in_millis') ?? 30_000, idleTimeoutMs: ms('idle_timeout_in_millis') ?? 60_000, responseTimeoutMs: ms('response_timeout_millis') ?? 30_000,
    throttleRatePerSecond: reader.whole('throttle_rate_per_second', 1, 1000) ?? 5, throttleThreshold: reader.whole('throttle_threshold', 1, 100) ?? 90, throttleWaitMs: ms('throttle_wait_in_millis') ?? HOUR_MS,
    concurrency: reader.whole('concurrency', 1, 64) ?? 32,
  }
}

/** Values of `in:` that tell what is wrong instead of throwing it. */
interface Reader {
  tell(problem: string): void
  has(key: string): boolean
  text(key: string): string | undefined
  texts(key: string): readonly string[]
  flag(key: string, fallback: boolean): boolean
  list(key: string): readonly Json[]
  whole(key: string, least: number, most: number): number | undefined
  choice<T extends string>(key: string, allowed: readonly T[]): T | undefined
  day(key: string): string | undefined
  version(key: string): string | undefined
}

function createReader(config: JsonObject, tell: (problem: string) => void): Reader {
  const params = createParams(config)
  const trying = <T>(key: string, read: (from: Params) => T): T | undefined => {
    // The value of a token stands in no message.
    try { return read(params) } catch (error) { tell(key === 'access_token' ? 'access_token must be text' : messageOf(error)); return undefined }
  }
  const text = (key: string): string | undefined => trying(key, (from) => from.optionalText(key))
  const items = (key: string): readonly Json[] => { const value = params.get(key); return value === undefined ? [] : isArray(value) ? value : [value] }
  return {
    tell, text, has: (key) => params.has(key),
    texts: (key) => items(key).flatMap((item) => (typeof item === 'string' || typeof item === 'number' || typeof item === 'bigint' ? [String(item)] : (tell(`${key} must be text or a list of texts`), []))),
    flag: (key, fallback) => trying(key, (from) => from.flag(key, fallback)) ?? fallback,
    list: items,
    whole: (key, least, most) => {
      const value = trying(key, (from) => from.optionalInt(key))
      if (value === undefined || (value >= least && value <= most)) return value
      tell(`${key} must be from ${least} to ${most}, not ${value}`)
      return undefined
    },
    choice: (key, allowed) => {
      const value = text(key)
      const found = allowed.find((one) => one === value)
      if (value !== undefined && found === undefined) tell(`${key} must be one of ${allowed.join(', ')}, not '${value}'${didYouMean(value, allowed)}`)
      return found
    },
    day: (key) => {
      const value = text(key)?.trim()
      if (value === undefined || value === '' || isDay(value)) return value === '' ? undefined : value
      tell(`${key} must be a day such as 2026-11-01 (yyyy-MM-dd), not '${value}'`)
      return undefined
    },
    version: (key) => {
      const value = text(key)?.trim()
      if (value === undefined || value === '') return undefined
      const number = /^v?(\d+(?:\.\d+)?)$/.exec(value)?.[1]
      if (number === undefined) tell(`api_version must look like v27.0, not '${value}'`)
      return number === undefined ? undefined : `v${number.includes('.') ? number : `${number}.0`}`
    },
  }
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** The version to ask with: the configured one while it is served, else the newest, with why. */
export function chooseVersion(wanted: string | undefined, now: number): { readonly version: string; readonly warning: string | undefined } {
  const newest = newestVersion(now)
  if (wanted === undefined) return { version: newest, warning: undefined }
  const { state, until } = versionStatus(wanted, now)
  if (state === 'served') return { version: wanted, warning: undefined }
  return { version: newest, warning: state === 'expired' ? `api_version ${wanted} expired on ${until}; ${newest} is used instead` : `api_version ${wanted} is not one that Meta serves; ${newest} is used instead` }
}
