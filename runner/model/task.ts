import type { Millis } from './clock.ts'
import type { Json, JsonObject } from './json.ts'

export const TASK_STATES = ['blocked', 'ready', 'retry_waiting', 'group_retry_waiting', 'running', 'planned', 'group_error', 'success', 'error', 'canceled'] as const
/** In digdag's order, so that the index is digdag's code (digdag §3.1). */
export type TaskState = (typeof TASK_STATES)[number]

export const DONE_STATES: ReadonlySet<TaskState> = new Set(['group_error', 'success', 'error', 'canceled'])
/** States in which a task makes its parent wait (digdag §3.2 "progressing"). */
export const PROGRESSING_STATES: ReadonlySet<TaskState> = new Set(['ready', 'retry_waiting', 'group_retry_waiting', 'running', 'planned'])

/** Every legal move of a task (digdag §3.2); the engine makes no other, and each is written with a guard on where it comes from. */
export const TRANSITIONS: Readonly<Record<TaskState, readonly TaskState[]>> = {
  blocked: ['ready', 'planned', 'canceled'],
  ready: ['running', 'planned', 'canceled'],
  running: ['success', 'planned', 'retry_waiting', 'error', 'canceled', 'ready'],
  retry_waiting: ['ready', 'canceled'],
  group_retry_waiting: ['ready', 'canceled'],
  planned: ['success', 'error', 'group_error', 'group_retry_waiting', 'canceled'],
  group_error: [], success: [], error: [], canceled: [],
}

export interface TaskFlags {
  readonly cancelRequested: boolean
  /** The task's own run failed and its `^error` task is running. */
  readonly delayedError: boolean
  /** A child failed and the `^error` task is running. */
  readonly delayedGroupError: boolean
  /** From the workflow's text, so that a group's retry copies it. */
  readonly initial: boolean
}

/** A task of an attempt (digdag §10.3 with what the engine keeps beside it). */
export interface Task {
  readonly id: number
  readonly attemptId: number
  readonly fullName: string
  readonly parentId: number | null
  readonly upstreamIds: readonly number[]
  readonly isGroup: boolean
  readonly state: TaskState
  readonly flags: TaskFlags
  /** Local keys without `_export`. */
  readonly localConfig: JsonObject
  /** The task's `_export`. */
  readonly exportConfig: JsonObject
  /** Exported at run time, beside `exportConfig`. */
  readonly exportParams: JsonObject
  readonly storeParams: JsonObject
  readonly resetStoreParams: readonly (readonly string[])[]
  /** What polling and retrying keep between runs (`retry_count`, a job's id…). */
  readonly stateParams: JsonObject
  /** What the run generated, for resume and `.digdag/status`. */
  readonly subtaskConfig: JsonObject | null
  readonly error: TaskError | null
  readonly retryAt: Millis | null
  readonly startedAt: Millis | null
  readonly updatedAt: Millis
}

/** `message` and whatever else a failure carries (digdag §3.3): `stacktrace` for unexpected ones. */
export interface TaskError { readonly message: string; readonly [key: string]: Json }
