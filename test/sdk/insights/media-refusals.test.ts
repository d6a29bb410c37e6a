import * as assert from 'uvu/assert'
import { createRefusals, readMediaInsights } from '../../../sdk/index.ts'
import type { Skipped } from '../../../sdk/index.ts'
import { suite } from '../../support/suite.ts'
import { refusal } from '../support/graph.ts'
import { BEFORE_CONVERSION, posts, postsClient, unsupported } from '../support/posts.ts'
import type { Post, PostsOptions } from '../support/posts.ts'

const test = suite('sdk media refusals')
const NOW = Date.parse('2026-11-24T12:00:00Z')

/** Every number of every post that answers it, by asking the rule instead of the server. */
function answered(all: readonly Post[], metrics: readonly string[], refuses: PostsOptions['refuses']): readonly string[] {
  return all.flatMap((post) => metrics.filter((metric) => refuses(post, metric) === undefined).map((metric) => `${post.id} ${metric}`)).sort()
}

async function read(all: readonly Post[], metrics: readonly string[], refuses: PostsOptions['refuses'], options: { readonly batches?: boolean } = {}) {
  const { graph, calls, counted } = postsClient(all, { refuses, ...options })
  const rows: string[] = []
  const skipped: Skipped[] = []
  for await (const page of readMediaInsights(graph, { userId: '17', metrics: metrics.map((metric) => ({ metric })) }, { now: NOW, refusals: createRefusals() })) {
    rows.push(...page.rows.map((row) => `${row.mediaId} ${row.metric}`))
    skipped.push(...page.skipped)
  }
  assert.equal(rows.sort(), answered(all, metrics, refuses))
  return { skipped, http: calls.length, counted: counted() }
}

const METRICS = ['reach', 'likes', 'saved'] as const
const nodesOf = (skipped: readonly Skipped[]): readonly string[] => skipped.map(({ node }) => node)

test('one post from before the conversion, the oldest, costs its page four calls', async () => {
  const { skipped, counted } = await read(posts(200), METRICS, ({ id }) => (id === '1199' ? BEFORE_CONVERSION : undefined))
  assert.equal(skipped.map((one) => [one.node, one.code, one.metric]), [['1199', 'before-conversion', undefined]])
  assert.is(counted, 1 + 4)
})

for (const at of [0, 1, 37, 50, 98]) {
  test(`a single post that refuses, at place ${at} of its page, is found in a dozen calls and nothing else is lost`, async () => {
    const lost = String(1000 + at)
    const whole = await read(posts(100), METRICS, ({ id }) => (id === lost ? BEFORE_CONVERSION : undefined))
    assert.equal(nodesOf(whole.skipped), [lost])
    assert.ok(whole.counted <= 13, `${whole.counted} calls`)
    const one = await read(posts(100), METRICS, ({ id }, metric) => (id === lost && metric === 'saved' ? unsupported('saved') : undefined))
    assert.equal(one.skipped.map(({ node, metric }) => [node, metric]), [[lost, 'saved']])
    assert.ok(one.counted <= 22, `${one.counted} calls`)
  })
}

test('years of posts from before the conversion are not asked one by one', async () => {
  const { skipped, counted } = await read(posts(950), METRICS, ({ id }) => (Number(id) >= 1130 ? BEFORE_CONVERSION : undefined))
  assert.equal(nodesOf(skipped), posts(950).slice(130).map(({ id }) => id))
  assert.ok(counted <= 32, `${counted} calls`)
})

test('posts that refuse here and there, old or new, are all found', async () => {
  for (const every of [2, 5, 17, 40]) {
    const { skipped, http, counted } = await read(posts(230), METRICS, ({ id }) => (Number(id) % every === 1 ? BEFORE_CONVERSION : undefined))
    assert.is(new Set(nodesOf(skipped)).size, skipped.length)
    assert.ok(counted <= 360, `every ${every}: ${counted} calls`)
    assert.ok(http <= 100, `every ${every}: ${http} requests`)
  }
})

test('a metric that the catalogue takes for general and a kind refuses is tried on a few of that kind only', async () => {
  const refuses: PostsOptions['refuses'] = (post, metric) => (metric === 'saved' && post.media_product_type === 'REELS' ? unsupported('saved') : undefined)
  const { skipped, http } = await read(posts(300), METRICS, refuses)
  assert.is(skipped.filter(({ metric, node }) => metric === 'saved' && node !== '17').length, 3)
  assert.equal(new Set(skipped.filter(({ node }) => node === '17').map(({ reason }) => reason)), new Set(['refused for REELS']))
  assert.ok(http <= 16, `${http} requests`)
})

test('stories that too few have seen are told, and each of a refused page is asked once', async () => {
  const all = posts(12).map((post) => ({ ...post, media_type: 'IMAGE', media_product_type: 'STORY' }))
  const { graph, calls, counted } = postsClient(all, { refuses: ({ id }) => (Number(id) % 2 === 0 ? refusal(10, '(#10) Not enough viewers for the media to show insights') : undefined) })
  const rows: string[] = []
  const skipped: Skipped[] = []
  for await (const page of readMediaInsights(graph, { userId: '17', edge: 'stories', metrics: [{ metric: 'reach' }, { metric: 'views' }] }, { now: NOW })) {
    rows.push(...page.rows.map((row) => `${row.mediaId} ${row.metric}`))
    skipped.push(...page.skipped)
  }
  assert.is(rows.length, 2 * 6)
  assert.equal(skipped.map(({ node, code, metric }) => [node, code, metric]), all.filter(({ id }) => Number(id) % 2 === 0).map(({ id }) => [id, 'too-few-viewers', undefined]))
  // The page, the page without insights, and one batch of twelve; none of them asks for posts.
  assert.equal([calls.length, counted()], [3, 2 + 12])
})

test('a server without batches is asked call by call, to the same end', async () => {
  const refuses: PostsOptions['refuses'] = ({ id }) => (['1003', '1044', '1045', '1080'].includes(id) ? BEFORE_CONVERSION : undefined)
  const { skipped } = await read(posts(100), METRICS, refuses, { batches: false })
  assert.equal(nodesOf(skipped).toSorted(), ['1003', '1044', '1045', '1080'])
})

test('a refusal that names no metric is traced to its metric', async () => {
  const { skipped } = await read(posts(60), ['reach', 'likes', 'saved', 'shares'], ({ id }, metric) => (id === '1007' && metric === 'shares' ? { status: 400, body: { error: { message: 'An unknown error has occurred.', type: 'OAuthException', code: 1 } } } : undefined))
  assert.equal(skipped.map(({ node, metric }) => [node, metric]), [['1007', 'shares']])
})

const UNNAMED = { status: 400, body: { error: { message: '(#100) Unsupported request', type: 'OAuthException', code: 100 } } }

test('a metric that every post refuses without naming it is found on a few posts', async () => {
  const { skipped, counted } = await read(posts(160), ['reach', 'likes', 'saved', 'shares', 'views'], (_post, metric) => (metric === 'views' ? UNNAMED : undefined))
  assert.ok(skipped.every(({ metric }) => metric === 'views'))
  assert.ok(counted <= 50, `${counted} calls`)
})

test('a server that knows nothing of expansion is asked post by post', async () => {
  const all = posts(120)
  const { graph, calls } = postsClient(all, { refuses: ({ id }) => (id === '1007' ? BEFORE_CONVERSION : undefined), expands: false })
  const rows: string[] = []
  const skipped: Skipped[] = []
  for await (const page of readMediaInsights(graph, { userId: '17', metrics: METRICS.map((metric) => ({ metric })) }, { now: NOW })) {
    rows.push(...page.rows.map((row) => `${row.mediaId} ${row.metric}`))
    skipped.push(...page.skipped)
  }
  assert.equal(rows.sort(), answered(all, METRICS, ({ id }) => (id === '1007' ? BEFORE_CONVERSION : undefined)))
  assert.equal(nodesOf(skipped), ['1007'])
  assert.ok(calls.length <= 8, `${calls.length} requests`)
})

test('a metric that nobody knows costs one refusal, and each account of the job is told', async () => {
  const refusals = createRefusals()
  const { graph, counted } = postsClient(posts(250), { refuses: () => undefined })
  refusals.everywhere.set('saved', { metric: 'saved', node: '16', reason: 'no such metric', code: 'unknown-metric', removed: null, replacement: null, days: undefined })
  const skipped: Skipped[] = []
  for await (const page of readMediaInsights(graph, { userId: '17', metrics: METRICS.map((metric) => ({ metric })) }, { now: NOW, refusals })) skipped.push(...page.skipped)
  assert.equal(skipped.map(({ node, metric }) => [node, metric]), [['17', 'saved']])
  assert.is(counted(), 3)
})

test.run()
