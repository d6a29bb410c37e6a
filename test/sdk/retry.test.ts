import * as assert from 'uvu/assert'
import type { GraphError } from '../../sdk/index.ts'
import { suite } from '../support/suite.ts'
import { refusal, rejection, scriptedClient } from './support/graph.ts'

const test = suite('sdk retries and limits')
const good = { body: { id: '1' } }
const busy = refusal(2, 'Service temporarily unavailable', { is_transient: true }, 500)

test('what failed in passing is tried again with growing waits, as often as allowed', async () => {
  const { graph, clock, calls } = scriptedClient([busy, new Error('socket hang up'), busy, good])
  await graph.user('1').get()
  assert.is(calls.length, 4)
  assert.equal(clock.slept, [500, 1000, 2000])
  const limited = scriptedClient(() => busy, { attempts: 3 })
  const error = await rejection(limited.graph.user('1').get()) as GraphError
  assert.is(error.code, 'unavailable')
  assert.is(limited.calls.length, 3)
})

test('an unexplained refusal is tried twice only, since a wrong breakdown answers the same', async () => {
  const { graph, calls } = scriptedClient(() => refusal(1, 'An unknown error has occurred.'))
  await rejection(graph.user('1').insights({ metric: ['follows_and_unfollows'], period: 'day', metric_type: 'total_value' }))
  assert.is(calls.length, 2)
})

test('a delete that may have arrived is not sent twice', async () => {
  const { graph, calls } = scriptedClient(() => new Error('socket hang up'))
  await rejection(graph.comment('1').delete())
  assert.is(calls.length, 1)
})

test('throttling waits as long as the header says, tells it, and goes on', async () => {
  const headers = { 'x-business-use-case-usage': JSON.stringify({ 1: [{ type: 'instagram', call_count: 101, total_time: 3, total_cputime: 2, estimated_time_to_regain_access: 7 }] }) }
  const { graph, clock, events } = scriptedClient([{ ...refusal(80002, 'There have been too many calls'), headers }, good])
  await graph.user('1').get()
  assert.equal(clock.slept, [7 * 60_000])
  const wait = events.find((event) => event.type === 'wait')
  assert.is(wait?.type === 'wait' && wait.until.toISOString(), '2026-11-24T12:07:00.000Z')
})

test('an HTTP 429 of whoever stands between waits as its header says', async () => {
  const { graph, clock } = scriptedClient([{ status: 429, headers: { 'retry-after': '30' }, body: 'slow down' }, good])
  await graph.user('1').get()
  assert.equal(clock.slept, [30_000])
})

test('without a header the wait begins at a minute and doubles', async () => {
  const { graph, clock } = scriptedClient([refusal(4, 'Application request limit reached'), refusal(4, 'again'), good])
  await graph.user('1').get()
  assert.equal(clock.slept, [60_000, 120_000])
})

test('a wait that is longer than allowed fails with the time of the end', async () => {
  const headers = { 'x-business-use-case-usage': JSON.stringify({ 1: [{ type: 'instagram', call_count: 100, total_time: 0, total_cputime: 0, estimated_time_to_regain_access: 90 }] }) }
  const { graph } = scriptedClient([{ ...refusal(80002, 'too many'), headers }], { maxWaitMs: 3_600_000 })
  const error = await rejection(graph.user('1').get()) as GraphError
  assert.is(error.regainAt?.toISOString(), '2026-11-24T13:30:00.000Z')
})

test('a used-up limit holds the next call back before it is made', async () => {
  const full = { 'x-business-use-case-usage': JSON.stringify({ 1: [{ type: 'instagram', call_count: 100, total_time: 1, total_cputime: 1, estimated_time_to_regain_access: 3 }] }) }
  const { graph, clock, calls } = scriptedClient([{ ...good, headers: full }, good])
  await graph.user('1').get()
  await graph.user('1').get()
  assert.is(calls.length, 2)
  assert.equal(clock.slept, [180_000])
})

test('the instagram limit does not hold back calls that count elsewhere', async () => {
  const full = { 'x-business-use-case-usage': JSON.stringify({ 1: [{ type: 'instagram', call_count: 100, total_time: 1, total_cputime: 1, estimated_time_to_regain_access: 3 }] }) }
  const { graph, clock } = scriptedClient([{ ...good, headers: full }, { body: { data: [] } }])
  await graph.user('1').get()
  await graph.me.accounts()
  assert.equal(clock.slept, [])
})

test('budget tells what is used and estimates the calls that are left', async () => {
  const usage = (percent: number) => ({ ...good, headers: { 'x-business-use-case-usage': JSON.stringify({ 1: [{ type: 'instagram', call_count: percent, total_time: 0, total_cputime: 0, estimated_time_to_regain_access: 0 }] }) } })
  const { graph } = scriptedClient([usage(10), usage(10), usage(12)])
  const instagram = () => graph.budget().find((one) => one.budget === 'instagram')
  assert.is(instagram()?.usedPercent, null)
  await graph.user('1').get()
  await graph.user('1').get()
  assert.equal([instagram()?.usedPercent, instagram()?.callsLeft, instagram()?.certainty], [10, 90, 'at-least'])
  await graph.user('1').get()
  assert.equal([instagram()?.usedPercent, instagram()?.callsLeft, instagram()?.certainty], [12, 88, 'measured'])
})

test('clients with the same token share one limiter, others do not', async () => {
  const full = { 'x-app-usage': '{"call_count":100,"total_time":0,"total_cputime":0}' }
  const one = scriptedClient([{ ...good, headers: full }], { baseUrl: 'http://127.0.0.1:9/shared' })
  await one.graph.user('1').get()
  const same = scriptedClient([good], { baseUrl: 'http://127.0.0.1:9/shared' })
  assert.is.not(same.graph.budget()[0]?.usedPercent, null)
  const other = scriptedClient([good], { baseUrl: 'http://127.0.0.1:9/other' })
  assert.is(other.graph.budget()[0]?.usedPercent, null)
})

test('a wait ends at once when the call is aborted', async () => {
  const controller = new AbortController()
  const { graph } = scriptedClient(() => refusal(80002, 'too many'), {
    clock: { now: () => 0, sleep: (_ms, signal) => new Promise((_resolve, reject) => { signal?.addEventListener('abort', () => reject(signal.reason)); controller.abort() }) },
  })
  const error = await rejection(graph.user('1').get({}, { signal: controller.signal })) as GraphError
  assert.is(error.code, 'aborted')
})

test('no more calls run at once than allowed', async () => {
  let running = 0
  let most = 0
  const { graph } = scriptedClient([], {
    concurrency: 3,
    fetch: async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => { setImmediate(resolve) })
      running--
      return { status: 200, headers: { get: () => null }, text: async () => '{}' }
    },
  })
  await Promise.all(Array.from({ length: 20 }, (_, index) => graph.user(String(index)).get()))
  assert.is(most, 3)
})

test.run()
