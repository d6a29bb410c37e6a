import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import * as assert from 'uvu/assert'
import { createNodeFetch } from '../../sdk/node-transport.ts'
import type { FetchInit } from '../../sdk/index.ts'
import { createNodeFetch as createWebFetch } from '../../sdk/web-transport.ts'
import { suite } from '../support/suite.ts'

const test = suite('sdk node transport')
const GET: FetchInit = { method: 'GET', headers: {}, redirect: 'manual', timeoutMs: 60_000 }

/** Serves one handler for as long as `use` takes. */
async function served(handle: (request: IncomingMessage, response: ServerResponse) => void, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  try { await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) } finally {
    server.closeAllConnections()
    await new Promise((resolve) => { server.close(resolve) })
  }
}

async function thrownBy(promise: Promise<unknown>): Promise<{ readonly code?: string, readonly message?: string }> {
  return promise.then(() => { throw new Error('it did not fail') }, (error: unknown) => error as { readonly code?: string })
}

test('method, path, headers and body arrive as they were given, and status, headers and text come back', async () => {
  await served((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      response.writeHead(201, { 'x-app-usage': '{"call_count":1}', 'set-cookie': ['a=1', 'b=2'] })
      response.end(`${request.method} ${request.url} ${request.headers['content-type'] ?? ''} ${Buffer.concat(parts).toString()} é`)
    })
  }, async (url) => {
    const fetch = createNodeFetch({})
    const answer = await fetch(`${url}/v27.0/?a=b%20c`, { ...GET, method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x=ü' })
    assert.is(answer.status, 201)
    assert.is(answer.headers.get('x-app-usage'), '{"call_count":1}')
    assert.is(answer.headers.get('set-cookie'), 'a=1, b=2')
    assert.is(answer.headers.get('x-page-usage'), null)
    assert.is(await answer.text(), 'POST /v27.0/?a=b%20c text/plain x=ü é')
  })
})

test('a long answer comes whole, a compressed one unpacked, an empty one as empty', async () => {
  const long = 'é'.repeat(300_000)
  await served((request, response) => {
    if (request.url === '/long') response.end(long)
    else if (request.url === '/gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(long))
    else response.end()
  }, async (url) => {
    const fetch = createNodeFetch({})
    for (const [path, text] of [['/long', long], ['/gzip', long], ['/empty', '']] as const) assert.is(await (await fetch(url + path, GET)).text(), text)
  })
})

test('an abort ends a call that runs, and one that waits for a socket, at once and with its reason', async () => {
  const reason = new Error('enough')
  const stop = new AbortController()
  let asked = 0
  await served(() => { asked++; stop.abort(reason) }, async (url) => {
    const fetch = createNodeFetch({ connections: 1 })
    const calls = [fetch(`${url}/1`, { ...GET, signal: stop.signal }), fetch(`${url}/2`, { ...GET, signal: stop.signal })]
    for (const call of calls) assert.is(await thrownBy(call), reason)
    assert.is(await thrownBy(fetch(`${url}/3`, { ...GET, signal: stop.signal })), reason)
    assert.is(asked, 1)
  })
})

test('an answer that drips is cut off when its time is over, though no pause in it is long', async () => {
  await served((_, response) => {
    const drip = setInterval(() => { response.write(' ') }, 5)
    response.once('close', () => { clearInterval(drip) })
  }, async (url) => {
    const error = await thrownBy(createNodeFetch({})(url + '/', { ...GET, timeoutMs: 60 }))
    assert.is(error.code, 'UND_ERR_BODY_TIMEOUT')
  })
})

test('a connection that breaks, or never comes about, is told', async () => {
  await served((_, response) => { response.write('{'); response.destroy() }, async (url) => {
    assert.ok(await thrownBy(createNodeFetch({})(url + '/', GET)))
  })
  assert.is((await thrownBy(createNodeFetch({})('http://127.0.0.1:1/', GET))).code, 'ECONNREFUSED')
})

test('the bundle for other platforms asks by the fetch they have, and knows no pool', async () => {
  await served((request, response) => { response.end(request.url) }, async (url) => {
    assert.is(await (await createWebFetch()(`${url}/x`, GET)).text(), '/x')
    assert.throws(() => createWebFetch({ connections: 2 }), /a pool of sockets is for Node/)
  })
})

test.run()
