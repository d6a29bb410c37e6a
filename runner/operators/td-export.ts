import { gzipSync } from 'node:zlib'
import { ConfigError } from '../model/error.ts'
import { stringifyJson, textOf, type Json, type JsonObject } from '../model/json.ts'
import { TaskFailure } from '../model/operator.ts'
import type { QueryResult } from '../model/warehouse.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { jobStores, readDatabase, readTable, runJob, tdParams } from './td-common.ts'
import { exportResult, writeToOutbox } from './td-output.ts'
import { readEpoch } from './td-partial-delete.ts'

const tsvValue = (value: Json): string => (value === null ? '' : textOf(value).replace(/[\t\n\r]/g, ' '))
const objectOf = ({ columns }: QueryResult, row: readonly Json[]): JsonObject => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]))
const jsonLines = (result: QueryResult): string => result.rows.map((row) => `${stringifyJson(objectOf(result, row))}\n`).join('')

/** Contents by `file_format`, before they are zipped. */
const FORMATS: Readonly<Record<string, (result: QueryResult) => string>> = {
  'jsonl.gz': jsonLines,
  'line-json.gz': jsonLines,
  'json.gz': (result) => `${stringifyJson(result.rows.map((row) => objectOf(result, row)))}\n`,
  'tsv.gz': (result) => result.rows.map((row) => `${row.map(tsvValue).join('\t')}\n`).join(''),
}

/** `td_table_export>`: a table's rows of a time range as a file; here below the outbox, in a folder per bucket (digdag §6.7). */
export const tdTableExport = defineOperator({
  type: 'td_table_export',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const { database, table } = readTable(params.optionalText('table') ?? params.text('_command'), await readDatabase(task, params))
    const format = params.text('file_format')
    const write = FORMATS[format]
    if (!write) throw new ConfigError(`invalid file_format option: ${format}`, { hint: `Use one of ${Object.keys(FORMATS).join(', ')}.` })
    const [from, to] = [readEpoch(params, 'from', task.info.timezone), readEpoch(params, 'to', task.info.timezone)]
    const [bucket, prefix] = [params.text('s3_bucket'), params.text('s3_path_prefix')]
    params.optionalText('hive_pool_name')
    const result = await runJob(task, { database, sql: `SELECT * FROM "${database.replaceAll('"', '""')}"."${table.replaceAll('"', '""')}" WHERE "time" >= ${from} AND "time" < ${to}` })
    const path = await writeToOutbox(task, ['td-table-export', bucket, ...`${prefix}${result.jobId}.${format}`.split('/')], gzipSync(write(result)))
    task.log.line('info', `${result.rows.length} rows of ${database}.${table} written to ${path}; nothing leaves the machine here`)
    return { kind: 'success', stores: jobStores(result) }
  },
})

/** `td_result_export>`: an earlier job's result, here as files below the outbox (digdag §6.7). Reads the task's own keys only. */
export const tdResultExport = defineOperator({
  type: 'td_result_export',
  retries: true,
  run: async (task) => {
    const { params } = task
    const jobId = params.text('job_id')
    const connection = params.text('result_connection')
    const settings = params.parsedObject('result_settings')
    if (!settings) throw new ConfigError("Parameter 'result_settings' is required but not set")
    await task.secrets.fillAll(settings)
    const result = await task.services.warehouse.findResult?.(jobId)
    if (!result) throw new TaskFailure(`There is no result of job ${jobId}: results of td> and td_run> jobs are kept for 7 days, up to 100,000 rows each`)
    await exportResult(task, result, { result_connection: connection, result_settings: settings })
    return SUCCESS
  },
})
