import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'
import { refusal, scriptedClient, TOKEN } from './support/graph.ts'

const test = suite('sdk pages')
const page = (ids: readonly string[], after?: string, next = true) => ({
  body: { data: ids.map((id) => ({ id })), paging: { ...after === undefined ? {} : { cursors: { before: 'B', after } }, ...after !== undefined && next ? { next: `https://evil.example/x?after=${after}&access_token=${TOKEN}` } : {} } },
})

test('items come page after page until there is no next link', async () => {
  const { graph, calls } = scriptedClient([page(['1', '2'], 'A'), page(['3'], 'B'), page(['4'], 'C', false)])
  const found = await graph.user('1').media({ fields: ['id'], limit: 2 }).all()
  assert.equal(found.map((one) => one.id), ['1', '2', '3', '4'])
  assert.equal(calls.map((call) => new URL(call.url).searchParams.get('after')), [null, 'A', 'B'])
  assert.equal(new Set(calls.map((call) => new URL(call.url).host)), new Set(['127.0.0.1:9']))
})

test('a short or empty page with a next link is not the end', async () => {
  const { graph } = scriptedClient([page([], 'A'), page(['2'], 'B'), { body: { data: [] } }])
  assert.equal((await graph.user('1').stories({ fields: ['id'] }).all()).length, 1)
})

test('tags have no links: the cursor is followed until a page is empty', async () => {
  const { graph, calls } = scriptedClient([page(['1'], 'A', false), page(['2'], 'B', false), { body: { data: [] } }])
  assert.equal((await graph.user('1').tags({ fields: ['id'] }).all()).map((one) => one.id), ['1', '2'])
  assert.is(calls.length, 3)
})

test('a cursor that brings the same items again ends', async () => {
  const { graph, calls } = scriptedClient(() => page(['1'], 'SAME', false))
  await graph.hashtag('1').recentMedia({ user_id: '2', fields: ['id'] }).all()
  assert.is(calls.length, 2)
})

test('a page shows no link, since links carry the token', async () => {
  const { graph } = scriptedClient([page(['1'], 'A')])
  const first = await graph.user('1').media({ fields: ['id'] })
  assert.equal(first, { data: [{ id: '1' }], after: 'A' } as never)
  assert.not.match(JSON.stringify(first), TOKEN)
})

test('links inside expanded edges are taken out too, and their cursors stay', async () => {
  const nested = { id: '1', media: { data: [{ id: '2', comments: { data: [], paging: { cursors: { after: 'C' }, next: `https://x/?access_token=${TOKEN}` } } }], paging: { cursors: { after: 'A' }, next: `https://x/?access_token=${TOKEN}`, previous: `https://x/?access_token=${TOKEN}` } } }
  const { graph } = scriptedClient([{ body: nested }, { body: { data: [nested.media.data[0]] } }])
  const user = await graph.user('1').get({ media: { fields: ['id'], comments: { fields: ['id'] } } })
  const list = await graph.user('1').media({ comments: { fields: ['text'] } })
  assert.not.match(JSON.stringify([user, list]), TOKEN)
  assert.is(user.media?.paging?.cursors?.after, 'A')
  assert.is(list.data[0]?.comments?.paging?.cursors?.after, 'C')
})

test('a page that is too much for Meta is asked for at half the size', async () => {
  const { graph, calls } = scriptedClient([refusal(1, "Please reduce the amount of data you're asking for, then retry your request", {}, 500), page(['1'], undefined)])
  await graph.user('1').media({ fields: ['id'], limit: 100 }).all()
  assert.equal(calls.map((call) => new URL(call.url).searchParams.get('limit')), ['100', '50'])
})

test('a limit beyond the edge\'s largest page is cut to it', async () => {
  const { graph, calls } = scriptedClient([page(['1'])])
  await graph.media('1').comments({ limit: 500 })
  assert.is(new URL(calls[0]?.url ?? '').searchParams.get('limit'), '50')
})

test('iteration may stop early, and pages can be taken one by one', async () => {
  const { graph, calls } = scriptedClient(() => page([`${Math.random()}`, `${Math.random()}`], `${Math.random()}`))
  assert.is((await graph.user('1').media({}).all(3)).length, 3)
  assert.is(calls.length, 2)
  for await (const one of graph.user('1').media({}).pages()) {
    assert.is(one.data.length, 2)
    break
  }
})

test.run()
