import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { ConfigError } from '../../../runner/model/error.ts'
import type { Revision } from '../../../runner/model/project.ts'
import type { Store } from '../../../runner/model/store.ts'
import { thisProcess } from '../../../runner/engine/owner.ts'
import { createWorkspaces, type Workspaces } from '../../../runner/engine/workspace.ts'
import { pack } from '../../../runner/project/archive.ts'
import { openSqliteStore } from '../../../runner/stores/sqlite/open.ts'
import { suite } from '../../support/suite.ts'

const test = suite('where tasks work')
let folder = ''
let store: Store
let revision: Revision
let workspaces: Workspaces
const owner = thisProcess()
const evaluate = async (text: string, file: string): Promise<string> => `${file}: ${text}`
const open = (all: Workspaces = workspaces, workdir = '') => {
  const run = all.forRun(revision)
  return { run, workspace: run.open({ workdir, evaluate }) }
}

test.each.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trowel-workspace-'))
  store = await openSqliteStore({ path: ':memory:' })
  const archive = await pack([{ path: 'main.dig', mode: 0o644, content: Buffer.from('+a: {}') }, { path: 'sub/q.sql', mode: 0o644, content: Buffer.from('select 1') }])
  revision = (await store.putRevision({ projectName: 'p', revisionName: 'r', archive, archiveMd5: 'q8O5', defaultParams: {}, createdAt: 0, workflows: [], schedules: () => [] })).revision
  workspaces = createWorkspaces({ workspace: { mode: 'unpacked', cachePath: join(folder, 'cache') }, store, owner })
})
test.each.after(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const refused = async (work: () => unknown): Promise<string> => {
  try { await work() } catch (error) { assert.instance(error, ConfigError); return (error as Error).message }
  throw new Error('nothing was refused')
}

test('reading a file copies nothing, and templates go through the evaluator', async () => {
  const { workspace, run } = open(workspaces, 'sub')
  const made = await workspace
  assert.is(await made.readText('q.sql'), 'select 1')
  assert.is(await made.readText('../main.dig'), '+a: {}')
  assert.is(await made.template('q.sql'), 'q.sql: select 1')
  assert.not.ok(existsSync(join(folder, 'cache', 'runs')))
  run.close()
})

test('a run that works in the folder has a copy of its own, which goes with it', async () => {
  const [one, two] = [open(), open()]
  const [first, second] = [await one.workspace, await two.workspace]
  writeFileSync(join(first.projectPath, 'sub', 'q.sql'), 'changed')
  assert.is(await first.readText('sub/q.sql'), 'changed')
  assert.is(readFileSync(second.resolve('sub/q.sql'), 'utf8'), 'select 1')
  assert.is.not(first.projectPath, second.projectPath)
  one.run.close()
  assert.not.ok(existsSync(first.projectPath))
  assert.is(await (await open().workspace).readText('sub/q.sql'), 'select 1')
  two.run.close()
})

test('files outside of the project are refused, by path components', async () => {
  const { workspace, run } = open(workspaces, 'sub')
  const made = await workspace
  for (const file of ['../../x', '/etc/passwd', `${made.projectPath}2/x`]) assert.match(await refused(() => made.resolve(file)), `File name must not be outside of project path (${made.projectPath}): ${file}`)
  assert.is(await refused(() => made.readText('no.sql')), 'File not found: no.sql')
  assert.is(await refused(() => made.readText('.')), 'Failed to read file: .')
  run.close()
})

test('a scratch folder is private and outside of the project', async () => {
  const { workspace, run } = open()
  const made = await workspace
  const scratch = await made.scratch()
  assert.is(statSync(scratch).mode & 0o777, 0o700)
  assert.not.ok(scratch.startsWith(made.projectPath))
  assert.is(await made.scratch(), scratch)
  run.close()
  assert.not.ok(existsSync(scratch))
})

test('a revision is unpacked once, in a folder named after its content', async () => {
  const other = createWorkspaces({ workspace: { mode: 'unpacked', cachePath: join(folder, 'cache') }, store, owner })
  await Promise.all([open().workspace, open(other).workspace, open().workspace])
  assert.equal(readdirSync(join(folder, 'cache', 'revisions')), ['abc3b9'])
})

test('what runs of dead processes left is removed, what living ones have is kept', async () => {
  const { workspace, run } = open()
  const alive = (await workspace).projectPath
  const left = join(folder, 'cache', 'runs', `${owner.pid}.earlier.abcdef`)
  mkdirSync(left)
  workspaces.sweep()
  assert.not.ok(existsSync(left))
  assert.ok(existsSync(alive))
  run.close()
})

test('a local run works in the directory itself', async () => {
  mkdirSync(join(folder, 'project'))
  const local = createWorkspaces({ workspace: { mode: 'project-directory', path: join(folder, 'project') }, store, owner })
  const { workspace, run } = open(local)
  const made = await workspace
  assert.is(made.projectPath, join(folder, 'project'))
  writeFileSync(made.resolve('out.txt'), 'x')
  assert.not.ok((await made.scratch()).startsWith(join(folder, 'project')))
  run.close()
  assert.ok(existsSync(join(folder, 'project', 'out.txt')))
})

test.run()
