import { quoted } from '../names.ts'
import { operand, type Expr, type Scope } from './expr.ts'
import { identifier, keyword, type Token } from './tokens.ts'
import { isGroup, isToken, solid, solidAfter, splitArguments, type Group, type Node } from './tree.ts'

interface Named { readonly alias: string | undefined; readonly columns: readonly string[]; readonly next: number }

/** `UNNEST(a, b) [WITH ORDINALITY] [AS] t (x, y)`: arrays side by side, maps as two columns, rows as their fields. */
export function renderUnnest(nodes: readonly Node[], at: number, scope: Scope): { readonly sql: string; readonly next: number } {
  const groupAt = solidAfter(nodes, at + 1)
  const args = splitArguments((nodes[groupAt] as Group).items).map((part) => scope.render(part))
  const withAt = solidAfter(nodes, groupAt + 1)
  const ordinal = wordAt(nodes, withAt) === 'WITH' && wordAt(nodes, solidAfter(nodes, withAt + 1)) === 'ORDINALITY'
  const named = readNames(nodes, ordinal ? solidAfter(nodes, withAt + 1) + 1 : groupAt + 1)
  const width = named.columns.length - (ordinal ? 1 : 0)
  const source = args.length === 1 && width <= 1 && args[0]?.kind?.base !== 'map' ? `UNNEST(${args[0]?.sql ?? ''})${ordinal ? ' WITH ORDINALITY' : ''}` : `(SELECT ${columnsOf(args, width, ordinal).join(', ')})`
  return { sql: `${source}${named.alias === undefined ? '' : ` AS ${quoted(named.alias)}${named.columns.length === 0 ? '' : `(${named.columns.map(quoted).join(', ')})`}`}`, next: named.next }
}

const wordAt = (nodes: readonly Node[], at: number): string | undefined => (isToken(nodes[at]) ? keyword(nodes[at] as Token) : undefined)

const NO_ALIAS = new Set('WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT ON USING JOIN LEFT RIGHT FULL INNER CROSS NATURAL WINDOW TABLESAMPLE'.split(' '))

function readNames(nodes: readonly Node[], start: number): Named {
  const as = solidAfter(nodes, start)
  const at = wordAt(nodes, as) === 'AS' ? solidAfter(nodes, as + 1) : as
  const token = nodes[at]
  if (!isToken(token) || identifier(token) === undefined || NO_ALIAS.has(keyword(token) ?? '')) return { alias: undefined, columns: [], next: start }
  const list = nodes[solidAfter(nodes, at + 1)]
  const columns = isGroup(list) ? splitArguments(list.items).map((part) => identifier(solid(part)[0] as Token) ?? '') : []
  return { alias: identifier(token), columns, next: isGroup(list) ? solidAfter(nodes, at + 1) + 1 : at + 1 }
}

function columnsOf(args: readonly Expr[], width: number, ordinal: boolean): readonly string[] {
  // One argument that fills two columns is a map unless it is known to be an array of rows
  const maps = args.map(({ kind }) => kind?.base === 'map' || (args.length === 1 && width === 2 && kind?.base !== 'array'))
  const lists = args.flatMap(({ sql }, i) => (maps[i] ? [`map_keys(${sql})`, `map_values(${sql})`] : [sql]))
  const rows = args.length === 1 && !maps[0] && width > 1
  const columns = lists.map((list) => `unnest(${list}${rows ? ', max_depth := 2' : ''})`)
  return ordinal ? [...columns, `unnest(range(1, greatest(${lists.map((list) => `coalesce(len(${operand(list)}), 0)`).join(', ')}) + 1))`] : columns
}
