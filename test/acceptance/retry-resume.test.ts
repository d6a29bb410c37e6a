import * as assert from 'uvu/assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const retry = suite('acceptance/retry-resume')
let bench: Workbench
const runs = (): string => readFileSync(join(bench.directory, 'runs.txt'), 'utf8').trim().split('\n').join(' ')
interface Ended { readonly attempt: { readonly id: string; readonly status: string; readonly index: number }; readonly errors: readonly { readonly task: string; readonly message: string }[] }

retry.each.before(async () => {
  bench = createWorkbench()
  const mark = (name: string): string => `echo ${name} >> ${join(bench.directory, 'runs.txt')}`
  bench.write({ 'main.dig': `+one:\n  sh>: ${mark('one')}\n+two:\n  sh>: ${mark('two')}; test "\${quality}" = good\n+three:\n  sh>: ${mark('three')}\n` })
  await bench.ok(['push', 'garden'])
  const failed = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'quality=bad', '--json'])
  assert.is(failed.exit, 1)
  const ended = JSON.parse(failed.stdout) as Ended
  assert.equal([ended.attempt.status, ended.errors], ['error', [{ task: '+main+two', message: 'Command failed with code 1 (runtime)' }]])
})
retry.each.after(() => bench.remove())

retry('--resume runs what did not succeed, with new parameters over the old ones, and says which revision it takes', async () => {
  const { exit, stdout, stderr } = await bench.wf(['retry', '1', '--resume', '-p', 'quality=good', '--json'])
  assert.is(exit, 0, stderr)
  assert.is((JSON.parse(stdout) as Ended).attempt.index, 2)
  assert.match(stderr, 'with the latest revision of the project')
  assert.is(runs(), 'one two two three')
})

retry('--resume-from runs a task and all behind it', async () => {
  await bench.ok(['retry', '1', '--keep-revision', '--resume', '-p', 'quality=good'])
  await bench.ok(['retry', '2', '--keep-revision', '--resume-from', '+two'])
  assert.is(runs(), 'one two two three two three')
})

retry('--all runs everything', async () => {
  await bench.ok(['retry', '1', '--latest-revision', '--all', '-p', 'quality=good'])
  assert.is(runs(), 'one two one two three')
})

retry('--plan tells what would be skipped and run, and why, and starts nothing', async () => {
  const { tasks } = await bench.json<{ tasks: { task: string; action: string; changed: boolean }[] }>(['retry', '1', '--resume', '--plan'])
  assert.equal(tasks.map(({ task, action }) => `${action} ${task}`), ['run +main', 'skip +main+one', 'run +main+two', 'run +main+three'])
  assert.is(runs(), 'one two')
  assert.equal((await bench.json<{ attempts: unknown[] }>(['attempts', '1'])).attempts.length, 1)
})

retry('--plan warns where a skipped task has another definition by now', async () => {
  bench.write({ 'main.dig': '+one:\n  echo>: other\n+two:\n  echo>: b\n+three:\n  echo>: c\n' })
  await bench.ok(['push', 'garden'])
  const { stdout, stderr } = await bench.wf(['retry', '1', '--resume', '--plan'])
  assert.match(stdout, /skip {2}\+main\+one\s+succeeded, although its definition has changed since/)
  assert.match(stderr, 'warning: +main+one is skipped although its definition has changed since it succeeded')
})

retry('a bare retry, and two choices at once, are refused', async () => {
  for (const choice of [[], ['--latest-revision'], ['--resume', '--all'], ['--keep-revision', '--latest-revision', '--all']]) assert.is((await bench.wf(['retry', '1', ...choice])).exit, 1, choice.join(' '))
  assert.is(runs(), 'one two')
})

retry.run()
