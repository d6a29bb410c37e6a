import type { Millis } from '../model/clock.ts'
import { mergeJson, type Json, type JsonObject } from '../model/json.ts'
import type { LogFile } from '../model/logs.ts'
import type { Project, Revision, Workflow } from '../model/project.ts'
import type { Schedule } from '../model/schedule.ts'
import { statusOf, type Attempt, type AttemptDetails, type SessionDetails } from '../model/session.ts'
import type { Task } from '../model/task.ts'
import { formatInstant, formatOffsetTime } from '../model/time.ts'

// The shapes of digdag §10.3, field for field.

const id = (value: number): string => String(value)
const instant = (at: Millis | null): string | null => (at === null ? null : formatInstant(at))
const named = (project: { readonly id: number; readonly name: string }): JsonObject => ({ id: id(project.id), name: project.name })
const hasKeys = (object: JsonObject): boolean => { for (const _ in object) return true; return false }

export const projectShape = (project: Project, revision: Revision): JsonObject => ({
  id: id(project.id), name: project.name, revision: revision.name,
  createdAt: formatInstant(project.createdAt), updatedAt: formatInstant(revision.createdAt), deletedAt: instant(project.deletedAt),
  archiveType: revision.archiveType, archiveMd5: revision.archiveMd5,
})

export const revisionShape = (revision: Revision): JsonObject => ({
  revision: revision.name, createdAt: formatInstant(revision.createdAt), archiveType: revision.archiveType, archiveMd5: revision.archiveMd5, userInfo: {},
})

export const workflowShape = (workflow: Workflow, project: Project, revision: string): JsonObject => ({
  id: id(workflow.id), name: workflow.name, project: named(project), revision, timezone: workflow.timezone, config: workflow.config,
})

export const sessionTimeShape = (workflow: Workflow, project: Project, revision: string, time: Millis): JsonObject => ({
  project: named(project), revision, sessionTime: formatOffsetTime(time, workflow.timezone), timezone: workflow.timezone,
})

/** The same in attempts and in the last attempt of a session. */
const attemptFields = (attempt: Attempt, interrupted: boolean): JsonObject => ({
  retryAttemptName: attempt.retryAttemptName,
  done: attempt.done, success: attempt.success, cancelRequested: attempt.cancelRequested, params: attempt.params,
  createdAt: formatInstant(attempt.createdAt), finishedAt: instant(attempt.finishedAt),
  ...(interrupted ? { interrupted } : {}),
})

export const attemptShape = ({ attempt, session, project }: AttemptDetails, interrupted: boolean): JsonObject => ({
  id: id(attempt.id), index: attempt.index, project: named(project),
  workflow: { name: session.workflowName, id: id(attempt.workflowId) },
  sessionId: id(session.id), sessionUuid: session.uuid, sessionTime: formatOffsetTime(session.time, attempt.timezone),
  ...attemptFields(attempt, interrupted), status: statusOf(attempt),
})

export const sessionShape = ({ session, project, workflowId, lastAttempt, timezone }: SessionDetails, interrupted: boolean): JsonObject => ({
  id: id(session.id), project: named(project),
  workflow: { name: session.workflowName, id: workflowId === null ? null : id(workflowId) },
  sessionUuid: session.uuid, sessionTime: formatOffsetTime(session.time, timezone),
  lastAttempt: { id: id(lastAttempt.id), ...attemptFields(lastAttempt, interrupted) },
})

export const taskShape = (task: Task): JsonObject => ({
  id: id(task.id), fullName: task.fullName, parentId: task.parentId === null ? null : id(task.parentId),
  config: hasKeys(task.exportConfig) ? { ...task.localConfig, _export: task.exportConfig } : task.localConfig,
  upstreams: task.upstreamIds.map(id), isGroup: task.isGroup, state: task.state, cancelRequested: task.flags.cancelRequested,
  exportParams: hasKeys(task.exportParams) ? mergeJson(task.exportConfig, task.exportParams) : task.exportConfig,
  storeParams: task.storeParams, stateParams: task.stateParams,
  updatedAt: formatInstant(task.updatedAt), retryAt: instant(task.retryAt), startedAt: instant(task.startedAt), error: task.error ?? {},
})

export const scheduleShape = (schedule: Schedule, project: Project): JsonObject => ({
  id: id(schedule.id), project: named(project), workflow: { id: id(schedule.workflowId), name: schedule.workflowName },
  nextRunTime: formatInstant(schedule.nextRunTime), nextScheduleTime: formatOffsetTime(schedule.nextScheduleTime, schedule.timezone),
  disabledAt: instant(schedule.disabledAt),
})

export const scheduleSummaryShape = (schedule: Schedule, project: Project): JsonObject => ({
  ...scheduleShape(schedule, project), createdAt: formatInstant(schedule.createdAt), updatedAt: formatInstant(schedule.updatedAt),
})

export const logFileShape = (file: LogFile): JsonObject => ({
  fileName: file.fileName, fileSize: file.fileSize, taskName: file.taskName, fileTime: formatInstant(file.fileTime), agentId: file.agentId, direct: null,
})

/** What a dry backfill would start: ids are 0 (digdag §7.4). */
export const plannedAttemptShape = (plan: {
  readonly schedule: Schedule; readonly project: Project; readonly sessionTime: Millis; readonly attemptName: string | null; readonly uuid: string; readonly at: Millis
}): JsonObject => ({
  id: '0', index: 0, project: named(plan.project), workflow: { name: plan.schedule.workflowName, id: id(plan.schedule.workflowId) },
  sessionId: '0', sessionUuid: plan.uuid, sessionTime: formatOffsetTime(plan.sessionTime, plan.schedule.timezone),
  retryAttemptName: plan.attemptName, done: false, success: false, cancelRequested: false, params: {},
  createdAt: formatInstant(plan.at), finishedAt: null, status: 'running',
})

export const secretShape = (key: string, project: Project): JsonObject => ({ key, project: named(project) })

export const list = <T>(key: string, items: readonly T[], shape: (item: T) => Json): JsonObject => ({ [key]: items.map(shape) })
