import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ask } from './support.ts'

const test = suite('sandbox versions')

const served = (reply: { readonly headers: Readonly<Record<string, string>> }) => reply.headers['facebook-api-version']

test('a request without a version, or with an expired one, is served by the oldest available', async () => {
  const { get } = await ask()
  assert.is(served(get('/me')), 'v21.0')
  assert.is(served(get('/v6.0/me')), 'v21.0')
  assert.is(served(get('/v26.0/me')), 'v26.0')
  const then = await ask({ asOf: '2020-06-20' })
  assert.is(served(then.get('/v6.0/me')), 'v6.0')
  assert.is(served(then.get('/me')), 'v3.2')
  // Clients that were given up long ago name versions from before the table.
  assert.is(served(get('/v2.8/me')), 'v21.0')
})

test('a version that is not yet introduced does not exist', async () => {
  const { get } = await ask({ asOf: '2026-11-03' })
  assert.is(get('/v27.0/me').body.error.message, 'Unknown path components: /v27.0')
  const later = await ask({ asOf: '2026-11-04' })
  assert.is(served(later.get('/v27.0/me')), 'v27.0')
  assert.is(later.get('/v99.0/me').status, 400)
})

test('media of hashtags tell their time from v7.0 on', async () => {
  const { get, account } = await ask({ asOf: '2020-06-20' })
  const [{ id }] = get(`/v6.0/ig_hashtag_search?user_id=${account()}&q=bread`).body.data
  const read = (version: string) => get(`/${version}/${id}/recent_media?user_id=${account()}&fields=id,timestamp&limit=1`)
  assert.match(read('v6.0').body.error.message, /nonexisting field \(timestamp\)/)
  assert.type(read('v7.0').body.data[0].timestamp, 'string')
})

test('links name the version that served', async () => {
  const { get, account } = await ask()
  assert.match(get(`/v6.0/${account()}/media?limit=1`).body.paging.next, /^http:\/\/127\.0\.0\.1:1\/v21\.0\//)
})

test('several ids at once are read where that still exists, and one bad id refuses them all', async () => {
  const { get, account } = await ask({ asOf: '2026-10-26' })
  const ids = `${account()},${account(1)}`
  const { body } = get(`/v25.0/?ids=${ids}&fields=username`)
  assert.equal(Object.keys(body).sort(), [account(), account(1)].sort())
  assert.is(body[account(1)].username, 'harborcycles')
  assert.is(get(`/v25.0/insights?ids=${ids}&metric=reach&period=day`).body[account()].data[0].name, 'reach')
  assert.is(get(`/v25.0/?ids=${account()},1&fields=username`).status, 400)
  assert.is(get(`/v26.0/?ids=${ids}&fields=username`).status, 400)
  const after = await ask({ asOf: '2026-10-27' })
  assert.is(after.get(`/v25.0/?ids=${ids}&fields=username`).status, 400)
})

test('pretty, date_format and ETags end with the legacy protocol', async () => {
  const before = await ask({ asOf: '2026-10-26' })
  assert.match(before.get('/v25.0/me?pretty=1').text, /\n {3}"name"/)
  assert.type(before.get(`/v25.0/${before.account()}/media?fields=timestamp&date_format=U&limit=1`).body.data[0].timestamp, 'number')
  const { etag } = before.get('/v25.0/me').headers
  const again = before.sandbox.handle({ method: 'GET', url: `/v25.0/me`, headers: { 'authorization': `Bearer ${before.sandbox.tokens.facebook}`, 'if-none-match': etag } })
  assert.equal([again.status, again.body], [304, ''])
  const after = await ask({ asOf: '2026-10-27' })
  assert.not.match(after.get('/v25.0/me?pretty=1').text, /\n/)
  assert.is(after.get(`/v25.0/me?date_format=U`).status, 400)
  assert.is(after.get('/v25.0/me').headers.etag, undefined)
})

test.run()
