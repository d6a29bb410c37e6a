import { castTo } from './casts.ts'
import { unsupported } from './context.ts'
import { kindOf, operand, type Expr, type Parsed, type Scope } from './expr.ts'
import { translateFunction, type Call } from './functions.ts'
import { keyword, type Token } from './tokens.ts'
import { isGroup, isToken, solid, solidAfter, splitArguments, type Group, type Node } from './tree.ts'

const wordAt = (nodes: readonly Node[], at: number): string | undefined => (isToken(nodes[at]) ? keyword(nodes[at] as Token) : undefined)

/** A call with what belongs to it: FILTER, WITHIN GROUP, IGNORE NULLS, OVER. */
export function renderCall(nodes: readonly Node[], at: number, scope: Scope): Parsed {
  const name = (nodes[at] as Token).text
  const groupAt = solidAfter(nodes, at + 1)
  const group = nodes[groupAt] as Group
  const form = Object.hasOwn(FORMS, name.toUpperCase()) ? FORMS[name.toUpperCase()]?.(group, scope) : undefined
  if (form) return { expr: form, next: groupAt + 1 }
  const suffix = readSuffix(nodes, groupAt + 1, scope)
  const [quantifier, items] = leadingQuantifier(group.items)
  const [list, order] = trailingOrder(items)
  const exprs = splitArguments(list).map((part) => scope.render(part))
  const call: Call = {
    name, args: exprs.map(({ sql }) => (sql.startsWith('lambda ') ? sql : operand(sql))), exprs, context: scope.context, quantifier,
    order: order.length > 0 ? scope.render(order).sql : suffix.within, over: suffix.over,
  }
  if (suffix.over !== undefined && quantifier === 'DISTINCT') throw unsupported(`DISTINCT in window function parameters not yet supported: ${name}(DISTINCT …)`, 'Count in a subquery and join it.')
  if (suffix.over !== undefined && suffix.filter !== undefined) throw unsupported('FILTER is not supported for a window function', 'Write CASE WHEN condition THEN value END as the argument.')
  return { expr: translateFunction(call, suffix), next: suffix.next }
}

export interface Suffix { readonly filter: string | undefined; readonly nulls: string | undefined; readonly over: string | undefined; readonly within: string | undefined; readonly next: number }

function readSuffix(nodes: readonly Node[], start: number, scope: Scope): Suffix {
  let suffix: Suffix = { filter: undefined, nulls: undefined, over: undefined, within: undefined, next: start }
  for (;;) {
    const at = solidAfter(nodes, suffix.next)
    const word = wordAt(nodes, at)
    const after = solidAfter(nodes, at + 1)
    const group = nodes[after]
    if (word === 'FILTER' && isGroup(group)) suffix = { ...suffix, filter: scope.render(solid(group.items).slice(1)).sql, next: after + 1 }
    else if (word === 'WITHIN' && wordAt(nodes, after) === 'GROUP' && isGroup(nodes[solidAfter(nodes, after + 1)])) {
      const inner = nodes[solidAfter(nodes, after + 1)] as Group
      suffix = { ...suffix, within: scope.render(inner.items).sql, next: solidAfter(nodes, after + 1) + 1 }
    } else if ((word === 'IGNORE' || word === 'RESPECT') && wordAt(nodes, after) === 'NULLS') suffix = { ...suffix, nulls: `${word} NULLS`, next: after + 1 }
    else if (word === 'OVER' && isGroup(group)) suffix = { ...suffix, over: `(${scope.render(group.items).sql})`, next: after + 1 }
    else if (word === 'OVER' && isToken(group)) suffix = { ...suffix, over: group.text, next: after + 1 }
    else return suffix
  }
}

function leadingQuantifier(items: readonly Node[]): readonly ['DISTINCT' | undefined, readonly Node[]] {
  const first = solidAfter(items, 0)
  const word = wordAt(items, first)
  return word === 'DISTINCT' ? ['DISTINCT', items.slice(first + 1)] : word === 'ALL' ? [undefined, items.slice(first + 1)] : [undefined, items]
}

/** `array_agg(x ORDER BY y)` */
function trailingOrder(items: readonly Node[]): readonly [readonly Node[], readonly Node[]] {
  const at = items.findIndex((_, i) => wordAt(items, i) === 'ORDER' && wordAt(items, solidAfter(items, i + 1)) === 'BY')
  return at === -1 ? [items, []] : [items.slice(0, at), items.slice(at)]
}

type Form = (group: Group, scope: Scope) => Expr | undefined

/** Calls whose brackets hold more than a list. */
const FORMS: Readonly<Record<string, Form>> = {
  CAST: (group, scope) => cast(group, scope, false),
  TRY_CAST: (group, scope) => cast(group, scope, true),
  EXISTS: (group, scope) => ({ sql: `EXISTS (${scope.render(group.items).sql})`, kind: kindOf('boolean') }),
  ROW: (group, scope) => ({ sql: `trino_row(${splitArguments(group.items).map((part) => scope.render(part).sql).join(', ')})`, kind: kindOf('row') }),
  EXTRACT: extract,
  POSITION: (group, scope) => between(group, 'IN', (part, text) => ({ sql: `CAST(instr(${scope.render(text).sql}, ${scope.render(part).sql}) AS BIGINT)`, kind: kindOf('integer') })),
  TRIM: trim,
}

function cast({ items }: Group, scope: Scope, trying: boolean): Expr {
  const as = items.findLastIndex((node) => isToken(node) && keyword(node) === 'AS')
  if (as === -1) throw unsupported('CAST without AS', 'Write CAST(x AS BIGINT).')
  return castTo(scope.render(items.slice(0, as)), items.slice(as + 1), trying)
}

function between({ items }: Group, word: string, make: (before: readonly Node[], after: readonly Node[]) => Expr): Expr | undefined {
  const at = items.findIndex((_, i) => wordAt(items, i) === word)
  return at === -1 ? undefined : make(items.slice(0, at), items.slice(at + 1))
}

const FIELDS = new Set('YEAR QUARTER MONTH WEEK DAY DAY_OF_MONTH DAY_OF_WEEK DOW DAY_OF_YEAR DOY YEAR_OF_WEEK YOW HOUR MINUTE SECOND TIMEZONE_HOUR TIMEZONE_MINUTE'.split(' '))

/** `EXTRACT(field FROM time)` is the function of that name. */
function extract(group: Group, scope: Scope): Expr | undefined {
  return between(group, 'FROM', (before, after) => {
    const field = wordAt(solid(before), 0) ?? ''
    if (!FIELDS.has(field)) throw unsupported(`Invalid EXTRACT field: ${field}`, 'Use YEAR, QUARTER, MONTH, WEEK, DAY, DOW, DOY, HOUR, MINUTE, SECOND, or to_unixtime(x).')
    const expr = scope.render(after)
    return translateFunction({ name: field.toLowerCase(), args: [operand(expr.sql)], exprs: [expr], context: scope.context, quantifier: undefined, order: undefined, over: undefined })
  })
}

/** `TRIM(BOTH 'x' FROM text)` */
function trim(group: Group, scope: Scope): Expr | undefined {
  return between(group, 'FROM', (before, after) => {
    const side = wordAt(solid(before), 0)
    const chars = solid(before).slice(side === undefined || !/^(BOTH|LEADING|TRAILING)$/.test(side) ? 0 : 1)
    const name = side === 'LEADING' ? 'ltrim' : side === 'TRAILING' ? 'rtrim' : 'trim'
    const exprs = [scope.render(after), ...(chars.length > 0 ? [scope.render(chars)] : [])]
    return translateFunction({ name, args: exprs.map(({ sql }) => operand(sql)), exprs, context: scope.context, quantifier: undefined, order: undefined, over: undefined })
  })
}

