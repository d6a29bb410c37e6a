import { ConfigError } from '../model/error.ts'
import type { TaskRun } from '../model/operator.ts'
import { asFlag, asInt, type Params } from '../model/params.ts'
import { parseDuration } from './duration.ts'

export interface PgConnectionSettings {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string | undefined
  readonly database: string
  readonly ssl: boolean
  readonly schema: string | undefined
  readonly connectTimeoutMs: number
  readonly socketTimeoutMs: number
}

/** Where to connect: each secret `pg.x` wins over the parameter `x` (digdag §6.8). */
export async function readConnection(task: TaskRun, params: Params): Promise<PgConnectionSettings> {
  const optional = async (key: string): Promise<string | undefined> => await task.secrets.find(`pg.${key}`) ?? params.optionalText(key)
  const required = async (key: string): Promise<string> => await optional(key) ?? params.text(key)
  const passwordKey = params.optionalText('password_override')
  return {
    host: await required('host'),
    port: asInt(await optional('port') ?? '5432', 'port'),
    user: await required('user'),
    password: passwordKey === undefined ? await task.secrets.find('pg.password') : await overriddenPassword(task, passwordKey),
    database: await required('database'),
    ssl: asFlag(await optional('ssl') ?? 'false', 'ssl'),
    schema: await optional('schema'),
    connectTimeoutMs: duration(await optional('connect_timeout') ?? '30s', 'connect_timeout'),
    socketTimeoutMs: duration(await optional('socket_timeout') ?? '1800s', 'socket_timeout'),
  }
}

async function overriddenPassword(task: TaskRun, key: string): Promise<string> {
  const password = await task.secrets.find(key)
  if (password === undefined) throw new ConfigError(`Secret not found for key: '${key}'`, { hint: 'password_override names the secret that holds the password' })
  return password
}

export function duration(text: string, key: string): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new ConfigError(`Invalid duration for ${key}: ${text}`, { hint: 'write it as 1d 2h 3m 4s, each part optional' })
  return ms
}

export interface TableName { readonly schema: string | undefined; readonly table: string }

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const quotedTable = ({ schema, table }: TableName): string => (schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}`)

/** `table` or `schema.table`, cut at the first dot. */
export function tableName(text: string): TableName {
  const dot = text.indexOf('.')
  return dot < 0 ? { schema: undefined, table: text } : { schema: text.slice(0, dot), table: text.slice(dot + 1) }
}

export type LastResults = 'no' | 'first' | 'all'

/** What a `pg>` task does with its query. */
export interface PgJob {
  readonly insertInto: TableName | undefined
  readonly createTable: TableName | undefined
  readonly downloadFile: string | undefined
  readonly lastResults: LastResults
  readonly strictTransaction: boolean
  readonly statusTable: TableName
  readonly statusCleanupMs: number
}

export function readJob(params: Params): PgJob {
  const [insertInto, createTable, downloadFile] = [params.optionalText('insert_into'), params.optionalText('create_table'), params.optionalText('download_file')]
  const lastResults = readLastResults(params)
  const writes = insertInto !== undefined || createTable !== undefined
  if (insertInto !== undefined && createTable !== undefined) throw new ConfigError("Can't use both of insert_into and create_table")
  if (writes && downloadFile !== undefined) throw new ConfigError("Can't use download_file with insert_into or create_table")
  if (writes && lastResults !== 'no') throw new ConfigError("Can't use store_last_results with insert_into or create_table")
  if (downloadFile !== undefined && lastResults !== 'no') throw new ConfigError("Can't use both download_file and store_last_results at once")
  return {
    insertInto: insertInto === undefined ? undefined : tableName(insertInto),
    createTable: createTable === undefined ? undefined : tableName(createTable),
    downloadFile, lastResults,
    strictTransaction: params.flag('strict_transaction', true),
    statusTable: { schema: params.optionalText('status_table_schema'), table: params.optionalText('status_table') ?? '__digdag_status' },
    statusCleanupMs: duration(params.optionalText('status_table_cleanup') ?? '24h', 'status_table_cleanup'),
  }
}

function readLastResults(params: Params): LastResults {
  const text = params.optionalText('store_last_results') ?? 'false'
  if (text === 'first' || text === 'all') return text
  return asFlag(text, 'store_last_results') ? 'first' : 'no'
}
