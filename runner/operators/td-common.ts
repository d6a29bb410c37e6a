import { ConfigError, RunnerError } from '../model/error.ts'
import { inert } from '../model/inert.ts'
import type { JsonObject } from '../model/json.ts'
import { TaskFailure, type TaskInfo, type TaskRun } from '../model/operator.ts'
import type { Params } from '../model/params.ts'
import type { QueryRequest, QueryResult } from '../model/warehouse.ts'

export interface TableName { readonly database: string; readonly table: string }

/** Parameters of a td operator: the task's, then those of the `td:` block (digdag §6.6). */
export const tdParams = (task: TaskRun): Params => task.params.withDefaults('td')

/**
 * The database a td operator works in: secret `td.database`, else the parameter.
 * @throws ConfigError `Parameter 'database' is required but not set`, `Parameter 'database' is empty`
 */
export async function readDatabase(task: TaskRun, params: Params): Promise<string> {
  const database = (await task.secrets.find('td.database')) ?? params.text('database')
  if (database.trim() === '') throw new ConfigError("Parameter 'database' is empty")
  return database.trim()
}

/** `table` or `database.table`, split at the first dot. */
export function readTable(text: string, database: string): TableName {
  const dot = text.indexOf('.')
  return dot === -1 ? { database, table: text } : { database: text.slice(0, dot), table: text.slice(dot + 1) }
}

export type Engine = 'presto' | 'hive'

/**
 * `engine`, presto by default. `trino` is taken with a warning: digdag refuses it.
 * @throws ConfigError for any other
 */
export function readEngine(task: TaskRun, params: Params): Engine {
  const engine = params.optionalText('engine') ?? 'presto'
  if (engine === 'trino') task.log.line('warn', "engine: trino is read as presto; digdag refuses it, so write presto where the workflow runs there too")
  else if (engine !== 'presto' && engine !== 'hive') throw new ConfigError(`Unknown 'engine:' option (available options are: hive and presto): ${engine}`)
  return engine === 'hive' ? 'hive' : 'presto'
}

/** Reads the options of a job that only the real Treasure Data acts on, so that wrong ones are refused here too. */
export function checkJobOptions(params: Params): void {
  const priority = params.optionalInt('priority') ?? 0
  if (priority < -2 || priority > 2) throw new ConfigError(`Invalid priority: ${priority}. It must be between -2 and 2`, { hint: 'Leave it out for 0.' })
  params.optionalInt('job_retry')
  for (const key of ['presto_pool_name', 'hive_pool_name', 'engine_version', 'hive_engine_version', 'endpoint']) params.optionalText(key)
  params.flag('use_ssl', true)
}

/** What a task's write in the warehouse is kept under: once per chain of resumes, task and round (design). */
export const workKey = (info: TaskInfo, part = ''): string => `${info.sessionUuid}/${info.chainId}/${info.fullName}/${info.round}${part === '' ? '' : `/${part}`}`

/** Runs a job for a task; what the warehouse refuses is the task's failure. */
export async function runJob(task: TaskRun, request: Omit<QueryRequest, 'scheduledTime' | 'signal' | 'notice'> & { readonly scheduledTime?: number }): Promise<QueryResult> {
  return asTaskFailure(() => task.services.warehouse.query({ scheduledTime: task.info.sessionTime, signal: task.signal, notice: noticeTo(task), ...request }))
}

export const noticeTo = (task: TaskRun) => (text: string): void => task.log.line('info', text)

/** A refusal by the warehouse as digdag shows one by Treasure Data: a failure with a plain text. */
export async function asTaskFailure<T>(work: () => Promise<T>): Promise<T> {
  try { return await work() } catch (error) {
    if (error instanceof RunnerError && !(error instanceof ConfigError)) throw new TaskFailure(error.hint === undefined ? error.message : `${error.message}\n${error.hint}`)
    throw error
  }
}

/** `td.last_job_id`, `td.last_job` (digdag §6.6), and more of `td`. */
export const jobStores = ({ jobId, numRecords }: { readonly jobId: string; readonly numRecords: number }, more: JsonObject = {}): JsonObject =>
  ({ td: { last_job_id: jobId, last_job: { id: jobId, num_records: numRecords }, ...more } })

/** A result's row as a map, as data. */
export function rowMap({ columns }: QueryResult, row: QueryResult['rows'][number]): JsonObject {
  return inert(Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])))
}
