import { unsupported } from './context.ts'
import { kindOf, operand, type Base, type Expr } from './expr.ts'
import { wallClock } from './instants.ts'
import { TD_FUNCTIONS } from './td-functions.ts'
import { TEMPLATES } from './templates.ts'
import { KNOWN, LOCAL_TIME, RESULTS, SAME_AS_FIRST } from './trino-names.ts'
import { SPECIAL } from './trino-functions.ts'
import { ENDING, type Call } from './call.ts'

export type { Call } from './call.ts'
export interface Ending { readonly filter: string | undefined; readonly nulls: string | undefined; readonly over: string | undefined }

/** A call in DuckDB's words. @throws RunnerError for a function that Trino has not, or that cannot run here */
export function translateFunction(written: Call, ending?: Ending): Expr {
  const name = written.name.toLowerCase()
  const call = LOCAL_TIME.has(name) ? inWallClock(written) : written
  const result = body(name, call)
  const expr = typeof result === 'string' ? { sql: result } : result
  const kind = expr.kind ?? resultKind(name, written)
  // This one is made of its window, the others stand before it
  return { sql: name === 'td_sessionize_window' ? expr.sql : ended(expr.sql, ending), ...(kind && { kind }) }
}


function body(name: string, call: Call): Expr | string {
  const own = Object.hasOwn(TD_FUNCTIONS, name) ? TD_FUNCTIONS[name] : undefined
  const special = own ?? (Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined)
  const done = special?.(call)
  if (done !== undefined) return done
  const template = TEMPLATES[`${name}/${call.args.length}`]
  if (template !== undefined && call.quantifier === undefined) return enclosed(template.replace(/\$(\d)/g, (_, index: string) => call.args[Number(index) - 1] ?? 'NULL'), call.order)
  if (!KNOWN.has(name) && own === undefined) throw unsupported(`Function '${call.name}' not registered`, 'It is no function of Treasure Data\'s Trino, or it takes other arguments.')
  const args = call.exprs.map(({ sql }) => sql).join(', ')
  return `${call.name}(${call.quantifier === undefined ? '' : 'DISTINCT '}${args}${call.order === undefined ? '' : ` ${call.order}`})`
}

const CALL = /^[A-Za-z_]\w*\([^]*\)$|^CASE [^]* END$|^\([^]*\)$|^\[[^]*\]$/
/** The text with brackets where an operator beside it would tear it apart. */
const enclosed = (sql: string, order: string | undefined): string => (order !== undefined && sql.endsWith(')') ? `${sql.slice(0, -1)} ${order})` : CALL.test(sql) && !/^\w+\([^]*\) (NOT |% |IN )/.test(sql) ? sql : `(${sql})`)

const inWallClock = (call: Call): Call => {
  const exprs = call.exprs.map(wallClock)
  return { ...call, exprs, args: exprs.map(({ sql }) => operand(sql)) }
}

function resultKind(name: string, call: Call): Expr['kind'] {
  if (SAME_AS_FIRST.has(name)) return call.exprs.map(({ kind }) => kind).find((kind) => kind !== undefined && (name !== 'coalesce' || call.exprs.every((one) => one.kind?.base === kind.base)))
  const base = Object.hasOwn(RESULTS, name) ? RESULTS[name] as Base : undefined
  return base && kindOf(base)
}

function ended(sql: string, ending: Ending | undefined): string {
  if (sql.includes(ENDING)) return sql.replaceAll(ENDING, () => ended('', ending && { ...ending, nulls: undefined }))
  const inner = ending?.nulls === undefined ? sql : `${sql.slice(0, -1)} ${ending.nulls})`
  const text = `${inner}${ending?.filter === undefined ? '' : ` FILTER (WHERE ${ending.filter})`}`
  return ending?.over === undefined ? text : `${text} OVER ${ending.over}`
}
