import * as assert from 'uvu/assert'
import { createGraphClient, createRefusals, readMediaInsights } from '../../../sdk/index.ts'
import type { GraphClient, Host, MediaInsightRow, MediaInsightsRequest, Skipped } from '../../../sdk/index.ts'
import { createSandbox } from '../../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../../sdk/sandbox/index.ts'
import { suite } from '../../support/suite.ts'
import { refusal, scriptedClient, turnedClock } from '../support/graph.ts'

const test = suite('sdk media insights')
const NOW = Date.parse('2026-11-24T12:00:00Z')
let sandbox: Sandbox
let calls = 0

test.before(async () => { sandbox = await createSandbox({ asOf: NOW }) })
test.after(() => sandbox.close())

const client = () => createGraphClient({ accessToken: sandbox.tokens.facebook, baseUrl: sandbox.url, clock: turnedClock(NOW), onEvent: (event) => { if (event.type === 'call') calls++ } })
const account = () => sandbox.pages[0]?.instagramId ?? ''

async function collect<H extends Host>(graph: GraphClient<H, string>, request: MediaInsightsRequest, refusals = createRefusals()) {
  calls = 0
  const media: string[] = []
  const rows: MediaInsightRow[] = []
  const skipped: Skipped[] = []
  for await (const batch of readMediaInsights(graph, request, { now: NOW, refusals })) {
    media.push(...batch.media.map((one) => one.id))
    rows.push(...batch.rows)
    skipped.push(...batch.skipped)
  }
  return { media, rows, skipped, calls }
}

/** The same numbers by the slow way: a call for each media and metric. */
async function oneByOne(ids: readonly string[], metrics: readonly string[]): Promise<ReadonlySet<string>> {
  const graph = client()
  const found = new Set<string>()
  await Promise.all(ids.flatMap((id) => metrics.map(async (metric) => {
    try {
      const answer = await graph.media(id).insights({ metric: [metric] }) as Record<string, { readonly values?: readonly { readonly value?: unknown }[] }>
      found.add(`${id} ${metric} ${String(answer[metric]?.values?.[0]?.value)}`)
    } catch { /* a refusal is what the other way has to skip */ }
  })))
  return found
}

test('every number that media answer one by one comes from expanded lists in a few calls', async () => {
  const metrics = ['reach', 'views', 'likes', 'saved', 'shares', 'follows', 'ig_reels_avg_watch_time']
  const { media, rows, calls: made } = await collect(client(), { userId: account(), metrics: metrics.map((metric) => ({ metric })) })
  assert.ok(media.length > 100)
  assert.ok(made <= 16, `${made} calls`)
  const expected = await oneByOne(media, metrics)
  assert.equal(rows.map((row) => `${row.mediaId} ${row.metric} ${row.value}`).sort(), [...expected].sort())
})

test('an unknown metric costs one refusal, and media from before the conversion are told', async () => {
  const refusals = createRefusals()
  const first = await collect(client(), { userId: account(), metrics: [{ metric: 'reach' }, { metric: 'nonsense' }, { metric: 'plays' }] }, refusals)
  const { skipped } = first
  assert.equal(skipped.filter((one) => one.metric !== undefined).map((one) => [one.metric, one.code]), [['plays', 'catalogue'], ['nonsense', 'unknown-metric']])
  const lost = skipped.filter((one) => one.code === 'before-conversion')
  assert.ok(lost.length > 0 && new Set(lost.map((one) => one.node)).size === lost.length)
  const again = await collect(client(), { userId: account(), metrics: [{ metric: 'reach' }, { metric: 'nonsense' }] }, refusals)
  assert.equal(again.skipped.filter((one) => one.metric === 'nonsense').map((one) => one.code), ['unknown-metric'])
  assert.ok(again.calls < first.calls)
})

test('breakdowns of stories keep their dimensions', async () => {
  const { rows } = await collect(client(), { userId: account(), edge: 'stories', metrics: [{ metric: 'navigation', breakdown: 'story_navigation_action_type' }, { metric: 'reach' }] })
  assert.ok(rows.some((row) => row.metric === 'navigation' && row.dimensions?.['story_navigation_action_type'] === 'tap_forward'))
  assert.ok(rows.some((row) => row.metric === 'reach' && row.dimensions === undefined))
})

test('fields and children come along in the same calls', async () => {
  const graph = client()
  calls = 0
  for await (const batch of readMediaInsights(graph, { userId: account(), metrics: [{ metric: 'reach' }], selection: { fields: ['caption'], children: { fields: ['id', 'media_type'] } }, pageSize: 20 }, { now: NOW })) {
    const album = batch.media.find((one) => one.media_type === 'CAROUSEL_ALBUM')
    assert.ok((album?.['children'] as { readonly data: readonly unknown[] } | undefined)?.data.length ?? 0 > 1)
    assert.ok(batch.media.every((one) => !('insights' in one)))
    break
  }
  assert.is(calls, 1)
})

test('on graph.instagram.com, where there are no batches, the same numbers come', async () => {
  const graph = createGraphClient({ accessToken: sandbox.tokens.instagram, host: 'instagram', baseUrl: sandbox.url, clock: turnedClock(NOW) })
  const { rows, media } = await collect(graph, { userId: 'me', metrics: [{ metric: 'reach' }, { metric: 'follows' }] })
  const expected = await oneByOne(media, ['reach', 'follows'])
  assert.equal(rows.map((row) => `${row.mediaId} ${row.metric} ${row.value}`).sort(), [...expected].sort())
})

test('a server that knows neither batches nor ranges is asked media by media', async () => {
  const media = Array.from({ length: 12 }, (_, index) => ({ id: String(100 + index), media_type: 'IMAGE', media_product_type: 'FEED', timestamp: `2026-10-${String(20 - index).padStart(2, '0')}T00:00:00+0000` }))
  const insight = (id: string) => ({ name: 'reach', period: 'lifetime', values: [{ value: Number(id) }], title: 'Reach', id: `${id}/insights/reach/lifetime` })
  const { graph } = scriptedClient((url, _call, init) => {
    if (init.method === 'POST') return refusal(100, 'Unsupported post request', { error_subcode: 33 })
    const id = /\/(\d+)\/insights$/.exec(url.pathname)?.[1]
    if (id === '105') return refusal(100, 'Invalid parameter', { error_subcode: 2108006 })
    if (id !== undefined) return { body: { data: [insight(id)] } }
    const expanded = url.searchParams.get('fields')?.includes('insights')
    return expanded ? refusal(100, 'Invalid parameter', { error_subcode: 2108006 }) : { body: { data: media } }
  })
  const { rows, skipped } = await collect(graph, { userId: '1', metrics: [{ metric: 'reach' }] })
  assert.equal(rows.map((row) => row.value).sort(), media.map((one) => Number(one.id)).filter((id) => id !== 105).sort())
  assert.equal(skipped.map((one) => [one.node, one.code]), [['105', 'before-conversion']])
})

test.run()
