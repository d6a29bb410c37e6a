import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import * as assert from 'uvu/assert'
import { GraphError, nodeFetch } from '../../sdk/index.ts'
import { suite } from '../support/suite.ts'
import { rejection, scriptedClient, type Answer } from './support/graph.ts'

/** Answers that no documentation shows: nothing of them may pass for an empty list. */
const test = suite('sdk strange answers')
const GOOD: Answer = { body: { data: [{ id: '1' }] } }
const STRANGE: Readonly<Record<string, Answer>> = {
  'an error that is text': { body: { error: 'temporary' } },
  'an error without a message': { body: { error: { code: 2 } } },
  'no list': { body: {} },
  'a list that is none': { body: { data: null } },
  'a page of a hotspot': { body: '<html>log in</html>' },
  'an error of a gateway, as text': { status: 502, body: { error: 'Bad Gateway' } },
}

for (const [name, answer] of Object.entries(STRANGE)) {
  test(`${name} is asked for again, and is an error in the end`, async () => {
    const again = scriptedClient([answer, GOOD])
    assert.equal(await again.graph.user('1').media({ fields: ['id'] }).all(), [{ id: '1' }])
    const never = scriptedClient(() => answer, { attempts: 3 })
    assert.instance(await rejection(never.graph.user('1').insights({ metric: ['reach'], period: 'day' })), GraphError)
    assert.ok(never.calls.length > 1)
  })
}

test('an error without a code is tried as often as a failure in passing', async () => {
  const { graph, calls } = scriptedClient(() => ({ body: { error: 'temporary' } }), { attempts: 4 })
  const error = await rejection(graph.user('1').get({ fields: ['id'] })) as GraphError
  assert.is(error.code, 'unavailable')
  assert.is(calls.length, 4)
})

test('an element of a batch without a list is a failure of that element', async () => {
  const { graph } = scriptedClient([{ body: [{ code: 200, body: '{}' }, { code: 200, body: '{"data":[]}' }] }])
  const [one, other] = await graph.batch((inside) => [inside.media('1').insights({ metric: ['reach'] }), inside.media('2').insights({ metric: ['reach'] })])
  assert.equal([one.ok, other.ok], [false, true])
})

test('ids that come as numbers keep all their digits, and numbers in texts stay as they are', async () => {
  const { graph } = scriptedClient([{ body: '{"data":[{"id": 17841400000000003,"caption":"call :17841400000000003, \\"[17841400000000005]\\"","ig_id":-99999999999999999,"like_count":41}]}' }])
  const [post] = await graph.user('1').media({ fields: ['id', 'caption', 'ig_id', 'like_count'] }).all()
  assert.equal(post as unknown, { id: '17841400000000003', caption: 'call :17841400000000003, "[17841400000000005]"', ig_id: '-99999999999999999', like_count: 41 })
})

test('an answer that was compressed unasked is read', async () => {
  const server = createServer((_request, response) => { response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"data":[]}')) })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  try {
    const fetch = await nodeFetch({ keepAliveMs: 1 })
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { method: 'GET', headers: {}, redirect: 'manual', timeoutMs: 5000 } as Parameters<typeof fetch>[1])
    assert.is(await answer.text(), '{"data":[]}')
  } finally {
    server.closeAllConnections()
    await new Promise<void>((done) => { server.close(() => { done() }) })
  }
})

test.run()
