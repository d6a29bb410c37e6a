import * as assert from 'uvu/assert'
import { createGraphClient, exchangeInstagramCode, GraphError, instagramCode, instagramLoginUrl } from '../../sdk/index.ts'
import { createSandbox } from '../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../sdk/sandbox/index.ts'
import { suite } from '../support/suite.ts'
import { rejection, scriptedClient, turnedClock } from './support/graph.ts'

const test = suite('sdk tokens')
const NOW = Date.parse('2026-11-24T12:00:00Z')
let sandbox: Sandbox

test.before(async () => { sandbox = await createSandbox({ asOf: NOW }) })
test.after(() => sandbox.close())

const facebook = (accessToken = sandbox.tokens.facebook) => createGraphClient({ accessToken, baseUrl: sandbox.url, clock: turnedClock(NOW), attempts: 1 })
const instagram = (accessToken = sandbox.tokens.instagram) => createGraphClient({ accessToken, host: 'instagram', baseUrl: sandbox.url, clock: turnedClock(NOW), attempts: 1 })

test('a Facebook token is exchanged for one of 60 days that works', async () => {
  const { access_token: token, expires_in: seconds } = await facebook().tokens.exchange({ clientId: sandbox.tokens.appId, clientSecret: sandbox.tokens.appSecret })
  assert.ok((seconds ?? 0) > 50 * 86_400)
  assert.ok((await facebook(token).me.accounts({ fields: ['id'] })).data.length > 0)
})

test('an exchange sends no token beside the one it exchanges', async () => {
  const { graph, calls } = scriptedClient([{ body: { access_token: 'EAAnew' } }])
  await graph.tokens.exchange({ clientId: '1', clientSecret: 's' })
  assert.is(new URL(calls[0]?.url ?? '').searchParams.get('access_token'), null)
})

test('an expired token says that it expired', async () => {
  const error = await rejection(facebook(sandbox.tokens.expired).me.accounts()) as GraphError
  assert.is(error.code, 'token-expired')
})

test('debug tells scopes and expiry', async () => {
  const token = await facebook().tokens.debug()
  assert.is(token.is_valid, true)
  assert.ok(token.scopes?.includes('instagram_manage_insights'))
})

test('permissions are listed as granted', async () => {
  const granted = await facebook().me.permissions().all()
  assert.ok(granted.some((one) => one.permission === 'instagram_basic' && one.status === 'granted'))
})

test('Instagram Login goes from the address over the code to a token of 60 days', async () => {
  const redirectUri = 'https://example.com/back'
  const address = instagramLoginUrl({ clientId: sandbox.tokens.appId, redirectUri, scopes: ['instagram_business_basic', 'instagram_business_manage_insights'], state: 'xyz', baseUrl: sandbox.url })
  const granted = await fetch(address, { redirect: 'manual' })
  const code = instagramCode(granted.headers.get('location') ?? '', 'xyz')
  const short = await exchangeInstagramCode({ clientId: sandbox.tokens.appId, clientSecret: sandbox.tokens.appSecret, redirectUri, code, baseUrl: sandbox.url })
  const long = await instagram(short.accessToken).tokens.exchangeInstagram({ clientSecret: sandbox.tokens.appSecret })
  assert.ok((long.expires_in ?? 0) > 50 * 86_400)
  assert.ok((await instagram(long.access_token).user('me').get({ fields: ['username'] })).username.length > 0)
  const again = await rejection(exchangeInstagramCode({ clientId: sandbox.tokens.appId, clientSecret: sandbox.tokens.appSecret, redirectUri, code, baseUrl: sandbox.url }))
  assert.instance(again, GraphError)
  assert.not.match(String(again), sandbox.tokens.appSecret)
})

test('a refused or forged redirect is told', () => {
  assert.throws(() => instagramCode('https://example.com/back?error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request'), 'The user denied your request')
  assert.throws(() => instagramCode('https://example.com/back?code=1&state=other', 'mine'), 'may be forged')
  assert.is(instagramCode('https://example.com/back?code=AQB1#_'), 'AQB1')
})

test('a long-lived Instagram token can be refreshed after a day', async () => {
  const refreshed = await instagram().tokens.refreshInstagram()
  assert.ok((refreshed.expires_in ?? 0) > 50 * 86_400)
})

test.run()
