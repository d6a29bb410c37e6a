import type { DuckDBType } from '@duckdb/node-api'
import { RunnerError } from '../../model/error.ts'
import { double, setKey, type Json } from '../../model/json.ts'

type Reader = (value: unknown) => Json

const MICROS_PER_MS = 1000n
const isoOf = (micros: bigint): string => {
  const ms = micros / MICROS_PER_MS - (micros % MICROS_PER_MS < 0n ? 1n : 0n)
  return new Date(Number(ms)).toISOString().replace('T', ' ').replace('Z', '')
}
const integer = (value: bigint): Json => (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value)
const BIGINT_END = 2n ** 63n
/** Sums are wider in DuckDB than Trino's bigint, which ends the query instead. */
function bigint(value: bigint): Json {
  if (value >= BIGINT_END || value < -BIGINT_END) throw new RunnerError('unprocessable', `bigint overflow: ${value}`, { hint: 'Cast to DOUBLE or DECIMAL(38, 0) before the sum.' })
  return integer(value)
}
const clock = (micros: bigint): string => new Date(Number(micros / MICROS_PER_MS)).toISOString().slice(11, 23)
const DAY_MICROS = 86_400_000_000n

/** An interval as Trino prints it: `1-2` in months, else `1 00:00:00.000`. */
function intervalText(months: number, days: number, micros: bigint): string {
  if (months !== 0) return `${months < 0 ? '-' : ''}${Math.floor(Math.abs(months) / 12)}-${Math.abs(months) % 12}`
  const total = BigInt(days) * DAY_MICROS + micros
  const size = total < 0n ? -total : total
  return `${total < 0n ? '-' : ''}${size / DAY_MICROS} ${clock(size % DAY_MICROS)}`
}
const field = <T>(value: unknown, key: string): T => (value as Record<string, T>)[key] as T

/** Times are the text that Trino prints; decimals are doubles; bytes are hex. */
const READERS: Readonly<Record<string, Reader>> = {
  BOOLEAN: (value) => value as boolean,
  FLOAT: (value) => double(Math.fround(value as number)),
  DOUBLE: (value) => double(value as number),
  VARCHAR: (value) => value as string,
  TIMESTAMP: (value) => isoOf(field<bigint>(value, 'micros')),
  TIMESTAMP_TZ: (value) => `${isoOf(field<bigint>(value, 'micros'))} UTC`,
  DECIMAL: (value) => double(Number(String(value))),
  TIME: (value) => clock(field<bigint>(value, 'micros')),
  INTERVAL: (value) => intervalText(field<number>(value, 'months'), field<number>(value, 'days'), field<bigint>(value, 'micros')),
  HUGEINT: (value) => bigint(value as bigint),
  BLOB: (value) => Buffer.from(field<Uint8Array>(value, 'bytes')).toString('hex'),
}
const INTEGERS = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT'])

/** Reads values of a DuckDB type as JSON. Built once per column. */
export function jsonReader(type: DuckDBType, typeNames: Readonly<Record<number, string>>): Reader {
  const read = readerOf(type, typeNames)
  return (value) => (value === null || value === undefined ? null : read(value))
}

function readerOf(type: DuckDBType, typeNames: Readonly<Record<number, string>>): Reader {
  const name = typeNames[type.typeId] ?? 'VARCHAR'
  if (INTEGERS.has(name)) return (value) => (typeof value === 'bigint' ? integer(value) : (value as number))
  const reader = READERS[name]
  if (reader) return reader
  if (name === 'LIST' || name === 'ARRAY') {
    const item = jsonReader(field<DuckDBType>(type, 'valueType'), typeNames)
    return (value) => field<readonly unknown[]>(value, 'items').map(item)
  }
  if (name === 'MAP') {
    const item = jsonReader(field<DuckDBType>(type, 'valueType'), typeNames)
    return (value) => objectOf(field<readonly { key: unknown; value: unknown }[]>(value, 'entries').map((entry) => [String(entry.key), item(entry.value)]))
  }
  if (name === 'STRUCT') {
    // A row is a list, as Trino answers it
    const names = field<readonly string[]>(type, 'entryNames')
    const items = field<readonly DuckDBType[]>(type, 'entryTypes').map((entry) => jsonReader(entry, typeNames))
    return (value) => names.map((key, i) => items[i]?.(field<Record<string, unknown>>(value, 'entries')[key]) ?? null)
  }
  return (value) => String(value)
}

function objectOf(entries: readonly (readonly [string, Json])[]): Json {
  const result: Record<string, Json> = {}
  for (const [key, value] of entries) setKey(result, key, value)
  return result
}
