import { ConfigError } from '../model/error.ts'
import { Float, isArray, isObject, parseJson, type Json, type JsonObject } from '../model/json.ts'
import { asList, asObject, wrongType, type Params } from '../model/params.ts'

/** A parameter that must be there, revealed. */
export function requiredValue(params: Params, key: string): Json {
  const value = params.get(key)
  if (value === undefined) throw new ConfigError(missing(params, key))
  return value
}

const missing = (params: Params, key: string): string => `Parameter '${key}' is required but ${Object.hasOwn(params.json, key) && key !== '_command' ? 'null' : 'not set'}`

/** A map that may be JSON text, inert texts kept (digdag §4.3 "parse" variants). */
export function rawObject(params: Params, key: string): JsonObject {
  const value = params.raw(key)
  if (value === undefined) throw new ConfigError(missing(params, key))
  return asObject(parsed(value), key)
}

/** A list that may be JSON text, inert texts kept. */
export const rawList = (value: Json, key: string): readonly Json[] => asList(parsed(value), key)

/** JSON text as a value; other values as they are. */
export function parsed(value: Json): Json {
  if (typeof value !== 'string') return value
  try { return parseJson(value) } catch (cause) { throw new ConfigError(parserMessage(value), { cause }) }
}

/** The first line of what digdag's JSON parser says. */
function parserMessage(text: string): string {
  const word = /^\s*([A-Za-z_$][\w$]*)/.exec(text)?.[1]
  if (word !== undefined) return `com.fasterxml.jackson.core.JsonParseException: Unrecognized token '${word}': was expecting ('true', 'false' or 'null')`
  const first = text.trim()[0]
  if (first === undefined) return 'com.fasterxml.jackson.databind.exc.MismatchedInputException: No content to map due to end-of-input'
  return /["[{\d-]/.test(first) ? `Unexpected end-of-input or character in the JSON text: ${text.slice(0, 100)}`
    : `com.fasterxml.jackson.core.JsonParseException: Unexpected character ('${first}' (code ${first.charCodeAt(0)})): expected a valid value (number, String, array, object, 'true', 'false' or 'null')`
}

/** A Java `long`: as an int, but with 64 bits. */
export function asLong(value: Json, key: string): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return BigInt(Math.trunc(value))
  if (value instanceof Float) return BigInt(Math.trunc(value.value))
  if (typeof value === 'string') {
    const text = value.trim()
    if (text === '') return 0n
    if (/^[+-]?\d{1,19}$/.test(text)) return BigInt(text.replace(/^\+/, ''))
  }
  throw wrongType('integer (long) type', key, value)
}

/** A text or a list of texts as a list. */
export function textList(params: Params, key: string): readonly string[] | undefined {
  const value = params.get(key)
  if (value === undefined) return undefined
  const items = isArray(value) ? value : [value]
  return items.map((item) => {
    if (isObject(item) || isArray(item) || item === null) throw wrongType('string type', key, item)
    return String(item)
  })
}
