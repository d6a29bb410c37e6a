import { GraphError } from './error.ts'
import type { GraphErrorBody, GraphErrorCode } from './error.ts'

/** What the factory needs to know of an answer. */
export interface Answer {
  readonly url: string
  readonly status: number
  readonly text: string
  /** Minutes to regain access, from the usage headers; 0 when they say nothing. */
  readonly regainMinutes: number
  readonly now: number
}

const THROTTLED: ReadonlySet<number> = new Set([4, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014])

/** Messages of code 100 (and its like) that say more than the code; the first match decides. Each names its metrics, if any. IG §5.3. */
const TEXTS: readonly (readonly [RegExp, GraphErrorCode])[] = [
  [/metric\[(\d+)\] must be one of the following values: (?<known>.*)/, 'unknown-metric'],
  [/The following metrics \((?<metrics>[^)]*)\) should be specified with parameter metric_type=total_value/, 'needs-total-value'],
  [/does not support the (?<metrics>[\w, ]+?) metrics? for this media product type/, 'metric-unsupported'],
  [/the (?<metrics>\w+) metric is no longer supported/, 'metric-removed'],
  [/Incompatible breakdowns? \([^)]*\) for metrics? \((?<metrics>[^)]*)\)/i, 'wrong-breakdown'],
  [/Incompatible metrics? \((?<metrics>[^)]*)\)/i, 'metric-unsupported'],
  [/\((?<metrics>[\w, ]+)\) metrics? (?:is|are) incompatible/i, 'wrong-period'],
  [/more than 30 days/, 'window-too-long'],
  [/\((?<metrics>[\w, ]+)\) metric only supports querying data for the last/, 'window-out-of-range'],
  [/since param is not valid/, 'window-out-of-range'],
  [/nonexisting field/, 'unknown-field'],
  [/Carousel children/i, 'carousel-child'],
  [/[Nn]ot enough viewers/, 'too-few-viewers'],
  [/before the most recent time that the user's account was converted|before business account conversion/i, 'before-conversion'],
  [/reduce the amount of data/, 'too-much-data'],
  [/not supported on this Instagram account/, 'metric-unsupported'],
  [/incompatible/i, 'wrong-period'],
]

/**
 * The error that an answer stands for, or undefined when it is a good one. `json` is its parsed body.
 * @param list it has to hold a list
 */
export function errorOf(answer: Answer, json: unknown, list = false): GraphError | undefined {
  const body = bodyOf(json)
  if (!body) return answer.status >= 200 && answer.status < 300 && json !== undefined && (!list || hasList(json)) ? undefined : strangerOf(answer, json)
  const match = TEXTS.find(([pattern]) => pattern.test(`${body.message} ${body.error_user_title ?? ''}`))
  const code = codeOf(body, answer.status, match?.[1])
  const details = { code, url: answer.url, status: answer.status, body, ...(match ? { metrics: metricsOf(body.message, match[0], answer.url) } : {}) }
  const regain = code === 'throttled' && answer.regainMinutes > 0 ? { regainAt: new Date(answer.now + answer.regainMinutes * 60_000) } : {}
  const said = body.error_user_msg && !body.message.includes(body.error_user_msg) ? `${body.message}: ${body.error_user_msg}` : body.message
  return new GraphError(`Meta refused: ${said.replace(/\.+$/, '')} [code ${body.code}${body.error_subcode === undefined ? '' : `/${body.error_subcode}`}]`, { ...details, ...regain })
}

export function hasList(json: unknown): boolean {
  return json !== null && typeof json === 'object' && 'data' in json && Array.isArray(json.data)
}

/** What the answer says went wrong, also where less is said than Meta documents: without a code it is taken for something that passes. */
function bodyOf(json: unknown): GraphErrorBody | undefined {
  if (json === null || typeof json !== 'object') return undefined
  const { error, error_message: message, code } = json as { readonly error?: unknown, readonly error_message?: unknown, readonly code?: unknown }
  if (typeof error === 'string') return { message: error, code: codeIn(code), ...code === undefined ? { is_transient: true } : {} }
  if (error !== null && typeof error === 'object') {
    const raw = error as Partial<GraphErrorBody>
    return { ...raw, message: String(raw.message ?? 'an error without a message'), code: codeIn(raw.code), ...raw.code === undefined ? { is_transient: true } : {} }
  }
  return typeof message === 'string' ? { message, code: codeIn(code) } : undefined
}

function codeIn(code: unknown): number {
  const number = Number(code ?? 1)
  return Number.isNaN(number) ? 1 : number
}

/** By number first, where the number is unmistakable; then by text; then by what is left of the number. IG §5.2. */
function codeOf(body: GraphErrorBody, status: number, byText: GraphErrorCode | undefined): GraphErrorCode {
  const { code, error_subcode: subcode } = body
  if (THROTTLED.has(code) && subcode !== 2108006) return 'throttled'
  if (subcode === 2108006) return 'before-conversion'
  if (subcode === 2207086) return 'not-shared-to-facebook'
  if (code === 190 || code === 102) return subcode === 463 || /expired/i.test(body.message) ? 'token-expired' : 'token-invalid'
  if (byText) return byText
  if (code === 100) return subcode === 33 ? 'not-found' : 'invalid-parameter'
  if (code === 10 || code === 3 || (code >= 200 && code < 300)) return 'permission'
  if (code === 18) return 'hashtag-limit'
  if (code === 368) return 'blocked'
  if (status === 429) return 'throttled'
  if (code === 2 || body.is_transient || status >= 500) return 'unavailable'
  return code === 1 ? 'unknown' : 'invalid-parameter'
}

/** An answer that is not Meta's: a proxy's page, a redirect, a cut body. */
function strangerOf({ url, status, text, regainMinutes, now }: Answer, json: unknown): GraphError {
  if (status === 429) return new GraphError('too many requests (HTTP 429)', { code: 'throttled', url, status, ...regainMinutes > 0 ? { regainAt: new Date(now + regainMinutes * 60_000) } : {} })
  if (status >= 500) return new GraphError(`HTTP ${status} without a body that says why`, { code: 'unavailable', url, status })
  const what = status >= 300 && status < 400 ? 'a redirect, which is not followed' : json === undefined ? 'a body that is not JSON' : status < 300 ? 'a body without the list that was asked for' : 'a body without an error'
  return new GraphError(`HTTP ${status} with ${what}: ${text.slice(0, 120)}`, { code: 'bad-answer', url, status, retryable: status >= 200 && status < 300 })
}

function metricsOf(message: string, pattern: RegExp, url: string): readonly string[] {
  const groups = pattern.exec(message)?.groups
  if (groups?.['metrics']) return namesIn(groups['metrics'])
  if (!groups?.['known']) return []
  // The list says more than the index: every metric asked for and not in it is bad, not only the first.
  const known = new Set(namesIn(groups['known']))
  return namesIn(requestedMetrics(url)).filter((name) => !known.has(name))
}

function requestedMetrics(url: string): string {
  const text = safelyDecoded(url)
  return [/[?&]metric=([^&]*)/.exec(text)?.[1], ...[...text.matchAll(/\.metric\(([^)]*)\)/g)].map((match) => match[1])].filter(Boolean).join(',')
}

function safelyDecoded(url: string): string {
  try { return decodeURIComponent(url) } catch { return url }
}

function namesIn(list: string): readonly string[] {
  return [...new Set(list.split(',').map((name) => name.trim()).filter((name) => name !== ''))]
}
