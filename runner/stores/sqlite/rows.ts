import type { Project, Revision, Workflow } from '../../model/project.ts'
import type { Schedule } from '../../model/schedule.ts'
import type { Attempt, Owner, Session } from '../../model/session.ts'
import { isArray, isObject, parseJson, stringifyJson, type Json, type JsonObject } from '../../model/json.ts'
import { TASK_STATES, type Task, type TaskError, type TaskFlags, type TaskState } from '../../model/task.ts'
import type { SqlRow, SqlValue } from './database.ts'
import { readIds } from './ids.ts'

const EMPTY: JsonObject = Object.freeze({})

export const int = (row: SqlRow, column: string): number => Number(row[column])
export const text = (row: SqlRow, column: string): string => String(row[column])
export const optionalInt = (row: SqlRow, column: string): number | null => (row[column] === null ? null : Number(row[column]))
export const optionalText = (row: SqlRow, column: string): string | null => (row[column] === null ? null : String(row[column]))
export const flag = (row: SqlRow, column: string): boolean => row[column] === 1

function object(row: SqlRow, column: string): JsonObject {
  const value = row[column]
  if (value === null || value === undefined || value === '{}') return EMPTY
  const json = parseJson(String(value))
  return isObject(json) ? json : EMPTY
}

const optionalObject = (row: SqlRow, column: string): JsonObject | null => (row[column] === null ? null : object(row, column))

/** An object's column text; null stands for an empty one. */
export function objectText(value: JsonObject): string | null {
  for (const key in value) if (Object.hasOwn(value, key)) return stringifyJson(value)
  return null
}

export const pathsText = (paths: readonly (readonly string[])[]): string | null => (paths.length === 0 ? null : stringifyJson(paths))

function paths(row: SqlRow, column: string): readonly (readonly string[])[] {
  const value = row[column]
  if (value === null || value === undefined) return []
  const json = parseJson(String(value))
  return isArray(json) ? json.map((path: Json) => (isArray(path) ? path.map(String) : [])) : []
}

export const projectOf = (row: SqlRow): Project =>
  ({ id: int(row, 'id'), name: text(row, 'name'), createdAt: int(row, 'created_at'), deletedAt: optionalInt(row, 'deleted_at') })

export const revisionOf = (row: SqlRow): Revision => ({
  id: int(row, 'id'), projectId: int(row, 'project_id'), name: text(row, 'name'), createdAt: int(row, 'created_at'),
  archiveType: text(row, 'archive_type') === 'db' ? 'db' : 'none', archiveMd5: optionalText(row, 'archive_md5'), defaultParams: object(row, 'default_params'),
})

export const workflowOf = (row: SqlRow): Workflow => ({
  id: int(row, 'id'), projectId: int(row, 'project_id'), revisionId: int(row, 'revision_id'), name: text(row, 'name'),
  timezone: text(row, 'timezone'), config: object(row, 'config'),
})

export const sessionOf = (row: SqlRow): Session =>
  ({ id: int(row, 'id'), projectId: int(row, 'project_id'), workflowName: text(row, 'workflow_name'), uuid: text(row, 'uuid'), time: int(row, 'time') })

/** Condition that an attempt's owner is the one of `ownerValues`. */
export const OWNED = 'owner_host is ? and owner_pid is ? and owner_started is ?'
export const ownerValues = (owner: Owner | null): readonly SqlValue[] => (owner === null ? [null, null, null] : [owner.host, owner.pid, owner.startedAt])

export function attemptOf(row: SqlRow): Attempt {
  const host = optionalText(row, 'owner_host')
  const resumesId = optionalInt(row, 'resumes_id')
  return {
    id: int(row, 'id'), sessionId: int(row, 'session_id'), projectId: int(row, 'project_id'), revisionId: int(row, 'revision_id'),
    workflowId: int(row, 'workflow_id'), index: int(row, 'idx'), retryAttemptName: optionalText(row, 'retry_name'), params: object(row, 'params'),
    timezone: text(row, 'timezone'), done: flag(row, 'done'), success: flag(row, 'success'), cancelRequested: flag(row, 'cancel_requested'),
    createdAt: int(row, 'created_at'), finishedAt: optionalInt(row, 'finished_at'), chainId: int(row, 'chain_id'),
    owner: host === null ? null : { host, pid: int(row, 'owner_pid'), startedAt: text(row, 'owner_started') },
    heartbeatAt: optionalInt(row, 'heartbeat_at'), stopped: flag(row, 'stopped'), afterAttemptId: optionalInt(row, 'after_id'),
    resumes: resumesId === null ? null : { attemptId: resumesId, from: optionalText(row, 'resume_from') },
  }
}

export const scheduleOf = (row: SqlRow): Schedule => ({
  id: int(row, 'id'), projectId: int(row, 'project_id'), workflowId: int(row, 'workflow_id'), workflowName: text(row, 'workflow_name'),
  timezone: text(row, 'timezone'), nextRunTime: int(row, 'next_run_time'), nextScheduleTime: int(row, 'next_schedule_time'),
  lastSessionTime: optionalInt(row, 'last_session_time'), disabledAt: optionalInt(row, 'disabled_at'),
  createdAt: int(row, 'created_at'), updatedAt: int(row, 'updated_at'),
})

const CANCEL_REQUESTED = 1
const DELAYED_ERROR = 2
const DELAYED_GROUP_ERROR = 4
const INITIAL = 8

export const CANCEL_FLAG = CANCEL_REQUESTED

/** digdag's bits (digdag §3.1). */
export const flagBits = (flags: TaskFlags): number =>
  (flags.cancelRequested ? CANCEL_REQUESTED : 0) | (flags.delayedError ? DELAYED_ERROR : 0) |
  (flags.delayedGroupError ? DELAYED_GROUP_ERROR : 0) | (flags.initial ? INITIAL : 0)

const FLAGS: readonly TaskFlags[] = Array.from({ length: 16 }, (_, bits) => Object.freeze({
  cancelRequested: (bits & CANCEL_REQUESTED) !== 0, delayedError: (bits & DELAYED_ERROR) !== 0,
  delayedGroupError: (bits & DELAYED_GROUP_ERROR) !== 0, initial: (bits & INITIAL) !== 0,
}))

export const flagsOf = (bits: number): TaskFlags => FLAGS[bits & 15] ?? FLAGS[0] as TaskFlags

const CODES = new Map<TaskState, number>(TASK_STATES.map((state, code) => [state, code]))
export const codeOf = (state: TaskState): number => CODES.get(state) ?? 0

export const DONE_CODES = '(6, 7, 8, 9)'

function errorOf(row: SqlRow): TaskError | null {
  const value = optionalObject(row, 'error')
  return value === null ? null : { ...value, message: typeof value['message'] === 'string' ? value['message'] : '' }
}

/** Reads tasks; lists of upstreams that are equal as text are one array. */
export function taskReader(): (row: SqlRow) => Task {
  const lists = new Map<string, readonly number[]>()
  const upstreams = (value: SqlValue | undefined): readonly number[] => {
    if (typeof value !== 'string') return []
    const known = lists.get(value)
    if (known !== undefined) return known
    const ids = readIds(value)
    lists.set(value, ids)
    return ids
  }
  return (row) => ({
    id: int(row, 'id'), attemptId: int(row, 'attempt_id'), fullName: text(row, 'full_name'), parentId: optionalInt(row, 'parent_id'),
    upstreamIds: upstreams(row['upstreams']), isGroup: flag(row, 'is_group'), state: TASK_STATES[int(row, 'state')] ?? 'blocked', flags: flagsOf(int(row, 'flags')),
    localConfig: object(row, 'local_config'), exportConfig: object(row, 'export_config'), exportParams: object(row, 'export_params'),
    storeParams: object(row, 'store_params'), resetStoreParams: paths(row, 'reset_store_params'), stateParams: object(row, 'state_params'),
    subtaskConfig: optionalObject(row, 'subtask_config'), error: errorOf(row), retryAt: optionalInt(row, 'retry_at'),
    startedAt: optionalInt(row, 'started_at'), updatedAt: int(row, 'updated_at'),
  })
}
