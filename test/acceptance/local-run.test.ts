import * as assert from 'uvu/assert'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const local = suite('acceptance/local-run')
let bench: Workbench
const SESSION = ['--session', '2026-01-02'] as const

local.each.before(() => { bench = createWorkbench({ 'main.dig': '+a:\n  echo>: a ${word}\n+b:\n  sh>: test -e ready && echo b\n+c:\n  echo>: c\n_export:\n  word: said\n' }) })
local.each.after(() => bench.remove())

local('a failed run keeps what succeeded, and the next one of the session skips it', async () => {
  const failed = await bench.wf(['run', 'main.dig', ...SESSION])
  assert.is(failed.exit, 1)
  assert.match(failed.stdout, /\na said\n/)
  assert.match(failed.stderr, 'error: \n  * +main+b:\n    Command failed with code 1 (runtime)\n\nTask state is saved at')
  bench.write({ ready: '' })
  const { exit, stdout } = await bench.wf(['run', 'main.dig', ...SESSION])
  assert.is(exit, 0)
  assert.not.match(stdout, /^a said$/m)
  assert.match(stdout, /^b$/m)
})

local('without a session the last one that left status files goes on', async () => {
  bench.write({ ready: '' })
  await bench.ok(['run', 'main.dig', ...SESSION])
  assert.match(await bench.ok(['run', 'main.dig']), 'Reusing the last session time 2026-01-02T00:00:00+00:00.')
})

local('status files of digdag, with another layout of the same YAML, are taken as they are', async () => {
  bench.write({ ready: '', '.digdag/status/20260102T000000+0000/+main+a.yml': "---\nfullName: '+main+a'\nstate: success\nresult: {subtaskConfig: {}, exportParams: {}, resetStoreParams: [], storeParams: {word: kept}, report: {inputs: [], outputs: []}}\n" })
  assert.not.match(await bench.ok(['run', 'main.dig', ...SESSION]), /^a said$/m)
})

local('--json gives one value with counts, errors and loads, and prints what tasks print on standard error', async () => {
  const { exit, stdout, stderr } = await bench.wf(['run', 'main.dig', '--no-save', '--json', ...SESSION])
  assert.is(exit, 1)
  const ended = JSON.parse(stdout) as { attempt: { status: string }; tasks: object; errors: unknown; loads: unknown; seconds: number }
  assert.equal([ended.attempt.status, ended.errors, ended.loads], ['error', [{ task: '+main+b', message: 'Command failed with code 1 (runtime)' }], []])
  assert.match(stderr, /\na said\n/)
})

local('-O keeps a compressed file for each task that printed', async () => {
  bench.write({ ready: '' })
  await bench.ok(['run', 'main.dig', '--no-save', '-O', 'logs', ...SESSION])
  const files = readdirSync(join(bench.directory, 'logs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log.gz'))
  assert.equal(files.map((name) => /([^/]*)@[0-9a-f]{16}\./.exec(name)?.[1]).sort(), ['+main+a', '+main+b', '+main+c'])
  const b = files.find((name) => name.includes('+main+b@')) ?? ''
  assert.match(gunzipSync(readFileSync(join(bench.directory, 'logs', b))).toString(), /\nb\n$/)
})

local('an unknown workflow names those there are, and nothing is run from a project with a broken one', async () => {
  assert.match((await bench.wf(['run', 'mian.dig'])).stderr, /Workflow 'mian' does not exist in current directory\..*\nhint: there are: main/s)
  bench.write({ 'other.dig': '+x:\n  echo>: a\n  bad' })
  const broken = await bench.wf(['run', 'main.dig', ...SESSION])
  assert.is(broken.exit, 1)
  assert.match(broken.stderr, /other\.dig:3:\d+: error/)
  assert.not.ok(existsSync(join(bench.directory, '.digdag')))
})

local('a local run leaves no attempt in the home', async () => {
  bench.write({ ready: '' })
  await bench.ok(['run', 'main.dig', '--no-save', ...SESSION])
  assert.equal(await bench.json(['attempts']), { attempts: [] })
})

local.run()
