import type { Clock } from '../model/clock.ts'
import type { Engine } from '../model/engine.ts'
import type { TaskLogs } from '../model/logs.ts'
import type { Attempt } from '../model/session.ts'
import type { Store } from '../model/store.ts'

/** The digdag version whose REST API is followed (contract). */
export const DIGDAG_VERSION = '0.10.6'

/** How much one request may bring and one answer may list (digdag §10.1, §11). */
export interface Limits {
  /** Bytes of a packed project. */
  readonly archiveBytes: number
  /** Bytes of a JSON body. */
  readonly jsonBytes: number
  /** Largest and default `page_size` of sessions and attempts. */
  readonly pageSize: number
}

export const DEFAULT_LIMITS: Limits = { archiveBytes: 10 * 1024 * 1024, jsonBytes: 16 * 1024 * 1024, pageSize: 100 }

/** What the routes work on. */
export interface ServerParts {
  readonly engine: Engine
  readonly store: Store
  readonly logs: TaskLogs
  readonly clock: Clock
  /** trowel's own version. */
  readonly version: string
  readonly limits: Limits
  /** Whether an attempt that is not done has nobody left who drives it: its owner is gone, or Ctrl-C stopped it. */
  isInterrupted(attempt: Attempt): boolean
}
