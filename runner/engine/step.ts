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

export function createStep(parts: StepParts): StepBuilder {
  const { tree, at } = parts
  const changed = new Map<Node, { readonly from: TaskState; set: TaskChange['set'] }>()
  const added = new Set<Node>()
  const ready = new Set<Node>()

  const become = (node: Node, to: TaskState, set: TaskChange['set'] = {}): void => {
    const from = node.task.state
    if (from !== to && !TRANSITIONS[from].includes(to)) throw new RunnerError('internal', `a task moved from ${from} to ${to}: ${node.task.fullName}`)
    const entry = changed.get(node)
    if (!added.has(node)) changed.set(node, { from: entry?.from ?? from, set: { ...entry?.set, ...set } })
    tree.change(node, { ...node.task, ...set, state: to, updatedAt: at })
    if (to === 'ready' && !node.task.isGroup) ready.add(node)
    else ready.delete(node)
  }
  const add = (tasks: readonly Task[]): void => { for (const task of tasks) added.add(tree.add(task)) }

  const generate = async (parent: Node, definitions: readonly TaskDefinition[], options: { readonly upstreamIds?: readonly number[]; readonly initial?: boolean } = {}): Promise<number> => {
    const firstId = await parts.ids.take(definitions.length)
    add(generatedTasks(definitions, { attemptId: parent.task.attemptId, parentId: parent.task.id, firstId, at, upstreamIds: options.upstreamIds ?? [], initial: options.initial ?? false, resumed: parts.resumed }))
    return firstId
  }
  const compile = (parent: Node, suffix: SubtaskSuffix, config: JsonObject): readonly TaskDefinition[] =>
    checkedExports(compileSubtasks({ parentFullName: parent.task.fullName, suffix, config }))
  const limit = (...batches: readonly (readonly TaskDefinition[])[]): void => {
    let current = tree.size
    for (const batch of batches) {
      if (current + batch.length > parts.maxTasks) throw new TaskLimitExceeded(parts.maxTasks, current, batch.length)
      current += batch.length
    }
  }

  /** False when there is no usable `_error`: digdag drops a broken one, and one that the limit refuses (digdag §2.4). */
  const addErrorTask = async (node: Node, error: JsonObject, addStores: (exports: JsonObject) => JsonObject): Promise<boolean> => {
    try {
      const errorTask = extraTask(node.task, '_error')
      if (errorTask === undefined) return false
      const definitions = compile(node, '^error', errorTaskConfig(errorTask, error, addStores))
      limit(definitions)
      await generate(node, definitions)
      return true
    } catch (thrown) {
      if (!(thrown instanceof ConfigError) && !(thrown instanceof TaskLimitExceeded)) throw thrown
      parts.note(`The _error task of ${node.task.fullName} was left out: ${messageOf(thrown)}`)
      return false
    }
  }

  const fail = async (node: Node, error: TaskError): Promise<void> => {
    const handled = await addErrorTask(node, error, (exports) => exports)
    if (handled) become(node, 'planned', { error, flags: { ...node.task.flags, delayedError: true } })
    else become(node, 'error', { error })
  }

  const succeed = async (node: Node, { subtasks, exports, stores, resets }: Extract<Outcome, { readonly kind: 'success' }>['result']): Promise<void> => {
    const check = extraTask(node.task, '_check')
    const sub = subtasks !== undefined && Object.keys(subtasks).length > 0 ? compile(node, '^sub', subtasks) : []
    const checks = check === undefined ? [] : compile(node, '^check', check)
    limit(sub, checks)
    const subId = sub.length > 0 ? await generate(node, sub, { initial: true }) : undefined
    if (checks.length > 0) await generate(node, checks, subId === undefined ? {} : { upstreamIds: [subId] })
    const set: TaskChange['set'] = {
      ...(exports === undefined && same(node.task.exportParams) ? {} : { exportParams: exports ?? {} }),
      ...(stores === undefined && same(node.task.storeParams) ? {} : { storeParams: stores ?? {} }),
      ...(resets === undefined && node.task.resetStoreParams.length === 0 ? {} : { resetStoreParams: resets ?? [] }),
      ...(subtasks === undefined && node.task.subtaskConfig === null ? {} : { subtaskConfig: subtasks ?? null }),
    }
    become(node, sub.length + checks.length > 0 ? 'planned' : 'success', set)
    if (stores !== undefined && node.parent?.task.state === 'success') forgetStored(tree.all())
  }

  const addErrorTasks = async (node: Node, move: Extract<Move, { readonly kind: 'add-error-tasks' }>): Promise<void> => {
    if (move.alert) await generate(node, compile(node, '^failure-alert', FAILURE_ALERT))
    const { stores, error } = errorParams(node)
    const handled = move.error && await addErrorTask(node, error, (exports) => applyPatch(exports, stores))
    if (move.alert || handled) become(node, 'planned', { flags: { ...node.task.flags, delayedGroupError: true } })
    else become(node, 'group_error')
  }

  const make = async (node: Node, move: Move): Promise<void> => {
    switch (move.kind) {
      case 'become': become(node, move.to, move.to === 'ready' && node.task.retryAt !== null ? { retryAt: null } : {}); return
      case 'wait-for-round': {
        const retry = nextGroupRetry(node.task)
        if (retry !== undefined) become(node, 'group_retry_waiting', { stateParams: retry.state, retryAt: at + retry.afterMs })
        return
      }
      case 'start-round': {
        const tasks = initialTasksOf(node)
        if (tasks.length > 0) add(copiedTasks(tasks, await parts.ids.take(tasks.length), at))
        become(node, 'planned')
        return
      }
      case 'add-error-tasks': await addErrorTasks(node, move)
    }
  }

  return {
    become,
    applyOutcome: async (node, outcome) => {
      if (node.task.state !== 'running') return
      if (outcome.kind === 'poll') {
        become(node, 'retry_waiting', { stateParams: outcome.state, retryAt: at + Math.max(0, outcome.afterMs) })
        return
      }
      if (node.task.flags.cancelRequested) { become(node, 'canceled'); return }
      if (outcome.kind === 'failure') { await fail(node, outcome.error); return }
      try {
        await succeed(node, outcome.result)
      } catch (thrown) {
        if (!(thrown instanceof ConfigError) && !(thrown instanceof TaskLimitExceeded)) throw thrown
        const { error, logLine } = describeFailure(thrown, node.task.fullName)
        parts.note(logLine)
        await fail(node, error)
      }
    },
    addUncounted: async (parent, suffix, config) => { await generate(parent, compile(parent, suffix, config)) },
    settle: async () => {
      for (let node = tree.takeDirty(); node !== undefined; node = tree.takeDirty()) {
        const move = nextMove(viewOf(node, at))
        if (move !== undefined) await make(node, move)
        else if (node.task.state === 'ready') ready.add(node)
      }
    },
    claim: () => {
      const nodes = [...ready].sort((a, b) => a.task.id - b.task.id)
      for (const node of nodes) become(node, 'running', node.task.startedAt === null ? { startedAt: at } : {})
      return nodes
    },
    changes: () => ({
      changes: [...changed].map(([node, { from, set }]) => ({ id: node.task.id, from, to: node.task.state, set })),
      added: [...added].map((node) => node.task),
      touched: [...added, ...changed.keys()],
    }),
  }
}

const same = (params: JsonObject): boolean => Object.keys(params).length === 0
