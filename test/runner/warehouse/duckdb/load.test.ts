import { readdirSync } from 'node:fs'
import * as assert from 'uvu/assert'
import { Float } from '../../../../runner/model/json.ts'
import type { Batch } from '../../../../runner/model/warehouse.ts'
import { suite } from '../../../support/suite.ts'
import { batch, testWarehouse, type TestWarehouse } from '../../../support/warehouse.ts'

const load = suite('warehouse/duckdb load')
let at: TestWarehouse
load.each.before(() => { at = testWarehouse() })
load.each.after(() => at.end())

const rejection = async (work: Promise<unknown>): Promise<Error> => work.then(() => { throw new Error('it did not fail') }, (error: Error) => error)
const staged = (): readonly string[] => readdirSync(at.stagingPath).filter((name) => name.startsWith('load-') && !name.endsWith('.done'))

load('makes the database and the table, and says that it made the database', async () => {
  const outcome = await at.load({ key: 'k' }, [batch('time:long name', [[10, 'a'], [20, null]])])
  assert.is(outcome.rows, 2)
  assert.is(outcome.alreadyLoaded, false)
  assert.match(outcome.jobId, /^\d+$/)
  assert.equal(await at.query('select * from tab order by time'), [[10, 'a'], [20, null]])
  assert.equal(at.notices.length, 1)
  assert.match(at.notices[0] ?? '', /^Created database 'db1'/)
  assert.equal(staged(), [])
})

load('keeps every type of value', async () => {
  await at.load({ key: 'k' }, [batch('i:int l:long d:double s:string a:array<long> m:map<string,long>',
    [[1, 9007199254740993n, 1.5, 'x', [1, 2], { a: 1 }], [-1, -2, new Float(2), '"', [], {}], [null, null, null, null, null, null]])])
  assert.equal(await at.query('select i, l, d, s, a, m from tab'),
    [[1, 9007199254740993n, 1.5, 'x', [1, 2], { a: 1 }], [-1, -2, new Float(2), '"', [], {}], [null, null, null, null, null, null]])
  assert.equal((await at.warehouse.listTables('db1'))[0]?.columns.map(({ name, type }) => `${name} ${type}`), ['i int', 'l long', 'd double', 's string', 'a array<long>', 'm map<string,long>', 'time long'])
})

load('gives rows without a time the time of the load', async () => {
  const before = Math.floor(Date.now() / 1000)
  await at.load({ key: 'a' }, [batch('x:long', [[1]])])
  await at.load({ key: 'b' }, [batch('x:long time:long', [[2, null], [3, 7]])])
  const rows = await at.query('select x, time from tab order by x')
  assert.ok(Number(rows[0]?.[1]) >= before)
  assert.ok(Number(rows[1]?.[1]) >= before)
  assert.equal(rows[2], [3, 7])
})

load('loads the same key once', async () => {
  const first = await at.load({ key: 'k' }, [batch('x:long', [[1]])])
  const again = await at.load({ key: 'k' }, (async function* (): AsyncIterable<Batch> { throw new Error('read again') })())
  assert.equal(again, { ...first, alreadyLoaded: true })
  assert.equal(await at.query('select count(*) from tab'), [[1]])
})

load('grows the table when columns appear, within a load and between loads', async () => {
  await at.load({ key: 'a' }, [batch('x:long', [[1]]), batch('x:long y', [[2, 'two']])])
  await at.load({ key: 'b' }, [batch('z:double', [[0.5]])])
  assert.equal(await at.query('select x, y, z from tab order by x nulls last'), [[1, null, null], [2, 'two', null], [null, null, 0.5]])
})

load('keeps the type of an existing column and tells what became NULL', async () => {
  await at.load({ key: 'a' }, [batch('x:long', [[1]])])
  await at.load({ key: 'b' }, [batch('x:string', [['2'], ['two']])])
  assert.equal(await at.query('select x from tab order by x nulls last'), [[1], [2], [null]])
  assert.match(at.notices.join('\n'), /1 value of column 'x' cannot be read as its type BIGINT/)
})

load('widens a column whose type changes within a load', async () => {
  await at.load({ key: 'a' }, [batch('x:int y:long', [[1, 1]]), batch('x:double y:string', [[0.5, 'b']])])
  assert.equal(await at.query('select x, y from tab order by y'), [[new Float(1), '1'], [0.5, 'b']])
})

load('names columns as Treasure Data stores them', async () => {
  await at.load({ key: 'a' }, [batch('Media-Id media.id 1st', [['a', 'b', 'c']])])
  assert.equal(await at.query('select media_id, media_id_1, _1st from tab'), [['a', 'b', 'c']])
})

load('replaces, truncates, and replaces on new data only', async () => {
  const rows = (): ReturnType<TestWarehouse['query']> => at.query('select x from tab order by x')
  await at.load({ key: '1' }, [batch('x:long old', [[1, 'o']])])
  await at.load({ key: '2', mode: 'truncate' }, [batch('x:long', [[2]])])
  assert.equal(await at.query('select x, old from tab'), [[2, null]])
  await at.load({ key: '3', mode: 'replace' }, [batch('x:long', [[3]])])
  assert.equal((await at.warehouse.listTables('db1'))[0]?.columns.map(({ name }) => name), ['x', 'time'])
  await at.load({ key: '4', mode: 'replace_on_new_data' }, [batch('x:long', [])])
  assert.equal(await rows(), [[3]])
  await at.load({ key: '5', mode: 'replace_on_new_data' }, [batch('x:long', [[5]])])
  assert.equal(await rows(), [[5]])
})

load('upserts by its keys, the last row of a key winning', async () => {
  const upsert = (key: string, rows: readonly (readonly [string, string | null, number])[]): Promise<unknown> => at.load({ key, mode: 'upsert', upsertKeys: ['account', 'part'] }, [batch('account part n:long', rows)])
  await upsert('1', [['a', 'p', 1], ['a', null, 2], ['b', 'p', 3]])
  await upsert('2', [['a', 'p', 10], ['a', null, 20], ['a', null, 21], ['c', null, 4]])
  assert.equal(await at.query('select account, part, n from tab order by n'), [['b', 'p', 3], ['c', null, 4], ['a', 'p', 10], ['a', null, 21]])
})

load('refuses an upsert without its key columns and changes nothing', async () => {
  await at.load({ key: '1' }, [batch('a n:long', [['x', 1]])])
  const error = await rejection(at.load({ key: '2', mode: 'upsert', upsertKeys: ['b'] }, [batch('a n:long', [['x', 2]])]))
  assert.match(error.message, /needs column 'b'/)
  assert.equal(await at.query('select n from tab'), [[1]])
})

load('makes the table of a load without rows', async () => {
  assert.is((await at.load({ key: 'k' }, [batch('x:long y', [])])).rows, 0)
  assert.equal(await at.query('select * from tab'), [])
  assert.equal((await at.warehouse.listTables('db1'))[0]?.columns.map(({ name }) => name), ['x', 'y', 'time'])
})

load('goes on from the finished units after a failure, and drops rows of the others', async () => {
  const seen: (readonly string[])[] = []
  const source = (failAt: string | undefined) => async function* (finished: ReadonlySet<string>): AsyncIterable<Batch> {
    seen.push([...finished])
    for (const unit of ['u1', 'u2', 'u3']) {
      if (finished.has(unit)) continue
      yield batch('unit', [[unit]], { unit })
      if (failAt === unit) throw new Error('cut off')
      yield batch('unit', [[`${unit} end`]], { unit, finishes: [unit] })
    }
  }
  const target = { database: 'db1', table: 'tab', mode: 'append', key: 'k' } as const
  const options = { signal: new AbortController().signal, notice: () => undefined }
  assert.match((await rejection(at.warehouse.load(target, source('u2'), options))).message, /cut off/)
  assert.is(await at.warehouse.databaseExists('db1'), false)
  assert.is(staged().length, 1)
  assert.is((await at.warehouse.load(target, source(undefined), options)).rows, 6)
  assert.equal(seen, [[], ['u1']])
  assert.equal(await at.query('select unit from tab'), [['u1'], ['u1 end'], ['u2'], ['u2 end'], ['u3'], ['u3 end']])
  assert.equal(staged(), [])
})

load('does not mix units that alternate', async () => {
  const target = { database: 'db1', table: 'tab', mode: 'append', key: 'k' } as const
  const options = { signal: new AbortController().signal, notice: () => undefined }
  await rejection(at.warehouse.load(target, async function* () {
    yield batch('unit', [['a1']], { unit: 'a' })
    yield batch('unit', [['b1']], { unit: 'b', finishes: ['b'] })
    throw new Error('cut off')
  }, options))
  await at.warehouse.load(target, async function* (finished) {
    assert.equal([...finished], ['b'])
    yield batch('unit', [['a1'], ['a2']], { unit: 'a', finishes: ['a'] })
  }, options)
  assert.equal(await at.query('select unit from tab order by unit'), [['a1'], ['a2'], ['b1']])
})

load('begins no source for a load that was committed', async () => {
  const options = { signal: new AbortController().signal, notice: () => undefined }
  const target = { database: 'db1', table: 'tab', mode: 'append', key: 'k' } as const
  let begun = 0
  const source = async function* () {
    begun++
    yield batch('x', [['1']])
  }
  await at.warehouse.load(target, source, options)
  assert.is((await at.warehouse.load(target, source, options)).alreadyLoaded, true)
  assert.is(begun, 1)
})

load('takes nothing over from a load of something else', async () => {
  const options = { signal: new AbortController().signal, notice: () => undefined }
  const target = { database: 'db1', table: 'tab', mode: 'append', key: 'k' } as const
  await rejection(at.warehouse.load({ ...target, fingerprint: 'one' }, async function* () {
    yield batch('x', [['old']], { finishes: ['u'] })
    throw new Error('cut off')
  }, options))
  await at.warehouse.load({ ...target, fingerprint: 'two' }, async function* (finished) {
    assert.equal([...finished], [])
    yield batch('y', [['new']], { finishes: ['u'] })
  }, options)
  assert.equal((await at.warehouse.listTables('db1'))[0]?.columns.map(({ name }) => name), ['y', 'time'])
})

load('stops when it is told to, and keeps what is finished', async () => {
  const stop = new AbortController()
  const target = { database: 'db1', table: 'tab', mode: 'append', key: 'k' } as const
  const error = await rejection(at.warehouse.load(target, async function* () {
    yield batch('x:long', [[1]], { finishes: ['1'] })
    stop.abort(new Error('killed'))
    yield batch('x:long', [[2]], { finishes: ['2'] })
  }, { signal: stop.signal, notice: () => undefined }))
  assert.is(error.message, 'killed')
  await at.warehouse.load(target, async function* (finished) {
    assert.equal([...finished], ['1'])
    yield batch('x:long', [[3]])
  }, { signal: new AbortController().signal, notice: () => undefined })
  assert.equal(await at.query('select x from tab'), [[1], [3]])
})

load('refuses a missing database when every missing one is an error', async () => {
  const strict = testWarehouse({ strictDatabases: true })
  try {
    assert.match((await rejection(strict.load({ key: 'k' }, [batch('x', [['1']])]))).message, /Database 'db1' does not exist/)
    assert.equal(await strict.warehouse.listDatabases(), [])
  } finally { await strict.end() }
})

load('refuses names that Treasure Data refuses', async () => {
  for (const table of ['Tab', 'a-b', 'ab', 'x"; drop table y; --']) assert.match((await rejection(at.load({ key: 'k', table }, []))).message, /^Table name /)
  assert.match((await rejection(at.load({ key: 'k', database: '_trowel' }, []))).message, /is reserved/)
})

load('loads several tables at once', async () => {
  await Promise.all(['one', 'two', 'three'].map((table) => at.load({ key: table, table }, [batch('x:long', [[1], [2]])])))
  assert.equal((await at.warehouse.listTables('db1')).map(({ name, rows }) => [name, rows]), [['one', 2], ['three', 2], ['two', 2]])
})

load.run()
