import * as assert from 'uvu/assert'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSandbox } from '../../../../sdk/sandbox/index.ts'
import type { Sandbox, SandboxOptions } from '../../../../sdk/sandbox/index.ts'
import { suite } from '../../../support/suite.ts'
import { load, quickClock, TODAY } from './support.ts'

const limits = suite('connectors/instagram-insight limits')
let sandbox: Sandbox
let gate: Server | undefined
const begin = async (options: SandboxOptions = {}): Promise<void> => { sandbox = await createSandbox({ asOf: TODAY, ...options }) }
limits.each.after(async () => {
  await sandbox.close()
  gate?.closeAllConnections()
  await new Promise<void>((done) => { if (gate) gate.close(() => done()); else done() })
  gate = undefined
})

/** Read rows wait so long for more, to be written together. */
const HELD_MS = 250
const YEAR = { data_type: 'user', metrics: ['reach-day'], since: '2025-11-01', until: '2026-11-01' }

limits('the calls of two years of one account, and of ten with their posts, stay few', async () => {
  await begin({ scenario: { accounts: [{ page: 'Shop', repeat: 10, media: { count: 200, preConversion: 0 } }] } })
  const metrics = ['reach', 'views', 'likes', 'comments', 'saved', 'shares', 'total_interactions']
  const user = await load(sandbox, { data_type: 'user', facebook_page_name: '*', metrics: ['reach-day'], since: '2024-11-25' })
  const media = await load(sandbox, { data_type: 'media', facebook_page_name: '*', metrics })
  assert.equal([user.rows.length, media.rows.length], [7290, 14_000])
  assert.ok(sandbox.control.requests().total <= 400, String(sandbox.control.requests().total))
}, { limitMs: 180_000 })

limits('the log tells the requests of a load, and as how many calls Meta counts them where they were batches', async () => {
  await begin()
  const { lines } = await load(sandbox, { data_type: 'media' })
  const { http, total, byKind } = sandbox.control.requests()
  const calls = total - (byKind['graph.batch'] ?? 0)
  assert.ok(calls > http)
  assert.is(lines.at(-1), `info account kite.bakery, ${http} requests to Meta, which count as ${calls} calls`)
  sandbox.control.reset()
  assert.is((await load(sandbox, { data_type: 'profile' })).lines.at(-1), `info account kite.bakery, ${sandbox.control.requests().http} requests to Meta`)
})

limits('no more calls than `concurrency` are under way at once', async () => {
  await begin()
  let running = 0
  let most = 0
  gate = createServer((request, response) => {
    most = Math.max(most, ++running)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const answer = sandbox.handle({ method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers as Record<string, string>, body: chunks.length > 0 ? Buffer.concat(chunks).toString() : undefined })
      setTimeout(() => { running--; response.writeHead(answer.status, answer.headers).end(answer.body) }, 5)
    })
  })
  await new Promise<void>((done) => { gate?.listen(0, '127.0.0.1', done) })
  const url = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`
  const { rows } = await load(sandbox, { ...YEAR, concurrency: 2 }, { settings: { 'trowel.graph_url': url } })
  assert.is(rows.length, 365)
  assert.is(most, 2)
})

limits('retries are as many and as far apart as the configuration says', async () => {
  await begin({ faults: [{ kind: 'error', code: 2, after: 2, times: 2 }] })
  const clock = quickClock()
  const { rows } = await load(sandbox, { ...YEAR, maximum_retries: 2, initial_retry_interval_millis: 20_000, maximum_retries_interval_millis: 30_000 }, { clock })
  assert.is(rows.length, 365)
  const waits = clock.waits.filter((wait) => wait > HELD_MS)
  assert.ok(waits.length >= 2 && waits.every((wait) => wait >= 10_000 && wait <= 30_000), waits.join())
  sandbox.control.addFault({ kind: 'error', code: 2, path: '/insights' })
  const patient = quickClock()
  await load(sandbox, { ...YEAR, maximum_retries: 8, initial_retry_interval_millis: 20_000 }, { clock: patient })
  assert.ok(Math.max(...patient.waits) <= 30_000, patient.waits.join())
  const { error } = await load(sandbox, { ...YEAR, maximum_retries: 0 })
  assert.match(error?.message ?? '', /^Meta fails in passing, .*: .*Please retry your request later/)
})

limits('beyond the threshold calls keep the rate', async () => {
  await begin({ limits: { instagram: 100 } })
  const clock = quickClock()
  const { rows } = await load(sandbox, { ...YEAR, throttle_threshold: 5, throttle_rate_per_second: 2, concurrency: 2 }, { clock })
  assert.is(rows.length, 365)
  // About ten calls come beyond it, half a second apart.
  const seconds = (clock.now() - Date.parse(TODAY)) / 1000
  assert.ok(seconds >= 3 && seconds <= 10, String(seconds))
})

limits('a throttled load that may not wait fails, to be resumed', async () => {
  await begin({ faults: [{ kind: 'throttle', code: 4, minutes: 60, path: '/insights' }] })
  const { error } = await load(sandbox, { ...YEAR, throttle_wait_in_millis: 0 })
  assert.is(error?.code, 'limit')
  assert.match(error?.hint ?? '', /wf retry ID --resume/)
})

limits('an aborted load ends at once, also while it waits', async () => {
  await begin({ faults: [{ kind: 'throttle', code: 4, minutes: 60, path: '/insights' }] })
  const stop = new AbortController()
  const clock = { ...quickClock(), after: (_delay: number, _callback: () => void) => { setImmediate(() => { stop.abort(new Error('killed')) }); return () => undefined } }
  await load(sandbox, YEAR, { clock, signal: stop.signal }).then(() => assert.unreachable(), (error: unknown) => { assert.ok(stop.signal.aborted, String(error)) })
})

limits.run()
