import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { endProcessGroup, ownerIsGone, processStart, thisProcess } from '../../../runner/engine/owner.ts'
import type { EngineEvent } from '../../../runner/engine/ports.ts'
import { openSqliteStore } from '../../../runner/stores/sqlite/open.ts'
import { suite } from '../../support/suite.ts'
import { openBench, states, type Bench } from './support.ts'

const test = suite('a process that is killed')
let folder = ''
test.each.before(() => { folder = mkdtempSync(join(tmpdir(), 'trowel-crash-')) })
test.each.after(() => { rmSync(folder, { recursive: true, force: true }) })

const CHILD = join(dirname(fileURLToPath(import.meta.url)), 'crash-child.ts')
const MAIN = '+a:\n  echo>: a\n+l:\n  loop>: 2\n  _do:\n    store>: {k: "${i}"}\n+b:\n  echo>: ${k}\n'

interface Started { readonly output: () => string; readonly ended: Promise<string> }
function drive(storePath: string, attemptId: number, point: string, count: number): Started & { readonly kill: () => void } {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, storePath, String(attemptId), point, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => { text += chunk.toString() })
  return { output: () => text, ended: new Promise((resolve) => { child.once('exit', (code, signal) => resolve(String(signal ?? code))) }), kill: () => { child.kill('SIGKILL') } }
}

/** An attempt that nobody has driven yet. */
async function begun(main: string): Promise<{ readonly path: string; readonly attemptId: number; readonly workflowId: number }> {
  const path = join(folder, 'state.db')
  const bench = await openBench({ storePath: path })
  const workflowId = (await bench.push({ 'main.dig': main }))['main'] ?? 0
  const { attempt } = await bench.engine.startWith({ workflowId, sessionTime: 0, params: {} }, { unowned: true })
  await bench.close()
  return { path, attemptId: attempt.id, workflowId }
}

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => { while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20)) }

test('loses nothing: its attempt is interrupted, and a server on the same store goes on with it', async () => {
  const { path, attemptId } = await begun(MAIN)
  assert.is(await drive(path, attemptId, 'after-step', 3).ended, 'SIGKILL')
  const notes: string[] = []
  const bench: Bench = await openBench({ storePath: path, onEvent: (event: EngineEvent) => { if (event.kind === 'note') notes.push(event.text) } })
  const left = await bench.store.findAttempt(attemptId)
  assert.ok(left !== undefined && !left.attempt.done && bench.engine.isInterrupted(left))
  const succeeded = (await bench.store.listTasks(attemptId)).filter((task) => task.state === 'success').map((task) => task.fullName)
  assert.ok(succeeded.includes('+main+a'))
  const stop = bench.engine.startLoop()
  await until(async () => (await bench.store.findAttempt(attemptId))?.attempt.done === true)
  await stop()
  assert.equal(states(await bench.store.listTasks(attemptId)), ['+main success', '+main+a success', '+main+l success', '+main+b success', '+main+l^sub success', '+main+l^sub+loop-0 success', '+main+l^sub+loop-1 success'])
  assert.equal([...bench.printed], [['+main+b', ['1']]])
  assert.ok(notes.some((note) => note.includes(`Attempt ${attemptId} was interrupted and goes on here`)))
  await bench.close()
})

test('is resumed by hand: the old attempt is closed and the next begins in one step', async () => {
  const { path, attemptId, workflowId } = await begun(MAIN)
  assert.is(await drive(path, attemptId, 'before-step', 3).ended, 'SIGKILL')
  const bench = await openBench({ storePath: path })
  const { attempt } = await bench.engine.start({ workflowId, sessionTime: 0, params: {}, retryAttemptName: 'again', resume: { mode: 'failed', attemptId } })
  const closed = await bench.store.findAttempt(attemptId)
  assert.equal([closed?.attempt.done, closed?.attempt.success], [true, false])
  assert.ok((await bench.engine.runAttempt(attempt.id)).attempt.success)
  assert.not.ok(bench.printed.has('+main+a'))
  await bench.close()
})

test('does not keep its attempt while it lives', async () => {
  const { path, attemptId } = await begun('+a:\n  hang>: x\n')
  const child = drive(path, attemptId, 'never', 0)
  const store = await openSqliteStore({ path })
  await until(async () => (await store.listTasks(attemptId)).some((task) => task.state === 'running'))
  const bench = await openBench({ storePath: path })
  const found = await bench.store.findAttempt(attemptId)
  assert.is(found !== undefined && bench.engine.isInterrupted(found), false)
  const error = await bench.engine.runAttempt(attemptId).then(() => undefined, (thrown: unknown) => thrown)
  assert.match(String(error), 'is driven by process')
  // A kill from another process reaches it.
  await bench.engine.kill(attemptId)
  assert.is(await child.ended, '0')
  assert.equal(states(await store.listTasks(attemptId)), ['+main canceled', '+main+a canceled'])
  await store.close()
  await bench.close()
})

test('leaves a process group that is ended before its task runs again', async () => {
  const { path, attemptId } = await begun('+a:\n  child>: x\n')
  const child = drive(path, attemptId, 'never', 0)
  await until(() => /child \d+/.test(child.output()))
  const pid = Number(/child (\d+)/.exec(child.output())?.[1])
  const store = await openSqliteStore({ path })
  await until(async () => (await store.processesOf(attemptId)).length === 1)
  child.kill()
  assert.is(await child.ended, 'SIGKILL')
  assert.ok(processStart(pid) !== undefined)
  let alive: boolean | undefined
  const bench = await openBench({ storePath: path, operatorsMore: [{ type: 'child', retries: false, run: async () => { alive = processStart(pid) !== undefined; return { kind: 'success' } } }] })
  assert.ok((await bench.engine.runAttempt(attemptId)).attempt.success)
  assert.is(alive, false)
  await store.close()
  await bench.close()
})

test('shares a store with others: each attempt is driven by one, each task runs once', async () => {
  const path = join(folder, 'state.db')
  const benches = [await openBench({ storePath: path }), await openBench({ storePath: path, owner: { host: 'another-host', pid: 7, startedAt: 'x' } })]
  const [one] = benches
  if (one === undefined) throw new Error('no bench')
  const workflowId = (await one.push({ 'main.dig': '_parallel: true\n+a:\n  echo>: a\n+l:\n  loop>: 3\n  _do:\n    echo>: x\n' }))['main'] ?? 0
  const stops = benches.map((bench) => bench.engine.startLoop())
  for (let i = 0; i < 12; i++) {
    await one.engine.startWith({ workflowId, sessionTime: i * 1000, params: {} }, { unowned: true })
    for (const bench of benches) bench.engine.wake()
  }
  await until(async () => (await one.store.openAttempts()).length === 0)
  for (const stop of stops) await stop()
  assert.is((await one.store.listAttempts({})).filter(({ attempt }) => attempt.success).length, 12)
  const counts = new Map<string, number>()
  for (const bench of benches) for (const [name, texts] of bench.printed) counts.set(name, (counts.get(name) ?? 0) + texts.length)
  assert.equal([...counts.values()], [12, 12, 12, 12])
  for (const bench of benches) await bench.close()
})

test('is told apart from a later one with its id, and from one on another host', async () => {
  const me = thisProcess()
  assert.is(ownerIsGone(me, 0, Date.now()), false)
  assert.is(ownerIsGone({ ...me, startedAt: 'earlier' }, Date.now(), Date.now()), true)
  assert.is(ownerIsGone({ ...me, pid: 2 ** 22 + 1 }, Date.now(), Date.now()), true)
  const far = { ...me, host: 'far-away' }
  assert.equal([ownerIsGone(far, 1000, 60_000), ownerIsGone(far, 1000, 62_000), ownerIsGone(far, null, 0)], [false, true, true])
  assert.is(await endProcessGroup({ pid: process.pid, startedAt: 'earlier' }), false)
  assert.is(await endProcessGroup({ pid: 1, startedAt: processStart(1) ?? '' }), false)
})

test.run()
