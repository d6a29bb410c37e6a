import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pgDriver from 'pg'
import * as assert from 'uvu/assert'
import { INERT_DOLLAR, INERT_MARK, revealed } from '../../../runner/model/inert.ts'
import { Float, type JsonObject } from '../../../runner/model/json.ts'
import type { TaskResult } from '../../../runner/model/operator.ts'
import { pg } from '../../../runner/operators/pg.ts'
import { lastResults } from '../../../runner/operators/pg-results.ts'
import { readJob } from '../../../runner/operators/pg-settings.ts'
import { createParams } from '../../../runner/model/params.ts'
import { postgresPrograms, startPostgres, type TestPostgres } from '../../support/postgres.ts'
import { suite } from '../../support/suite.ts'
import { failureOf, makeTaskRun, runOnce, type MakeOptions } from '../../support/task-run.ts'

const queries = suite('pg>')
const programs = postgresPrograms()
let server: TestPostgres | undefined
let admin: pgDriver.Client | undefined

const place = (): JsonObject => ({ host: '127.0.0.1', port: server?.port ?? 1, user: server?.user ?? '', database: server?.database ?? '' })
const run = async (params: JsonObject, options: MakeOptions = {}): Promise<TaskResult> => (await runOnce(pg, { pg: place(), ...params }, options)).result
const stored = async (params: JsonObject) => {
  const result = await run(params)
  return result.kind === 'success' ? result.stores : result
}

/** A write as the engine runs it: once to be given its id, then with it. */
async function write(params: JsonObject): Promise<{ readonly result: TaskResult; readonly state: JsonObject }> {
  const first = await run(params)
  const state = first.kind === 'poll' ? first.state : {}
  return { result: await run(params, { state }), state }
}

const rows = async (sql: string): Promise<unknown[]> => (await admin?.query({ text: sql, rowMode: 'array' }))?.rows.map((row) => (row as unknown[]).length === 1 ? (row as unknown[])[0] : row) ?? []

queries('options that exclude each other are refused with the texts of digdag', () => {
  const fails = (params: JsonObject) => { try { readJob(createParams(params)); return '' } catch (error) { return (error as Error).message } }
  assert.is(fails({ insert_into: 'a', create_table: 'b' }), "Can't use both of insert_into and create_table")
  assert.is(fails({ insert_into: 'a', download_file: 'b' }), "Can't use download_file with insert_into or create_table")
  assert.is(fails({ create_table: 'a', store_last_results: true }), "Can't use store_last_results with insert_into or create_table")
  assert.is(fails({ download_file: 'a', store_last_results: 'all' }), "Can't use both download_file and store_last_results at once")
  assert.is(fails({ status_table_cleanup: 'later' }), 'Invalid duration for status_table_cleanup: later')
})

queries('last results have at most 8192 rows, 64 columns and 256 characters a value', () => {
  const field = { name: 'a', dataTypeID: 25 }
  const fails = (columns: number, count: number, text: string) => { try { lastResults(Array(columns).fill(field), Array(count).fill(Array(columns).fill(text))); return '' } catch (error) { return (error as Error).message } }
  assert.equal([fails(64, 1, 'x'), fails(1, 8192, 'x'), fails(1, 1, 'x'.repeat(256))], ['', '', ''])
  assert.match(fails(65, 1, 'x'), 'columns exceeded the limit: 65 > 64')
  assert.match(fails(1, 8193, 'x'), 'rows exceeded the limit: 8193 > 8192')
  assert.match(fails(1, 1, 'x'.repeat(257)), "column 'a' exceeded the limit: 257 > 256")
})

queries('where to connect is required, and a server that is not there fails the task without the password', async () => {
  assert.is((await failureOf(pg, { query: 'select 1' })).message, "Parameter 'host' is required but not set")
  const failure = await failureOf(pg, { query: 'select 1', store_last_results: true, host: '127.0.0.1', port: 1, user: 'u', database: 'd' }, { secrets: { 'pg.password': 's3cret' } })
  assert.match(failure.message, /^Failed to connect to the database d at 127\.0\.0\.1:1: /)
  assert.not.match(failure.message, 's3cret')
})

if (programs === undefined) queries.skip('queries of a real server', 'no PostgreSQL on this machine')
else {
  queries.before(async () => {
    server = await startPostgres(programs)
    admin = new pgDriver.Client({ host: '127.0.0.1', port: server.port, user: server.user, database: server.database })
    await admin.connect()
  })
  queries.after(async () => {
    await admin?.end()
    await server?.stop()
  })

  queries('the first row or all rows are stored as data, with the types of the server', async () => {
    const sql = "select 1 as i, 9007199254740993::bigint as big, 1.0::float8 as f, 12.50::numeric as n, true as b, null as z, '${x}' as t, date '2026-01-02' as d, '{\"a\": 1}'::json as j union all select 2, 2, 2.5, 1, false, 'z', 'u', null, null"
    const first = { i: 1, big: 9007199254740993n, f: new Float(1), n: `${INERT_MARK}12.50`, b: true, z: null, t: `${INERT_DOLLAR}{x}`, d: `${INERT_MARK}2026-01-02`, j: { a: 1 } }
    assert.equal(await stored({ query: `${sql};`, store_last_results: true }), { pg: { last_results: first } })
    const all = await stored({ query: sql, store_last_results: 'all' }) as { pg: { last_results: JsonObject[] } }
    assert.equal(all.pg.last_results.map(({ i, z }) => [i, z]), [[1, null], [2, `${INERT_MARK}z`]])
    assert.equal(await stored({ query: 'select 1 as a where false', store_last_results: 'first' }), { pg: { last_results: {} } })
    const result = await run({ query: 'select 1 as a', store_last_results: true })
    assert.equal(result.kind === 'success' && result.resets, [['pg', 'last_results']])
  })

  queries('a query is a template file, data or a parameter', async () => {
    const made = await makeTaskRun({ pg: place(), _command: 'q.sql', store_last_results: true }, { evaluate: (text) => text.replace('${n}', '42') })
    await writeFile(join(made.project, 'q.sql'), 'select ${n} as n')
    const result = await pg.run(made.task)
    await made.remove()
    assert.equal(result.kind === 'success' && result.stores, { pg: { last_results: { n: 42 } } })
    assert.equal(await stored({ _command: { data: 'select 7 as n' }, store_last_results: true }), { pg: { last_results: { n: 7 } } })
  })

  queries('a result is downloaded as CSV through a cursor, with its head also when it is empty', async () => {
    const download = async (query: string) => {
      const made = await makeTaskRun({ pg: place(), query, download_file: 'out.csv' })
      try { await pg.run(made.task); return await readFile(join(made.project, 'out.csv'), 'utf8') } finally { await made.remove() }
    }
    assert.is(await download(`select 1 as a, 'x,"y"' as "b c", null as d`), 'a,b c,d\r\n1,"x,""y""",\r\n')
    assert.is(await download('select 1 as a where false'), 'a\r\n')
    assert.is((await download('select generate_series(1, 2500) as n')).split('\r\n').length, 2502)
  })

  queries('a result cannot write', async () => {
    await admin?.query('create table untouched (a int)')
    assert.match((await failureOf(pg, { pg: place(), query: 'insert into untouched values (1) returning a', store_last_results: true })).message, /^Query failed: ERROR: /)
    assert.equal(await rows('select * from untouched'), [])
  })

  queries('a write is done once for its id, however often the task is run', async () => {
    await admin?.query('create table once (a int)')
    const { result, state } = await write({ query: 'insert into once values (1)' })
    assert.equal(result, { kind: 'success' })
    assert.match(String(state['query_id']), /^[0-9a-f-]{36}$/)
    assert.equal(await run({ query: 'insert into once values (1)' }, { state }), { kind: 'success' })
    assert.equal(await rows('select a from once'), [1])
    assert.equal(await rows(`select completed_at is not null from __digdag_status where query_id = '${state['query_id']}'`), [true])
    await write({ query: 'insert into once values (2)' })
    assert.equal(await rows('select a from once order by a'), [1, 2])
  })

  queries('insert_into and create_table put the statement around the query, names quoted', async () => {
    await admin?.query('create schema "odd "" name"')
    await admin?.query('create table target (a int)')
    await write({ query: 'select 1', insert_into: 'target' })
    await write({ query: 'select 2;', insert_into: 'public.target' })
    assert.equal(await rows('select a from target order by a'), [1, 2])
    for (const n of [3, 4]) await write({ query: `select ${n} as a`, create_table: 'odd " name.made"; drop table target; --' })
    assert.equal(await rows('select a from "odd "" name"."made""; drop table target; --"'), [4])
    assert.equal(await rows('select count(*)::int from target'), [2])
  })

  queries('a failed write changes nothing and may be tried again under its id', async () => {
    await admin?.query('create table whole (a int primary key)')
    const first = await run({ query: 'insert into whole values (1); insert into whole values (1)' })
    const state = first.kind === 'poll' ? first.state : {}
    const failure = await failureOf(pg, { pg: place(), query: 'insert into whole values (1); insert into whole values (1)' }, { state })
    assert.match(failure.message, /^Query failed: ERROR: duplicate key value violates unique constraint "whole_pkey" \(SQLSTATE 23505\)\n {2}Detail: /)
    assert.equal(await rows('select a from whole'), [])
    assert.equal(await run({ query: 'insert into whole values (1)' }, { state }), { kind: 'success' })
    assert.equal(await rows('select a from whole'), [1])
  })

  queries('while another run holds the id the task waits, ever longer', async () => {
    await admin?.query('create table held (a int)')
    const { state } = await write({ query: 'insert into held values (1)' })
    await admin?.query('begin')
    await admin?.query('select * from __digdag_status where query_id = $1 for update', [state['query_id']])
    assert.equal(await run({ query: 'x' }, { state }), { kind: 'poll', afterMs: 1000, state: { ...state, lock_polls: 1 } })
    assert.equal(await run({ query: 'x' }, { state: { ...state, lock_polls: 20 } }), { kind: 'poll', afterMs: 1_200_000, state: { ...state, lock_polls: 21 } })
    await admin?.query('rollback')
  })

  queries('the status table has a name, a place and an end of its own, and none is made without strict_transaction', async () => {
    await admin?.query('create schema status')
    const place = { status_table: 'seen', status_table_schema: 'status', status_table_cleanup: '0s' }
    await write({ query: 'select 1', ...place })
    const { state } = await write({ query: 'select 1', ...place })
    assert.equal(await rows('select query_id from status.seen'), [state['query_id']])
    await admin?.query('create table loose (a int)')
    assert.equal(await run({ query: 'insert into loose values (1)', strict_transaction: false }), { kind: 'success' })
    assert.equal(await rows('select a from loose'), [1])
  })

  queries('schema is where unqualified names are looked for, secrets win over parameters', async () => {
    await admin?.query('create schema deep; create table deep.only_here (a int); insert into deep.only_here values (5)')
    assert.equal(await stored({ query: 'select a from only_here', schema: 'deep', store_last_results: true }), { pg: { last_results: { a: 5 } } })
    const { result } = await runOnce(pg, { pg: { ...place(), user: 'nobody_at_all' }, query: 'select current_user as u', store_last_results: true }, { secrets: { 'pg.user': 'tester' } })
    assert.equal(result.kind === 'success' && revealed(result.stores ?? {}), { pg: { last_results: { u: 'tester' } } })
  })

  queries('tasks that make the status table at the same time do not fail', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => write({ query: 'select 1', status_table: 'race' })))
    assert.equal(results.map(({ result }) => result), Array(6).fill({ kind: 'success' }))
  })

  queries('a kill cancels the statement on the server', async () => {
    const made = await makeTaskRun({ pg: place(), query: "select pg_sleep(60), 'kill me'", store_last_results: true })
    const ended = pg.run(made.task).then(() => '', (error: Error) => error.message)
    const running = "select count(*)::int from pg_stat_activity where state = 'active' and query like 'FETCH%'"
    while ((await rows(running))[0] === 0) await new Promise((done) => setImmediate(done))
    made.abort()
    assert.is(await ended, 'Got a cancel-requested: attempt_id=3, task_id=7')
    assert.equal(await rows(running), [0])
    await made.remove()
  })
}

queries.run()
