import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import { openTaskLogs } from '../../../runner/stores/logs.ts'
import { suite } from '../../support/suite.ts'

const test = suite('task logs')
let folder = ''
test.each.before(() => { folder = mkdtempSync(join(tmpdir(), 'trowel-logs-')) })
test.each.after(() => { rmSync(folder, { recursive: true, force: true }) })

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
const ATTEMPT = { id: 7, createdAt: AT }
const textOf = (bytes: Uint8Array | undefined): string => (bytes === undefined ? '(none)' : gunzipSync(bytes).toString('utf8'))

test('each run of a task is a gzip file of its own, named as digdag names it', async () => {
  const logs = openTaskLogs({ path: folder, agentId: 'agent' })
  const one = logs.open(ATTEMPT, '+main+a', AT)
  const two = logs.open(ATTEMPT, '+main+b', AT)
  one.write('first ')
  two.write('other')
  one.write(Buffer.from('second'))
  await one.close()
  await two.close()
  const files = await logs.list(ATTEMPT)
  assert.match(files[0]?.fileName ?? '', new RegExp(`^\\+main\\+a@${Math.floor(AT / 1000).toString(16)}[0-9a-f]{8}\\.agent\\.log\\.gz$`))
  assert.equal(files.map(({ taskName, fileTime, agentId }) => [taskName, fileTime, agentId]), [['+main+a', AT, 'agent'], ['+main+b', AT, 'agent']])
  assert.is(textOf(await logs.read(ATTEMPT, files[0]?.fileName ?? '')), 'first second')
  assert.is(textOf(await logs.read(ATTEMPT, files[1]?.fileName ?? '')), 'other')
  assert.is((await logs.read(ATTEMPT, files[1]?.fileName ?? ''))?.length, files[1]?.fileSize)
})

test('runs of one task at one time keep their order and stay apart', async () => {
  const logs = openTaskLogs({ path: folder })
  for (const text of ['1', '2', '3']) {
    const writer = logs.open(ATTEMPT, '+main+a', AT)
    writer.write(text)
    await writer.close()
  }
  const names = (await logs.list(ATTEMPT)).map(({ fileName }) => fileName)
  assert.equal([...names].sort(), names)
  assert.equal(await Promise.all(names.map(async (name) => textOf(await logs.read(ATTEMPT, name)))), ['1', '2', '3'])
})

test('the log of a running task can be read', async () => {
  const logs = openTaskLogs({ path: folder })
  const writer = logs.open(ATTEMPT, '+main+a', AT)
  writer.write('so far')
  const [file] = await logs.list(ATTEMPT)
  assert.is(textOf(await logs.read(ATTEMPT, file?.fileName ?? '')), 'so far')
  writer.write(', and on')
  assert.is(textOf(await logs.read(ATTEMPT, file?.fileName ?? '')), 'so far, and on')
  await writer.close()
})

test('another process sees the same files, and what it adds', async () => {
  const here = openTaskLogs({ path: folder })
  const there = openTaskLogs({ path: folder, agentId: 'there' })
  assert.equal(await there.list(ATTEMPT), [])
  const writer = here.open(ATTEMPT, '+main+a', AT)
  writer.write('x'.repeat(200_000))
  await writer.close()
  const [file] = await there.list(ATTEMPT)
  assert.is(textOf(await there.read(ATTEMPT, file?.fileName ?? '')).length, 200_000)
  const other = there.open(ATTEMPT, '+main+b', AT + 1)
  other.write('y')
  await other.close()
  assert.equal((await here.list(ATTEMPT)).map(({ taskName }) => taskName), ['+main+a', '+main+b'])
})

test('the whole file is one gzip file, in the order of writing', async () => {
  const logs = openTaskLogs({ path: folder })
  for (const text of ['a\n', `${'b'.repeat(3000)}\n`]) {
    const writer = logs.open(ATTEMPT, '+main+a', AT)
    writer.write(text)
    await writer.close()
  }
  assert.is(gunzipSync(readFileSync(join(folder, '7.log.gz'))).toString('utf8'), `a\n${'b'.repeat(3000)}\n`)
})

test('a write that was torn by a crash hides nothing but itself', async () => {
  const logs = openTaskLogs({ path: folder })
  const first = logs.open(ATTEMPT, '+main+a', AT)
  first.write('before')
  await first.close()
  appendFileSync(join(folder, '7.log.gz'), readFileSync(join(folder, '7.log.gz')).subarray(0, 30))
  const second = openTaskLogs({ path: folder }).open(ATTEMPT, '+main+b', AT + 1)
  second.write('after')
  await second.close()
  const files = await logs.list(ATTEMPT)
  assert.equal(files.map(({ taskName }) => taskName), ['+main+a', '+main+b'])
  assert.equal(await Promise.all(files.map(async ({ fileName }) => textOf(await logs.read(ATTEMPT, fileName)))), ['before', 'after'])
})

test('a prefix chooses tasks; an unknown name is undefined; a path is refused', async () => {
  const logs = openTaskLogs({ path: folder })
  for (const name of ['+main+a', '+main+a+b', '+main+c']) {
    const writer = logs.open(ATTEMPT, name, AT)
    writer.write(name)
    await writer.close()
  }
  assert.equal((await logs.list(ATTEMPT, '+main+a')).map(({ taskName }) => taskName), ['+main+a', '+main+a+b'])
  assert.is(await logs.read(ATTEMPT, '+main+zzz@00.x.log.gz'), undefined)
  for (const name of ['../7.log.gz', '/etc/passwd', 'a\\b', '..']) {
    const error = await logs.read(ATTEMPT, name).then(() => undefined, (thrown: unknown) => thrown)
    assert.ok(error instanceof RunnerError && error.code === 'invalid', name)
  }
})

test('names with odd characters are kept', async () => {
  const logs = openTaskLogs({ path: folder })
  const name = '+wochen bericht+for-0=n=0=%E3%81%82^sub@{x}'
  const writer = logs.open(ATTEMPT, name, AT)
  writer.write('x')
  await writer.close()
  assert.is((await logs.list(ATTEMPT))[0]?.taskName, name)
})

test('a run that printed nothing leaves no file, and removed attempts leave none', async () => {
  const logs = openTaskLogs({ path: folder })
  await logs.open(ATTEMPT, '+main+a', AT).close()
  assert.equal(await logs.list(ATTEMPT), [])
  const writer = logs.open(ATTEMPT, '+main+a', AT)
  writer.write('x')
  await writer.close()
  await logs.remove([7, 8])
  assert.equal(await logs.list(ATTEMPT), [])
})

test.run()
