import { unsupported } from './context.ts'
import { kindOf, operand, type Base, type Expr, type Kind } from './expr.ts'
import { isElsewhere, localIn, wallClock, zoneText } from './instants.ts'
import { keyword, type Token } from './tokens.ts'
import { isGroup, isToken, solid, splitArguments, type Node } from './tree.ts'

/** A type as DuckDB writes it, with its class. */
export interface TypeText { readonly sql: string; readonly base: Base | undefined; readonly length?: string; readonly precision?: number }

const SIMPLE: Readonly<Record<string, readonly [string, Base]>> = {
  BOOLEAN: ['BOOLEAN', 'boolean'], TINYINT: ['TINYINT', 'integer'], SMALLINT: ['SMALLINT', 'integer'], INTEGER: ['INTEGER', 'integer'], INT: ['INTEGER', 'integer'], BIGINT: ['BIGINT', 'integer'],
  DOUBLE: ['DOUBLE', 'double'], REAL: ['FLOAT', 'double'], FLOAT: ['FLOAT', 'double'], DECIMAL: ['DECIMAL', 'decimal'], DEC: ['DECIMAL', 'decimal'], NUMERIC: ['DECIMAL', 'decimal'], VARCHAR: ['VARCHAR', 'varchar'], STRING: ['VARCHAR', 'varchar'], CHAR: ['VARCHAR', 'varchar'],
  VARBINARY: ['BLOB', 'varbinary'], BINARY: ['BLOB', 'varbinary'], DATE: ['DATE', 'date'], TIME: ['TIME', 'time'], TIMESTAMP: ['TIMESTAMP', 'timestamp'], JSON: ['JSON', 'json'], UUID: ['UUID', 'varchar'], IPADDRESS: ['VARCHAR', 'varchar'],
}

/** @throws RunnerError for a type that Trino does not know */
export function readType(all: readonly Node[]): TypeText {
  const nodes = solid(all)
  const [head, group] = nodes
  const word = isToken(head) ? keyword(head) ?? '' : ''
  const inner = isGroup(group) ? splitArguments(group.items) : []
  if (word === 'ARRAY') return { sql: `${readType(isGroup(group) ? inner[0] ?? [] : angled(nodes)).sql}[]`, base: 'array' }
  if (word === 'MAP') return { sql: `MAP(${inner.map((part) => readType(part).sql).join(', ')})`, base: 'map' }
  if (word === 'ROW') return { sql: `ROW(${inner.map((part, i) => fieldText(solid(part), i)).join(', ')})`, base: 'row' }
  const simple = Object.hasOwn(SIMPLE, word) ? SIMPLE[word] : undefined
  if (!simple) throw unsupported(`Unknown type: ${word || nodes.map((node) => (isToken(node) ? node.text : '')).join(' ')}`, 'Types are e.g. VARCHAR, BIGINT, DOUBLE, BOOLEAN, DATE, TIMESTAMP, ARRAY(VARCHAR), MAP(VARCHAR, BIGINT).')
  const numbers = isGroup(group) ? solid(group.items).filter((node): node is Token => isToken(node) && node.kind === 'number').map(({ text }) => text) : []
  if (word === 'TIMESTAMP' && nodes.slice(1).some((node) => isToken(node) && keyword(node) === 'WITH')) return { sql: 'TIMESTAMPTZ', base: 'zoned', precision: Number(numbers[0] ?? 3) }
  if (simple[1] === 'decimal') return { sql: `DECIMAL(${numbers[0] ?? '38'}, ${numbers[1] ?? '0'})`, base: 'decimal' }
  return { sql: simple[0], base: simple[1], ...(simple[1] === 'varchar' && numbers[0] !== undefined && { length: numbers[0] }), ...(/^TIME/.test(word) && { precision: Number(numbers[0] ?? 3) }) }
}

/** `ARRAY<VARCHAR>`, Trino's old spelling. */
const angled = (nodes: readonly Node[]): readonly Node[] => nodes.slice(2, -1)

function fieldText(nodes: readonly Node[], index: number): string {
  const [head, ...rest] = nodes
  const named = rest.length > 0 && !isGroup(rest[0])
  return named && isToken(head) ? `${head.text} ${readType(rest).sql}` : `field${index} ${readType(nodes).sql}`
}

/** `CAST(value AS type)`, or TRY_CAST: NULL for what is none. */
export function castTo(from: Expr, nodes: readonly Node[], trying: boolean): Expr {
  const type = readType(nodes)
  // Fields without names take those of the type, by place
  const value = type.base === 'json' || type.sql.includes('ROW(') ? { ...from, sql: from.sql.replaceAll('trino_row(', 'row(') } : from
  const [head] = solid(nodes)
  const kind: Kind | undefined = type.base && { base: type.base, ...(type.precision !== undefined && { precision: type.precision }) }
  const cast = trying ? 'TRY_CAST' : 'CAST'
  if (value.kind?.base === 'json' && type.base !== undefined && type.base !== 'json' && type.base !== 'varchar') return { sql: `${cast}(${jsonSource(value, type.base)} AS ${type.sql})`, ...(kind && { kind }) }
  const special = type.base && SPECIAL[type.base]
  const sql = special?.(value, type, trying) ?? `${cast}(${value.sql} AS ${type.sql})`
  if (type.length !== undefined) return { sql: shortened(sql, value, type.length, isToken(head) && keyword(head) === 'CHAR'), ...(kind && { kind }) }
  return { sql, ...(kind && { kind }) }
}

const jsonSource = (value: Expr, base: Base): string => (base === 'array' || base === 'map' || base === 'row' ? value.sql : `json_extract_string(${value.sql}, '$')`)

function shortened(sql: string, value: Expr, length: string, padded: boolean): string {
  if (value.kind?.base === 'integer') return `trino_fits(${sql}, ${length})`
  return padded ? `rpad(${sql}, ${length}, ' ')` : `left(${sql}, ${length})`
}

type Cast = (value: Expr, type: TypeText, trying: boolean) => string | undefined
const or = (trying: boolean): string => (trying ? '_or_null' : '')

const SPECIAL: Readonly<Partial<Record<Base, Cast>>> = {
  varchar: (value, type, trying) => (type.sql === 'UUID' ? undefined : textOf(value, trying)),
  integer: (value, type, trying) => (isText(value) ? `${trying ? 'TRY_CAST' : 'CAST'}(trino_whole${or(trying)}(${value.sql}) AS ${type.sql})` : value.kind?.base === 'double' ? `${trying ? 'TRY_CAST' : 'CAST'}(round(${value.sql}) AS ${type.sql})` : undefined),
  boolean: (value, _, trying) => (isText(value) ? `trino_boolean${or(trying)}(${value.sql})` : undefined),
  decimal: (value, type, trying) => (value.kind === undefined || value.kind.base === 'double' ? `${trying ? 'TRY_CAST' : 'CAST'}(trino_number(${value.sql}) AS ${type.sql})` : undefined),
  date: (value, _, trying) => (value.kind?.base === 'zoned' ? `CAST(${wallClock(value).sql} AS DATE)` : isText(value) ? `trino_date${or(trying)}(${value.sql})` : undefined),
  time: (value) => (value.kind?.base === 'zoned' ? `CAST(${wallClock(value).sql} AS TIME)` : undefined),
  timestamp: (value, type, trying) => {
    if (value.kind?.base === 'zoned') return wallClock(value).sql
    return isText(value) ? `trino_timestamp${or(trying)}(${value.sql}, ${type.precision ?? 3})` : undefined
  },
  json: (value) => jsonOf(value),
}

/** Texts, and what may be one: a column's type is not known here. */
const isText = ({ kind }: Expr): boolean => kind === undefined || kind.base === 'varchar' || kind.guess === true

/** A value as Trino casts it to VARCHAR (td §5.6). */
export function textOf(value: Expr, trying = false): string {
  const { sql, kind } = value
  if (kind === undefined || kind.guess && kind.base !== 'zoned') return `trino_text(${sql})`
  if (kind.base === 'varchar') return `CAST(${sql} AS VARCHAR)`
  if (kind.base === 'double') return `trino_double_text(CAST(${sql} AS VARCHAR))`
  if (kind.base === 'timestamp') return timeText(sql, kind.precision ?? 3)
  if (kind.base === 'zoned') return `(${timeText(localIn(sql, kind.zone), kind.precision ?? 3)} || ' ' || ${isElsewhere(kind.zone) ? zoneText(kind.zone) : "'UTC'"})`
  if (kind.base === 'time') return `(strftime(DATE '2000-01-01' + ${operand(sql)}, '%H:%M:%S${kind.precision === 0 ? '' : '.%g'}'))`
  if (kind.base === 'interval') return `trino_interval_text(${sql})`
  if (kind.base === 'json') return `trino_json_text${or(trying)}(${sql})`
  return `CAST(${sql} AS VARCHAR)`
}

/** `2024-01-02 03:04:05` with a fraction of so many digits. */
function timeText(local: string, precision: number): string {
  if (precision === 0) return `strftime(${local}, '%Y-%m-%d %H:%M:%S')`
  if (precision === 3) return `strftime(${local}, '%Y-%m-%d %H:%M:%S.%g')`
  return precision < 3 ? `left(strftime(${local}, '%Y-%m-%d %H:%M:%S.%g'), ${20 + precision})` : `left(strftime(${local}, '%Y-%m-%d %H:%M:%S.%n'), ${20 + precision})`
}

function jsonOf(value: Expr): string | undefined {
  if (value.kind?.base === 'json') return value.sql
  if (value.kind?.base === 'varchar') return `to_json(${value.sql})`
  return `CAST(trino_json_of(CAST(to_json(${value.sql}) AS VARCHAR), ${value.kind?.base === 'map' ? 'true' : `typeof(${value.sql}) LIKE 'MAP%'`}) AS JSON)`
}

