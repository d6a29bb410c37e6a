import { randomUUID } from 'node:crypto'
import { readDirectory } from './project/directory.ts'
import { pack } from './project/archive.ts'
import type { Home } from './home/home.ts'
import type { JsonObject } from './model/json.ts'
import type { PushResult } from './model/engine.ts'
import { RunnerError } from './model/error.ts'
import type { AttemptDetails } from './model/session.ts'
import type { Task } from './model/task.ts'

export { openHome } from './home/open.ts'
export type { Home, HomeOptions } from './home/home.ts'
export type { Operator, TaskRun, TaskResult, TaskInfo, TaskLog, Secrets, Services, Templates, Workspace } from './model/operator.ts'
export { RuntimeFailure, TaskFailure } from './model/operator.ts'
export { inert as asData } from './model/inert.ts'
export type { Connector, ConnectorContext, ConnectorSource, LoadReport, Skipped } from './model/connector.ts'
export type { Batch, Column, ColumnType, QueryResult, Warehouse } from './model/warehouse.ts'
export type { Params } from './model/params.ts'
export type { Json, JsonObject } from './model/json.ts'
export { ConfigError, RunnerError } from './model/error.ts'
export type { ErrorCode, Position, Problem } from './model/error.ts'
export type { Clock, Millis } from './model/clock.ts'
export type { AttemptDetails, Task, PushResult }

/** Pushes a directory as a new revision of a project. @throws RunnerError `config` with every problem of the workflows */
export async function push(home: Home, directory: string, options: { readonly project: string; readonly revision?: string }): Promise<PushResult> {
  const archive = await pack(readDirectory(directory))
  return home.engine.push({ project: options.project, revision: options.revision ?? randomUUID(), archive, lenientNames: true })
}

export interface StartOptions {
  readonly project: string
  readonly workflow: string
  /** `now`, or a time as `2026-01-02`, `2026-01-02 03:04:05` (in the workflow's zone) or with an offset. */
  readonly session?: string
  readonly params?: JsonObject
  readonly retryAttemptName?: string
  readonly signal?: AbortSignal
}

export interface FinishedAttempt { readonly attempt: AttemptDetails; readonly tasks: readonly Task[] }

/** Starts a session of the latest revision and sees it through to its end here. @throws RunnerError `conflict` when the session time was started before */
export async function start(home: Home, options: StartOptions): Promise<FinishedAttempt> {
  const project = await home.store.findProjectByName(options.project)
  if (!project) throw new RunnerError('not-found', `there is no project '${options.project}'`, { hint: 'push it first' })
  const revision = await home.store.findRevision(project.id)
  const workflow = (revision ? await home.store.workflowsOf(revision.id) : []).find(({ name }) => name === options.workflow)
  if (!workflow) throw new RunnerError('not-found', `project '${options.project}' has no workflow '${options.workflow}'`)
  const text = options.session === undefined || options.session === 'now' ? new Date(home.clock.now()).toISOString() : options.session.replace(' ', 'T')
  const begun = await home.engine.start({ workflowId: workflow.id, sessionTime: home.engine.truncateSessionTime(workflow, text, undefined), params: options.params ?? {}, ...(options.retryAttemptName === undefined ? {} : { retryAttemptName: options.retryAttemptName }) })
  const attempt = await home.engine.runAttempt(begun.attempt.id, options.signal === undefined ? {} : { signal: options.signal })
  return { attempt, tasks: await home.store.listTasks(attempt.attempt.id) }
}
