import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { openHome } from '../../runner/index.ts'
import { addDays, pacificDay } from '../../sdk/index.ts'
import { createSandbox } from '../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../sdk/sandbox/index.ts'
import { suite } from '../support/suite.ts'

/** A load whose process is killed with signal 9, wherever it stands, and taken up again. */
const killed = suite('acceptance/instagram load killed')
const MAIN = new URL('../../runner/cli/main.ts', import.meta.url).pathname
const TSX = import.meta.resolve('tsx')
let sandbox: Sandbox
let folder: string
killed.before(async () => {
  sandbox = await createSandbox({ latencyMs: 25, asOf: new Date() })
  folder = await mkdtemp(join(tmpdir(), 'trowel-killed-'))
  await mkdir(join(folder, 'project'))
  const until = addDays(pacificDay(Date.now()), -2)
  const load = (lines: readonly string[]): string => ['in:', '  type: instagram_insight', `  access_token: ${sandbox.tokens.facebook}`, '  facebook_page_name: Kite Bakery', ...lines.map((line) => `  ${line}`), ''].join('\n')
  await writeFile(join(folder, 'project', 'load.dig'), '_export: {td: {database: shop}}\n+user:\n  td_load>: user.yml\n  table: user_insights\n+media:\n  td_load>: media.yml\n  table: media_insights\n')
  await writeFile(join(folder, 'project', 'user.yml'), load(['data_type: user', 'metrics: [reach-day, views-day]', `since: "${addDays(until, -45)}"`, `until: "${until}"`]))
  await writeFile(join(folder, 'project', 'media.yml'), load(['data_type: media', 'metrics: [reach, views, follows]', 'media_edges: [media]']))
})
killed.after(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const begin = (home: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--import', TSX, MAIN, ...args, '--home', join(folder, home)], { cwd: join(folder, 'project'), env: { ...process.env, TROWEL_GRAPH_URL: sandbox.url }, stdio: ['ignore', 'ignore', 'pipe'] })

async function run(home: string, ...args: readonly string[]): Promise<void> {
  const child = begin(home, args)
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => { said += chunk.toString() })
  assert.is(await new Promise<number | null>((done) => { child.once('exit', done) }), 0, `${args.join(' ')}: ${said}`)
}

/** Runs a command and kills it once Meta has been asked so often; whether it was killed before its end. */
async function killAfter(calls: number, home: string, ...args: readonly string[]): Promise<boolean> {
  const before = sandbox.control.requests().total
  const child = begin(home, args)
  const watch = setInterval(() => { if (sandbox.control.requests().total - before >= calls) child.kill('SIGKILL') }, 2)
  const signal = await new Promise<NodeJS.Signals | null>((done) => { child.once('exit', (_code, by) => { done(by) }) })
  clearInterval(watch)
  return signal === 'SIGKILL'
}

async function rowsOf(home: string): Promise<readonly string[]> {
  const opened = await openHome({ path: join(folder, home) })
  try {
    const all = await Promise.all(['user_insights', 'media_insights'].map(async (table) => {
      const { rows, columns } = await opened.warehouse.query({ database: 'shop', sql: `SELECT * FROM ${table}`, scheduledTime: 0 })
      return rows.map((row) => JSON.stringify(row.filter((_, i) => columns[i]?.name !== 'time')))
    }))
    return all.flat().sort()
  } finally { await opened.close() }
}

/** Rows that are missing, too many, or twice there. */
function differences(found: readonly string[], expected: readonly string[]): readonly string[] {
  const [there, wanted] = [new Set(found), new Set(expected)]
  return [...expected.filter((row) => !there.has(row)).map((row) => `missing ${row}`), ...found.filter((row, i) => !wanted.has(row) || found[i - 1] === row).map((row) => `too many ${row}`)]
}

killed('at any of several points, resumed, it has every row once', async () => {
  await run('whole', 'push', 'shop')
  await run('whole', 'start', 'shop', 'load', '--session', 'now')
  const expected = await rowsOf('whole')
  assert.ok(expected.length > 45 * 2 + 137 * 2, String(expected.length))
  assert.is(new Set(expected).size, expected.length)
  for (const calls of [2, 12, 49, 56]) {
    const home = `killed-${calls}`
    await run(home, 'push', 'shop')
    await killAfter(calls, home, 'start', 'shop', 'load', '--session', 'now')
    await run(home, 'retry', '1', '--resume')
    assert.equal(differences(await rowsOf(home), expected), [], `killed after ${calls} calls`)
  }
}, { limitMs: 600_000 })

killed('in every link of a chain of resumes, it has every row once, and reads little twice', async () => {
  const expected = await rowsOf('whole')
  await run('chain', 'push', 'shop')
  assert.ok(await killAfter(20, 'chain', 'start', 'shop', 'load', '--session', 'now'))
  for (const attempt of ['1', '2']) assert.ok(await killAfter(12, 'chain', 'retry', attempt, '--resume'), `attempt ${attempt} ended before it was killed`)
  await run('chain', 'retry', '3', '--resume')
  assert.equal(differences(await rowsOf('chain'), expected), [])
}, { limitMs: 600_000 })

killed.run()
