import * as assert from 'uvu/assert'
import { createPipeline } from '../../../runner/connectors/filters/pipeline.ts'
import { timeReader } from '../../../runner/connectors/filters/time-format.ts'
import type { Json } from '../../../runner/model/json.ts'
import { suite } from '../../support/suite.ts'
import { batch } from '../../support/warehouse.ts'

const filters = suite('connectors/filters')
const STARTED = Date.UTC(2024, 0, 2, 3, 4, 5)
const warnings: string[] = []
filters.each.before(() => { warnings.length = 0 })

/** What comes out of filters, as `name:type` and rows. */
function through(configured: Json, columns: string, rows: readonly (readonly Json[])[]): { readonly columns: string; readonly rows: readonly (readonly Json[])[] } {
  const result = createPipeline(configured, { startedAt: STARTED, warn: (text) => warnings.push(text) }).apply(batch(columns, rows))
  return { columns: result.columns.map(({ name, type }) => `${name}:${type}`).join(' '), rows: result.rows }
}
const addTime = (rest: Json): Json => [{ type: 'add_time', to_column: { name: 'time' }, ...(rest as object) }]

filters('add_time takes the time of the upload', () => {
  assert.equal(through(addTime({ from_value: { mode: 'upload_time' } }), 'x:long', [[1], [2]]), { columns: 'x:long time:long', rows: [[1, STARTED / 1000], [2, STARTED / 1000]] })
})

filters('add_time takes a fixed time, by its format or as a number', () => {
  assert.equal(through(addTime({ from_value: { value: '2016-01-01 00:00:00 +0900' } }), 'x:long', [[1]]).rows, [[1, 1451574000]])
  assert.equal(through(addTime({ from_value: { mode: 'fixed_time', value: '01/02/2016', timestamp_format: '%m/%d/%Y' } }), 'x:long', [[1]]).rows, [[1, 1451692800]])
  assert.equal(through(addTime({ from_value: { value: 1451574000000, unix_timestamp_unit: 'milli' } }), 'x:long', [[1]]).rows, [[1, 1451574000]])
})

filters('add_time counts up by a second a row and begins again', () => {
  const value = { mode: 'incremental_time', from: '2016-01-01 00:00:00 UTC', to: '2016-01-01 00:00:01 UTC' }
  assert.equal(through(addTime({ from_value: value }), 'x:long', [[1], [2], [3]]).rows.map((row) => row[1]), [1451606400, 1451606401, 1451606400])
})

filters('add_time reads another column', () => {
  assert.equal(through(addTime({ from_column: { name: 'at' } }), 'at', [['2016-01-01 00:00:00 +0000'], ['nonsense'], [null]]).rows.map((row) => row[1]), [1451606400, null, null])
  assert.equal(through(addTime({ from_column: { name: 'at', unix_timestamp_unit: 'milli' } }), 'at:long', [[1451606400999]]).rows[0]?.[1], 1451606400)
  assert.equal(through(addTime({ from_column: { name: 'at', timestamp_format: '%Y-%m-%d', timezone: 'Asia/Tokyo' } }), 'at', [['2016-01-01']]).rows[0]?.[1], 1451574000)
})

filters('add_time renames a column that has its name', () => {
  assert.is(through(addTime({ from_value: { mode: 'upload_time' } }), 'time:string x:long', [['a', 1]]).columns, 'time_:string x:long time:long')
})

filters('add_time writes a timestamp as text, but never as `time`', () => {
  const to = (name: string): Json => [{ type: 'add_time', to_column: { name, type: 'timestamp' }, from_value: { mode: 'upload_time' } }]
  assert.equal(through(to('at'), 'x', [['a']]), { columns: 'x:string at:string', rows: [['a', '2024-01-02 03:04:05.000000 UTC']] })
  assert.is(through(to('time'), 'x', [['a']]).rows[0]?.[1], STARTED / 1000)
})

filters('add_time refuses what it cannot do', () => {
  for (const [rest, message] of [
    [{}, /exactly one of from_column and from_value/], [{ from_column: { name: 'a' }, from_value: { mode: 'upload_time' } }, /exactly one/],
    [{ from_value: { mode: 'sometime' } }, /unknown mode 'sometime'/], [{ from_value: { mode: 'fixed_time' } }, /from_value.value is required/],
    [{ from_value: { value: 'x' } }, /is no time: x/], [{ from_column: { name: 'nope' } }, /no column 'nope'/], [{ from_value: { value: '1', timestamp_format: '%!' } }, /Unknown directive %!/],
  ] as const) assert.throws(() => through(addTime(rest), 'x', [['a']]), (error: Error) => message.test(error.message), JSON.stringify(rest))
})

const GUESSED: Json = [{ type: 'rename', rules: [
  { rule: 'upper_to_lower' }, { rule: 'character_types', pass_types: ['a-z', '0-9'], pass_characters: '_', replace: '_' },
  { rule: 'first_character_types', pass_types: ['a-z'], pass_characters: '_', prefix: '_' }, { rule: 'unique_number_suffix', max_length: 128 }] }]

filters('rename follows the four rules that guess writes', () => {
  assert.is(through(GUESSED, 'Media-Id 1st MEDIA_ID media.id', []).columns, 'media_id:string _1st:string media_id_2:string media_id_3:string')
})

filters('rename has every rule of the documentation', () => {
  const renamed = (rule: Json, columns: string): string => through([{ type: 'rename', rules: [rule] }], columns, []).columns.replaceAll(':string', '')
  assert.is(renamed({ rule: 'lower_to_upper' }, 'aB'), 'AB')
  assert.is(renamed({ rule: 'truncate', max_length: 3 }, 'abcdef'), 'abc')
  assert.is(renamed({ rule: 'regex_replace', match: '^data_(.)', replace: '$1' }, 'data_x data_y'), 'x y')
  assert.is(renamed({ rule: 'first_character_types', pass_types: ['a-z'], replace: 'n' }, '1ab xy'), 'nab xy')
  assert.is(renamed({ rule: 'unique_number_suffix', digits: 3, offset: 0, delimiter: '-' }, 'a a a'), 'a a-000 a-001')
  assert.is(renamed({ rule: 'unique_number_suffix', max_length: 4 }, 'abcdef abcdxx'), 'abcd ab_2')
  assert.is(through([{ type: 'rename', columns: { a: 'z' } }], 'a b', []).columns, 'z:string b:string')
  assert.throws(() => renamed({ rule: 'shout' }, 'a'), /unknown rule 'shout'/)
})

filters('remove_columns takes out, or keeps', () => {
  assert.equal(through([{ type: 'remove_columns', remove: ['b'] }], 'a b c', [['1', '2', '3']]), { columns: 'a:string c:string', rows: [['1', '3']] })
  assert.equal(through([{ type: 'remove_columns', keep: ['c', 'x'], accept_unmatched_columns: true }], 'a b c', [['1', '2', '3']]), { columns: 'c:string', rows: [['3']] })
  assert.throws(() => through([{ type: 'remove_columns', remove: ['x'] }], 'a', []), /no column 'x'/)
  assert.throws(() => through([{ type: 'remove_columns' }], 'a', []), /exactly one of remove and keep/)
})

filters('expand_json makes columns of values', () => {
  const expanded: Json = [{ name: 'id', type: 'long' }, { name: 'owner.name', type: 'string' }, { name: 'tags', type: 'json' }, { name: 'list.1', type: 'double' }, { name: 'ok', type: 'boolean' }, { name: 'at', type: 'timestamp', format: '%Y-%m-%dT%H:%M:%S%z' }]
  const result = through([{ type: 'expand_json', json_column_name: 'record', expanded_columns: expanded }], 'before record',
    [['x', '{"id":1,"owner":{"name":"n"},"tags":["a"],"list":[1,2.5],"ok":true,"at":"2016-01-01T00:00:00+0000"}'], ['y', null]])
  assert.equal(result.columns, 'before:string id:long owner.name:string tags:string list.1:double ok:long at:string')
  assert.equal(result.rows, [['x', 1, 'n', '["a"]', 2.5, 1, '2016-01-01 00:00:00.000000 UTC'], ['y', null, null, null, null, null, null]])
})

filters('expand_json leaves out rows that are no JSON, with one warning, or stops', () => {
  const config = { type: 'expand_json', json_column_name: 'record', root: '$.data', expanded_columns: [{ name: 'id', type: 'long' }], keep_expanding_json_column: true }
  assert.equal(through([config], 'record', [['{"data":{"id":7}}'], ['{'], ['[']]).rows, [['{"data":{"id":7}}', 7]])
  assert.is(warnings.length, 1)
  assert.throws(() => through([{ ...config, stop_on_invalid_record: true }], 'record', [['{']]), /is no JSON object/)
})

filters('run in their order', () => {
  const result = through([{ type: 'rename', columns: { a: 'b' } }, { type: 'remove_columns', keep: ['b'] }, ...(addTime({ from_value: { mode: 'upload_time' } }) as Json[])], 'a c', [['1', '2']])
  assert.is(result.columns, 'b:string time:long')
})

filters('say what is known when a filter is not', () => {
  assert.throws(() => through([{ type: 'typecast' }], 'a', []), /Unknown filter 'typecast'/)
  assert.throws(() => through({ type: 'rename' }, 'a', []), /must be a list/)
  assert.throws(() => through([{}], 'a', []), /'type' is required/)
})

filters('tell where a column went', () => {
  const pipeline = createPipeline([{ type: 'rename', rules: [{ rule: 'upper_to_lower' }] }, { type: 'remove_columns', remove: ['b'], accept_unmatched_columns: true }], { startedAt: 0, warn: () => undefined })
  assert.equal([pipeline.renamed('A'), pipeline.renamed('B')], ['a', undefined])
})

filters('read times in the formats that Embulk knows', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['%Y-%m-%d %H:%M:%S.%L %z', '2016-01-02 03:04:05.678 -0700', '2016-01-02T10:04:05.678Z'], ['%s', '86400', '1970-01-02T00:00:00.000Z'], ['%Y%m%d', '20160102', '2016-01-02T00:00:00.000Z'],
    ['%d/%b/%Y:%T', '02/Jan/2016:03:04:05', '2016-01-02T03:04:05.000Z'], ['%F %I:%M %p', '2016-01-02 12:30 AM', '2016-01-02T00:30:00.000Z'], ['%Y-%j', '2016-032', '2016-02-01T00:00:00.000Z'],
    ['%y-%m-%d', '16-01-02', '2016-01-02T00:00:00.000Z'], ['%Y-%m-%d', '2016-13-02', undefined], ['%Y-%m-%dT%H:%M:%S.%N%z', '2016-01-02T03:04:05.123456789Z', '2016-01-02T03:04:05.123Z'], ['100%% %Y', '100% 2016', '2016-01-01T00:00:00.000Z'],
  ]
  for (const [format, text, wanted] of cases) {
    const millis = timeReader(format, 'UTC')(text)
    assert.is(millis === undefined ? undefined : new Date(millis).toISOString(), wanted, `${format} ${text}`)
  }
})

filters.run()
