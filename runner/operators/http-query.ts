import { ConfigError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import { isObject, parseJson, type Json, type JsonObject } from '../model/json.ts'
import { asText, wrongType } from '../model/params.ts'
import { formDecoded, formEncoded } from './form-encoding.ts'

export type Pairs = readonly (readonly [name: string, value: string])[]

type Fill = (text: string) => Promise<string>

/** `query` as pairs with secrets in place: a map, JSON text, or `a=b&c=d` (digdag §6.4). */
export async function readQuery(value: Json, fill: Fill): Promise<Pairs> {
  const map = asMap(value)
  if (map === undefined) return readForm(asText(value, 'query'), fill)
  try {
    return await Promise.all(Object.entries(map).map(async ([name, item]) => [await fill(name), item === null ? '' : await fill(asText(item, name))] as const))
  } catch (error) {
    // digdag then reads the parameter as text, and says that it is none (recorded).
    if (error instanceof ConfigError && isObject(value)) throw wrongType('string type', 'query', revealed(value))
    throw error
  }
}

function asMap(value: Json): JsonObject | undefined {
  if (isObject(value)) return value
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined
  try {
    const parsed = parseJson(value)
    return isObject(parsed) ? parsed : undefined
  } catch { return undefined }
}

/** `a="x  y";b= 1   2`: cut at `&` and `;`, quotes dropped, blanks outside of them joined, percent codes decoded (recorded). */
async function readForm(text: string, fill: Fill): Promise<Pairs> {
  const pairs: (readonly [string, string])[] = []
  for (const part of splitUnquoted(text)) {
    const equals = part.indexOf('=')
    const name = await decoded(joinBlanks(equals < 0 ? part : part.slice(0, equals)), fill)
    if (name !== '') pairs.push([name, equals < 0 ? '' : await decoded(unquoted(part.slice(equals + 1)), fill)])
  }
  return pairs
}

/** Only what is written names a secret, not what percent codes spell; a secret's own percent signs and ampersands stay. */
async function decoded(text: string, fill: Fill): Promise<string> {
  const parts = text.split(/(\$\{[^:}]*:[^}]*\})/)
  return (await Promise.all(parts.map((part, i) => (i % 2 === 1 ? fill(part) : revealed(formDecoded(part)))))).join('')
}

function splitUnquoted(text: string): readonly string[] {
  return text.match(/(?:[^&;="]*=(?:"(?:[^"\\]|\\.)*"?|[^&;"])*|[^&;=]+)/g) ?? []
}

const joinBlanks = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** A value without its quotes; blanks within quotes stay. */
function unquoted(text: string): string {
  const parts = text.trim().match(/"(?:[^"\\]|\\.)*"?|[^"]+/g) ?? []
  return parts.map((part) => (part.startsWith('"') ? part.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1') : part.replace(/\s+/g, ' '))).join('')
}

/** Pairs as a form body or query text: a blank is `+` (Java's form encoding). */
export const formText = (pairs: Pairs): string => pairs.map(([name, value]) => `${formEncoded(name)}=${formEncoded(value)}`).join('&')

/** The URI with pairs appended to its query. */
export function withQuery(uri: string, pairs: Pairs): string {
  if (pairs.length === 0) return uri
  const hash = uri.indexOf('#')
  const [base, fragment] = hash < 0 ? [uri, ''] : [uri.slice(0, hash), uri.slice(hash)]
  const joint = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&'
  return `${base}${joint}${formText(pairs)}${fragment}`
}
