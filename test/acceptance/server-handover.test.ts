import * as assert from 'uvu/assert'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const handover = suite('acceptance/server-handover')
let bench: Workbench

handover.each.before(async () => {
  bench = createWorkbench({ 'main.dig': '+one:\n  sh>: echo from $(basename $(pwd) >/dev/null; echo here)\n+two:\n  echo>: done ${word}\n_export:\n  word: it is\n', 'slow.dig': '+wait:\n  wait>: 60s\n' })
  await bench.ok(['push', 'garden'])
})
handover.each.after(() => bench.remove())

interface Served { readonly url: string; stop(): Promise<string> }

async function serve(argv: readonly string[] = []): Promise<Served> {
  const stop = new AbortController()
  let tell: (url: string) => void = () => undefined
  const ready = new Promise<string>((done) => { tell = done })
  const server = bench.wf(['server', '-n', '0', ...argv], { signal: stop.signal, onStdout: (text) => { const url = /listening on (\S+)/.exec(text)?.[1]; if (url !== undefined) tell(url) } })
  const url = await Promise.race([ready, server.then(({ stderr }) => { throw new Error(stderr) })])
  return { url, stop: async () => { stop.abort(); const { exit, stderr } = await server; assert.is(exit, 0, stderr); return stderr } }
}

handover('a start on a home that is served is handed to the server and followed to its end', async () => {
  const server = await serve()
  const { exit, stdout, stderr } = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02'])
  assert.is(exit, 0, stderr)
  assert.match(stdout, /from here\ndone it is\n$/)
  assert.match(stderr, 'attempt 1 success')
  await server.stop()
})

handover('--detach returns at once where a server runs, and is an error without one', async () => {
  const alone = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02', '--detach'])
  assert.is(alone.exit, 1)
  assert.match(alone.stderr, 'error: --detach needs a server of this home, and none runs')
  const server = await serve()
  const answer = await bench.json<{ id: string; done: boolean }>(['start', 'garden', 'slow', '--session', '2026-01-02', '--detach'])
  assert.not.ok(answer.done)
  await bench.ok(['kill', answer.id])
  for (let done = false; !done; await new Promise((wait) => setTimeout(wait, 30))) done = (await bench.json<{ done: boolean }>(['attempt', answer.id])).done
  assert.match(await bench.ok(['attempt', answer.id]), 'status: killed')
  await server.stop()
})

handover('Ctrl-C while following ends the following only', async () => {
  const server = await serve()
  const stop = new AbortController()
  const following = await bench.wf(['start', 'garden', 'slow', '--session', '2026-01-02'], { signal: stop.signal, onStderr: (text) => { if (text.includes('to show task status')) setTimeout(() => stop.abort(), 200) } })
  assert.is(following.exit, 130)
  assert.match(following.stderr, 'attempt 1 goes on at the server')
  assert.match(await bench.ok(['attempt', '1']), 'status: running\n')
  await bench.ok(['kill', '1'])
  await server.stop()
})

handover('a second server on a home is refused, naming the first', async () => {
  const server = await serve()
  const second = await bench.wf(['server', '-n', '0'])
  assert.is(second.exit, 1)
  assert.match(second.stderr, `a server runs on this home already: ${server.url}`)
  await server.stop()
})

handover('with -e a command reaches another server, with the user and password that it wants; start returns at once unless --wait', async () => {
  const users = join(bench.directory, '..', 'users')
  writeFileSync(users, 'kim:secret word\n')
  const server = await serve(['--basic-auth-file', users])
  const elsewhere = ['-e', server.url]
  assert.match((await bench.wf(['projects', ...elsewhere])).stderr, /error: .*(401|Unauthorized|unauthorized)/i)
  const allowed = [...elsewhere, '--basic-auth', 'kim:secret word']
  assert.match(await bench.ok(['projects', ...allowed]), 'name: garden')
  assert.match(await bench.ok(['start', 'garden', 'main', '--session', '2026-01-02', '--wait', ...allowed]), /done it is\n$/)
  const left = await bench.json<{ id: string }>(['start', 'garden', 'slow', '--session', '2026-01-02', ...allowed])
  await bench.ok(['kill', left.id, ...allowed])
  await server.stop()
})

handover('what is to be typed after an attempt failed elsewhere reaches the same place', async () => {
  const server = await serve()
  bench.write({ 'bad.dig': '+a:\n  fail>: no\n' })
  await bench.ok(['push', 'garden', '-e', server.url])
  const { exit, stderr } = await bench.wf(['start', 'garden', 'bad', '--session', '2026-01-02', '--wait', '-e', server.url])
  assert.is(exit, 1)
  for (const command of ['retry 1 --resume', 'push garden', 'log 1']) assert.match(stderr, `wf ${command} -e ${server.url}`)
  await server.stop()
})

handover('a sandbox of the command is refused where the attempt would outlive it or run elsewhere', async () => {
  const server = await serve()
  for (const where of [['-e', server.url], ['-e', server.url, '--wait'], ['--detach']]) {
    const { exit, stdout, stderr } = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02', '--sandbox', ...where])
    assert.equal([exit, stdout], [1, ''])
    assert.match(stderr, /^error: --sandbox lasts as long as the command and serves attempts that run here: leave (the endpoint|--detach) out/)
  }
  assert.equal((await bench.json<{ attempts: unknown[] }>(['attempts'])).attempts, [])
  await server.stop()
})

handover('an endpoint that does not answer, and one of another scheme, are told plainly', async () => {
  const { exit, stderr } = await bench.wf(['projects', '-e', 'http://127.0.0.1:9'])
  assert.is(exit, 1)
  assert.match(stderr, /^error: .*127\.0\.0\.1:9/)
  assert.match((await bench.wf(['projects', '-e', 'ftp://x'])).stderr, 'Endpoint must start with http:// or https://')
})

handover.run()
