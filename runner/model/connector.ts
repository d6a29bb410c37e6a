import type { Clock, Millis } from './clock.ts'
import type { JsonObject } from './json.ts'
import type { TaskLog } from './operator.ts'
import type { Batch, Column, LoadTarget } from './warehouse.ts'

/** One thing a load was asked for and did not get. */
export interface Skipped {
  readonly account: string | null
  readonly metric: string
  readonly reason: string
  /** The date (yyyy-MM-dd) it was removed on, or null. */
  readonly until: string | null
  readonly replacement: string | null
}

export interface LoadReport {
  /** `database.table` */
  readonly table: string
  readonly rows: number
  readonly jobId: string
  readonly skipped: readonly Skipped[]
  /** The same load was committed before; nothing was done. */
  readonly alreadyLoaded: boolean
}

export interface ConnectorContext {
  readonly clock: Clock
  readonly log: TaskLog
  readonly signal: AbortSignal
  readonly scheduledTime: Millis
  /** The stored authentication for `td_authentication_id`, or undefined. */
  authentication(id: string): Promise<JsonObject | undefined>
  /** When a token ends, as `wf token exchange|refresh` kept it; undefined when nothing is known. */
  tokenExpiresAt?(token: string): Promise<Millis | undefined>
  /** State of a saved load from its last success (`config_diff`), else `{}`. */
  readonly state: JsonObject
  readonly settings: Readonly<Record<string, string>>
  /** How the rows are written; a source may read again what came late only where that doubles nothing (`upsert`). */
  readonly mode?: LoadTarget['mode']
}

/** A source being read. */
export interface ConnectorSource {
  /** Columns of the table when not one row comes. */
  readonly columns: readonly Column[]
  /** Columns that make a row the same row, for `out.mode: upsert`. */
  readonly keys: readonly string[]
  /** Reads everything but the finished units, in batches. */
  read(finished: ReadonlySet<string>): AsyncIterable<Batch>
  /** After reading: what was left out and why. */
  skipped(): readonly Skipped[]
  /** After reading: the state for the next run of a saved load, or undefined. */
  nextState(): JsonObject | undefined
}

/** A source of rows for `td_load>`: one folder per `in.type`. Also the public type for connectors from outside. */
export interface Connector {
  readonly type: string
  /** Checks `in` and prepares reading. All that is wrong with the config is told in one ConfigError. */
  open(config: JsonObject, context: ConnectorContext): Promise<ConnectorSource>
}
