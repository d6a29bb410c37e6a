import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { systemClock } from '../../../../runner/model/clock.ts'
import { Float, isArray, isObject, type Json } from '../../../../runner/model/json.ts'
import type { Warehouse } from '../../../../runner/model/warehouse.ts'
import { openDuckdbWarehouse } from '../../../../runner/warehouse/duckdb/open.ts'
import { suite } from '../../../support/suite.ts'

const meaning = suite('warehouse/sql meaning')
const folder = mkdtempSync(join(tmpdir(), 'trowel-meaning-'))
let warehouse: Warehouse

meaning.before(async () => {
  warehouse = openDuckdbWarehouse({ path: join(folder, 'w.duckdb'), stagingPath: join(folder, 'staging'), clock: systemClock, who: 'a test', shortestName: 1 })
  await warehouse.createDatabase('db')
})
meaning.after(async () => {
  await warehouse.close()
  rmSync(folder, { recursive: true })
})

const plain = (value: Json): unknown => (value instanceof Float ? value.value : isArray(value) ? value.map(plain) : isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)])) : value)
const ask = async (sql: string): Promise<{ readonly names: readonly string[]; readonly rows: readonly unknown[] }> => {
  const { columns, rows } = await warehouse.query({ database: 'db', sql, scheduledTime: 0 })
  return { names: columns.map(({ name }) => name), rows: rows.map((row) => row.map(plain)) }
}
const row = async (sql: string): Promise<unknown> => (await ask(sql)).rows[0]
async function refused(sql: string): Promise<string> {
  try { await ask(sql) } catch (error) { return (error as Error).message }
  return ''
}

meaning('decimals divide to the larger scale, whole numbers to whole ones, doubles to infinity', async () => {
  assert.equal(await row('SELECT 100.0 * 2 / 3, 7 / 2, -7 / 2, 7e0 / 2, 1.00 / 8'), [66.7, 3, -3, 3.5, 0.13])
  assert.equal(await row('SELECT a / b / c FROM (VALUES (100, 2, 3)) t(a, b, c)'), [16])
  assert.equal(await row('SELECT 1e0 / x, round(100.0 * sum(x) / count(*), 2) FROM (VALUES 0) t(x) GROUP BY x'), [Infinity, 0])
  assert.match(await refused('SELECT 1 / x FROM (VALUES 0) t(x)'), /Division by zero/)
  assert.match(await refused('SELECT 5 % x FROM (VALUES 0) t(x)'), /Division by zero/)
  assert.equal(await row('SELECT TRY(1 / x), NULL / x FROM (VALUES 0) t(x)'), [null, null])
})

meaning('many divisions within one another are read in no time', async () => {
  assert.equal(await row('SELECT ((((((((x / 1) / 2) / 3) / 4) / 5) / 6) / 7) / 8) / (x + 1) FROM (VALUES 100000000) t(x)'), [0])
})

meaning('a time keeps its zone through functions, and through a name that a subquery gives it', async () => {
  assert.equal(await row("SELECT date(t), hour(t), CAST(t AS VARCHAR), to_unixtime(date_trunc('day', t)) FROM (SELECT from_unixtime(1700000000, 'Asia/Tokyo') AS t)"), ['2023-11-15', 7, '2023-11-15 07:13:20.000 Asia/Tokyo', 1699974000])
  assert.equal(await row("SELECT date_format(TIMESTAMP '2024-01-01 00:00:00 UTC' AT TIME ZONE '+05:30', '%H:%i'), day(at_timezone(from_unixtime(0), 'America/New_York'))"), ['05:30', 31])
  // The name is a column's here, whatever stands under it outside
  assert.equal(await row("SELECT hour(t) FROM (SELECT at_timezone(t, 'Asia/Tokyo') AS t FROM (VALUES TIMESTAMP '2024-01-01 00:00:00') AS x(t))"), [0])
})

meaning('dates stay dates, times apart are intervals', async () => {
  assert.equal(await row("SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, date_add('day', 1, DATE '2024-02-28'), date_trunc('month', DATE '2024-05-17'), DATE '2024-03-01' - DATE '2024-02-01', INTERVAL '1-2' YEAR TO MONTH"), ['2024-02-29', '2024-02-29', '2024-05-01', '29 00:00:00.000', '1-2'])
})

meaning('numbers, times and JSON are the texts that Trino makes of them', async () => {
  assert.equal(await row("SELECT CAST(x AS VARCHAR), CAST(100e0 AS VARCHAR), CAST(-0.00025e0 AS VARCHAR), CAST(t AS VARCHAR) FROM (VALUES (12.5e0, CAST('2024-01-02' AS TIMESTAMP))) v(x, t)"), ['1.25E1', '1.0E2', '-2.5E-4', '2024-01-02 00:00:00.000'])
  assert.equal(await row("SELECT json_format(json_parse('{\"b\": 1e3, \"a\": [1, 2.50]}')), CAST(JSON '\"x\"' AS VARCHAR)"), ['{"a":[1,2.5],"b":1000.0}', 'x'])
})

meaning('a text becomes a number or a time only when it is one', async () => {
  assert.equal(await row("SELECT TRY_CAST(s AS BIGINT), TRY_CAST(s AS DATE), TRY_CAST(s AS BOOLEAN) FROM (VALUES '1.5') t(s)"), [null, null, null])
  for (const sql of ["CAST(s AS BIGINT)", 'CAST(s AS DATE)', 'CAST(s AS TIMESTAMP)', 'CAST(s AS BOOLEAN)']) assert.match(await refused(`SELECT ${sql} FROM (VALUES '2024-13-x') t(s)`), /2024-13-x/)
})

meaning('arrays, maps and rows are read as Trino reads them', async () => {
  assert.equal(await row("SELECT map_agg(k, v), cardinality(map_agg(k, v)), array_distinct(ARRAY[3, 1, 3, NULL]), reduce(ARRAY[1, 2], 0, (s, x) -> s + x, s -> s * 10), ROW(1, 'a') FROM (VALUES ('a', 1), ('a', 2)) t(k, v)"), [{ a: 1 }, 1, [3, 1, null], 30, [1, 'a']])
  assert.equal((await ask("SELECT k, v, n FROM (VALUES (MAP(ARRAY['a', 'b'], ARRAY[1, 2]))) t(m) CROSS JOIN UNNEST(m) WITH ORDINALITY AS u(k, v, n) ORDER BY n")).rows, [['a', 1, 1], ['b', 2, 2]])
  assert.match(await refused("SELECT m['z'] FROM (VALUES (MAP(ARRAY['a'], ARRAY[1]))) t(m)"), /Key not present/)
  assert.match(await refused("SELECT split('a', ',')[2]"), /out of bounds/)
})

meaning('patterns that look around and replacements by a function work', async () => {
  assert.equal(await row("SELECT regexp_extract('price: $42', '(?<=\\$)\\d+'), regexp_replace('new york', '(\\w)(\\w*)', x -> upper(x[1]) || x[2]), regexp_extract('ab', 'a(x)?b', 1), regexp_extract('a=', 'a=(.*)', 1)"), ['42', 'New York', null, ''])
})

meaning('hashes are those that ids are made with', async () => {
  assert.equal(await row("SELECT to_hex(xxhash64(to_utf8('hello'))), to_hex(xxhash64(to_utf8(lpad('', 40, 'ab')))), to_hex(murmur3(to_utf8('hello'))), to_hex(murmur3(to_utf8(lpad('', 40, 'ab')))), crc32(to_utf8('hello'))"), ['26C7827D889F6DA3', '987629961583FE20', '029BBD41B3A7D8CB191DAE486A901E5B', 'E98C60110D56ED7C35CC1500695A8818', 907060870])
})

meaning('columns are named as the query spells them; an expression is _colN and those of * are in lower case', async () => {
  assert.equal((await ask('SELECT "UserId", a + 1, a AS B, count(*) OVER w FROM (SELECT 1 AS "UserId", 2 AS a) WINDOW w AS ()')).names, ['UserId', '_col1', 'B', '_col3'])
  assert.equal((await ask('SELECT 1, t.*, first FROM (SELECT 1 AS "X Y", 2 AS first) t')).names, ['_col0', 'x y', 'first', 'first'])
  assert.equal((await ask("SELECT day, t.year, INTERVAL '1' DAY, day AS YEAR FROM (SELECT 1 AS day, 2 AS year) t")).names, ['day', 'year', '_col2', 'YEAR'])
})

meaning('words that are names in Trino are names', async () => {
  assert.equal(await row('SELECT range, first, rows, "end" FROM (VALUES (8, 2, 3, 4)) AS t(range, first, rows, "end") WHERE range % 7 = 1 ORDER BY first DESC LIMIT 1'), [8, 2, 3, 4])
})

meaning('averages of decimals have their scale, and aggregates made of others keep FILTER', async () => {
  assert.equal(await row("SELECT avg(x * 1.0), avg(x), avg(x * 1e0), avg(x * 1.00) FILTER (WHERE x > 1), map_agg(x, k) FILTER (WHERE x > 2) FROM (VALUES (1, 'a'), (2, 'b'), (4, 'c')) t(x, k)"), [2.3, 7 / 3, 7 / 3, 3, { 4: 'c' }])
})

meaning('what Trino has not is refused, with what to write', async () => {
  for (const sql of ['SELECT 1::bigint', 'SELECT [1]', "SELECT string_agg('a', ',')", 'SELECT 7 // 2', "SELECT 'a' || 1", "SELECT 1 = '1'", 'SELECT 1 WHERE 1', "SELECT DATE '2024-01-01' + INTERVAL 1 DAY", 'SELECT CAST(1 AS TEXT)', 'SELECT a FROM (VALUES 1) t(a) QUALIFY row_number() OVER () = 1', 'FROM (VALUES 1) t(a)', "SELECT md5('a')", 'CREATE TABLE t AS SELECT 1', 'SELECT sum(a > 1) FROM (VALUES 1) t(a)', "SELECT read_csv('x')"]) assert.is.not(await refused(sql), '', sql)
})

meaning('sessions change where the gap is longer than the limit', async () => {
  assert.equal((await ask('SELECT u, count(DISTINCT s) AS n FROM (SELECT u, TD_SESSIONIZE_WINDOW(t, 10) OVER (PARTITION BY u ORDER BY t) AS s FROM (VALUES (1, 0), (1, 10), (1, 21), (2, 0)) v(u, t)) GROUP BY u ORDER BY u')).rows, [[1, 2], [2, 1]])
})

meaning.run()
