import { Refusal } from './refusal.ts'

/** One entry of `fields`, as in `media.limit(50){id,insights.metric(reach)}` (IG §2.18). */
export interface Field {
  readonly name: string
  /** The key in the answer, where `.as(…)` gives another one. */
  readonly key: string
  /** Modifiers by name: limit, after, before, since, until, metric, period, breakdown, metric_type, username… */
  readonly args: ReadonlyMap<string, string>
  readonly fields: readonly Field[] | undefined
  /** What stood between the braces. */
  readonly inner: string | undefined
}

const NO_ARGS: ReadonlyMap<string, string> = new Map()
const CACHE_SIZE = 500
const LONGEST_CACHED = 4096
const cache = new Map<string, readonly Field[]>()

/**
 * Reads a `fields` parameter; the same text is read once.
 * @throws Refusal code 2500 for a syntax error, with the place in the text
 */
export function readFields(text: string): readonly Field[] {
  const known = cache.get(text)
  if (known !== undefined) return known
  const fields = parse(asList(text))
  if (text.length > LONGEST_CACHED) return fields
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(text, fields)
  return fields
}

/** Clients may write the list as a JSON array, as every list. */
function asList(text: string): string {
  if (!text.trimStart().startsWith('[')) return text
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.map(String).join(',') : text
  } catch { return text }
}

function parse(text: string): readonly Field[] {
  const reader = { text, at: 0 }
  const fields = readList(reader)
  if (reader.at < text.length) throw syntax(reader, `Expected end of string instead of ${JSON.stringify(text[reader.at])}.`)
  return fields
}

interface Reader { readonly text: string, at: number }

function readList(reader: Reader): readonly Field[] {
  const fields: Field[] = []
  const keys = new Set<string>()
  for (;;) {
    skipSpace(reader)
    const { at, text } = reader
    const next = text[at]
    if (next === undefined || next === '}') return fields
    if (next === ',') { reader.at++; continue }
    const field = readField(reader)
    if (keys.has(field.key)) throw syntax({ text, at }, `Field ${field.key} specified more than once. This is only possible before version 2.1`)
    keys.add(field.key)
    fields.push(field)
    skipSpace(reader)
    const after = text[reader.at]
    if (after !== undefined && after !== ',' && after !== '}') return fields
  }
}

function readField(reader: Reader): Field {
  const name = readName(reader)
  const args = readModifiers(reader)
  skipSpace(reader)
  const key = args.get('as') ?? name
  // `.fields(a,b)` is the older way to write braces.
  const written = args.get('fields')
  if (reader.text[reader.at] !== '{') return { name, key, args, fields: written === undefined ? undefined : readFields(written), inner: written }
  const start = ++reader.at
  const fields = readList(reader)
  if (reader.text[reader.at] !== '}') throw syntax(reader, 'Expected "}".')
  const inner = reader.text.slice(start, reader.at)
  reader.at++
  return { name, key, args, fields, inner }
}

function readName(reader: Reader): string {
  const match = /[A-Za-z0-9_]+/y
  match.lastIndex = reader.at
  const found = match.exec(reader.text)
  if (found === null) throw syntax(reader, `Expected name instead of ${JSON.stringify(reader.text[reader.at] ?? 'end of string')}.`)
  reader.at = match.lastIndex
  return found[0]
}

function readModifiers(reader: Reader): ReadonlyMap<string, string> {
  let args: Map<string, string> | undefined
  while (reader.text[reader.at] === '.') {
    reader.at++
    const name = readName(reader)
    if (reader.text[reader.at] !== '(') throw syntax(reader, 'Expected "(".')
    const end = closing(reader)
    args ??= new Map()
    args.set(name, reader.text.slice(reader.at + 1, end).trim())
    reader.at = end + 1
  }
  return args ?? NO_ARGS
}

function closing(reader: Reader): number {
  let depth = 0
  for (let i = reader.at; i < reader.text.length; i++) {
    if (reader.text[i] === '(') depth++
    if (reader.text[i] === ')' && --depth === 0) return i
  }
  throw syntax({ text: reader.text, at: reader.text.length }, 'Expected ")".')
}

function skipSpace(reader: Reader): void {
  while (reader.at < reader.text.length && /\s/.test(reader.text.charAt(reader.at))) reader.at++
}

function syntax(reader: Reader, what: string): Refusal {
  return new Refusal({ code: 2500, message: `Syntax error "${what}" at character ${reader.at}: ${reader.text}` })
}
