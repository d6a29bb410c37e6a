import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { RunnerError } from '../../../runner/model/error.ts'
import { createCredentials, readCredentials } from '../../../runner/server/credentials.ts'
import { listen, type ListenOptions, type Listening } from '../../../runner/server/listen.ts'
import type { Handler } from '../../../runner/server/handle.ts'
import { suite } from '../../support/suite.ts'
import { createWorld } from './world.ts'

const test = suite('the server on a socket')

interface Answer { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string }

/** A request of node:http, since `fetch` sets Host and Origin itself. */
const send = (port: number, path: string, headers: Record<string, string> = {}, method = 'GET', body?: Uint8Array): Promise<Answer> => new Promise((resolve, reject) => {
  const made = httpRequest({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }))
  })
  made.on('error', reject)
  made.end(body)
})

async function served(handler: Handler, work: (at: Listening) => Promise<void>, options: Partial<ListenOptions> = {}): Promise<void> {
  const at = await listen(handler, { port: 0, ...options })
  try { await work(at) } finally { await at.close(0) }
}

const echo: Handler = async (request) => new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`, { headers: { 'x-a': 'b' } })

test('carries method, path, body, status and headers through', () => served(echo, async ({ port, url }) => {
  assert.is(url, `http://127.0.0.1:${port}`)
  const answer = await send(port, '/a%2Fb?c=d', {}, 'PUT', Buffer.from('body'))
  assert.equal([answer.status, answer.text, answer.headers['x-a'], answer.headers['content-length']], [200, 'PUT /a%2Fb body', 'b', '15'])
  assert.equal((await send(port, '/x', {}, 'TRACE')).status, 405)
}))

test('answers to a loopback name alone, whatever the port, and to names it was given', () => served(echo, async ({ port }) => {
  for (const host of ['localhost', `127.0.0.1:${port}`, '[::1]:1', 'LOCALHOST:99', 'wf.internal']) assert.is((await send(port, '/', { host })).status, 200, host)
  for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost@evil.example', '10.0.0.1']) assert.is((await send(port, '/', { host })).status, 403, host)
}, { hosts: ['wf.internal'] }))

test('refuses a foreign origin and lets its own page in', () => served(echo, async ({ port }) => {
  const host = `localhost:${port}`
  assert.is((await send(port, '/', { host, origin: `http://${host}` }, 'POST')).status, 200)
  for (const origin of ['http://evil.example', 'null', 'http://localhost:1', `http://${host}.evil.example`]) {
    const answer = await send(port, '/', { host, origin }, 'POST')
    assert.is(answer.status, 403, origin)
    assert.is(answer.headers['access-control-allow-origin'], undefined)
  }
}))

test('asks for credentials everywhere but at /api/version, also on loopback', () => served(echo, async ({ port }) => {
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  const missing = await send(port, '/api/projects')
  assert.equal([missing.status, JSON.parse(missing.text)], [401, { message: 'Missing Authorization header', status: 401 }])
  assert.match(String(missing.headers['www-authenticate']), /^Basic/)
  assert.is((await send(port, '/')).status, 401)
  assert.is((await send(port, '/api/version')).status, 200)
  assert.is((await send(port, '/api/version/check')).status, 401)
  for (const headers of [basic('ann:se:cret'), basic('token:t0ken'), { authorization: 'Bearer t0ken' }]) assert.is((await send(port, '/api/projects', headers)).status, 200)
  for (const headers of [basic('ann:wrong'), basic('t0ken'), { authorization: 'Bearer ann:se:cret' }, { authorization: 't0ken' }, { authorization: 'Bearer ' }]) {
    const refused = await send(port, '/api/projects', headers)
    assert.equal([refused.status, JSON.parse(refused.text).message], [401, 'unauthorized'])
  }
}, { credentials: createCredentials({ users: [{ name: 'ann', password: 'se:cret' }], tokens: ['t0ken'] }) }))

test('reads credentials from files, passing over comments, and says what is wrong with one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trowel-auth-'))
  const file = async (name: string, text: string) => { const path = join(folder, name); await writeFile(path, text); return path }
  try {
    assert.is(await readCredentials({}), undefined)
    const credentials = await readCredentials({ basicAuthFile: await file('basic', '# people\nann:a b\r\n\nbob:c\n'), tokenFile: await file('tokens', 'one\ntwo\n') })
    const header = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
    assert.equal([header('ann:a b'), header('bob:c'), 'Bearer two', 'Bearer three'].map((text) => credentials?.judge(text)), ['accepted', 'accepted', 'accepted', 'refused'])
    const failure = async (files: Parameters<typeof readCredentials>[0]) => { try { await readCredentials(files) } catch (error) { return (error as RunnerError).message } return '' }
    assert.match(await failure({ basicAuthFile: await file('bad', 'ann:x\nbob\n') }), /bad:2: a line must be NAME:PASSWORD$/)
    assert.match(await failure({ tokenFile: await file('empty', '\n') }), /holds nothing$/)
    assert.match(await failure({ tokenFile: join(folder, 'none') }), /^Cannot read the credentials file/)
  } finally { await rm(folder, { recursive: true }) }
})

test('refuses to go beyond loopback without credentials', async () => {
  try {
    await listen(echo, { port: 0, address: '0.0.0.0' })
    assert.unreachable()
  } catch (error) {
    assert.instance(error, RunnerError)
    assert.match((error as RunnerError).hint ?? '', '--basic-auth-file')
  }
})

test('says when the port is taken', () => served(echo, async ({ port }) => {
  try {
    await listen(echo, { port })
    assert.unreachable()
  } catch (error) { assert.equal([(error as RunnerError).code, (error as RunnerError).message], ['busy', `Port ${port} of 127.0.0.1 is taken by another program`]) }
}))

test('answers an upload that is too large before it has come whole', async () => {
  const world = await createWorld({ limits: { archiveBytes: 1000 } })
  try {
    await served(world.handler, async ({ port }) => {
      const put = (headers: Record<string, string>) => send(port, '/api/projects?project=p&revision=r', { 'content-type': 'application/gzip', ...headers }, 'PUT', Buffer.alloc(8 << 20))
      for (const headers of [{}, { 'transfer-encoding': 'chunked' }] as Record<string, string>[]) {
        const answer = await put(headers)
        assert.equal([answer.status, JSON.parse(answer.text).message], [400, 'Size of the uploaded archive file exceeds limit (1000 bytes)'])
      }
      assert.is((await send(port, '/api/version')).status, 200)
    })
  } finally { await world.close() }
})

test('stops cleanly: what is under way ends, what hangs is cut off', async () => {
  let release = (): void => undefined
  let arrived = (): void => undefined
  const waiting = new Promise<void>((resolve) => { release = resolve })
  const begun = new Promise<void>((resolve) => { arrived = resolve })
  const at = await listen(async () => { arrived(); await waiting; return new Response('late') }, { port: 0 })
  const answer = send(at.port, '/')
  await begun
  const closed = at.close(5_000)
  release()
  assert.is((await answer).text, 'late')
  await closed
  const hanging = await listen(async () => { await new Promise(() => undefined); return new Response() }, { port: 0 })
  const cut = send(hanging.port, '/').then(() => 'answered', () => 'cut off')
  const idle = connect(hanging.port, '127.0.0.1').on('error', () => undefined)
  await new Promise((resolve) => idle.once('connect', resolve))
  await hanging.close(20)
  assert.is(await cut, 'cut off')
  idle.destroy()
})

test.run()
