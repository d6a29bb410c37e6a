import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import { RunnerError } from '../../model/error.ts'
import type { Clock } from '../../model/clock.ts'
import type { Column, QueryRequest, QueryResult, Row } from '../../model/warehouse.ts'
import { INTERNAL_SCHEMA, literal } from '../names.ts'
import { nameColumns, outputNames, type OutputName } from '../sql/output-names.ts'
import { readStatements, translateStatement, type SqlContext, type Statement } from '../sql/translate.ts'
import { identifier, keyword, significant } from '../sql/tokens.ts'
import { extend } from './extend.ts'
import type { Gate } from './gate.ts'
import { duckdb } from './instance.ts'
import { findDone, writeDone } from './journal.ts'
import { throwIfAborted } from './load.ts'
import { databaseExists, ensureDatabase, inTransaction, missingDatabase, withConnection } from './session.ts'
import { writeTarget } from './target.ts'
import { columnType, sqlTypeName } from './types.ts'
import { jsonReader } from './values.ts'

export interface QueryParts {
  readonly gate: Gate
  readonly strict: boolean
  readonly clock: Clock
  nextJobId(): string
}

/** Runs a job: all statements of its text in one transaction, which also writes the key. */
export async function runQuery(parts: QueryParts, request: QueryRequest): Promise<QueryResult> {
  const notice = request.notice ?? (() => undefined)
  const statements = readStatements(request.sql)
  if (statements.length === 0) throw new RunnerError('unprocessable', 'The query is empty')
  for (const statement of statements) checkAllowed(statement)
  const writes = request.target !== undefined || statements.some((statement) => statement.writes)
  throwIfAborted(request.signal)
  return parts.gate.use(writes ? 'write' : 'read', notice, (instance) => withConnection(instance, (connection) =>
    interruptible(connection, request.signal, () => inTransaction(connection, writes ? 'READ WRITE' : 'READ ONLY', () => runJob(parts, connection, request, statements, writes)))))
}

async function runJob(parts: QueryParts, connection: DuckDBConnection, request: QueryRequest, statements: readonly Statement[], writes: boolean): Promise<QueryResult> {
  const { key } = request
  const done = writes && key !== undefined ? await findDone(connection, key) : undefined
  if (done) return done.result ?? { jobId: done.jobId, columns: [], rows: [], numRecords: done.numRecords }
  await enterDatabase(parts, connection, request)
  const jobId = parts.nextJobId()
  const context: SqlContext = { scheduledTime: request.scheduledTime, zone: request.zone ?? 'UTC' }
  const result = request.target ? { jobId, columns: [], rows: [], numRecords: await writeTarget(connection, request.target, statements, context, { strict: parts.strict, notice: request.notice ?? (() => undefined), now: Math.floor(parts.clock.now() / 1000) }) }
    : await runStatements(connection, statements, context, request, jobId)
  if (writes && key !== undefined) await writeDone(connection, key, { jobId, numRecords: result.numRecords, result }, parts.clock.now())
  return result
}

async function enterDatabase(parts: QueryParts, connection: DuckDBConnection, request: QueryRequest): Promise<void> {
  if (!(await databaseExists(connection, request.database))) {
    if (!request.target) throw missingDatabase(request.database)
    await ensureDatabase(connection, request.database, { strict: parts.strict, notice: request.notice ?? (() => undefined) })
  }
  await connection.run(`SET schema = ${literal(request.database)}`)
}

async function runStatements(connection: DuckDBConnection, statements: readonly Statement[], context: SqlContext, request: QueryRequest, jobId: string): Promise<QueryResult> {
  let result: QueryResult = { jobId, columns: [], rows: [], numRecords: 0 }
  for (const [i, statement] of statements.entries()) {
    throwIfAborted(request.signal)
    const last = i === statements.length - 1
    const text = translateStatement(statement.tokens, context)
    await extend(connection, text)
    if (!statement.writes) result = last ? { jobId, ...await readRows(await streamed(connection, text), outputNames(statement.tokens), request.maxRows) } : result
    else {
      const count = await connection.run(text)
      const counts = (statement.verb !== 'CREATE' || isQueried(statement)) && statement.verb !== 'DROP' && statement.verb !== 'ALTER' && count.columnCount === 1 && count.columnName(0) === 'Count'
      const changed = counts ? count.rowsChanged || Number((await count.getRows())[0]?.[0] ?? 0) : 0
      result = { jobId, columns: counts ? [{ name: 'rows', type: 'long', sqlType: 'bigint' }] : [], rows: counts ? [[changed]] : [], numRecords: changed }
    }
  }
  return result
}

/** Whether a CREATE TABLE fills the table by a query, and so answers how many rows. */
const isQueried = ({ tokens }: Statement): boolean => significant(tokens).some(({ token, depth }) => depth === 0 && keyword(token) === 'AS')

/** DuckDB must see one statement that only does what a query may: what our own reading of the text missed is refused here. */
async function streamed(connection: DuckDBConnection, text: string): Promise<DuckDBResult> {
  const { StatementType } = await duckdb()
  const extracted = await connection.extractStatements(text)
  const prepared = await extracted.prepare(0)
  try {
    const type = prepared.statementType
    if (extracted.count !== 1 || (type !== StatementType.SELECT && type !== StatementType.EXPLAIN)) throw notAllowed(StatementType[type] ?? 'this statement')
    return await prepared.stream()
  } finally { prepared.destroySync() }
}

async function readRows(result: DuckDBResult, names: readonly OutputName[] | undefined, maxRows = Infinity): Promise<Omit<QueryResult, 'jobId'>> {
  const { DuckDBTypeId } = await duckdb()
  const columns = columnsOfResult(result, names)
  const readers = result.columnTypes().map((type) => jsonReader(type, DuckDBTypeId))
  const rows: Row[] = []
  for await (const chunk of result) {
    const values = chunk.getRows()
    for (const row of values) {
      if (rows.length >= maxRows) break
      rows.push(row.map((value, i) => readers[i]?.(value) ?? null))
    }
    if (rows.length >= maxRows) break
  }
  return { columns, rows, numRecords: rows.length }
}

function columnsOfResult(result: DuckDBResult, names: readonly OutputName[] | undefined): readonly Column[] {
  return nameColumns(names, result.columnNames()).map(({ name }, i) => {
    const { alias } = result.columnType(i)
    const type = alias === 'JSON' ? alias : String(result.columnType(i))
    return { name, type: columnType(type), sqlType: sqlTypeName(type) }
  })
}

const READING = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'FROM', ''])
/** Statements that exist, and that a query may not hold. */
const REFUSED = new Set('ATTACH DETACH COPY INSTALL LOAD UPDATE_EXTENSIONS SET RESET PRAGMA EXPORT IMPORT CALL USE CHECKPOINT VACUUM ANALYZE BEGIN START COMMIT ROLLBACK ABORT PREPARE EXECUTE DEALLOCATE GRANT REVOKE MERGE COMMENT FORCE ALTER DROP CREATE TRUNCATE'.split(' '))
const OBJECTS: Readonly<Record<string, readonly string[]>> = { CREATE: ['TABLE'], DROP: ['TABLE', 'VIEW'], ALTER: ['TABLE'], TRUNCATE: ['TABLE'] }

const notAllowed = (what: string): RunnerError => new RunnerError('forbidden', `A query may not do this: ${what}`,
  { hint: 'SQL of workflows may SELECT, INSERT, DELETE, UPDATE, and CREATE, DROP or ALTER tables. Databases are made by td_ddl>.' })

function checkAllowed({ tokens, verb, writes }: Statement): void {
  const words = significant(tokens).map(({ token }) => token)
  if (words.some((token) => identifier(token)?.toLowerCase() === INTERNAL_SCHEMA)) throw notAllowed(`it names ${INTERNAL_SCHEMA}, which belongs to trowel`)
  if (!writes && !READING.has(verb) && !REFUSED.has(verb)) throw new RunnerError('unprocessable', `This is no statement of SQL: ${words.slice(0, 4).map((token) => token.text).join(' ')}`, { hint: 'A statement begins with SELECT, WITH, INSERT, CREATE TABLE and the like.' })
  if (!writes && !READING.has(verb)) throw notAllowed(verb || words.slice(0, 2).map((token) => token.text).join(' '))
  const objects = OBJECTS[verb]
  const object = keyword(words[1]) ?? ''
  if (objects && !objects.includes(object)) throw notAllowed(`${verb} ${object}`)
}

/** @throws RunnerError unless the text is one query that only reads */
export function checkSingleRead(sql: string): void {
  const statements = readStatements(sql)
  for (const statement of statements) checkAllowed(statement)
  const [only] = statements
  if (!only || statements.length > 1 || only.writes) throw notAllowed('more than one query that only reads')
  if (significant(only.tokens).some(({ depth }) => depth < 0)) throw new RunnerError('unprocessable', 'A closing parenthesis has no opening one')
}

/** Stops the statement that runs when the signal comes. */
async function interruptible<T>(connection: DuckDBConnection, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work()
  const stop = (): void => connection.interrupt()
  signal.addEventListener('abort', stop)
  try { return await work() } catch (error) {
    throwIfAborted(signal)
    throw error
  } finally { signal.removeEventListener('abort', stop) }
}
