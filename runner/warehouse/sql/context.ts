import type { Millis } from '../../model/clock.ts'
import { RunnerError } from '../../model/error.ts'
import type { Zone } from '../../model/time.ts'

/** What a translation needs to know beyond the text. */
export interface SqlContext {
  /** TD_SCHEDULED_TIME(), and the reference time of TD_INTERVAL. */
  readonly scheduledTime: Millis
  /** Zone of TD functions that name none; UTC on Treasure Data. */
  readonly zone: Zone
}

/** SQL that cannot be translated: what, and what to write instead. */
export const unsupported = (message: string, hint: string): RunnerError => new RunnerError('unprocessable', message, { hint })
