import { abortedError } from './clock.ts'
import type { Clock } from './clock.ts'
import { GraphError } from './error.ts'
import type { GraphListener } from './events.ts'
import type { Fetch, FetchInit, ResponseLike } from './fetch.ts'
import type { Budget } from './generated/operations.ts'
import type { Limiter } from './limiter.ts'
import type { CallOptions } from './options.ts'
import { redact } from './redact.ts'
import { errorOf } from './refusal.ts'
import { retryDelay } from './retry.ts'
import type { RetryPolicy } from './retry.ts'
import { usageOf } from './usage.ts'

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
  readonly fetch: Fetch
  readonly limiter: Limiter
  readonly clock: Clock
  readonly policy: RetryPolicy
  readonly timeoutMs: number
  readonly maxWaitMs: number
  readonly signal: AbortSignal | undefined
  readonly listener: GraphListener | undefined
}

const JSON_HEADERS = { accept: 'application/json' } as const
const FORM_HEADERS = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' } as const

/** The only place that waits: for the limiter, for the answer, for the next attempt. */
export function createTransport(options: TransportOptions): Send {
  const { limiter, listener, clock } = options
  const query = `access_token=${encodeURIComponent(options.accessToken)}`
  return async (request) => {
    const signal = eitherSignal(options.signal, request.options.signal)
    const started = clock.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await limiter.run(request.budget, () => attemptOnce(options, request, query, signal, attempt), { signal, listener })
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

async function attemptOnce(options: TransportOptions, request: GraphRequest, ownToken: string, signal: AbortSignal | undefined, attempt: number): Promise<unknown> {
  const { listener, clock, limiter } = options
  const began = listener ? clock.now() : 0
  const token = request.options.accessToken ?? options.accessToken
  const url = await urlOf(options, request, token, token === options.accessToken ? ownToken : `access_token=${encodeURIComponent(token)}`)
  const controller = new AbortController()
  const timeoutMs = request.options.timeoutMs ?? options.timeoutMs
  const timer = setTimeout(() => controller.abort(TIMED_OUT), timeoutMs)
  const onAbort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  let response: ResponseLike | undefined
  try {
    response = await options.fetch(url, initOf(request, options, token, controller.signal))
    const text = await response.text()
    const usage = usageOf(response.headers)
    limiter.observe(request.budget, usage, listener)
    const json = parsed(text)
    const regainMinutes = Math.max(usage.app?.regainMinutes ?? 0, ...[...usage.business.values()].map((one) => one.regainMinutes))
    const error = errorOf({ url, status: response.status, text, regainMinutes, now: clock.now() }, json)
    if (error) throw error
    return json
  } catch (thrown) {
    if (thrown instanceof GraphError) throw thrown
    if (signal?.aborted) throw abortedError(signal, url)
    if (controller.signal.aborted) throw new GraphError(`no answer within ${timeoutMs} ms`, { code: 'timeout', url })
    throw new GraphError(`no answer: ${reasonOf(thrown)}`, { code: 'network', url, cause: thrown })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
    listener?.({ type: 'call', url: redact(url), status: response?.status, ms: clock.now() - began, attempt })
  }
}

const TIMED_OUT = new Error('timed out')

async function urlOf(options: TransportOptions, request: GraphRequest, token: string, tokenQuery: string): Promise<string> {
  const parts = [request.query, request.anonymous || options.tokenIn === 'header' ? '' : tokenQuery, options.prove && !request.anonymous ? `appsecret_proof=${await options.prove(token)}` : '']
  return `${options.baseUrl}${request.path}?${parts.filter((part) => part !== '').join('&')}`
}

function initOf(request: GraphRequest, { tokenIn }: TransportOptions, token: string, signal: AbortSignal): FetchInit {
  const headers = request.body === undefined ? JSON_HEADERS : FORM_HEADERS
  return {
    method: request.method,
    headers: tokenIn === 'header' && !request.anonymous ? { ...headers, authorization: `Bearer ${token}` } : headers,
    ...(request.body === undefined ? {} : { body: request.body }),
    signal,
    redirect: 'manual',
  }
}

function parsed(text: string): unknown {
  try { return JSON.parse(text) as unknown } catch { return undefined }
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
