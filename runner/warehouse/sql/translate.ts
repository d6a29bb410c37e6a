import { quoted } from '../names.ts'
import type { SqlContext } from './context.ts'
import { TD_FUNCTIONS } from './td-functions.ts'
import { identifier, isBlank, keyword, significant, statementsOf, textOf, tokenize, type Token } from './tokens.ts'
import { blank, groupTokens, isGroup, isToken, solid, splitArguments, type Group, type Node } from './tree.ts'
import { translateTrino } from './trino-functions.ts'

export type { SqlContext } from './context.ts'

/** A query written for Treasure Data's Trino (or plain Hive) in DuckDB's words. Depth: `docs/warehouse.md`. */
export function toDuckdb(sql: string, context: SqlContext): string {
  return statementsOf(tokenize(sql)).map((statement) => translateStatement(statement, context)).join(';\n')
}

/** @throws RunnerError `unprocessable` for what cannot be translated */
export const translateStatement = (tokens: readonly Token[], context: SqlContext): string => render(groupTokens(tokens.map(plainToken)), context).trim()

/** Comments and identifiers as DuckDB reads them. */
function plainToken(token: Token): Token {
  // DuckDB nests block comments, Trino does not
  if (token.kind === 'comment' && token.text.startsWith('/*')) return { ...token, text: ' ' }
  return token.kind === 'backquoted' ? { ...token, kind: 'quoted', text: quoted(identifier(token) ?? '') } : token
}

function render(nodes: readonly Node[], context: SqlContext): string {
  let text = ''
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] as Node
    if (isGroup(node)) { text += `${node.open.text}${render(node.items, context)}${node.close?.text ?? ''}`; continue }
    const next = nextSolid(nodes, at)
    if (node.kind === 'word' && isGroup(nodes[next]) && (nodes[next] as Group).open.text === '(') {
      const call = renderCall(node, nodes[next] as Group, context)
      if (call !== undefined) { text += call; at = next; continue }
    }
    const special = renderSpecial(nodes, at, next)
    if (special) { text += special.text; at = special.last; continue }
    if (keyword(node) === 'VALUES') {
      const rows = renderValues(nodes, at, context)
      if (rows) { text += rows.text; at = rows.last; continue }
    }
    text += node.text
  }
  return text
}

/** Words that DuckDB reserves and Trino does not. */
const NAMES = new Set(['TO', 'LAMBDA', 'DO', 'ONLY', 'PRIMARY', 'UNIQUE', 'REFERENCES', 'CHECK', 'PLACING', 'VARIADIC', 'QUALIFY', 'PIVOT', 'UNPIVOT', 'SUMMARIZE', 'DESC', 'ASC', 'LIMIT', 'OFFSET', 'ANY', 'ALL', 'SOME'])
const BEFORE_NAME = new Set(['SELECT', 'BY', 'ON', 'WHERE', 'AND', 'OR', ',', '(', '.'])
const AFTER_NAME = new Set([',', '.', '=', 'FROM', 'AS', undefined])

function renderSpecial(nodes: readonly Node[], at: number, next: number): { readonly text: string; readonly last: number } | undefined {
  const node = nodes[at] as Token
  const following = nodes[next]
  const word = keyword(node)
  if (word === 'TIMESTAMP' && isToken(following) && following.kind === 'text' && /\d(?: ?[+-]\d\d:?\d\d| ?Z| [A-Za-z][\w/+-]*)'$/.test(following.text)) return { text: `TIMESTAMPTZ ${following.text}`, last: next }
  if (word === 'X' && nodes[at + 1] === following && isToken(following) && following.kind === 'text') return { text: `unhex(${following.text})`, last: next }
  if ((word === 'BERNOULLI' || word === 'SYSTEM') && isGroup(following) && following.items.length === 1) return { text: `${node.text} (${isToken(following.items[0]) ? following.items[0].text : ''} PERCENT)`, last: next }
  if (word === undefined || !NAMES.has(word)) return undefined
  const before = previousSolid(nodes, at)
  const after = isToken(following) ? keyword(following) ?? following.text : isGroup(following) ? '(' : undefined
  return (before === undefined || BEFORE_NAME.has(before)) && AFTER_NAME.has(after) ? { text: `"${node.text}"`, last: at } : undefined
}

/** The token before, in upper case; undefined at the beginning of a bracket. */
function previousSolid(nodes: readonly Node[], at: number): string | undefined {
  for (let i = at - 1; i >= 0; i--) {
    const node = nodes[i]
    if (node === undefined || blank(node)) continue
    return isToken(node) ? keyword(node) ?? node.text : ')'
  }
  return undefined
}

function nextSolid(nodes: readonly Node[], at: number): number {
  let next = at + 1
  while (isToken(nodes[next]) && isBlank(nodes[next] as Token)) next++
  return next
}

const TYPE_WORDS = new Set(['CAST', 'TRY_CAST'])

function renderCall(name: Token, group: Group, context: SqlContext): string | undefined {
  const [unit] = solid(group.items)
  // Trino's Sunday is 7
  if (name.text.toUpperCase() === 'EXTRACT' && isToken(unit) && /^(DOW|DAY_OF_WEEK)$/i.test(unit.text)) return `extract(isodow ${render(group.items.slice(group.items.indexOf(unit) + 1), context)})`
  if (TYPE_WORDS.has(name.text.toUpperCase())) return renderCast(name.text, group, context)
  if (name.text.toUpperCase() === 'ARRAY') return `${typeText(solid(group.items), context)}[]`
  // FILTER (WHERE …) is no call
  const first = solid(group.items)[0]
  if (isToken(first) && keyword(first) === 'WHERE') return undefined
  const call = { name: name.text, args: splitArguments(group.items).map((part) => render(part, context).trim()), context }
  const own = Object.hasOwn(TD_FUNCTIONS, name.text.toLowerCase()) ? TD_FUNCTIONS[name.text.toLowerCase()] : undefined
  return own ? own(call) : translateTrino(call)
}

/** `CAST(x AS ARRAY(VARCHAR))` → `CAST(x AS VARCHAR[])`. */
function renderCast(name: string, group: Group, context: SqlContext): string {
  const items = group.items
  const as = items.findLastIndex((node) => isToken(node) && keyword(node) === 'AS')
  if (as === -1) return `${name}(${render(items, context)})`
  const value = render(items.slice(0, as), context)
  const type = solid(items.slice(as + 1))
  const [head, length] = type
  const word = isToken(head) ? keyword(head) : undefined
  if (word === 'VARCHAR' && type.length === 2 && isGroup(length)) return `left(${name}(${value}AS VARCHAR), ${render(length.items, context)})`
  if (word === 'JSON' && name.toUpperCase() === 'CAST') return `to_json(${value.trim()})`
  return `${name}(${value}AS ${typeText(type, context)})`
}

const TYPE_NAMES: Readonly<Record<string, string>> = { STRING: 'VARCHAR', INT: 'INTEGER', REAL: 'FLOAT', VARBINARY: 'BLOB' }

function typeText(nodes: readonly Node[], context: SqlContext): string {
  const [head, group] = nodes
  const word = isToken(head) ? keyword(head) ?? '' : ''
  if (isGroup(group) && word === 'ARRAY') return `${typeText(solid(group.items), context)}[]`
  if (isGroup(group) && word === 'MAP') return `MAP(${splitArguments(group.items).map((part) => typeText(solid(part), context)).join(', ')})`
  if (isGroup(group) && word === 'ROW') return `ROW(${splitArguments(group.items).map((part, i) => rowField(solid(part), i, context)).join(', ')})`
  if (isGroup(group) && /^(VARCHAR|CHAR|TIMESTAMP|TIME)$/.test(word)) return `${word === 'CHAR' ? 'VARCHAR' : word}${nodes.slice(2).map((node) => ` ${render([node], context)}`).join('')}`
  if (isToken(head) && nodes.length === 1) return TYPE_NAMES[word] ?? head.text
  return nodes.map((node) => render([node], context)).join(' ')
}

function rowField(nodes: readonly Node[], index: number, context: SqlContext): string {
  const [head, ...rest] = nodes
  const named = rest.length > 0 && !isGroup(rest[0])
  return named && isToken(head) ? `${head.text} ${typeText(rest, context)}` : `field${index} ${typeText(nodes, context)}`
}

/** `VALUES 1, 2` → `VALUES (1), (2)`: one value each needs parentheses in DuckDB. */
function renderValues(nodes: readonly Node[], at: number, context: SqlContext): { readonly text: string; readonly last: number } | undefined {
  const first = nodes[nextSolid(nodes, at)]
  if (first === undefined || isGroup(first)) return undefined
  let end = at + 1
  while (end < nodes.length && !(isToken(nodes[end]) && END_OF_VALUES.has(keyword(nodes[end] as Token) ?? ''))) end++
  const rows = splitArguments(nodes.slice(at + 1, end)).map((part) => `(${render(part, context).trim()})`)
  return { text: `VALUES ${rows.join(', ')} `, last: end - 1 }
}

const END_OF_VALUES = new Set(['ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'OFFSET', 'FETCH'])

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
