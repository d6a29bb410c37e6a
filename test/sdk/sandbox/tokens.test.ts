import { createHmac } from 'node:crypto'
import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ask } from './support.ts'

const test = suite('sandbox tokens')

const DAY = 86_400

test('a token works in the query and as a bearer', async () => {
  const { sandbox } = await ask()
  const { facebook } = sandbox.tokens
  assert.is(sandbox.handle({ method: 'GET', url: `/me?access_token=${facebook}` }).status, 200)
  assert.is(sandbox.handle({ method: 'GET', url: '/me', headers: { authorization: `Bearer ${facebook}` } }).status, 200)
})

test('without a token, with an unknown or an expired one, the call is refused as Meta does', async () => {
  const { get, sandbox, account } = await ask()
  const bare = (url: string) => JSON.parse(sandbox.handle({ method: 'GET', url }).body).error
  assert.is(bare('/me').code, 2500)
  assert.is(bare(`/${account()}`).code, 104)
  const unknown = get('/me', 'EAAnothing')
  assert.equal([unknown.status, unknown.body.error.code, unknown.body.error.message], [400, 190, 'Invalid OAuth access token - Cannot parse access token'])
  assert.match(unknown.headers['www-authenticate'] ?? '', /^OAuth "Facebook Platform" "invalid_token"/)
  const expired = get('/me', sandbox.tokens.expired).body.error
  assert.equal([expired.code, expired.error_subcode], [190, 463])
  assert.match(expired.message, /^Error validating access token: Session has expired on Saturday, 21-Nov-26 04:00:00 PST\. The current time is Tuesday, 24-Nov-26 04:00:00 PST\.$/)
})

test('tokens expire by the sandbox’s clock, or when told to', async () => {
  const { get, sandbox } = await ask()
  sandbox.control.turnClock(51 * DAY)
  assert.is(get('/me').body.error.error_subcode, 463)
  assert.is(get('/v25.0/me', sandbox.tokens.pages['Kite Bakery']).status, 200)
  sandbox.control.revokeToken(sandbox.tokens.systemUser, 460)
  assert.is(get('/me', sandbox.tokens.systemUser).body.error.error_subcode, 460)
})

test('a token that was never issued, and a wish that says nothing, are refused under /_sandbox/tokens', async () => {
  const { get, sandbox } = await ask()
  const wish = (body: unknown) => sandbox.handle({ method: 'POST', url: '/_sandbox/tokens', body: JSON.stringify(body) })
  const { facebook } = sandbox.tokens
  assert.equal([wish({ token: 'EAAnobody', expire: true }).status, wish({ token: facebook }).status, wish({ token: facebook, expire: 'yes' }).status], [400, 400, 400])
  assert.match(wish({ token: 'EAAnobody', revoke: 460 }).body, /^\{"error":"There is no such token here/)
  assert.is(get('/me').status, 200)
  assert.is(wish({ token: facebook, expire: true }).status, 200)
  assert.is(get('/me').body.error.error_subcode, 463)
})

test('a Facebook token is exchanged for a long-lived one', async () => {
  const { get, sandbox } = await ask()
  const { appId, appSecret, facebook, expired } = sandbox.tokens
  const exchange = (token: string, secret = appSecret) => get(`/v25.0/oauth/access_token?grant_type=fb_exchange_token&client_id=${appId}&client_secret=${secret}&fb_exchange_token=${token}`).body
  const { access_token: token, token_type: type, expires_in: seconds } = exchange(facebook)
  assert.equal([type, seconds], ['bearer', 5_183_944])
  assert.is(get('/me', token).status, 200)
  assert.is(exchange(expired).error.code, 190)
  assert.match(exchange(facebook, 'wrong').error.message, /client secret/)
})

test('an Instagram token is refreshed when it is a day old, not sooner', async () => {
  const { get, sandbox } = await ask()
  const { appSecret, instagram } = sandbox.tokens
  const exchanged = get(`/access_token?grant_type=ig_exchange_token&client_secret=${appSecret}&access_token=${instagram}`).body
  assert.is(exchanged.expires_in, 5_183_944)
  const refresh = (token: string) => get(`/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`).body
  assert.is(refresh(exchanged.access_token).error.code, 10)
  sandbox.control.turnClock(DAY)
  const fresh = refresh(exchanged.access_token)
  assert.equal([fresh.token_type, fresh.expires_in], ['bearer', 5_183_944])
  assert.match(fresh.access_token, /^IGAA/)
  assert.is(get('/me?fields=username', fresh.access_token).body.username, 'kite.bakery')
  sandbox.control.turnClock(61 * DAY)
  assert.is(refresh(fresh.access_token).error.code, 190)
})

test('debug_token tells about Facebook tokens, living and dead', async () => {
  const { get, sandbox } = await ask()
  const { app, facebook, pages, expired, instagram } = sandbox.tokens
  const debug = (token: string) => get(`/v25.0/debug_token?input_token=${token}`, app).body.data
  const user = debug(facebook)
  assert.equal([user.type, user.is_valid, user.app_id], ['USER', true, sandbox.tokens.appId])
  assert.is(user.expires_at, Math.floor(sandbox.control.now() / 1000) + 50 * DAY)
  assert.ok(user.scopes.includes('instagram_manage_insights'))
  const page = debug(pages['Kite Bakery'] ?? '')
  assert.equal([page.type, page.expires_at, page.profile_id], ['PAGE', 0, sandbox.pages[0]?.id])
  assert.equal([debug(expired).is_valid, debug(expired).error.subcode], [false, 463])
  assert.is(debug(instagram).is_valid, false)
  assert.is(debug('EAAnothing').is_valid, false)
})

test('a page’s token is given to people who see the page and to the page, not to apps or other pages', async () => {
  const { get, sandbox } = await ask()
  const { app, facebook, pages } = sandbox.tokens
  const given = (token: string) => get(`/v25.0/${sandbox.pages[0]?.id}?fields=name,access_token`, token).body.access_token
  assert.equal([facebook, pages['Kite Bakery'] ?? '', pages['Harbor Cycles'] ?? '', app].map((token) => given(token) === pages['Kite Bakery']), [true, true, false, false])
  assert.is(given(app), undefined)
  sandbox.control.setScopes(facebook, ['instagram_basic', 'pages_read_engagement'])
  assert.is(given(facebook), undefined)
})

test('me/permissions lists what was granted, and not for a page token', async () => {
  const { get, sandbox } = await ask()
  assert.equal(get('/me/permissions').body.data[0], { permission: 'public_profile', status: 'granted' })
  const page = sandbox.tokens.pages['Kite Bakery']
  for (const edge of ['permissions', 'accounts']) assert.is(get(`/me/${edge}`, page).body.error.message, `(#100) Tried accessing nonexisting field (${edge}) on node type (Page)`)
  assert.is(get(`/${get('/me').body.id}/accounts`, page).body.error.error_subcode, 33)
})

test('a token without a permission gets code 10, and no pages', async () => {
  const { get, sandbox, account } = await ask()
  sandbox.control.setScopes(sandbox.tokens.facebook, ['instagram_basic'])
  const refused = get(`/v25.0/${account()}/insights?metric=reach&period=day`).body.error
  assert.equal([refused.code, refused.message], [10, '(#10) Application does not have permission for this action'])
  assert.equal(get('/me/accounts').body, { data: [] })
  assert.is(get(`/v25.0/${account()}/media`).body.error.code, 10)
  assert.is(get(`/v25.0/ig_hashtag_search?user_id=${account()}&q=bread`).status, 200)
  sandbox.control.setScopes(sandbox.tokens.facebook, ['instagram_basic', 'pages_show_list'])
  assert.is(get(`/v25.0/${account()}/media`).status, 200)
})

test('an exchanged or refreshed token keeps the permissions it came with', async () => {
  const { get, sandbox } = await ask()
  const { appId, appSecret, facebook, instagram } = sandbox.tokens
  sandbox.control.setScopes(facebook, ['instagram_basic', 'pages_show_list'])
  const long = get(`/v25.0/oauth/access_token?grant_type=fb_exchange_token&client_id=${appId}&client_secret=${appSecret}&fb_exchange_token=${facebook}`).body.access_token
  assert.equal(get('/me/permissions', long).body.data.map((one: { permission: string }) => one.permission), ['instagram_basic', 'pages_show_list'])
  sandbox.control.setScopes(instagram, ['instagram_business_basic'])
  assert.is(get(`/refresh_access_token?grant_type=ig_refresh_token&access_token=${instagram}`).body.permissions, 'instagram_business_basic')
})

test('the token calls of graph.instagram.com take its tokens alone, and speak its dialect', async () => {
  const { get, sandbox } = await ask()
  const { appSecret, facebook, instagram } = sandbox.tokens
  assert.is(get(`/access_token?grant_type=ig_exchange_token&client_secret=${appSecret}&access_token=${facebook}`).body.error.code, 190)
  assert.is(get(`/refresh_access_token?grant_type=ig_refresh_token&access_token=${facebook}`).body.error.code, 190)
  const { error } = get(`/access_token?client_secret=${appSecret}&access_token=${instagram}`).body
  assert.equal([error.type, error.message], ['IGApiException', 'The parameter grant_type is required'])
  assert.is(get(`/refresh_access_token?grant_type=refresh_token&access_token=${instagram}`).body.error.message, 'Param grant_type must be one of {ig_refresh_token}')
})

test('the dialogue of Facebook Login gives a code, good once, for the permissions asked for', async () => {
  const { sandbox, get } = await ask()
  const { appId, appSecret } = sandbox.tokens
  const redirect = 'http://localhost:9/back'
  const answer = sandbox.handle({ method: 'GET', url: `/v25.0/dialog/oauth?client_id=${appId}&redirect_uri=${encodeURIComponent(redirect)}&scope=pages_show_list,instagram_basic&state=s1` })
  const back = new URL(answer.headers.location ?? '')
  assert.equal([answer.status, back.hash, back.searchParams.get('state')], [302, '#_=_', 's1'])
  const exchange = () => get(`/v25.0/oauth/access_token?${new URLSearchParams({ client_id: appId, client_secret: appSecret, redirect_uri: redirect, code: back.searchParams.get('code') ?? '' })}`)
  const { access_token: token, token_type: type } = exchange().body
  assert.equal([type, get('/me/permissions', token).body.data.map((one: { permission: string }) => one.permission)], ['bearer', ['public_profile', 'pages_show_list', 'instagram_basic']])
  assert.equal([exchange().body.error.code, exchange().body.error.error_subcode], [100, 36009])
})

test('who declines is led back without a code; the other token calls are met by faults as all calls are', async () => {
  const { sandbox, get } = await ask({ faults: [{ kind: 'permission', path: '/oauth/authorize' }, { kind: 'error', code: 2, path: '/refresh_access_token', times: 1 }] })
  const { appId, instagram } = sandbox.tokens
  const answer = sandbox.handle({ method: 'GET', url: `/oauth/authorize?client_id=${appId}&redirect_uri=${encodeURIComponent('http://localhost:9/')}&response_type=code&state=s1` })
  const back = new URL(answer.headers.location ?? '').searchParams
  assert.equal([answer.status, back.get('error'), back.get('error_reason'), back.get('state'), back.get('code')], [302, 'access_denied', 'user_denied', 's1', null])
  const refresh = () => get(`/refresh_access_token?grant_type=ig_refresh_token&access_token=${instagram}`)
  assert.equal([refresh().body.error?.code, refresh().status], [2, 200])
})

test('an app that does not say who it is gets no token', async () => {
  const { get, sandbox } = await ask()
  const { appId, facebook } = sandbox.tokens
  assert.is(get(`/v25.0/oauth/access_token?grant_type=fb_exchange_token&fb_exchange_token=${facebook}`).body.error.message, 'Missing client_id parameter.')
  assert.is(get(`/v25.0/oauth/access_token?grant_type=fb_exchange_token&client_id=${appId}&fb_exchange_token=${facebook}`).body.error.message, 'Missing client_secret parameter.')
  const authorization = `Basic ${Buffer.from(`${appId}:${sandbox.tokens.appSecret}`).toString('base64')}`
  const basic = sandbox.handle({ method: 'GET', url: `/v25.0/oauth/access_token?grant_type=fb_exchange_token&fb_exchange_token=${facebook}`, headers: { authorization } })
  assert.is(basic.status, 200)
})

test('the login dialogue gives a code, good once, for a short-lived token', async () => {
  const { sandbox, post, get } = await ask()
  const { appId, appSecret } = sandbox.tokens
  const redirect = 'http://localhost:9/back'
  const answer = sandbox.handle({ method: 'GET', url: `/oauth/authorize?client_id=${appId}&redirect_uri=${encodeURIComponent(redirect)}&response_type=code&scope=instagram_business_basic&state=s1` })
  assert.is(answer.status, 302)
  const back = new URL(answer.headers.location ?? '')
  assert.equal([back.hash, back.searchParams.get('state')], ['#_', 's1'])
  const form = { client_id: appId, client_secret: appSecret, grant_type: 'authorization_code', redirect_uri: redirect, code: back.searchParams.get('code') ?? '' }
  const { data, ...beside } = post('/oauth/access_token', form).body
  const { access_token: token, permissions } = data[0]
  assert.equal(beside, data[0])
  assert.match(permissions, /instagram_business_basic/)
  assert.is(get('/me', token).status, 200)
  const again = post('/oauth/access_token', form)
  assert.equal([again.status, Object.keys(again.body)], [400, ['error_type', 'code', 'error_message']])
})

test('a proof is checked, and needed when it is required', async () => {
  const { get, sandbox } = await ask({ appSecret: 'shh', requireProof: true })
  const proof = createHmac('sha256', 'shh').update(sandbox.tokens.facebook).digest('hex')
  assert.is(get(`/me?appsecret_proof=${proof}`).status, 200)
  assert.is(get('/me?appsecret_proof=00').body.error.message, 'Invalid appsecret_proof provided in the API argument')
  assert.is(get('/me').body.error.message, 'API calls from the server require an appsecret_proof argument')
})

test('without a secret of its own the app has one of the seed, against which proofs are checked', async () => {
  const { get, sandbox } = await ask()
  const proof = createHmac('sha256', sandbox.tokens.appSecret).update(sandbox.tokens.facebook).digest('hex')
  assert.equal([get('/me').status, get(`/me?appsecret_proof=${proof}`).status, get(`/me?appsecret_proof=${proof.replace(/^./, 'x')}`).status], [200, 200, 400])
})

test('a host that is named decides which tokens it takes', async () => {
  const { sandbox } = await ask()
  const call = (host: string, token: string) => sandbox.handle({ method: 'GET', url: `https://${host}/v25.0/me?access_token=${token}` }).status
  assert.is(call('graph.instagram.com', sandbox.tokens.instagram), 200)
  assert.is(call('graph.instagram.com', sandbox.tokens.facebook), 400)
  assert.is(call('graph.facebook.com', sandbox.tokens.instagram), 400)
  assert.is(call('Graph.Instagram.COM', sandbox.tokens.instagram), 200)
})

test.run()
