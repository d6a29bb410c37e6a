import type { GraphError } from './error.ts'

export interface RetryPolicy {
  readonly attempts: number
  readonly random: () => number
}

const BASE_MS = 500
const CAP_MS = 30_000

/**
 * Milliseconds to wait before the next attempt, or undefined when the call is given up.
 * Exponential with full jitter. An unexplained HTTP 400 (code 1) is tried twice only: a wrong breakdown answers the same.
 */
export function retryDelay(error: GraphError, attempt: number, { attempts, random }: RetryPolicy): number | undefined {
  const most = error.code === 'unknown' && error.status !== undefined && error.status < 500 ? Math.min(attempts, 2) : attempts
  if (!error.retryable || error.code === 'throttled' || attempt >= most) return undefined
  return Math.round(Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1)) * (0.5 + random() / 2))
}
