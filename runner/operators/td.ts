import { ConfigError } from '../model/error.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import type { TaskResult, TaskRun } from '../model/operator.ts'
import { createParams, type Params } from '../model/params.ts'
import type { QueryResult } from '../model/warehouse.ts'
import { defineOperator } from './define.ts'
import { checkJobOptions, jobStores, readDatabase, readEngine, readTable, rowMap, runJob, tdParams, workKey, type TableName } from './td-common.ts'
import { downloadFile, exportResult, printPreview } from './td-output.ts'
import { headerComments, withLines, writeLines, type WriteMode } from './td-statement.ts'
import { templateText } from './template-text.ts'

const PREVIEW_ROWS = 20

interface Output {
  readonly download: string | undefined
  readonly lastResults: boolean
  readonly preview: boolean
  readonly target: (TableName & { readonly mode: WriteMode }) | undefined
  /** Where the result should go, as written: secrets are references. */
  readonly exports: JsonObject | undefined
}

/** `td>`: runs a query on the warehouse and does with its result what the task says (digdag §6.7). */
export const td = defineOperator({
  type: 'td',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const database = await readDatabase(task, params)
    const engine = readEngine(task, params)
    checkJobOptions(params)
    const output = await readOutput(task, params, database)
    const sql = await queryText(task, params)
    const { target } = output
    const statement = target ? withLines(sql, writeLines(engine, target.mode, target, database)) : sql
    const result = await runJob(task, { database, sql: `${headerComments(task.info)}\n${statement}`, key: workKey(task.info, 'td'), keepResult: true, ...(target ? { target } : {}) })
    return finish(task, database, output, result)
  },
})

/** The SQL of a query operator: a template file, `{data}`, `query:`, and leniently `{query}`. */
export async function queryText(task: TaskRun, params: Params): Promise<string> {
  const command = params.get('_command')
  if (isObject(command) && !Object.hasOwn(command, 'data') && Object.hasOwn(command, 'query')) {
    task.log.line('warn', 'A query nested below the operator is read here; digdag wants {data: …}, or query: beside an empty command')
    return createParams(command).text('query')
  }
  const sql = await templateText(task, params, 'query')
  if (sql.trim() === '') throw new ConfigError('The query is empty')
  return sql
}

async function readOutput(task: TaskRun, params: Params, database: string): Promise<Output> {
  const insert = params.optionalText('insert_into')
  const create = params.optionalText('create_table')
  if (insert !== undefined && create !== undefined) throw new ConfigError('Setting both insert_into and create_table is invalid')
  const download = params.optionalText('download_file')
  const name = insert ?? create
  if (download !== undefined && name !== undefined) throw new ConfigError('download_file is invalid if insert_into or create_table is set')
  return {
    download,
    lastResults: params.flag('store_last_results', false),
    preview: params.flag('preview', false),
    target: name === undefined ? undefined : { ...readTable(name, database), mode: insert === undefined ? 'create_table' : 'insert_into' },
    exports: await readExports(task, params),
  }
}

/** Where the result goes. Secrets are looked up, so that a missing one fails here as there, but never written down. */
async function readExports(task: TaskRun, params: Params): Promise<JsonObject | undefined> {
  const url = params.optionalText('result_url')
  const connection = params.optionalText('result_connection')
  const settings = params.parsedObject('result_settings')
  if (settings && connection === undefined) throw new ConfigError('result_settings is valid only if result_connection is set')
  if (url === undefined && connection === undefined) return undefined
  const wanted: Record<string, Json> = {
    ...(url === undefined ? {} : { result_url: url }), ...(connection === undefined ? {} : { result_connection: connection }), ...(settings ? { result_settings: settings } : {}),
  }
  await task.secrets.fillAll(wanted)
  return wanted
}

async function finish(task: TaskRun, database: string, output: Output, result: QueryResult): Promise<TaskResult> {
  if (output.download !== undefined) await downloadFile(task, output.download, result)
  if (output.exports) await exportResult(task, result, withoutUrlPassword(output.exports))
  if (output.preview) await preview(task, database, output, result)
  const [first] = output.target ? [] : result.rows
  return {
    kind: 'success',
    stores: jobStores(result, output.lastResults ? { last_results: first ? rowMap(result, first) : {} } : {}),
    ...(output.lastResults ? { resets: [['td', 'last_results']] } : {}),
  }
}

const withoutUrlPassword = (wanted: JsonObject): JsonObject =>
  typeof wanted['result_url'] === 'string' ? { ...wanted, result_url: wanted['result_url'].replace(/(:\/\/[^/@:]*):[^@]*@/, '$1:***@') } : wanted

/** Rows of the result, or of the table that was written; a failure does not matter. */
async function preview(task: TaskRun, database: string, { target }: Output, result: QueryResult): Promise<void> {
  try {
    const shown = target ? await runJob(task, { database, sql: `SELECT * FROM "${target.database}"."${target.table}" LIMIT ${PREVIEW_ROWS}`, maxRows: PREVIEW_ROWS }) : result
    printPreview(task, shown)
  } catch (error) {
    task.log.line('warn', `Preview failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}
