import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, isAbsolute } from 'node:path'
import { ConfigError } from '../model/error.ts'
import { textOf, type Json } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import type { QueryResult } from '../model/warehouse.ts'

/** One line of the CSV that `download_file` and `preview` write: NULL is empty, an empty text `""`, other values JSON (td §6.2). */
export const csvLine = (values: readonly Json[]): string => values.map(csvValue).join(',')

function csvValue(value: Json): string {
  if (value === null) return ''
  const text = textOf(value)
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Lines of a result with its header, CRLF behind each. */
export const csvOf = ({ columns, rows }: QueryResult): string =>
  [columns.map(({ name }) => name), ...rows].map((values) => `${csvLine(values)}\r\n`).join('')

export async function downloadFile(task: TaskRun, file: string, result: QueryResult): Promise<void> {
  const path = (await task.workspace()).resolve(file)
  await writeFile(path, csvOf(result))
}

const PREVIEW_ROWS = 20

/** Prints the first rows into the task's log, as digdag does for `preview: true`. */
export function printPreview(task: TaskRun, result: QueryResult): void {
  task.log.line('info', `Job ${result.jobId}: first ${Math.min(PREVIEW_ROWS, result.rows.length)} rows`)
  task.log.write(csvOf({ ...result, rows: result.rows.slice(0, PREVIEW_ROWS) }))
}

/**
 * Writes a file below the outbox: where results go that would leave the machine.
 * @throws ConfigError when the name leads out of it
 */
export async function writeToOutbox(task: TaskRun, name: readonly string[], content: string | Uint8Array): Promise<string> {
  const { outboxPath } = task.services
  const path = join(outboxPath, ...name)
  const way = relative(outboxPath, path)
  if (way.startsWith('..') || isAbsolute(way) || way === '') throw new ConfigError(`The name '${name.join('/')}' leads out of the outbox`)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, content, { mode: 0o600 })
  return path
}

/** A result that would go to another system, as files below the outbox: the rows, and where they should have gone. Secrets stay references. */
export async function exportResult(task: TaskRun, result: QueryResult, target: { readonly [key: string]: Json }): Promise<void> {
  const path = await writeToOutbox(task, ['td-result-export', `${result.jobId}.csv`], csvOf(result))
  await writeToOutbox(task, ['td-result-export', `${result.jobId}.json`], `${JSON.stringify({ job_id: result.jobId, ...target }, null, 2)}\n`)
  task.log.line('info', `Result of job ${result.jobId} (${result.rows.length} rows) written to ${path}; nothing leaves the machine here`)
}
