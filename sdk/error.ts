import { adviceFor } from './advice.ts'
import { redact } from './redact.ts'

/**
 * Why a call failed. The first group is the caller's to change, the second Meta's to allow, the third passes by itself.
 */
export type GraphErrorCode =
  | 'unknown-metric' | 'metric-unsupported' | 'metric-removed' | 'needs-total-value' | 'wrong-period' | 'wrong-breakdown'
  | 'window-too-long' | 'window-out-of-range' | 'unknown-field' | 'invalid-parameter' | 'too-much-data' | 'wrong-host' | 'insecure-url' | 'configuration'
  | 'token-expired' | 'token-invalid' | 'permission' | 'not-found' | 'blocked' | 'before-conversion' | 'carousel-child' | 'too-few-viewers' | 'not-shared-to-facebook' | 'hashtag-limit'
  | 'throttled' | 'unavailable' | 'unknown' | 'network' | 'timeout' | 'aborted' | 'bad-answer'

/** The body of a refusal as Meta sends it. */
export interface GraphErrorBody {
  readonly message: string
  readonly type?: string
  readonly code: number
  readonly error_subcode?: number
  readonly is_transient?: boolean
  readonly error_user_title?: string
  readonly error_user_msg?: string
  readonly fbtrace_id?: string
}

export interface GraphErrorDetails {
  readonly code: GraphErrorCode
  /** What was asked for; tokens are taken out. */
  readonly url?: string
  readonly status?: number
  readonly body?: GraphErrorBody
  /** Metrics that the refusal names. */
  readonly metrics?: readonly string[]
  /** When a throttled call may be tried again. */
  readonly regainAt?: Date
  readonly retryable?: boolean
  readonly cause?: unknown
}

const RETRYABLE: ReadonlySet<GraphErrorCode> = new Set(['throttled', 'unavailable', 'unknown', 'network', 'timeout'])

/** The one error of the SDK. Its message says what failed, where, why, and what to do; it never holds a token. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly code: GraphErrorCode
  readonly url: string | undefined
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined
  /** Meta's own numbers and texts. */
  readonly body: GraphErrorBody | undefined
  /** Metrics that the refusal names. */
  readonly metrics: readonly string[]
  readonly regainAt: Date | undefined
  /** The same call may succeed later. */
  readonly retryable: boolean
  /** Meta's trace id, for a report to Meta. */
  readonly fbtraceId: string | undefined
  /** What to do, in plain English. */
  readonly advice: string

  constructor(reason: string, details: GraphErrorDetails) {
    const advice = adviceFor(details.code)
    const url = details.url === undefined ? undefined : redact(details.url)
    super(`${redact(reason)}${url === undefined ? '' : ` (${url})`}${advice === '' ? '' : `. ${advice}`}`, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.url = url
    this.status = details.status
    this.body = details.body && { ...details.body, message: redact(details.body.message) }
    this.metrics = details.metrics ?? []
    this.regainAt = details.regainAt
    this.retryable = details.retryable ?? RETRYABLE.has(details.code)
    this.fbtraceId = details.body?.fbtrace_id
    this.advice = advice
  }
}

export function isGraphError(value: unknown): value is GraphError {
  return value instanceof GraphError
}
