import { isObject, mergeJson, withoutPath, type JsonObject } from '../model/json.ts'

/** What a run did to the parameters of later tasks: key paths taken out, then values merged in. */
export interface PatchStep { readonly resets: readonly (readonly string[])[]; readonly stores: JsonObject }
/** What tasks did, one after the other; runs of steps that can be are joined into one. */
export type Patch = readonly PatchStep[]

export const EMPTY_PATCH: Patch = []

export function patchOf(task: { readonly resetStoreParams: readonly (readonly string[])[]; readonly storeParams: JsonObject }): Patch {
  if (task.resetStoreParams.length === 0 && isEmpty(task.storeParams)) return EMPTY_PATCH
  return [{ resets: task.resetStoreParams, stores: task.storeParams }]
}

function isEmpty(object: JsonObject): boolean {
  for (const key in object) if (Object.hasOwn(object, key)) return false
  return true
}

export const applyPatch = (params: JsonObject, patch: Patch): JsonObject =>
  patch.reduce((before, { resets, stores }) => mergeJson(resets.reduce(withoutPath, before), stores), params)

/** One patch that does what the two do one after the other. */
export function joinPatches(first: Patch, second: Patch): Patch {
  const [last, next] = [first.at(-1), second[0]]
  if (last === undefined) return second
  if (next === undefined) return first
  const joined = joinSteps(last, next)
  return [...first.slice(0, -1), ...(joined === undefined ? [last, next] : [joined]), ...second.slice(1)]
}

/** Undefined when a value of the first stands between a map of the parameters and one of the second: merging the two maps would be wrong. */
function joinSteps(first: PatchStep, second: PatchStep): PatchStep | undefined {
  const kept = second.resets.reduce(withoutPath, first.stores)
  return separates(kept, second.stores) ? undefined : { resets: uniquePaths([...first.resets, ...second.resets]), stores: mergeJson(kept, second.stores) }
}

const separates = (under: JsonObject, over: JsonObject): boolean => Object.entries(over).some(([key, value]) => {
  const old = Object.hasOwn(under, key) ? under[key] : undefined
  return old !== undefined && isObject(value) && (!isObject(old) || separates(old, value))
})

function uniquePaths(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (paths.length < 2) return paths
  const seen = new Set<string>()
  return paths.filter((path) => {
    const key = path.join('\0')
    return !seen.has(key) && seen.add(key)
  })
}
