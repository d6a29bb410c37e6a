import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as assert from 'uvu/assert'
import { INERT_DOLLAR } from '../../../runner/model/inert.ts'
import type { Json, JsonObject } from '../../../runner/model/json.ts'
import type { LoadRequest, TaskResult } from '../../../runner/model/operator.ts'
import { builtinOperators } from '../../../runner/operators/index.ts'
import { suite } from '../../support/suite.ts'
import { makeTaskRun, type Made, type MakeOptions } from '../../support/task-run.ts'
import { batch, testWarehouse, type TestWarehouse } from '../../support/warehouse.ts'

const td = suite('operators/td')
const operators = builtinOperators()
let at: TestWarehouse
let made: Made[] = []
const SQL: Readonly<Record<string, string>> = { 'all.sql': 'select n, name from tab order by n', 'none.sql': 'select n from tab where n > 100' }

td.each.before(async () => {
  at = testWarehouse()
  await at.load({ key: 'k' }, [batch('time:long name n:long', [[3600, 'a', 1], [7200, '', 2], [10800, null, 3]])])
})
td.each.after(async () => {
  for (const one of made) await one.remove()
  made = []
  await at.end()
})

interface Ran { readonly result: TaskResult; readonly made: Made }

async function run(type: string, params: JsonObject, options: MakeOptions = {}): Promise<Ran> {
  const one = await makeTaskRun(Object.hasOwn(params, 'td') ? params : { database: 'db1', ...params }, { ...options, services: { warehouse: at.warehouse, ...options.services } })
  made.push(one)
  for (const [name, text] of Object.entries(SQL)) await writeFile(join(one.project, name), text)
  const operator = operators.get(type)
  if (!operator) throw new Error(`no operator ${type}`)
  return { result: await operator.run(one.task), made: one }
}
const refused = async (type: string, params: JsonObject, options: MakeOptions = {}): Promise<string> => run(type, params, options).then(() => 'it did not fail', (error: Error) => error.message)
const success = ({ result }: Ran): Extract<TaskResult, { kind: 'success' }> => { assert.is(result.kind, 'success'); return result as never }
const tdOf = (ran: Ran): JsonObject => (success(ran).stores as JsonObject)['td'] as JsonObject

td('td> runs a template file and stores the job', async () => {
  const ran = await run('td', { _command: 'all.sql' })
  const stored = tdOf(ran)
  assert.match(String(stored['last_job_id']), /^\d+$/)
  assert.equal(stored['last_job'], { id: stored['last_job_id'] as string, num_records: 3 })
  assert.is(success(ran).resets, undefined)
})

td('td> takes its query inline, nested as data, and leniently nested as query', async () => {
  const spellings: readonly JsonObject[] = [{ _command: null, query: 'select 1' }, { query: 'select 1' }, { _command: { data: 'select 1' } }]
  for (const params of spellings) assert.is((tdOf(await run('td', params))['last_job'] as JsonObject)['num_records'], 1)
  const lenient = await run('td', { _command: { query: 'select 1' } })
  assert.match(lenient.made.lines.join(), /digdag wants/)
  assert.match(await refused('td', { _command: 'nope.sql' }), /File not found: nope.sql/)
  assert.match(await refused('td', { _command: '../nope.sql' }), /must not be outside of project path/)
  assert.match(await refused('td', {}), /Parameter 'query' is required but not set/)
})

td('td> keeps the first row as data, not as a template', async () => {
  const ran = await run('td', { query: "select '${secret:x}' as danger, n, name from tab where n = 3", store_last_results: true })
  assert.equal(tdOf(ran)['last_results'], { danger: `${INERT_DOLLAR}{secret:x}`, n: 3, name: null })
  assert.equal(success(ran).resets, [['td', 'last_results']])
  assert.equal(tdOf(await run('td', { _command: 'none.sql', store_last_results: true }))['last_results'], {})
})

td('td> makes and fills tables, once per task', async () => {
  const create = { _command: 'all.sql', create_table: 'made' } as const
  assert.is((tdOf(await run('td', create))['last_job'] as JsonObject)['num_records'], 3)
  const insert = { query: 'select n from tab', insert_into: 'db1.made', store_last_results: true } as const
  const first = await run('td', insert, { info: { fullName: '+main+i' } })
  assert.equal(tdOf(first)['last_results'], {})
  assert.equal(tdOf(await run('td', insert, { info: { fullName: '+main+i' } })), tdOf(first))
  assert.equal(await at.query('select count(*), count(name) from made'), [[6, 2]])
  await run('td', insert, { info: { fullName: '+main+i', round: 1 } })
  assert.equal(await at.query('select count(*) from made'), [[9]])
})

td('td> writes its lines where digdag writes them', async () => {
  const statements: string[] = []
  const warehouse = { ...at.warehouse, query: async (request: Parameters<typeof at.warehouse.query>[0]) => { statements.push(request.sql); return at.warehouse.query(request) } }
  const send = async (params: JsonObject): Promise<string> => { await run('td', params, { services: { warehouse }, info: { fullName: `+main+${statements.length}` } }); return statements.at(-1) ?? '' }
  const header = (n: number): string => `-- project_id: 1\n-- project_name: p\n-- workflow_name: main\n-- session_id: 2\n-- attempt_id: 3\n-- task_name: +main+${n}\n`
  assert.is(await send({ query: 'select 1 as x' }), `${header(0)}select 1 as x`)
  assert.is(await send({ query: 'select 1 as x', create_table: 'made' }), `${header(1)}DROP TABLE IF EXISTS "made";\nCREATE TABLE "made" AS\nselect 1 as x`)
  assert.is(await send({ query: '-- why\nselect 1 as x', insert_into: 'made' }), `${header(2)}-- why\nINSERT INTO "made"\nselect 1 as x`)
  assert.is(await send({ query: '-- why\nselect 1\nas x', insert_into: 'other.made' }), `${header(3)}INSERT INTO "other"."made"\n-- why\nselect 1\nas x`)
  assert.is(await send({ query: 'with a as (select 1 as x)\n--  DIGDAG_INSERT_LINE here\nselect x from a', insert_into: 'made', engine: 'hive' }), `${header(4)}with a as (select 1 as x)\nINSERT INTO TABLE \`made\`\nselect x from a`)
  assert.is(await send({ query: 'select 1 as x', create_table: 'made', engine: 'hive' }), `${header(5)}INSERT OVERWRITE TABLE \`made\`\nselect 1 as x`)
  assert.equal(await at.query('select x from made'), [[1]])
})

td('td> writes a CSV file as Treasure Data does', async () => {
  const ran = await run('td', { query: `select n, name, 1.5 as d, 'a,"b"' as q from tab order by n`, download_file: 'out.csv' })
  assert.is(readFileSync(join(ran.made.project, 'out.csv'), 'utf8'), 'n,name,d,q\r\n1,a,1.5,"a,""b"""\r\n2,"",1.5,"a,""b"""\r\n3,,1.5,"a,""b"""\r\n')
  assert.match(await refused('td', { query: 'select 1', download_file: '../out.csv' }), /outside of project path/)
})

td('td> shows the first rows, also of the table it wrote', async () => {
  assert.match((await run('td', { _command: 'all.sql', preview: true })).made.printed(), /^n,name\r\n1,a\r\n2,""\r\n3,\r\n$/)
  assert.match((await run('td', { _command: 'all.sql', create_table: 'made', preview: true })).made.printed(), /^n,name,time\r\n1,a,\d+\r\n/)
})

td('td> writes where a result would go into the outbox, secrets kept out', async () => {
  const ran = await run('td', { _command: 'all.sql', result_connection: 'my_s3', result_settings: '{"key": "${secret:s3.key}"}' }, { secrets: { 's3.key': 'VERYSECRET' } })
  const folder = join(ran.made.outbox, 'td-result-export')
  const files = readdirSync(folder).sort()
  assert.equal(files.map((name) => name.replace(/^\d+/, '')), ['.csv', '.json'])
  const settings = readFileSync(join(folder, files[1] ?? ''), 'utf8')
  assert.match(settings, /my_s3/)
  assert.not.match(settings, /VERYSECRET/)
  assert.is(statSync(join(folder, files[0] ?? '')).mode & 0o777, 0o600)
  assert.match(await refused('td', { _command: 'all.sql', result_connection: 'x', result_settings: { key: '${secret:none}' } }), /Secret not found/)
})

td('td> refuses wrong settings with digdag\'s words', async () => {
  const query = 'select 1'
  assert.is(await refused('td', { query, insert_into: 'a', create_table: 'b' }), 'Setting both insert_into and create_table is invalid')
  assert.is(await refused('td', { query, insert_into: 'abc', download_file: 'x' }), 'download_file is invalid if insert_into or create_table is set')
  assert.is(await refused('td', { query, result_settings: {} }), 'result_settings is valid only if result_connection is set')
  assert.is(await refused('td', { query, engine: 'spark' }), "Unknown 'engine:' option (available options are: hive and presto): spark")
  assert.match(await refused('td', { query, priority: 3 }), /between -2 and 2/)
  assert.is(await refused('td', { query, database: ' ' }), "Parameter 'database' is empty")
  assert.is(await refused('td', { query, database: null }), "Parameter 'database' is required but null")
  assert.match(await refused('td', { query, database: 'nope' }), /^Database 'nope' does not exist[^]*create_databases/)
  assert.match(await refused('td', { query: 'SSELECT 1' }), /SSELECT/)
  assert.match((await run('td', { query, engine: 'trino' })).made.lines.join(), /engine: trino is read as presto/)
})

td('td> takes defaults from td:, and the database from a secret', async () => {
  assert.equal(tdOf(await run('td', { td: { database: 'db1', store_last_results: true }, query: 'select 1 as x' }))['last_results'], { x: 1 })
  assert.equal(success(await run('td', { database: 'nope', query: 'select 1' }, { secrets: { 'td.database': 'db1' } })).kind, 'success')
})

const DDL: JsonObject = { create_databases: ['new_db'], empty_databases: '["other_db"]', drop_tables: ['gone'], create_tables: ['one', 'new_db.two'], empty_tables: ['tab'], rename_tables: [{ from: 'first', to: 'uno' }] }

td('td_ddl> works through its lists in digdag\'s order, all or nothing', async () => {
  assert.is(await refused('td_ddl', DDL), "Renaming table db1.first doesn't exist")
  assert.equal(await at.warehouse.listDatabases(), ['db1'])
  await run('td_ddl', { create_tables: ['first'] })
  const task: MakeOptions = { info: { fullName: '+main+ddl' } }
  assert.is(success(await run('td_ddl', DDL, task)).stores, undefined)
  const after = async (): Promise<unknown> => [await at.warehouse.listDatabases(), (await at.warehouse.listTables('db1')).map(({ name, rows }) => [name, rows])]
  assert.equal(await after(), [['db1', 'new_db', 'other_db'], [['one', 0], ['tab', 0], ['uno', 0]]])
  await run('td_ddl', DDL, task)
  assert.equal(await after(), [['db1', 'new_db', 'other_db'], [['one', 0], ['tab', 0], ['uno', 0]]])
  await run('td_ddl', { drop_databases: ['new_db', 'never_there'] }, { info: { fullName: '+main+drop' } })
  assert.equal(await at.warehouse.listDatabases(), ['db1', 'other_db'])
  await run('td_ddl', { _command: { create_tables: ['xyz'] } }, { info: { fullName: '+main+none' } })
  assert.is(await at.warehouse.tableExists('db1', 'xyz'), false)
})

td('td_ddl> does the same on a warehouse that changes verb by verb', async () => {
  const { change: _, ...verbs } = at.warehouse
  const services = { warehouse: verbs }
  assert.is(await refused('td_ddl', DDL, { services }), "Renaming table db1.first doesn't exist")
  await at.warehouse.createTable('db1', 'first', () => undefined)
  await run('td_ddl', { ...DDL, drop_databases: ['never_there'] }, { services })
  assert.equal([await at.warehouse.listDatabases(), (await at.warehouse.listTables('db1')).map(({ name }) => name)], [['db1', 'new_db', 'other_db'], ['one', 'tab', 'uno']])
})

td('td_ddl> makes a missing database for its tables, and refuses to drop or rename in one', async () => {
  const ran = await run('td_ddl', { database: 'fresh', empty_tables: ['one'] })
  assert.match(ran.made.lines.join(), /Created database 'fresh'/)
  assert.match(await refused('td_ddl', { database: 'nope', drop_tables: ['one'] }, { info: { fullName: '+main+drop' } }), /Database 'nope' does not exist/)
  assert.is(await refused('td_ddl', { database: 'nope', rename_tables: [{ from: 'one', to: 'two' }] }, { info: { fullName: '+main+rename' } }), "Renaming table nope.one doesn't exist")
  assert.is(await refused('td_ddl', { rename_tables: [{ from: 'tab', to: 'db2.x' }] }), "'to' option of rename_tables can't include database name")
})

td('td_for_each> makes a task of every row', async () => {
  const ran = await run('td_for_each', { _command: 'all.sql', _parallel: true, _do: { '+t': { 'echo>': '${td.each.n}' }, _export: { td: { database: 'db1' } } } })
  const subtasks = success(ran).subtasks as Record<string, Json>
  assert.equal(Object.keys(subtasks), ['+td-for-each-0', '+td-for-each-1', '+td-for-each-2', '_parallel'])
  assert.equal(subtasks['+td-for-each-2'], { '+t': { 'echo>': '${td.each.n}' }, _export: { td: { database: 'db1', each: { n: 3, name: null } } } })
  assert.is(success(await run('td_for_each', { _command: 'none.sql', _do: {} })).subtasks, undefined)
  const data = success(await run('td_for_each', { query: "select '${x}' as v", _do: {} })).subtasks as JsonObject
  assert.equal((data['+td-for-each-0'] as JsonObject)['_export'], { td: { each: { v: `${INERT_DOLLAR}{x}` } } })
  assert.is(await refused('td_for_each', { query: 'select * from range(1001)', _do: {} }), 'Too many tasks. Limit: 1000')
  assert.match(await refused('td_for_each', { query: 'select array[1] as list', _do: {} }), /Column 'list' of the query is a array<int>/)
})

td('td_wait> looks again until the first value is true', async () => {
  const poll = async (sql: string): Promise<string> => { const { result } = await run('td_wait', { query: sql, interval: '1m' }); return result.kind === 'poll' ? `poll ${result.afterMs}` : result.kind }
  for (const sql of ['select 0', 'select false', 'select null', 'select n from tab where n > 100']) assert.is(await poll(sql), 'poll 60000', sql)
  for (const sql of ['select 1', 'select true', "select '0'", "select ''", 'select 0e0']) assert.is(await poll(sql), 'success', sql)
  const unset = await run('td_wait', { query: 'select 0' })
  assert.equal(unset.result, { kind: 'poll', afterMs: 30_000, state: {} })
  assert.is(await refused('td_wait', { query: 'select 1', interval: '10s' }), 'poll interval must be at least 30s and no greater than 2d')
  assert.is(await refused('td_wait', { query: 'select 1', interval: '3d' }), 'poll interval must be at least 30s and no greater than 2d')
})

td('td_wait_table> waits for the table, then for its rows', async () => {
  const kind = async (params: JsonObject): Promise<string> => { const { result } = await run('td_wait_table', params); return result.kind === 'poll' ? `poll ${result.afterMs}` : result.kind }
  assert.is(await kind({ _command: 'nope', interval: '5m' }), 'poll 30000')
  assert.is(await kind({ _command: 'tab' }), 'success')
  assert.is(await kind({ _command: 'db1.tab', database: 'elsewhere', rows: 3 }), 'success')
  assert.is(await kind({ _command: 'tab', rows: 4, interval: '5m' }), 'poll 300000')
})

td('td_partial_delete> deletes whole hours', async () => {
  await run('td_partial_delete', { _command: 'tab', from: '1970-01-01T01:00:00', to: 10_800 })
  assert.equal(await at.query('select n from tab'), [[3]])
  await run('td_partial_delete', { _command: 'tab', from: '1970-01-01T12:00:00+09:00', to: '1970-01-01T13:00:00' }, { info: { timezone: 'Asia/Tokyo' } })
  assert.equal(await at.query('select n from tab'), [])
  assert.is(await refused('td_partial_delete', { _command: 'tab', from: 1, to: 3600 }), "'from' and 'to' parameters must be whole hours")
  assert.match(await refused('td_partial_delete', { _command: 'tab', from: 'yesterday', to: 3600 }), /Invalid time for 'from'/)
})

td('td_table_export> writes a file below the outbox', async () => {
  const params = { table: 'tab', from: '1970-01-01 01:00:00 +0000', to: 10_800, s3_bucket: 'bucket', s3_path_prefix: 'deep/part-' } as const
  const lines = async (format: string): Promise<string> => {
    const ran = await run('td_table_export', { ...params, file_format: format })
    const folder = join(ran.made.outbox, 'td-table-export', 'bucket', 'deep')
    const [name = ''] = readdirSync(folder)
    assert.match(name, /^part-\d+\./)
    return gunzipSync(readFileSync(join(folder, name))).toString()
  }
  assert.is(await lines('jsonl.gz'), '{"time":3600,"name":"a","n":1}\n{"time":7200,"name":"","n":2}\n')
  assert.is(await lines('tsv.gz'), '3600\ta\t1\n7200\t\t2\n')
  assert.match(await refused('td_table_export', { ...params, file_format: 'xls' }), /invalid file_format option/)
  assert.match(await refused('td_table_export', { ...params, file_format: 'tsv.gz', s3_bucket: '../../..' }), /leads out of the outbox/)
})

td('td_result_export> writes an earlier job\'s result', async () => {
  const job = tdOf(await run('td', { _command: 'all.sql' }))['last_job_id'] as string
  const ran = await run('td_result_export', { job_id: job, result_connection: 'c', result_settings: { a: 1 } })
  assert.is(readFileSync(join(ran.made.outbox, 'td-result-export', `${job}.csv`), 'utf8'), 'n,name\r\n1,a\r\n2,""\r\n3,\r\n')
  assert.match(await refused('td_result_export', { job_id: '123', result_connection: 'c', result_settings: {} }), /There is no result of job 123/)
  assert.is(await refused('td_result_export', { job_id: job, result_connection: 'c' }), "Parameter 'result_settings' is required but not set")
})

td('td_run> runs a saved query, by name or id, at its time', async () => {
  const saved = { id: 5, name: 'my query', database: 'db1', query: 'select TD_SCHEDULED_TIME() as at', engine: 'presto' }
  const services = { saved: { find: async (reference: string | number) => (reference === 5 || reference === 'my query' ? saved : undefined) } }
  assert.equal(tdOf(await run('td_run', { _command: 5, store_last_results: true }, { services }))['last_results'], { at: Date.UTC(2026, 0, 2) / 1000 })
  const later = await run('td_run', { _command: 'my query', session_time: '2020-01-01T00:00:00+00:00', download_file: 'out.csv', preview: true }, { services })
  assert.is(readFileSync(join(later.made.project, 'out.csv'), 'utf8'), `at\r\n${Date.UTC(2020, 0, 1) / 1000}\r\n`)
  assert.match(await refused('td_run', { _command: 'other' }, { services }), /There is no saved query 'other'/)
  assert.match(await refused('td_run', { _command: ['x'] }, { services }), /Invalid saved query reference/)
})

const loads = (requests: LoadRequest[]): MakeOptions['services'] => ({
  loads: { run: async (request: LoadRequest) => { requests.push(request); return { table: 'db1.tab', rows: 7, jobId: '42', skipped: [], alreadyLoaded: false } } },
  readYaml: (text: string) => JSON.parse(text) as Json,
})

td('td_load> reads a file: templates, then YAML, then secrets', async () => {
  const requests: LoadRequest[] = []
  const options = { services: loads(requests), secrets: { k: 'a"b\n}' }, evaluate: (text: string) => text.replace('${table}', 'x') }
  const one = await makeTaskRun({ database: 'db1', _command: 'load.yml', table: 'db2.t2' }, { ...options, services: { warehouse: at.warehouse, ...options.services } })
  made.push(one)
  await mkdir(one.project, { recursive: true })
  await writeFile(join(one.project, 'load.yml'), '{"in": {"type": "${table}", "token": "${secret:k}"}}')
  const result = await operators.get('td_load')?.run(one.task)
  assert.equal((result as { stores: Json }).stores, { td: { last_job_id: '42', last_job: { id: '42', num_records: 7 } } })
  const [request] = requests
  assert.equal([request?.database, request?.table, request?.config], ['db2', 't2', { in: { type: 'x', token: 'a"b\n}' } }])
})

td('td_load> takes an inline config or the name of a saved load', async () => {
  const requests: LoadRequest[] = []
  const options = { services: loads(requests), secrets: { k: 'v' } }
  await run('td_load', { config: { in: { type: 'x', '${secret:k}': '${secret:k}' } }, table: 'tab' }, options)
  await run('td_load', { _command: 'my_load' }, options)
  await run('td_load', { name: 'my_load' }, options)
  assert.equal(requests.map(({ config, name }) => config ?? name ?? null), [{ in: { type: 'x', v: 'v' } }, 'my_load', 'my_load'])
})

td('td_load> fills templates and secrets of a saved load, whose shape no value changes', async () => {
  const requests: LoadRequest[] = []
  await run('td_load', { _command: 'my_load' }, { services: loads(requests), secrets: { k: 'a: {b' }, evaluate: (text: string) => text.replace('${day}', "2026-11-01', x: 'y") })
  const saved = { in: { type: 'x', since: '${day}', pages: ['$1', '${secret:k}'], depth: 3, on: true, none: null } }
  assert.equal(await requests[0]?.fill?.(saved), { in: { type: 'x', since: "2026-11-01', x: 'y", pages: ['$1', 'a: {b'], depth: 3, on: true, none: null } })
})

td('td_load> refuses wrong settings with digdag\'s words', async () => {
  const options = { services: loads([]) }
  assert.is(await refused('td_load', { name: 'a', config: {} }, options), 'The parameters config and name cannot both be set')
  assert.is(await refused('td_load', { _command: 'a', name: 'b' }, options), 'Only the command or one of the config and name params may be set')
  assert.is(await refused('td_load', {}, options), 'No parameter is set')
  assert.is(await refused('td_load', { config: {} }, options), "Parameter 'table' is required but not set")
  assert.match(await refused('td_load', { _command: 'none.yml', table: 't' }, options), /File not found: none.yml/)
  assert.is(existsSync(join(at.folder, 'none.yml')), false)
})

td('a td operator that was killed does not work', async () => {
  assert.match(await refused('td', { query: 'select 1' }, { cancelRequested: true }), /Got a cancel-requested/)
})

td.run()
