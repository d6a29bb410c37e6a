import * as assert from 'uvu/assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const interrupted = suite('acceptance/interrupted')
let bench: Workbench
const text = (name: string): string => readFileSync(join(bench.directory, name), 'utf8').trim()
const isAlive = (pid: number): boolean => { try { process.kill(pid, 0); return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')) } catch { return false } }

/** A killed process is gone a moment later. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (!isAlive(pid)) return true
    await new Promise((wait) => setTimeout(wait, 20))
  }
  return false
}

/** The second task waits for a file that is never there, so that a test decides when it is interrupted. */
interrupted.each.before(async () => {
  bench = createWorkbench()
  const at = (name: string): string => join(bench.directory, name)
  bench.write({
    'main.dig': `+one:\n  sh>: echo one >> ${at('runs.txt')}\n+two:\n  sh>: sh two.sh\n+three:\n  sh>: echo three >> ${at('runs.txt')}\n`,
    'two.sh': `echo two >> ${at('runs.txt')}\nif [ -e ${at('free')} ]; then exit 0; fi\necho $$ > ${at('pid.txt')}\necho waiting\nexec sleep 600\n`,
  })
  await bench.ok(['push', 'garden'])
})
interrupted.each.after(() => bench.remove())

interrupted('Ctrl-C ends with 130, leaves the attempt resumable and says how; the running process is ended', async () => {
  const running = bench.spawn(['start', 'garden', 'main', '--session', '2026-01-02'])
  await running.seen('waiting')
  running.child.kill('SIGINT')
  const { exit, stderr } = await running.ended
  assert.is(exit, 130, stderr)
  assert.match(stderr, 'attempt 1 is stopped; what it finished is kept. `wf retry 1 --resume` goes on from there.')
  assert.ok(await isGone(Number(text('pid.txt'))))
  bench.write({ free: '' })
  await bench.ok(['retry', '1', '--resume'])
  assert.is(text('runs.txt'), 'one\ntwo\ntwo\nthree')
})

interrupted('after kill -9 the next command tells, --resume goes on from the finished tasks, and what the dead process left running is ended', async () => {
  const running = bench.spawn(['start', 'garden', 'main', '--session', '2026-01-02'])
  await running.seen('waiting')
  running.child.kill('SIGKILL')
  assert.is((await running.ended).signal, 'SIGKILL')
  const left = Number(text('pid.txt'))
  assert.ok(isAlive(left))
  const next = await bench.wf(['attempts', '--json'])
  assert.match(next.stderr, 'note: attempt 1 (garden main) was interrupted: the process that ran it is gone. `wf retry 1 --resume` goes on from the finished tasks.')
  assert.equal((JSON.parse(next.stdout) as { attempts: { status: string; interrupted: boolean }[] }).attempts.map(({ status, interrupted: is }) => [status, is]), [['running', true]])
  bench.write({ free: '' })
  await bench.ok(['retry', '1', '--resume'])
  assert.is(text('runs.txt'), 'one\ntwo\ntwo\nthree')
  assert.ok(await isGone(left))
  assert.is((await bench.wf(['attempts'])).stderr, '')
})

interrupted('an attempt whose process is gone can be killed', async () => {
  const running = bench.spawn(['start', 'garden', 'main', '--session', '2026-01-02'])
  await running.seen('waiting')
  running.child.kill('SIGKILL')
  await running.ended
  await bench.ok(['kill', '1'])
  assert.match(await bench.ok(['attempt', '1']), 'status: killed')
  assert.ok(await isGone(Number(text('pid.txt'))))
})

interrupted('retry --all ends an interrupted attempt before everything runs again', async () => {
  const running = bench.spawn(['start', 'garden', 'main', '--session', '2026-01-02'])
  await running.seen('waiting')
  running.child.kill('SIGKILL')
  await running.ended
  bench.write({ free: '' })
  const { exit, stderr } = await bench.wf(['retry', '1', '--all'])
  assert.is(exit, 0, stderr)
  assert.match(stderr, 'attempt 1 was interrupted and is ended as killed')
  assert.is(text('runs.txt'), 'one\ntwo\none\ntwo\nthree')
  assert.ok(await isGone(Number(text('pid.txt'))))
  assert.match(await bench.ok(['attempt', '1']), 'status: killed')
})

interrupted('a server takes an interrupted attempt up and goes on with it', async () => {
  const running = bench.spawn(['start', 'garden', 'main', '--session', '2026-01-02'])
  await running.seen('waiting')
  running.child.kill('SIGKILL')
  await running.ended
  bench.write({ free: '' })
  const stop = new AbortController()
  const server = bench.wf(['server', '-n', '0'], { signal: stop.signal, onStdout: (line) => { if (line.includes('listening')) listening?.() } })
  let listening: (() => void) | undefined
  await Promise.race([new Promise<void>((done) => { listening = done }), server])
  for (let done = false; !done; await new Promise((wait) => setTimeout(wait, 50))) done = (await bench.json<{ done: boolean }>(['attempt', '1'])).done
  stop.abort()
  assert.is((await server).exit, 0)
  assert.is(text('runs.txt'), 'one\ntwo\ntwo\nthree')
  assert.match(await bench.ok(['attempt', '1']), 'status: success')
})

interrupted.run()
