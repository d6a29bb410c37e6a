import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { RunnerError } from '../../../../runner/model/error.ts'
import { Float } from '../../../../runner/model/json.ts'
import type { QueryRequest, QueryResult } from '../../../../runner/model/warehouse.ts'
import { suite } from '../../../support/suite.ts'
import { batch, SESSION_TIME, testWarehouse, type TestWarehouse } from '../../../support/warehouse.ts'

const query = suite('warehouse/duckdb query')
let at: TestWarehouse
query.each.before(async () => {
  at = testWarehouse()
  await at.load({ key: 'k' }, [batch('time:long name n:long', [[10, 'a', 1], [20, 'b', 2], [30, 'c', 3]])])
  at.notices.length = 0
})
query.each.after(() => at.end())

const failure = async (work: Promise<unknown>): Promise<RunnerError> => work.then(() => { throw new Error('it did not fail') }, (error: unknown) => {
  assert.instance(error, RunnerError)
  return error as RunnerError
})
const run = (sql: string, more: Partial<QueryRequest> = {}): Promise<QueryResult> =>
  at.warehouse.query({ database: 'db1', sql, scheduledTime: SESSION_TIME, notice: (text) => at.notices.push(text), ...more })
const into = (mode: 'insert_into' | 'create_table', table: string, sql: string, more: Partial<QueryRequest> = {}): Promise<QueryResult> =>
  run(mode === 'insert_into' ? `INSERT INTO "${table}"\n${sql}` : `DROP TABLE IF EXISTS "${table}";\nCREATE TABLE "${table}" AS\n${sql}`, { target: { mode, database: 'db1', table }, ...more })

query('answers columns with their types, and values', async () => {
  const result = await run(`select n, name as who, 1.5 as d, 2e0 as f, true as b, null as nothing, date '2020-01-02' as day, timestamp '2020-01-02 03:04:05.678' as ts, count(*) over () from tab where n = 1`)
  assert.equal(result.columns.map(({ name, type, sqlType }) => `${name} ${type} ${sqlType}`), ['n long bigint', 'who string varchar', 'd double decimal(2,1)', 'f double double', 'b int boolean', 'nothing int integer', 'day string date', 'ts string timestamp(3)', '_col8 long bigint'])
  assert.equal(result.rows, [[1, 'a', 1.5, new Float(2), true, null, '2020-01-02', '2020-01-02 03:04:05.678', 1]])
  assert.is(result.numRecords, 1)
})

query('reads no more rows than asked for', async () => {
  assert.is((await run('select * from range(1000000)', { maxRows: 3 })).rows.length, 3)
})

query('divides integers as Trino does', async () => {
  assert.equal((await run('select 5/2, -7/2, 7/2e0')).rows, [[2, -3, 3.5]])
})

query('says what is wrong with a missing database, a missing table and wrong SQL', async () => {
  const missing = await failure(at.query('select 1', 'nope'))
  assert.is(missing.code, 'not-found')
  assert.match(missing.message, /Database 'nope' does not exist/)
  assert.match(missing.hint ?? '', /create_databases/)
  assert.match((await failure(run('select * from nope'))).message, /Table with name nope does not exist/)
  assert.match((await failure(run('SSELECT 1'))).message, /SSELECT/)
  assert.match((await failure(run('-- nothing'))).message, /empty/)
})

query('does all statements of a job, or none', async () => {
  assert.equal((await run("create table made as select 1 as x; insert into made values (2); select sum(x) as s from made")).rows, [[3]])
  await failure(run('insert into made values (3); select * from nope'))
  assert.equal(await at.query('select count(*) from made'), [[2]])
})

query('makes a table from a query, with a time and types that Treasure Data has', async () => {
  assert.is((await into('create_table', 'made', "select n, true as flag, date '2020-01-02' as day, cast(1.5 as decimal(5,2)) as d, count(*) over () from tab")).numRecords, 3)
  assert.equal((await at.warehouse.listTables('db1')).find(({ name }) => name === 'made')?.columns.map(({ name, type }) => `${name} ${type}`),
    ['n long', 'flag long', 'day string', 'd double', '_col4 long', 'time long'])
  await into('create_table', 'made', 'select 5 as only, 7 as time')
  assert.equal(await at.query('select * from made'), [[5, 7]])
})

query('inserts by name, adds new columns and leaves the others NULL', async () => {
  await into('insert_into', 'made', "select n, name from tab where n = 1 -- first")
  await into('insert_into', 'made', "select 'x' as extra, 9 as n")
  assert.equal(await at.query('select n, name, extra from made order by n'), [[1, 'a', null], [9, null, 'x']])
})

query('inserts by position what has no names', async () => {
  await run('create table pairs (a bigint, b varchar)')
  await into('insert_into', 'pairs', "select 1 + 1, 'x' || 'y'")
  assert.equal(await at.query('select a, b from pairs'), [[2, 'xy']])
})

query('reads the lines that td> writes for Hive, and WITH before INSERT', async () => {
  const target = { mode: 'create_table', database: 'db1', table: 'made' } as const
  await run('INSERT OVERWRITE TABLE `made`\nselect `n` from `tab`', { target })
  await run('with x as (select 7 as n)\nINSERT INTO TABLE `made`\nselect n from x', { target: { ...target, mode: 'insert_into' } })
  assert.equal(await at.query('select n from made order by n'), [[1], [2], [3], [7]])
})

query('makes a missing target database and says so, unless every missing one is an error', async () => {
  const target = { mode: 'insert_into', database: 'fresh', table: 'made' } as const
  await run('INSERT INTO "fresh"."made"\nselect 1 as x', { database: 'fresh', target })
  assert.match(at.notices.join(), /Created database 'fresh'/)
  assert.equal(await at.query('select x from made', 'fresh'), [[1]])
  const strict = testWarehouse({ strictDatabases: true })
  try {
    assert.match((await failure(strict.warehouse.query({ database: 'fresh', sql: 'INSERT INTO "made"\nselect 1 as x', scheduledTime: 0, target }))).message, /Database 'fresh' does not exist/)
  } finally { await strict.end() }
})

query('does a write with a key once and answers the kept result', async () => {
  const first = await run('insert into tab (time, n) values (40, 4)', { key: 'job' })
  const again = await run('insert into tab (time, n) values (40, 4)', { key: 'job' })
  assert.equal(again, first)
  assert.is(first.numRecords, 1)
  const made = await into('create_table', 'made', 'select * from tab', { key: 'made' })
  assert.equal(await into('create_table', 'made', 'select * from tab', { key: 'made' }), made)
  assert.equal(await at.query('select count(*) from tab'), [[4]])
})

query('a write that fails leaves no key', async () => {
  await failure(run('insert into tab (nope) values (1)', { key: 'job' }))
  assert.is((await run('insert into tab (n) values (1)', { key: 'job' })).numRecords, 1)
})

query('keeps results for later export', async () => {
  const result = await run('select 1.0e0 as x', { keepResult: true })
  assert.equal(await at.warehouse.findResult?.(result.jobId), result)
  assert.equal(result.rows, [[new Float(1)]])
  assert.is(await at.warehouse.findResult?.('../x'), undefined)
})

query('stops when it is told to', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('killed')), 30)
  const error = await run('select count(*) from range(100000000) a, range(1000) b where a.range % 7 = b.range % 5', { signal: stop.signal }).then(() => undefined, (error: Error) => error)
  assert.is(error?.message, 'killed')
  assert.equal(await at.query('select count(*) from tab'), [[3]])
})

query('lists, creates, renames over, and drops', async () => {
  const { warehouse } = at
  await warehouse.createDatabase('other')
  await warehouse.createDatabase('other')
  assert.equal(await warehouse.listDatabases(), ['db1', 'other'])
  await warehouse.createTable('other', 'one', () => undefined)
  await warehouse.createTable('other', 'one', () => undefined)
  await at.query('insert into one values (5)', 'other')
  await warehouse.createTable('other', 'two', () => undefined)
  await warehouse.renameTable('other', 'one', 'two')
  assert.equal((await warehouse.listTables('other')).map(({ name, rows, columns }) => [name, rows, columns]), [['two', 1, [{ name: 'time', type: 'long' }]]])
  assert.match((await failure(warehouse.renameTable('other', 'one', 'two'))).message, /'other.one' does not exist/)
  assert.is(await warehouse.tableExists('other', 'two'), true)
  await warehouse.dropTable('other', 'two')
  await warehouse.dropTable('other', 'two')
  assert.is(await warehouse.tableExists('other', 'two'), false)
  await warehouse.dropDatabase('other')
  await warehouse.dropDatabase('other')
  assert.match((await failure(warehouse.dropTable('other', 'two'))).message, /Database 'other' does not exist/)
})

query('deletes rows of a time range', async () => {
  await at.warehouse.partialDelete('db1', 'tab', 10, 30)
  assert.equal(await at.query('select time from tab'), [[30]])
})

query('writes a query into a Parquet file', async () => {
  const file = join(at.folder, 'out.parquet')
  assert.equal(await at.warehouse.exportQuery?.({ database: 'db1', sql: 'select n from tab', scheduledTime: 0 }, { path: file, format: 'parquet' }), { rows: 3 })
  assert.is(readFileSync(file).subarray(0, 4).toString(), 'PAR1')
  await failure(at.warehouse.exportQuery?.({ database: 'db1', sql: `select 1) to '${join(at.folder, 'x')}' --`, scheduledTime: 0 }, { path: file, format: 'parquet' }) ?? Promise.resolve())
})

const OUTSIDE = (folder: string): readonly string[] => [
  `select * from read_csv('${folder}/secret.csv')`, `select * from read_text('${folder}/secret.csv')`, `select * from '${folder}/secret.csv'`,
  `select * from read_csv('${folder}/staging/../secret.csv')`, `select * from read_blob('/proc/self/environ')`, `select * from glob('${folder}/*')`,
  `select * from parquet_metadata('${folder}/secret.csv')`, `select * from sniff_csv('${folder}/secret.csv')`, `select * from read_json('${folder}/secret.csv')`,
  `select * from query('select * from read_text(''${folder}/secret.csv'')')`, `create table stolen as select * from read_text('${folder}/secret.csv')`,
  `attach '${folder}/other.duckdb' as other`, `attach ':memory:' as other`, `detach warehouse`,
  `copy tab to '${folder}/out.csv'`, `copy (select 1) to '${folder}/out.csv'`, `copy tab from '${folder}/secret.csv'`, `export database '${folder}/out'`, `import database '${folder}/out'`,
  'install httpfs', 'load httpfs', `load '${folder}/x.duckdb_extension'`, `select * from read_csv('https://example.com/x.csv')`,
  "set memory_limit='1MB'", "set enable_external_access=true", 'reset lock_configuration', "set global threads=1", 'pragma enable_profiling', "pragma threads=1", 'use main',
  'begin', 'commit', 'rollback', 'checkpoint', 'vacuum', 'call pragma_version()', 'prepare p as select 1', 'execute p',
  'create secret s (type s3)', 'create schema extra', 'drop schema db1 cascade', 'create macro m() as 1', 'create view v as select 1', 'create type t as integer', 'create sequence s',
  'select * from _trowel.done', 'select * from "_TROWEL".done', 'delete from _trowel.done', 'drop table _trowel.done', 'create table _trowel.x as select 1', 'select 1; delete from _trowel.done',
]

query('runs shut in: no files, no extensions, no settings, nothing of ours', async () => {
  writeFileSync(join(at.folder, 'secret.csv'), 'a,b\nsecret,2\n')
  mkdirSync(join(at.folder, 'staging'), { recursive: true })
  for (const sql of OUTSIDE(at.folder)) {
    const outcome = await run(sql).then((result) => `answered ${JSON.stringify(result.rows)}`, (error: unknown) => error)
    assert.instance(outcome, RunnerError, sql)
    assert.not.match((outcome as RunnerError).message, /secret,2/, sql)
  }
  assert.equal(await at.query('select count(*) from tab'), [[3]])
  assert.is(await at.warehouse.databaseExists('db1'), true)
})

query('may not change anything while it only reads', async () => {
  const outcome = await run("select * from query('delete from tab')").then(() => 'answered', () => 'refused')
  assert.is(outcome, 'refused')
  assert.equal(await at.query('select count(*) from tab'), [[3]])
})

query.run()
