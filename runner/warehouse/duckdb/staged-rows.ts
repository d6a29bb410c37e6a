import type { DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBVector } from '@duckdb/node-api'
import { Float, textOf, type Json } from '../../model/json.ts'
import type { Column, ColumnType, Row } from '../../model/warehouse.ts'
import { duckdb } from './instance.ts'

/** Appends rows to the table `staged` of a staging file. */
export interface RowWriter {
  /** @param places for each value of a row its column among the staged ones; columns that are not named are NULL */
  write(rows: readonly Row[], places: readonly number[], unit: number): Promise<void>
  flush(): void
  /** Flushes and ends. */
  close(): void
  /** Ends without flushing. */
  abandon(): void
}

/** How a column is kept on its way: widest of its kind; lists and maps as JSON text. */
export const stagedType = (type: ColumnType): 'BIGINT' | 'DOUBLE' | 'VARCHAR' =>
  type === 'int' || type === 'long' ? 'BIGINT' : type === 'float' || type === 'double' ? 'DOUBLE' : 'VARCHAR'

const CHUNK_ROWS = 2048
const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)

type Fit = (value: Json) => bigint | number | string | null

function fitLong(value: Json): bigint | null {
  if (typeof value === 'number') return Number.isFinite(value) ? inRange(BigInt(Math.trunc(value))) : null
  if (typeof value === 'bigint') return inRange(value)
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (value instanceof Float) return fitLong(value.value)
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? inRange(BigInt(value.trim().replace(/^\+/, ''))) : null
}

const inRange = (value: bigint): bigint | null => (value <= INT64_MAX && value >= INT64_MIN ? value : null)

function fitDouble(value: Json): number | null {
  if (typeof value === 'number') return value
  if (value instanceof Float) return value.value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : null
}

const fitText = (value: Json): string | null => (typeof value === 'string' ? value : value === null ? null : textOf(value))

const fitOf = (type: ColumnType): Fit => ({ BIGINT: fitLong, DOUBLE: fitDouble, VARCHAR: fitText })[stagedType(type)]

export async function createRowWriter(connection: DuckDBConnection, columns: readonly Column[]): Promise<RowWriter> {
  const { BIGINT, DOUBLE, DuckDBDataChunk, INTEGER, VARCHAR } = await duckdb()
  const physical = { BIGINT, DOUBLE, VARCHAR }
  const types: readonly DuckDBType[] = [INTEGER, ...columns.map(({ type }) => physical[stagedType(type)])]
  const fits = columns.map(({ type }) => fitOf(type))
  const appender = await connection.createAppender('staged')
  const chunk = DuckDBDataChunk.create(types)
  let live = true

  return {
    write: async (rows, places, unit) => {
      const sources = fits.map((_, place) => places.lastIndexOf(place))
      for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
        const count = Math.min(CHUNK_ROWS, rows.length - from)
        fillChunk(chunk, { rows, from, count, unit, sources, fits })
        appender.appendDataChunk(chunk)
        chunk.reset()
        // Whoever reads the source from the network goes on between two chunks
        if (from + count < rows.length) await afterOthers()
      }
    },
    flush: () => appender.flushSync(),
    close: () => {
      if (live) appender.closeSync()
      live = false
    },
    abandon: () => {
      if (live) { appender.clear(); appender.closeSync() }
      live = false
    },
  }
}

const afterOthers = (): Promise<void> => new Promise((done) => { setImmediate(done) })

interface Filling { readonly rows: readonly Row[]; readonly from: number; readonly count: number; readonly unit: number; readonly sources: readonly number[]; readonly fits: readonly Fit[] }

function fillChunk(chunk: DuckDBDataChunk, { rows, from, count, unit, sources, fits }: Filling): void {
  chunk.rowCount = count
  const units = chunk.getColumnVector(0) as DuckDBVector<number>
  for (let i = 0; i < count; i++) units.setItem(i, unit)
  units.flush()
  for (const [place, source] of sources.entries()) {
    const vector = chunk.getColumnVector(place + 1) as DuckDBVector<bigint | number | string>
    const fit = fits[place] as Fit
    for (let i = 0; i < count; i++) {
      const value = rows[from + i]?.[source]
      vector.setItem(i, value === undefined || value === null ? null : fit(value))
    }
    vector.flush()
  }
}
