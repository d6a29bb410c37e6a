import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ask } from './support.ts'

const test = suite('sandbox world')

const FIELDS = 'id,caption,media_type,media_product_type,timestamp,like_count,comments_count,permalink,media_url,children{id,media_type}'

test('one seed and date always give the same tokens, accounts, media and numbers', async () => {
  const first = await ask()
  const second = await ask()
  assert.equal(first.sandbox.tokens, second.sandbox.tokens)
  assert.equal(first.sandbox.pages, second.sandbox.pages)
  for (const path of [`/v25.0/${first.account()}/media?fields=${FIELDS}&limit=100`, `/v25.0/${first.account()}/insights?metric=reach&period=day&since=2026-01-01&until=2026-01-30`]) {
    assert.equal(first.get(path).body, second.get(path).body)
  }
})

test('another seed gives another world and other tokens', async () => {
  const first = await ask()
  const second = await ask({ seed: 'other' })
  assert.is.not(first.sandbox.tokens.facebook, second.sandbox.tokens.facebook)
  assert.is.not(first.account(), second.account())
})

test('tokens depend on the seed alone', async () => {
  const then = await ask({ asOf: '2020-06-20' })
  const now = await ask()
  assert.equal(then.sandbox.tokens, now.sandbox.tokens)
  assert.match(now.sandbox.tokens.facebook, /^EAA[A-Za-z0-9]{100,}$/)
  assert.match(now.sandbox.tokens.instagram, /^IGAA[A-Za-z0-9]{100,}$/)
})

test('a post keeps its id and time, and a day its number, from one day to the next', async () => {
  const monday = await ask({ asOf: '2026-11-23' })
  const tuesday = await ask({ asOf: '2026-11-24' })
  const posts = (one: typeof monday) => new Map(one.get(`/v25.0/${one.account()}/media?fields=id,timestamp,media_type&limit=100`).body.data.map((post: { id: string, timestamp: string, media_type: string }) => [post.id, `${post.timestamp} ${post.media_type}`]))
  const later = posts(tuesday)
  const shared = [...posts(monday)].filter(([id]) => later.has(id))
  assert.ok(shared.length > 90)
  for (const [id, facts] of shared) assert.is(later.get(id), facts)
  const reach = (one: typeof monday) => one.get(`/v25.0/${one.account()}/insights?metric=reach&period=day&since=2026-10-01&until=2026-10-30`).body.data[0].values
  assert.equal(reach(tuesday), reach(monday))
})

test('as the clock is turned posts and stories come, and followers change by what came and went', async () => {
  const { get, account, sandbox } = await ask()
  const count = () => get(`/v25.0/${account()}?fields=media_count,followers_count`).body
  const before = count()
  const stories = get(`/v25.0/${account()}/stories`).body.data
  sandbox.control.turnClock(30 * 86_400)
  const after = count()
  assert.ok(after.media_count > before.media_count)
  assert.is.not(after.followers_count, before.followers_count)
  const again = get(`/v25.0/${account()}/stories`).body.data
  assert.ok(again.length > 0)
  assert.not.ok(again.some((one: { id: string }) => stories.some((old: { id: string }) => old.id === one.id)))
})

test('two years of daily numbers are there, whole and above zero', async () => {
  const { get, account } = await ask()
  let points = 0
  for (let since = Date.UTC(2024, 10, 27, 12) / 1000; since < Date.UTC(2026, 10, 24) / 1000; since += 30 * 86_400) {
    const { body } = get(`/v25.0/${account()}/insights?metric=reach&period=day&since=${since}&until=${since + 30 * 86_400 - 1}`)
    points += body.data[0].values.length
    for (const one of body.data[0].values) assert.ok(Number.isInteger(one.value) && one.value > 0)
  }
  assert.ok(points >= 727, String(points))
})

test('ten thousand pages have an account each', async () => {
  const { sandbox } = await ask({ scenario: { accounts: [{ page: 'Shop', repeat: 10_000 }] } })
  assert.is(new Set(sandbox.pages.map((page) => page.instagramId)).size, 10_000)
  assert.is(new Set(sandbox.pages.map((page) => page.id)).size, 10_000)
})

test('media of every kind are among the newest posts', async () => {
  const { get, account } = await ask()
  const kinds = new Set(get(`/v25.0/${account()}/media?fields=media_type,media_product_type&limit=50`).body.data.map((one: { media_type: string, media_product_type: string }) => `${one.media_type} ${one.media_product_type}`))
  assert.equal([...kinds].sort(), ['CAROUSEL_ALBUM FEED', 'IMAGE FEED', 'VIDEO FEED', 'VIDEO REELS'])
  assert.ok(get(`/v25.0/${account()}/stories?fields=media_product_type`).body.data.every((one: { media_product_type: string }) => one.media_product_type === 'STORY'))
})

test('comments_count is the number of comments and replies one can read', async () => {
  const { get, account } = await ask()
  for (const post of get(`/v25.0/${account()}/media?fields=comments_count,comments.limit(50){id,replies{id}}&limit=20`).body.data) {
    const listed = (post.comments?.data ?? []).reduce((sum: number, one: { replies?: { data: object[] } }) => sum + 1 + (one.replies?.data.length ?? 0), 0)
    assert.is(listed, post.comments_count, post.id)
  }
})

test.run()
