import { literal } from '../names.ts'
import { renderClauses } from './clauses.ts'
import { unsupported, type SqlContext } from './context.ts'
import type { Expr, Kind, Scope } from './expr.ts'
import { outputNames } from './output-names.ts'
import { readExpression } from './parse.ts'
import { identifier, keyword, significant, statementsOf, textOf, tokenize, type Token } from './tokens.ts'
import { groupTokens, type Node } from './tree.ts'

export type { SqlContext } from './context.ts'

/** A query written for Treasure Data's Trino (or plain Hive) in DuckDB's words. Depth: `docs/warehouse.md`. */
export function toDuckdb(sql: string, context: SqlContext): string {
  return statementsOf(tokenize(sql)).map((statement) => translateStatement(statement, context)).join(';\n')
}

/**
 * One statement. The text is read twice: what a subquery's columns are is known only after it was read.
 * @throws RunnerError `unprocessable` for what cannot be translated, and for what Trino refuses
 */
export function translateStatement(tokens: readonly Token[], context: SqlContext): string {
  const words = significant(tokens).map(({ token }) => token)
  if (keyword(words[0]) === 'SHOW' && keyword(words[1]) === 'TABLES') return showTables(words)
  const shown = shownTable(words)
  if (shown) return showColumns(shown)
  checkCreated(words, tokens)
  const nodes = groupTokens(tokens)
  if (keyword(words[0]) === 'FROM') throw unsupported("mismatched input 'FROM'", 'Write SELECT * FROM ….')
  return renderWith(nodes, context, namesOf(nodes, context), () => undefined).sql
}

/** `SHOW TABLES [FROM database] [LIKE 'pattern']` */
function showTables(words: readonly Token[]): string {
  const after = (...names: readonly string[]): Token | undefined => words[words.findIndex((token) => names.includes(keyword(token) ?? '')) + 1 || words.length]
  const from = identifier(after('FROM', 'IN'))
  const like = after('LIKE')
  return `SELECT table_name AS "Table" FROM information_schema.tables WHERE table_schema = ${from === undefined ? 'current_schema()' : literal(from.toLowerCase())}${like?.kind === 'text' ? ` AND table_name LIKE ${like.text}` : ''} ORDER BY 1`
}

/** The table of `SHOW COLUMNS FROM t` and `DESCRIBE t`, as a path of names. */
function shownTable(words: readonly Token[]): readonly string[] | undefined {
  const [first, second, third] = words.slice(0, 3).map((token) => keyword(token))
  const from = first === 'SHOW' && second === 'COLUMNS' && (third === 'FROM' || third === 'IN') ? 3 : (first === 'DESCRIBE' || first === 'DESC') && second !== 'SELECT' ? 1 : undefined
  return from === undefined ? undefined : words.slice(from).flatMap((token) => identifier(token) ?? [])
}

function showColumns(path: readonly string[]): string {
  const table = literal(path.at(-1)?.toLowerCase() ?? '')
  const database = path.length > 1 ? literal(path.at(-2)?.toLowerCase() ?? '') : 'current_schema()'
  return `SELECT lower(column_name) AS "Column", trino_type(data_type) AS "Type", '' AS "Extra", '' AS "Comment" FROM information_schema.columns WHERE table_schema = ${database} AND lower(table_name) = ${table} ORDER BY ordinal_position`
}

/** `CREATE TABLE … AS` names each of its columns, once. */
function checkCreated(words: readonly Token[], tokens: readonly Token[]): void {
  const as = words.findIndex((token, i) => keyword(token) === 'AS' && ['SELECT', 'WITH'].includes(keyword(words[i + 1]) ?? ''))
  if (keyword(words[0]) !== 'CREATE' || as === -1) return
  const names = outputNames(tokens.filter((token) => token.at > (words[as]?.at ?? 0))) ?? []
  const unnamed = names.indexOf(undefined)
  if (unnamed !== -1) throw unsupported(`Column name not specified at position ${unnamed + 1}`, 'Name it: … AS name.')
  const twice = names.find((name, i) => typeof name === 'string' && names.slice(0, i).some((other) => typeof other === 'string' && other.toLowerCase() === name.toLowerCase()))
  if (twice !== undefined) throw unsupported(`Column name '${String(twice)}' specified more than once`, 'Give each column a name of its own.')
}

/** Kinds that a name hands on to the queries around it. */
const HANDED_ON = new Set<string | undefined>(['zoned', 'decimal', 'interval', 'array', 'map', 'row', 'json', 'varbinary'])

/** Names that the statement gives once, with what they stand for. A name that is also used within its own expression is a column's, too. */
function namesOf(nodes: readonly Node[], context: SqlContext): ReadonlyMap<string, Kind> {
  const found = new Map<string, Kind | undefined>()
  renderWith(nodes, context, new Map(), (name, { kind, sql }) => {
    const key = name.toLowerCase()
    const taken = found.has(key) || new RegExp(`\\b${key.replace(/\W/g, '\\$&')}\\b`, 'i').test(sql)
    found.set(key, taken || !HANDED_ON.has(kind?.base) || !kind ? undefined : { ...kind, guess: true })
  })
  return new Map([...found].flatMap(([name, kind]) => (kind ? [[name, kind] as const] : [])))
}

function renderWith(nodes: readonly Node[], context: SqlContext, kinds: ReadonlyMap<string, Kind>, named: (name: string, expr: Expr) => void): Expr {
  const scope: Scope = {
    context, kinds, named,
    read: (items, at, power) => readExpression(items, at, scope, power),
    render: (items) => renderClauses(items, scope),
  }
  return scope.render(nodes)
}

export interface Statement {
  readonly tokens: readonly Token[]
  /** The first words, upper case, without `WITH …` before an INSERT. */
  readonly verb: string
  readonly writes: boolean
}

const WRITING = new Set(['INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'ALTER', 'MERGE', 'TRUNCATE'])

/** The statements of a text, each with what it does. */
export function readStatements(sql: string): readonly Statement[] {
  return statementsOf(tokenize(sql)).map((tokens) => {
    const words = significant(tokens)
    const first = keyword(words[0]?.token) ?? ''
    const inner = first === 'WITH' ? words.find(({ token, depth }) => depth === 0 && WRITING.has(keyword(token) ?? '')) : undefined
    const verb = inner ? keyword(inner.token) ?? first : first
    return { tokens, verb, writes: WRITING.has(verb) }
  })
}

/** Removes the lines that write into a target (`INSERT INTO [TABLE] t`, `CREATE TABLE t AS`): the query alone, or undefined when there are none. */
export function withoutTarget(tokens: readonly Token[]): string | undefined {
  const words = significant(tokens)
  const start = words.findIndex(({ token, depth }) => depth === 0 && (keyword(token) === 'INSERT' || keyword(token) === 'CREATE'))
  if (start === -1) return undefined
  let at = start + 1
  while (['INTO', 'OVERWRITE', 'TABLE'].includes(keyword(words[at]?.token) ?? '')) at++
  while (identifier(words[at]?.token) !== undefined || words[at]?.token.text === '.') {
    at++
    if (words[at]?.token.text !== '.' && words[at - 1]?.token.text !== '.') break
  }
  if (keyword(words[start]?.token) === 'CREATE' && keyword(words[at]?.token) === 'AS') at++
  const from = words[start]?.token.at ?? 0
  const to = words[at]?.token.at ?? Infinity
  return textOf(tokens.filter((token) => token.at < from || token.at >= to))
}
