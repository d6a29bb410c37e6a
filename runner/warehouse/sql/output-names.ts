import { identifier, keyword, type Token } from './tokens.ts'
import { groupTokens, isGroup, isToken, solid, splitArguments, type Group, type Node } from './tree.ts'

/** The name of a column of the answer: as the query spells it, undefined for an expression without one, `*` for any number as they are stored. */
export type OutputName = string | undefined | typeof STAR
export const STAR = Symbol('*')

const wordOf = (node: Node | undefined): string | undefined => (isToken(node) ? keyword(node) : undefined)

/** The columns that a query names, first to last; undefined for what is no query. */
export function outputNames(tokens: readonly Token[]): readonly OutputName[] | undefined {
  return namesOf(solid(groupTokens(tokens)))
}

function namesOf(nodes: readonly Node[]): readonly OutputName[] | undefined {
  if (isGroup(nodes[0])) return namesOf(solid((nodes[0] as Group).items))
  const start = nodes.findIndex((node) => ['SELECT', 'VALUES', 'TABLE', 'SHOW'].includes(wordOf(node) ?? ''))
  const verb = wordOf(nodes[start])
  if (verb === 'VALUES') {
    const [row] = splitArguments(nodes.slice(start + 1))
    return row && isGroup(row[0]) ? splitArguments((row[0] as Group).items).map(() => undefined) : [undefined]
  }
  if (verb !== 'SELECT') return verb === 'TABLE' ? [STAR] : undefined
  const quantified = ['DISTINCT', 'ALL'].includes(wordOf(nodes[start + 1]) ?? '')
  const from = start + (quantified ? 2 : 1)
  const end = nodes.findIndex((_, i) => i >= from && endsList(nodes, i))
  return splitArguments(nodes.slice(from, end === -1 ? undefined : end)).map(itemName)
}

/** A word that ends the list; the same word can be a name, and belong to an expression. */
function endsList(nodes: readonly Node[], at: number): boolean {
  const [word, before, after] = [wordOf(nodes[at]) ?? '', nodes[at - 1], wordOf(nodes[at + 1])]
  if (!END.has(word) || (isToken(before) && [',', '.', 'SELECT', 'AS'].includes(keyword(before) ?? before.text))) return false
  return word === 'GROUP' || word === 'ORDER' ? after === 'BY' : word !== 'FROM' || wordOf(before) !== 'DISTINCT'
}

const END = new Set(['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'UNION', 'INTERSECT', 'EXCEPT', 'WINDOW'])
const NO_NAME = new Set(['END', 'NULL', 'TRUE', 'FALSE', 'CURRENT_DATE', 'CURRENT_TIMESTAMP', 'LOCALTIMESTAMP', 'CURRENT_TIME', 'LOCALTIME'])
const UNITS = new Set(['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'])

function itemName(item: readonly Node[]): OutputName {
  const last = item.at(-1)
  const before = item.at(-2)
  if (!isToken(last)) return undefined
  if (last.text === '*') return STAR
  const name = identifier(last)
  if (name === undefined || (item.length === 1 && last.kind === 'word' && NO_NAME.has(name.toUpperCase()))) return undefined
  // A name alone, at the end of a path, after AS, or right after an operand
  if (before === undefined || (isToken(before) && (before.text === '.' || keyword(before) === 'AS'))) return name
  const word = keyword(last) ?? ''
  if (NO_NAME.has(word) || (UNITS.has(word) && wordOf(item.at(-3)) === 'INTERVAL')) return undefined
  return isGroup(before) || before.kind === 'number' || before.kind === 'text' || (identifier(before) !== undefined && !['NOT', 'AND', 'OR', 'IS', 'IN', 'LIKE', 'BETWEEN', 'ZONE', 'FROM', 'ESCAPE', 'OVER', 'TO'].includes(keyword(before) ?? '')) ? name : undefined
}

/** Names for a number of columns: an expression without a name is `_colN`, those of `*` are in lower case. */
export function nameColumns(names: readonly OutputName[] | undefined, stored: readonly string[]): readonly { readonly name: string; readonly named: boolean }[] {
  if (!names) return stored.map((name) => ({ name, named: true }))
  const first = names.indexOf(STAR)
  const last = names.lastIndexOf(STAR)
  return stored.map((column, i) => {
    const tail = i - stored.length + names.length
    const given = first === -1 || i < first ? names[i] : tail > last ? names[tail] : STAR
    return given === STAR ? { name: column.toLowerCase(), named: true } : given === undefined ? { name: `_col${i}`, named: false } : { name: given, named: true }
  })
}
