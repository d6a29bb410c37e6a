import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import { systemClock } from '../../../runner/model/clock.ts'
import type { Store } from '../../../runner/model/store.ts'
import { openSqliteStore } from '../../../runner/stores/sqlite/open.ts'
import { createVault, type KeySource } from '../../../runner/stores/vault.ts'
import { suite } from '../../support/suite.ts'

const test = suite('the vault')
let folder = ''
let store: Store
test.each.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trowel-vault-'))
  store = await openSqliteStore({ path: ':memory:' })
})
test.each.after(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const KEY = Buffer.alloc(32, 1).toString('base64')
const OTHER_KEY = Buffer.alloc(32, 2).toString('base64')
const open = (key: KeySource) => createVault({ store, key, clock: systemClock })
const failure = async (work: Promise<unknown>): Promise<RunnerError> => {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown)
  assert.instance(error, RunnerError)
  return error as RunnerError
}

test('a value comes back as it was, and stands nowhere in clear', async () => {
  const vault = open({ key: KEY })
  await vault.put('secret', 1, 'api.token', 'EAA-ünïcode')
  assert.is(await vault.get('secret', 1, 'api.token'), 'EAA-ünïcode')
  assert.is(await vault.get('secret', 2, 'api.token'), undefined)
  const sealed = Buffer.from(await store.getValue('secret', 1, 'api.token') ?? [])
  assert.not.ok(sealed.includes(Buffer.from('EAA')))
})

test('the same value is never encrypted the same way twice', async () => {
  const vault = open({ key: KEY })
  await vault.put('secret', 1, 'a', 'same')
  const first = await store.getValue('secret', 1, 'a')
  await vault.put('secret', 1, 'a', 'same')
  assert.not.equal(await store.getValue('secret', 1, 'a'), first)
})

test('a value that was moved to another key, project or kind does not open', async () => {
  const vault = open({ key: KEY })
  await vault.put('secret', 1, 'a', 'x')
  const sealed = await store.getValue('secret', 1, 'a')
  if (sealed === undefined) throw new Error('nothing was stored')
  await store.putValue('secret', 1, 'b', sealed, 0)
  await store.putValue('secret', 2, 'a', sealed, 0)
  await store.putValue('connection', 1, 'a', sealed, 0)
  for (const get of [vault.get('secret', 1, 'b'), vault.get('secret', 2, 'a'), vault.get('connection', 1, 'a')]) assert.is((await failure(get)).code, 'wrong-key')
})

test('a value that was changed does not open', async () => {
  const vault = open({ key: KEY })
  await vault.put('secret', 1, 'a', 'x')
  const sealed = Uint8Array.from(await store.getValue('secret', 1, 'a') ?? [])
  sealed[sealed.length - 1]! ^= 1
  await store.putValue('secret', 1, 'a', sealed, 0)
  assert.is((await failure(vault.get('secret', 1, 'a'))).code, 'wrong-key')
})

test('a wrong key is an error of every verb and changes nothing', async () => {
  await open({ key: KEY }).put('secret', 1, 'a', 'x')
  const wrong = open({ key: OTHER_KEY })
  for (const attempt of [wrong.put('secret', 1, 'b', 'y'), wrong.get('secret', 1, 'a'), wrong.delete('secret', 1, 'a')]) {
    const error = await failure(attempt)
    assert.is(error.code, 'wrong-key')
    assert.match(error.hint ?? '', 'TROWEL_KEY')
  }
  assert.equal((await open({ key: KEY }).list('secret', 1)).map(({ key }) => key), ['a'])
  assert.is(await open({ key: KEY }).get('secret', 1, 'a'), 'x')
})

test('a key that is not 32 bytes is refused', async () => {
  assert.is((await failure(open({ key: 'c2hvcnQ=' }).put('secret', 1, 'a', 'x'))).code, 'wrong-key')
})

test('the key file is made at the first use, for its owner alone', async () => {
  const file = join(folder, 'deep', 'key')
  const vault = open({ file })
  assert.not.ok(existsSync(file))
  await vault.put('secret', 1, 'a', 'x')
  assert.is(statSync(file).mode & 0o777, 0o600)
  assert.equal(readdirSync(join(folder, 'deep')), ['key'])
  assert.is(await open({ file }).get('secret', 1, 'a'), 'x')
})

test('a key file of somebody else is a wrong key', async () => {
  await open({ key: KEY }).put('secret', 1, 'a', 'x')
  const file = join(folder, 'key')
  writeFileSync(file, OTHER_KEY)
  assert.is((await failure(open({ file }).get('secret', 1, 'a'))).code, 'wrong-key')
})

test('lists hold names only, without the check of the key', async () => {
  const vault = open({ key: KEY })
  await vault.put('secret', 1, 'b', 'x')
  await vault.put('secret', 1, 'a', 'x')
  assert.equal((await vault.list('secret', 1)).map(({ key }) => key), ['a', 'b'])
  assert.equal(await vault.list('secret', 0), [])
  assert.is(await vault.delete('secret', 1, 'a'), true)
  assert.is(await vault.delete('secret', 1, 'a'), false)
})

test.run()
