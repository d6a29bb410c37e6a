import { unsupported } from './context.ts'
import { kindOf, operand, type Base, type Expr, type Kind } from './expr.ts'
import { zoneNamed } from './zones.ts'

const NUMBERS: readonly (Base | undefined)[] = ['integer', 'decimal', 'double']
const TIMES: readonly (Base | undefined)[] = ['date', 'timestamp', 'zoned']
const known = ({ kind }: Expr): Base | undefined => (kind?.guess ? undefined : kind?.base)
const isNumber = (expr: Expr): boolean => NUMBERS.includes(known(expr))
const isTime = (expr: Expr): boolean => TIMES.includes(expr.kind?.base)
const has = (expr: Expr, base: Base): boolean => expr.kind?.base === base

/** Two sides that Trino compares; undefined bases are not known and pass. */
const groupOf = (base: Base | undefined): string | undefined => (NUMBERS.includes(base) ? 'number' : TIMES.includes(base) ? 'time' : base)

function mismatch(operator: string, a: Expr, b: Expr): Error {
  return unsupported(`Cannot apply operator: ${known(a)} ${operator} ${known(b)}`, 'Trino converts no types by itself here: write CAST(… AS …).')
}

/** A binary operator between two expressions, in DuckDB's words. */
export function binary(operator: string, a: Expr, b: Expr): Expr {
  if (operator === 'AND' || operator === 'OR') return logical(operator, a, b)
  if (operator === '||') return concatenation(a, b)
  if (operator === '+' || operator === '-') return sum(operator, a, b)
  if (operator === '*') return has(a, 'interval') || has(b, 'interval') ? { sql: `${a.sql} * ${b.sql}`, kind: kindOf('interval') } : arithmetic('*', a, b, `${a.sql} * ${b.sql}`)
  if (operator === '/') return division(a, b)
  if (operator === '%') return remainder(a, b)
  const [left, right] = [groupOf(known(a)), groupOf(known(b))]
  if (left !== undefined && right !== undefined && left !== right) throw mismatch(operator, a, b)
  return { sql: `${a.sql} ${operator} ${b.sql}`, kind: kindOf('boolean') }
}

function logical(operator: string, a: Expr, b: Expr): Expr {
  for (const side of [a, b]) if (known(side) !== undefined && known(side) !== 'boolean') throw unsupported(`${operator} takes conditions, not ${known(side)}`, 'Compare it: x <> 0.')
  return { sql: `${a.sql} ${operator} ${b.sql}`, kind: kindOf('boolean') }
}

function concatenation(a: Expr, b: Expr): Expr {
  if (isNumber(a) && !has(b, 'array') || isNumber(b) && !has(a, 'array')) throw unsupported(`Unexpected parameters (${known(a) ?? 'varchar'}, ${known(b) ?? 'varchar'}) for ||`, 'Write CAST(x AS VARCHAR).')
  if (has(a, 'array') && known(b) !== undefined && !has(b, 'array')) return { sql: `list_append(${a.sql}, ${b.sql})`, kind: kindOf('array') }
  if (has(b, 'array') && known(a) !== undefined && !has(a, 'array')) return { sql: `list_prepend(${a.sql}, ${b.sql})`, kind: kindOf('array') }
  const kind = a.kind ?? b.kind
  return { sql: `${a.sql} || ${b.sql}`, ...(kind && { kind }) }
}

/** The kind of numbers put together; undefined when one side is not known. */
function numeric(a: Expr, b: Expr): Kind | undefined {
  const bases = [a.kind?.base, b.kind?.base]
  if (bases.includes('double')) return kindOf('double')
  if (bases.every((base) => base === 'integer')) return kindOf('integer')
  return bases.includes('decimal') && bases.every((base) => base === 'integer' || base === 'decimal') ? kindOf('decimal') : undefined
}

function arithmetic(operator: string, a: Expr, b: Expr, sql: string): Expr {
  for (const [one, other] of [[a, b], [b, a]] as const) {
    if (isNumber(one) && known(other) !== undefined && !isNumber(other)) throw mismatch(operator, a, b)
  }
  if (known(a) === 'varchar' || known(b) === 'varchar') throw mismatch(operator, a, b)
  const kind = numeric(a, b)
  return { sql, ...(kind && { kind: { ...kind, ...((a.kind?.guess ?? b.kind?.guess) && { guess: true as const }) } }) }
}

/** `+` and `-`: a date with an interval stays a date, two times apart are an interval. */
function sum(operator: string, a: Expr, b: Expr): Expr {
  const plain = `${a.sql} ${operator} ${right(operator, b)}`
  const [time, interval] = has(b, 'interval') ? [a, b] : [b, a]
  if (has(interval, 'interval')) {
    if (has(time, 'interval')) return { sql: plain, kind: kindOf('interval') }
    if (isNumber(time)) throw mismatch(operator, a, b)
    const kind = time.kind?.base === 'timestamp' || time.kind?.base === 'zoned' ? { ...time.kind, precision: 3 } : time.kind
    return { sql: has(time, 'timestamp') || has(time, 'zoned') ? plain : `cast_to_type(${plain}, ${time.sql})`, ...(kind && { kind }) }
  }
  if (operator === '-' && (isTime(a) || isTime(b)) && !isNumber(b)) return { sql: `(CAST(${a.sql} AS TIMESTAMP) - CAST(${b.sql} AS TIMESTAMP))`, kind: kindOf('interval') }
  return arithmetic(operator, a, b, plain)
}
const right = (operator: string, { sql }: Expr): string => (operator === '-' && sql.startsWith('-') ? `(${sql})` : sql)

const isNonZero = ({ constant }: Expr): boolean => constant !== undefined && 'number' in constant && Number(constant.number) !== 0

/** Whole numbers stay whole, decimals keep the larger scale, doubles know infinity, and zero divides nothing else (td §5.6). */
function division(a: Expr, b: Expr): Expr {
  if (has(a, 'interval')) return { sql: `${a.sql} / ${b.sql}`, kind: kindOf('interval') }
  const kinds = [known(a), known(b)]
  const whole = kinds.every((base) => base === 'integer')
  const native = kinds.includes('double') || whole
  if (native && isNonZero(b)) return arithmetic('/', a, b, `${a.sql} / ${b.sql}`)
  if (kinds.includes('double')) return arithmetic('/', a, b, `trino_ratio(${a.sql}, ${b.sql})`)
  // A macro repeats its arguments many times: one that holds several divisions is named once
  const nested = (`${a.sql}${b.sql}`.match(/trino_divide/g) ?? []).length > 1
  return arithmetic('/', a, b, nested ? `list_transform([{'a': ${a.sql}, 'b': ${b.sql}}], lambda _d: trino_divide(_d.a, _d.b))[1]` : `trino_divide(${a.sql}, ${b.sql})`)
}

export function remainder(a: Expr, b: Expr): Expr {
  return arithmetic('%', a, b, isNonZero(b) ? `${a.sql} % ${b.sql}` : `trino_mod(${a.sql}, ${b.sql})`)
}

export function negated(sign: string, expr: Expr): Expr {
  if (known(expr) === 'varchar') throw unsupported(`Cannot negate ${known(expr)}`, 'Write CAST(x AS DOUBLE).')
  const constant = expr.constant && 'number' in expr.constant ? { number: `${sign}${expr.constant.number}` } : undefined
  return { sql: `${sign}${expr.sql.startsWith('-') || expr.sql.startsWith('+') ? `(${expr.sql})` : expr.sql}`, ...(expr.kind && { kind: expr.kind }), ...(constant && { constant }) }
}

/** `x[i]`: arrays begin at 1 and refuse what lies outside, maps refuse a key that they lack. */
export function subscript(value: Expr, index: Expr): Expr {
  const constant = index.constant && 'number' in index.constant ? Number(index.constant.number) : undefined
  if (constant !== undefined && constant < 1 && !has(value, 'map')) throw unsupported(constant === 0 ? 'SQL array indices start at 1' : 'Array subscript is negative', 'Use element_at(array, -1) for the last one.')
  if (has(value, 'json')) throw unsupported('A JSON value has no subscripts', 'Use json_extract(value, path) or CAST(value AS ARRAY(JSON)).')
  if (has(value, 'array')) return { sql: `trino_item(${value.sql}, ${index.sql})` }
  if (has(value, 'map') || (value.kind === undefined && index.constant !== undefined && 'text' in index.constant)) return { sql: `trino_value(${value.sql}, ${index.sql})` }
  if (has(value, 'row')) return { sql: `struct_extract_at(${value.sql}, ${index.sql})` }
  return { sql: `${operand(value.sql)}[${index.sql}]` }
}

/** `x AT TIME ZONE z`: the same instant, shown elsewhere. A time without a zone is read in the session's, UTC. */
export function atTimeZone(value: Expr, zone: Expr): Expr {
  const named = zone.constant && 'text' in zone.constant ? zoneNamed(zone.constant.text) : { kind: 'dynamic' as const, sql: zone.sql }
  const sql = has(value, 'zoned') ? value.sql : has(value, 'timestamp') ? `timezone('UTC', ${value.sql})` : `CAST(${value.sql} AS TIMESTAMPTZ)`
  return { sql, kind: { base: 'zoned', zone: named, ...(value.kind?.precision !== undefined && { precision: value.kind.precision }) } }
}
