import type { DuckDBConnection } from '@duckdb/node-api'
import { RunnerError } from '../../model/error.ts'
import type { QueryRequest } from '../../model/warehouse.ts'
import { checkName, columnNames, quoted, tableRef } from '../names.ts'
import { nameColumns, outputNames, type OutputName } from '../sql/output-names.ts'
import { translateStatement, withoutTarget, type SqlContext, type Statement } from '../sql/translate.ts'
import { tokenize } from '../sql/tokens.ts'
import { extend } from './extend.ts'
import { createTable } from './tables.ts'
import { columnsOf, ensureDatabase, type DatabaseRule } from './session.ts'
import { columnType, duckdbType, storable } from './types.ts'

export type Target = NonNullable<QueryRequest['target']>
interface Output { readonly name: string; readonly type: string; readonly named: boolean }

/**
 * Writes a query's rows into its target table and answers how many. `create_table` makes the table anew; `insert_into`
 * makes a missing one, adds columns that it lacks and leaves those the query does not bring NULL. Each row has a `time`:
 * the query's own, else that of the job (td §3).
 */
export async function writeTarget(connection: DuckDBConnection, target: Target, statements: readonly Statement[], context: SqlContext, rule: DatabaseRule & { readonly now: number }): Promise<number> {
  const { query, names } = targetQuery(statements, context)
  await extend(connection, query)
  await ensureDatabase(connection, target.database, rule)
  const outputs = await describe(connection, query, names)
  const result = target.mode === 'create_table' ? await create(connection, target, query, outputs, rule.now) : await insertInto(connection, target, query, outputs, rule.now)
  return result
}

/** The query behind the lines that td> put before it. */
function targetQuery(statements: readonly Statement[], context: SqlContext): { readonly query: string; readonly names: readonly OutputName[] | undefined } {
  const last = statements.filter(({ verb }) => verb !== 'DROP')
  const [only] = last
  const query = only === undefined || last.length > 1 ? undefined : withoutTarget(only.tokens)
  if (query === undefined) throw new RunnerError('unprocessable', 'insert_into and create_table take exactly one query', { hint: 'Split the SQL into several td> tasks.' })
  const tokens = tokenize(query)
  return { query: translateStatement(tokens, context), names: outputNames(tokens) }
}

async function describe(connection: DuckDBConnection, query: string, names: readonly OutputName[] | undefined): Promise<readonly Output[]> {
  const prepared = await connection.prepare(query)
  try {
    const stored = Array.from({ length: prepared.columnCount }, (_, i) => prepared.columnName(i))
    return nameColumns(names, stored).map(({ name, named }, i) => ({ name, named, type: String(prepared.columnType(i)) }))
  } finally { prepared.destroySync() }
}

const alias = (index: number): string => `q${index}`
const from = (query: string, outputs: readonly Output[]): string => `FROM (${query}\n) AS query(${outputs.map((_, i) => alias(i)).join(', ')})`

/** Names of new columns; an unnamed expression is `_colN`. */
const namesOf = (outputs: readonly Output[]): readonly string[] => columnNames(outputs.map(({ name }) => name))

const timeValue = (index: number, now: number): string => `coalesce(CAST(${alias(index)} AS BIGINT), ${now})`

async function create(connection: DuckDBConnection, { database, table }: Target, query: string, outputs: readonly Output[], now: number): Promise<number> {
  const names = namesOf(outputs)
  const values = outputs.map(({ type }, i) => `${names[i] === 'time' ? timeValue(i, now) : storable(alias(i), type)} AS ${quoted(names[i] ?? '')}`)
  if (!names.includes('time')) values.push(`CAST(${now} AS BIGINT) AS "time"`)
  const result = await connection.run(`CREATE OR REPLACE TABLE ${tableRef(database, checkName('table', table))} AS SELECT ${values.join(', ')} ${from(query, outputs)}`)
  return Number((await result.getRows())[0]?.[0] ?? 0)
}

async function insertInto(connection: DuckDBConnection, { database, table }: Target, query: string, outputs: readonly Output[], now: number): Promise<number> {
  await createTable(connection, database, checkName('table', table))
  const before = await columnsOf(connection, database, table)
  const names = placesOf(outputs, before.map(({ name }) => name))
  const there = new Set(before.map(({ name }) => name.toLowerCase()))
  if (!there.has('time') && !names.includes('time')) await connection.run(`ALTER TABLE ${tableRef(database, table)} ADD COLUMN "time" BIGINT`)
  for (const [i, name] of names.entries()) {
    if (!there.has(name)) await connection.run(`ALTER TABLE ${tableRef(database, table)} ADD COLUMN ${quoted(name)} ${duckdbType(columnType(outputs[i]?.type ?? 'VARCHAR'))}`)
  }
  const types = new Map((await columnsOf(connection, database, table)).map(({ name, type }) => [name.toLowerCase(), type]))
  const values = outputs.map(({ type }, i) => (names[i] === 'time' ? timeValue(i, now) : castTo(storable(alias(i), type), type, types.get(names[i] ?? '') ?? 'VARCHAR')))
  const columns = names.map(quoted)
  if (!names.includes('time')) { columns.push('"time"'); values.push(String(now)) }
  const result = await connection.run(`INSERT INTO ${tableRef(database, table)} (${columns.join(', ')}) SELECT ${values.join(', ')} ${from(query, outputs)}`)
  return result.rowsChanged
}

const castTo = (expression: string, from: string, to: string): string => (duckdbType(columnType(from)) === to ? expression : `CAST(${expression} AS ${to})`)

/** Named outputs go by name; where the query names none of a table's columns and counts them all, they go by position. */
function placesOf(outputs: readonly Output[], table: readonly string[]): readonly string[] {
  const plain = table.filter((name) => name !== 'time')
  const unnamed = outputs.some(({ named }) => !named)
  if (unnamed && outputs.length === table.length) return table
  return unnamed && outputs.length === plain.length ? plain : namesOf(outputs)
}
