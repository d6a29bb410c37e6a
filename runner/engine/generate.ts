import type { Millis } from '../model/clock.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import type { TaskDefinition } from '../model/project.ts'
import type { Task, TaskFlags } from '../model/task.ts'
import { descendants, type Node } from './tree.ts'

const NO_FLAGS: TaskFlags = { cancelRequested: false, delayedError: false, delayedGroupError: false, initial: false }
export const INITIAL_FLAGS: TaskFlags = { ...NO_FLAGS, initial: true }

/** A task's keys as the engine keeps them: `_export` apart. */
export function splitConfig(config: JsonObject): { readonly localConfig: JsonObject; readonly exportConfig: JsonObject } {
  const { _export: exported = null, ...localConfig } = config
  return { localConfig, exportConfig: isObject(exported) ? exported : {} }
}

/** The two parts as one again. */
export const joinedConfig = (task: { readonly localConfig: JsonObject; readonly exportConfig: JsonObject }): JsonObject =>
  (Object.keys(task.exportConfig).length === 0 ? task.localConfig : { ...task.localConfig, _export: task.exportConfig })

const NOTHING = { exportParams: {}, storeParams: {}, resetStoreParams: [], stateParams: {}, subtaskConfig: null, error: null, retryAt: null, startedAt: null } as const

export interface Generation {
  readonly attemptId: number
  readonly parentId: number
  readonly firstId: number
  readonly at: Millis
  /** What the topmost of them waits for. */
  readonly upstreamIds: readonly number[]
  /** Whether a group's retry copies them (digdag §2.3: those of `^sub` alone). */
  readonly initial: boolean
  /** Tasks of the resumed attempt, by full name: taken over as they were (digdag §3.6). */
  readonly resumed: ReadonlyMap<string, Task>
}

/** Rows for what the compiler made of a generated configuration. */
export function generatedTasks(definitions: readonly TaskDefinition[], generation: Generation): readonly Task[] {
  const { attemptId, firstId, at } = generation
  const idsOf = mappedOnce((index) => firstId + index)
  return definitions.map((definition): Task => {
    const taken = generation.resumed.get(definition.fullName)
    const upstreamIds = definition.index === 0 ? generation.upstreamIds : idsOf(definition.upstreamIndexes)
    return {
      ...NOTHING, ...splitConfig(definition.config),
      ...(taken === undefined ? {} : takenOver(taken)),
      id: firstId + definition.index, attemptId, fullName: definition.fullName,
      parentId: definition.parentIndex === null ? generation.parentId : firstId + definition.parentIndex,
      upstreamIds, isGroup: definition.isGroup, state: taken === undefined ? 'blocked' : 'success',
      flags: generation.initial ? INITIAL_FLAGS : NO_FLAGS, updatedAt: at,
    }
  })
}

/** Maps lists; one that is shared stays shared. */
function mappedOnce(change: (item: number) => number): (list: readonly number[]) => readonly number[] {
  const known = new Map<readonly number[], readonly number[]>()
  return (list) => {
    const before = known.get(list)
    if (before !== undefined) return before
    const mapped = list.map(change)
    known.set(list, mapped)
    return mapped
  }
}

/** What stays of a task that another attempt finished. */
export const takenOver = (task: Task): Pick<Task, 'localConfig' | 'exportConfig' | 'exportParams' | 'storeParams' | 'resetStoreParams' | 'subtaskConfig'> => ({
  localConfig: task.localConfig, exportConfig: task.exportConfig, exportParams: task.exportParams, storeParams: task.storeParams,
  resetStoreParams: task.resetStoreParams, subtaskConfig: task.subtaskConfig,
})

/** The rows that a group's next round copies: the initial ones below it, without what its own operators generated (digdag §2.5). */
export const initialTasksOf = (group: Node): readonly Task[] =>
  [...descendants(group)].map((node) => node.task)
    .filter((task) => task.flags.initial && !task.fullName.slice(group.task.fullName.length).includes('^sub'))
    .sort((a, b) => a.id - b.id)

/** Fresh copies; they are not initial themselves, so that a group among them has nothing to copy (digdag §2.5). */
export function copiedTasks(tasks: readonly Task[], firstId: number, at: Millis): readonly Task[] {
  const newIds = new Map(tasks.map((task, i) => [task.id, firstId + i]))
  const idsOf = mappedOnce((id) => newIds.get(id) ?? id)
  return tasks.map((task, i): Task => ({
    ...NOTHING, id: firstId + i, attemptId: task.attemptId, fullName: task.fullName,
    parentId: task.parentId === null ? null : newIds.get(task.parentId) ?? task.parentId,
    upstreamIds: idsOf(task.upstreamIds),
    isGroup: task.isGroup, state: 'blocked', flags: NO_FLAGS, localConfig: task.localConfig, exportConfig: task.exportConfig, updatedAt: at,
  }))
}

export const FAILURE_ALERT: JsonObject = { _type: 'notify', _command: 'Workflow session attempt failed' }

/** `_error` with what its tasks are told: own exports, stores of descendants (groups), the error (digdag §3.3). */
export function errorTaskConfig(errorTask: JsonObject, error: JsonObject, addStores: (exports: JsonObject) => JsonObject): JsonObject {
  const { _export: own = null, ...rest } = errorTask
  const exports: Readonly<Record<string, Json>> = { ...addStores(isObject(own) ? own : {}), error }
  return { ...rest, _export: exports }
}
