import * as assert from 'uvu/assert'
import { createGraphClient, fetchUserInsights, GraphError, readUserInsights } from '../../../sdk/index.ts'
import { createSandbox } from '../../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../../sdk/sandbox/index.ts'
import { suite } from '../../support/suite.ts'
import { refusal, rejection, scriptedClient, turnedClock } from '../support/graph.ts'

const test = suite('sdk user insights')
const NOW = Date.parse('2026-11-24T12:00:00Z')
let sandbox: Sandbox

test.before(async () => { sandbox = await createSandbox({ asOf: NOW }) })
test.after(() => sandbox.close())

const client = () => createGraphClient({ accessToken: sandbox.tokens.facebook, baseUrl: sandbox.url, clock: turnedClock(NOW) })
const account = () => sandbox.pages[0]?.instagramId ?? ''

test('two years of a series come whole, each day once', async () => {
  const { rows, skipped } = await fetchUserInsights(client(), { userId: account(), metrics: [{ metric: 'reach' }], since: '2024-11-26', until: '2026-11-24' }, { now: NOW })
  const days = rows.map((row) => row.day)
  assert.is(new Set(days).size, days.length)
  assert.equal(skipped.map((one) => one.code), [])
  assert.is(days.length, 728)
  assert.ok(rows.every((row) => typeof row.value === 'number' && row.metric === 'reach'))
})

test('what the catalogue knows as removed is not asked for, and says when and what instead', async () => {
  const { skipped, rows } = await fetchUserInsights(client(), { userId: account(), metrics: [{ metric: 'impressions' }, { metric: 'reach' }], since: '2026-11-20', until: '2026-11-24' }, { now: NOW })
  assert.equal(skipped, [{ metric: 'impressions', node: account(), reason: 'removed by Meta on 2025-04-21; use views', code: 'catalogue', removed: '2025-04-21', replacement: 'views', days: undefined, wanted: { metric: 'impressions' } }])
  assert.is(rows.length, 4)
})

test('totals come per day, broken down by dimension where asked', async () => {
  const { rows } = await fetchUserInsights(client(), { userId: account(), metrics: [{ metric: 'likes' }, { metric: 'views', breakdown: ['follow_type'] }], since: '2026-11-10', until: '2026-11-13' }, { now: NOW })
  assert.equal(rows.filter((row) => row.metric === 'likes').map((row) => [row.day, row.dayAfter]).sort(), [['2026-11-10', '2026-11-11'], ['2026-11-11', '2026-11-12'], ['2026-11-12', '2026-11-13']])
  const parts = rows.filter((row) => row.metric === 'views')
  assert.ok(parts.length >= 3 && parts.every((row) => ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'].includes(row.dimensions?.['follow_type'] ?? '')))
})

test('a snapshot of the audience keeps every dimension apart', async () => {
  const { rows } = await fetchUserInsights(client(), { userId: account(), metrics: [{ metric: 'follower_demographics', breakdown: ['age', 'gender'] }] }, { now: NOW })
  assert.ok(rows.length > 3)
  assert.is(new Set(rows.map((row) => `${row.dimensions?.['age']} ${row.dimensions?.['gender']}`)).size, rows.length)
  assert.is(rows[0]?.day, undefined)
})

test('finished windows are not read again', async () => {
  const request = { userId: account(), metrics: [{ metric: 'reach' }], since: '2026-08-01', until: '2026-11-01' }
  const keys: string[] = []
  for await (const batch of readUserInsights(client(), request, { now: NOW })) keys.push(batch.key)
  assert.is(keys.length, 4)
  const again: string[] = []
  for await (const batch of readUserInsights(client(), request, { now: NOW, done: new Set(keys.slice(1)) })) again.push(batch.key)
  assert.equal(again, keys.slice(0, 1))
})

test('metrics that a refusal names are dropped at once, and only once', async () => {
  const asked: string[] = []
  const { graph } = scriptedClient((url) => {
    const metrics = url.searchParams.get('metric') ?? ''
    asked.push(metrics)
    return metrics.includes('website_clicks') ? refusal(100, '(#100) metric[0] must be one of the following values: likes, comments, profile_views') : { body: { data: [] } }
  })
  const { skipped } = await fetchUserInsights(graph, { userId: '1', metrics: ['likes', 'website_clicks', 'comments'].map((metric) => ({ metric })), since: '2026-11-01', until: '2026-11-04' }, { now: NOW })
  assert.equal(skipped.map((one) => [one.metric, one.code]), [['website_clicks', 'unknown-metric']])
  assert.equal(asked, ['likes,website_clicks,comments', 'likes,comments', 'likes,comments', 'likes,comments'])
})

test('a refusal that names nothing is narrowed down by halves', async () => {
  const { graph, calls } = scriptedClient((url) => (url.searchParams.get('metric') ?? '').split(',').includes('saves') ? refusal(100, '(#100) Invalid parameter') : { body: { data: (url.searchParams.get('metric') ?? '').split(',').map((name) => ({ name, period: 'day', total_value: { value: 1 } })) } })
  const names = ['likes', 'comments', 'saves', 'shares', 'replies', 'reposts', 'accounts_engaged', 'total_interactions']
  const { rows, skipped } = await fetchUserInsights(graph, { userId: '1', metrics: names.map((metric) => ({ metric })), since: '2026-11-01', until: '2026-11-02' }, { now: NOW })
  assert.equal(rows.map((row) => row.metric).sort(), names.filter((name) => name !== 'saves').sort())
  assert.equal(skipped.map((one) => one.metric), ['saves'])
  assert.ok(calls.length <= 7)
})

test('empty is kept apart from zero', async () => {
  const { graph } = scriptedClient(() => ({ body: { data: [{ name: 'likes', period: 'day', total_value: { value: 0 } }, { name: 'shares', period: 'day' }] } }))
  const { rows, empty } = await fetchUserInsights(graph, { userId: '1', metrics: ['likes', 'comments', 'shares'].map((metric) => ({ metric })), since: '2026-11-01', until: '2026-11-02' }, { now: NOW })
  assert.equal(rows.map((row) => [row.metric, row.value]), [['likes', 0]])
  assert.equal(empty, ['comments', 'shares'])
})

test('days at the edge of what Meta keeps go one by one, and are told as one range', async () => {
  let refusals = 2
  const { graph } = scriptedClient(() => refusals-- > 0 ? refusal(100, '(#100) since param is not valid. Metrics data is available for the last 2 years') : { body: { data: [{ name: 'reach', period: 'day', values: [{ value: 5, end_time: '2026-11-06T08:00:00+0000' }] }] } })
  const { rows, skipped } = await fetchUserInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }], since: '2026-11-01', until: '2026-11-10' }, { now: NOW })
  assert.equal(skipped.map((one) => one.days), [{ from: '2026-11-01', to: '2026-11-03' }])
  assert.equal(rows.map((row) => row.day), ['2026-11-05'])
})

test('a token that expired ends it, whatever else could be read', async () => {
  const { graph } = scriptedClient(() => refusal(190, 'Session has expired', { error_subcode: 463 }))
  const error = await rejection(fetchUserInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }] }, { now: NOW })) as GraphError
  assert.is(error.code, 'token-expired')
})

test('an account that is not there ends it too', async () => {
  const { graph } = scriptedClient(() => refusal(100, "Unsupported get request. Object with ID '1' does not exist", { error_subcode: 33 }))
  assert.is((await rejection(fetchUserInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }] }, { now: NOW })) as GraphError).code, 'not-found')
})

test('a day that is none, and a range that goes backwards, are refused', async () => {
  const { graph } = scriptedClient([])
  assert.match(String(await rejection(fetchUserInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }], since: '2026-02-30' }))), 'is not a day')
  assert.match(String(await rejection(fetchUserInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }], since: '2026-02-10', until: '2026-02-01' }))), 'is after until')
})

test('in 2020 the metrics of then are asked for', async () => {
  const then = Date.parse('2020-06-20T12:00:00Z')
  const old = await createSandbox({ asOf: then })
  try {
    const graph = createGraphClient({ accessToken: old.tokens.facebook, baseUrl: old.url, version: 'v6.0' as never, clock: turnedClock(then) })
    const { rows, skipped } = await fetchUserInsights(graph, { userId: old.pages[0]?.instagramId ?? '', metrics: [{ metric: 'email_contacts' }, { metric: 'impressions', period: 'days_28' }, { metric: 'audience_city' }, { metric: 'views' }], since: '2020-04-15', until: '2020-06-18' }, { now: then })
    assert.equal(skipped.map((one) => one.metric), ['views'])
    assert.equal([...new Set(rows.map((row) => row.metric))].sort(), ['audience_city', 'email_contacts', 'impressions'])
    assert.is(rows.filter((row) => row.metric === 'email_contacts').length, 64)
  } finally { await old.close() }
})

test('an unexplained refusal that comes some times and passes costs nothing; one that stays is believed', async () => {
  const good = { body: { data: [{ name: 'reach', period: 'day', title: 'Reach', values: [{ value: 7, end_time: '2026-11-22T08:00:00+0000' }], id: '1/insights/reach/day' }] } }
  const unexplained = refusal(1, 'An unknown error has occurred.')
  const ask = { userId: '1', metrics: [{ metric: 'reach' }], since: '2026-11-21', until: '2026-11-22' }
  const passing = scriptedClient((_url, call) => (call < 4 ? unexplained : good))
  assert.equal((await fetchUserInsights(passing.graph, ask, { now: NOW })).rows.map((row) => row.value), [7])
  const staying = scriptedClient(() => unexplained)
  assert.equal((await fetchUserInsights(staying.graph, ask, { now: NOW })).skipped.map((one) => [one.metric, one.code]), [['reach', 'unknown']])
})

test.run()
