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

/** The tree of an attempt's rows, which come by id. */
export function createTree(tasks: readonly Task[]): Tree {
  const nodes = new Map<number, Node>()
  const names = new Map<string, Node>()
  const barriers = new Map<number, Map<string, Barrier>>()
  const byList = new WeakMap<readonly number[], Barrier>()
  let dirty: Node[] = []
  let next = 0
  let root: Node | undefined
  const touch = (node: Node): void => { dirty.push(node) }

  const barrierOf = (parent: Node | null, upstreamIds: readonly number[]): Barrier | null => {
    if (upstreamIds.length === 0) return null
    const same = byList.get(upstreamIds)
    if (same !== undefined) return same
    const key = upstreamIds.length === 1 ? String(upstreamIds[0]) : upstreamIds.join()
    const ofParent = barriers.get(parent?.task.id ?? 0) ?? new Map<string, Barrier>()
    barriers.set(parent?.task.id ?? 0, ofParent)
    const known = ofParent.get(key)
    if (known !== undefined) return known
    const upstreams = [...new Set(upstreamIds)].sort((a, b) => a - b).flatMap((id) => nodes.get(id) ?? [])
    const barrier: Barrier = { upstreams, waiters: [], waitsFor: upstreams.filter((node) => node.task.state !== 'success').length, patch: undefined }
    for (const upstream of upstreams) upstream.holds.push(barrier)
    ofParent.set(key, barrier)
    byList.set(upstreamIds, barrier)
    return barrier
  }

  const count = (node: Node, state: TaskState, by: 1 | -1): void => {
    const { parent } = node
    if (parent === null) return
    if (PROGRESSING_STATES.has(state)) parent.progressing += by
    else if (state === 'blocked' && waitsFor(node) === 0) parent.startable += by
    else if (hasFailed(state) && !node.superseded) parent.failed += by
  }

  const supersede = (node: Node): void => {
    if (hasFailed(node.task.state) && node.parent !== null) node.parent.failed--
    node.superseded = true
  }

  const add = (task: Task): Node => {
    const parent = task.parentId === null ? null : nodes.get(task.parentId) ?? null
    const earlier = names.get(task.fullName)
    if (earlier !== undefined && earlier.parent === parent) supersede(earlier)
    const barrier = barrierOf(parent, task.upstreamIds)
    const node: Node = { task, parent, children: [], barrier, holds: [], progressing: 0, startable: 0, failed: 0, superseded: false, round: earlier === undefined ? 0 : earlier.round + 1, runs: 0, stored: undefined, base: undefined }
    barrier?.waiters.push(node)
    nodes.set(task.id, node)
    names.set(task.fullName, node)
    parent?.children.push(node)
    root ??= node
    count(node, task.state, 1)
    touch(node)
    return node
  }

  const change = (node: Node, task: Task): void => {
    const before = node.task.state
    count(node, before, -1)
    if (task.storeParams !== node.task.storeParams || task.exportParams !== node.task.exportParams) {
      node.base = undefined
      node.stored = undefined
    }
    node.task = task
    count(node, task.state, 1)
    touch(node)
    if (node.parent !== null) touch(node.parent)
    if (before === task.state) return
    if (task.state === 'success') for (const barrier of node.holds) open(barrier)
    if (task.state === 'planned' || task.state === 'success') for (const child of node.children) if (child.task.state === 'blocked') touch(child)
  }

  const open = (barrier: Barrier): void => {
    barrier.waitsFor--
    if (barrier.waitsFor > 0) return
    for (const waiter of barrier.waiters) {
      if (waiter.task.state === 'blocked' && waiter.parent !== null) waiter.parent.startable++
      touch(waiter)
    }
  }

  for (const task of tasks) add(task)
  if (root === undefined) throw new Error('an attempt without tasks')
  const top = root
  return {
    root: top, add, change, touch,
    get size() { return nodes.size },
    node: (id) => nodes.get(id),
    all: () => nodes.values(),
    byName: (fullName) => names.get(fullName),
    takeDirty: () => {
      const node = dirty[next++]
      if (node === undefined) { dirty = []; next = 0 }
      return node
    },
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
