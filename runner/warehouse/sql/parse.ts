import { quoted } from '../names.ts'
import { renderCall } from './calls.ts'
import { unsupported } from './context.ts'
import { kindOf, operand, type Expr, type Parsed, type Scope } from './expr.ts'
import { atTimeZone, binary, negated, subscript } from './operators.ts'
import { identifier, isBlank, keyword, type Token } from './tokens.ts'
import { isGroup, isToken, solidAfter, solid, type Group, type Node } from './tree.ts'
import { typedLiteral, intervalLiteral } from './literals.ts'

/** How tightly an operator binds, loosest first, as in Trino's grammar. */
const POWER = { or: 1, and: 2, not: 3, compare: 4, concat: 5, add: 6, multiply: 7, sign: 8, zone: 9 }
const BINARY: Readonly<Record<string, number>> = {
  OR: POWER.or, AND: POWER.and, '=': POWER.compare, '<>': POWER.compare, '!=': POWER.compare, '<': POWER.compare, '>': POWER.compare, '<=': POWER.compare, '>=': POWER.compare,
  '||': POWER.concat, '+': POWER.add, '-': POWER.add, '*': POWER.multiply, '/': POWER.multiply, '%': POWER.multiply,
}

/** Words of clauses: no expression begins with them. */
const CLAUSE = new Set(`SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT ALL DISTINCT AS ON USING JOIN LEFT RIGHT FULL INNER CROSS NATURAL OUTER WITH
  RECURSIVE ORDINALITY VALUES INSERT INTO CREATE TABLE DROP DELETE UPDATE ALTER SET ASC DESC NULLS FIRST LAST WINDOW PARTITION ROWS RANGE GROUPS BETWEEN AND OR PRECEDING FOLLOWING UNBOUNDED
  CURRENT THEN WHEN ELSE END IN IS LIKE ESCAPE FILTER OVER TABLESAMPLE LATERAL ROLLUP CUBE SETS ONLY NEXT WITHIN GROUPING EXPLAIN ANALYZE SHOW DESCRIBE COLUMN ADD RENAME TO QUALIFY`.split(/\s+/))
/** Those of them that are also functions. */
const CALLED = new Set(['FILTER', 'IF', 'ROW', 'EXISTS', 'UNNEST', 'GROUPING', 'TRY', 'FIRST', 'LAST', 'TRANSLATE', 'LEFT', 'RIGHT'])

/** Reads one expression; undefined where none begins. */
export function readExpression(nodes: readonly Node[], start: number, scope: Scope, min = 0): Parsed | undefined {
  let left = readPrefix(nodes, start, scope)
  for (let step = left; step; step = readInfix(nodes, left as Parsed, scope, min)) left = step
  return left
}

function readPrefix(nodes: readonly Node[], start: number, scope: Scope): Parsed | undefined {
  const at = solidAfter(nodes, start)
  const node = nodes[at]
  if (node === undefined) return undefined
  if (isGroup(node)) return node.open.text === '(' ? postfixed(nodes, lambdaOrGroup(nodes, at, node, scope), scope) : undefined
  const word = keyword(node)
  if (word === 'NOT') return after(readExpression(nodes, at + 1, scope, POWER.not), (expr) => ({ sql: `NOT ${expr.sql}`, kind: kindOf('boolean') }))
  const number = nodes[at + 1]
  if (node.text === '-' && isToken(number) && number.text === SMALLEST) return { expr: { sql: `-${SMALLEST}`, kind: kindOf('integer') }, next: at + 2 }
  if (node.text === '-' || node.text === '+') return after(readExpression(nodes, at + 1, scope, POWER.sign), (expr) => negated(node.text, expr))
  if (node.kind === 'number') return { expr: numberLiteral(node.text), next: at + 1 }
  if (node.kind === 'text') return postfixed(nodes, { expr: { sql: node.text, kind: kindOf('varchar'), constant: { text: node.text.slice(1, -1).replaceAll("''", "'") } }, next: at + 1 }, scope)
  if (word === 'CASE') return postfixed(nodes, readCase(nodes, at, scope), scope)
  const literal = word === 'INTERVAL' ? intervalLiteral(nodes, at) : typedLiteral(nodes, at)
  if (literal) return postfixed(nodes, literal, scope)
  return identifier(node) === undefined ? undefined : readName(nodes, at, node, scope)
}

const after = (parsed: Parsed | undefined, change: (expr: Expr) => Expr): Parsed | undefined => parsed && { expr: change(parsed.expr), next: parsed.next }

const SMALLEST = '9223372036854775808'

function numberLiteral(text: string): Expr {
  const kind = kindOf(/e/i.test(text) ? 'double' : text.includes('.') ? 'decimal' : 'integer')
  if (kind.base === 'integer' && BigInt(text) >= BigInt(SMALLEST)) throw unsupported(`Invalid numeric literal: ${text}`, "It is larger than a bigint; write DECIMAL '…'.")
  return { sql: text, kind, constant: { number: text } }
}

function lambdaOrGroup(nodes: readonly Node[], at: number, group: Group, scope: Scope): Parsed {
  const arrow = solidAfter(nodes, at + 1)
  if (isArrow(nodes[arrow]) && solid(group.items).every((item) => isToken(item) && (item.text === ',' || identifier(item) !== undefined))) {
    return lambda(solid(group.items).filter((item) => isToken(item) && item.text !== ',').map((item) => (item as Token).text), nodes, arrow, scope)
  }
  const inner = scope.render(group.items)
  return { expr: { ...inner, sql: `(${inner.sql})` }, next: at + 1 }
}

const isArrow = (node: Node | undefined): boolean => isToken(node) && node.text === '->'

function lambda(names: readonly string[], nodes: readonly Node[], arrow: number, scope: Scope): Parsed {
  const body = readExpression(nodes, arrow + 1, scope)
  if (!body) throw unsupported('A lambda has no expression after ->', 'Write e.g. x -> x + 1.')
  return { expr: { sql: `lambda ${names.map(nameText).join(', ')}: ${body.expr.sql}` }, next: body.next }
}

/** Words that DuckDB reserves and Trino does not. */
const RESERVED = new Set(['FIRST', 'LAST', 'RANGE', 'ROWS', 'GROUPS', 'NEXT', 'CURRENT', 'FILTER', 'OVER', 'WITHIN', 'SETS', 'SET', 'PARTITION', 'TABLESAMPLE', 'TO', 'LAMBDA', 'DO', 'ONLY', 'PRIMARY', 'UNIQUE', 'REFERENCES', 'CHECK', 'PLACING', 'VARIADIC', 'PIVOT', 'UNPIVOT', 'SUMMARIZE', 'QUALIFY', 'DESC', 'ASC', 'LIMIT', 'OFFSET', 'ANY', 'ALL', 'SOME', 'FOREIGN', 'INITIALLY', 'DEFERRABLE', 'BOTH', 'LEADING', 'TRAILING', 'SYMMETRIC', 'ASYMMETRIC', 'COLLATE', 'RETURNING', 'USER', 'SHOW', 'COLUMN', 'ANALYZE', 'ANALYSE', 'WINDOW', 'LATERAL', 'FETCH', 'GRANT', 'ARRAY', 'MAP', 'STRUCT', 'VERBOSE', 'GLOB', 'ILIKE', 'SIMILAR', 'ISNULL', 'NOTNULL', 'ANTI', 'SEMI', 'ASOF', 'POSITIONAL', 'COLUMNS', 'EXCLUDE', 'REPLACE'])
const nameText = (name: string): string => (RESERVED.has(name.toUpperCase()) ? quoted(name) : name)

function readName(nodes: readonly Node[], at: number, node: Token, scope: Scope): Parsed | undefined {
  const next = nodes[solidAfter(nodes, at + 1)]
  const word = keyword(node)
  const called = isGroup(next) && next.open.text === '('
  if (word !== undefined && CLAUSE.has(word) && !(called && CALLED.has(word))) return isPlainName(nodes, at) ? postfixed(nodes, namedPath(nodes, at), scope) : undefined
  if (isArrow(next)) return lambda([node.text], nodes, solidAfter(nodes, at + 1), scope)
  if (word === 'ARRAY' && isGroup(next) && next.open.text === '[') return postfixed(nodes, { expr: arrayOf(scope.render(next.items).sql), next: solidAfter(nodes, at + 1) + 1 }, scope)
  if (called && node.kind === 'word') return postfixed(nodes, renderCall(nodes, at, scope), scope)
  const path = readPath(nodes, at)
  const kind = constantName(word) ?? scope.kinds.get(path.last.toLowerCase())
  return postfixed(nodes, { expr: { sql: path.sql, ...(kind && { kind }) }, next: path.next }, scope)
}

/** Rows beside one that has named fields take its names, by place. */
const arrayOf = (items: string): Expr => ({ sql: `[${items.includes('AS ROW(') ? items.replaceAll('trino_row(', 'row(') : items}]`, kind: kindOf('array') })

function constantName(word: string | undefined): Expr['kind'] {
  if (word === 'TRUE' || word === 'FALSE') return kindOf('boolean')
  if (word === 'CURRENT_DATE') return kindOf('date')
  if (word === 'CURRENT_TIMESTAMP') return kindOf('zoned')
  return word === 'LOCALTIMESTAMP' ? kindOf('timestamp') : undefined
}

const namedPath = (nodes: readonly Node[], at: number): Parsed => { const { sql, next } = readPath(nodes, at); return { expr: { sql }, next } }

/** Words of clauses that no name can be. */
const HARD = new Set(`SELECT FROM WHERE GROUP BY HAVING ORDER UNION INTERSECT EXCEPT DISTINCT AS ON USING JOIN LEFT RIGHT FULL INNER CROSS NATURAL OUTER WITH RECURSIVE VALUES INSERT INTO CREATE
  TABLE DROP DELETE ALTER BETWEEN AND OR THEN WHEN ELSE END IN IS LIKE ESCAPE GROUPING ROLLUP CUBE DESCRIBE`.split(/\s+/))
const BEFORE_NAME = new Set(['SELECT', 'DISTINCT', 'BY', 'ON', 'WHERE', 'HAVING', 'AND', 'OR', 'NOT', 'WHEN', 'THEN', 'ELSE', 'CASE', 'BETWEEN', 'LIKE', ',', '.', '=', '<', '>', '<=', '>=', '<>', '!=', '+', '-', '*', '/', '%', '||', undefined])
const AFTER_CLAUSE = new Set(['BETWEEN', 'UNBOUNDED', 'ROW', 'PRECEDING', 'FOLLOWING', 'BY', 'TABLES', 'COLUMNS', 'SCHEMAS', 'NUMBER', 'WORD'])

/** A word of a clause that stands where only a name can. */
function isPlainName(nodes: readonly Node[], at: number): boolean {
  if (HARD.has(keyword(nodes[at] as Token) ?? '')) return false
  let before = at - 1
  while (before >= 0 && isToken(nodes[before]) && isBlank(nodes[before] as Token)) before--
  const wordOf = (node: Node | undefined): string | undefined => (node === undefined ? undefined : isToken(node) ? keyword(node) ?? (node.kind === 'number' ? 'NUMBER' : node.text) : '(')
  const next = nodes[solidAfter(nodes, at + 1)]
  // At the beginning of a bracket or statement a clause may begin as well
  const begins = before < 0 && isToken(next) && identifier(next) !== undefined && !['FROM', 'AS', 'AND', 'OR', 'IS', 'IN', 'LIKE', 'THEN'].includes(keyword(next) ?? '')
  return !begins && BEFORE_NAME.has(wordOf(nodes[before])) && !AFTER_CLAUSE.has(wordOf(next) ?? '')
}

/** `a`, `a.b.c`, `a.*` */
function readPath(nodes: readonly Node[], start: number): { readonly sql: string; readonly last: string; readonly next: number } {
  const first = nodes[start] as Token
  let [sql, last, next] = [tokenName(first), identifier(first) ?? '', start + 1]
  for (let dot = solidAfter(nodes, next); isToken(nodes[dot]) && (nodes[dot] as Token).text === '.'; dot = solidAfter(nodes, next)) {
    const part = nodes[solidAfter(nodes, dot + 1)]
    if (!isToken(part) || (identifier(part) === undefined && part.text !== '*')) break
    sql += `.${part.text === '*' ? '*' : tokenName(part)}`
    last = identifier(part) ?? '*'
    next = solidAfter(nodes, dot + 1) + 1
  }
  // Types of columns by the names that Trino has for them
  if (sql.toLowerCase() === 'information_schema."columns"') sql = '(SELECT * REPLACE (lower(column_name) AS column_name, trino_type(data_type) AS data_type) FROM information_schema.columns)'
  return { sql, last, next }
}
const tokenName = (token: Token): string => (token.kind === 'word' ? nameText(plainName(token.text)) : quoted(identifier(token) ?? ''))

function plainName(name: string): string {
  if (name.includes('$')) throw unsupported(`mismatched input '$' in ${name}`, 'Quote the name: "…".')
  return name
}

/** Subscripts, fields of rows, time zones. */
function postfixed(nodes: readonly Node[], parsed: Parsed, scope: Scope): Parsed {
  let current = parsed
  for (;;) {
    const at = solidAfter(nodes, current.next)
    const node = nodes[at]
    if (isGroup(node) && node.open.text === '[') current = { expr: subscript(current.expr, scope.render(node.items)), next: at + 1 }
    else if (isToken(node) && node.text === '.' && isToken(nodes[at + 1]) && identifier(nodes[at + 1] as Token) !== undefined) {
      if (current.expr.kind?.base === 'json') throw unsupported('A JSON value has no fields', 'Use json_extract_scalar(value, path).')
      current = { expr: { sql: `${operand(current.expr.sql)}.${tokenName(nodes[at + 1] as Token)}` }, next: at + 2 }
    } else {
      const zoned = readZone(nodes, at, current.expr, scope)
      if (!zoned) return current
      current = zoned
    }
  }
}

function readZone(nodes: readonly Node[], at: number, expr: Expr, scope: Scope): Parsed | undefined {
  const time = solidAfter(nodes, at + 1)
  const zone = solidAfter(nodes, time + 1)
  const words = [at, time, zone].map((i) => (isToken(nodes[i]) ? keyword(nodes[i] as Token) : undefined))
  if (words.join(' ') !== 'AT TIME ZONE') return undefined
  return after(readExpression(nodes, zone + 1, scope, POWER.zone), (name) => atTimeZone(expr, name))
}

function readInfix(nodes: readonly Node[], left: Parsed, scope: Scope, min: number): Parsed | undefined {
  const at = solidAfter(nodes, left.next)
  const node = nodes[at]
  if (!isToken(node)) return undefined
  const symbol = keyword(node) ?? node.text
  const power = Object.hasOwn(BINARY, symbol) ? BINARY[symbol] : undefined
  if (power !== undefined) {
    if (power <= min) return undefined
    const right = power === POWER.compare ? quantified(nodes, at + 1, scope) ?? readExpression(nodes, at + 1, scope, power) : readExpression(nodes, at + 1, scope, power)
    return after(right, (expr) => binary(symbol, left.expr, expr))
  }
  return min >= POWER.compare ? undefined : readPredicate(nodes, at, left.expr, scope)
}

/** `= ALL (SELECT …)` */
function quantified(nodes: readonly Node[], start: number, scope: Scope): Parsed | undefined {
  const at = solidAfter(nodes, start)
  const group = nodes[solidAfter(nodes, at + 1)]
  if (!isToken(nodes[at]) || !/^(ALL|ANY|SOME)$/i.test((nodes[at] as Token).text) || !isGroup(group)) return undefined
  const word = (nodes[at] as Token).text.replace(/^some$/i, 'ANY')
  return { expr: { sql: `${word} (${scope.render(group.items).sql})` }, next: solidAfter(nodes, at + 1) + 1 }
}

/** IS, IN, BETWEEN and LIKE, each with NOT. */
function readPredicate(nodes: readonly Node[], start: number, left: Expr, scope: Scope): Parsed | undefined {
  const wordAt = (i: number): string | undefined => (isToken(nodes[i]) ? keyword(nodes[i] as Token) : undefined)
  const not = wordAt(start) === 'NOT'
  const at = not ? solidAfter(nodes, start + 1) : start
  const word = wordAt(at)
  const boolean = (sql: string, next: number): Parsed => ({ expr: { sql, kind: kindOf('boolean') }, next })
  const no = not ? 'NOT ' : ''
  const following = solidAfter(nodes, at + 1)
  if (word === 'IS') return readIs(nodes, following, left, scope)
  if (word === 'IN' && isGroup(nodes[following])) {
    const items = (nodes[following] as Group).items
    return boolean(`${left.sql} ${no}IN (${scope.render(items).sql})`, following + 1)
  }
  if (word === 'BETWEEN') {
    const low = readExpression(nodes, at + 1, scope, POWER.compare)
    const and = low && solidAfter(nodes, low.next)
    const high = and !== undefined && wordAt(and) === 'AND' ? readExpression(nodes, and + 1, scope, POWER.compare) : undefined
    if (!low || !high) return undefined
    binary('<=', left, low.expr)
    binary('<=', left, high.expr)
    return boolean(`${left.sql} ${no}BETWEEN ${low.expr.sql} AND ${high.expr.sql}`, high.next)
  }
  if (word !== 'LIKE') return undefined
  const pattern = readExpression(nodes, at + 1, scope, POWER.compare)
  const escape = pattern && solidAfter(nodes, pattern.next)
  const char = escape !== undefined && wordAt(escape) === 'ESCAPE' ? readExpression(nodes, escape + 1, scope, POWER.compare) : undefined
  return pattern && boolean(`${left.sql} ${no}LIKE ${pattern.expr.sql}${char ? ` ESCAPE ${char.expr.sql}` : ''}`, (char ?? pattern).next)
}

function readIs(nodes: readonly Node[], start: number, left: Expr, scope: Scope): Parsed | undefined {
  const word = (i: number): string => (isToken(nodes[i]) ? keyword(nodes[i] as Token) ?? '' : '')
  const not = word(start) === 'NOT'
  const at = not ? solidAfter(nodes, start + 1) : start
  const is = `IS ${not ? 'NOT ' : ''}`
  if (word(at) === 'NULL') return { expr: { sql: `${left.sql} ${is}NULL`, kind: kindOf('boolean') }, next: at + 1 }
  const from = solidAfter(nodes, at + 1)
  if (word(at) !== 'DISTINCT' || word(from) !== 'FROM') return undefined
  return after(readExpression(nodes, from + 1, scope, POWER.compare), (expr) => ({ sql: `${left.sql} ${is}DISTINCT FROM ${expr.sql}`, kind: kindOf('boolean') }))
}

/** `CASE … END`; results of different kinds are refused, as Trino does. */
function readCase(nodes: readonly Node[], start: number, scope: Scope): Parsed {
  let sql = 'CASE'
  let [at, result] = [start + 1, undefined as Expr | undefined]
  for (let word = 'CASE'; at < nodes.length;) {
    at = solidAfter(nodes, at)
    const found = isToken(nodes[at]) ? keyword(nodes[at] as Token) : undefined
    if (found === 'END') return { expr: { sql: `${sql} END`, ...(result?.kind && { kind: result.kind }) }, next: at + 1 }
    if (found === 'WHEN' || found === 'THEN' || found === 'ELSE') { sql += ` ${found}`; word = found; at++; continue }
    const part = readExpression(nodes, at, scope)
    if (!part) break
    sql += ` ${part.expr.sql}`
    at = part.next
    if (word === 'THEN' || word === 'ELSE') result = result === undefined ? part.expr : commonResult(result, part.expr)
  }
  throw unsupported('CASE without END', 'Write CASE WHEN condition THEN value ELSE value END.')
}

const commonResult = (a: Expr, b: Expr): Expr => {
  if (/^null$/i.test(b.sql)) return a
  if (/^null$/i.test(a.sql)) return b
  binary('CASE', a, b)
  return a.kind?.base === b.kind?.base ? a : { sql: '' }
}
