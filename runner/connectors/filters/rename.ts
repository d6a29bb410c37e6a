import { ConfigError } from '../../model/error.ts'
import type { JsonObject } from '../../model/json.ts'
import { asObject, asText, createParams, type Params } from '../../model/params.ts'
import type { Column } from '../../model/warehouse.ts'
import { perColumns, type Filter } from './filter.ts'

/** Names in, names out; the list as a whole, since some rules look at all of them. */
type Rule = (names: readonly string[]) => readonly string[]

const each = (change: (name: string) => string): Rule => (names) => names.map(change)

/** `rename`: rules in their order, or `columns: {old: new}` (td §4.2). */
export function rename(config: JsonObject): Filter {
  const params = createParams(config)
  const columns = params.optionalObject('columns')
  const rules = (params.optionalList('rules') ?? []).map((rule) => readRule(createParams(asObject(rule, 'rules'))))
  if (columns) rules.unshift(each((name) => (Object.hasOwn(columns, name) ? asText(columns[name] ?? null, name) : name)))
  const apply = (names: readonly string[]): readonly string[] => rules.reduce((before, rule) => rule(before), names)
  let last = new Map<string, string>()
  const columnsOf = perColumns((before): readonly Column[] => {
    const names = apply(before.map(({ name }) => name))
    last = new Map(before.map(({ name }, i) => [name, names[i] ?? name]))
    return before.map((column, i) => ({ ...column, name: names[i] ?? column.name }))
  })
  return {
    apply: (batch) => ({ ...batch, columns: columnsOf(batch.columns) }),
    renamed: (name) => last.get(name) ?? apply([name])[0] ?? name,
  }
}

const CLASSES: Readonly<Record<string, string>> = { 'a-z': 'a-z', 'A-Z': 'A-Z', '0-9': '0-9' }

/** Characters that may stay: `pass_types` and `pass_characters` (also in the documentation's misspelling). */
function passing(params: Params): RegExp {
  const types = (params.optionalList('pass_types') ?? []).map((type) => {
    const text = asText(type, 'pass_types')
    const known = CLASSES[text]
    if (known === undefined) throw new ConfigError(`rename: unknown pass_types '${text}'`, { hint: `Use ${Object.keys(CLASSES).join(', ')}.` })
    return known
  })
  const characters = params.optionalText('pass_characters') ?? params.optionalText('pass_characteres') ?? ''
  return new RegExp(`[^${types.join('')}${characters.replace(/[\\\]^-]/g, '\\$&')}]`, 'gu')
}

function single(params: Params, key: string, fallback: string): string {
  const text = params.optionalText(key) ?? fallback
  if ([...text].length !== 1) throw new ConfigError(`rename: ${key} must be one character, not '${text}'`)
  return text
}

const RULES: Readonly<Record<string, (params: Params) => Rule>> = {
  lower_to_upper: () => each((name) => name.replace(/[a-z]/g, (letter) => letter.toUpperCase())),
  upper_to_lower: () => each((name) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())),
  truncate: (params) => {
    const length = params.optionalInt('max_length') ?? 128
    return each((name) => name.slice(0, length))
  },
  character_types: (params) => {
    const others = passing(params)
    const by = single(params, 'replace', '_')
    return each((name) => name.replace(others, by))
  },
  first_character_types: (params) => {
    const others = passing(params)
    const prefix = params.optionalText('prefix')
    const by = params.optionalText('replace')
    if ((prefix === undefined) === (by === undefined)) throw new ConfigError('rename: first_character_types needs exactly one of prefix and replace')
    return each((name) => {
      const first = [...name][0] ?? ''
      if (first === '' || first.search(others) === -1) return name
      return prefix === undefined ? `${by}${name.slice(first.length)}` : `${prefix}${name}`
    })
  },
  regex_replace: (params) => {
    const [match, by] = [params.text('match'), params.text('replace')]
    const expression = compile(match)
    return each((name) => name.replace(expression, by))
  },
  unique_number_suffix: uniqueSuffix,
}

function compile(match: string): RegExp {
  try { return new RegExp(match, 'g') } catch (cause) { throw new ConfigError(`rename: '${match}' is no regular expression`, { cause }) }
}

function uniqueSuffix(params: Params): Rule {
  const delimiter = single(params, 'delimiter', '_')
  const digits = params.optionalInt('digits')
  const longest = params.optionalInt('max_length') ?? Infinity
  const offset = params.optionalInt('offset') ?? 2
  return (names) => {
    const all = new Set(names)
    const taken = new Set<string>()
    return names.map((name) => {
      let free = name.slice(0, longest)
      for (let n = offset; taken.has(free) || (free !== name && all.has(free)); n++) {
        const suffix = `${delimiter}${digits === undefined ? n : String(n).padStart(digits, '0')}`
        free = `${name.slice(0, longest - suffix.length)}${suffix}`
      }
      taken.add(free)
      return free
    })
  }
}

function readRule(params: Params): Rule {
  const name = params.text('rule')
  const rule = RULES[name]
  if (!rule) throw new ConfigError(`rename: unknown rule '${name}'`, { hint: `Use one of ${Object.keys(RULES).join(', ')}.` })
  return rule(params)
}
