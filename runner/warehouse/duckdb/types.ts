import type { Column, ColumnType } from '../../model/warehouse.ts'
import { quoted } from '../names.ts'

const SIMPLE: Readonly<Record<string, string>> = { int: 'INTEGER', long: 'BIGINT', float: 'FLOAT', double: 'DOUBLE', string: 'VARCHAR' }

/** DuckDB's type for one of Treasure Data's (td §3). Element types that we do not know are texts. */
export function duckdbType(type: string): string {
  const simple = SIMPLE[type]
  if (simple !== undefined) return simple
  const [, kind, inner = ''] = /^(array|map)<(.*)>$/s.exec(type) ?? []
  if (kind === 'array') return `${duckdbType(inner)}[]`
  if (kind !== 'map') return 'VARCHAR'
  const comma = topLevelComma(inner)
  return `MAP(${duckdbType(inner.slice(0, comma).trim())}, ${duckdbType(inner.slice(comma + 1).trim())})`
}

function topLevelComma(text: string): number {
  let depth = 0
  for (const [at, char] of [...text].entries()) {
    if (char === '<' || char === '(') depth++
    else if (char === '>' || char === ')') depth--
    else if (char === ',' && depth === 0) return at
  }
  return text.length
}

const COLUMN_TYPES: Readonly<Record<string, ColumnType>> = {
  BOOLEAN: 'int', TINYINT: 'int', SMALLINT: 'int', INTEGER: 'int', UTINYINT: 'int', USMALLINT: 'int',
  UINTEGER: 'long', BIGINT: 'long', UBIGINT: 'long', HUGEINT: 'long', UHUGEINT: 'long', FLOAT: 'float', DOUBLE: 'double', VARCHAR: 'string',
}

/** The nearest type of Treasure Data for one of DuckDB's: decimals are doubles, dates and rows texts. */
export function columnType(duckdb: string): ColumnType {
  const simple = COLUMN_TYPES[duckdb]
  if (simple !== undefined) return simple
  if (duckdb.startsWith('DECIMAL')) return 'double'
  if (duckdb.endsWith('[]')) return `array<${columnType(duckdb.slice(0, -2))}>`
  const inner = /^MAP\((.*)\)$/s.exec(duckdb)?.[1]
  if (inner === undefined) return 'string'
  const comma = topLevelComma(inner)
  return `map<${columnType(inner.slice(0, comma).trim())},${columnType(inner.slice(comma + 1).trim())}>`
}

/** An expression of a DuckDB type as a value that a table of Treasure Data can hold: booleans 0 and 1, times as Trino prints them. */
export function storable(expression: string, duckdb: string): string {
  if (duckdb === 'DATE') return `CAST(${expression} AS VARCHAR)`
  if (duckdb.startsWith('TIMESTAMP WITH')) return `strftime(${expression}, '%Y-%m-%d %H:%M:%S.%g UTC')`
  if (duckdb.startsWith('TIMESTAMP')) return `strftime(${expression}, '%Y-%m-%d %H:%M:%S.%g')`
  if (duckdb === 'BLOB') return `lower(hex(${expression}))`
  if (duckdb === 'BOOLEAN') return `CAST(${expression} AS BIGINT)`
  if (duckdb.startsWith('STRUCT')) return `CAST(to_json(${expression}) AS VARCHAR)`
  const type = duckdbType(columnType(duckdb))
  return type === duckdb ? expression : `CAST(${expression} AS ${type})`
}

const RANK: readonly ColumnType[] = ['int', 'long', 'float', 'double']

/** The type that holds values of both: numbers widen, anything else is text. */
export function commonType(a: ColumnType, b: ColumnType): ColumnType {
  if (a === b) return a
  const at = [RANK.indexOf(a), RANK.indexOf(b)]
  if (at.includes(-1)) return 'string'
  return a === 'float' || b === 'float' ? 'double' : RANK[Math.max(...at)] ?? 'string'
}

export const columnDefinitions = (columns: readonly Column[]): string => columns.map(({ name, type }) => `${quoted(name)} ${duckdbType(type)}`).join(', ')

const SQL_NAMES: Readonly<Record<string, string>> = { HUGEINT: 'bigint', UBIGINT: 'bigint', FLOAT: 'real', BLOB: 'varbinary', TIMESTAMP: 'timestamp(3)', 'TIMESTAMP WITH TIME ZONE': 'timestamp(3) with time zone' }

/** Trino's name of a DuckDB type: what a query's user knows it by. */
export function sqlTypeName(duckdb: string): string {
  const known = SQL_NAMES[duckdb]
  if (known !== undefined) return known
  if (duckdb.endsWith('[]')) return `array(${sqlTypeName(duckdb.slice(0, -2))})`
  const map = /^MAP\((.*)\)$/s.exec(duckdb)?.[1]
  if (map !== undefined) {
    const comma = topLevelComma(map)
    return `map(${sqlTypeName(map.slice(0, comma).trim())}, ${sqlTypeName(map.slice(comma + 1).trim())})`
  }
  return duckdb.startsWith('STRUCT') ? 'row' : duckdb.toLowerCase()
}
