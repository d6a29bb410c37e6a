import { randomInt } from 'node:crypto'
import { copyFileSync, mkdirSync, realpathSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Clock } from '../../model/clock.ts'
import type { QueryRequest, TableChange, Warehouse } from '../../model/warehouse.ts'
import { checkName, literal } from '../names.ts'
import { toDuckdb } from '../sql/translate.ts'
import { warehouseFailure } from './failures.ts'
import { extend } from './extend.ts'
import { gateFor, type Access, type Gate } from './gate.ts'
import { openInstance } from './instance.ts'
import { runLoad } from './load.ts'
import { checkSingleRead, runQuery } from './query.ts'
import { createKeptResults } from './results.ts'
import { columnsOf, databaseExists, ensureDatabase, inTransaction, missingDatabase, withConnection } from './session.ts'
import { applyChanges, createDatabase, createTable, dropDatabase, dropTable, listDatabases, listTables, partialDelete, renameTable } from './tables.ts'

export interface DuckdbWarehouseOptions {
  /** The DuckDB file; made when missing. */
  readonly path: string
  /** Folder of staging files and kept results. */
  readonly stagingPath: string
  /** How long to wait for another process that has the file; 30,000 by default. */
  readonly lockTimeoutMs?: number
  /** Every missing database is an error, as on Treasure Data; false by default. */
  readonly strictDatabases?: boolean
  /** Dates jobs and rows without a `time`. */
  readonly clock: Clock
  /** The command and attempt of this process, for others that wait for the file. */
  readonly who: string | (() => string)
  /** Shortest name of a database or table; 3 by default, as on Treasure Data. */
  readonly shortestName?: number
  /** Megabytes of memory for queries; DuckDB's own default (80 % of the machine's) when left out. */
  readonly queryMemory?: number
}

const DEFAULT_LOCK_TIMEOUT_MS = 30_000

/**
 * The local Treasure Data: a DuckDB file with one schema per database. It is opened for a job and closed when idle;
 * another process waits with a notice up to the lock timeout.
 * @throws RunnerError from every verb: `busy`, `not-found`, `invalid`, `disk`, `newer-store`, `forbidden`, `unprocessable`
 */
export function openDuckdbWarehouse(options: DuckdbWarehouseOptions): Warehouse {
  const path = realPath(options.path)
  const stagingPath = realPath(options.stagingPath)
  const strict = options.strictDatabases ?? false
  const { clock } = options
  const shut = gateFor({
    path, lockTimeoutMs: options.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    who: () => (typeof options.who === 'string' ? options.who : options.who()),
    open: (profile) => openInstance({ path, kind: profile.kind, stagingPath, memoryMegabytes: profile.kind === 'load' ? profile.megabytes : options.queryMemory }),
  })
  const gate: Gate = { ...shut, use: (...use) => guarded(path, () => shut.use(...use)) }
  const results = createKeptResults(join(stagingPath, 'results'), () => clock.now())
  const parts = { gate, stagingPath, strict, clock, nextJobId: createJobIds(clock) }
  const check = (kind: 'database' | 'table', name: string): string => checkName(kind, name, options.shortestName)
  const run = <T>(access: Access, work: (connection: DuckDBConnection) => Promise<T>, notice: (text: string) => void = () => undefined): Promise<T> =>
    gate.use(access, notice, (instance) => withConnection(instance, work))

  return {
    databaseExists: (database) => run('read', (connection) => databaseExists(connection, database)),
    listDatabases: () => run('read', listDatabases),
    createDatabase: (database) => run('write', async (connection) => { await createDatabase(connection, check('database', database)) }),
    dropDatabase: (database) => run('write', async (connection) => { await dropDatabase(connection, check('database', database)) }),
    listTables: (database) => run('read', (connection) => listTables(connection, database)),
    tableExists: (database, table) => run('read', async (connection) => (await columnsOf(connection, database, table)).length > 0),
    createTable: (database, table, notice) => run('write', async (connection) => {
      await ensureDatabase(connection, check('database', database), { strict, notice })
      await createTable(connection, database, check('table', table))
    }, notice),
    dropTable: (database, table) => run('write', (connection) => dropTable(connection, database, table)),
    renameTable: (database, from, to) => run('write', (connection) => inTransaction(connection, 'READ WRITE', () => renameTable(connection, database, from, check('table', to)))),
    change: async (changes, { key, notice }) => {
      for (const change of changes) checkChange(check, change)
      await run('write', (connection) => applyChanges(connection, changes, { key, notice, strict, jobId: parts.nextJobId(), at: clock.now() }), notice)
    },
    partialDelete: (database, table, from, to) => run('write', (connection) => partialDelete(connection, database, table, from, to)),
    query: async (request) => {
      const result = await runQuery(parts, request)
      if (request.keepResult === true) results.keep(result)
      return result
    },
    load: async (target, read, rest) => {
      check('database', target.database)
      check('table', target.table)
      return guarded(path, () => runLoad(parts, target, read, rest))
    },
    findResult: async (jobId) => results.find(jobId),
    exportQuery: (request, file) => exportQuery(parts, request, file),
    close: () => shut.close(),
  }
}

function checkChange(check: (kind: 'database' | 'table', name: string) => string, change: TableChange): void {
  const makes = change.kind === 'create_table' || change.kind === 'empty_table'
  if (makes || change.kind === 'create_database' || change.kind === 'drop_database') check('database', change.database)
  if (makes) check('table', change.table)
  if (change.kind === 'rename_table') check('table', change.to)
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try { return await work() } catch (error) {
    throw isDuckdbError(error) ? warehouseFailure(error, path) : error
  }
}

/** DuckDB's errors are plain ones with the kind in front, `Binder Error: …`. */
const isDuckdbError = (error: unknown): boolean =>
  error instanceof Error && error.name === 'Error' && /^(?:[A-Z][\w ]* Error|INTERRUPT Error|INTERNAL Error|TransactionContext Error|Failed to extract statements)\b/.test(error.message)

/** Links resolved, so that one file has one gate. */
function realPath(path: string): string {
  const absolute = resolve(path)
  mkdirSync(dirname(absolute), { recursive: true, mode: 0o700 })
  return join(realpathSync(dirname(absolute)), basename(absolute))
}

const RANDOM_PART = 1000

/** Ids grow with time; two processes differ by a random part. Digits that a double holds exactly. */
function createJobIds(clock: Clock): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, clock.now() * RANDOM_PART + randomInt(RANDOM_PART))
    return String(last)
  }
}

/** Writes into the staging folder, the one place that DuckDB may write to, and copies from there. */
async function exportQuery({ gate, stagingPath }: { readonly gate: Gate; readonly stagingPath: string }, request: QueryRequest, file: { readonly path: string; readonly format: 'parquet' }): Promise<{ readonly rows: number }> {
  checkSingleRead(request.sql)
  mkdirSync(stagingPath, { recursive: true, mode: 0o700 })
  const staged = join(stagingPath, `export-${process.pid}-${randomInt(2 ** 32)}.${file.format}`)
  const query = toDuckdb(request.sql, { scheduledTime: request.scheduledTime, zone: request.zone ?? 'UTC' })
  try {
    const rows = await gate.use({ loadMegabytes: undefined }, request.notice ?? (() => undefined), (instance) => withConnection(instance, async (connection) => {
      if (!(await databaseExists(connection, request.database))) throw missingDatabase(request.database)
      await connection.run(`SET schema = ${literal(request.database)}`)
      await extend(connection, query)
      const result = await connection.run(`COPY (${query}\n) TO ${literal(staged)} (FORMAT ${file.format})`)
      return result.rowsChanged
    }))
    copyFileSync(staged, file.path)
    return { rows }
  } finally { rmSync(staged, { force: true }) }
}
