import type { TaskInfo } from '../model/operator.ts'
import type { Engine, TableName } from './td-common.ts'

/** The six lines that td> puts before every statement (digdag §6.7). */
export const headerComments = (info: TaskInfo): string => [
  `-- project_id: ${info.projectId}`, `-- project_name: ${info.projectName}`, `-- workflow_name: ${info.workflowName}`,
  `-- session_id: ${info.sessionId}`, `-- attempt_id: ${info.attemptId}`, `-- task_name: ${info.fullName}`,
].join('\n')

export type WriteMode = 'insert_into' | 'create_table'

/** The lines that make a query write into a table; names are quoted as digdag quotes them. */
export function writeLines(engine: Engine, mode: WriteMode, target: TableName, taskDatabase: string): string {
  const parts = target.database === taskDatabase ? [target.table] : [target.database, target.table]
  if (engine === 'hive') return `INSERT ${mode === 'insert_into' ? 'INTO' : 'OVERWRITE'} TABLE ${parts.map((part) => `\`${part}\``).join('.')}`
  const name = parts.map((part) => `"${part}"`).join('.')
  return mode === 'insert_into' ? `INSERT INTO ${name}` : `DROP TABLE IF EXISTS ${name};\nCREATE TABLE ${name} AS`
}

const INSERT_LINE = /(^|\n)--[ \t]*DIGDAG_INSERT_LINE[^\n]*/
/** Comment lines with exactly one line behind them: only then digdag puts its lines between the two. */
const COMMENTED_LINE = /^([\r\n\t]*(?:--[^\n]*\n)+)([^\n]*)$/

/** Puts lines where digdag puts them: in place of `-- DIGDAG_INSERT_LINE`, else behind leading comments of a one-line statement, else first. */
export function withLines(sql: string, lines: string): string {
  if (INSERT_LINE.test(sql)) return sql.replace(INSERT_LINE, (_, before: string) => `${before}${lines}`)
  const commented = COMMENTED_LINE.exec(sql)
  return commented ? `${commented[1]}${lines}\n${commented[2]}` : `${lines}\n${sql}`
}
