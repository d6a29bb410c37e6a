import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { RunnerError } from '../../model/error.ts'
import { literal, quoted } from '../names.ts'

/** Runs work on a connection of its own. */
export async function withConnection<T>(instance: DuckDBInstance, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await instance.connect()
  try { return await work(connection) } finally { connection.closeSync() }
}

/** All of it or nothing. */
export async function inTransaction<T>(connection: DuckDBConnection, mode: 'READ ONLY' | 'READ WRITE', work: () => Promise<T>): Promise<T> {
  await connection.run(`BEGIN TRANSACTION ${mode}`)
  try {
    const result = await work()
    await connection.run('COMMIT')
    return result
  } catch (error) {
    // An engine that went down with the error has nothing left to roll back
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** The rows of a statement of our own. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRows()
}

export async function databaseExists(connection: DuckDBConnection, database: string): Promise<boolean> {
  return (await rowsOf(connection, `SELECT 1 FROM duckdb_schemas() WHERE database_name = current_database() AND schema_name = ${literal(database)}`)).length > 0
}

export const missingDatabase = (database: string): RunnerError =>
  new RunnerError('not-found', `Database '${database}' does not exist in the local warehouse`, { hint: `Create it: td_ddl> with create_databases: [${database}].` })

export interface DatabaseRule { readonly strict: boolean; readonly notice: (text: string) => void }

/**
 * Makes a database that is not there, and says so.
 * @throws RunnerError `not-found` where every missing database is an error (`strictDatabases`)
 */
export async function ensureDatabase(connection: DuckDBConnection, database: string, { strict, notice }: DatabaseRule): Promise<void> {
  if (await databaseExists(connection, database)) return
  if (strict) throw missingDatabase(database)
  await connection.run(`CREATE SCHEMA ${quoted(database)}`)
  notice(`Created database '${database}'; Treasure Data would refuse a missing one (--strict-databases)`)
}

/** Columns of a table in order with DuckDB's types; empty when there is no such table. */
export async function columnsOf(connection: DuckDBConnection, database: string, table: string): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const rows = await rowsOf(connection, `SELECT column_name, data_type FROM duckdb_columns()
    WHERE database_name = current_database() AND schema_name = ${literal(database)} AND table_name = ${literal(table)} ORDER BY column_index`)
  return rows.map((row) => ({ name: String(row[0]), type: String(row[1]) }))
}
