import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts'

const CREDENTIAL = /token|secret|password|passwd|api_?key|credential|authorization/i

/** A configuration with `put` in place of every value whose key tells of a credential. */
export function withCredentials(config: JsonObject, put: (value: Json) => Json): JsonObject {
  const replaced = (value: Json): Json => {
    if (isArray(value)) return value.map(replaced)
    return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, CREDENTIAL.test(key) ? put(item) : replaced(item)])) : value
  }
  return replaced(config) as JsonObject
}

/** Whether a credential is written out, and not read from the secrets by `${…}` when it is needed. */
export const isWrittenOut = (value: Json): boolean => typeof value === 'string' && value.trim() !== '' && !value.includes('${')
