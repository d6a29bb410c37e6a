import { mergeJson, type Json, type JsonObject } from '../model/json.ts'
import { applyPatch, EMPTY_PATCH, joinPatches, patchOf, type Patch } from './patch.ts'
import type { Barrier, Node } from './tree.ts'

/** The layers under every task of an attempt (digdag §3.5, 1 to 3), lowest first. */
export interface AttemptLayers { readonly server: JsonObject; readonly revision: JsonObject; readonly attempt: JsonObject }

const isEmpty = (object: JsonObject): boolean => { for (const key in object) if (Object.hasOwn(object, key)) return false; return true }
const merged = (base: JsonObject, over: JsonObject): JsonObject => (isEmpty(over) ? base : isEmpty(base) ? over : mergeJson(base, over))

export const attemptParams = (layers: AttemptLayers): JsonObject => merged(merged(layers.server, layers.revision), layers.attempt)

/**
 * The raw parameters of a task before built-ins (digdag §3.5, layers 1 to 6). What it shares with its siblings is kept at
 * their parent, and what they stored at the barrier before it, so that the cost does not grow with the siblings.
 */
export const paramsOf = (node: Node, attempt: JsonObject): JsonObject =>
  merged(applyPatch(node.parent === null ? attempt : baseOf(node.parent, attempt), beforePatch(node.barrier)), node.task.exportConfig)

/** What the children of a task begin with. */
function baseOf(node: Node, attempt: JsonObject): JsonObject {
  const known = node.base as { readonly from: JsonObject; readonly params: JsonObject } | undefined
  const above = node.parent === null ? attempt : baseOf(node.parent, attempt)
  if (known !== undefined && known.from === above) return known.params
  const exported = merged(merged(applyPatch(above, beforePatch(node.barrier)), node.task.exportConfig), node.task.exportParams)
  const params = applyPatch(exported, patchOf(node.task))
  node.base = { from: above, params }
  return params
}

/** What the tasks behind a barrier, and those they waited for, stored: the farther first (digdag §3.5). */
export function beforePatch(barrier: Barrier | null): Patch {
  if (barrier === null) return EMPTY_PATCH
  barrier.patch ??= collect(barrier)
  return barrier.patch
}

function collect(barrier: Barrier): Patch {
  const [first] = barrier.upstreams
  const shared = first?.barrier ?? null
  if (barrier.upstreams.every((upstream) => upstream.barrier === shared)) {
    return barrier.upstreams.reduce((patch, upstream) => joinPatches(patch, storedBy(upstream)), nearPatch(shared))
  }
  const seen = new Set<Node>()
  let patch = EMPTY_PATCH
  const walk = (upstreams: readonly Node[]): void => {
    for (const upstream of upstreams) {
      if (seen.has(upstream)) continue
      seen.add(upstream)
      if (upstream.barrier !== null) walk(upstream.barrier.upstreams)
      patch = joinPatches(patch, storedBy(upstream))
    }
  }
  walk(barrier.upstreams)
  return patch
}

/** The patch of an earlier barrier, found from the far end so that a long row of tasks needs no deep recursion. */
function nearPatch(barrier: Barrier | null): Patch {
  const missing: Barrier[] = []
  for (let one = barrier; one !== null && one.patch === undefined; one = one.upstreams[0]?.barrier ?? null) missing.push(one)
  for (const one of missing.reverse()) beforePatch(one)
  return beforePatch(barrier)
}

/** What a finished task and its descendants stored. */
function storedBy(node: Node): Patch {
  if (node.stored !== undefined) return node.stored
  const patch = node.children.reduce((sum, child) => joinPatches(sum, storedBy(child)), patchOf(node.task))
  if (node.task.state === 'success') node.stored = patch
  return patch
}

/** Forgets what was kept above a task that stored something although its group had been done. */
export function forgetStored(nodes: Iterable<Node>): void {
  for (const node of nodes) {
    node.stored = undefined
    node.base = undefined
    if (node.barrier !== null) node.barrier.patch = undefined
  }
}

/** Errors of descendants as one object, later ones winning (digdag §3.3), and what they stored. */
export function errorParams(node: Node): { readonly stores: Patch; readonly error: JsonObject } {
  let stores = EMPTY_PATCH
  let error: JsonObject = {}
  const walk = (parent: Node): void => {
    for (const child of parent.children) {
      stores = joinPatches(stores, patchOf(child.task))
      if (child.task.error !== null) error = mergeJson(error, child.task.error as { readonly [key: string]: Json })
      walk(child)
    }
  }
  walk(node)
  return { stores, error }
}
