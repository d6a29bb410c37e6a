import { DONE_STATES, type TaskFlags, type TaskState } from '../model/task.ts'

/** A task and what decides its next move: counts of its neighbours instead of the neighbours, so that looking costs the same in every tree. */
export interface TaskView {
  readonly state: TaskState
  readonly isGroup: boolean
  readonly flags: TaskFlags
  /** Null for the root. */
  readonly parentState: TaskState | null
  /** Upstream siblings that are not `success`. */
  readonly waitsFor: number
  /** Children in ready…planned. */
  readonly progressing: number
  /** Blocked children whose upstreams are all `success`. */
  readonly startable: number
  /** Children in `error` or `group_error`, of each name only the latest row. */
  readonly failed: number
  readonly retryLeft: boolean
  readonly hasErrorTask: boolean
  /** Whether `retryAt` has passed. */
  readonly due: boolean
}

export type Move =
  | { readonly kind: 'become'; readonly to: TaskState }
  /** A group in its next round: its first children are copied, it is planned again. */
  | { readonly kind: 'start-round' }
  /** Waits for its next round. */
  | { readonly kind: 'wait-for-round' }
  /** Adds `^failure-alert` (root only) and `^error`; stays planned with the delayed group error, or ends as group_error when nothing could be added. */
  | { readonly kind: 'add-error-tasks'; readonly alert: boolean; readonly error: boolean }

const become = (to: TaskState): Move => ({ kind: 'become', to })
const PLANNED = become('planned')
const READY = become('ready')
const CANCELED = become('canceled')
const ERROR = become('error')
const GROUP_ERROR = become('group_error')
const SUCCESS = become('success')

/** The one place where the state of a task follows from those around it (digdag §3.2). Runs of operators are the agent's. */
export function nextMove(task: TaskView): Move | undefined {
  switch (task.state) {
    case 'blocked': return mayStart(task) ? task.isGroup ? PLANNED : task.flags.cancelRequested ? CANCELED : READY : undefined
    case 'retry_waiting':
    case 'group_retry_waiting': return task.due ? READY : undefined
    case 'ready': return task.isGroup ? { kind: 'start-round' } : undefined
    case 'planned': return task.progressing === 0 && task.startable === 0 ? afterChildren(task) : undefined
    default: return undefined
  }
}

/** Children of a group that was taken over as done run too (digdag §3.6). */
const mayStart = (task: TaskView): boolean => task.waitsFor === 0 && (task.parentState === 'planned' || task.parentState === 'success')

function afterChildren(task: TaskView): Move {
  if (task.flags.cancelRequested) return CANCELED
  if (task.flags.delayedError) return ERROR
  if (task.flags.delayedGroupError) return GROUP_ERROR
  if (task.failed === 0) return SUCCESS
  if (task.retryLeft) return { kind: 'wait-for-round' }
  const alert = task.parentState === null
  return alert || task.hasErrorTask ? { kind: 'add-error-tasks', alert, error: task.hasErrorTask } : GROUP_ERROR
}

export const isDone = (state: TaskState): boolean => DONE_STATES.has(state)
export const hasFailed = (state: TaskState): boolean => state === 'error' || state === 'group_error'
