import { ConfigError } from './error.ts'
import { revealed } from './inert.ts'
import { Float, isArray, isObject, mergeJson, parseJson, stringifyJson, type Json, type JsonObject } from './json.ts'

/**
 * Reads an operator's parameters with digdag's coercions and messages (digdag §6.1), and remembers which keys were read, so
 * that unused ones can be reported. Texts come revealed (`inert.ts`); use `raw` for values that go on into other tasks' configurations.
 */
export interface Params {
  readonly json: JsonObject
  has(key: string): boolean
  /** The value as it is, inert dollars kept; undefined when missing or null. */
  raw(key: string): Json | undefined
  get(key: string): Json | undefined
  text(key: string): string
  optionalText(key: string): string | undefined
  int(key: string): number
  optionalInt(key: string): number | undefined
  flag(key: string, fallback: boolean): boolean
  object(key: string): JsonObject
  optionalObject(key: string): JsonObject | undefined
  list(key: string): readonly Json[]
  optionalList(key: string): readonly Json[] | undefined
  /** A map or list that may also come as JSON text (digdag's "parse" variants). */
  parsedObject(key: string): JsonObject | undefined
  parsedList(key: string): readonly Json[] | undefined
  /** A nested object as a reader of its own; an empty one when missing. */
  nested(key: string): Params
  /** The same reader with another object underneath as defaults (`td:`, `http:`, `mail:` blocks); keys of this one win. */
  withDefaults(block: string): Params
  /** Top-level keys that were read so far. */
  used(): ReadonlySet<string>
}

export function createParams(json: JsonObject, used: Set<string> = new Set()): Params {
  const raw = (key: string): Json | undefined => {
    used.add(key)
    const value = Object.hasOwn(json, key) ? json[key] : undefined
    return value === null ? undefined : value
  }
  const get = (key: string): Json | undefined => {
    const value = raw(key)
    return value === undefined ? undefined : revealed(value)
  }
  const required = <T>(key: string, read: (value: Json, key: string) => T): T => {
    const value = get(key)
    if (value !== undefined) return read(value, key)
    throw new ConfigError(Object.hasOwn(json, key) ? `Parameter '${key}' is required but null` : `Parameter '${key}' is required but not set`)
  }
  const optional = <T>(key: string, read: (value: Json, key: string) => T): T | undefined => {
    const value = get(key)
    return value === undefined ? undefined : read(value, key)
  }
  return {
    json, raw, get, used: () => used,
    has: (key) => raw(key) !== undefined,
    text: (key) => required(key, asText),
    optionalText: (key) => optional(key, asText),
    int: (key) => required(key, asInt),
    optionalInt: (key) => optional(key, asInt),
    flag: (key, fallback) => optional(key, asFlag) ?? fallback,
    object: (key) => required(key, asObject),
    optionalObject: (key) => optional(key, asObject),
    list: (key) => required(key, asList),
    optionalList: (key) => optional(key, asList),
    parsedObject: (key) => optional(key, (value) => asObject(fromJsonText(value), key)),
    parsedList: (key) => optional(key, (value) => asList(fromJsonText(value), key)),
    nested: (key) => createParams(optional(key, asObject) ?? {}),
    withDefaults: (block) => {
      const defaults = raw(block)
      return createParams(mergeJson(isObject(defaults) ? defaults : {}, json), used)
    },
  }
}

const fromJsonText = (value: Json): Json => (typeof value === 'string' ? parseJson(value) : value)

const kind = (value: Json): string =>
  value === null ? 'null' : typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : isArray(value) ? 'array' : isObject(value) ? 'object' : 'number'

const SAMPLE_LENGTH = 100

/** digdag's wrong-type message, e.g. `Expected array type for key '_after' but got "+a" (string)`. */
export function wrongType(expected: string, key: string, value: Json): ConfigError {
  const json = stringifyJson(value)
  const sample = json.length > SAMPLE_LENGTH ? `${json.slice(0, SAMPLE_LENGTH - 3)}...` : json
  return new ConfigError(`Expected ${expected} for key '${key}' but got ${sample} (${kind(value)})`)
}

export function asText(value: Json, key: string): string {
  if (typeof value === 'string') return value
  if (isObject(value) || isArray(value) || value === null) throw wrongType('string type', key, value)
  return value instanceof Float ? value.toString() : stringifyJson(value)
}

/** `3`, `"3"`, `" 3 "`, 3.7 → 3, and empty text → 0; anything else is refused. */
export function asInt(value: Json, key: string): number {
  if (typeof value === 'number') return Math.trunc(value)
  if (value instanceof Float) return value.value
  if (typeof value === 'string') {
    const text = value.trim()
    if (text === '') return 0
    if (/^[+-]?\d{1,10}$/.test(text) && Math.abs(Number(text)) <= 2 ** 31) return Number(text)
  }
  throw wrongType('integer (int) type', key, value)
}

/** true/false, their texts in two spellings, whole numbers (0 is false), and empty text → false. */
export function asFlag(value: Json, key: string): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isInteger(value)) return value !== 0
  if (typeof value === 'bigint') return true
  if (typeof value === 'string') {
    const text = value.trim()
    if (text === 'true' || text === 'True') return true
    if (text === 'false' || text === 'False' || text === '') return false
  }
  throw wrongType("'true' or 'false'", key, value)
}

export function asObject(value: Json, key: string): JsonObject {
  if (isObject(value)) return value
  throw new ConfigError(`Parameter '${key}' must be an object`)
}

export function asList(value: Json, key: string): readonly Json[] {
  if (isArray(value)) return value
  throw wrongType('array type', key, value)
}
