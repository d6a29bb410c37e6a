import type { PgConnection } from './pg-connection.ts'
import { quotedTable, type PgJob } from './pg-settings.ts'

/** How a server says that somebody else made the table meanwhile: unique_violation, duplicate_table, or duplicate_object for its row type. */
const MADE_MEANWHILE: ReadonlySet<string | undefined> = new Set(['23505', '42P07', '42710'])

/**
 * Runs the work once for this query id, however often the task is run: its row in the status table is locked, and completed
 * in the same transaction (digdag §6.8).
 * @throws the server's error 55P03 while another run of the same query holds the row
 */
export async function onceInTransaction(connection: PgConnection, job: PgJob, queryId: string, work: () => Promise<void>): Promise<'done' | 'was done'> {
  const table = quotedTable(job.statusTable)
  await createTable(connection, table)
  await connection.run(`INSERT INTO ${table} (query_id, created_at) VALUES ($1, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING`, [queryId])
  const outcome = await inTransaction(connection, async () => {
    const { rows } = await connection.run(`SELECT completed_at FROM ${table} WHERE query_id = $1 FOR UPDATE NOWAIT`, [queryId])
    if (rows[0]?.[0] !== null && rows[0]?.[0] !== undefined) return 'was done'
    await work()
    await connection.run(`UPDATE ${table} SET completed_at = CURRENT_TIMESTAMP WHERE query_id = $1`, [queryId])
    return 'done'
  })
  await connection.run(`DELETE FROM ${table} WHERE query_id <> $1 AND completed_at < CURRENT_TIMESTAMP - ($2 || ' milliseconds')::interval`, [queryId, String(job.statusCleanupMs)])
  return outcome
}

/** Two tasks that make the table at once meet in the server's catalogue; the loser finds it made. */
async function createTable(connection: PgConnection, table: string): Promise<void> {
  try {
    await connection.run(`CREATE TABLE IF NOT EXISTS ${table} (query_id text NOT NULL UNIQUE, created_at timestamptz NOT NULL, completed_at timestamptz)`)
  } catch (error) {
    const { code } = error as { readonly code?: string }
    if (!MADE_MEANWHILE.has(code)) throw error
  }
}

export async function inTransaction<T>(connection: PgConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN')
  try {
    const result = await work()
    await connection.run('COMMIT')
    return result
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}
