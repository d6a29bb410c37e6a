import type { Millis } from './clock.ts'
import type { Json, JsonObject } from './json.ts'

/** Treasure Data's column types (td §3); local columns are one of these. */
export type ColumnType = 'int' | 'long' | 'float' | 'double' | 'string' | `array<${string}>` | `map<${string}>`
export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** In a query's result: the engine's own name of the type (`boolean`, `date`, `decimal(10,2)`), of which `type` is the nearest. */
  readonly sqlType?: string
}
export type Row = readonly Json[]

export interface TableInfo { readonly database: string; readonly name: string; readonly columns: readonly Column[]; readonly rows: number }

export interface QueryResult {
  /** The job's id, digits as text. */
  readonly jobId: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Rows the query gave or wrote; 0 if unknown. */
  readonly numRecords: number
}

export interface QueryRequest {
  readonly database: string
  readonly sql: string
  /** What TD_SCHEDULED_TIME() answers; the session time for tasks. */
  readonly scheduledTime: Millis
  /** A write with a key that was done before is not done again: its kept result is answered. */
  readonly key?: string
  readonly target?: { readonly mode: 'insert_into' | 'create_table'; readonly database: string; readonly table: string }
  /** Zone of TD functions that name none, and of dates without a zone; UTC by default, as on Treasure Data. */
  readonly zone?: string
  /** Keeps the result for `findResult` (a job of a task). */
  readonly keepResult?: boolean
  /** At most this many rows are read; all by default. */
  readonly maxRows?: number
  readonly signal?: AbortSignal
  readonly notice?: (text: string) => void
}

/** One chunk of rows on its way in. The columns may grow from chunk to chunk. */
export interface Batch {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Units of the plan that are whole once this batch is in the staging file: a resumed load does not read them again. */
  readonly finishes?: readonly string[]
  /** The unit these rows belong to. Needed when batches of several units alternate; else rows belong to the units that the next `finishes` names. */
  readonly unit?: string
}

export interface LoadTarget {
  readonly database: string
  readonly table: string
  readonly mode: 'append' | 'replace' | 'truncate' | 'replace_on_new_data' | 'upsert'
  /** Columns that make a row the same row, for `upsert`. */
  readonly upsertKeys?: readonly string[]
  /** Kept with the rows in one transaction: the same key loads once (design). */
  readonly key: string
  /** Tells apart what is loaded (a hash of the configuration): finished units of another one are not taken over. */
  readonly fingerprint?: string
  /** Called at the commit: kept with the key, and answered again when the load turns out to be done already. */
  readonly note?: () => JsonObject
}

export interface LoadOutcome { readonly rows: number; readonly jobId: string; readonly alreadyLoaded: boolean; readonly note?: JsonObject }

/** One step of `td_ddl>`. Making what is there and dropping what is missing is no error; a rename overwrites its target. */
export type TableChange =
  | { readonly kind: 'create_database' | 'drop_database'; readonly database: string }
  | { readonly kind: 'create_table' | 'drop_table' | 'empty_table'; readonly database: string; readonly table: string }
  | { readonly kind: 'rename_table'; readonly database: string; readonly table: string; readonly to: string }

/** Where td*> operators work: the local DuckDB or Treasure Data itself. Every verb opens the warehouse for its own work only. */
export interface Warehouse {
  /** `create_tables`, loads and CTAS make a missing database (and say so by `notice`) unless `strictDatabases`. */
  databaseExists(database: string): Promise<boolean>
  listDatabases(): Promise<readonly string[]>
  createDatabase(database: string): Promise<void>
  /** No error when missing. */
  dropDatabase(database: string): Promise<void>
  listTables(database: string): Promise<readonly TableInfo[]>
  tableExists(database: string, table: string): Promise<boolean>
  createTable(database: string, table: string, notice: (text: string) => void): Promise<void>
  /** No error when missing. */
  dropTable(database: string, table: string): Promise<void>
  /** Overwrites the target. */
  renameTable(database: string, from: string, to: string): Promise<void>
  /** Makes changes in their order: all of them or none, and once per key. Without it: verb by verb.
   * @throws ConfigError `Renaming table db.t doesn't exist`, before anything is done */
  change?(changes: readonly TableChange[], options: { readonly key: string; readonly notice: (text: string) => void }): Promise<void>
  query(request: QueryRequest): Promise<QueryResult>
  /** Gathers batches into a staging file of this key, then copies them in one transaction that also writes the key. */
  load(target: LoadTarget, read: (finished: ReadonlySet<string>) => AsyncIterable<Batch>, options: { readonly signal: AbortSignal; readonly notice: (text: string) => void }): Promise<LoadOutcome>
  /** Deletes rows with from ≤ time < to (epoch seconds). */
  partialDelete(database: string, table: string, from: number, to: number): Promise<void>
  /** The result of a job that was run with `keepResult`; undefined when there is none (any more). */
  findResult?(jobId: string): Promise<QueryResult | undefined>
  /** Writes a query's rows into a file of the local machine. */
  exportQuery?(request: QueryRequest, file: { readonly path: string; readonly format: 'parquet' }): Promise<{ readonly rows: number }>
  close(): Promise<void>
}
