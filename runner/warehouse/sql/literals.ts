import { unsupported } from './context.ts'
import { kindOf, type Base, type Expr, type Parsed } from './expr.ts'
import { keyword, type Token } from './tokens.ts'
import { isToken, solidAfter, type Node } from './tree.ts'
import { zoneNamed } from './zones.ts'

/** `DATE '2024-01-01'` and its like; undefined for anything else. */
export function typedLiteral(nodes: readonly Node[], at: number): Parsed | undefined {
  const word = keyword(nodes[at] as Token)
  const text = solidAfter(nodes, at + 1)
  const token = nodes[text]
  if (word === undefined || !isToken(token) || token.kind !== 'text' || !Object.hasOwn(LITERALS, word) || (word === 'X' && text !== at + 1)) return undefined
  return { expr: (LITERALS[word] as (literal: string) => Expr)(token.text), next: text + 1 }
}

const cast = (type: string, base: Base) => (literal: string): Expr => ({ sql: `CAST(${literal} AS ${type})`, kind: kindOf(base) })

const LITERALS: Readonly<Record<string, (literal: string) => Expr>> = {
  DATE: (literal) => ({ sql: `DATE ${literal}`, kind: kindOf('date') }),
  TIME: (literal) => ({ sql: `TIME ${literal}`, kind: { base: 'time', precision: fraction(literal) } }),
  TIMESTAMP: timestampLiteral,
  DECIMAL: decimalLiteral,
  TINYINT: cast('TINYINT', 'integer'), SMALLINT: cast('SMALLINT', 'integer'), INTEGER: cast('INTEGER', 'integer'), INT: cast('INTEGER', 'integer'), BIGINT: cast('BIGINT', 'integer'),
  DOUBLE: cast('DOUBLE', 'double'), REAL: cast('FLOAT', 'double'), BOOLEAN: cast('BOOLEAN', 'boolean'),
  VARCHAR: (literal) => ({ sql: literal, kind: kindOf('varchar') }), CHAR: (literal) => ({ sql: literal, kind: kindOf('varchar') }),
  JSON: (literal) => ({ sql: `CAST(trino_json_parse(${literal}) AS JSON)`, kind: kindOf('json') }),
  X: (literal) => ({ sql: `unhex(${literal.replace(/\s/g, '')})`, kind: kindOf('varbinary') }),
}

const fraction = (literal: string): number => /:\d+\.(\d+)/.exec(literal)?.[1]?.length ?? 0

function timestampLiteral(literal: string): Expr {
  const zone = /\d ?([+-]\d\d:?\d\d|[A-Za-z][\w/+-]*)'$/.exec(literal)?.[1]
  const precision = fraction(literal)
  if (zone === undefined) return { sql: `TIMESTAMP ${literal}`, kind: { base: 'timestamp', precision } }
  const named = zoneNamed(zone)
  const local = `TIMESTAMP ${literal.slice(0, literal.lastIndexOf(zone)).trimEnd()}'`
  const sql = named.kind === 'region' ? `timezone('${named.name}', ${local})` : `timezone('UTC', ${local} - to_seconds(${named.seconds}))`
  return { sql, kind: { base: 'zoned', precision, zone: named } }
}

function decimalLiteral(literal: string): Expr {
  const [whole = '', part = ''] = literal.slice(1, -1).trim().replace(/^[+-]/, '').replace(/^0+(?=\d)/, '').split('.')
  return { sql: `CAST(${literal} AS DECIMAL(${Math.max(1, (whole === '0' ? 0 : whole.length) + part.length)}, ${part.length}))`, kind: kindOf('decimal') }
}

const MICROS: Readonly<Record<string, number>> = { DAY: 86_400e6, HOUR: 3600e6, MINUTE: 60e6, SECOND: 1e6 }
const UNITS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND']

/** `INTERVAL '2' DAY`, `INTERVAL '1-6' YEAR TO MONTH`, `INTERVAL '1 12:30' DAY TO MINUTE`. */
export function intervalLiteral(nodes: readonly Node[], start: number): Parsed | undefined {
  let at = solidAfter(nodes, start + 1)
  const signed = nodes[at]
  const negative = isToken(signed) && signed.text === '-'
  if (isToken(signed) && (signed.text === '-' || signed.text === '+')) at = solidAfter(nodes, at + 1)
  const text = nodes[at]
  if (!isToken(text) || text.kind !== 'text') {
    if (isToken(text) && text.kind === 'number') throw unsupported(`INTERVAL ${text.text} is no interval`, `Write the number as a text: INTERVAL '${text.text}' DAY.`)
    return undefined
  }
  const unitAt = solidAfter(nodes, at + 1)
  const from = wordAt(nodes, unitAt)
  if (from === undefined || !UNITS.includes(from)) throw unsupported(`INTERVAL ${text.text} ${from ?? ''} has no unit that Trino knows`, 'Use YEAR, MONTH, DAY, HOUR, MINUTE or SECOND.')
  const to = solidAfter(nodes, unitAt + 1)
  const last = solidAfter(nodes, to + 1)
  const ranged = wordAt(nodes, to) === 'TO'
  const written = text.text.slice(1, -1).trim()
  const sql = intervalSql(written.replace(/^[+-]/, ''), from, ranged ? wordAt(nodes, last) ?? '' : from, negative !== written.startsWith('-'))
  if (sql === undefined) throw unsupported(`Invalid INTERVAL ${text.text} ${from}`, "Write e.g. INTERVAL '2' DAY or INTERVAL '1-6' YEAR TO MONTH.")
  return { expr: { sql, kind: kindOf('interval') }, next: ranged ? last + 1 : unitAt + 1 }
}

const wordAt = (nodes: readonly Node[], at: number): string | undefined => (isToken(nodes[at]) ? keyword(nodes[at] as Token) : undefined)

function intervalSql(text: string, from: string, to: string, negative: boolean): string | undefined {
  const units = UNITS.slice(UNITS.indexOf(from), UNITS.indexOf(to) + 1)
  const parts = text.split(/[-: ]/)
  if (parts.length !== units.length || !parts.every((part, i) => (units[i] === 'SECOND' ? /^\d+(\.\d+)?$/ : /^\d+$/).test(part))) return undefined
  const sign = negative ? -1 : 1
  const sum = (size: (unit: string) => number): number => sign * units.reduce((total, unit, i) => total + Number(parts[i]) * size(unit), 0)
  if (from === 'YEAR' || from === 'MONTH') return `to_months(${sum((unit) => (unit === 'YEAR' ? 12 : 1))})`
  if (units.length === 1 && from === 'DAY') return `to_days(${sign * Number(text)})`
  return `to_microseconds(${Math.round(sum((unit) => MICROS[unit] ?? 0))})`
}
