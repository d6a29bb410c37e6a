import { isObject, parseJson, type Json, type JsonObject } from '../model/json.ts'
import { asText } from '../model/params.ts'
import { formDecoded, formEncoded } from './form-encoding.ts'

export type Pairs = readonly (readonly [name: string, value: string])[]

/** `query` as pairs: a map, JSON text, or `a=b&c=d` (digdag §6.4). Texts stay as they are, secrets not yet in place. */
export function readQuery(value: Json): Pairs {
  const map = asMap(value)
  if (map === undefined) return readForm(asText(value, 'query'))
  return Object.entries(map).map(([name, item]) => [name, item === null ? '' : asText(item, 'query')])
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
function readForm(text: string): Pairs {
  const pairs: (readonly [string, string])[] = []
  for (const part of splitUnquoted(text)) {
    const equals = part.indexOf('=')
    const name = formDecoded(joinBlanks(equals < 0 ? part : part.slice(0, equals)))
    if (name !== '') pairs.push([name, equals < 0 ? '' : formDecoded(unquoted(part.slice(equals + 1)))])
  }
  return pairs
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
