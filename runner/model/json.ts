/**
 * Values of configurations and parameters. Numbers follow Java, as digdag's do: a `number` that is an integer is an
 * integer, any other `number` a double; a double whose value is whole (`1.0`) is a `Float`; an integer beyond 2^53 a `bigint`.
 */
export type Json = null | boolean | number | bigint | Float | string | readonly Json[] | JsonObject
export interface JsonObject { readonly [key: string]: Json }

/** A double whose value is a whole number, so that it reads `1.0` as text (digdag §1.1). */
export class Float {
  readonly value: number
  constructor(value: number) { this.value = value }
  toString(): string { return doubleText(this.value) }
  /** For plain `JSON.stringify`, which cannot write `1.0`; `stringifyJson` can. */
  toJSON(): number { return this.value }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float)

export const isArray = (value: unknown): value is readonly Json[] => Array.isArray(value)

/** A double as a value: a `Float` when it is whole, else the number. */
export const double = (value: number): number | Float => (Number.isInteger(value) ? new Float(value) : value)

/** Java's `Double.toString`: `1.0`, `1000.0`, `1.0E7`, `1.0E-4`. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value)
    return text.includes('.') ? text : `${text}.0`
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`
}

/** A scalar as digdag writes it into text, names and environments; objects and lists as compact JSON. */
export function textOf(value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : doubleText(value)
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return value instanceof Float ? value.toString() : stringifyJson(value)
}

/** Compact JSON text that keeps `1.0` and long integers. */
export function stringifyJson(value: Json): string {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float) return textOf(value)
  if (isArray(value)) return `[${value.map(stringifyJson).join(',')}]`
  let text = ''
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${stringifyJson(item)}`
  }
  return `{${text}}`
}

/** Whether plain `JSON.parse` would lose something: a whole double, an exponent, or more than 15 digits in a row. */
const LOSSY = /\d\.0*(?![\d.])|\d[eE]|\d{16}/

/**
 * Reads JSON text, keeping `1.0` and long integers.
 * @throws SyntaxError as `JSON.parse`
 */
export function parseJson(text: string): Json {
  if (!LOSSY.test(text)) return JSON.parse(text) as Json
  const numbers: (bigint | Float)[] = []
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token.includes(MARK) ? token.replaceAll(MARK, ESCAPED_MARK) : token
    const exact = exactNumber(token)
    return exact === undefined ? token : `"${MARK}${numbers.push(exact) - 1}"`
  })
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.includes('\uFDD0')) return value
    return value.startsWith(MARK) && !value.includes(ESCAPED_MARK) ? numbers[Number(value.slice(MARK.length))] : value.replaceAll(ESCAPED_MARK, MARK)
  }) as Json
}

const MARK = '\uFDD0#'
const ESCAPED_MARK = '\uFDD0\uFDD1#'

function exactNumber(token: string): bigint | Float | undefined {
  if (/^-?\d+$/.test(token)) return Number.isSafeInteger(Number(token)) ? undefined : BigInt(token)
  const value = Number(token)
  return Number.isInteger(value) ? new Float(value) : undefined
}

/** Deep merge, `over` winning: objects key by key, anything else replaced; keys keep the place where they stood first (digdag §3.5). */
export function mergeJson(base: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const old = Object.hasOwn(result, key) ? result[key] : undefined
    setKey(result, key, isObject(old) && isObject(value) ? mergeJson(old, value) : value)
  }
  return result
}

/** Sets an own key, `__proto__` included. */
export function setKey(target: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}

/** The object without a nested key; the object itself when the key is not there. */
export function withoutPath(object: JsonObject, path: readonly string[]): JsonObject {
  const [key, ...rest] = path
  if (key === undefined || !Object.hasOwn(object, key)) return object
  const { [key]: value, ...others } = object
  if (rest.length === 0) return others
  return isObject(value) ? { ...object, [key]: withoutPath(value, rest) } : object
}

/** The value at a nested key, or undefined. */
export function atPath(object: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = object
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  return value
}
