import type { GraphErrorCode } from './error.ts'
import type { Budget } from './generated/operations.ts'

/** What the client tells while it works. URLs carry no token. */
export type GraphEvent =
  | { readonly type: 'call', readonly url: string, readonly status: number | undefined, readonly ms: number, readonly attempt: number }
  | { readonly type: 'retry', readonly url: string, readonly code: GraphErrorCode, readonly attempt: number, readonly waitMs: number }
  /** A call waits for a limit to be regained. */
  | { readonly type: 'wait', readonly budget: Budget, readonly until: Date, readonly reason: string }
  | { readonly type: 'usage', readonly budget: Budget, readonly percent: number }

export type GraphListener = (event: GraphEvent) => void
