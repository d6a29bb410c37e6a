import * as assert from 'uvu/assert'
import { parseInterval } from '../../../../runner/warehouse/sql/interval.ts'
import { textOf, tokenize } from '../../../../runner/warehouse/sql/tokens.ts'
import { readStatements, toDuckdb, withoutTarget } from '../../../../runner/warehouse/sql/translate.ts'
import { zoneNamed } from '../../../../runner/warehouse/sql/zones.ts'
import { suite } from '../../../support/suite.ts'

const translate = suite('warehouse/sql translate')
const CONTEXT = { scheduledTime: Date.UTC(2016, 5, 26, 8, 23, 45), zone: 'UTC' }
const to = (sql: string): string => toDuckdb(sql, CONTEXT)

translate('tokens are the text, whatever it is', () => {
  for (const sql of ["select 'it''s', \"a \"\" b\", `c`, 1.5e-3 -- end\n/* a /* b */ from t;", "'open", '"open', '/* open', 'a$b é 漢字 €', '<>!=||->=>::', '']) assert.is(textOf(tokenize(sql)), sql)
})

translate('texts and names are left alone, comments go', () => {
  assert.is(to("select 'TD_SCHEDULED_TIME()', \"if(a, b)\" -- TD_SCHEDULED_TIME()"), "select 'TD_SCHEDULED_TIME()', \"if(a, b)\"")
  assert.is(to('select 1 /* a /* b */ + 1'), 'select 1 + 1')
  assert.is(to('select `a b` from `t`'), 'select "a b" from "t"')
})

translate('statements are split at semicolons outside of texts', () => {
  assert.equal(readStatements("select ';'; -- a; b\ninsert into t select 1;\n;").map(({ verb, writes }) => [verb, writes]), [['SELECT', false], ['INSERT', true]])
  assert.equal(readStatements('with a as (select 1) insert into t select * from a').map(({ verb }) => verb), ['INSERT'])
  assert.equal(readStatements('with "insert" as (select 1) select * from "insert"').map(({ writes }) => writes), [false])
})

translate('the query behind the lines of td> is found', () => {
  const query = (sql: string): string | undefined => withoutTarget(readStatements(sql).at(-1)?.tokens ?? [])?.trim()
  assert.is(query('INSERT INTO "t"\nselect 1'), 'select 1')
  assert.is(query('DROP TABLE IF EXISTS "d"."t";\nCREATE TABLE "d"."t" AS\nselect 1'), 'select 1')
  assert.is(query('INSERT OVERWRITE TABLE `d`.`t`\nselect 1'), 'select 1')
  assert.is(query('-- why\nwith a as (select 1)\nINSERT INTO TABLE `t`\nselect * from a'), '-- why\nwith a as (select 1)\nselect * from a')
  assert.is(query('select 1'), undefined)
})

translate('functions within functions, types and values are translated', () => {
  assert.is(to('select if(a > 1, concat(b, c))'), 'select CASE WHEN (a > 1) THEN (b || c) END')
  assert.is(to('cast(x as array(map(varchar, row(a bigint, b array(double)))))'), 'CAST(x AS MAP(VARCHAR, ROW(a BIGINT, b DOUBLE[]))[])')
  assert.is(to('select * from (values 1, 2) as t(x)'), 'select * from (VALUES (1), (2)) AS "t"("x")')
  assert.is(to('sum(x) filter (where y > 1)'), 'sum(x) FILTER (WHERE y > 1)')
  assert.is(to("json_extract(j, '$[\"a b\"].c')"), "json_extract(TRY_CAST(j AS JSON), '$.\"a b\".c')")
})

translate('times of a query are epochs before it runs', () => {
  assert.is(to('select TD_SCHEDULED_TIME()'), 'select CAST(1466929425 AS BIGINT)')
  assert.is(to("TD_TIME_RANGE(time, '2016-01-01 PDT', '2016-01-02', 'JST')"), '((time) >= 1451631600 AND (time) < 1451660400)')
  assert.is(to("TD_TIME_RANGE(time, TD_TIME_ADD(TD_SCHEDULED_TIME(), '-1d'), NULL)").includes('<'), false)
  assert.is(to("TD_TIME_PARSE('2015-01-32')"), 'CAST(NULL AS BIGINT)')
  assert.is(to("TD_INTERVAL(time, '-1d')"), '((time) >= 1466812800 AND (time) < 1466899200)')
})

translate('what cannot be translated says what to write', () => {
  for (const [sql, message] of [["TD_TIME_ADD(time, '1M')", /'1M' is no duration/], ["TD_TIME_FORMAT(time, 'yyyy', 'Mars')", /Unknown time zone 'Mars'/], ["TD_INTERVAL(time, 'whenever')", /is no interval/], ["TD_DATE_TRUNC('eon', time)", /unknown unit 'eon'/], ['TD_TIME_FORMAT(time, fmt)', /must be a text literal/]] as const) {
    assert.throws(() => to(sql), (error: Error & { hint?: string }) => message.test(error.message) && error.hint !== undefined, sql)
  }
})

/** 2016-06-26 01:23:45 -0700, the reference time of the grammar's published examples. */
const NOW = Date.UTC(2016, 5, 26, 8, 23, 45) / 1000
const WINDOWS: readonly (readonly [string, string, string])[] = [
  ['1h', '2016-06-26 01:00:00', '2016-06-26 02:00:00'], ['-1h', '2016-06-26 00:00:00', '2016-06-26 01:00:00'], ['-1h/now', '2016-06-26 00:00:00', '2016-06-26 01:23:45'],
  ['1d', '2016-06-26 00:00:00', '2016-06-27 00:00:00'], ['-7d', '2016-06-19 00:00:00', '2016-06-26 00:00:00'], ['-7d/now', '2016-06-19 00:00:00', '2016-06-26 01:23:45'], ['last7d', '2016-06-19 00:00:00', '2016-06-26 00:00:00'],
  ['1w', '2016-06-20 00:00:00', '2016-06-27 00:00:00'], ['lastWeek', '2016-06-13 00:00:00', '2016-06-20 00:00:00'], ['nextWeek', '2016-06-27 00:00:00', '2016-07-04 00:00:00'], ['thisMonth', '2016-06-01 00:00:00', '2016-07-01 00:00:00'],
  ['1M', '2016-06-01 00:00:00', '2016-07-01 00:00:00'], ['-1M', '2016-05-01 00:00:00', '2016-06-01 00:00:00'], ['-1M/-1M', '2016-04-01 00:00:00', '2016-05-01 00:00:00'], ['-1M/0d', '2016-05-01 00:00:00', '2016-06-26 00:00:00'], ['-1M/1M', '2016-06-01 00:00:00', '2016-07-01 00:00:00'],
  ['-1q', '2016-01-01 00:00:00', '2016-04-01 00:00:00'], ['-1q/0y', '2015-10-01 00:00:00', '2016-01-01 00:00:00'], ['1y', '2016-01-01 00:00:00', '2017-01-01 00:00:00'], ['0d', '2016-06-26 00:00:00', '2016-06-26 00:00:00'],
  ['today', '2016-06-26 00:00:00', '2016-06-27 00:00:00'], ['yesterday', '2016-06-25 00:00:00', '2016-06-26 00:00:00'], ['tomorrow', '2016-06-27 00:00:00', '2016-06-28 00:00:00'],
  ['2018-08-01/2018-09-02', '2018-08-01 00:00:00', '2018-09-02 00:00:00'], ['2018-08-01', '2018-08-01 00:00:00', '2018-08-02 00:00:00'], ['-3d/2018-08-10', '2018-08-07 00:00:00', '2018-08-10 00:00:00'], ['-1d/-1w', '2016-06-12 00:00:00', '2016-06-13 00:00:00'],
]

for (const [spec, start, end] of WINDOWS) {
  translate(`TD_INTERVAL '${spec}' is the window of the published grammar`, () => {
    const OFFSET = -7 * 3600
    const shown = (seconds: number): string => new Date((seconds + OFFSET) * 1000).toISOString().slice(0, 19).replace('T', ' ')
    const window = parseInterval(spec, NOW, zoneNamed('PDT'), OFFSET)
    assert.equal([shown(window.start), shown(window.end)], [start, end])
  })
}

translate.run()
