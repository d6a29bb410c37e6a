import { PROGRESSING_STATES, type Task, type TaskState } from '../model/task.ts'
import { hasExtraTask } from './extra-task.ts'
import type { Patch } from './patch.ts'
import { hasFailed, type TaskView } from './progress.ts'
import { nextGroupRetry } from './retry.ts'

/** What a set of siblings waits for: one barrier for all that wait for the same ones. */
export interface Barrier {
  readonly upstreams: readonly Node[]
  readonly waiters: Node[]
  waitsFor: number
  /** What the upstreams, and theirs, stored; made when first asked for. */
  patch: Patch | undefined
}

/** A task in its tree. Only the driver that owns the attempt holds nodes. */
export interface Node {
  task: Task
  readonly parent: Node | null
  readonly children: Node[]
  readonly barrier: Barrier | null
  /** Barriers that this task is one of. */
  readonly holds: Barrier[]
  progressing: number
  startable: number
  failed: number
  /** A later row has the same name. */
  superseded: boolean
  /** Earlier rows of this name. */
  readonly round: number
  /** Runs in this process. */
  runs: number
  /** What it and its descendants stored, once it is done. */
  stored: Patch | undefined
  /** Parameters that its children begin with; undone when its own change. */
  base: unknown
}

export interface Tree {
  readonly root: Node
  readonly size: number
  node(id: number): Node | undefined
  all(): Iterable<Node>
  byName(fullName: string): Node | undefined
  /** Adds a row below its parent, whose siblings of lower ids are there already. */
  add(task: Task): Node
  /** Replaces a node's row, keeping every count around it. */
  change(node: Node, task: Task): void
  /** Nodes whose next move may have changed since the last call. */
  takeDirty(): Node | undefined
  touch(node: Node): void
}

/** What the functions below work on. */
interface Forest {
  readonly nodes: Map<number, Node>
  /** The latest row of each name. */
  readonly names: Map<string, Node>
  /** By parent, then by the list of upstreams. */
  readonly barriers: Map<number, Map<string, Barrier>>
  readonly byList: WeakMap<readonly number[], Barrier>
  readonly touch: (node: Node) => void
}

/** The tree of an attempt's rows, which come by id. */
export function createTree(tasks: readonly Task[]): Tree {
  let dirty: Node[] = []
  let next = 0
  const forest: Forest = { nodes: new Map(), names: new Map(), barriers: new Map(), byList: new WeakMap(), touch: (node) => { dirty.push(node) } }
  for (const task of tasks) add(forest, task)
  const [root] = forest.nodes.values()
  if (root === undefined) throw new Error('an attempt without tasks')
  return {
    root,
    add: (task) => add(forest, task),
    change: (node, task) => { change(forest, node, task) },
    touch: forest.touch,
    get size() { return forest.nodes.size },
    node: (id) => forest.nodes.get(id),
    all: () => forest.nodes.values(),
    byName: (fullName) => forest.names.get(fullName),
    takeDirty: () => {
      const node = dirty[next++]
      if (node === undefined) { dirty = []; next = 0 }
      return node
    },
  }
}

function add(forest: Forest, task: Task): Node {
  const parent = task.parentId === null ? null : forest.nodes.get(task.parentId) ?? null
  const earlier = forest.names.get(task.fullName)
  if (earlier !== undefined && earlier.parent === parent) supersede(earlier)
  const barrier = barrierOf(forest, parent, task.upstreamIds)
  const node: Node = {
    task, parent, barrier, children: [], holds: [], progressing: 0, startable: 0, failed: 0, superseded: false,
    round: earlier === undefined ? 0 : earlier.round + 1, runs: 0, stored: undefined, base: undefined,
  }
  barrier?.waiters.push(node)
  forest.nodes.set(task.id, node)
  forest.names.set(task.fullName, node)
  parent?.children.push(node)
  count(node, task.state, 1)
  forest.touch(node)
  return node
}

function supersede(node: Node): void {
  if (hasFailed(node.task.state) && node.parent !== null) node.parent.failed--
  node.superseded = true
}

function barrierOf(forest: Forest, parent: Node | null, upstreamIds: readonly number[]): Barrier | null {
  if (upstreamIds.length === 0) return null
  const same = forest.byList.get(upstreamIds)
  if (same !== undefined) return same
  const ofParent = forest.barriers.get(parent?.task.id ?? 0) ?? new Map<string, Barrier>()
  forest.barriers.set(parent?.task.id ?? 0, ofParent)
  const key = upstreamIds.join()
  const barrier = ofParent.get(key) ?? createBarrier(forest, upstreamIds)
  ofParent.set(key, barrier)
  forest.byList.set(upstreamIds, barrier)
  return barrier
}

function createBarrier(forest: Forest, upstreamIds: readonly number[]): Barrier {
  const upstreams = [...new Set(upstreamIds)].sort((a, b) => a - b).flatMap((id) => forest.nodes.get(id) ?? [])
  const barrier: Barrier = { upstreams, waiters: [], waitsFor: upstreams.filter((node) => node.task.state !== 'success').length, patch: undefined }
  for (const upstream of upstreams) upstream.holds.push(barrier)
  return barrier
}

/** Adds a node in a state to the counts of its parent, or takes it out. */
function count(node: Node, state: TaskState, by: 1 | -1): void {
  const { parent } = node
  if (parent === null) return
  if (PROGRESSING_STATES.has(state)) parent.progressing += by
  else if (state === 'blocked' && waitsFor(node) === 0) parent.startable += by
  else if (hasFailed(state) && !node.superseded) parent.failed += by
}

function change(forest: Forest, node: Node, task: Task): void {
  const before = node.task.state
  count(node, before, -1)
  if (task.storeParams !== node.task.storeParams || task.exportParams !== node.task.exportParams) {
    node.base = undefined
    node.stored = undefined
  }
  node.task = task
  count(node, task.state, 1)
  forest.touch(node)
  if (node.parent !== null) forest.touch(node.parent)
  if (before === task.state) return
  if (task.state === 'success') for (const barrier of node.holds) open(forest, barrier)
  if (task.state === 'planned' || task.state === 'success') for (const child of node.children) if (child.task.state === 'blocked') forest.touch(child)
}

/** One upstream more has succeeded. */
function open(forest: Forest, barrier: Barrier): void {
  barrier.waitsFor--
  if (barrier.waitsFor > 0) return
  for (const waiter of barrier.waiters) {
    if (waiter.task.state === 'blocked' && waiter.parent !== null) waiter.parent.startable++
    forest.touch(waiter)
  }
}

const waitsFor = (node: Node): number => node.barrier?.waitsFor ?? 0

/** What `nextMove` looks at. */
export const viewOf = (node: Node, now: number): TaskView => ({
  state: node.task.state,
  isGroup: node.task.isGroup,
  flags: node.task.flags,
  parentState: node.parent?.task.state ?? null,
  waitsFor: waitsFor(node),
  progressing: node.progressing,
  startable: node.startable,
  failed: node.failed,
  retryLeft: node.failed > 0 && nextGroupRetry(node.task) !== undefined,
  hasErrorTask: node.failed > 0 && hasExtraTask(node.task, '_error'),
  // A killed attempt does not wait for its next poll to come round.
  due: (node.task.retryAt ?? 0) <= now || node.task.flags.cancelRequested,
})

/** A node's descendants, each before its own children (the order in which stores are merged, digdag §3.5). */
export function* descendants(node: Node): Iterable<Node> {
  for (const child of node.children) {
    yield child
    yield* descendants(child)
  }
}
