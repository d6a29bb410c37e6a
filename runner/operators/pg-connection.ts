import type { Client } from 'pg'
import { messageOf } from '../model/error.ts'
import { RuntimeFailure, TaskFailure, type TaskRun } from '../model/operator.ts'
import { canceled } from './define.ts'
import type { PgField, PgRow } from './pg-results.ts'
import { quoted, type PgConnectionSettings } from './pg-settings.ts'

/** A connection while a task uses it. */
export interface PgConnection {
  run(sql: string, values?: readonly (string | number | null)[]): Promise<{ readonly fields: readonly PgField[]; readonly rows: readonly PgRow[]; readonly rowCount: number }>
}

const LOCK_NOT_AVAILABLE = '55P03'

/** A statement that failed on a lock that another session holds (`NOWAIT`). */
export const isLockConflict = (error: unknown): boolean => (error as { readonly code?: string } | undefined)?.code === LOCK_NOT_AVAILABLE

/** Opens a connection for the work and closes it; a kill cancels the running statement on the server. */
export async function withConnection<T>(task: TaskRun, settings: PgConnectionSettings, work: (connection: PgConnection) => Promise<T>): Promise<T> {
  const client = await connect(settings)
  const stop = (): void => { void cancelStatement(client, settings) }
  task.signal.addEventListener('abort', stop, { once: true })
  try {
    if (task.signal.aborted) throw canceled(task)
    if (settings.schema !== undefined) await client.query(`SET search_path TO ${quoted(settings.schema)}`)
    return await work({ run: (sql, values) => runText(client, sql, values) })
  } catch (error) {
    if (task.signal.aborted) throw canceled(task)
    throw error
  } finally {
    task.signal.removeEventListener('abort', stop)
    await client.end().catch(() => undefined)
  }
}

async function connect(settings: PgConnectionSettings): Promise<Client> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    host: settings.host, port: settings.port, user: settings.user, database: settings.database,
    ...(settings.password === undefined ? {} : { password: settings.password }),
    // As digdag: `ssl: true` encrypts and does not check the certificate.
    ssl: settings.ssl ? { rejectUnauthorized: false } : false,
    connectionTimeoutMillis: settings.connectTimeoutMs, query_timeout: settings.socketTimeoutMs, application_name: 'trowel',
  })
  client.on('error', () => undefined)
  try { await client.connect() } catch (cause) {
    throw new TaskFailure(`Failed to connect to the database ${settings.database} at ${settings.host}:${settings.port}: ${messageOf(cause)}`)
  }
  return client
}

async function runText(client: Client, sql: string, values: readonly (string | number | null)[] = []): ReturnType<PgConnection['run']> {
  const asText = { getTypeParser: () => (text: string) => text }
  // Several statements in one text answer with a list; the last one counts.
  const result = [await client.query<(string | null)[]>({ text: sql, values: [...values], rowMode: 'array', types: asText as never })].flat().at(-1)
  return { fields: result?.fields ?? [], rows: result?.rows ?? [], rowCount: result?.rowCount ?? 0 }
}

async function cancelStatement(client: Client, settings: PgConnectionSettings): Promise<void> {
  const { processID } = client as unknown as { readonly processID: number | null }
  try {
    const other = await connect(settings)
    await other.query('SELECT pg_cancel_backend($1)', [processID])
    await other.end()
  } catch { await client.end().catch(() => undefined) }
}

/** A failed statement as a task's failure, with the server's position and hint. */
export function statementFailure(error: unknown): Error {
  if (error instanceof TaskFailure || error instanceof RuntimeFailure || !(error instanceof Error)) return error as Error
  const { code, hint, detail } = error as Error & { readonly code?: string; readonly hint?: string; readonly detail?: string }
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return error
  return new TaskFailure(`Query failed: ERROR: ${error.message} (SQLSTATE ${code})${detail === undefined ? '' : `\n  Detail: ${detail}`}${hint === undefined ? '' : `\n  Hint: ${hint}`}`)
}
