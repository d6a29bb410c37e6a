import type { DuckDBConnection } from '@duckdb/node-api'
import { parseJson, stringifyJson, type Json } from '../../model/json.ts'
import type { QueryResult } from '../../model/warehouse.ts'
import { INTERNAL_SCHEMA } from '../names.ts'

/** Writes that were done, by key. A row is written in the transaction of the write itself, so either both are there or neither. */
export interface DoneWrite { readonly jobId: string; readonly numRecords: number; readonly result: QueryResult | undefined }

const LARGEST_KEPT_RESULT = 1_000_000

export async function findDone(connection: DuckDBConnection, key: string): Promise<DoneWrite | undefined> {
  const reader = await connection.runAndReadAll(`SELECT job_id, num_records, result FROM ${INTERNAL_SCHEMA}.done WHERE key = $1`, [key])
  const row = reader.getRows()[0]
  if (!row) return undefined
  return { jobId: String(row[0]), numRecords: Number(row[1]), result: typeof row[2] === 'string' ? parseJson(row[2]) as unknown as QueryResult : undefined }
}

export async function writeDone(connection: DuckDBConnection, key: string, done: DoneWrite, at: number): Promise<void> {
  const result = done.result === undefined ? null : stringifyJson(done.result as unknown as Json)
  await connection.run(`INSERT INTO ${INTERNAL_SCHEMA}.done VALUES ($1, $2, $3, $4, $5)`,
    [key, done.jobId, BigInt(done.numRecords), result !== null && result.length <= LARGEST_KEPT_RESULT ? result : null, BigInt(at)])
}
