import type { DuckDBConnection } from '@duckdb/node-api'
import { ConfigError, RunnerError } from '../../model/error.ts'
import type { TableChange, TableInfo } from '../../model/warehouse.ts'
import { INTERNAL_SCHEMA, quoted, tableRef } from '../names.ts'
import { findDone, writeDone } from './journal.ts'
import { columnsOf, databaseExists, ensureDatabase, inTransaction, missingDatabase, rowsOf, type DatabaseRule } from './session.ts'
import { columnType } from './types.ts'

const HIDDEN = new Set([INTERNAL_SCHEMA, 'main', 'information_schema', 'pg_catalog'])

export async function listDatabases(connection: DuckDBConnection): Promise<readonly string[]> {
  const rows = await rowsOf(connection, 'SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() ORDER BY schema_name')
  return rows.map((row) => String(row[0])).filter((name) => !HIDDEN.has(name))
}

export async function listTables(connection: DuckDBConnection, database: string): Promise<readonly TableInfo[]> {
  if (!(await databaseExists(connection, database))) throw missingDatabase(database)
  const rows = await connection.runAndReadAll('SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = $1 ORDER BY table_name', [database])
  const tables: TableInfo[] = []
  for (const [name] of rows.getRows()) {
    const table = String(name)
    const count = Number((await rowsOf(connection, `SELECT count(*) FROM ${tableRef(database, table)}`))[0]?.[0])
    const columns = (await columnsOf(connection, database, table)).map((column) => ({ name: column.name, type: columnType(column.type) }))
    tables.push({ database, name: table, columns, rows: count })
  }
  return tables
}

const NEW_TABLE = '("time" BIGINT)'

/** A table as Treasure Data makes it: nothing but `time`. An existing one stays. */
export async function createTable(connection: DuckDBConnection, database: string, table: string): Promise<void> {
  await connection.run(`CREATE TABLE IF NOT EXISTS ${tableRef(database, table)} ${NEW_TABLE}`)
}

export const createDatabase = (connection: DuckDBConnection, database: string): Promise<unknown> => connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(database)}`)
export const dropDatabase = (connection: DuckDBConnection, database: string): Promise<unknown> => connection.run(`DROP SCHEMA IF EXISTS ${quoted(database)} CASCADE`)

export async function dropTable(connection: DuckDBConnection, database: string, table: string): Promise<void> {
  if (!(await databaseExists(connection, database))) throw missingDatabase(database)
  await connection.run(`DROP TABLE IF EXISTS ${tableRef(database, table)}`)
}

/** Overwrites a table of the new name. */
export async function renameTable(connection: DuckDBConnection, database: string, from: string, to: string): Promise<void> {
  if (!(await databaseExists(connection, database))) throw missingDatabase(database)
  if ((await columnsOf(connection, database, from)).length === 0) {
    throw new RunnerError('not-found', `Table '${database}.${from}' does not exist`, { hint: `wf query -d ${database} 'show tables' lists what is there.` })
  }
  if (from === to) return
  await connection.run(`DROP TABLE IF EXISTS ${tableRef(database, to)}`)
  await connection.run(`ALTER TABLE ${tableRef(database, from)} RENAME TO ${quoted(to)}`)
}

/** All changes in one transaction with their key. */
export async function applyChanges(connection: DuckDBConnection, changes: readonly TableChange[], job: DatabaseRule & { readonly key: string; readonly jobId: string; readonly at: number }): Promise<void> {
  await inTransaction(connection, 'READ WRITE', async () => {
    if (await findDone(connection, job.key)) return
    for (const change of changes) {
      if (change.kind === 'rename_table' && (await columnsOf(connection, change.database, change.table)).length === 0) throw new ConfigError(`Renaming table ${change.database}.${change.table} doesn't exist`)
    }
    for (const change of changes) await applyChange(connection, change, job)
    await writeDone(connection, job.key, { jobId: job.jobId, numRecords: 0 }, job.at)
  })
}

async function applyChange(connection: DuckDBConnection, change: TableChange, rule: DatabaseRule): Promise<void> {
  switch (change.kind) {
    case 'create_database': await createDatabase(connection, change.database); return
    case 'drop_database': await dropDatabase(connection, change.database); return
    case 'create_table':
      await ensureDatabase(connection, change.database, rule)
      await createTable(connection, change.database, change.table)
      return
    case 'drop_table': await dropTable(connection, change.database, change.table); return
    case 'empty_table':
      await ensureDatabase(connection, change.database, rule)
      await dropTable(connection, change.database, change.table)
      await createTable(connection, change.database, change.table)
      return
    case 'rename_table': await renameTable(connection, change.database, change.table, change.to)
  }
}

/** Deletes rows with from ≤ time < to, epoch seconds. */
export async function partialDelete(connection: DuckDBConnection, database: string, table: string, from: number, to: number): Promise<void> {
  if (!(await databaseExists(connection, database))) throw missingDatabase(database)
  const columns = await columnsOf(connection, database, table)
  if (columns.length === 0) throw new RunnerError('not-found', `Table '${database}.${table}' does not exist`)
  await connection.run(`DELETE FROM ${tableRef(database, table)} WHERE "time" >= ${Math.trunc(from)} AND "time" < ${Math.trunc(to)}`)
}
