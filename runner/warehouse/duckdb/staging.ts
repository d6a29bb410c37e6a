import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Millis } from '../../model/clock.ts'
import { RunnerError } from '../../model/error.ts'
import type { Batch, Column, ColumnType } from '../../model/warehouse.ts'
import { columnNames, literal } from '../names.ts'
import { isLocked } from './failures.ts'
import { duckdb } from './instance.ts'
import { rowsOf } from './session.ts'
import { createRowWriter, stagedType, type RowWriter } from './staged-rows.ts'
import { commonType } from './types.ts'

/** Rows of one load on their way, in a DuckDB file of their own. */
export interface Staging {
  readonly file: string
  /** Units whose rows are all here, from an earlier run of the same load. */
  readonly finished: ReadonlySet<string>
  append(batch: Batch): Promise<void>
  /** Makes everything durable and closes the file, so that the warehouse can read it. */
  seal(): Promise<StagedTable>
  /** Closes the file and keeps what is durable for a later run. */
  close(): void
}

export interface StagedTable {
  readonly file: string
  readonly rows: number
  /** In the order in which they appeared; the physical column is `c0`, `c1`… */
  readonly columns: readonly Column[]
}

const SUFFIX = '.duckdb'
const BASE_MEMORY_MB = 32
const MEMORY_PER_COLUMN_MB = 2
/** Staging files of loads that nobody resumed for this long are removed. */
const STALE_MS = 7 * 24 * 3600 * 1000

const busy = new Set<string>()

export const stagingFile = (folder: string, key: string): string => join(folder, `load-${createHash('sha256').update(key).digest('hex').slice(0, 32)}${SUFFIX}`)

export function removeStaging(file: string): void {
  for (const path of [file, `${file}.wal`]) rmSync(path, { force: true })
  rmSync(`${file}.tmp`, { recursive: true, force: true })
}

const DONE = '.done'

/** Leaves a mark that a load was committed; the warehouse is what says so for certain. */
export function markDone(file: string): void {
  writeFileSync(`${file}${DONE}`, '')
}

/** Whether there is a trace of an earlier run: its staging file, or its mark. */
export function isKnown(file: string): boolean {
  return existsSync(file) || existsSync(`${file}${DONE}`)
}

/** Removes staging files and marks that nobody came back for. */
export function sweepStaging(folder: string, now: Millis): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (!name.startsWith('load-') || now - statSync(file).mtimeMs <= STALE_MS) continue
    if (name.endsWith(SUFFIX) && !busy.has(file)) removeStaging(file)
    if (name.endsWith(DONE)) rmSync(file, { force: true })
  }
}

/**
 * Opens the staging file of a key; what an earlier run finished is kept when it loaded the same (`fingerprint`).
 * @throws RunnerError `busy` when another run of the same load is at work
 */
export async function openStaging(folder: string, key: string, fingerprint: string): Promise<Staging> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = stagingFile(folder, key)
  if (busy.has(file)) throw sameLoad()
  busy.add(file)
  try {
    const opened = await openFile(file, fingerprint).catch(async (error: unknown) => {
      if (isLocked(error)) throw sameLoad()
      // A file that a dying process left unreadable holds nothing that was promised
      removeStaging(file)
      return openFile(file, fingerprint)
    })
    return createStaging(file, opened)
  } catch (error) {
    busy.delete(file)
    throw error
  }
}

const sameLoad = (): RunnerError => new RunnerError('busy', 'The same load is being run by another process', { hint: 'Wait until it is done; it is loaded once in any case.' })

interface OpenFile {
  readonly instance: DuckDBInstance
  readonly connection: DuckDBConnection
  readonly columns: readonly Column[]
  readonly units: readonly { readonly id: number; readonly name: string; readonly done: boolean }[]
}

async function openFile(file: string, fingerprint: string): Promise<OpenFile> {
  const { DuckDBInstance } = await duckdb()
  const instance = await DuckDBInstance.create(file, { threads: '1', memory_limit: `${BASE_MEMORY_MB}MB`, autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' })
  try {
    const connection = await instance.connect()
    await makeTables(connection, fingerprint)
    const columns = (await rowsOf(connection, 'SELECT name, type FROM columns ORDER BY position')).map((row) => ({ name: String(row[0]), type: String(row[1]) as ColumnType }))
    const units = (await rowsOf(connection, 'SELECT id, name, done FROM units')).map((row) => ({ id: Number(row[0]), name: String(row[1]), done: row[2] === true }))
    return { instance, connection, columns, units }
  } catch (error) {
    instance.closeSync()
    throw error
  }
}

async function makeTables(connection: DuckDBConnection, fingerprint: string): Promise<void> {
  const known = await rowsOf(connection, `SELECT 1 FROM duckdb_tables() WHERE table_name = 'load'`)
  const same = known.length > 0 && (await rowsOf(connection, 'SELECT fingerprint FROM load'))[0]?.[0] === fingerprint
  if (same) {
    await connection.run('DELETE FROM staged WHERE unit >= 0 AND unit NOT IN (SELECT id FROM units WHERE done)')
    return
  }
  await connection.run(`BEGIN; DROP TABLE IF EXISTS load; DROP TABLE IF EXISTS columns; DROP TABLE IF EXISTS units; DROP TABLE IF EXISTS staged;
    CREATE TABLE load (fingerprint VARCHAR); INSERT INTO load VALUES (${literal(fingerprint)});
    CREATE TABLE columns (position INTEGER, name VARCHAR, type VARCHAR);
    CREATE TABLE units (id INTEGER, name VARCHAR, done BOOLEAN);
    CREATE TABLE staged (unit INTEGER); COMMIT`)
}

interface State {
  readonly instance: DuckDBInstance
  readonly connection: DuckDBConnection
  readonly columns: Column[]
  readonly unitIds: Map<string, number>
  freeUnitId: number
  writer: RowWriter | undefined
  inTransaction: boolean
}

function createStaging(file: string, { instance, connection, columns, units }: OpenFile): Staging {
  const state: State = {
    instance, connection, columns: [...columns], writer: undefined, inTransaction: false,
    unitIds: new Map(units.map(({ id, name }) => [name, id])), freeUnitId: units.reduce((free, { id }) => Math.max(free, id + 1), 0),
  }
  let open = true
  const close = (): void => {
    if (!open) return
    open = false
    // Not flushed: rows of a unit that is not whole do not count
    state.writer?.abandon()
    connection.closeSync()
    instance.closeSync()
    busy.delete(file)
  }
  return {
    file, close,
    finished: new Set(units.filter(({ done }) => done).map(({ name }) => name)),
    append: (batch) => append(state, batch),
    seal: async () => {
      endWriter(state)
      if (state.inTransaction) await connection.run('COMMIT')
      const rows = Number((await rowsOf(connection, 'SELECT count(*) FROM staged'))[0]?.[0] ?? 0)
      // Closing would do it too, and hold up everything else meanwhile
      await connection.run('CHECKPOINT')
      close()
      return { file, rows, columns: state.columns }
    },
  }
}

async function append(state: State, batch: Batch): Promise<void> {
  const { connection } = state
  if (!state.inTransaction) {
    await connection.run('BEGIN')
    state.inTransaction = true
  }
  const places = await placesOf(state, batch)
  if (batch.rows.length > 0) {
    state.writer ??= await createRowWriter(connection, state.columns)
    await state.writer.write(batch.rows, places, unitId(state, batch.unit))
  }
  if (batch.finishes && batch.finishes.length > 0) await finish(state, batch.finishes)
}

function endWriter(state: State): void {
  state.writer?.close()
  state.writer = undefined
}

/** The place of each of the batch's columns among ours, which grow and widen as needed. */
async function placesOf(state: State, batch: Batch): Promise<readonly number[]> {
  const { columns } = state
  const wanted = columnNames(batch.columns.map(({ name }) => name)).map((name, i): Column => ({ name, type: batch.columns[i]?.type ?? 'string' }))
  const placeOf = ({ name }: Column): number => columns.findIndex((column) => column.name === name)
  const added = wanted.filter((column) => placeOf(column) < 0)
  if (added.length > 0) {
    endWriter(state)
    await addColumns(state, added)
  }
  for (const column of wanted) {
    const place = placeOf(column)
    const old = columns[place]?.type ?? column.type
    if (commonType(old, column.type) === old) continue
    endWriter(state)
    await widenColumn(state, place, commonType(old, column.type))
  }
  return wanted.map(placeOf)
}

function unitId(state: State, name: string | undefined): number {
  if (name === undefined) return -1
  const id = state.unitIds.get(name) ?? state.freeUnitId++
  state.unitIds.set(name, id)
  return id
}

async function finish(state: State, names: readonly string[]): Promise<void> {
  state.writer?.flush()
  await state.connection.run(`INSERT INTO units VALUES ${names.map((name) => `(${unitId(state, name)}, ${literal(name)}, true)`).join(', ')}; COMMIT`)
  state.inTransaction = false
}

/** In one go: a statement of its own for each would take longer than a batch. */
async function addColumns({ connection, columns }: State, added: readonly Column[]): Promise<void> {
  const first = columns.length
  const definitions = added.map(({ type }, i) => `c${first + i} ${stagedType(type)}`)
  const changes = first === 0 ? [`CREATE OR REPLACE TABLE staged (unit INTEGER, ${definitions.join(', ')})`] : definitions.map((definition) => `ALTER TABLE staged ADD COLUMN ${definition}`)
  const rows = added.map(({ name, type }, i) => `(${first + i}, ${literal(name)}, ${literal(type)})`)
  await connection.run([...changes, `INSERT INTO columns VALUES ${rows.join(', ')}`, `SET memory_limit='${BASE_MEMORY_MB + MEMORY_PER_COLUMN_MB * (first + added.length)}MB'`].join('; '))
  columns.push(...added)
}

async function widenColumn({ connection, columns }: State, place: number, type: ColumnType): Promise<void> {
  const old = columns[place]
  if (!old) return
  if (stagedType(old.type) !== stagedType(type)) await connection.run(`ALTER TABLE staged ALTER COLUMN c${place} TYPE ${stagedType(type)}`)
  await connection.run(`UPDATE columns SET type = ${literal(type)} WHERE position = ${place}`)
  columns[place] = { name: old.name, type }
}
