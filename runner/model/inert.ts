import { Float, isArray, isObject, setKey, type Json, type JsonObject } from './json.ts'

/**
 * Data that comes from a remote system (http>, pg>, td>, param_get>) must never be evaluated nor name a secret. Its dollar
 * signs are kept as this noncharacter, which no template and no secret reference begins with; it reads as `$` wherever a
 * value leaves the engine: to an operator's work, a log, a REST answer, an expression's scope.
 */
export const INERT_DOLLAR = '\uFDD4'

/** Stands before data without a dollar sign, so that it is known as data too: `${secret:${name}}` with such a name is no reference. */
export const INERT_MARK = '\uFDD5'

/** The value as data. */
export const inert = <T extends Json>(value: T): T => mapTexts(value, inertText, (key) => key.replaceAll('$', INERT_DOLLAR)) as T

function inertText(text: string): string {
  if (text.includes('$')) return text.replaceAll('$', INERT_DOLLAR)
  return text === '' || isInertText(text) ? text : INERT_MARK + text
}

const isInertText = (text: string): boolean => text.includes(INERT_MARK) || text.includes(INERT_DOLLAR)

/** The value as everybody outside the engine sees it: inert dollars are `$` again, marks are gone. */
export const revealed = <T extends Json>(value: T): T => mapTexts(value, revealedText, revealedText) as T

export function revealedText(text: string): string {
  const unmarked = text.includes(INERT_MARK) ? text.replaceAll(INERT_MARK, '') : text
  return unmarked.includes(INERT_DOLLAR) ? unmarked.replaceAll(INERT_DOLLAR, '$') : unmarked
}

/** Whether the value holds data anywhere. */
export function hasInert(value: Json): boolean {
  if (typeof value === 'string') return isInertText(value)
  if (isArray(value)) return value.some(hasInert)
  return isObject(value) && Object.entries(value).some(([key, item]) => isInertText(key) || hasInert(item))
}

/** Applies a function to every text and one to every key of a value; parts in which nothing changes are kept as they are. */
export function mapTexts(value: Json, change: (text: string) => string, changeKey: (key: string) => string = change): Json {
  if (typeof value === 'string') return change(value)
  if (value === null || typeof value !== 'object' || value instanceof Float) return value
  if (isArray(value)) {
    const items = value.map((item) => mapTexts(item, change, changeKey))
    return items.some((item, i) => item !== value[i]) ? items : value
  }
  return mapObject(value, change, changeKey)
}

function mapObject(value: JsonObject, change: (text: string) => string, changeKey: (key: string) => string): JsonObject {
  let changed = false
  const result: Record<string, Json> = {}
  for (const [key, item] of Object.entries(value)) {
    const newKey = changeKey(key)
    const newItem = mapTexts(item, change, changeKey)
    changed ||= newKey !== key || newItem !== item
    setKey(result, newKey, newItem)
  }
  return changed ? result : value
}
