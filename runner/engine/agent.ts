import type { Clock } from '../model/clock.ts'
import { ConfigError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import { isArray, isObject, textOf, type Json, type JsonObject } from '../model/json.ts'
import type { LogWriter, TaskLogs } from '../model/logs.ts'
import { TaskFailure, type Operator, type Services, type TaskInfo, type TaskLog, type TaskResult, type TaskRun } from '../model/operator.ts'
import { createParams } from '../model/params.ts'
import type { AttemptDetails } from '../model/session.ts'
import type { Task, TaskError } from '../model/task.ts'
import { suggestions } from '../dig/problem.ts'
import { rewriteLoadSecrets } from '../dig/secret-text.ts'
import { consoleLine } from './console.ts'
import { describeFailure } from './failure.ts'
import type { EngineEvent, EngineOptions, Evaluator, RunHooks } from './ports.ts'
import { nextRetry, readRetry } from './retry.ts'
import { createSecrets, declaredEnvironment, type FindSecret } from './secrets.ts'
import type { RunFolders } from './workspace.ts'

/** How a run ended, as the driver takes it. */
export type Outcome =
  | { readonly kind: 'success'; readonly result: Extract<TaskResult, { readonly kind: 'success' }> }
  | { readonly kind: 'poll'; readonly afterMs: number; readonly state: JsonObject }
  | { readonly kind: 'failure'; readonly error: TaskError }

/** Everything that one run needs; fixed before it begins. */
export interface RunRequest {
  readonly details: AttemptDetails
  readonly task: Task
  readonly info: TaskInfo
  /** Layers 1 to 7, not evaluated (digdag §3.5). */
  readonly params: JsonObject
  /** Made when asked for. */
  readonly signal: () => AbortSignal
  readonly aborted: () => boolean
  /** How often this task ran before in this process: polls are not logged again. */
  readonly earlierRuns: number
  /** Its text came over the network (`http_call>`): it may name no secret. */
  readonly isFetched: boolean
  readonly services: (folders: RunFolders) => Services
  readonly folders: RunFolders
}

export interface Agent { run(request: RunRequest): Promise<Outcome> }

export interface AgentParts {
  readonly operators: ReadonlyMap<string, Operator>
  readonly evaluator: Evaluator
  readonly logs: TaskLogs
  readonly clock: Clock
  readonly findSecret: FindSecret
  readonly findOperator?: EngineOptions['findOperator']
  readonly hooks: RunHooks | undefined
  readonly onEvent: ((event: EngineEvent) => void) | undefined
}

export const createAgent = (parts: AgentParts): Agent => ({ run: (request) => runTask(parts, request) })

async function runTask(parts: AgentParts, request: RunRequest): Promise<Outcome> {
  const { task, details } = request
  const writer = parts.logs.open(details.attempt, task.fullName, parts.clock.now())
  const log = createTaskLog(parts, request, writer)
  try {
    return await runEvaluated(parts, request, log)
  } catch (thrown) {
    const { error, logLine } = describeFailure(thrown, task.fullName)
    if (task.flags.cancelRequested || request.aborted()) log.line('warn', `Task ${task.fullName} is canceled.`)
    else log.line('error', logLine)
    return { kind: 'failure', error }
  } finally {
    await writer.close()
    request.folders.close()
  }
}

async function runEvaluated(parts: AgentParts, request: RunRequest, log: TaskLog): Promise<Outcome> {
  const { task } = request
  const local = withoutExtraTasks(task.localConfig)
  const project = String(request.details.project.id)
  const config = await parts.evaluator.evaluateTask({ params: request.params, local, project })
  const command = commandOf(config)
  if (command === undefined) return { kind: 'success', result: { kind: 'success' } }
  if (request.earlierRuns === 0) log.line('info', command.line)
  if (hasNothingToCleanUp(task)) throw new TaskFailure(`Got a cancel-requested: attempt_id=${task.attemptId}, task_id=${task.id}`)
  const instead = await parts.hooks?.beforeTask?.(task, config) ?? 'run'
  if (instead !== 'run') return { kind: 'success', result: { kind: 'success', ...instead.skipWith } }
  const operator = parts.operators.get(command.type) ?? await projectOperator(parts, request, config, command.type)
  if (operator === undefined) throw unknownType(command.type, parts.operators)
  const used = new Set<string>()
  const mounts = config['_secrets'] ?? {}
  if (!isObject(mounts)) throw new ConfigError("Parameter '_secrets' must be an object", { hint: 'It maps the beginning of a key to the one to read instead, for example  td: {apikey: other.key}' })
  const json = withCommand(config, command)
  const run = createRun(parts, request, { json, local: Object.keys(local), mounts, used, log })
  const outcome = await runOperator(operator, run, { log, config: json, used, aborted: request.aborted })
  if (outcome.kind === 'success' && !used.has(EVERY_KEY)) warnOfUnusedKeys(log, { task, local: Object.keys(local).filter((key) => key !== command.key), used })
  return outcome
}

/** A killed task that left nothing behind needs no operator, and one from outside might not look at the kill. */
const hasNothingToCleanUp = ({ flags, stateParams }: Task): boolean => flags.cancelRequested && Object.keys(stateParams).every((key) => key === 'retry_count')

interface Command { readonly key: string; readonly type: string; readonly value: Json; readonly line: string }

/** What a task does: `_type`, else the first key ending in `>` of the whole merged config (digdag §3.7). */
function commandOf(config: JsonObject): Command | undefined {
  const type = Object.hasOwn(config, '_type') ? config['_type'] : undefined
  if (type !== undefined && type !== null) {
    const name = textOf(revealed(type))
    return { key: '_type', type: name, value: config['_command'] ?? null, line: `type: ${name}` }
  }
  const key = Object.keys(config).find((name) => name.endsWith('>'))
  if (key === undefined) return undefined
  const value = config[key] ?? null
  return { key, type: key.slice(0, -1), value, line: `${key}: ${value === null ? '' : shown(revealed(value))}` }
}

/** An operator that the project itself brings (`_export: plugin:`), where that is allowed. */
async function projectOperator(parts: AgentParts, { folders }: RunRequest, config: JsonObject, type: string): Promise<Operator | undefined> {
  const plugin = config['plugin']
  if (parts.findOperator === undefined || plugin === undefined) return undefined
  await folders.open({ workdir: '', evaluate: async (text) => text })
  return parts.findOperator(type, plugin, folders.projectPath())
}

function withoutExtraTasks(config: JsonObject): JsonObject {
  if (!Object.hasOwn(config, '_check') && !Object.hasOwn(config, '_error')) return config
  const { _check: _checkTask, _error: _errorTask, ...local } = config
  return local
}

/** The configuration as operators see it: `_type` and `_command` in place; a command without a value counts as not set. */
function withCommand(config: JsonObject, { type, value }: Command): JsonObject {
  // Copying without a key costs several times a plain copy.
  if (value !== null && !Object.hasOwn(config, '_secrets')) return { ...config, _type: type, _command: value }
  const { _command: _own, _secrets: _mounts, ...rest } = config
  return value === null ? { ...rest, _type: type } : { ...rest, _type: type, _command: value }
}

/** As Java prints it, for the log. */
function shown(value: Json): string {
  if (isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (isObject(value)) return `{${Object.entries(value).map(([key, item]) => `${key}=${shown(item)}`).join(', ')}}`
  return textOf(value)
}

function unknownType(type: string, operators: ReadonlyMap<string, Operator>): ConfigError {
  const near = suggestions(type, operators.keys())
  return new ConfigError(`Unknown task type: ${type}`, near.length === 0 ? {} : { hint: `did you mean ${near.join(', ')}?` })
}

/** A key that no configuration has: the operator read them all. */
const EVERY_KEY = '\0'

interface RunParts { readonly json: JsonObject; readonly local: readonly string[]; readonly mounts: JsonObject; readonly used: Set<string>; readonly log: TaskLog }

function createRun(parts: AgentParts, request: RunRequest, { json, local, mounts, used, log }: RunParts): TaskRun {
  const { task, details, info, folders } = request
  const find = (key: string): Promise<string | undefined> => parts.findSecret(info.projectId, key)
  const evaluate = (text: string, file?: string): Promise<string> =>
    parts.evaluator.evaluateText({ text, scope: json, project: String(details.project.id), ...(file === undefined ? {} : { file }) })
  const params = createParams(json, used)
  used.add('_secrets')
  let workspace: ReturnType<TaskRun['workspace']> | undefined
  // Most operators ask for little of this, so it is made when asked for.
  const localParams = lazily(() => createParams(Object.fromEntries(local.map((key) => [key, json[key] ?? null])), used))
  const secrets = lazily(() => createSecrets(find, mounts, { fills: !request.isFetched }))
  const services = lazily(() => request.services(folders))
  return {
    info, log, clock: parts.clock,
    params: { ...params, get json() { used.add(EVERY_KEY); return json } },
    get local() { return localParams() },
    get signal() { return request.signal() },
    get secrets() { return secrets() },
    get services() { return services() },
    state: task.stateParams,
    cancelRequested: task.flags.cancelRequested,
    templates: { evaluate, evaluateLoadConfig: async (text, file) => evaluate(await withLoadSecrets({ text, file, scope: json, find: (key) => secrets().find(key), log }), file) },
    declaredEnvironment: () => {
      used.add('_env')
      return declaredEnvironment(local.includes('_env') ? json['_env'] ?? null : null, createSecrets(find, {}, { fills: !request.isFetched }))
    },
    workspace: () => {
      workspace ??= folders.open({ workdir: createParams(json).optionalText('_workdir') ?? '', evaluate })
      return workspace
    },
  }
}

const BARE_NAME = /\$\{\s*([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)\s*\}/g

/** The text of a `td_load>` file with its other spellings of a secret written as `${secret:…}` (design "Two spellings"). */
async function withLoadSecrets({ text, file, scope, find, log }: { readonly text: string; readonly file: string | undefined; readonly scope: JsonObject; readonly find: (key: string) => Promise<string | undefined>; readonly log: TaskLog }): Promise<string> {
  const names = [...new Set([...text.matchAll(BARE_NAME)].map((match) => match[1] ?? ''))]
  const known = await Promise.all(names.map(async (name) => ((await find(name)) === undefined ? [] : [name])))
  const rewritten = rewriteLoadSecrets(text, revealed(scope), new Set(known.flat()), file)
  for (const { message, position, hint } of rewritten.warnings) log.line('warn', `${position === undefined ? '' : `${position.file}:${position.line}:${position.column}: `}${message}${hint === undefined ? '' : `. ${hint}`}`)
  return rewritten.text
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

async function runOperator(operator: Operator, run: TaskRun, { log, config, used, aborted }: { readonly log: TaskLog; readonly config: JsonObject; readonly used: Set<string>; readonly aborted: () => boolean }): Promise<Outcome> {
  const retry = operator.retries ? readRetry(config) : undefined
  if (operator.retries) used.add('_retry')
  try {
    const result = await operator.run(run)
    return result.kind === 'success' ? { kind: 'success', result } : { kind: 'poll', afterMs: result.afterMs, state: keepingCount(run.state, result.state) }
  } catch (thrown) {
    const again = retry === undefined || run.cancelRequested || aborted() ? undefined : nextRetry(retry, run.state)
    if (again === undefined) throw thrown
    log.line('error', `Task failed, retrying: ${describeFailure(thrown, run.info.fullName).error.message}`)
    return { kind: 'poll', ...again }
  }
}

/** Polling does not count as a retry, nor does it forget the retries that were. */
const keepingCount = (before: JsonObject, state: JsonObject): JsonObject => {
  const count = before['retry_count']
  return count === undefined || Object.hasOwn(state, 'retry_count') ? state : { ...state, retry_count: count }
}

function warnOfUnusedKeys(log: TaskLog, { task, local, used }: { readonly task: Task; readonly local: readonly string[]; readonly used: ReadonlySet<string> }): void {
  for (const key of local) {
    if (used.has(key) || (key === '_command' && used.has('_command'))) continue
    log.line('error', `Parameter '${key}' is not used at task ${task.fullName}.`)
    const near = suggestions(key, [...used].filter((name) => name !== EVERY_KEY))
    if (near.length > 0) log.line('error', `  > Did you mean [${near.join(', ')}]?`)
  }
}

/** As Java writes text: half a surrogate pair is a question mark. */
const bytesOf = (text: string): Buffer => Buffer.from(text.replace(/\p{Surrogate}/gu, '?'))

function createTaskLog(parts: AgentParts, { details, task }: RunRequest, writer: LogWriter): TaskLog {
  const { attempt, project, session } = details
  const of = { attemptId: attempt.id, taskId: task.id, fullName: task.fullName }
  const thread = `${String(task.id).padStart(4, '0')}@[0:${project.name}:${session.id}:${attempt.id}]${task.fullName}`
  return {
    write: (text) => {
      const bytes = typeof text === 'string' ? bytesOf(revealed(text)) : text
      writer.write(bytes)
      parts.onEvent?.({ kind: 'output', ...of, bytes })
    },
    line: (level, message) => {
      const text = revealed(message)
      if (level !== 'debug') writer.write(consoleLine(parts.clock.now(), attempt.timezone, level, thread, text))
      parts.onEvent?.({ kind: 'line', ...of, level, text })
    },
    progress: (text) => { parts.onEvent?.({ kind: 'progress', ...of, text: revealed(text) }) },
  }
}
