import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import type { Asker } from './support.ts'
import { ask } from './support.ts'

const test = suite('sandbox paging')

function follow(asker: Asker, first: string): { readonly ids: string[], readonly pages: number, readonly lastAfter: string } {
  const ids: string[] = []
  let pages = 0
  for (let path: string | undefined = first; ;) {
    const { data, paging }: { data: { id: string }[], paging?: { next?: string, cursors: { after: string } } } = asker.get(path).body
    ids.push(...data.map((one) => one.id))
    pages++
    if (paging?.next === undefined) return { ids, pages, lastAfter: paging?.cursors.after ?? '' }
    path = paging.next.slice(paging.next.indexOf('/v25.0'))
  }
}

test('following next lists every post once, newest first, and ends', async () => {
  const asker = await ask()
  const { ids, pages } = follow(asker, `/v25.0/${asker.account()}/media?limit=30`)
  assert.is(ids.length, 140)
  assert.is(new Set(ids).size, 140)
  assert.is(pages, 5)
})

test('the last page still has cursors, and the page after it is empty and bare', async () => {
  const asker = await ask()
  const { lastAfter } = follow(asker, `/v25.0/${asker.account()}/media?limit=50`)
  assert.type(lastAfter, 'string')
  assert.equal(asker.get(`/v25.0/${asker.account()}/media?limit=50&after=${lastAfter}`).body, { data: [] })
  const stories = asker.get(`/v25.0/${asker.account()}/stories`).body
  assert.is(stories.paging.next, undefined)
  assert.equal(asker.get(`/v25.0/${asker.account()}/stories?after=${stories.paging.cursors.after}`).body, { data: [] })
})

test('before leads back to the page one came from', async () => {
  const asker = await ask()
  const first = asker.get(`/v25.0/${asker.account()}/media?limit=10`).body
  const second = asker.get(`/v25.0/${asker.account()}/media?limit=10&after=${first.paging.cursors.after}`).body
  assert.type(second.paging.previous, 'string')
  assert.is(first.paging.previous, undefined)
  const back = asker.get((second.paging.previous as string).slice((second.paging.previous as string).indexOf('/v25.0'))).body
  assert.equal(back.data, first.data)
})

test('25 posts come without a limit, and never more than 100', async () => {
  const asker = await ask()
  assert.is(asker.get(`/v25.0/${asker.account()}/media`).body.data.length, 25)
  assert.is(asker.get(`/v25.0/${asker.account()}/media?limit=500`).body.data.length, 100)
})

test('links carry the token and the fields, also when the token came by header', async () => {
  const asker = await ask()
  const next = new URL(asker.get(`/v25.0/${asker.account()}/media?fields=id,caption&limit=5`).body.paging.next)
  assert.is(next.searchParams.get('access_token'), asker.sandbox.tokens.facebook)
  assert.is(next.searchParams.get('fields'), 'id,caption')
  assert.is(next.origin, 'http://127.0.0.1:1')
})

test('tags have cursors and no links, may come short, and end with an empty page', async () => {
  const asker = await ask()
  const seen: string[] = []
  let short = false
  for (let after = ''; ;) {
    const { data, paging } = asker.get(`/v25.0/${asker.account()}/tags?limit=10&fields=id,username${after}`).body
    if (paging === undefined) { assert.equal(data, []); break }
    assert.equal(Object.keys(paging), ['cursors'])
    short ||= data.length < 10
    seen.push(...data.map((one: { id: string }) => one.id))
    after = `&after=${paging.cursors.after}`
  }
  assert.ok(short)
  assert.ok(seen.length > 20)
})

test('pages can be short, and even empty, with more to come', async () => {
  const asker = await ask({ scenario: { accounts: [{ page: 'Private', media: { count: 30, hiddenEvery: 2 } }] } })
  const lengths: number[] = []
  for (let path: string | undefined = `/v25.0/${asker.account()}/media?limit=1`; path !== undefined;) {
    const { data, paging }: { data: object[], paging: { next?: string } } = asker.get(path).body
    lengths.push(data.length)
    path = paging.next?.slice(paging.next.indexOf('/v25.0'))
  }
  assert.is(lengths.length, 30)
  assert.is(lengths.reduce((sum, one) => sum + one, 0), 15)
})

test('comments come 50 at a time at most, newest first', async () => {
  const asker = await ask({ scenario: { accounts: [{ page: 'Loud', followers: 5000, media: { count: 20, comments: 99 } }] } })
  const { data } = asker.get(`/v25.0/${asker.account()}/media?fields=comments_count&limit=20`).body as { data: { id: string, comments_count: number }[] }
  const busy = data.find((one) => one.comments_count > 90)
  const first = asker.get(`/v25.0/${busy?.id}/comments?limit=100`).body
  assert.is(first.data.length, 50)
  assert.ok(first.data[0].timestamp > first.data[49].timestamp)
  const rest = follow(asker, `/v25.0/${busy?.id}/comments?limit=50`)
  assert.ok(rest.ids.length > 50)
  assert.is(new Set(rest.ids).size, rest.ids.length)
})

test('comments, replies and children have cursors of their own when read as edges, and none in an expansion of one page', async () => {
  const asker = await ask()
  const { data } = asker.get(`/v25.0/${asker.account()}/media?fields=media_type,children{id},comments{id,replies{id}}&limit=50`).body
  const album = data.find((one: { children?: object }) => one.children !== undefined)
  assert.equal(Object.keys(album.children), ['data'])
  const commented = data.find((one: { comments?: { data: { replies?: { data: object[] } }[] } }) => one.comments?.data.some((comment) => (comment.replies?.data.length ?? 0) > 0))
  assert.equal(Object.keys(commented.comments), ['data'])
  const answered = commented.comments.data.find((one: { replies: { data: object[] } }) => one.replies.data.length > 0)
  for (const path of [`${album.id}/children`, `${commented.id}/comments`, `${answered.id}/replies`]) {
    const { cursors, next } = asker.get(`/v25.0/${path}`).body.paging
    assert.equal([Object.keys(cursors), next], [['before', 'after'], undefined], path)
    assert.equal(asker.get(`/v25.0/${path}?after=${cursors.after}`).body, { data: [] })
  }
})

test('media of a hashtag have no cursor back, and links on', async () => {
  const asker = await ask()
  const [{ id }] = asker.get(`/v25.0/ig_hashtag_search?user_id=${asker.account()}&q=bread`).body.data
  for (const edge of ['recent_media', 'top_media']) {
    const first = asker.get(`/v25.0/${id}/${edge}?user_id=${asker.account()}&limit=50`).body.paging
    assert.equal([Object.keys(first), Object.keys(first.cursors)], [['cursors', 'next'], ['after']], edge)
    const { ids } = follow(asker, `/v25.0/${id}/${edge}?user_id=${asker.account()}&limit=50`)
    assert.ok(ids.length > 50)
    assert.is(new Set(ids).size, ids.length)
  }
})

test('a cursor that Meta did not make is refused', async () => {
  const asker = await ask()
  const { status, body } = asker.get(`/v25.0/${asker.account()}/media?after=abc`)
  assert.equal([status, body.error.code], [400, 100])
})

test('a limit that is no number is refused', async () => {
  const asker = await ask()
  assert.is(asker.get(`/v25.0/${asker.account()}/media?limit=ten`).body.error.message, '(#100) Param limit must be an integer')
  assert.is(asker.get(`/v25.0/${asker.account()}/media?limit=-1`).status, 400)
})

test('no more than the newest 10,000 posts are listed, and only as many as asked for are made', async () => {
  const asker = await ask({ scenario: { accounts: [{ page: 'Archive', media: { count: 12_000, days: 3000 } }] } })
  const { ids } = follow(asker, `/v25.0/${asker.account()}/media?limit=100`)
  assert.is(ids.length, 10_000)
  assert.is(asker.get(`/v25.0/${asker.account()}?fields=media_count`).body.media_count, 12_000)
})

test('since and until choose posts by time, from v11.0 on', async () => {
  const asker = await ask()
  const { data } = asker.get(`/v25.0/${asker.account()}/media?fields=timestamp&since=2026-05-01&until=2026-06-01&limit=100`).body as { data: { timestamp: string }[] }
  assert.ok(data.length > 0)
  assert.ok(data.every(({ timestamp }) => timestamp >= '2026-05-01T07:00:00' && timestamp <= '2026-06-01T07:00:00'))
  const oldest = (since: string) => (asker.get(`/v25.0/${asker.account()}/media?fields=timestamp&limit=100&since=${encodeURIComponent(since)}`).body.data as { timestamp: string }[]).at(-1)?.timestamp ?? ''
  assert.is(oldest('-30 days'), oldest('2026-10-25T12:00:00+0000'))
  assert.is(oldest('1 October 2026'), oldest('2026-10-01'))
  assert.is(oldest('last month'), oldest('1792843200'))
  assert.is(asker.get(`/v25.0/${asker.account()}/media?since=soon`).body.error.code, 100)
})

test('asking for too much at once is an error of the server', async () => {
  const asker = await ask()
  const { status, body } = asker.get(`/v25.0/${asker.account()}/media?limit=100&fields=id,comments.limit(50){replies.limit(50){id}}`)
  assert.equal([status, body.error.code], [500, 1])
  assert.match(body.error.message, /^Please reduce the amount of data you're asking for/)
})

test.run()
