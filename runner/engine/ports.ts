import type { Clock, Millis } from '../model/clock.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { TaskLogs } from '../model/logs.ts'
import type { Operator, Services } from '../model/operator.ts'
import type { Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import type { Task, TaskState } from '../model/task.ts'
import type { Vault } from '../model/vault.ts'

/** What evaluates `${…}` (`runner/dig/evaluate.ts`). */
export interface Evaluator {
  evaluateTask(input: { readonly params: JsonObject; readonly local: JsonObject; readonly project: string }): Promise<JsonObject>
  evaluateText(input: { readonly text: string; readonly scope: JsonObject; readonly project: string; readonly file?: string }): Promise<string>
}

/** Services that the composition root hands in; the engine adds its own. */
export type OutsideServices = Omit<Services, 'taskLimit' | 'loadCalledWorkflow' | 'attempts' | 'recordProcess'>

export interface EngineOptions {
  readonly store: Store
  readonly logs: TaskLogs
  readonly vault: Vault
  readonly operators: ReadonlyMap<string, Operator>
  readonly clock: Clock
  readonly evaluator: Evaluator
  readonly services: OutsideServices
  /** The process that this engine drives attempts for. */
  readonly owner: Owner
  readonly workspace: WorkspaceOptions
  /** Tasks of an attempt; 1000 by default, as digdag. */
  readonly maxTasks?: number
  /** Attempts that may be under way; 100 by default, as digdag. */
  readonly maxAttempts?: number
  /** Operators that run at a time; 0, the default, means no limit. */
  readonly maxTaskThreads?: number
  /** Under every attempt (digdag §3.5, layer 1). */
  readonly defaultParams?: JsonObject
  readonly archiveLimits?: { readonly packedBytes?: number; readonly unpackedBytes?: number; readonly entries?: number }
  /** 7 days by default, counted from the attempt's creation. */
  readonly attemptTtl?: Millis
  /** 1 day by default, counted from the task's first run. */
  readonly taskTtl?: Millis
  /** What a server does with sessions that were missed while it was stopped: `all`, as digdag. */
  readonly catchUp?: 'all' | 'last' | 'none'
  /** Where secrets come from, if not from the vault alone (`wf run` looks at local ones first). */
  readonly findSecret?: (projectId: number, key: string) => Promise<string | undefined>
  /** An operator that a project brings itself, for a type that is not known.
   * @param plugin the task's parameter `plugin` */
  readonly findOperator?: (type: string, plugin: Json, projectPath: string) => Promise<Operator | undefined>
  /** Steers the runs of operators in `wf run`. */
  readonly hooks?: RunHooks
  readonly onEvent?: (event: EngineEvent) => void
  /** For tests: called at named points, and may throw to stop there as a crash would. */
  readonly trigger?: (point: TriggerPoint) => void
}

export type TriggerPoint = 'before-step' | 'after-step' | 'before-run' | 'after-run'

export type WorkspaceOptions =
  /** Tasks work in the project's own directory (`wf run`, `wf scheduler`). */
  | { readonly mode: 'project-directory'; readonly path: string }
  /** A copy of the revision for each run that asks for files; revisions are unpacked once below this path. */
  | { readonly mode: 'unpacked'; readonly cachePath: string }

/** What a hook may put in the place of a run (digdag §8.3). */
export interface SkippedResult {
  readonly subtasks?: JsonObject
  readonly exports?: JsonObject
  readonly stores?: JsonObject
  readonly resets?: readonly (readonly string[])[]
}

export interface RunHooks {
  /** Asked before each operator's run, once its parameters are evaluated. */
  beforeTask?(task: Task, config: JsonObject): 'run' | { readonly skipWith: SkippedResult } | Promise<'run' | { readonly skipWith: SkippedResult }>
  /** A task came to success: groups too. */
  afterTask?(task: Task): void
}

/** What is going on, for a live task tree and for output; may be lost. */
export type EngineEvent =
  | { readonly kind: 'task'; readonly attemptId: number; readonly taskId: number; readonly parentId: number | null; readonly fullName: string; readonly isGroup: boolean; readonly state: TaskState; readonly at: Millis; readonly error: string | null }
  | { readonly kind: 'output'; readonly attemptId: number; readonly taskId: number; readonly fullName: string; readonly bytes: Uint8Array }
  | { readonly kind: 'line'; readonly attemptId: number; readonly taskId: number; readonly fullName: string; readonly level: 'error' | 'warn' | 'info' | 'debug'; readonly text: string }
  | { readonly kind: 'progress'; readonly attemptId: number; readonly taskId: number; readonly fullName: string; readonly text: string }
  | { readonly kind: 'attempt'; readonly attemptId: number; readonly state: 'started' | 'done' | 'lost'; readonly success: boolean }
  | { readonly kind: 'note'; readonly level: 'warn' | 'info'; readonly text: string }

