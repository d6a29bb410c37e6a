import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ask } from './support.ts'

const test = suite('sandbox batch')

test('a batch answers in order, each element for itself', async () => {
  const { post, account } = await ask()
  const batch = [{ method: 'GET', relative_url: `${account()}?fields=username` }, { method: 'GET', relative_url: '1' }, { method: 'GET', relative_url: `v24.0/${account()}/insights?metric=reach&period=day` }]
  const { status, body } = post('/v25.0/', { batch: JSON.stringify(batch) })
  assert.is(status, 200)
  assert.equal(body.map((one: { code: number }) => one.code), [200, 400, 200])
  assert.is(JSON.parse(body[0].body).username, 'kite.bakery')
  assert.ok(body[0].headers.some((one: { name: string, value: string }) => one.name === 'facebook-api-version' && one.value === 'v25.0'))
  assert.ok(body[2].headers.some((one: { name: string, value: string }) => one.name === 'facebook-api-version' && one.value === 'v24.0'))
})

test('headers are left out when not wanted, and a body may be JSON or multipart', async () => {
  const { sandbox } = await ask()
  const batch = [{ method: 'GET', relative_url: 'me' }]
  const json = sandbox.handle({ method: 'POST', url: '/v25.0', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ access_token: sandbox.tokens.facebook, include_headers: false, batch }) })
  assert.equal(Object.keys(JSON.parse(json.body)[0]), ['code', 'body'])
  const form = sandbox.handle({ method: 'POST', url: '/v25.0', body: new URLSearchParams({ access_token: sandbox.tokens.facebook, include_headers: '0', batch: JSON.stringify(batch) }).toString() })
  assert.equal(Object.keys(JSON.parse(form.body)[0]), ['code', 'body'])
  const part = (name: string, value: string) => `--b1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const multipart = sandbox.handle({
    method: 'POST', url: '/v25.0/', headers: { 'content-type': 'multipart/form-data; boundary=b1' },
    body: `${part('access_token', sandbox.tokens.facebook)}${part('batch', JSON.stringify(batch))}--b1--\r\n`,
  })
  assert.is(JSON.parse(multipart.body)[0].code, 200)
})

test('a dropped element is null, and only it', async () => {
  const { post, account } = await ask({ faults: [{ kind: 'drop', path: '/stories', times: 1 }] })
  const batch = [{ method: 'GET', relative_url: `${account()}/stories` }, { method: 'GET', relative_url: `${account()}/media` }]
  const first = post('/v25.0/', { batch: JSON.stringify(batch) }).body
  assert.equal([first[0], first[1].code], [null, 200])
  assert.is(post('/v25.0/', { batch: JSON.stringify(batch) }).body[0].code, 200)
})

test('an element may use what an earlier one answered', async () => {
  const { post } = await ask()
  const batch = [{ method: 'GET', name: 'pages', relative_url: 'me/accounts?fields=id&limit=2' }, { method: 'GET', relative_url: '{result=pages:$.data.0.id}?fields=name' }]
  const { body } = post('/v25.0/', { batch: JSON.stringify(batch) })
  assert.is(body[0], null)
  assert.is(JSON.parse(body[1].body).name, 'Kite Bakery')
})

test('references are JSONPaths, plain or encoded, in the path or the body', async () => {
  const { post } = await ask()
  const pages = { method: 'GET', name: 'pages', omit_response_on_success: false, relative_url: 'me/accounts?fields=id,instagram_business_account{id}&limit=2' }
  const read = (path: string) => JSON.parse(post('/v25.0/', { batch: JSON.stringify([pages, { method: 'GET', relative_url: path }]) }).body[1].body)
  assert.is(read('{result=pages:$.data[0].id}?fields=name').name, 'Kite Bakery')
  assert.is(read("{result=pages:$['data'][1]['id']}?fields=name").name, 'Harbor Cycles')
  assert.is(read('%7Bresult%3Dpages%3A%24.data%5B1%5D.id%7D?fields=name&locale=a%26b').name, 'Harbor Cycles')
  const accounts = read('me?fields=id,name&note={result=pages:$..instagram_business_account.id}')
  assert.equal(Object.keys(accounts), ['id', 'name'])
  const many = [pages, { method: 'POST', relative_url: '{result=pages:$.data[1].id}', body: 'method=get&fields=name' }]
  assert.is(JSON.parse(post('/v25.0/', { batch: JSON.stringify(many) }).body[1].body).name, 'Harbor Cycles')
})

test('what depends on a failed element is null', async () => {
  const { post } = await ask()
  const batch = [
    { method: 'GET', name: 'bad', relative_url: '1' }, { method: 'GET', relative_url: '{result=bad:$.id}' },
    { method: 'GET', depends_on: 'bad', relative_url: 'me' }, { method: 'GET', relative_url: 'me' },
  ]
  assert.equal(post('/v25.0/', { batch: JSON.stringify(batch) }).body.map((one: { code: number } | null) => one?.code ?? null), [400, null, null, 200])
})

test('an element may have a token of its own, in its path or its body', async () => {
  const { post, sandbox } = await ask()
  const token = sandbox.tokens.pages['Harbor Cycles'] ?? ''
  const batch = [{ method: 'GET', relative_url: 'me' }, { method: 'GET', relative_url: `me?access_token=${token}` }, { method: 'POST', relative_url: 'me', body: `access_token=${token}&method=get` }]
  assert.equal(post('/v25.0/', { batch: JSON.stringify(batch) }).body.map((one: { body: string }) => JSON.parse(one.body).name), ['Sandbox Person', 'Harbor Cycles', 'Harbor Cycles'])
})

test('more than 50 elements, or none of them readable, is refused', async () => {
  const { post } = await ask()
  assert.match(post('/v25.0/', { batch: JSON.stringify(Array.from({ length: 51 }, () => ({ method: 'GET', relative_url: 'me' }))) }).body.error.message, /Maximum batch size is 50/)
  for (const batch of ['x', '{}', '[1]', '[{"relative_url":1}]']) assert.is(post('/v25.0/', { batch }).body.error.message, '(#100) batch parameter must be a JSON array', batch)
})

test('every element counts against the limits', async () => {
  const { post, account } = await ask({ limits: { instagram: 3 } })
  const batch = Array.from({ length: 5 }, () => ({ method: 'GET', relative_url: account() }))
  assert.equal(post('/v25.0/', { batch: JSON.stringify(batch) }).body.map((one: { code: number }) => one.code), [200, 200, 200, 400, 400])
})

test.run()
