import { quoted } from '../names.ts'
import { readType } from './casts.ts'
import { unsupported } from './context.ts'
import type { Expr, Kind, Scope } from './expr.ts'
import { identifier, isBlank, keyword, type Token } from './tokens.ts'
import { isGroup, isToken, solid, solidAfter, splitArguments, type Node } from './tree.ts'
import { renderUnnest } from './unnest.ts'

interface Reading { sql: string; at: number; expr: Expr | undefined; alone: boolean; word: string | undefined }

/** Clauses, expressions and what stands between them, left to right. The kind is known when it is one expression. */
export function renderClauses(nodes: readonly Node[], scope: Scope): Expr {
  const reading: Reading = { sql: '', at: 0, expr: undefined, alone: true, word: undefined }
  let first = true
  while (reading.at < nodes.length) {
    const node = nodes[reading.at] as Node
    if (isToken(node) && isBlank(node)) { reading.sql += node.kind === 'comment' ? ' ' : node.text; reading.at++; continue }
    step(nodes, reading, scope)
    if (!first) reading.alone = false
    first = false
  }
  const expr = reading.alone ? reading.expr : undefined
  return { ...expr, sql: reading.sql.trim() }
}

function step(nodes: readonly Node[], reading: Reading, scope: Scope): void {
  const node = nodes[reading.at] as Node
  const word = isToken(node) ? keyword(node) : undefined
  const emit = (sql: string, next: number, expr?: Expr): void => { reading.sql += sql; reading.at = next; reading.expr = expr }
  if (reading.expr !== undefined && isToken(node) && isAlias(node)) return alias(nodes, reading.at, reading, scope)
  const named = nodes[solidAfter(nodes, reading.at + 1)]
  if (word === 'AS' && isToken(named) && !/^(SELECT|WITH|VALUES|TABLE)$/i.test(named.text)) {
    reading.sql += 'AS '
    return alias(nodes, solidAfter(nodes, reading.at + 1), reading, scope)
  }
  const special = word === undefined ? undefined : renderSpecial(nodes, reading.at, word, scope)
  if (special) return emit(special.sql, special.next, special.expr)
  const parsed = scope.read(nodes, reading.at)
  if (parsed) {
    checkCondition(reading.word, parsed.expr)
    return emit(parsed.expr.sql, parsed.next, parsed.expr)
  }
  if (isGroup(node)) throw unsupported(`mismatched input '${node.open.text}'`, 'Lists are written ARRAY[…].')
  checkRaw(nodes, reading.at, node)
  reading.word = word
  emit(node.text, reading.at + 1)
}

/** WHERE, HAVING and ON take conditions only. */
function checkCondition(word: string | undefined, { kind }: Expr): void {
  if (word === undefined || !/^(WHERE|HAVING|ON)$/.test(word) || kind === undefined || kind.guess || kind.base === 'boolean') return
  throw unsupported(`${word} clause must evaluate to a boolean: actual type ${kind.base}`, 'Compare it: x <> 0.')
}

const NO_ALIAS = new Set(`SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT AS ON USING JOIN LEFT RIGHT FULL INNER CROSS NATURAL OUTER WITH VALUES SET ASC DESC NULLS
  WINDOW ROWS RANGE GROUPS BETWEEN AND OR PRECEDING FOLLOWING THEN WHEN ELSE END IN IS LIKE ESCAPE FILTER OVER TABLESAMPLE NOT QUALIFY ILIKE COMMENT DEFAULT ONLY ROW IGNORE RESPECT WITHIN CASCADE ADD DROP RENAME TO ALTER IF PERCENT NO`.split(/\s+/))
const isAlias = (token: Token): boolean => (token.kind === 'word' ? !NO_ALIAS.has(token.text.toUpperCase()) : identifier(token) !== undefined)

/** A name given, and the names of its columns: no expressions. */
function alias(nodes: readonly Node[], at: number, reading: Reading, scope: Scope): void {
  const name = identifier(nodes[at] as Token) ?? ''
  const columns = reading.expr?.columns
  if (reading.expr && !columns) scope.named(name, reading.expr)
  reading.sql += quoted(name)
  reading.at = at + 1
  reading.expr = undefined
  const group = nodes[solidAfter(nodes, at + 1)]
  if (!isGroup(group) || group.open.text !== '(') return
  for (const [i, part] of splitArguments(group.items).entries()) if (columns?.[i]) scope.named(identifier(solid(part)[0] as Token) ?? '', { sql: '', kind: columns[i] as Kind })
  reading.sql += `(${columnNames(group.items)})`
  reading.at = solidAfter(nodes, at + 1) + 1
}

const columnNames = (items: readonly Node[]): string => splitArguments(items).map((part) => quoted(identifier(solid(part)[0] as Token) ?? '')).join(', ')

type Special = { readonly sql: string; readonly next: number; readonly expr?: Expr }

function renderSpecial(nodes: readonly Node[], at: number, word: string, scope: Scope): Special | undefined {
  const next = solidAfter(nodes, at + 1)
  const group = nodes[next]
  if (word === 'VALUES') return renderValues(nodes, at, scope)
  if (word === 'INTERVAL' || word === 'CASE') return undefined
  if (word === 'INTO' || word === 'TABLE') return renderTarget(nodes, at, word)
  if (word === 'UNNEST' && isGroup(group)) return renderUnnest(nodes, at, scope)
  if (word === 'COLUMN' && isToken(nodes[next])) return renderColumn(nodes, next)
  if ((word === 'ROLLUP' || word === 'CUBE' || word === 'SETS') && isGroup(group)) return { sql: `${word} (${groupingColumns(group.items, scope)})`, next: next + 1 }
  if ((word === 'BERNOULLI' || word === 'SYSTEM') && isGroup(group)) return { sql: `${word} (${scope.render(group.items).sql} PERCENT)`, next: next + 1 }
  if (word === 'WITH' && wordOf(group) === 'NO') return { sql: 'WITH NO DATA', next: solidAfter(nodes, next + 1) + 1 }
  if (word === 'WITH' && isToken(group)) return renderWith(nodes, at, scope)
  return undefined
}

/** `WITH a (x, y) AS (…)`: the names of columns are no expression. */
function renderWith(nodes: readonly Node[], at: number, scope: Scope): Special | undefined {
  let sql = 'WITH'
  let next = solidAfter(nodes, at + 1)
  if (wordOf(nodes[next]) === 'RECURSIVE') { sql += ' RECURSIVE'; next = solidAfter(nodes, next + 1) }
  for (;;) {
    const name = nodes[next]
    const columns = nodes[solidAfter(nodes, next + 1)]
    const as = solidAfter(nodes, (isGroup(columns) ? solidAfter(nodes, next + 1) : next) + 1)
    const query = nodes[solidAfter(nodes, as + 1)]
    if (!isToken(name) || identifier(name) === undefined || wordOf(nodes[as]) !== 'AS' || !isGroup(query)) return undefined
    sql += ` ${quoted(identifier(name) ?? '')}${isGroup(columns) ? `(${columnNames(columns.items)})` : ''} AS (${scope.render(query.items).sql})`
    next = solidAfter(nodes, solidAfter(nodes, as + 1) + 1)
    if (!(isToken(nodes[next]) && (nodes[next] as Token).text === ',')) return { sql: `${sql} `, next }
    sql += ','
    next = solidAfter(nodes, next + 1)
  }
}

const wordOf = (node: Node | undefined): string | undefined => (isToken(node) ? keyword(node) : undefined)

function groupingColumns(items: readonly Node[], scope: Scope): string {
  for (const [i, node] of solid(items).entries()) {
    const following = solid(items)[i + 1]
    if (isToken(node) && node.kind === 'word' && isGroup(following)) throw unsupported(`GROUP BY expression must be a column reference: ${node.text}(…)`, 'Compute it in a subquery and group by its name.')
  }
  return splitArguments(items).map((part) => scope.render(part).sql).join(', ')
}

/** `INTO t (a, b)` and `TABLE t (a BIGINT, …)`: names and types, no expressions. */
function renderTarget(nodes: readonly Node[], at: number, word: string): Special {
  let sql = (nodes[at] as Token).text
  let next = at + 1
  let ended = false
  for (; next < nodes.length; next++) {
    const node = nodes[next] as Node
    const name = isToken(node) ? identifier(node) : undefined
    if (isGroup(node)) {
      if (node.open.text !== '(' || startsQuery(node.items)) break
      const like = wordOf(solid(node.items)[0]) === 'LIKE' ? solid(node.items).slice(1) : undefined
      sql += like ? ` AS SELECT * FROM ${like.filter(isToken).map((part) => (part.text === '.' ? '.' : quoted(identifier(part) ?? ''))).join('')} WHERE false` : `(${word === 'INTO' ? columnNames(node.items) : splitArguments(node.items).map(definition).join(', ')})`
      next++
      break
    }
    if (isBlank(node)) { sql += ' '; continue }
    const known = keyword(node)
    if (known !== undefined && ['IF', 'NOT', 'EXISTS', 'TABLE'].includes(known) && !ended) { sql += node.text; continue }
    if (node.text === '.') { sql += '.'; ended = false; continue }
    if (name === undefined || ended) break
    sql += quoted(name)
    ended = true
  }
  return { sql, next }
}

const startsQuery = (items: readonly Node[]): boolean => ['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(wordOf(solid(items)[0]) ?? '')

/** `name TYPE [COMMENT '…']` */
function definition(part: readonly Node[]): string {
  const [name, ...rest] = solid(part)
  const end = rest.findIndex((node) => ['COMMENT', 'NOT', 'WITH', 'DEFAULT'].includes(wordOf(node) ?? '') && rest.indexOf(node) > 0 && !/^(TIME|TIMESTAMP)$/.test(wordOf(rest[0]) ?? ''))
  const type = end === -1 ? rest : rest.slice(0, end)
  const nullable = end !== -1 && wordOf(rest[end]) === 'NOT' ? ' NOT NULL' : ''
  return `${quoted(identifier(name as Token) ?? '')} ${readType(type).sql}${nullable}`
}

/** `ADD COLUMN [IF NOT EXISTS] name TYPE`; of DROP and RENAME only the name. */
function renderColumn(nodes: readonly Node[], start: number): Special | undefined {
  let at = start
  let sql = 'COLUMN '
  while (['IF', 'NOT', 'EXISTS'].includes(wordOf(nodes[at]) ?? '')) { sql += `${wordOf(nodes[at])} `; at = solidAfter(nodes, at + 1) }
  const rest = nodes.slice(at + 1)
  const token = nodes[at]
  if (!isToken(token) || identifier(token) === undefined) return undefined
  const type = solid(rest)
  if (type.length === 0 || wordOf(type[0]) === 'TO') return { sql: `${sql}${quoted(identifier(token) ?? '')}`, next: at + 1 }
  return { sql: `${sql}${quoted(identifier(token) ?? '')} ${readType(type).sql}`, next: nodes.length }
}

/** `VALUES 1, 2` → `VALUES (1), (2)`: one value each needs parentheses in DuckDB. */
function renderValues(nodes: readonly Node[], at: number, scope: Scope): Special | undefined {
  let end = at + 1
  while (end < nodes.length && !END_OF_VALUES.has(wordOf(nodes[end]) ?? '')) end++
  const parts = splitArguments(nodes.slice(at + 1, end))
  let kinds: readonly (Kind | undefined)[] = []
  const rows = parts.map((part, i) => {
    const [row, more] = solid(part)
    const items = isGroup(row) && more === undefined ? row.items : wordOf(row) === 'ROW' && isGroup(more) ? more.items : undefined
    const values = (items ? splitArguments(items) : [part]).map((item) => scope.render(item))
    if (i === 0) kinds = values.map(({ kind }) => kind)
    return `(${values.map(({ sql }) => sql).join(', ')})`
  })
  return { sql: `VALUES ${rows.join(', ')} `, next: end, expr: { sql: '', columns: kinds } }
}

const END_OF_VALUES = new Set(['ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'OFFSET', 'FETCH'])

/** What DuckDB would take and Trino has not. */
const FOREIGN = new Set(['QUALIFY', 'ILIKE', 'SIMILAR', 'GLOB', 'PIVOT', 'UNPIVOT', 'POSITIONAL', 'ASOF', 'ANTI', 'SEMI', 'EXCLUDE', 'ISNULL', 'NOTNULL', 'SUMMARIZE'])
const SYMBOLS = new Set([',', '.', '*', '=>', '?'])

function checkRaw(nodes: readonly Node[], at: number, token: Token): void {
  const word = keyword(token)
  const next = nodes[solidAfter(nodes, at + 1)]
  const following = wordOf(next)
  const wrong = token.kind === 'symbol' ? !SYMBOLS.has(token.text)
    : word !== undefined && (FOREIGN.has(word) || (word === 'DISTINCT' && following === 'ON') || (word === 'ALL' && following === 'BY'))
  if (wrong) throw unsupported(`mismatched input '${token.text}': this is no SQL of Trino`, HINTS[token.text.toUpperCase()] ?? 'The local warehouse reads what Treasure Data reads.')
}

const HINTS: Readonly<Record<string, string>> = {
  '::': 'Write CAST(x AS type).', '//': 'Write x / y: whole numbers divide to whole numbers.', '^': 'Write power(x, y).', '&': 'Write bitwise_and(x, y).', '|': 'Write bitwise_or(x, y).',
  QUALIFY: 'Number the rows in a subquery and filter outside.', ILIKE: 'Write lower(x) LIKE lower(pattern).', DISTINCT: 'Use row_number() in a subquery.', '->': 'Write json_extract_scalar(x, path).',
}

