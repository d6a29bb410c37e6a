import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import * as assert from 'uvu/assert'
import { INERT_DOLLAR, revealed } from '../../../runner/model/inert.ts'
import { atPath, isObject, parseJson, type Json, type JsonObject } from '../../../runner/model/json.ts'
import { RuntimeFailure, type Services } from '../../../runner/model/operator.ts'
import { http } from '../../../runner/operators/http.ts'
import { httpCall } from '../../../runner/operators/http-call.ts'
import { readQuery, withQuery } from '../../../runner/operators/http-query.ts'
import { suite } from '../../support/suite.ts'
import { failureOf, makeTaskRun, runOnce, type MakeOptions } from '../../support/task-run.ts'

const requests = suite('http> and http_call>')

interface Seen { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers']; readonly raw: readonly string[]; readonly body: string }
interface Reply { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string | Uint8Array; readonly silent?: boolean }

/** A server that answers by path and remembers what it was asked. */
async function serving<T>(reply: (seen: Seen, n: number) => Reply, work: (base: string, seen: readonly Seen[]) => Promise<T>): Promise<T> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, raw: request.rawHeaders, body: Buffer.concat(chunks).toString('utf8') }
      seen.push(one)
      const { status = 200, headers = {}, body = '', silent = false } = reply(one, seen.length)
      if (!silent) response.writeHead(status, headers).end(body)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try { return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen) } finally {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
}

const ok = () => ({})
const run = async (params: JsonObject, options: MakeOptions = {}) => (await runOnce(http, params, options)).result
const fails = async (params: JsonObject, options: MakeOptions = {}) => {
  const failure = await failureOf(http, params, options)
  return failure instanceof RuntimeFailure ? `${failure.message} (${failure.hint})` : failure.message
}

requests('a request stores its status, and its body as data when asked to', () => serving(() => ({ status: 201, body: 'sum is ${1 + 2}' }), async (base, seen) => {
  assert.equal(await run({ _command: `${base}/a` }), { kind: 'success', stores: { http: { last_status: 201 } }, resets: [['http', 'last_status']] })
  assert.equal(await run({ _command: `${base}/a`, store_content: true }), {
    kind: 'success', stores: { http: { last_status: 201, last_content: `sum is ${INERT_DOLLAR}{1 + 2}` } }, resets: [['http', 'last_status'], ['http', 'last_content']],
  })
  assert.is(seen[0]?.headers.accept, undefined)
}))

requests('method and defaults come in any case and from the block http, below local keys', () => serving(ok, async (base, seen) => {
  await run({ http: { method: 'put', headers: [{ 'X-From': 'block' }] }, _command: base, method: 'patch' })
  assert.equal([seen[0]?.method, seen[0]?.headers['x-from']], ['PATCH', 'block'])
}))

requests('headers keep their order and doubles, identical pairs go once', () => serving(ok, async (base, seen) => {
  await run({ _command: base, headers: [{ 'X-One': 'v' }, { 'X-Two': 'first' }, { 'X-Two': 'second' }, { 'X-Two': 'first' }, { 'X-Num': 5 }, { 'User-Agent': 'mine' }] })
  assert.equal([seen[0]?.headers['x-two'], seen[0]?.headers['x-num'], seen[0]?.headers['user-agent']], ['first, second', '5', 'mine'])
  assert.is(await fails({ _command: base, headers: { a: 'b' } }), `Expected array type for key 'headers' but got {"a":"b"} (object)`)
  assert.is(await fails({ _command: base, headers: ['a: b'] }), 'Invalid header: "a: b"')
  assert.is(await fails({ _command: base, headers: [{ a: 'b', c: 'd' }] }), 'Invalid header: {"a":"b","c":"d"}')
  assert.is(await fails({ _command: base, headers: [{ a: 'b\nc' }], retry: false }), 'java.lang.IllegalArgumentException: a header or the method has a character that HTTP does not allow (runtime)')
}))

requests('a query is a map, JSON text or form text, encoded as a form and appended', async () => {
  const fill = async (text: string) => text.replaceAll('${secret:k}', 'a&b%41')
  const asked = async (query: Json, uri = 'http://h/p') => withQuery(uri, await readQuery(query, fill))
  assert.is(await asked({ b: 'x y', a: '1&2=3', n: 5, é: 'ü/?', t: true }, 'http://h/p?z=0#f'), 'http://h/p?z=0&b=x+y&a=1%262%3D3&n=5&%C3%A9=%C3%BC%2F%3F&t=true#f')
  assert.is(await asked('a="x  y";b= 1   2 &c=p+q%2Br&d=e=f&&g'), 'http://h/p?a=x++y&b=1+2&c=p+q%2Br&d=e%3Df&g=')
  assert.is(await asked('{"a": "$x"}'), 'http://h/p?a=%24x')
  assert.is(await asked('q="a&b;c"&r=%E6%97%A5'), 'http://h/p?q=a%26b%3Bc&r=%E6%97%A5')
  assert.is(await asked('q=1${secret:k}%32&r=%24%7Bsecret:k%7D'), 'http://h/p?q=1a%26b%25412&r=%24%7Bsecret%3Ak%7D')
  assert.is(await asked(`q=${INERT_DOLLAR}{secret:k}`), 'http://h/p?q=%24%7Bsecret%3Ak%7D')
  assert.is(await asked([1]).catch((error: Error) => error.message), "Expected string type for key 'query' but got [1] (array)")
  assert.is(await asked({ a: [1] }).catch((error: Error) => error.message), `Expected string type for key 'query' but got {"a":[1]} (object)`)
})

requests('content goes as text, JSON or a form with the content types of digdag', () => serving(ok, async (base, seen) => {
  const post = async (content: JsonObject[string], more: JsonObject = {}) => {
    await run({ _command: base, method: 'POST', content, ...more })
    const last = seen.at(-1)
    return `${last?.headers['content-type']} ${last?.body}`
  }
  assert.is(await post('words & é'), 'plain/text words & é')
  assert.is(await post(1.5), 'plain/text 1.5')
  assert.is(await post({ b: '3', a: 2, list: [true, null, { deep: '<' }] }), 'application/json {"b":"3","a":2,"list":[true,null,{"deep":"<"}]}')
  assert.is(await post('say "x"', { content_format: 'JSON' }), 'application/json "say \\"x\\""')
  assert.is(await post(12, { content_format: 'json', content_type: 'text/x-mine' }), 'text/x-mine 12')
  assert.is(await post({ a: 'x y', 'k&': '=+é/', n: 1.5, t: true }, { content_format: 'form', content_type: 'text/ignored' }), 'application/x-www-form-urlencoded a=x+y&k%26=%3D%2B%C3%A9%2F&n=1.5&t=true')
  assert.is(await fails({ _command: base, content: [1], content_format: 'form' }), "Invalid content format for arrays: 'form'")
  assert.is(await fails({ _command: base, content: { a: 1 }, content_format: 'text' }), "Invalid content format for objects: 'text'")
  assert.is(await fails({ _command: base, content: { a: [1] }, content_format: 'form' }), 'Invalid form content field value: [1]')
}))

requests('secrets are put into URI, query, headers and content, names and values alike', () => serving(ok, async (base, seen) => {
  const secrets = { path: 'p1', name: 'key', val: 'v a&l' }
  const { made } = await runOnce(http, {
    _command: `${base}/\${secret:path}`, method: 'POST', query: { '${secret:name}': 'q-${secret:val}' }, headers: [{ 'X-${secret:name}': 'h-${secret:val}' }], content: { '${secret:name}': ['c-${secret:val}', 1] },
  }, { secrets })
  assert.equal([seen[0]?.url, seen[0]?.headers['x-key'], seen[0]?.body], ['/p1?key=q-v+a%26l', 'h-v a&l', '{"key":["c-v a&l",1]}'])
  assert.not.match(made.lines.join('\n'), /p1|v a|127\.0\.0\.1/)
}))

requests('data that came from elsewhere names no secret', () => serving(ok, async (base, seen) => {
  const foreign = `${INERT_DOLLAR}{secret:k}`
  await run({ _command: base, method: 'POST', query: { q: foreign }, content: foreign, http: { headers: [{ 'X-H': foreign }] } }, { secrets: { k: 'hidden' } })
  assert.equal([seen[0]?.url, seen[0]?.body, seen[0]?.headers['x-h']], ['/?q=%24%7Bsecret%3Ak%7D', '${secret:k}', '${secret:k}'])
}))

requests('a secret URI replaces the given one and shows in no message or log line', () => serving(() => ({ status: 404, body: '{"n":1}' }), async (base, seen) => {
  const secrets = { 'http.uri': `${base}/hidden`, part: 'hidden-part' }
  assert.is(await fails({ _command: 'http://127.0.0.1:1/given' }, { secrets }), 'HTTP 4XX Client Error: GET http://*** - 404 Not Found: {"n":1}')
  assert.is(await fails({ _command: `${base}/\${secret:part}` }, { secrets: { part: 'hidden-part' } }), 'HTTP 4XX Client Error: GET http://*** - 404 Not Found: {"n":1}')
  assert.is(await fails({ _command: base, query: 'q=${secret:part}' }, { secrets: { part: 'p' } }), 'HTTP 4XX Client Error: GET http://*** - 404 Not Found: {"n":1}')
  assert.is(await fails({ _command: 'http://${secret:part}.invalid/', retry: false }, { secrets }), await fails({ _command: base, retry: false }, { secrets: { 'http.uri': `${base}/hidden` } }))
  assert.is(await fails({ _command: 'http://h/${secret:part} x' }, { secrets: { part: 'p p' } }), 'Illegal character in path at index 10: http://*** (illegal argument)')
  assert.is(seen[0]?.url, '/hidden')
}))

requests('basic authentication is sent unasked, a raw header beats it, and an own header gives way', () => serving(ok, async (base, seen) => {
  await run({ _command: base }, { secrets: { 'http.user': 'ann', 'http.password': 's3cret' } })
  await run({ _command: base, headers: [{ Authorization: 'mine' }] }, { secrets: { 'http.user': 'ann', 'http.authorization': 'Bearer x' } })
  await run({ _command: base }, { secrets: { 'http.user': 'ann' } })
  await run({ _command: base, headers: [{ Authorization: 'mine' }] }, { secrets: { 'http.password': 'x' } })
  assert.equal(seen.map(({ headers }) => headers.authorization), ['Basic YW5uOnMzY3JldA==', 'Bearer x', 'Basic YW5uOg==', 'mine'])
}))

requests('a 4xx answer fails at once with method, URI, the reason of Jetty and the head of the body', () => serving(({ url }) => ({ status: Number(url.slice(1, 4)), body: '0123456789'.repeat(30) }), async (base) => {
  const message = await fails({ _command: `${base}/422/a%20b?q=%26+x` })
  assert.is(message, `HTTP 4XX Client Error: GET ${base}/422/a%2520b?q=%2526+x - 422 Unprocessable Entity: ${'0123456789'.repeat(19)}0123456...`)
  assert.match(await fails({ _command: `${base.replace('//', '//user:pw@')}/404` }), `GET ${base}/404 - 404 Not Found`)
}))

requests('5xx answers are tried again without end for safe methods, and final otherwise', () => serving(() => ({ status: 500, body: 'no' }), async (base) => {
  assert.equal(await run({ _command: base }), { kind: 'poll', afterMs: 1000, state: { http: { retries: 1 } } })
  assert.equal(await run({ _command: base }, { state: { other: 1, http: { retries: 4 } } }), { kind: 'poll', afterMs: 16_000, state: { other: 1, http: { retries: 5 } } })
  assert.equal(await run({ _command: base }, { state: { http: { retries: 50 } } }), { kind: 'poll', afterMs: 30_000, state: { http: { retries: 51 } } })
  assert.is(await fails({ _command: base, retry: false }), `HTTP 5XX Server Error: GET ${base} - 500 Server Error: no`)
  assert.is(await fails({ _command: base, method: 'POST' }), `HTTP 5XX Server Error: POST ${base} - 500 Server Error: no`)
  assert.is((await run({ _command: base, method: 'POST', retry: true })).kind, 'poll')
}))

requests('408 and 429 are tried again whatever retry says', () => serving((_seen, n) => ({ status: n % 2 === 1 ? 429 : 408 }), async (base) => {
  assert.is((await run({ _command: base, retry: false })).kind, 'poll')
  assert.is((await run({ _command: base, retry: false, method: 'POST' })).kind, 'poll')
}))

requests('a refused connection and a late answer fail with the texts of digdag, or are tried again', () => serving(() => ({ silent: true }), async (base) => {
  assert.is(await fails({ _command: 'http://127.0.0.1:1/x', retry: false }), 'java.net.ConnectException: Connection refused (runtime)')
  assert.is((await run({ _command: 'http://127.0.0.1:1/x' })).kind, 'poll')
  assert.is(await fails({ _command: base, timeout: 1, retry: false }), 'java.util.concurrent.TimeoutException (runtime)')
}))

requests('redirects are followed, unless they are not to be, have no end or lead nowhere', () => serving(({ url }) => {
  if (url === '/end') return { body: 'arrived' }
  if (url === '/nowhere') return { status: 301 }
  return { status: 302, headers: { location: url === '/loop' ? '#again' : '/end' }, body: 'moved' }
}, async (base, seen) => {
  assert.equal(revealed((await run({ _command: `${base}/go`, store_content: true }) as { stores: JsonObject }).stores), { http: { last_status: 200, last_content: 'arrived' } })
  assert.equal(revealed((await run({ _command: `${base}/go`, follow_redirects: false, store_content: true }) as { stores: JsonObject }).stores), { http: { last_status: 302, last_content: 'moved' } })
  const before = seen.length
  assert.is(await fails({ _command: `${base}/loop`, retry: false }), `Unexpected HTTP status: GET ${base}/loop - 302 Found`)
  assert.is(seen.length - before, 9)
  assert.is(await fails({ _command: `${base}/nowhere`, retry: false }), `Unexpected HTTP status: GET ${base}/nowhere - 301 Moved Permanently`)
}))

requests('a 303 turns a POST into a GET that keeps its content, a 307 keeps the method', () => serving(({ url }) => (url === '/end' ? {} : { status: Number(url.slice(1)), headers: { location: '/end' } }), async (base, seen) => {
  for (const status of [303, 307, 302]) await run({ _command: `${base}/${status}`, method: 'POST', content: 'c' })
  assert.equal(seen.filter(({ url }) => url === '/end').map(({ method, body }) => `${method} ${body}`), ['GET c', 'POST c', 'GET c'])
}))

requests('a redirect to another host takes no credentials, no secret header and no secret content along', () => serving(ok, (other, arrived) => serving(() => ({ status: 307, headers: { location: `${other}/there` } }), async (base) => {
  await run({ _command: base, headers: [{ 'X-Plain': 'p' }, { 'X-Key': '${secret:k}' }, { Cookie: 'c' }] }, { secrets: { 'http.user': 'ann', k: 'v' } })
  const [one] = arrived
  assert.equal([one?.headers['x-plain'], one?.headers['x-key'], one?.headers.authorization, one?.headers.cookie], ['p', undefined, undefined, undefined])
  assert.match(await fails({ _command: base, method: 'POST', content: '${secret:k}' }, { secrets: { k: 'v' } }), /^Refused to follow a redirect to another host/)
  assert.is(arrived.length, 1)
})))

requests('a body beyond 65536 characters is refused where it would be stored', () => serving(({ url }) => ({ body: 'é'.repeat(Number(url.slice(1))) }), async (base) => {
  assert.is(await fails({ _command: `${base}/65537`, store_content: true }), 'Response content too large: 65537 > 65536')
  assert.is((await run({ _command: `${base}/70000` })).kind, 'success')
  assert.is((await run({ _command: `${base}/65536`, store_content: true })).kind, 'success')
}))

requests('a body is read by its charset and unzipped', () => serving(({ url }): Reply => (url === '/latin' ? { headers: { 'content-type': 'text/plain; charset=iso-8859-1' }, body: Buffer.from([0xe9]) } : { headers: { 'content-encoding': 'gzip' }, body: gzipSync('KJ') }), async (base) => {
  const content = async (path: string) => {
    const result = await run({ _command: base + path, store_content: true })
    return atPath(revealed(result.kind === 'success' ? result.stores ?? {} : {}), ['http', 'last_content'])
  }
  assert.equal([await content('/latin'), await content('/zipped')], ['é', 'KJ'])
}))

requests('a URI that cannot be read says where, as Java does', async () => {
  const at = (uri: string) => fails({ _command: uri, retry: false })
  assert.is(await at('http://127.0.0.1:39180/echo/with blank'), 'Illegal character in path at index 32: http://127.0.0.1:39180/echo/with blank (illegal argument)')
  assert.is(await at('http://h/?a={'), 'Illegal character in query at index 12: http://h/?a={ (illegal argument)')
  assert.is(await at('http://h/%zz'), 'Malformed escape pair at index 9: http://h/%zz (illegal argument)')
  assert.is(await at('no-scheme/path'), 'Invalid URI: no-scheme/path: it must begin with http:// or https:// and name a host (illegal argument)')
  assert.is(await at('no scheme'), 'Illegal character in path at index 2: no scheme (illegal argument)')
  assert.is(await at(' http://h/'), 'Illegal character in scheme name at index 0:  http://h/ (illegal argument)')
  for (const uri of ['ftp://h/x', 'http://', 'mailto:me@example.com']) assert.match(await at(uri), /^Invalid URI: /)
})

const called = async (params: JsonObject, options: MakeOptions = {}) => {
  const loaded: unknown[] = []
  const services: Partial<Services> = { loadCalledWorkflow: async (path, text, name) => { loaded.push([path.slice(path.lastIndexOf('/') + 1), name]); const value = parseJson(text); return isObject(value) ? value : {} } }
  const { result } = await runOnce(httpCall, params, { ...options, services })
  return { result, loaded }
}

requests('http_call> runs the workflow of a JSON answer, which is a template but names no secret', () => serving(() => ({ headers: { 'content-type': 'application/json' }, body: '{"+a": {"sh>": "echo ${sum * 2} ${secret:k} ${ secret :k}"}}' }), async (base) => {
  const { result, loaded } = await called({ _command: base })
  assert.equal(loaded, [['http_call.dig', 'http_call']])
  assert.equal(result, { kind: 'success', subtasks: { '+a': { 'sh>': `echo \${sum * 2} ${INERT_DOLLAR}{secret:k} ${INERT_DOLLAR}{ secret :k}` } } })
}))

requests('http_call> refuses other types, broken JSON and failed requests, and ignores the secret http.uri', () => serving(({ url }) => {
  if (url === '/403') return { status: 403, body: 'x' }
  return url === '/untyped' ? {} : { headers: { 'content-type': decodeURIComponent(url.slice(1)) }, body: '{"+a": ' }
}, async (base) => {
  const failed = async (path: string, more: JsonObject = {}) => (await failureOf(httpCall, { _command: base + path, ...more }, { secrets: { 'http.uri': 'http://127.0.0.1:1/' } })).message
  assert.is(await failed('/untyped'), 'Content-Type must be set in the HTTP response but not set')
  assert.is(await failed('/text%2Fplain'), 'Unsupported Content-Type (expected application/json or application/x-yaml): text/plain')
  assert.match(await failed('/application%2Fjson'), /^Failed to parse response as JSON: /)
  assert.match(await failed('/untyped', { content_type_override: 'application/json; charset=utf-8' }), /^Failed to parse response as JSON: /)
  assert.is(await failed('/403'), `HTTP 4XX Client Error: GET ${base}/403 - 403 Forbidden: x`)
}))

requests('a kill ends a request that waits', () => serving(() => ({ silent: true }), async (base) => {
  const made = await makeTaskRun({ _command: base })
  const ended = http.run(made.task).then(() => '', (error: Error) => error.message)
  setImmediate(made.abort)
  assert.is(await ended, 'Got a cancel-requested: attempt_id=3, task_id=7')
  await made.remove()
}))

requests('a proxy of the task gets the request, unless the configuration forbids it', () => serving(ok, async (base, seen) => {
  const proxy = { host: '127.0.0.1', port: Number(new URL(base).port) }
  await run({ _command: 'http://nowhere.invalid/x', proxy })
  assert.is(seen[0]?.url, 'http://nowhere.invalid/x')
  assert.match(await fails({ _command: 'http://nowhere.invalid/x', proxy, retry: false }, { settings: { 'config.http.allow_user_proxy': 'false' } }), /^java\.net\.UnknownHostException: nowhere\.invalid/)
  await run({ _command: 'http://nowhere.invalid/y' }, { environment: { http_proxy: base } })
  assert.is(seen[1]?.url, 'http://nowhere.invalid/y')
}))

requests('a proxy that never gives a connection does not outlive the timeout', async () => {
  const broken = createServer().on('connect', (_request, socket) => socket.destroy())
  await new Promise<void>((done) => broken.listen(0, '127.0.0.1', done))
  const proxy = { host: '127.0.0.1', port: (broken.address() as AddressInfo).port }
  assert.is(await fails({ _command: 'https://nowhere.invalid/', proxy, timeout: 1, retry: false }), 'java.util.concurrent.TimeoutException (runtime)')
  broken.closeAllConnections()
  await new Promise((done) => broken.close(done))
})

requests.run()
