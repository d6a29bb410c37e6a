import type { SqlContext } from './context.ts'
import type { Node } from './tree.ts'
import type { QueryZone } from './zones.ts'

/** Classes of Trino's types, as far as a text tells them. */
export type Base = 'boolean' | 'integer' | 'decimal' | 'double' | 'varchar' | 'varbinary' | 'date' | 'time' | 'timestamp' | 'zoned' | 'interval' | 'json' | 'array' | 'map' | 'row'

/** A zone that the query names, or an expression of it. */
export type ZoneOf = QueryZone | { readonly kind: 'dynamic'; readonly sql: string }

/** What is known of an expression's type from its text alone; most columns are not known. */
export interface Kind {
  readonly base: Base
  /** Digits of the fraction of a second; 3 when left out, as Trino's default. */
  readonly precision?: number
  /** The zone that a `zoned` value is shown in; UTC, the session's, when left out. */
  readonly zone?: ZoneOf
  /** Taken over from the only expression of the statement that has this name. */
  readonly guess?: true
}

/** An expression in DuckDB's words. */
export interface Expr {
  readonly sql: string
  readonly kind?: Kind
  /** Kinds of the columns of VALUES. */
  readonly columns?: readonly (Kind | undefined)[]
  /** A constant: its text (`'a'`) or number (`2.0`) as it was written. */
  readonly constant?: { readonly text: string } | { readonly number: string }
}

/** An expression that was read, and where what follows it begins. */
export interface Parsed { readonly expr: Expr; readonly next: number }

/** What holds for one statement while it is translated. */
export interface Scope {
  readonly context: SqlContext
  /** Kinds of columns that the statement makes under a name of its own, by that name in lower case. */
  readonly kinds: ReadonlyMap<string, Kind>
  /** Told of every `… AS name`. */
  named(name: string, expr: Expr): void
  /** One expression; undefined where none begins. */
  read(nodes: readonly Node[], at: number, power?: number): Parsed | undefined
  /** Clauses or expressions: whatever stands between two brackets. */
  render(nodes: readonly Node[]): Expr
}

export const kindOf = (base: Base): Kind => ({ base })

const ATOM = /^(?:[\w.$]+|"(?:[^"]|"")*"|'(?:[^']|'')*'|[A-Za-z_]\w*\([^()]*\)|\[[^[\]'\"]*\])$/
/** The text as one operand, whatever stands beside it. */
export const operand = (sql: string): string => (ATOM.test(sql) || isEnclosed(sql) ? sql : `(${sql})`)

/** Whether the first bracket closes at the very end. */
function isEnclosed(sql: string): boolean {
  if (!/^(?:[A-Za-z_]\w*)?\(/.test(sql) || !sql.endsWith(')') || /['"]/.test(sql)) return false
  let depth = 0
  for (const [i, char] of [...sql].entries()) {
    if (char === '(') depth++
    else if (char === ')' && --depth === 0) return i === sql.length - 1
  }
  return false
}
