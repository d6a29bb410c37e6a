import type { DuckDBConnection } from '@duckdb/node-api'
import { parseJson, stringifyJson, type Json, type JsonObject } from '../../model/json.ts'
import type { QueryResult } from '../../model/warehouse.ts'
import { INTERNAL_SCHEMA } from '../names.ts'

/** Writes that were done, by key. A row is written in the transaction of the write itself, so either both are there or neither. */
export interface DoneWrite {
  readonly jobId: string
  readonly numRecords: number
  readonly result?: QueryResult
  /** What a load wants to know again (`LoadTarget.note`). */
  readonly note?: JsonObject
}

const LARGEST_KEPT_RESULT = 1_000_000

export async function findDone(connection: DuckDBConnection, key: string): Promise<DoneWrite | undefined> {
  const reader = await connection.runAndReadAll(`SELECT job_id, num_records, result FROM ${INTERNAL_SCHEMA}.done WHERE key = $1`, [key])
  const row = reader.getRows()[0]
  if (!row) return undefined
  const kept = typeof row[2] === 'string' ? parseJson(row[2]) as unknown as Pick<DoneWrite, 'result' | 'note'> : {}
  return { jobId: String(row[0]), numRecords: Number(row[1]), ...kept }
}

export async function writeDone(connection: DuckDBConnection, key: string, done: DoneWrite, at: number): Promise<void> {
  const { result, note } = done
  const kept = stringifyJson({ ...(result === undefined ? {} : { result: result as unknown as Json }), ...(note === undefined ? {} : { note }) })
  await connection.run(`INSERT INTO ${INTERNAL_SCHEMA}.done VALUES ($1, $2, $3, $4, $5)`,
    [key, done.jobId, BigInt(done.numRecords), kept.length <= LARGEST_KEPT_RESULT ? kept : note === undefined ? null : stringifyJson({ note }), BigInt(at)])
}
