import * as assert from 'uvu/assert'
import { attemptParams, beforePatch, errorParams, paramsOf } from '../../../runner/engine/layers.ts'
import { applyPatch, EMPTY_PATCH, joinPatches, type Patch, type PatchStep } from '../../../runner/engine/patch.ts'
import { createTree, descendants, type Node, type Tree } from '../../../runner/engine/tree.ts'
import { mergeJson, withoutPath, type Json, type JsonObject } from '../../../runner/model/json.ts'
import type { Task } from '../../../runner/model/task.ts'
import { randomFrom, type Random } from '../../support/random.ts'
import { suite } from '../../support/suite.ts'

const test = suite('parameters of a task')

const KEYS = ['a', 'b', 'c']
function value(random: Random, depth = 2): Json {
  const kind = random.below(5)
  if (kind === 0 && depth > 0) return object(random, depth - 1)
  return kind === 1 ? null : kind === 2 ? [random.below(3)] : random.below(10)
}
function object(random: Random, depth = 2): JsonObject {
  return Object.fromEntries(KEYS.filter(() => random.below(2) === 0).map((key) => [key, value(random, depth)]))
}
const path = (random: Random): readonly string[] => Array.from({ length: 1 + random.below(2) }, () => KEYS[random.below(3)] as string)
const step = (random: Random): PatchStep => ({ resets: Array.from({ length: random.below(3) }, () => path(random)), stores: object(random) })
const patch = (random: Random): Patch => [step(random)]

test('joined patches do what the two do one after the other, to the order of keys', () => {
  for (let seed = 0; seed < 5000; seed++) {
    const random = randomFrom(seed)
    const [params, first, second, third] = [object(random), patch(random), patch(random), patch(random)]
    const apart = applyPatch(applyPatch(applyPatch(params, first), second), third)
    const together = applyPatch(params, joinPatches(joinPatches(first, second), third))
    assert.is(JSON.stringify(together), JSON.stringify(apart), `seed ${seed}`)
  }
})

test('an empty patch costs nothing', () => {
  const params = { a: 1 }
  assert.is(applyPatch(params, EMPTY_PATCH), params)
  assert.is(joinPatches(EMPTY_PATCH, EMPTY_PATCH), EMPTY_PATCH)
  assert.is(joinPatches([{ resets: [], stores: { a: 1 } }], [{ resets: [['b']], stores: { a: 2 } }]).length, 1)
})

const NO_FLAGS = { cancelRequested: false, delayedError: false, delayedGroupError: false, initial: false }
const row = (id: number, parentId: number | null, more: Partial<Task> = {}): Task => ({
  id, attemptId: 1, fullName: `+t${id}`, parentId, upstreamIds: [], isGroup: false, state: 'success', flags: NO_FLAGS, localConfig: {}, exportConfig: {}, exportParams: {},
  storeParams: {}, resetStoreParams: [], stateParams: {}, subtaskConfig: null, error: null, retryAt: null, startedAt: null, updatedAt: 0, ...more,
})

/** A tree in which upstreams are any earlier siblings: sequences, barriers, background tasks, `_after`. */
function randomTree(random: Random): Tree {
  const tasks: Task[] = [row(1, null, { isGroup: true, exportConfig: object(random) })]
  const shapes = ['sequence', 'chunks', 'background', 'any'] as const
  const shapeOf = new Map<number, (typeof shapes)[number]>()
  for (let id = 2; id < 25; id++) {
    const parent = tasks[random.below(tasks.length)] as Task
    const siblings = tasks.filter((task) => task.parentId === parent.id).map((task) => task.id)
    const shape = shapeOf.get(parent.id) ?? (shapes[random.below(4)] as (typeof shapes)[number])
    shapeOf.set(parent.id, shape)
    const last = siblings.slice(-1)
    const chunk = siblings.length - (siblings.length % 3)
    const upstreamIds = shape === 'sequence' ? last : shape === 'chunks' ? siblings.slice(Math.max(0, chunk - 3), chunk)
      : shape === 'background' ? (random.below(3) === 0 ? [] : siblings.slice(-1 - random.below(2))) : siblings.filter(() => random.below(3) === 0)
    const stored = random.below(2) === 0 ? step(random) : { resets: [], stores: {} }
    tasks.push(row(id, parent.id, { upstreamIds, exportConfig: random.below(3) === 0 ? object(random) : {}, exportParams: random.below(4) === 0 ? object(random) : {}, storeParams: stored.stores, resetStoreParams: stored.resets, error: random.below(5) === 0 ? { message: `m${id}`, [`k${id}`]: id } : null }))
  }
  return createTree(tasks)
}

/** digdag §3.5 word by word: every store of every task that counts, one after the other. */
function paramsByTheBook(node: Node, attempt: JsonObject): JsonObject {
  const chain: Node[] = []
  for (let one: Node | null = node; one !== null; one = one.parent) chain.unshift(one)
  const apply = (params: JsonObject, { task }: Node): JsonObject => mergeJson(task.resetStoreParams.reduce(withoutPath, params), task.storeParams)
  let params = attempt
  for (const one of chain) {
    const seen = new Set<Node>()
    const walk = (at: Node): void => {
      const upstreams = new Set(at.task.upstreamIds)
      for (const sibling of at.parent?.children ?? []) {
        if (!upstreams.has(sibling.task.id) || seen.has(sibling)) continue
        seen.add(sibling)
        walk(sibling)
        params = apply(params, sibling)
        for (const below of descendants(sibling)) params = apply(params, below)
      }
    }
    walk(one)
    params = mergeJson(params, one.task.exportConfig)
    if (one !== node) params = apply(mergeJson(params, one.task.exportParams), one)
  }
  return params
}

test('what is kept at groups and barriers gives the same as merging every layer anew', () => {
  for (let seed = 0; seed < 400; seed++) {
    const random = randomFrom(seed)
    const tree = randomTree(random)
    const attempt = object(random)
    for (const node of tree.all()) assert.is(JSON.stringify(paramsOf(node, attempt)), JSON.stringify(paramsByTheBook(node, attempt)), `seed ${seed}, task ${node.task.id}`)
  }
})

test('siblings of which none stored anything share one object', () => {
  const tree = createTree([row(1, null, { isGroup: true, exportConfig: { a: 1 } }), row(2, 1), row(3, 1, { upstreamIds: [2] }), row(4, 1, { upstreamIds: [3] })])
  const attempt = { b: 2 }
  const [second, third] = [tree.node(3), tree.node(4)]
  if (second === undefined || third === undefined) throw new Error('no such task')
  assert.is(paramsOf(second, attempt), paramsOf(third, attempt))
})

test('a row of ten thousand tasks needs neither deep recursion nor time', () => {
  const tasks = [row(1, null, { isGroup: true })]
  for (let id = 2; id <= 10_001; id++) tasks.push(row(id, 1, { upstreamIds: id === 2 ? [] : [id - 1], storeParams: { last: id } }))
  const tree = createTree(tasks)
  const last = tree.node(10_001)
  if (last === undefined) throw new Error('no such task')
  assert.equal(paramsOf(last, {}), { last: 10_000 })
})

test('the error of a group is the merge of its descendants, and its stores come in their order', () => {
  const tree = createTree([
    row(1, null, { isGroup: true }), row(2, 1, { storeParams: { x: 1, y: 1 }, error: { message: 'one', stacktrace: 's' } }),
    row(3, 1, { isGroup: true }), row(4, 3, { storeParams: { x: 2 }, error: { message: 'two' } }),
  ])
  assert.equal(errorParams(tree.root), { stores: [{ resets: [], stores: { x: 2, y: 1 } }], error: { message: 'two', stacktrace: 's' } })
  assert.is(beforePatch(null), EMPTY_PATCH)
})

test('server, revision and start parameters lie under everything, in that order', () => {
  assert.equal(attemptParams({ server: { a: 1, b: 1, c: 1 }, revision: { b: 2, c: 2 }, attempt: { c: 3 } }), { a: 1, b: 2, c: 3 })
})

test.run()
