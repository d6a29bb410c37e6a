import * as assert from 'uvu/assert'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { byMetric, createGraphClient, GraphError, unlisted } from '../../sdk/index.ts'
import { suite } from '../support/suite.ts'
import { rejection, scriptedClient, TOKEN } from './support/graph.ts'

const test = suite('sdk client')

test('a call names version, node, fields and token', async () => {
  const { graph, calls } = scriptedClient([{ body: { id: '17841', username: 'kite.bakery' } }])
  const user = await graph.user('17841').get({ fields: ['id', 'username'] })
  assert.is(user.username, 'kite.bakery')
  const url = new URL(calls[0]?.url ?? '')
  assert.is(url.pathname.replace(/^\/script-\d+/, ''), '/v27.0/17841')
  assert.equal(Object.fromEntries(url.searchParams), { fields: 'id,username', access_token: TOKEN })
  assert.is(calls[0]?.init.redirect, 'manual')
})

test('edges, limits and insights expand inside fields', async () => {
  const { graph, calls } = scriptedClient([{ body: { id: '1' } }])
  await graph.user('1').get({
    fields: ['username'],
    media: { fields: ['id', 'timestamp'], limit: 50, insights: ['reach', 'views'], comments: { limit: 10, fields: ['text'], replies: { fields: ['text'] } } },
    insights: { metric: ['reach'], period: 'day', since: '2018-05-01', until: '2018-05-05' },
    business_discovery: { username: 'rye', fields: ['followers_count'] },
  })
  assert.is(new URL(calls[0]?.url ?? '').searchParams.get('fields'),
    'username,media.limit(50){id,timestamp,insights.metric(reach,views),comments.limit(10){text,replies{text}}},insights.metric(reach).period(day).since(2018-05-01).until(2018-05-05),business_discovery.username(rye){followers_count}')
})

test('a value that would change what is asked is refused before anything is sent', async () => {
  const { graph, calls } = scriptedClient([])
  const error = await rejection(graph.user('1').get({ business_discovery: { username: 'x){id}', fields: ['id'] } })) as GraphError
  assert.is(error.code, 'invalid-parameter')
  assert.is(calls.length, 0)
})

test('an id cannot reach another path', async () => {
  const { graph, calls } = scriptedClient([{ body: {} }])
  await graph.page('../me/accounts?x=1').get()
  assert.match(calls[0]?.url ?? '', '/v27.0/..%2Fme%2Faccounts%3Fx%3D1?')
})

test('insights come keyed by metric, and one without data is missing', async () => {
  const { graph, calls } = scriptedClient([{ body: { data: [{ name: 'reach', period: 'day', values: [{ value: 0, end_time: '2026-11-24T08:00:00+0000' }] }] } }])
  const insights = await graph.user('1').insights({ metric: ['reach', 'follower_count'], period: 'day', since: new Date(1_000_000), until: 2000 })
  assert.is(insights.reach?.values[0]?.value, 0)
  assert.is(insights.follower_count, undefined)
  assert.equal(Object.fromEntries(new URL(calls[0]?.url ?? '').searchParams), { metric: 'reach,follower_count', period: 'day', since: '1000', until: '2000', access_token: TOKEN })
})

test('expanded insights come by metric too', async () => {
  const { graph } = scriptedClient([{ body: { id: '1', media: { data: [{ id: '2', insights: { data: [{ name: 'reach', period: 'lifetime', id: '2/insights/reach/lifetime', values: [{ value: 7 }] }] } }, { id: '3' }] } } }])
  const { media } = await graph.user('1').get({ media: { insights: ['reach', 'views'] } })
  const numbers = media?.data.map((post) => [byMetric(post.insights).reach?.values?.[0]?.value, byMetric(post.insights).views])
  assert.equal(numbers, [[7, undefined], [undefined, undefined]])
})

test('a token in the header stays out of the address', async () => {
  const { graph, calls } = scriptedClient([{ body: {} }], { tokenIn: 'header' })
  await graph.user('1').get()
  assert.not.match(calls[0]?.url ?? '', TOKEN)
  assert.is(calls[0]?.init.headers['authorization'], `Bearer ${TOKEN}`)
})

test('appsecret_proof goes with every call and every page, for the token that is sent', async () => {
  const page = { body: { data: [{ id: '1' }], paging: { cursors: { after: 'A' }, next: 'https://x/?after=A' } } }
  const { graph, calls } = scriptedClient([page, { body: { data: [] } }, { body: {} }], { appSecret: 'sesame' })
  await graph.user('1').media({ fields: ['id'] }).all()
  await graph.user('1').get({}, { accessToken: 'EAApagetoken0123456789' })
  const proofs = calls.map((call) => new URL(call.url).searchParams.get('appsecret_proof'))
  const of = (token: string) => createHmac('sha256', 'sesame').update(token).digest('hex')
  assert.equal(proofs, [of(TOKEN), of(TOKEN), of('EAApagetoken0123456789')])
})

test('an operation of the other host is refused without a call', async () => {
  const { graph, calls } = scriptedClient([], {})
  const instagram = createGraphClient({ accessToken: 'IGAAx0123456789', host: 'instagram', fetch: async () => { throw new Error('called') } })
  const error = await rejection((instagram as unknown as typeof graph).me.accounts({})) as GraphError
  assert.is(error.code, 'wrong-host')
  assert.is(calls.length, 0)
})

test('plain http beyond loopback is refused unless asked for', () => {
  const create = (baseUrl: string, insecureHttp = false) => () => createGraphClient({ accessToken: TOKEN, baseUrl, insecureHttp })
  assert.throws(create('http://graph.example.com'), (error: unknown) => error instanceof GraphError && error.code === 'insecure-url')
  assert.throws(create('http://127.0.0.1.example.com'), (error: unknown) => error instanceof GraphError && error.code === 'insecure-url')
  assert.throws(create('file:///etc'), (error: unknown) => error instanceof GraphError && error.code === 'configuration')
  for (const fine of ['http://127.0.0.1:8', 'http://localhost:8', 'http://[::1]:8', 'https://graph.example.com']) assert.not.throws(create(fine))
  assert.not.throws(create('http://graph.example.com', true))
})

test('a missing token and a version that is none are refused at once', () => {
  assert.throws(() => createGraphClient({ accessToken: ' ' }), 'accessToken is missing')
  assert.throws(() => createGraphClient({ accessToken: TOKEN, version: unlisted('27') }), 'is not a version')
})

test('over a real socket the pool answers, keeps the time and follows no redirect', async () => {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    if (request.url?.includes('/slow')) return
    if (request.url?.includes('/moved')) { response.writeHead(302, { location: 'http://127.0.0.1:1/stolen' }).end(); return }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ id: 'me' }))
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const graph = createGraphClient({ accessToken: TOKEN, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, attempts: 1 })
  try {
    assert.equal(await graph.user('fine').get(), { id: 'me' } as never)
    const moved = await rejection(graph.user('moved').get()) as GraphError
    assert.is(moved.code, 'bad-answer')
    const slow = await rejection(graph.user('slow').get({}, { timeoutMs: 40 })) as GraphError
    assert.is(slow.code, 'timeout')
    const controller = new AbortController()
    const aborted = rejection(graph.user('slow').get({}, { signal: controller.signal }))
    controller.abort()
    assert.is((await aborted as GraphError).code, 'aborted')
    assert.is(seen.filter((url) => url.includes('stolen')).length, 0)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => { server.close(resolve) })
  }
  const gone = await rejection(graph.user('fine').get()) as GraphError
  assert.is(gone.code, 'network')
  assert.not.match(gone.message, TOKEN)
})

test('events tell calls and retries without a token', async () => {
  const { graph, events } = scriptedClient([{ status: 500, body: { error: { message: 'busy', code: 2, type: 'x', is_transient: true } } }, { body: { id: '1' } }])
  await graph.user('1').get()
  assert.equal(events.map((event) => event.type), ['call', 'retry', 'call'])
  assert.not.match(JSON.stringify(events), TOKEN)
})

test('read sends anything else, and many reads several by id', async () => {
  const { graph, calls } = scriptedClient((url) => url.pathname.endsWith('/v27.0') || url.pathname.endsWith('/v27.0/')
    ? { body: [{ code: 200, body: '{"id":"1","caption":"a"}' }, { code: 400, body: '{"error":{"message":"gone","code":100,"error_subcode":33,"type":"x"}}' }] }
    : { body: { data: [] } })
  assert.equal(await graph.read('/1/agencies?fields=é', { limit: 5, since: new Date(2000), until: undefined }), { data: [] })
  assert.match(calls[0]?.url ?? '', /\/v27\.0\/1\/agencies\?fields=%C3%A9&limit=5&since=2&access_token=/)
  const found = await graph.many('IgMedia', ['1', '2'], { fields: ['caption'] })
  assert.equal(found.get('1'), { id: '1', caption: 'a' } as never)
  assert.is((found.get('2') as GraphError).code, 'not-found')
  assert.is(calls.length, 2)
})

test.run()
