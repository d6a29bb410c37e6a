import { abortedError } from './clock.ts'
import type { Clock } from './clock.ts'
import { GraphError } from './error.ts'
import type { GraphListener } from './events.ts'
import { loadFetch } from './fetch.ts'
import type { Fetch, FetchInit, ResponseLike } from './fetch.ts'
import type { Budget } from './generated/operations.ts'
import type { Limiter } from './limiter.ts'
import type { CallOptions } from './options.ts'
import { parseJson } from './json.ts'
import { joined } from './query.ts'
import { redact } from './redact.ts'
import { errorOf, hasList } from './refusal.ts'
import { retryDelay } from './retry.ts'
import type { RetryPolicy } from './retry.ts'
import { createUsageReader } from './usage.ts'
import type { UsageHeaders } from './usage.ts'

/** A call before the token is added. */
export interface GraphRequest {
  readonly method: FetchInit['method']
  /** With version, without host, such as `/v27.0/17841/media`. */
  readonly path: string
  /** Encoded, without the token; empty where there is none. */
  readonly query: string
  readonly body?: string
  readonly budget: Budget
  /** May be sent again when nobody knows whether it arrived. */
  readonly repeatable: boolean
  /** The answer has to hold a list under `data`. */
  readonly list?: boolean
  /** Calls that Meta counts for it. 1 by default. */
  readonly cost?: number
  /** Sends no token. */
  readonly anonymous?: boolean
  /** The answer holds secrets on purpose (token endpoints). */
  readonly options: CallOptions
}

/** Sends a call and answers its parsed body, or throws a {@link GraphError}. */
export type Send = (request: GraphRequest) => Promise<unknown>

export interface TransportOptions {
  readonly baseUrl: string
  readonly accessToken: string
  readonly prove: ((token: string) => string | Promise<string>) | undefined
  readonly tokenIn: 'query' | 'header'
  /** Loaded at the first call where it is left out. */
  readonly fetch: Fetch | undefined
  readonly limiter: Limiter
  readonly clock: Clock
  readonly policy: RetryPolicy
  readonly timeoutMs: number
  readonly maxWaitMs: number
  readonly signal: AbortSignal | undefined
  readonly listener: GraphListener | undefined
}

const NO_HEADERS = {} as const
const FORM_HEADERS = { 'content-type': 'application/x-www-form-urlencoded' } as const

/** The only place that waits: for the limiter, for the answer, for the next attempt. */
export function createTransport(options: TransportOptions): Send {
  const { limiter, listener, clock } = options
  const query = `access_token=${encodeURIComponent(options.accessToken)}`
  const usageOf = createUsageReader()
  let fetch = options.fetch
  return async (request) => {
    const tools = { fetch: fetch ??= await loadFetch(), usageOf }
    const signal = eitherSignal(options.signal, request.options.signal)
    const started = clock.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await limiter.run(request.budget, () => attemptOnce(options, tools, request, query, signal, attempt), { signal, listener, cost: request.cost, priority: request.options.priority })
      } catch (thrown) {
        const error = asGraphError(thrown, signal, request)
        const waitMs = error.code === 'throttled'
          ? throttledDelay(options, request, error, started)
          : request.repeatable ? retryDelay(error, attempt, options.policy) : undefined
        if (waitMs === undefined) throw error
        listener?.({ type: 'retry', url: error.url ?? request.path, code: error.code, attempt, waitMs })
        // A throttled call waits in the limiter, where the others of its budget wait too.
        if (error.code !== 'throttled') await clock.sleep(waitMs, signal)
      }
    }
  }
}

function throttledDelay({ limiter, clock, maxWaitMs }: TransportOptions, { budget }: GraphRequest, error: GraphError, started: number): number | undefined {
  const until = limiter.hold(budget, error)
  return until - started > maxWaitMs ? undefined : Math.max(0, until - clock.now())
}

interface Tools { readonly fetch: Fetch, readonly usageOf: (headers: ResponseLike['headers']) => UsageHeaders | undefined }

async function attemptOnce(options: TransportOptions, { fetch, usageOf }: Tools, request: GraphRequest, ownToken: string, signal: AbortSignal | undefined, attempt: number): Promise<unknown> {
  const { listener, clock } = options
  const began = listener ? clock.now() : 0
  const token = request.options.accessToken ?? options.accessToken
  const url = urlOf(options, request, token === options.accessToken ? ownToken : `access_token=${encodeURIComponent(token)}`, options.prove && !request.anonymous ? await options.prove(token) : undefined)
  const timeoutMs = request.options.timeoutMs ?? options.timeoutMs
  let response: ResponseLike | undefined
  try {
    const deadline = fetch.keepsTime ? undefined : createDeadline(timeoutMs, signal)
    try {
      response = await fetch(url, initOf(request, options, token, deadline?.signal ?? signal, timeoutMs))
      return readAnswer(options, request, url, response, usageOf(response.headers), await response.text())
    } catch (thrown) {
      throw failureOf(thrown, url, signal, deadline?.signal, timeoutMs)
    } finally { deadline?.clear() }
  } finally {
    listener?.({ type: 'call', url: redact(url), status: response?.status, ms: clock.now() - began, attempt })
  }
}

function readAnswer({ limiter, listener, clock }: TransportOptions, { budget, list }: GraphRequest, url: string, { status, headers }: ResponseLike, usage: UsageHeaders | undefined, text: string): unknown {
  if (usage) limiter.observe(budget, usage, listener)
  const json = parseJson(text)
  if (status === 200 && isGood(json, list)) return json
  const retryAfter = Number(headers.get('retry-after') ?? 0) / 60
  const regainMinutes = Math.max(Number.isFinite(retryAfter) ? retryAfter : 0, usage?.app?.regainMinutes ?? 0, ...[...usage?.business.values() ?? []].map((one) => one.regainMinutes))
  const error = errorOf({ url, status, text, regainMinutes, now: clock.now() }, json, list)
  if (error) throw error
  return json
}

/** An object or list without an error in it; anything else is looked at closely. */
function isGood(json: unknown, list: boolean | undefined): boolean {
  return json !== null && typeof json === 'object' && !('error' in json) && !('error_message' in json) && (!list || hasList(json))
}

function failureOf(thrown: unknown, url: string, signal: AbortSignal | undefined, deadline: AbortSignal | undefined, timeoutMs: number): GraphError {
  if (thrown instanceof GraphError) return thrown
  if (signal?.aborted) return abortedError(signal, url)
  const code = (thrown as { readonly code?: unknown } | undefined)?.code
  if (deadline?.aborted || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return new GraphError(`no answer within ${timeoutMs} ms`, { code: 'timeout', url })
  return new GraphError(`no answer: ${reasonOf(thrown)}`, { code: 'network', url, cause: thrown })
}

/** A signal that aborts after `timeoutMs`, or with the caller's. */
function createDeadline(timeoutMs: number, signal: AbortSignal | undefined): { readonly signal: AbortSignal, clear(): void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(TIMED_OUT), timeoutMs)
  const onAbort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  return { signal: controller.signal, clear: () => { clearTimeout(timer); signal?.removeEventListener('abort', onAbort) } }
}

const TIMED_OUT = new Error('timed out')

function urlOf({ baseUrl, tokenIn }: TransportOptions, { path, query, anonymous }: GraphRequest, tokenQuery: string, proof: string | undefined): string {
  const token = anonymous || tokenIn === 'header' ? '' : tokenQuery
  return `${baseUrl}${path}?${joined(joined(query, token), proof === undefined ? '' : `appsecret_proof=${proof}`)}`
}

function initOf({ body, method, anonymous }: GraphRequest, { tokenIn }: TransportOptions, token: string, signal: AbortSignal | undefined, timeoutMs: number): FetchInit {
  const plain = body === undefined ? NO_HEADERS : FORM_HEADERS
  const headers = tokenIn === 'header' && !anonymous ? { ...plain, authorization: `Bearer ${token}` } : plain
  const init: { -readonly [P in keyof FetchInit]: FetchInit[P] } = { method, headers, redirect: 'manual', timeoutMs }
  if (body !== undefined) init.body = body
  if (signal) init.signal = signal
  return init
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const code = (thrown as { readonly code?: unknown }).code ?? (thrown.cause as { readonly code?: unknown } | undefined)?.code
  return typeof code === 'string' ? `${thrown.message} (${code})` : thrown.message
}

/** What p-queue throws on an abort is the signal's reason, whatever that is. */
function asGraphError(thrown: unknown, signal: AbortSignal | undefined, request: GraphRequest): GraphError {
  if (thrown instanceof GraphError) return thrown
  if (signal?.aborted) return abortedError(signal)
  return new GraphError(`the call failed: ${reasonOf(thrown)}`, { code: 'network', url: request.path, cause: thrown })
}

function eitherSignal(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : one ?? other
}
