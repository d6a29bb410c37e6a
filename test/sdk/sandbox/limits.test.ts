import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ask } from './support.ts'

const test = suite('sandbox limits and faults')

const business = (headers: Readonly<Record<string, string>>) => JSON.parse(headers['x-business-use-case-usage'] ?? 'null')

test('Instagram calls tell the business usage, others the app’s, never both', async () => {
  const { get, account } = await ask()
  const media = get(`/v25.0/${account()}/media`).headers
  assert.equal(business(media), { [account()]: [{ type: 'instagram', call_count: 0, total_cputime: 0, total_time: 0, estimated_time_to_regain_access: 0 }] })
  assert.is(media['x-app-usage'], undefined)
  const pages = get('/me/accounts').headers
  assert.equal(Object.keys(JSON.parse(pages['x-app-usage'] ?? '')), ['call_count', 'total_cputime', 'total_time'])
  assert.is(pages['x-business-use-case-usage'], undefined)
})

test('the percentage rises with the calls, and at 100 every call is refused with 80002 until the window has passed', async () => {
  const { get, account, sandbox } = await ask({ limits: { instagram: 10 } })
  const percents: number[] = []
  for (let i = 0; i < 10; i++) percents.push(business(get(`/v25.0/${account()}`).headers)[account()][0].call_count)
  assert.equal(percents, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
  const refused = get(`/v25.0/${account()}`)
  assert.equal([refused.status, refused.body.error.code], [400, 80002])
  assert.match(refused.body.error.message, /^\(#80002\) There have been too many calls to this Instagram account/)
  const [usage] = business(refused.headers)[account()]
  assert.is(usage.call_count, 100)
  assert.is(usage.estimated_time_to_regain_access, 1440)
  assert.is(get(`/v25.0/${account(1)}`).status, 200)
  sandbox.control.turnClock(1440 * 60)
  assert.is(get(`/v25.0/${account()}`).status, 200)
})

test('calls while throttled prolong the wait', async () => {
  const { get, account, sandbox } = await ask({ limits: { instagram: 2 } })
  const wait = () => business(get(`/v25.0/${account()}`).headers)[account()][0].estimated_time_to_regain_access
  assert.is(wait(), 0)
  assert.is(wait(), 1440)
  wait()
  sandbox.control.turnClock(12 * 3600)
  assert.is(wait(), 720)
  sandbox.control.turnClock(60)
  assert.is(wait(), 1439)
})

test('a person’s own limit answers 17, within the hour', async () => {
  const { get, sandbox } = await ask({ limits: { platform: 2 } })
  get('/me/accounts'); get('/me/accounts')
  assert.is(get('/me/accounts').body.error.code, 17)
  sandbox.control.turnClock(3600)
  assert.is(get('/me/accounts').status, 200)
})

test('the call that reaches the limit says so, and how long to wait, before any call is refused', async () => {
  const { get, account } = await ask({ limits: { instagram: 3 } })
  const replies = Array.from({ length: 4 }, () => get(`/v25.0/${account()}/media`))
  assert.equal(replies.map(({ status }) => status), [200, 200, 200, 400])
  assert.equal(replies.map(({ headers }) => business(headers)[account()][0].call_count), [33, 66, 100, 100])
  assert.equal(replies.map(({ headers }) => business(headers)[account()][0].estimated_time_to_regain_access), [0, 0, 1440, 1440])
})

test('an account may be asked 4,800 times for each time its content was on screen, a page for each person engaged', async () => {
  const { get, account, sandbox } = await ask({ scenario: { accounts: [{ page: 'Shop', followers: 500, numbers: { impressions: 2, accounts_engaged: 1 } }] } })
  const percent = (path: string, token?: string) => Number(/"call_count":(\d+)/.exec(get(path, token).headers['x-business-use-case-usage'] ?? '')?.[1])
  for (let i = 0; i < 95; i++) get(`/v25.0/${account()}`)
  assert.is(percent(`/v25.0/${account()}`), 1)
  const { pages: { Shop: token = '' } } = sandbox.tokens
  for (let i = 0; i < 47; i++) get('/v25.0/me', token)
  assert.is(percent('/v25.0/me', token), 1)
})

test('an app’s own token has 200 calls an hour, and is then refused with 4', async () => {
  const { get, sandbox } = await ask()
  const page = `/v25.0/${sandbox.pages[0]?.id}`
  const codes = Array.from({ length: 201 }, () => get(page, sandbox.tokens.app).body.error?.code as number | undefined)
  assert.equal(codes.filter((code) => code === 4).length, 1)
  assert.is(codes.at(-1), 4)
  sandbox.control.turnClock(3600)
  assert.is.not(get(page, sandbox.tokens.app).body.error?.code, 4)
})

test('another token of the same person has the same limit', async () => {
  const { get, sandbox } = await ask({ limits: { platform: 1 } })
  const { tokens } = sandbox
  const { access_token: fresh } = get(`/v25.0/oauth/access_token?grant_type=fb_exchange_token&client_id=${tokens.appId}&client_secret=${tokens.appSecret}&fb_exchange_token=${tokens.facebook}`).body
  assert.is(get('/me/accounts').status, 200)
  assert.is(get('/me/accounts', fresh).body.error.code, 17)
})

test('a batch tells the usage of every account in it, and counts each of its calls', async () => {
  const { post, account } = await ask({ limits: { instagram: 4 } })
  const batch = JSON.stringify([account(), account(1), account()].map((id) => ({ method: 'GET', relative_url: `${id}?fields=username` })))
  const { headers } = post('/v25.0/', { batch, include_headers: 'false' })
  const usage = business(headers)
  assert.equal([usage[account()][0].call_count, usage[account(1)][0].call_count], [50, 25])
  assert.is(headers['x-app-usage'], undefined)
  const later = post('/v25.0/', { batch: JSON.stringify(Array.from({ length: 3 }, () => ({ method: 'GET', relative_url: account() }))) })
  assert.equal(later.body.map(({ code }: { code: number }) => code), [200, 200, 400])
  assert.is(JSON.parse(post('/v25.0/', { batch: JSON.stringify([{ method: 'GET', relative_url: 'me/accounts' }]) }).headers['x-app-usage'] ?? '{}').call_count, 0)
})

test('several ids at once tell the usage of each account, and meet faults', async () => {
  const { get, account, sandbox } = await ask({ asOf: '2026-10-20' })
  const ids = `/v25.0/?ids=${account()},${account(1)}`
  assert.equal(Object.keys(business(get(ids).headers)).sort(), [account(), account(1)].sort())
  sandbox.control.addFault({ kind: 'throttle', code: 4, path: 'ids=' })
  assert.is(get(ids).body.error.code, 4)
})

test('throttling on demand has the code, the header at 100 and the minutes asked for', async () => {
  for (const [code, text] of [[4, '(#4) Application request limit reached'], [17, '(#17) User request limit reached'], [32, '(#32) Page request limit reached'], [613, '(#613) Calls to this api have exceeded the rate limit.'], [80002, '(#80002) There have been too many calls']] as const) {
    const { get, account, sandbox } = await ask({ faults: [{ kind: 'throttle', code, minutes: 7, times: 1 }] })
    const refused = get(`/v25.0/${account()}/media`)
    assert.is(refused.body.error.code, code)
    assert.ok(refused.body.error.message.startsWith(text), refused.body.error.message)
    assert.equal([business(refused.headers)[account()][0].call_count, business(refused.headers)[account()][0].estimated_time_to_regain_access], [100, 7])
    assert.is(get(`/v25.0/${account()}/media`).status, 200)
    assert.is(sandbox.control.requests().refused, 1)
  }
})

test('every so many calls fail, on the path that was named alone', async () => {
  const { get, account } = await ask({ faults: [{ kind: 'error', code: 2, every: 3, path: '/media' }] })
  const statuses = Array.from({ length: 6 }, () => get(`/v25.0/${account()}/media`))
  assert.equal(statuses.map(({ status }) => status), [200, 200, 500, 200, 200, 500])
  assert.equal([statuses[2]?.body.error.code, statuses[2]?.body.error.is_transient], [2, true])
  assert.is(get('/me').status, 200)
})

test('every so many calls inside a batch fail; the batch itself is none', async () => {
  const { post, account } = await ask({ faults: [{ kind: 'error', code: 2, every: 3 }, { kind: 'slow', ms: 40, every: 2 }] })
  const batch = (length: number) => post('/v25.0/', { batch: JSON.stringify(Array.from({ length }, () => ({ method: 'GET', relative_url: account() }))) }).body.map(({ code }: { code: number }) => code)
  assert.equal(batch(2), [200, 200])
  assert.equal(batch(4), [500, 200, 200, 500])
})

test('a batch takes as long as the slowest call in it', async () => {
  const { sandbox, account } = await ask({ latencyMs: 10, faults: [{ kind: 'slow', ms: 40, path: '/media' }] })
  const batch = encodeURIComponent(JSON.stringify([{ method: 'GET', relative_url: account() }, { method: 'GET', relative_url: `${account()}/media` }, { method: 'GET', relative_url: `${account()}/media?limit=1` }]))
  const answer = sandbox.handle({ method: 'POST', url: `/v25.0/?access_token=${sandbox.tokens.facebook}`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `batch=${batch}` })
  assert.is(answer.delayMs, 50)
})

test('insights without data are empty in expansions too', async () => {
  const { get, account } = await ask({ faults: [{ kind: 'empty' }] })
  assert.equal(get(`/v25.0/${account()}?fields=insights.metric(reach).period(day)`).body.insights, { data: [] })
  const [post] = get(`/v25.0/${account()}/media?fields=insights.metric(reach)&limit=1`).body.data
  assert.equal(post.insights, { data: [] })
})

test('a bad metric is refused as unknown and missing from the list', async () => {
  const { get, account } = await ask({ faults: [{ kind: 'metric', metric: 'views' }] })
  const { body } = get(`/v25.0/${account()}/insights?metric=likes,views&period=day&metric_type=total_value`)
  assert.match(body.error.message, /^\(#100\) metric\[1\] must be one of the following values: reach/)
  assert.not.match(body.error.message, /\bprofile_links_taps, views\b/)
  assert.is(get(`/v25.0/${account()}/insights?metric=likes&period=day&metric_type=total_value`).status, 200)
})

test('slow, dropped, empty and forbidden answers', async () => {
  const { sandbox, get, account } = await ask({ latencyMs: 5, faults: [{ kind: 'slow', ms: 20, path: '/stories' }, { kind: 'drop', path: '/tags' }, { kind: 'empty', path: '/insights' }, { kind: 'permission', path: '/comments' }, { kind: 'token', subcode: 460, path: '/live_media' }] })
  const handle = (edge: string) => sandbox.handle({ method: 'GET', url: `/${account()}/${edge}?access_token=${sandbox.tokens.facebook}` })
  assert.is(handle('stories').delayMs, 25)
  assert.is(handle('tags').drop, true)
  assert.equal(get(`/${account()}/insights?metric=reach&period=day`).body, { data: [] })
  assert.is(get(`/${get(`/${account()}/media`).body.data[0].id}/comments`).body.error.code, 10)
  assert.equal([get(`/${account()}/live_media`).body.error.code, get(`/${account()}/live_media`).body.error.error_subcode], [190, 460])
  let failed: unknown
  try { await sandbox.fetch(`http://127.0.0.1/${account()}/tags`, { headers: { Authorization: `Bearer ${sandbox.tokens.facebook}` } }) } catch (error) { failed = error }
  assert.instance(failed, TypeError)
})

test('a token fault speaks as an expired or revoked token does', async () => {
  const { get, sandbox } = await ask({ asOf: '2026-11-24T20:01:00Z', faults: [{ kind: 'token', times: 1 }, { kind: 'token', subcode: 460, after: 1 }] })
  assert.is(get('/me').body.error.message, 'Error validating access token: Session has expired on Tuesday, 24-Nov-26 12:00:00 PST. The current time is Tuesday, 24-Nov-26 12:01:00 PST.')
  const { message } = get('/me').body.error
  sandbox.control.clearFaults()
  sandbox.control.revokeToken(sandbox.tokens.facebook, 460)
  assert.is(get('/me').body.error.message, message)
})

test('any other error can be had in Meta’s form', async () => {
  const { get, account, sandbox } = await ask({ faults: [{ kind: 'refusal', code: 200, message: 'Permissions error', status: 403 }] })
  const refused = get(`/${account()}/media`)
  assert.equal([refused.status, refused.body.error.message], [403, '(#200) Permissions error'])
  assert.is(get('/me/media', sandbox.tokens.instagram).body.error.message, 'Permissions error')
})

test('a fault holds from and until an instant of the clock, and a throttle tells the minutes to its end', async () => {
  const { get, account, sandbox } = await ask({ asOf: '2026-11-24T13:59:00Z', faults: [{ kind: 'throttle', code: 80002, from: '2026-11-24T14:00:00Z', until: '2026-11-24T15:00:00Z' }, { kind: 'metric', metric: 'reach', from: '2026-12-01' }] })
  const call = () => get(`/v25.0/${account()}/insights?metric=reach&period=day`)
  assert.is(call().status, 200)
  sandbox.control.turnClock(11 * 60)
  const refused = call()
  assert.equal([refused.body.error.code, business(refused.headers)[account()][0].estimated_time_to_regain_access], [80002, 50])
  sandbox.control.turnClock(50 * 60)
  assert.is(call().status, 200)
  sandbox.control.setClock('2026-12-01')
  assert.match(call().body.error.message, /^\(#100\) metric\[0\] must be one of/)
})

test('a fault of one account meets its node, its page, its media and its own token alone', async () => {
  const { get, account, sandbox } = await ask({ faults: [{ kind: 'permission', account: 'kite.bakery' }] })
  const [own] = get(`/v25.0/${account(1)}/media`).body.data
  assert.is(get(`/v25.0/${own.id}`).status, 200)
  assert.is(get('/me/accounts').status, 200)
  for (const path of [account(), `${account()}/insights?metric=reach&period=day`, sandbox.pages[0]?.id ?? '']) assert.is(get(`/v25.0/${path}`).body.error?.code, 10, path)
  assert.is(get('/me', sandbox.tokens.instagram).body.error.code, 10)
  sandbox.control.clearFaults()
  const [post] = get(`/v25.0/${account()}/media`).body.data
  sandbox.control.addFault({ kind: 'permission', account: 'Kite Bakery' })
  assert.is(get(`/v25.0/${post.id}/insights?metric=reach`).body.error.code, 10)
  const strict = await ask({ strictPages: true })
  let message = ''
  try { strict.sandbox.control.addFault({ kind: 'drop', account: 'Nobody' }) } catch (error) { message = (error as Error).message }
  assert.match(message, /^There is no account "Nobody"/)
})

test('a fault’s path is found in an encoded query too', async () => {
  const { get, account } = await ask({ faults: [{ kind: 'permission', path: 'insights.metric(reach)' }] })
  assert.is(get(`/v25.0/${account()}/media?fields=${encodeURIComponent('id,insights.metric(reach)')}`).body.error.code, 10)
})

test('faults come and go while it runs, and requests are counted by kind', async () => {
  const { get, account, sandbox } = await ask()
  const control = (method: string, what: string, body?: unknown) => JSON.parse(sandbox.handle({ method, url: `/_sandbox/${what}`, body: JSON.stringify(body) }).body)
  assert.is(control('POST', 'faults', { kind: 'error', every: 1 }).faults.length, 1)
  assert.is(get('/me').status, 500)
  assert.equal(control('DELETE', 'faults'), { faults: [] })
  get('/me'); get(`/${account()}/media`); get(`/${account()}/insights?metric=reach&period=day`)
  assert.equal(control('GET', 'requests'), { total: 4, refused: 1, http: 4, byKind: { 'person.get': 2, 'user.insights': 1, 'user.media': 1 } })
  assert.is(control('DELETE', 'requests').total, 0)
  assert.match(control('POST', 'faults', { kind: 'trouble' }).error, /There is no fault "trouble"; there are: token, throttle/)
  assert.is(control('POST', 'faults', { kind: 'throtle', code: 4 }).error, 'There is no fault "throtle" (did you mean throttle?)')
  const before = control('GET', 'faults')
  assert.match(control('POST', 'faults', [{ kind: 'error', every: 2 }, { kind: 'trouble' }]).error, /There is no fault/)
  assert.equal(control('GET', 'faults'), before)
  assert.is(control('POST', 'faults', { kind: 'error', from: 'soon' }).error, '"from" of a fault of kind "error" must be a date such as 2026-11-24 or an instant such as 2026-11-24T09:30:00Z')
  assert.match(control('POST', 'faults', { kind: 'throttle', code: 5 }).error, /"code" of a fault of kind "throttle" must be one of 4, 17, 32, 613, 80002/)
  assert.is(control('POST', 'clock', { asOf: '2026-12-01' }).now, '2026-12-01T12:00:00.000Z')
  assert.is(control('POST', 'clock', { advanceSeconds: 60 }).now, '2026-12-01T12:01:00.000Z')
  assert.match(control('GET', 'nothing').error, /\/_sandbox\/faults/)
})

test.run()
