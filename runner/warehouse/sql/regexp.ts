import { literal } from '../names.ts'
import { literalText, type Translation } from './call.ts'
import { unsupported } from './context.ts'
import { kindOf } from './expr.ts'

/** What DuckDB's engine cannot: looking around, what a group held, possessive quantifiers. Our own engine can. */
const BEYOND = /\(\?<?[=!]|\\[1-9]|[*+?}]\+|\\k</

interface Pattern { readonly sql: string; readonly beyond: boolean; readonly groups: readonly (string | undefined)[] | undefined }

/** A pattern of Java's as the engine takes it; of one that is no literal nothing is known. */
function readPattern(argument: string): Pattern {
  const text = literalText(argument)
  if (text === undefined) return { sql: argument, beyond: false, groups: undefined }
  const groups = [...text.replace(/\\[^]/g, '').replace(/\[[^\]]*\]/g, '').matchAll(/\((?!\?)|\(\?<([A-Za-z]\w*)>/g)].map((match) => match[1])
  if (BEYOND.test(text)) return { sql: literal(text.replace(/([*+?}])\+/g, '$1')), beyond: true, groups }
  return { sql: literal(text.replace(/\(\?<([A-Za-z]\w*)>/g, '(?P<$1>')), beyond: false, groups }
}

type Made = (text: string, pattern: Pattern, more: readonly string[]) => string

const made = (build: Made): Translation => ({ args: [text, pattern, ...more] }) => (text === undefined || pattern === undefined ? undefined : build(text, readPattern(pattern), more))

const groupOf = ({ groups }: Pattern, argument: string | undefined): string => {
  const group = argument ?? '0'
  if (groups !== undefined && /^\d+$/.test(group) && Number(group) > groups.length) throw unsupported(`Pattern has ${groups.length} groups. Cannot access group ${group}`, 'Count the opening brackets of the pattern.')
  return group
}

const matched = (text: string, { sql, beyond }: Pattern): string => `${beyond ? 'trino_regexp_like' : 'regexp_matches'}(${text}, ${sql})`
const parts = (text: string, { sql, beyond }: Pattern): string => `${beyond ? 'trino_regexp_split' : 'string_split_regex'}(${text}, ${sql})`
const all = (text: string, { sql, beyond }: Pattern, group: string): string => `${beyond ? 'trino_regexp_all' : 'regexp_extract_all'}(${text}, ${sql}, ${group})`

const extract: Made = (text, pattern, [argument]) => {
  const group = groupOf(pattern, argument)
  // An empty group and one that took no part are the same to DuckDB
  const vague = group !== '0' && pattern.groups !== undefined && /\)[?*{]|\|/.test(pattern.sql)
  return pattern.beyond || vague ? `trino_regexp_extract(${text}, ${vague ? pattern.sql.replaceAll('(?P<', '(?<') : pattern.sql}, ${group})` : `CASE WHEN ${matched(text, pattern)} THEN regexp_extract(${text}, ${pattern.sql}, ${group}) END`
}

const replace: Made = (text, pattern, [by = "''"]) => {
  const lambda = /^lambda (\w+|"[^"]+"): ([^]*)$/.exec(by)
  if (lambda) return replacedBy(text, pattern, lambda[1] ?? '', lambda[2] ?? '')
  if (pattern.beyond) return `trino_regexp_replace(${text}, ${pattern.sql}, ${by})`
  return `regexp_replace(${text}, ${pattern.sql}, ${replacement(by, pattern)}, 'g')`
}

/** Java's `$1` and `${name}` as DuckDB's `\1`; of a literal only. */
function replacement(argument: string, { groups }: Pattern): string {
  const text = literalText(argument)
  if (text === undefined) return argument
  let result = ''
  for (const [part, escaped, number, name] of text.matchAll(/\\([^])|\$(\d)|\$\{(\w+)\}|[^]/g)) {
    const index = name === undefined ? number : String((groups?.indexOf(name) ?? -1) + 1)
    if (index === '0' && name !== undefined) throw unsupported(`There is no group named '${name}'`, 'Name it in the pattern: (?<name>…).')
    result += escaped !== undefined ? (escaped === '\\' ? '\\\\' : escaped) : index !== undefined ? `\\${index}` : part === '\\' ? '\\\\' : part
  }
  return literal(result)
}

/** `regexp_replace(text, pattern, x -> …)`: what lies between the matches, and of each match what the lambda makes of its groups. */
function replacedBy(text: string, pattern: Pattern, name: string, body: string): string {
  if (pattern.groups === undefined) throw unsupported('regexp_replace with a lambda needs a pattern that is a text literal', 'Write the pattern in the query.')
  const groups = pattern.groups.map((_, i) => `${all(text, pattern, String(i + 1))}[_i]`)
  return `array_to_string(list_transform(${parts(text, pattern)}, lambda _s, _i: _s || coalesce(CASE WHEN _i < len(${parts(text, pattern)}) THEN list_transform([[${groups.join(', ')}]], lambda ${name}: ${body})[1] END, '')), '')`
}

const position: Made = (text, pattern, [start, occurrence]) => {
  if (occurrence !== undefined) throw unsupported('regexp_position with an occurrence is not available locally', 'Use regexp_extract_all.')
  const from = start === undefined || start === '1' ? text : `substring(${text}, ${start})`
  return `CASE WHEN ${matched(from, pattern)} THEN length(${parts(from, pattern)}[1]) + ${start ?? '1'} WHEN ${text} IS NOT NULL THEN -1 END`
}

export const REGEXP: Readonly<Record<string, Translation>> = {
  regexp_like: made(matched),
  regexp_extract: made(extract),
  regexp_extract_all: (call) => ({ sql: made((text, pattern, [group]) => all(text, pattern, groupOf(pattern, group)))(call) as string, kind: kindOf('array') }),
  regexp_replace: made(replace),
  regexp_split: (call) => ({ sql: made(parts)(call) as string, kind: kindOf('array') }),
  regexp_count: made((text, pattern) => `len(${all(text, pattern, '0')})`),
  regexp_position: made(position),
}
