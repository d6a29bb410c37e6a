import type { Millis } from './clock.ts'
import type { JsonObject } from './json.ts'
import type { Project, ProjectRevision, Revision, TaskDefinition, Workflow } from './project.ts'
import type { Schedule } from './schedule.ts'
import type { Attempt, AttemptDetails, Owner, Session, SessionDetails } from './session.ts'
import type { Task, TaskState } from './task.ts'

/** A push, all of it one transaction. */
export interface NewRevision {
  readonly projectName: string
  readonly revisionName: string
  readonly archive: Uint8Array | null
  readonly archiveMd5: string | null
  readonly defaultParams: JsonObject
  readonly createdAt: Millis
  readonly workflows: readonly { readonly name: string; readonly timezone: string; readonly config: JsonObject }[]
  /** From the project's schedules before, its schedules after (pure; called within the transaction). A workflow left out loses its row. */
  readonly schedules: (before: readonly Schedule[]) => readonly NextSchedule[]
}

export interface NextSchedule {
  readonly workflowName: string
  readonly nextRunTime: Millis
  readonly nextScheduleTime: Millis
  readonly lastSessionTime: Millis | null
}

/** A start: session (found or made), attempt and task rows, one transaction. */
export interface AttemptPlan {
  readonly projectId: number
  readonly revisionId: number
  readonly workflowId: number
  readonly workflowName: string
  readonly sessionTime: Millis
  readonly retryAttemptName: string | null
  readonly params: JsonObject
  readonly timezone: string
  readonly createdAt: Millis
  /** The attempt that is resumed: its chain goes on. */
  readonly resumes: number | null
  /** With `resumes`: the task pattern of `--resume-from`. */
  readonly resumeFrom?: string | null
  readonly owner: Owner | null
  readonly afterAttemptId: number | null
  readonly tasks: readonly PlannedTask[]
  /** Attempt to close in the same transaction (interrupted or stopped, now resumed). */
  readonly closes: number | null
}

/** A task row to be. Ids are given by the store; indexes point into the plan's own list. */
export interface PlannedTask extends TaskDefinition {
  readonly state: TaskState
  readonly initial: boolean
  /** Values taken over from a resumed task. */
  readonly takenOver?: { readonly exportParams: JsonObject; readonly storeParams: JsonObject; readonly resetStoreParams: readonly (readonly string[])[]; readonly subtaskConfig: JsonObject | null }
}

export type BeginResult = { readonly kind: 'begun'; readonly attempt: Attempt; readonly session: Session } | { readonly kind: 'conflict'; readonly attempt: Attempt }

/** A guarded change of one task: applied only while its state is still `from`. */
export interface TaskChange {
  readonly id: number
  readonly from: TaskState
  readonly to: TaskState
  readonly set: Partial<Pick<Task, 'exportParams' | 'storeParams' | 'resetStoreParams' | 'stateParams' | 'subtaskConfig' | 'error' | 'retryAt' | 'startedAt' | 'flags'>>
}

/** Rows to add while an attempt runs; `id` was reserved with `reserveTaskIds`. */
export type NewTask = Task

/** One step of an attempt: everything in one transaction, or nothing. */
export interface Step {
  readonly attemptId: number
  readonly owner: Owner | null
  /** The attempt's cancel flag as the writer knows it: guarded when given. */
  readonly cancelRequested?: boolean
  readonly at: Millis
  readonly changes: readonly TaskChange[]
  readonly added: readonly NewTask[]
  /** The root is done: the attempt ends. */
  readonly finish?: { readonly success: boolean }
}

export interface PageOf { readonly lastId?: number; readonly pageSize?: number }

/**
 * Where the engine's state is kept. Each verb is one transaction; each write is guarded. One suite runs every verb
 * against every store (`test/contract/store.test.ts`).
 */
export interface Store {
  // projects
  putRevision(revision: NewRevision): Promise<ProjectRevision & { readonly workflows: readonly Workflow[] }>
  findProject(id: number): Promise<Project | undefined>
  /** Only projects that are not deleted. */
  findProjectByName(name: string): Promise<Project | undefined>
  listProjects(filter: { readonly lastId?: number; readonly count?: number; readonly namePattern?: string }): Promise<readonly ProjectRevision[]>
  deleteProject(id: number, at: Millis): Promise<ProjectRevision | undefined>
  /** The latest revision when no name is given. */
  findRevision(projectId: number, name?: string): Promise<Revision | undefined>
  findRevisionById(id: number): Promise<Revision | undefined>
  /** Newest first. */
  listRevisions(projectId: number): Promise<readonly Revision[]>
  readArchive(revisionId: number): Promise<Uint8Array | undefined>
  // workflows
  findWorkflow(id: number): Promise<Workflow | undefined>
  workflowsOf(revisionId: number): Promise<readonly Workflow[]>
  /** Workflows of the latest revisions of all projects, by id. */
  listWorkflows(filter: { readonly lastId?: number; readonly count?: number; readonly descending?: boolean; readonly namePattern?: string; readonly searchProjectName?: boolean }): Promise<readonly Workflow[]>
  // attempts
  begin(plan: AttemptPlan): Promise<BeginResult>
  findAttempt(id: number): Promise<AttemptDetails | undefined>
  /** Newest first. Without `includeRetried` only the last attempt of each session. */
  listAttempts(filter: PageOf & { readonly projectName?: string; readonly workflowName?: string; readonly includeRetried?: boolean; readonly sessionId?: number }): Promise<readonly AttemptDetails[]>
  findSession(id: number): Promise<SessionDetails | undefined>
  findSessionAt(projectId: number, workflowName: string, time: Millis): Promise<SessionDetails | undefined>
  listSessions(filter: PageOf & { readonly projectId?: number; readonly workflowName?: string }): Promise<readonly SessionDetails[]>
  countActiveAttempts(filter?: { readonly projectId: number; readonly workflowName: string }): Promise<number>
  /** Sets the cancel flag on the attempt and its tasks that are not done; undefined when it was done or killed before. */
  requestKill(attemptId: number, at: Millis): Promise<AttemptDetails | undefined>
  /** Attempts that are not done. */
  openAttempts(): Promise<readonly AttemptDetails[]>
  /** Takes an attempt whose owner is (still) `from`; false when somebody was faster. */
  takeAttempt(attemptId: number, from: Owner | null, to: Owner | null, at: Millis): Promise<boolean>
  markStopped(attemptId: number, owner: Owner): Promise<void>
  heartbeat(owner: Owner, at: Millis): Promise<void>
  /** The process group of a running task, for a later owner; null forgets it. */
  recordProcess(taskId: number, group: { readonly pid: number; readonly startedAt: string } | null): Promise<void>
  processesOf(attemptId: number): Promise<readonly { readonly taskId: number; readonly pid: number; readonly startedAt: string }[]>
  // tasks
  /** All rows of an attempt by id, also of finished ones. */
  listTasks(attemptId: number): Promise<readonly Task[]>
  reserveTaskIds(count: number): Promise<number>
  /** False, and nothing written, when a guard fails (another owner, a changed state, a new cancel flag). */
  applyStep(step: Step): Promise<boolean>
  // schedules
  listSchedules(filter: { readonly lastId?: number; readonly count?: number; readonly projectId?: number; readonly workflowName?: string }): Promise<readonly Schedule[]>
  findSchedule(id: number): Promise<Schedule | undefined>
  /** Enabled ones due at this time, earliest first. */
  dueSchedules(at: Millis): Promise<readonly Schedule[]>
  /** Guarded on the next run time read before. */
  moveSchedule(id: number, from: { readonly nextRunTime: Millis }, to: { readonly nextRunTime: Millis; readonly nextScheduleTime: Millis; readonly lastSessionTime?: Millis }, at: Millis): Promise<boolean>
  setScheduleDisabled(id: number, disabledAt: Millis | null, at: Millis): Promise<Schedule | undefined>
  // small encrypted or plain values: secrets, authentications, saved loads, saved queries, shared parameters
  putValue(kind: ValueKind, scope: number, key: string, value: Uint8Array, at: Millis): Promise<void>
  getValue(kind: ValueKind, scope: number, key: string): Promise<Uint8Array | undefined>
  listValues(kind: ValueKind, scope: number): Promise<readonly { readonly key: string; readonly updatedAt: Millis }[]>
  deleteValue(kind: ValueKind, scope: number, key: string): Promise<boolean>
  // upkeep
  prune(before: Millis): Promise<{ readonly attempts: readonly number[]; readonly sessions: number; readonly revisions: number }>
  close(): Promise<void>
}

/** `secret` is scoped by project id; the others by 0. */
export type ValueKind = 'secret' | 'connection' | 'load' | 'load-state' | 'query' | 'param' | 'token-expiry'
