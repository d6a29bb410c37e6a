import { asObject, type Params } from '../model/params.ts'
import { ConfigError } from '../model/error.ts'
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts'

/** The subtree of `_do` or `_else_do` as written: never evaluated here, inert texts kept. */
export function branch(params: Params, key: string): JsonObject {
  const value = params.raw(key)
  if (value === undefined) throw new ConfigError(`Parameter '${key}' is required but not set`)
  return asObject(value, key)
}

/** `_parallel` of the task, to be copied onto the group it generates; `{}` when it says no (digdag §2.2). */
export function parallelSetting(params: Params): JsonObject {
  const value = params.get('_parallel')
  if (value === undefined) return {}
  if (isObject(value)) {
    params.nested('_parallel').int('limit')
    return { _parallel: value }
  }
  if (isArray(value) || (typeof value !== 'boolean' && typeof value !== 'string')) throw new ConfigError(`Invalid _parallel format: ${String(JSON.stringify(value))}`)
  return params.flag('_parallel', false) ? { _parallel: value } : {}
}

/** A copy of a `_do` subtree with more exported values; the values stay inert where they are data. */
export function withExports(body: JsonObject, exports: JsonObject): JsonObject {
  const before: Json | undefined = body['_export']
  return { ...body, _export: { ...(before === undefined || before === null ? {} : asObject(before, '_export')), ...exports } }
}
