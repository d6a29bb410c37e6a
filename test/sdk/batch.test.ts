import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'
import { scriptedClient, TOKEN } from './support/graph.ts'

const test = suite('sdk batch')

function elementsOf(body: string | undefined): readonly { readonly method: string, readonly relative_url: string }[] {
  return JSON.parse(new URLSearchParams(body).get('batch') ?? '[]') as { method: string, relative_url: string }[]
}

test('calls made inside travel together and settle by themselves', async () => {
  const { graph, calls } = scriptedClient([{ body: [
    { code: 200, body: '{"id":"1","caption":"a"}' },
    { code: 400, body: '{"error":{"message":"(#10) Not enough viewers for the media to show insights","type":"OAuthException","code":10}}' },
    { code: 200, body: '{"data":[{"id":"9"}],"paging":{"cursors":{"after":"Z"}}}' },
  ] }])
  const [media, insights, list] = await graph.batch((inside) => [
    inside.media('1').get({ fields: ['caption'] }), inside.media('2').insights({ metric: ['reach'] }), inside.user('3').media({ fields: ['id'], limit: 5 }),
  ])
  assert.is(media.ok && media.value.caption, 'a')
  assert.is(!insights.ok && insights.error.code, 'too-few-viewers')
  assert.equal(list.ok && list.value.data.map((one) => one.id), ['9'])
  assert.is(calls[0]?.init.method, 'POST')
  assert.equal(elementsOf(calls[0]?.init.body).map((element) => element.relative_url), ['1?fields=caption', '2/insights?metric=reach', '3/media?fields=id&limit=5'])
  assert.not.match(calls[0]?.init.body ?? '', TOKEN)
})

test('elements that timed out are sent again, and only those', async () => {
  const { graph, calls } = scriptedClient([{ body: [{ code: 200, body: '{"id":"1"}' }, null, null] }, { body: [{ code: 200, body: '{"id":"2"}' }, null] }, { body: [{ code: 200, body: '{"id":"3"}' }] }])
  const outcomes = await graph.batch((inside) => ['1', '2', '3'].map((id) => inside.media(id).get()))
  assert.equal(outcomes.map((one) => one.ok && one.value.id), ['1', '2', '3'])
  assert.equal(calls.map((call) => elementsOf(call.init.body).length), [3, 2, 1])
})

test('more than 50 go in several calls', async () => {
  const { graph, calls } = scriptedClient((_url, _call, init) => ({ body: elementsOf(init.body).map(({ relative_url: id }) => ({ code: 200, body: JSON.stringify({ id }) })) }))
  const outcomes = await graph.batch((inside) => Array.from({ length: 120 }, (_, index) => inside.media(String(index)).get()))
  assert.is(outcomes.filter((one) => one.ok).length, 120)
  assert.equal(calls.map((call) => elementsOf(call.init.body).length), [50, 50, 20])
})

test('an element that is never answered fails as unavailable', async () => {
  const { graph } = scriptedClient(() => ({ body: [null] }))
  const [one] = await graph.batch((inside) => [inside.media('1').get()])
  assert.is(!one.ok && one.error.code, 'unavailable')
})

test('a refused batch fails each of its elements', async () => {
  const { graph } = scriptedClient([{ status: 400, body: { error: { message: 'Cannot parse access token', type: 'OAuthException', code: 190 } } }])
  const outcomes = await graph.batch((inside) => [inside.media('1').get(), inside.media('2').get()])
  assert.equal(outcomes.map((one) => !one.ok && one.error.code), ['token-invalid', 'token-invalid'])
})

test('a call with a token of its own takes it into the batch, with its proof', async () => {
  const { graph, calls } = scriptedClient([{ body: [{ code: 200, body: '{"id":"1"}' }, { code: 200, body: '{"id":"2"}' }] }], { appSecret: 's', hmac: (_, token) => `proof-of-${token}` })
  await graph.batch((inside) => [inside.page('1').get({}, { accessToken: 'EAApage' }), inside.media('2').get()])
  const batch = JSON.parse(new URLSearchParams(calls[0]?.init.body ?? '').get('batch') ?? '') as readonly { readonly relative_url: string }[]
  assert.equal(batch.map((element) => element.relative_url), ['1?access_token=EAApage&appsecret_proof=proof-of-EAApage', '2'])
  assert.match(calls[0]?.url ?? '', /appsecret_proof=proof-of-EAAtest/)
})

test('an element that cannot be sent fails by itself', async () => {
  const { graph } = scriptedClient([{ body: [{ code: 200, body: '{"id":"1"}' }] }])
  const [bad, good] = await graph.batch((inside) => [inside.media('').get(), inside.media('1').get()])
  assert.is(!bad.ok && bad.error.code, 'invalid-parameter')
  assert.is(good.ok, true)
})

test.run()
