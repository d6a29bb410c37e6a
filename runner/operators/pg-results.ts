import { ConfigError } from '../model/error.ts'
import { double, parseJson, setKey, type Json, type JsonObject } from '../model/json.ts'

const MAX_ROWS = 8192
const MAX_COLUMNS = 64
const MAX_VALUE_LENGTH = 256
/** Rows fetched from the server at a time. */
export const FETCH_SIZE = 1000

/** One column as the server describes it, by its type's object id. */
export interface PgField { readonly name: string; readonly dataTypeID: number }
export type PgRow = readonly (string | null)[]

const TYPES = { bool: 16, int8: 20, int2: 21, int4: 23, oid: 26, json: 114, float4: 700, float8: 701, jsonb: 3802 } as const

/** A value in the server's text format as a parameter; decimals, times and all else stay text, so nothing is rounded. */
export function pgValue(text: string | null, { dataTypeID }: PgField): Json {
  if (text === null) return null
  switch (dataTypeID) {
    case TYPES.bool: return text === 't'
    case TYPES.int2: case TYPES.int4: case TYPES.oid: return Number(text)
    case TYPES.int8: return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)
    case TYPES.float4: case TYPES.float8: return Number.isFinite(Number(text)) ? double(Number(text)) : text
    case TYPES.json: case TYPES.jsonb: return parseJson(text)
    default: return text
  }
}

/**
 * Rows as maps for `pg.last_results`, within digdag's limits (digdag §11).
 * @throws ConfigError when there are too many rows or columns, or a value is too long
 */
export function lastResults(fields: readonly PgField[], rows: readonly PgRow[]): readonly JsonObject[] {
  if (fields.length > MAX_COLUMNS) throw new ConfigError(`The number of result columns exceeded the limit: ${fields.length} > ${MAX_COLUMNS}`, { hint: 'select fewer columns, or use download_file' })
  if (rows.length > MAX_ROWS) throw new ConfigError(`The number of result rows exceeded the limit: ${rows.length} > ${MAX_ROWS}`, { hint: 'add a limit to the query, or use download_file' })
  return rows.map((row) => {
    const map: Record<string, Json> = {}
    fields.forEach((field, i) => {
      const text = row[i] ?? null
      if (text !== null && text.length > MAX_VALUE_LENGTH) throw new ConfigError(`The size of a value in column '${field.name}' exceeded the limit: ${text.length} > ${MAX_VALUE_LENGTH}`, { hint: 'shorten the value in the query, or use download_file' })
      setKey(map, field.name, pgValue(text, field))
    })
    return map
  })
}

export const MAX_KEPT_ROWS = MAX_ROWS + 1

/** One line of CSV with CRLF; values with a quote, comma or line break are quoted. */
export const csvLine = (values: readonly (string | null)[]): string =>
  `${values.map((value) => (value === null ? '' : /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\r\n`
