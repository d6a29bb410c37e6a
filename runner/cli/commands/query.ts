import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, RunnerError } from '../../model/error.ts'
import type { QueryResult } from '../../model/warehouse.ts'
import { UsageError, type Command, type Options } from '../command.ts'
import type { Context } from '../context.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'
import { csvText, jsonlText, jsonText, tableText, type Table } from '../rows.ts'

const FORMATS = ['table', 'json', 'jsonl', 'csv', 'parquet'] as const
type Format = (typeof FORMATS)[number]

export const query: Command = {
  name: 'query',
  usage: 'query -d <database> [SQL | -f FILE]',
  summary: 'run SQL on the warehouse',
  options: [
    { flags: '-d, --database <DATABASE>', about: 'the database of unqualified tables' },
    { flags: '-f, --file <FILE>', about: 'read the SQL from a file (- for standard input)' },
    { flags: '--format <FORMAT>', about: `${FORMATS.join(', ')} (default: table on a terminal, else csv)` },
    { flags: '-o, --output <FILE>', about: 'write into a file' },
    { flags: '--save <NAME>', about: 'also keep the query under this name, for td_run>' },
    { flags: '--lock-timeout <S>', about: 'seconds to wait for the warehouse (default 30)' },
    { flags: '--strict-databases', about: '', hidden: true },
  ],
  args: { min: 0, max: 1 },
  notes: ["wf query -d ig_insights 'select * from user_insights limit 5'", "wf query -d ig_insights --format parquet -o insights.parquet 'select * from user_insights'"],
  run: async (context, [argument], options) => {
    const database = options.text('database')
    if (database === undefined) throw new UsageError('-d, --database option is required')
    const format = formatOf(context, options)
    const sql = await sqlText(context, argument, options.text('file'))
    return withHome(context, async (home) => {
      if (options.text('save') !== undefined) await home.saveQuery({ name: options.text('save') ?? '', database, query: sql })
      if (format === 'parquet') return exportParquet(context, home, { database, sql, file: options.text('output') ?? '' })
      const result = await home.warehouse.query({ database, sql, scheduledTime: context.clock.now(), signal: context.signal, notice: context.note })
      return show(context, result, format, options.text('output'))
    })
  },
}

function formatOf(context: Context, options: Options): Format {
  const output = options.text('output')
  const byName = output?.endsWith('.parquet') ? 'parquet' : output?.endsWith('.jsonl') ? 'jsonl' : output?.endsWith('.json') ? 'json' : undefined
  const text = options.text('format') ?? (context.json ? 'json' : byName ?? (context.terminal.outIsTerminal && output === undefined ? 'table' : 'csv'))
  const format = FORMATS.find((name) => name === text)
  if (!format) throw new UsageError(`--format is one of ${FORMATS.join(', ')}, not ${text}`)
  if (format === 'parquet' && output === undefined) throw new UsageError('--format parquet needs -o FILE')
  return format
}

async function sqlText(context: Context, argument: string | undefined, file: string | undefined): Promise<string> {
  if ((argument === undefined) === (file === undefined)) throw new UsageError('give the SQL as one argument, or -f FILE')
  if (argument !== undefined) return argument
  if (file === '-') return context.terminal.readInput()
  try { return readFileSync(resolve(context.cwd, file ?? ''), 'utf8') } catch (error) { throw new RunnerError('disk', `cannot read ${file}: ${messageOf(error)}`, { cause: error }) }
}

function show(context: Context, result: QueryResult, format: Exclude<Format, 'parquet'>, output: string | undefined): number {
  const table: Table = { columns: result.columns.map(({ name }) => name), rows: result.rows }
  const text = format === 'table' ? `${tableText(table, context.terminal.columns)}\n` : format === 'csv' ? csvText(table) : format === 'json' ? jsonText(table) : jsonlText(table)
  if (output === undefined) {
    context.terminal.out(text)
    if (format === 'table') context.note(rowsText(result.rows.length))
    return 0
  }
  writeFileSync(resolve(context.cwd, output), text)
  return written(context, result.rows.length, output)
}

async function exportParquet(context: Context, home: { exportParquet(request: { readonly database: string; readonly sql: string; readonly path: string; readonly signal: AbortSignal }): Promise<number> }, request: { readonly database: string; readonly sql: string; readonly file: string }): Promise<number> {
  const rows = await home.exportParquet({ database: request.database, sql: request.sql, path: resolve(context.cwd, request.file), signal: context.signal })
  return written(context, rows, request.file)
}

const rowsText = (rows: number): string => `${rows} row${rows === 1 ? '' : 's'}`

function written(context: Context, rows: number, file: string): number {
  if (context.json) printJson(context, { file, rows })
  else context.note(`${rowsText(rows)} in ${file}`)
  return 0
}
