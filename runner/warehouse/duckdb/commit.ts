import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { RunnerError } from '../../model/error.ts'
import type { Column, ColumnType, LoadOutcome, LoadTarget } from '../../model/warehouse.ts'
import { columnNames, literal, quoted, tableRef } from '../names.ts'
import { findDone, writeDone, type DoneWrite } from './journal.ts'
import { columnsOf, ensureDatabase, inTransaction, rowsOf, withConnection } from './session.ts'
import type { StagedTable } from './staging.ts'
import { columnDefinitions, duckdbType } from './types.ts'
import { stagedType } from './staged-rows.ts'

export interface CommitRequest {
  readonly target: LoadTarget
  readonly staged: StagedTable
  readonly jobId: string
  /** Epoch seconds: `time` of rows that bring none. */
  readonly now: number
  readonly strict: boolean
  readonly notice: (text: string) => void
}

/** Copies the staged rows into their table and writes the key, in one transaction. */
export async function commitLoad(instance: DuckDBInstance, request: CommitRequest): Promise<LoadOutcome> {
  return withConnection(instance, async (connection) => {
    await connection.run(`ATTACH ${literal(request.staged.file)} AS staged (READ_ONLY)`)
    try {
      return await inTransaction(connection, 'READ WRITE', () => copy(connection, request))
    } finally {
      await connection.run('DETACH staged')
    }
  })
}

async function copy(connection: DuckDBConnection, { target, staged, jobId, now, strict, notice }: CommitRequest): Promise<LoadOutcome> {
  const done = await findDone(connection, target.key)
  if (done) return alreadyDone(done)
  await ensureDatabase(connection, target.database, { strict, notice })
  const columns = await prepareTable(connection, target, staged)
  await tellLostValues(connection, columns, notice)
  if (target.mode === 'upsert') await deleteSameRows(connection, target, columns)
  const rows = await insert(connection, target, columns, now)
  const note = target.note?.()
  await writeDone(connection, target.key, { jobId, numRecords: rows, ...(note === undefined ? {} : { note }) }, now)
  return { rows, jobId, alreadyLoaded: false, ...(note === undefined ? {} : { note }) }
}

/** The outcome of a load that was committed before. */
export const alreadyDone = ({ jobId, numRecords, note }: DoneWrite): LoadOutcome => ({ rows: numRecords, jobId, alreadyLoaded: true, ...(note === undefined ? {} : { note }) })

/** A staged column on its way into one of the table. */
interface Copied { readonly name: string; readonly source: string; readonly from: ColumnType; readonly to: string }

/** Makes the table as the mode says, adds columns it lacks, and tells which staged column goes where. Types that are there are kept (td §3). */
async function prepareTable(connection: DuckDBConnection, target: LoadTarget, staged: StagedTable): Promise<readonly Copied[]> {
  const { database, table, mode } = target
  const wanted = withTime(staged.columns)
  const anew = mode === 'replace' || (mode === 'replace_on_new_data' && staged.rows > 0)
  if (anew) await connection.run(`DROP TABLE IF EXISTS ${tableRef(database, table)}`)
  const before = await columnsOf(connection, database, table)
  if (before.length === 0) await connection.run(`CREATE TABLE ${tableRef(database, table)} (${columnDefinitions(wanted)})`)
  else {
    const there = new Set(before.map(({ name }) => name.toLowerCase()))
    for (const column of wanted.filter(({ name }) => !there.has(name))) {
      await connection.run(`ALTER TABLE ${tableRef(database, table)} ADD COLUMN ${columnDefinitions([column])}`)
    }
    if (mode === 'truncate') await connection.run(`DELETE FROM ${tableRef(database, table)}`)
  }
  const types = new Map((await columnsOf(connection, database, table)).map(({ name, type }) => [name.toLowerCase(), { name, type }]))
  return staged.columns.map((column, place) => {
    const there = types.get(column.name)
    return { name: there?.name ?? column.name, source: `c${place}`, from: column.type, to: there?.type ?? duckdbType(column.type) }
  })
}

/** `time` is a long whatever comes, and stands last where nothing brings it. */
const withTime = (columns: readonly Column[]): readonly Column[] =>
  columns.some(({ name }) => name === 'time') ? columns.map((column) => (column.name === 'time' ? { name: 'time', type: 'long' as const } : column)) : [...columns, { name: 'time', type: 'long' }]

function converted({ source, from, to }: Copied): string {
  const nested = to.endsWith(']') || to.startsWith('MAP')
  if (nested) return `TRY_CAST(TRY_CAST(${source} AS JSON) AS ${to})`
  return stagedType(from) === to ? source : to === 'VARCHAR' ? `CAST(${source} AS VARCHAR)` : `TRY_CAST(${source} AS ${to})`
}

/** A value that the table's type cannot hold is NULL, as on Treasure Data; this says how many. */
async function tellLostValues(connection: DuckDBConnection, columns: readonly Copied[], notice: (text: string) => void): Promise<void> {
  const risky = columns.filter((column) => converted(column).includes('TRY_CAST'))
  if (risky.length === 0) return
  const counts = risky.map((column) => `count(*) FILTER (${column.source} IS NOT NULL AND ${converted(column)} IS NULL)`)
  const [row = []] = await rowsOf(connection, `SELECT ${counts.join(', ')} FROM staged.staged`)
  for (const [i, column] of risky.entries()) {
    const lost = Number(row[i])
    if (lost > 0) notice(`${lost} value${lost === 1 ? '' : 's'} of column '${column.name}' cannot be read as its type ${column.to} and became NULL`)
  }
}

/** The columns that make a row the same row; texts of the caller, named as stored. */
function keysOf(target: LoadTarget, columns: readonly Copied[]): readonly Copied[] {
  const keys = columnNames(target.upsertKeys ?? []).map((name) => columns.find((column) => column.name.toLowerCase() === name))
  const missing = keys.indexOf(undefined)
  if (keys.length > 0 && missing === -1) return keys as readonly Copied[]
  throw new RunnerError('invalid', keys.length === 0 ? `out.mode: upsert needs the columns that make a row the same row, and this source names none`
    : `out.mode: upsert needs column '${target.upsertKeys?.[missing]}', which the load does not bring`, { hint: 'Use out.mode: append.' })
}

async function deleteSameRows(connection: DuckDBConnection, target: LoadTarget, columns: readonly Copied[]): Promise<void> {
  const keys = keysOf(target, columns)
  const table = tableRef(target.database, target.table)
  await connection.run(`DELETE FROM ${table} USING (SELECT DISTINCT ${keys.map((key) => `${converted(key)} AS ${key.source}`).join(', ')} FROM staged.staged) AS fresh
    WHERE ${keys.map((key) => `${table}.${quoted(key.name)} IS NOT DISTINCT FROM fresh.${key.source}`).join(' AND ')}`)
}

async function insert(connection: DuckDBConnection, target: LoadTarget, columns: readonly Copied[], now: number): Promise<number> {
  const time = columns.find(({ name }) => name === 'time')
  const values = columns.map((column) => (column === time ? `coalesce(${converted(column)}, ${now})` : converted(column)))
  const names = columns.map(({ name }) => quoted(name))
  if (!time) { names.push('"time"'); values.push(String(now)) }
  const last = target.mode === 'upsert' ? `QUALIFY row_number() OVER (PARTITION BY ${keysOf(target, columns).map(converted).join(', ')} ORDER BY rowid DESC) = 1` : ''
  const result = await connection.run(`INSERT INTO ${tableRef(target.database, target.table)} (${names.join(', ')}) SELECT ${values.join(', ')} FROM staged.staged ${last}`)
  return result.rowsChanged
}
