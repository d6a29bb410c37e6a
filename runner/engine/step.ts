import type { Millis } from '../model/clock.ts'
import { ConfigError, messageOf, RunnerError } from '../model/error.ts'
import type { JsonObject } from '../model/json.ts'
import type { TaskDefinition } from '../model/project.ts'
import type { TaskChange } from '../model/store.ts'
import { TRANSITIONS, type Task, type TaskError, type TaskState } from '../model/task.ts'
import { compileSubtasks, type SubtaskSuffix } from '../dig/compile.ts'
import type { Outcome } from './agent.ts'
import { extraTask } from './extra-task.ts'
import { describeFailure, TaskLimitExceeded } from './failure.ts'
import { copiedTasks, errorTaskConfig, FAILURE_ALERT, generatedTasks, initialTasksOf } from './generate.ts'
import { errorParams, forgetStored } from './layers.ts'
import { applyPatch } from './patch.ts'
import { nextMove, type Move } from './progress.ts'
import { nextGroupRetry } from './retry.ts'
import { checkedExports } from './start.ts'
import { viewOf, type Node, type Tree } from './tree.ts'

/** Ids for new rows, from the store. */
export interface TaskIds { take(count: number): Promise<number> }

export interface StepParts {
  readonly tree: Tree
  readonly at: Millis
  readonly ids: TaskIds
  readonly maxTasks: number
  readonly resumed: ReadonlyMap<string, Task>
  readonly note: (text: string) => void
}

/** What one step does to an attempt: built in memory, then written in one transaction. */
export interface StepBuilder {
  applyOutcome(node: Node, outcome: Outcome): Promise<void>
  /** Adds tasks that the limit does not count (digdag §2.3): alerts and those of an SLA. */
  addUncounted(parent: Node, suffix: SubtaskSuffix, config: JsonObject): Promise<void>
  become(node: Node, to: TaskState, set?: TaskChange['set']): void
  /** Makes all moves that follow, until nothing moves. */
  settle(): Promise<void>
  /** Operators that are ready, in the order of their ids; they become `running`. */
  claim(): readonly Node[]
  changes(): { readonly changes: readonly TaskChange[]; readonly added: readonly Task[]; readonly touched: readonly Node[] }
}

/** A step being built. */
interface Work extends StepParts {
  readonly changed: Map<Node, { readonly from: TaskState; readonly set: TaskChange['set'] }>
  readonly added: Set<Node>
  readonly ready: Set<Node>
}

export function createStep(parts: StepParts): StepBuilder {
  const work: Work = { ...parts, changed: new Map(), added: new Set(), ready: new Set() }
  return {
    become: (node, to, set) => { become(work, node, to, set) },
    applyOutcome: (node, outcome) => applyOutcome(work, node, outcome),
    addUncounted: async (parent, suffix, config) => { await generate(work, parent, compile(parent, suffix, config)) },
    settle: () => settle(work),
    claim: () => claim(work),
    changes: () => ({
      changes: [...work.changed].map(([node, { from, set }]) => ({ id: node.task.id, from, to: node.task.state, set })),
      added: [...work.added].map((node) => node.task),
      touched: [...work.added, ...work.changed.keys()],
    }),
  }
}

function become(work: Work, node: Node, to: TaskState, set: TaskChange['set'] = {}): void {
  const from = node.task.state
  if (from !== to && !TRANSITIONS[from].includes(to)) throw new RunnerError('internal', `a task moved from ${from} to ${to}: ${node.task.fullName}`)
  const entry = work.changed.get(node)
  if (!work.added.has(node)) work.changed.set(node, { from: entry?.from ?? from, set: entry === undefined ? set : { ...entry.set, ...set } })
  work.tree.change(node, { ...node.task, ...set, state: to, updatedAt: work.at })
  if (to === 'ready' && !node.task.isGroup) work.ready.add(node)
  else work.ready.delete(node)
}

async function settle(work: Work): Promise<void> {
  for (let node = work.tree.takeDirty(); node !== undefined; node = work.tree.takeDirty()) {
    const move = nextMove(viewOf(node, work.at))
    if (move !== undefined) await make(work, node, move)
    else if (node.task.state === 'ready') work.ready.add(node)
  }
}

function claim(work: Work): readonly Node[] {
  const nodes = [...work.ready].sort((a, b) => a.task.id - b.task.id)
  for (const node of nodes) become(work, node, 'running', node.task.startedAt === null ? { startedAt: work.at } : {})
  return nodes
}

async function make(work: Work, node: Node, move: Move): Promise<void> {
  switch (move.kind) {
    case 'become': become(work, node, move.to, move.to === 'ready' && node.task.retryAt !== null ? { retryAt: null } : {}); return
    case 'wait-for-round': {
      const retry = nextGroupRetry(node.task)
      if (retry !== undefined) become(work, node, 'group_retry_waiting', { stateParams: retry.state, retryAt: work.at + retry.afterMs })
      return
    }
    case 'start-round': {
      const tasks = initialTasksOf(node)
      if (tasks.length > 0) add(work, copiedTasks(tasks, await work.ids.take(tasks.length), work.at))
      become(work, node, 'planned')
      return
    }
    case 'add-error-tasks': await addErrorTasks(work, node, move)
  }
}

function add(work: Work, tasks: readonly Task[]): void {
  for (const task of tasks) work.added.add(work.tree.add(task))
}

const compile = (parent: Node, suffix: SubtaskSuffix, config: JsonObject): readonly TaskDefinition[] =>
  checkedExports(compileSubtasks({ parentFullName: parent.task.fullName, suffix, config }))

/** Adds rows below a task; answers the id of the topmost. */
async function generate(work: Work, parent: Node, definitions: readonly TaskDefinition[], options: { readonly upstreamIds?: readonly number[]; readonly initial?: boolean } = {}): Promise<number> {
  const firstId = await work.ids.take(definitions.length)
  add(work, generatedTasks(definitions, {
    attemptId: parent.task.attemptId, parentId: parent.task.id, firstId, at: work.at, upstreamIds: options.upstreamIds ?? [], initial: options.initial ?? false, resumed: work.resumed,
  }))
  return firstId
}

function checkLimit({ tree, maxTasks }: Work, ...batches: readonly (readonly TaskDefinition[])[]): void {
  let current = tree.size
  for (const batch of batches) {
    if (current + batch.length > maxTasks) throw new TaskLimitExceeded(maxTasks, current, batch.length)
    current += batch.length
  }
}

async function applyOutcome(work: Work, node: Node, outcome: Outcome): Promise<void> {
  if (node.task.state !== 'running') return
  if (outcome.kind === 'poll') become(work, node, 'retry_waiting', { stateParams: outcome.state, retryAt: work.at + Math.max(0, outcome.afterMs) })
  else if (node.task.flags.cancelRequested) become(work, node, 'canceled')
  else if (outcome.kind === 'failure') await fail(work, node, outcome.error)
  else {
    try {
      await succeed(work, node, outcome.result)
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown
      const { error, logLine } = describeFailure(thrown, node.task.fullName)
      work.note(logLine)
      await fail(work, node, error)
    }
  }
}

/** What may be wrong with generated tasks. */
const isRefusal = (thrown: unknown): boolean => thrown instanceof ConfigError || thrown instanceof TaskLimitExceeded

async function succeed(work: Work, node: Node, { subtasks, exports, stores, resets }: Extract<Outcome, { readonly kind: 'success' }>['result']): Promise<void> {
  const check = extraTask(node.task, '_check')
  const sub = subtasks !== undefined && !isEmpty(subtasks) ? compile(node, '^sub', subtasks) : []
  const checks = check === undefined ? [] : compile(node, '^check', check)
  checkLimit(work, sub, checks)
  const subId = sub.length > 0 ? await generate(work, node, sub, { initial: true }) : undefined
  if (checks.length > 0) await generate(work, node, checks, subId === undefined ? {} : { upstreamIds: [subId] })
  become(work, node, sub.length + checks.length > 0 ? 'planned' : 'success', {
    ...(exports === undefined && isEmpty(node.task.exportParams) ? {} : { exportParams: exports ?? {} }),
    ...(stores === undefined && isEmpty(node.task.storeParams) ? {} : { storeParams: stores ?? {} }),
    ...(resets === undefined && node.task.resetStoreParams.length === 0 ? {} : { resetStoreParams: resets ?? [] }),
    ...(subtasks === undefined && node.task.subtaskConfig === null ? {} : { subtaskConfig: subtasks ?? null }),
  })
  if (stores !== undefined && node.parent?.task.state === 'success') forgetStored(work.tree.all())
}

async function fail(work: Work, node: Node, error: TaskError): Promise<void> {
  const handled = await addErrorTask(work, node, error, (exports) => exports)
  if (handled) become(work, node, 'planned', { error, flags: { ...node.task.flags, delayedError: true } })
  else become(work, node, 'error', { error })
}

async function addErrorTasks(work: Work, node: Node, move: Extract<Move, { readonly kind: 'add-error-tasks' }>): Promise<void> {
  if (move.alert) await generate(work, node, compile(node, '^failure-alert', FAILURE_ALERT))
  const { stores, error } = errorParams(node)
  const handled = move.error && await addErrorTask(work, node, error, (exports) => applyPatch(exports, stores))
  if (move.alert || handled) become(work, node, 'planned', { flags: { ...node.task.flags, delayedGroupError: true } })
  else become(work, node, 'group_error')
}

/** False when there is no usable `_error`: digdag drops a broken one, and one that the limit refuses (digdag §2.4). */
async function addErrorTask(work: Work, node: Node, error: JsonObject, addStores: (exports: JsonObject) => JsonObject): Promise<boolean> {
  try {
    const errorTask = extraTask(node.task, '_error')
    if (errorTask === undefined) return false
    const definitions = compile(node, '^error', errorTaskConfig(errorTask, error, addStores))
    checkLimit(work, definitions)
    await generate(work, node, definitions)
    return true
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown
    work.note(`The _error task of ${node.task.fullName} was left out: ${messageOf(thrown)}`)
    return false
  }
}

const isEmpty = (params: JsonObject): boolean => Object.keys(params).length === 0
