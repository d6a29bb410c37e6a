import { isObject, mergeJson, setKey, withoutPath, type Json, type JsonObject } from '../model/json.ts'

/** What tasks did to the parameters of later ones: key paths taken out, then values merged in. */
export interface Patch { readonly resets: readonly (readonly string[])[]; readonly stores: JsonObject }

export const EMPTY_PATCH: Patch = { resets: [], stores: {} }

export function patchOf(task: { readonly resetStoreParams: readonly (readonly string[])[]; readonly storeParams: JsonObject }): Patch {
  for (const key in task.storeParams) if (Object.hasOwn(task.storeParams, key)) return { resets: task.resetStoreParams, stores: task.storeParams }
  return task.resetStoreParams.length === 0 ? EMPTY_PATCH : { resets: task.resetStoreParams, stores: {} }
}

export function applyPatch(params: JsonObject, patch: Patch): JsonObject {
  if (patch === EMPTY_PATCH) return params
  return mergeJson(patch.resets.reduce(withoutPath, params), patch.stores)
}

/** One patch that does what the two do one after the other. */
export function joinPatches(first: Patch, second: Patch): Patch {
  if (first === EMPTY_PATCH) return second
  if (second === EMPTY_PATCH) return first
  const kept = second.resets.reduce(withoutPath, first.stores)
  // A value that stood between two maps separates them; merging the maps would not, so the place is emptied first.
  return { resets: uniquePaths([...first.resets, ...second.resets, ...cuts(kept, second.stores)]), stores: mergeJson(kept, second.stores) }
}

function cuts(under: JsonObject, over: JsonObject, path: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(over).flatMap(([key, value]) => {
    const old: Json | undefined = Object.hasOwn(under, key) ? under[key] : undefined
    if (old === undefined || !isObject(value)) return []
    return isObject(old) ? cuts(old, value, [...path, key]) : [[...path, key]]
  })
}

function uniquePaths(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (paths.length < 2) return paths
  const seen = new Set<string>()
  return paths.filter((path) => {
    const key = path.join('\0')
    return !seen.has(key) && seen.add(key)
  })
}

/** An object with one more key. */
export function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  const result: Record<string, Json> = { ...object }
  setKey(result, key, value)
  return result
}
