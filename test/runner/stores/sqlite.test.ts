import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import { openDatabase } from '../../../runner/stores/sqlite/database.ts'
import { readIds, writeIds } from '../../../runner/stores/sqlite/ids.ts'
import { migrate } from '../../../runner/stores/sqlite/migrations.ts'
import { openSqliteStore } from '../../../runner/stores/sqlite/open.ts'
import { suite } from '../../support/suite.ts'

const test = suite('the SQLite store')
let folder = ''
test.each.before(() => { folder = mkdtempSync(join(tmpdir(), 'trowel-sqlite-')) })
test.each.after(() => { rmSync(folder, { recursive: true, force: true }) })

const thrown = async (work: () => Promise<unknown>): Promise<RunnerError> => {
  const error = await work().then(() => undefined, (one: unknown) => one)
  assert.instance(error, RunnerError)
  return error as RunnerError
}

test('a store of a newer version is refused and left untouched', async () => {
  const path = join(folder, 'state.db')
  const db = await openDatabase(path)
  db.exec('create table t (x); pragma user_version = 99')
  db.close()
  const before = readFileSync(path)
  const error = await thrown(() => openSqliteStore({ path }))
  assert.is(error.code, 'newer-store')
  assert.match(error.message, 'newer version')
  assert.equal(readFileSync(path), before)
  assert.not.ok(existsSync(`${path}-wal`))
})

test('an older store is migrated in one transaction after a copy of it was made', async () => {
  const path = join(folder, 'state.db')
  const db = await openDatabase(path)
  await migrate(db, path, ['create table a (x); insert into a values (1)'])
  assert.not.ok(existsSync(`${path}.v0-backup`))
  await migrate(db, path, ['', 'create table b (x)', 'create table c (x)'])
  assert.is(db.sql('select count(*) as n from a').get()?.['n'], 1)
  assert.is(db.sql('pragma user_version').get()?.['user_version'], 3)
  db.close()
  const copy = await openDatabase(`${path}.v1-backup`)
  assert.is(copy.sql('pragma user_version').get()?.['user_version'], 1)
  assert.throws(() => copy.sql('select * from b').get())
  copy.close()
})

test('a migration that fails changes nothing', async () => {
  const path = join(folder, 'state.db')
  const db = await openDatabase(path)
  await migrate(db, path, ['create table a (x)'])
  const error = await migrate(db, path, ['', 'create table b (x)', 'not sql']).then(() => undefined, (one: unknown) => one)
  assert.ok(error instanceof Error)
  assert.is(db.sql('pragma user_version').get()?.['user_version'], 1)
  assert.throws(() => db.sql('select * from b').get())
  db.close()
})

test('a file that is no database is told with its path and what to do', async () => {
  const path = join(folder, 'state.db')
  writeFileSync(path, 'x'.repeat(5000))
  const error = await thrown(() => openSqliteStore({ path }))
  assert.is(error.code, 'disk')
  assert.match(error.message, path)
  assert.ok(error.hint)
  assert.is(readFileSync(path, 'utf8'), 'x'.repeat(5000))
})

test('a folder that does not exist is told', async () => {
  const error = await thrown(() => openSqliteStore({ path: join(folder, 'no', 'state.db') }))
  assert.is(error.code, 'disk')
})

test('writers on one file wait for each other and lose nothing', async () => {
  const path = join(folder, 'state.db')
  const stores = await Promise.all([openSqliteStore({ path }), openSqliteStore({ path }), openSqliteStore({ path })])
  await Promise.all(stores.flatMap((store, s) => Array.from({ length: 30 }, (_, i) => store.putValue('param', 0, `k${s}-${i}`, new Uint8Array([i]), 1))))
  assert.is((await stores[0]!.listValues('param', 0)).length, 90)
  for (const store of stores) await store.close()
})

test('a locked file is waited for without blocking the process', async () => {
  const path = join(folder, 'state.db')
  const store = await openSqliteStore({ path })
  const other = await openDatabase(path)
  other.exec('begin immediate')
  let ticks = 0
  const timer = setInterval(() => { ticks++ }, 5)
  setTimeout(() => { other.exec('commit') }, 150)
  await store.putValue('param', 0, 'k', new Uint8Array([1]), 1)
  clearInterval(timer)
  assert.ok(ticks >= 2, `${ticks} ticks`)
  other.close()
  await store.close()
})

test('what was written is there after the file is opened again', async () => {
  const path = join(folder, 'state.db')
  const first = await openSqliteStore({ path })
  await first.putValue('param', 0, 'k', new Uint8Array([7]), 1)
  await first.close()
  const second = await openSqliteStore({ path })
  assert.equal([...await second.getValue('param', 0, 'k') ?? []], [7])
  await second.close()
})

test('lists of ids are short where they run evenly, and read back as they were', () => {
  const cases: readonly [readonly number[], string | null][] = [
    [[], null], [[5], '5'], [[5, 6], '5,6'], [[5, 6, 7], '5-7'], [[5, 7, 9, 11], '5-11/2'], [[1, 2, 3, 10, 20, 30, 31], '1-3,10-30/10,31'], [[3, 3, 4], '3,3,4'], [[9, 5, 1], '9,5,1'],
  ]
  for (const [ids, text] of cases) {
    assert.is(writeIds(ids), text)
    if (text !== null) assert.equal(readIds(text), ids)
  }
  const many = Array.from({ length: 1000 }, (_, i) => i * 3 + 7)
  assert.is(writeIds(many), '7-3004/3')
  assert.equal(readIds('7-3004/3'), many)
})

test.run()
