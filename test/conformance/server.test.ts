import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { openHome, type Home } from '../../runner/index.ts'
import type { CaseSpec } from '../support/recorded/compare.ts'
import { startFixture } from '../support/recorded/fixture.ts'
import { createPool } from '../support/recorded/pool.ts'
import { runCase, type Verdict } from '../support/recorded/run-case.ts'
import { suite } from '../support/suite.ts'

const server = suite('conformance/server')
const here = dirname(fileURLToPath(import.meta.url))
const cases = join(here, 'cases')
const known = JSON.parse(readFileSync(join(here, 'known.json'), 'utf8')) as Readonly<Record<string, string>>
const AT_ONCE = 8
const LIMIT_MS = 300_000

const only = process.env['ONLY'] ?? ''
const names = readdirSync(cases).filter((name) => existsSync(join(cases, name, 'case.json')) && name.includes(only)).sort()
const specOf = (name: string): CaseSpec => JSON.parse(readFileSync(join(cases, name, 'case.json'), 'utf8')) as CaseSpec

let home: Home | undefined
let fixture: Server | undefined
let folder = ''
let stopLoop: (() => Promise<void>) | undefined
const verdicts = new Map<string, Promise<Verdict>>()

server.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trowel-recorded-'))
  fixture = await startFixture()
  home = await openHome({ path: folder, memory: true, environment: process.env, version: 'test' })
  stopLoop = home.engine.startLoop()
  const { handle } = home
  const pool = createPool(AT_ONCE)
  // Cases that wait are begun first: they take the longest and cost the least.
  for (const name of [...names].sort((a, b) => waits(b) - waits(a))) {
    const verdict = pool(() => runCase(handle, join(cases, name)))
    verdict.catch(() => undefined)
    verdicts.set(name, verdict)
  }
})

server.after(async () => {
  await stopLoop?.()
  await home?.close()
  fixture?.closeAllConnections()
  fixture?.close()
  rmSync(folder, { recursive: true, force: true })
})

const waits = (name: string): number => (specOf(name).steps ?? []).reduce((sum, step) => sum + (step.sleep ?? 0), specOf(name).http === true ? 1 : 0)

/** A case that sleeps is a race with the machine, which is busy here: when it differs, a second look alone decides. */
async function decided(name: string): Promise<Verdict> {
  const verdict = await verdicts.get(name)
  assert.ok(verdict && home)
  if (verdict.kind !== 'differs' || known[name] !== undefined || !(specOf(name).steps ?? []).some((step) => step.sleep !== undefined)) return verdict
  await Promise.allSettled(verdicts.values())
  return runCase(home.handle, join(cases, name))
}

for (const name of names) {
  server(`${name}: ${specOf(name).about}`, async () => {
    const verdict = await decided(name)
    if (verdict.kind === 'skipped') { console.log(`skipped ${name}: ${verdict.reason}`); return }
    if (known[name] !== undefined) assert.is(verdict.kind, 'differs', `${name} is listed as a known difference, but it agrees`)
    else assert.equal(verdict, { kind: 'agrees' })
  }, { limitMs: LIMIT_MS })
}

server.run()
