import { RunnerError } from '../../model/error.ts'
import { setTimeout as pause } from 'node:timers/promises'

export type SqlValue = string | number | bigint | Uint8Array | null
export type SqlRow = Readonly<Record<string, SqlValue>>

export interface Statement {
  /** How many rows changed. */
  run(...values: readonly SqlValue[]): number
  get(...values: readonly SqlValue[]): SqlRow | undefined
  all(...values: readonly SqlValue[]): readonly SqlRow[]
}

/** One connection. Every text is prepared once; no transaction lives longer than one synchronous call. */
export interface Database {
  sql(text: string): Statement
  exec(text: string): void
  /** Reads outside a transaction; waits and tries again while the file is locked. */
  read<T>(work: () => T): Promise<T>
  /** One transaction, begun with the write lock: all of `work` or nothing. Waits and tries again while the file is locked. */
  write<T>(work: () => T): Promise<T>
  close(): void
}

const BUSY_TIMEOUT_MS = 20
const FIRST_PAUSE_MS = 2
const LONGEST_PAUSE_MS = 100
const GIVE_UP_AFTER_MS = 30_000

/** @param path a file, or `:memory:` */
export async function openDatabase(path: string): Promise<Database> {
  const { default: Libsql } = await import('libsql')
  const connection = opened(path, () => new Libsql(path))
  connection.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`)
  const statements = new Map<string, Statement>()
  const sql = (text: string): Statement => {
    const known = statements.get(text)
    if (known !== undefined) return known
    const prepared = connection.prepare(text)
    const statement: Statement = {
      run: (...values) => prepared.run(...values).changes,
      get: (...values) => prepared.get(...values) as SqlRow | undefined,
      all: (...values) => prepared.all(...values) as SqlRow[],
    }
    statements.set(text, statement)
    return statement
  }
  const transaction = <T>(work: () => T): T => {
    sql('begin immediate').run()
    try {
      const result = work()
      sql('commit').run()
      return result
    } catch (error) {
      if (connection.inTransaction) connection.exec('rollback')
      throw error
    }
  }
  return {
    sql,
    exec: (text) => { connection.exec(text) },
    read: (work) => patiently(path, work),
    write: (work) => patiently(path, () => transaction(work)),
    close: () => { connection.close() },
  }
}

async function patiently<T>(path: string, work: () => T): Promise<T> {
  let waited = 0
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error)) throw translate(path, error)
      if (waited >= GIVE_UP_AFTER_MS) throw translate(path, error)
    }
    const jittered = wait * (0.5 + Math.random())
    waited += jittered + BUSY_TIMEOUT_MS
    await pause(jittered)
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''

const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error).startsWith('SQLITE_LOCKED')

const DISK: readonly [code: string, what: string, hint: string][] = [
  ['SQLITE_FULL', 'the disk is full', 'make room and try again; nothing was written'],
  ['SQLITE_READONLY', 'the file cannot be written', 'check its permissions'],
  ['SQLITE_CANTOPEN', 'the file cannot be opened', 'check that the folder exists and its permissions'],
  ['SQLITE_IOERR', 'the disk reports an error', 'check the disk'],
  ['SQLITE_NOTADB', 'the file is no SQLite database', 'move it away, or name another home with --home'],
  ['SQLITE_CORRUPT', 'the file is damaged', 'put a backup in its place'],
]

function translate(path: string, error: unknown): unknown {
  const code = codeOf(error)
  if (isBusy(error)) return new RunnerError('busy', `Another process keeps ${path} locked`, { hint: 'wait for the other command to end and try again', cause: error })
  const found = DISK.find(([prefix]) => code.startsWith(prefix))
  return found === undefined ? error : new RunnerError('disk', `Cannot use ${path}: ${found[1]}`, { hint: found[2], cause: error })
}

/** libsql tells why it could not open a file in no other way than by a text. */
function opened<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    throw new RunnerError('disk', `Cannot use ${path}: the file cannot be opened`, { hint: 'check that the folder exists and its permissions', cause: error })
  }
}
