import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { inert } from '../model/inert.ts'
import { ConfigError } from '../model/error.ts'
import type { Json } from '../model/json.ts'
import type { TaskResult, TaskRun } from '../model/operator.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { isLockConflict, statementFailure, withConnection, type PgConnection } from './pg-connection.ts'
import { csvLine, FETCH_SIZE, lastResults, MAX_KEPT_ROWS, type PgField, type PgRow } from './pg-results.ts'
import { quotedTable, readConnection, readJob, type PgJob } from './pg-settings.ts'
import { inTransaction, onceInTransaction } from './pg-transaction.ts'
import { templateText } from './template-text.ts'

const FIRST_LOCK_POLL_MS = 1000
const LONGEST_LOCK_POLL_MS = 1_200_000

/** `pg>`: runs a query on PostgreSQL; writes happen once per task, results are stored as data (digdag §6.8). */
export const pg = defineOperator({
  type: 'pg',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('pg')
    const sql = (await templateText(task, params, 'query')).trim().replace(/;+\s*$/, '')
    if (sql === '') throw new ConfigError('The query is empty')
    const job = readJob(params)
    const settings = await readConnection(task, params)
    const writes = job.downloadFile === undefined && job.lastResults === 'no'
    const queryId = task.state['query_id']
    // The id is kept before the statement runs, so that a run after a crash finds what the first one did.
    if (writes && job.strictTransaction && typeof queryId !== 'string') return { kind: 'poll', afterMs: 0, state: { ...task.state, query_id: randomUUID() } }
    try {
      return await withConnection(task, settings, (connection) => (writes ? write(connection, job, sql, queryId) : read(task, connection, job, sql)))
    } catch (error) {
      if (isLockConflict(error)) return waitForLock(task)
      throw statementFailure(error)
    }
  },
})

async function write(connection: PgConnection, job: PgJob, sql: string, queryId: Json | undefined): Promise<TaskResult> {
  const work = async (): Promise<void> => { for (const statement of statements(job, sql)) await connection.run(statement) }
  if (typeof queryId === 'string' && job.strictTransaction) await onceInTransaction(connection, job, queryId, work)
  else await inTransaction(connection, work)
  return SUCCESS
}

function statements({ insertInto, createTable }: PgJob, sql: string): readonly string[] {
  if (insertInto !== undefined) return [`INSERT INTO ${quotedTable(insertInto)}\n${sql}`]
  if (createTable !== undefined) return [`DROP TABLE IF EXISTS ${quotedTable(createTable)}`, `CREATE TABLE ${quotedTable(createTable)} AS\n${sql}`]
  return [sql]
}

async function read(task: TaskRun, connection: PgConnection, job: PgJob, sql: string): Promise<TaskResult> {
  return inTransaction(connection, async () => {
    await connection.run('SET TRANSACTION READ ONLY')
    if (job.downloadFile !== undefined) {
      await download(task, connection, job.downloadFile, sql)
      return SUCCESS
    }
    const fields: PgField[] = []
    const rows: PgRow[] = []
    for await (const part of fetched(connection, sql, MAX_KEPT_ROWS)) {
      if (fields.length === 0) fields.push(...part.fields)
      rows.push(...part.rows)
    }
    const kept = lastResults(fields, rows)
    const value: Json = job.lastResults === 'all' ? kept : kept[0] ?? {}
    return { kind: 'success', stores: { pg: { last_results: inert(value) } }, resets: [['pg', 'last_results']] }
  })
}

/** Reads through a cursor, so that a large result is never held at once. */
async function* fetched(connection: PgConnection, sql: string, maxRows = Infinity): AsyncGenerator<{ readonly fields: readonly PgField[]; readonly rows: readonly PgRow[] }> {
  await connection.run(`DECLARE trowel_cursor NO SCROLL CURSOR FOR ${sql}`)
  for (let count = 0; count < maxRows;) {
    const { fields, rows } = await connection.run(`FETCH ${Math.min(FETCH_SIZE, maxRows - count)} FROM trowel_cursor`)
    yield { fields, rows }
    count += rows.length
    if (rows.length < FETCH_SIZE) return
  }
}

async function download(task: TaskRun, connection: PgConnection, file: string, sql: string): Promise<void> {
  const path = (await task.workspace()).resolve(file)
  const handle = await open(path, 'w')
  try {
    let headed = false
    for await (const { fields, rows } of fetched(connection, sql)) {
      const head = headed ? '' : csvLine(fields.map(({ name }) => name))
      headed = true
      await handle.write(head + rows.map(csvLine).join(''))
    }
  } finally { await handle.close() }
}

function waitForLock(task: TaskRun): TaskResult {
  const polls = typeof task.state['lock_polls'] === 'number' ? task.state['lock_polls'] : 0
  return { kind: 'poll', afterMs: Math.min(FIRST_LOCK_POLL_MS * 2 ** polls, LONGEST_LOCK_POLL_MS), state: { ...task.state, lock_polls: polls + 1 } }
}
