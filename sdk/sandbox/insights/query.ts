import type { Account } from '../world/account.ts'
import type { Window } from './window.ts'

/** What of a request the numbers depend on. */
export interface UserQuery {
  readonly account: Account
  readonly period: string
  readonly breakdowns: readonly string[]
  readonly timeframe: string | undefined
  readonly window: Window
  /** Days at whose beginning a bucket of the window ends. */
  readonly ends: readonly number[]
}
