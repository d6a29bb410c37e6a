import type { SqlContext } from './context.ts'
import type { Expr } from './expr.ts'

/** A function call being translated. */
export interface Call {
  readonly name: string
  /** Each argument in DuckDB's words, as one operand. */
  readonly args: readonly string[]
  readonly exprs: readonly Expr[]
  readonly context: SqlContext
  readonly quantifier: 'DISTINCT' | undefined
  /** `ORDER BY …` of an aggregate. */
  readonly order: string | undefined
  /** The window of OVER. */
  readonly over: string | undefined
}

/** The call in DuckDB's words; undefined leaves it as it is. */
export type Translation = (call: Call) => Expr | string | undefined

/** Where FILTER and OVER of a call stand in its translation, when that is not its end: right behind the aggregate. */
export const ENDING = '\u0001'

/** The text of an argument that is a text literal. */
export function literalText(argument: string | undefined): string | undefined {
  const match = /^\s*'((?:[^']|'')*)'\s*$/.exec(argument ?? '')
  return match?.[1]?.replaceAll("''", "'")
}
