import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { openHome, type Home } from '../../runner/index.ts'
import { listen } from '../../runner/server/listen.ts'
import { createPool } from '../support/recorded/pool.ts'
import { runCliCase, type CliCase } from '../support/recorded/run-cli-case.ts'
import type { Verdict } from '../support/recorded/run-case.ts'
import { suite } from '../support/suite.ts'

const cli = suite('conformance/cli')
const here = dirname(fileURLToPath(import.meta.url))
const cases = join(here, 'cli-cases')
const listOf = (file: string): Readonly<Record<string, string>> => JSON.parse(readFileSync(join(here, file), 'utf8')) as Readonly<Record<string, string>>
const known = listOf('known.json')
const knownEmbedded = listOf('known-embedded.json')
const AT_ONCE = 4
const LIMIT_MS = 180_000

const only = process.env['ONLY'] ?? ''
const names = readdirSync(cases).filter((name) => existsSync(join(cases, name, 'case.json')) && name.includes(only)).sort()
const specOf = (name: string): CliCase => JSON.parse(readFileSync(join(cases, name, 'case.json'), 'utf8')) as CliCase
const usesServer = (name: string): boolean => specOf(name).server === true || JSON.stringify(specOf(name)).includes('{endpoint}')

let home: Home | undefined
let folder = ''
let stop: (() => Promise<void>) | undefined
const embedded = new Map<string, Promise<Verdict>>()
const served = new Map<string, Promise<Verdict>>()

cli.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trowel-recorded-'))
  home = await openHome({ path: folder, memory: true, environment: process.env, version: 'test' })
  const stopLoop = home.engine.startLoop()
  const listening = await listen(home.handle, { port: 0 })
  stop = async () => { await listening.close(); await stopLoop() }
  const pool = createPool(AT_ONCE)
  const begin = (into: Map<string, Promise<Verdict>>, name: string, endpoint: string): void => {
    const verdict = pool(() => runCliCase(join(cases, name), endpoint))
    verdict.catch(() => undefined)
    into.set(name, verdict)
  }
  for (const name of names) {
    if (usesServer(name)) begin(served, name, listening.url)
    begin(embedded, name, '')
  }
})

cli.after(async () => {
  await stop?.()
  await home?.close()
  rmSync(folder, { recursive: true, force: true })
})

function judge(name: string, verdict: Verdict | undefined, differing: Readonly<Record<string, string>>): void {
  assert.ok(verdict)
  if (verdict.kind === 'skipped') return
  if (differing[name] !== undefined) assert.is(verdict.kind, 'differs', `${name} is listed as a known difference, but it agrees`)
  else assert.equal(verdict, { kind: 'agrees' })
}

for (const name of names) {
  cli(`embedded, ${name}: ${specOf(name).about}`, async () => judge(name, await embedded.get(name), knownEmbedded), { limitMs: LIMIT_MS })
  if (usesServer(name)) cli(`with a server, ${name}: ${specOf(name).about}`, async () => judge(name, await served.get(name), known), { limitMs: LIMIT_MS })
}

cli.run()
