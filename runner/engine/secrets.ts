import { ConfigError } from '../model/error.ts'
import { isArray, isObject, setKey, textOf, type Json, type JsonObject } from '../model/json.ts'
import { revealed } from '../model/inert.ts'
import { RuntimeFailure, type Secrets } from '../model/operator.ts'
import { wrongType } from '../model/params.ts'

export type FindSecret = (projectId: number, key: string) => Promise<string | undefined>
type Find = (key: string) => Promise<string | undefined>

/**
 * A task's view on the secrets of its project.
 * @param mounts the task's `_secrets`: lookups of a prefix read other keys (digdag §4.6)
 * @param fills false for a task whose text a server sent: `${secret:…}` stays as it is, however it came about
 */
export function createSecrets(find: Find, mounts: JsonObject, { fills }: { readonly fills: boolean } = { fills: true }): Secrets {
  const lookUp: Find = async (key) => find(remapped(key, mounts))
  const fill = async (text: string): Promise<string> => revealed(fills ? await fillReferences(text, lookUp) : text)
  return { find: lookUp, fill, fillAll: (value) => fillValue(value, fill) }
}

/** A text leaf is a base to which the rest of the key is appended; `true` changes nothing. */
function remapped(key: string, mounts: JsonObject): string {
  const segments = key.split('.')
  let at: Json = mounts
  for (const [i, segment] of segments.entries()) {
    if (!isObject(at) || !Object.hasOwn(at, segment)) return key
    at = at[segment] ?? null
    if (typeof at === 'string') return [at, ...segments.slice(i + 1)].join('.')
    if (at === true) return key
    if (!isObject(at)) throw new ConfigError(`Illegal value in _secrets: ${textOf(at)}`)
  }
  return key
}

/** From any `${` that is left to the first `}` after a later colon (digdag §4.6). */
const REFERENCE = /\$\{[^]*?:[^]+?\}/g

/** No `*` and no empty segment (digdag §4.6). */
const LEGAL_KEY = /^[^*.]+(?:\.[^*.]+)*$/

async function fillReferences(text: string, find: Find): Promise<string> {
  let result = ''
  let from = 0
  for (const match of text.matchAll(REFERENCE)) {
    const inner = match[0].slice(2, -1)
    const colon = inner.indexOf(':')
    if (inner.slice(0, colon).trim() !== 'secret') throw new ConfigError(`Invalid parametrization: '${match[0]}'`)
    const key = inner.slice(colon + 1).trim()
    if (!LEGAL_KEY.test(key)) throw new RuntimeFailure(`Illegal key: '${key}'`, 'illegal argument')
    const value = await find(key)
    if (value === undefined) throw new RuntimeFailure(`Secret not found for key: '${key}'`, 'secret not found')
    result += text.slice(from, match.index) + value
    from = match.index + match[0].length
  }
  return result + text.slice(from)
}

async function fillValue(value: Json, fill: (text: string) => Promise<string>): Promise<Json> {
  if (typeof value === 'string') return fill(value)
  if (isArray(value)) return Promise.all(value.map((item) => fillValue(item, fill)))
  if (!isObject(value)) return value
  const result: Record<string, Json> = {}
  for (const [key, item] of Object.entries(value)) setKey(result, await fill(key), await fillValue(item, fill))
  return result
}

const NAME = /^[a-zA-Z_][a-zA-Z_0-9]*$/

/** A task's `_env`: remaps do not apply to it (digdag §4.6). */
export async function declaredEnvironment(declared: Json, secrets: Secrets): Promise<Readonly<Record<string, string>>> {
  if (declared === null) return {}
  if (!isObject(declared)) throw new ConfigError("Parameter '_env' must be an object")
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(declared)) {
    if (!NAME.test(name)) throw new ConfigError(`Invalid _env key name: ${name}`, { hint: 'names are letters, digits and _, not beginning with a digit' })
    if (value === null) throw new ConfigError(`Parameter '${name}' is required but null`)
    if (isObject(value) || isArray(value)) throw wrongType('string type', name, value)
    result[name] = await secrets.fill(textOf(value))
  }
  return result
}
