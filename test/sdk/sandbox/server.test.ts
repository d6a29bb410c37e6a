import { request } from 'node:http'
import * as assert from 'uvu/assert'
import { createSandbox } from '../../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../../sdk/sandbox/index.ts'
import { suite } from '../../support/suite.ts'
import { AS_OF } from './support.ts'

const test = suite('sandbox server')

let sandbox: Sandbox
test.before(async () => { sandbox = await createSandbox({ asOf: AS_OF }) })
test.after(() => sandbox.close())

function send(path: string, headers: Readonly<Record<string, string>>): Promise<{ readonly status: number, readonly headers: Readonly<Record<string, string | string[] | undefined>> }> {
  return new Promise((done, fail) => {
    request({ host: '127.0.0.1', port: sandbox.port, path, headers, agent: false }, (response) => {
      response.resume()
      response.on('end', () => { done({ status: response.statusCode ?? 0, headers: response.headers }) })
    }).on('error', fail).end()
  })
}

test('it answers on a port of its own, and its links lead back to it', async () => {
  assert.match(sandbox.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  const response = await fetch(`${sandbox.url}/v25.0/${sandbox.pages[0]?.instagramId}/media?limit=2`, { headers: { authorization: `Bearer ${sandbox.tokens.facebook}` } })
  const { paging } = await response.json() as { paging: { next: string } }
  assert.ok(paging.next.startsWith(`${sandbox.url}/v25.0/`))
  const next = await fetch(paging.next)
  assert.is(next.status, 200)
  await next.arrayBuffer()
})

test('who asks for the head gets the status and headers of the whole', async () => {
  const url = `${sandbox.url}/v25.0/me?access_token=${sandbox.tokens.facebook}`
  const head = await fetch(url, { method: 'HEAD' })
  const whole = await fetch(url)
  assert.equal([head.status, head.headers.get('content-length'), await head.text()], [200, String((await whole.text()).length), ''])
})

test('behind a proxy that ends TLS it speaks as the host that was called', async () => {
  const forwarded = { 'x-forwarded-host': 'graph.facebook.com', 'x-forwarded-proto': 'https', 'authorization': `Bearer ${sandbox.tokens.facebook}` }
  const response = await fetch(`${sandbox.url}/v25.0/${sandbox.pages[0]?.instagramId}/media?limit=1`, { headers: forwarded })
  const { paging } = await response.json() as { paging: { next: string } }
  assert.ok(paging.next.startsWith('https://graph.facebook.com/v25.0/'))
  const other = await fetch(`${sandbox.url}/v25.0/me`, { headers: { ...forwarded, 'x-forwarded-host': 'graph.instagram.com' } })
  assert.equal([other.status, (await other.json() as { error: { code: number } }).error.code], [400, 190])
})

test('only requests for a loopback host are answered, the control path too', async () => {
  for (const path of ['/me', '/_sandbox/requests']) {
    assert.is((await send(path, { host: 'graph.example' })).status, 403)
    assert.is((await send(path, { host: `127.0.0.1.evil.example:${sandbox.port}` })).status, 403)
    assert.is.not((await send(path, { host: `localhost:${sandbox.port}` })).status, 403)
  }
})

test('pages of another origin are turned away, and nothing is said to browsers about sharing', async () => {
  const host = `127.0.0.1:${sandbox.port}`
  assert.is((await send('/me', { host, origin: 'https://evil.example' })).status, 403)
  assert.is((await send('/me', { host, origin: 'null' })).status, 403)
  const own = await send('/_sandbox/requests', { host, origin: `http://${host}` })
  assert.is(own.status, 200)
  assert.is(own.headers['access-control-allow-origin'], undefined)
})

test('hundreds of requests at once are answered', async () => {
  const url = `${sandbox.url}/v25.0/${sandbox.pages[0]?.instagramId}/insights?metric=reach&period=day&access_token=${sandbox.tokens.facebook}`
  const statuses = await Promise.all(Array.from({ length: 300 }, async () => {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.status
  }))
  assert.ok(statuses.every((status) => status === 200))
})

test('a body that is too large is refused', async () => {
  const response = await fetch(`${sandbox.url}/v25.0/`, { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) })
  assert.is(response.status, 413)
  await response.arrayBuffer()
})

test('a dropped connection is an error to the client, and the next call goes well', async () => {
  sandbox.control.addFault({ kind: 'drop', times: 1 })
  let failed = false
  try { await fetch(`${sandbox.url}/me?access_token=${sandbox.tokens.facebook}`) } catch { failed = true }
  assert.ok(failed)
  assert.is((await fetch(`${sandbox.url}/me?access_token=${sandbox.tokens.facebook}`)).status, 200)
  sandbox.control.clearFaults()
})

test('a signal closes it, and a taken port is an error', async () => {
  const stop = new AbortController()
  const other = await createSandbox({ asOf: AS_OF, signal: stop.signal })
  let taken: NodeJS.ErrnoException | undefined
  try { await createSandbox({ port: other.port }) } catch (error) { taken = error as NodeJS.ErrnoException }
  assert.is(taken?.code, 'EADDRINUSE')
  stop.abort()
  await other.close()
  let refused = false
  try { await fetch(other.url) } catch { refused = true }
  assert.ok(refused)
})

test.run()
