import type { Clock, Millis } from './clock.ts'
import type { Json, JsonObject } from './json.ts'
import type { LoadReport } from './connector.ts'
import type { Params } from './params.ts'
import type { TaskError } from './task.ts'
import type { Warehouse } from './warehouse.ts'

/** What a task is, for operators: everything here is fixed for one run. */
export interface TaskInfo {
  readonly taskId: number
  readonly attemptId: number
  /** The first attempt of the chain of resumes. */
  readonly chainId: number
  /** How many earlier tasks of this full name the attempt had (rounds of a group's retry); with chain and name it is a load's key (design). */
  readonly round: number
  readonly sessionId: number
  readonly sessionUuid: string
  readonly sessionTime: Millis
  readonly timezone: string
  readonly projectId: number
  readonly projectName: string
  readonly workflowName: string
  readonly revision: string
  readonly fullName: string
  readonly retryAttemptName: string | null
}

/** One run of a task. */
export interface TaskRun {
  readonly info: TaskInfo
  /** Merged and evaluated parameters, local keys on top. Texts that may hold data are inert; `Params` reveals them. */
  readonly params: Params
  /** Evaluated local keys only (`require>` takes its targets from these alone). */
  readonly local: Params
  /** What an earlier run of this task left by `poll` or a retry; `{}` at first. */
  readonly state: JsonObject
  /** The attempt was killed: clean up (end the remote job) and throw. */
  readonly cancelRequested: boolean
  /** Aborted by kill, by a time limit, and when the process stops. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly log: TaskLog
  readonly secrets: Secrets
  readonly templates: Templates
  /**
   * The task's `_env`, ready for a script: names checked, values as text with secrets in place (`_secrets` does not apply,
   * digdag §3.7). Without it the operators read `_env` of `params` themselves.
   * @throws ConfigError `Invalid _env key name: k`; RuntimeFailure `Secret not found for key: 'k'` (secret not found)
   */
  declaredEnvironment?(): Promise<Readonly<Record<string, string>>>
  /** Made at the first call only: the project's files and a working directory (`_workdir` applied). */
  workspace(): Promise<Workspace>
  readonly services: Services
}

export interface TaskLog {
  /** What the task prints, as it is. */
  write(text: string | Uint8Array): void
  /** A line of our own, in digdag's console pattern. */
  line(level: 'error' | 'warn' | 'info' | 'debug', message: string): void
  /** How far long work is, for the live task tree; not kept. */
  progress(text: string): void
}

export interface Secrets {
  /** The value of a secret after `_secrets` remapping, or undefined. */
  find(key: string): Promise<string | undefined>
  /** Puts `${secret:key}` of a text in place; inert dollars are never a reference, and come out as `$` (digdag §4.6).
   * @throws ConfigError `Secret not found for key: 'k'`; `Invalid parametrization: '${x:…}'` */
  fill(text: string): Promise<string>
  /** `fill` for every key and text of a value. */
  fillAll(value: Json): Promise<Json>
}

export interface Templates {
  /** Evaluates `${…}` of a file's text with this task's parameters as scope; `${secret:…}` stays. The result may hold inert dollars.
   * @param file named in error messages */
  evaluate(text: string, file?: string): Promise<string>
  /** `evaluate` for the text of a `td_load>` file: its other spellings of a secret (`$<secret:k>`, a bare `${a.b}` that only a
   * secret answers, with a warning) are `${secret:k}` afterwards (design "Two spellings"). Without it: `evaluate`. */
  evaluateLoadConfig?(text: string, file?: string): Promise<string>
}

export interface Workspace {
  /** The project's root. Files written here are seen by later tasks only in `wf run` (digdag §3.4). */
  readonly projectPath: string
  readonly workdir: string
  /** An absolute path for a file argument, which must stay in the project.
   * @throws ConfigError `File name must not be outside of project path (P): F` */
  resolve(file: string): string
  /** @throws ConfigError `File not found: F` */
  readText(file: string): Promise<string>
  /** Reads a file and evaluates its templates (digdag §4.5). */
  template(file: string): Promise<string>
  /** A private 0700 folder outside the project, removed when the run ends and at the next start. */
  scratch(): Promise<string>
}

/** What operators may reach, handed in by the composition root; absent ones are not set up here. */
export interface Services {
  readonly warehouse: Warehouse
  /** Folder for what would leave the machine: `.eml` files, exports. */
  readonly outboxPath: string
  /** The environment a script inherits: without TROWEL_*, TD_*API*KEY, DIGDAG_CONFIG. */
  readonly environment: Readonly<Record<string, string>>
  /** Our configuration, digdag's property names (`config.mail.host`, `param_server.type`…). */
  readonly settings: Readonly<Record<string, string>>
  /** Tasks an attempt may still have added: limit and current count (digdag §2.4). */
  taskLimit(): { readonly limit: number; readonly current: number }
  /** Compiles a file as a workflow for `call>`: its config, `_workdir` to export, or throws ConfigError. */
  loadCalledWorkflow(path: string, text: string, name: string): Promise<JsonObject>
  /** Reads YAML text as `td_load>` does: digdag's scalars, duplicate keys allowed (the later wins), no `!include` (digdag §4.6).
   * @throws ConfigError with file:line:column */
  readYaml?(text: string, file: string): Json
  /** Starts or finds an attempt for `require>`. */
  readonly attempts: AttemptStarter
  readonly paramServer: ParamServer | undefined
  notify(message: string, run: TaskInfo): Promise<void>
  /** Runs a bulk load: config with secrets already in place (digdag §6.7 `td_load>`). */
  readonly loads: LoadRunner
  readonly saved: SavedQueries
  /** Remembers the process group a task started, so that a later owner can end it before the task runs again. */
  recordProcess(pid: number): void
}

export interface LoadRunner {
  run(request: LoadRequest): Promise<LoadReport>
}

export interface LoadRequest {
  readonly info: TaskInfo
  readonly database: string
  /** Required for a config; a saved load names its own. */
  readonly table?: string
  /** `in`, `out`, `exec`, `filters`; secrets filled. */
  readonly config?: JsonObject
  /** A saved load's name instead of `config`. */
  readonly name?: string
  /** Puts templates and secrets of a saved load's configuration in place, as the task that runs it has them. */
  fill?(config: JsonObject): Promise<JsonObject>
  readonly scheduledTime: Millis
  readonly log: TaskLog
  readonly signal: AbortSignal
}

export interface SavedQuery { readonly id: number; readonly name: string; readonly database: string; readonly query: string; readonly engine: string }
export interface SavedQueries { find(reference: string | number): Promise<SavedQuery | undefined> }

export interface ParamServer {
  get(key: string): Promise<string | undefined>
  /** Kept for 90 days. */
  set(key: string, value: string): Promise<void>
}

/** What `require>` asks of the engine. */
export interface AttemptStarter {
  startOrFind(target: {
    readonly project: { readonly id: number } | { readonly name: string }
    readonly workflowName: string
    readonly sessionTime: Millis
    readonly retryAttemptName: string | null
    readonly params: JsonObject
  }): Promise<{ readonly kind: 'started' | 'found'; readonly attemptId: number; readonly sessionId: number } | { readonly kind: 'no-workflow' }>
  find(attemptId: number): Promise<{ readonly done: boolean; readonly success: boolean } | undefined>
}

/** How a run ended well. A run that fails throws: `TaskFailure` for an expected failure, anything else for an unexpected one. */
export type TaskResult =
  | { readonly kind: 'success'; readonly subtasks?: JsonObject; readonly exports?: JsonObject; readonly stores?: JsonObject
      /** Key paths taken out of what later tasks see before `stores` is merged. */
      readonly resets?: readonly (readonly string[])[] }
  /** Run again later: polling, or the operator's own retry. */
  | { readonly kind: 'poll'; readonly afterMs: Millis; readonly state: JsonObject }

/** An expected failure (digdag §3.3): its text is shown without a class hint or a stack. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure'
  readonly error: TaskError
  constructor(message: string, fields: JsonObject = {}) {
    super(message)
    this.error = { ...fields, message }
  }
}

/**
 * An unexpected failure with digdag's own words for its class: shown as `message (hint)`, and the error carries a stack
 * (digdag §3.3). Anything else that is thrown and is neither a `TaskFailure` nor a `ConfigError` counts as `runtime`.
 */
export class RuntimeFailure extends Error {
  override readonly name = 'RuntimeFailure'
  /** `runtime`, `illegal argument`, `io`, `secret not found`… */
  readonly hint: string
  constructor(message: string, hint = 'runtime', more: { readonly cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.hint = hint
  }
}

/** An operator: what a task of the type `name>` does. Also the public type for operators from outside. */
export interface Operator {
  readonly type: string
  /** Whether `_retry` re-runs the operator's own failure (digdag §2.5: those on the shared base class do). */
  readonly retries: boolean
  run(task: TaskRun): Promise<TaskResult>
}
