#!/usr/bin/env node
// Runs the conformance programs beside the project unchanged, over a real socket: npm run conformance [-- --only TEXT …]
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const programs = join(dirname(root), 'shared', 'conformance')
const wf = join(root, 'dist', 'wf.js')
if (!existsSync(programs)) { console.error(`there is no ${programs}: the recordings' own programs are kept beside the project; npm test runs the copies in test/conformance`); process.exit(1) }
if (!existsSync(wf)) { console.error('dist/ is missing: npm run build first'); process.exit(1) }

const extra = process.argv.slice(2)
const home = mkdtempSync(join(tmpdir(), 'trowel-conformance-'))
const server = spawn(process.execPath, [wf, 'server', '-n', '0', '--home', home, '-X', 'param_server.type=none'], { stdio: ['ignore', 'pipe', 'inherit'] })
const endpoint = await new Promise((done, fail) => {
  let text = ''
  server.stdout.on('data', (chunk) => { text += chunk; const found = /listening on (http:\/\/\S+)/.exec(text); if (found) done(found[1]) })
  server.once('exit', (code) => fail(new Error(`the server ended with ${code}`)))
})

const known = join(root, 'test', 'conformance', 'known.json')
const knownEmbedded = join(root, 'test', 'conformance', 'known-embedded.json')
const run = (title, args) => {
  console.log(`\n== ${title}`)
  return spawnSync(process.execPath, [...args, ...extra], { stdio: 'inherit' }).status === 0
}
const program = `${process.execPath} ${wf}`
const results = [
  run('server cases', [join(programs, 'conform.mjs'), '--endpoint', endpoint, '--known', known, join(programs, 'cases')]),
  run('command-line cases, with a server', [join(programs, 'cli.mjs'), '--program', program, '--endpoint', endpoint, '--known', known, join(programs, 'cli-cases')]),
  run('command-line cases, embedded', [join(programs, 'cli.mjs'), '--program', program, '--embedded', '--known', knownEmbedded, join(programs, 'cli-cases')]),
]
server.kill('SIGTERM')
await new Promise((done) => server.once('exit', done))
rmSync(home, { recursive: true, force: true })
process.exit(results.every(Boolean) ? 0 : 1)
