import * as assert from 'uvu/assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const query = suite('acceptance/query-chart')
let bench: Workbench
const LIMIT = { limitMs: 120_000 }

query.before(() => {
  bench = createWorkbench({ 'fill.sql': "select * from (values (1, 'rose'), (2, 'rye, \"grain\"')) as v (id, name)\n" })
})
query.after(() => bench.remove())

query('a database that is not there is one clear error', async () => {
  const { exit, stdout, stderr } = await bench.wf(['query', '-d', 'nowhere', 'select 1'])
  assert.equal([exit, stdout], [1, ''])
  assert.match(stderr, /^error: .*nowhere/)
})

query('what a workflow wrote is read in every format, and a saved query runs by its name', async () => {
  bench.write({ 'first.dig': '_export:\n  td: {database: garden}\n+make:\n  td_ddl>:\n  create_tables: [plants]\n+fill:\n  td>: fill.sql\n  insert_into: plants\n' })
  await bench.ok(['push', 'garden'])
  await bench.ok(['start', 'garden', 'first', '--session', '2026-01-02'])
  await bench.ok(['query', '-d', 'garden', '--save', 'count', 'select count(*) as n from plants'])
  const sql = 'select id, name from plants order by id'
  assert.is(await bench.ok(['query', '-d', 'garden', sql]), 'id,name\r\n1,rose\r\n2,"rye, ""grain"""\r\n')
  assert.equal(await bench.json(['query', '-d', 'garden', sql]), [{ id: 1, name: 'rose' }, { id: 2, name: 'rye, "grain"' }])
  assert.is(await bench.ok(['query', '-d', 'garden', '--format', 'jsonl', sql]), '{"id":1,"name":"rose"}\n{"id":2,"name":"rye, \\"grain\\""}\n')
  assert.match(await bench.ok(['query', '-d', 'garden', '--format', 'table', sql]), /^id {2}name\n─+/)
  await bench.ok(['query', '-d', 'garden', '-o', 'plants.parquet', sql])
  assert.is(readFileSync(join(bench.directory, 'plants.parquet')).subarray(0, 4).toString(), 'PAR1')
  bench.write({ 'main.dig': '_export:\n  td: {database: garden}\n+again:\n  td_run>: count\n  store_last_results: true\n+tell:\n  echo>: there are ${td.last_results.n}\n' })
  await bench.ok(['push', 'garden'])
  assert.match(await bench.ok(['start', 'garden', 'main', '--session', '2026-01-03']), /there are 2\n$/)
})

query('Instagram insights are loaded from a sandbox of the command, told row by row of table, and drawn as text, page and picture', async () => {
  const load = (type: string, more: string): string => `in:\n  type: instagram_insight\n  access_token: \${secret:instagram.access_token}\n  facebook_page_name: Kite Bakery\n  data_type: ${type}\n${more}out: {mode: append}\nfilters:\n  - {type: add_time, to_column: {name: time}, from_value: {mode: upload_time}}\n`
  bench.write({
    'ig.dig': '_export:\n  td: {database: ig_insights}\n+user:\n  td_load>: user.yml\n  table: user_insights\n+media:\n  td_load>: media.yml\n  table: media_insights\n',
    'user.yml': load('user', "  use_individual_metrics: true\n  since: \"${moment(session_date).subtract(10, 'days').format('YYYY-MM-DD')}\"\n  until: \"${session_date}\"\n  incremental_user_metrics: [{value: reach-day}, {value: views-day}, {value: follower_count-day}]\n"),
    'media.yml': load('media', '  use_individual_metrics: true\n  metrics: [reach, views]\n'),
  })
  await bench.ok(['push', 'garden'])
  await bench.ok(['secrets', '--project', 'garden', '--set', 'instagram.access_token=x'])
  const ended = await bench.json<{ attempt: { status: string }; loads: { table: string; rows: number }[] }>(['start', 'garden', 'ig', '--session', 'now', '--sandbox'])
  assert.is(ended.attempt.status, 'success')
  assert.equal(ended.loads.map(({ table }) => table), ['ig_insights.user_insights', 'ig_insights.media_insights'])
  assert.ok(ended.loads.every(({ rows }) => rows > 20))
  const drawn = await bench.ok(['chart'])
  assert.match(drawn, /^@kite\.bakery \(Kite Bakery\)\n\n {2}reach {2}accounts a day, mean [\d,.k]+\n/)
  assert.match(drawn, /new followers[^]*top media {2}by views\n/)
  await bench.ok(['chart', '--days', '5', '--html', 'chart.html', '--svg', 'chart.svg'])
  const page = readFileSync(join(bench.directory, 'chart.html'), 'utf8')
  assert.match(page, '<svg ')
  assert.not.match(page, /<script|src=|@import|url\(/)
  assert.match(readFileSync(join(bench.directory, 'chart.svg'), 'utf8'), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^]*<\/svg>\n$/)
  const { accounts } = await bench.json<{ accounts: { series: { name: string; points: unknown[] }[]; topMedia: unknown[] }[] }>(['chart', '--days', '5', '--account', 'kite.bakery'])
  assert.equal(accounts.map(({ series, topMedia }) => [series.map(({ name, points }) => [name, points.length]), topMedia.length]), [[[['reach', 5], ['views', 5], ['new followers', 5]], 10]])
  await bench.ok(['query', '-d', 'ig_insights', "insert into media_insights (account_id, username, media_id, metric, period, value, time) select case when n = 0 then '1' else '2' end, case when n = 0 then 'small' else 'big' end, cast(n as varchar), 'views', 'lifetime', 1000000.0 * n, 1 from unnest(sequence(0, 1200)) as t (n)"])
  const small = await bench.json<{ accounts: { topMedia: { value: number }[] }[] }>(['chart', '--account', 'small'])
  assert.equal(small.accounts.map(({ topMedia }) => topMedia.map(({ value }) => value)), [[0]])
  const missing = await bench.wf(['chart', '--account', 'nobody'])
  assert.equal([missing.exit, missing.stdout], [1, ''])
  assert.match(missing.stderr, /hint: accounts there: .*@kite\.bakery \(Kite Bakery\)/)
}, LIMIT)

query('a chart of a database without such tables names those there are', async () => {
  const { exit, stderr } = await bench.wf(['chart', '-d', 'garden'])
  assert.is(exit, 1)
  assert.match(stderr, 'database garden has no table user_insights')
  assert.match(stderr, 'plants')
})

query.run()
