import { Float, isArray, isObject, setKey, type Json, type JsonObject } from './json.ts'

/**
 * Data that comes from a remote system (http>, pg>, td>, param_get>) must never be evaluated nor name a secret. Its dollar
 * signs are kept as this noncharacter, which no template and no secret reference begins with; it reads as `$` wherever a
 * value leaves the engine: to an operator's work, a log, a REST answer, an expression's scope.
 */
export const INERT_DOLLAR = '\uFDD4'

/** The value as data: every `$` in its texts and keys made inert. */
export const inert = <T extends Json>(value: T): T =>
  mapTexts(value, (text) => (text.includes('$') ? text.replaceAll('$', INERT_DOLLAR) : text)) as T

/** The value as everybody outside the engine sees it: inert dollars are `$` again. */
export const revealed = <T extends Json>(value: T): T =>
  mapTexts(value, (text) => (text.includes(INERT_DOLLAR) ? text.replaceAll(INERT_DOLLAR, '$') : text)) as T

/** Whether the value holds data (an inert dollar) anywhere. */
export function hasInert(value: Json): boolean {
  if (typeof value === 'string') return value.includes(INERT_DOLLAR)
  if (isArray(value)) return value.some(hasInert)
  return isObject(value) && Object.entries(value).some(([key, item]) => key.includes(INERT_DOLLAR) || hasInert(item))
}

/** Applies a function to every text and key of a value; parts in which nothing changes are kept as they are. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (value === null || typeof value !== 'object' || value instanceof Float) return value
  if (isArray(value)) {
    const items = value.map((item) => mapTexts(item, change))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  return mapObject(value, change)
}

function mapObject(value: JsonObject, change: (text: string) => string): JsonObject {
  let changed = false
  const result: Record<string, Json> = {}
  for (const [key, item] of Object.entries(value)) {
    const newKey = change(key)
    const newItem = mapTexts(item, change)
    changed ||= newKey !== key || newItem !== item
    setKey(result, newKey, newItem)
  }
  return changed ? result : value
}
