import * as assert from 'uvu/assert'
import { gzipSync } from 'node:zlib'
import { createClient, type Client } from '../../../runner/client/client.ts'
import type { ConnectionOptions } from '../../../runner/client/connection.ts'
import { isPlainBeyondLoopback, isTreasureData, parseEndpoint } from '../../../runner/client/endpoint.ts'
import { ClientError } from '../../../runner/client/error.ts'
import { parseJson, stringifyJson } from '../../../runner/model/json.ts'
import { listen } from '../../../runner/server/listen.ts'
import { createCredentials } from '../../../runner/server/credentials.ts'
import { suite } from '../../support/suite.ts'
import { NOW, createWorld, type World } from '../server/world.ts'

const test = suite('the client')

async function inWorld(work: (client: Client, world: World) => Promise<void>): Promise<void> {
  const world = await createWorld()
  try { await work(createClient({ endpoint: 'http://localhost', fetch: world.handler }), world) } finally { await world.close() }
}

/** A client of a service that answers what it is told; what it was asked is kept. */
function against(answers: ReadonlyArray<Response | Error>, options: Partial<ConnectionOptions> = {}): { readonly client: Client; readonly asked: Request[]; readonly waits: number[] } {
  const asked: Request[] = []
  const waits: number[] = []
  const queue = [...answers]
  const client = createClient({
    endpoint: 'http://service.example', wait: async (ms) => { waits.push(ms) }, ...options,
    fetch: async (request) => {
      asked.push(request)
      const next = queue.length > 1 ? queue.shift() : queue[0]
      if (next === undefined || next instanceof Error) throw next ?? new Error('nothing to answer')
      return next.clone()
    },
  })
  return { client, asked, waits }
}

async function failure(work: Promise<unknown>): Promise<ClientError> {
  try { await work } catch (error) {
    assert.instance(error, ClientError)
    return error as ClientError
  }
  throw new Error('nothing failed')
}

const answer = (body: unknown, status = 200, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(body), { status, headers })
const START = { workflowId: '1', sessionTime: '2026-01-02T03:04:05Z' }

test('walks through projects, workflows, attempts, tasks, logs and secrets of an embedded server', () => inWorld(async (client, { logs }) => {
  const project = await client.push({ project: 'p', revision: 'r1', archive: new Uint8Array([1, 2]), scheduleFrom: '2026-01-01T00:00:00Z', clearSchedules: ['main'], lenientNames: true })
  assert.equal([project.name, project.warnings?.map(({ message }) => message)], ['p', ['odd']])
  assert.is((await client.projectNamed('p')).id, project.id)
  assert.is(await client.findProject('q'), undefined)
  assert.is((await client.project(project.id)).revision, 'r1')
  assert.equal((await client.listProjects({ count: 5 })).map(({ name }) => name), ['p'])
  assert.equal((await client.revisions(project.id)).map(({ revision }) => revision), ['r1'])
  assert.equal(await client.archive(project.id, 'r1'), new Uint8Array([1, 2]))
  const workflow = await client.workflowNamed(project.id, 'main', 'r1')
  assert.equal(await client.workflow(workflow.id), workflow)
  assert.equal([(await client.workflowsOf(project.id)).length, (await client.listWorkflows({ order: 'desc' })).length], [2, 2])
  const { sessionTime } = await client.sessionTime(workflow.id, '2026-01-02T03:04:05')
  const attempt = await client.start({ workflowId: workflow.id, sessionTime })
  assert.equal(await client.attempt(attempt.id), attempt)
  assert.equal((await client.listAttempts({ project: 'p', workflow: 'main', includeRetried: true, pageSize: 3 })).map(({ id }) => id), [attempt.id])
  assert.equal([(await client.retries(attempt.id)).length, (await client.attemptsOf(attempt.sessionId)).length], [1, 1])
  assert.equal((await client.tasks(attempt.id)).map(({ fullName }) => fullName), ['+main', '+main+a'])
  assert.equal([(await client.listSessions()).length, (await client.sessionsOf(project.id, { workflow: 'main' })).length], [1, 1])
  assert.is((await client.session(attempt.sessionId)).sessionTime, sessionTime)
  const writer = logs.open({ id: Number(attempt.id), createdAt: NOW }, '+main+a', NOW)
  writer.write('hé')
  await writer.close()
  const [file] = await client.logFiles(attempt.id, '+main+a')
  assert.is(new TextDecoder().decode(await client.readLog(attempt.id, file ?? { fileName: '', direct: null })), 'hé')
  await client.setSecret(project.id, 'box.key', 'sesame')
  assert.equal(await client.secretKeys(project.id), ['box.key'])
  await client.deleteSecret(project.id, 'box.key')
  assert.equal(await client.secretKeys(project.id), [])
  assert.is((await client.kill(attempt.id)).id, attempt.id)
  assert.ok((await client.deleteProject(project.id)).deletedAt)
}))

test('reads and moves schedules of an embedded server', () => inWorld(async (client) => {
  const { id } = await client.push({ project: 'p', revision: 'r1', archive: new Uint8Array([1]) })
  const schedule = await client.scheduleOf(id, 'main')
  assert.equal([await client.schedule(schedule.id), await client.listSchedules(), await client.schedulesOf(id)], [schedule, [schedule], [schedule]])
  assert.ok((await client.disableSchedule(schedule.id)).disabledAt)
  assert.is((await client.enableSchedule(schedule.id)).disabledAt, null)
  assert.is((await client.skipSchedule(schedule.id, { nextTime: '2026-01-05T00:00:00Z' })).id, schedule.id)
  assert.is((await client.backfill(schedule.id, { fromTime: '2026-01-01T00:00:00Z', attemptName: 'n', dryRun: true })).attempts.length, 1)
}))

test('says in digdag\'s words what is not there', () => inWorld(async (client) => {
  const { id } = await client.push({ project: 'p', revision: 'r1', archive: new Uint8Array([1]) })
  const message = async (work: Promise<unknown>) => (await failure(work)).message
  assert.is(await message(client.projectNamed('gone')), 'Resource not found: project not found: gone')
  assert.is(await message(client.workflowNamed(id, 'gone')), 'Resource not found: workflow not found in the latest revision of project id = 1: gone')
  assert.is(await message(client.workflowNamed(id, 'gone', 'r1')), 'Resource not found: workflow not found in revision = r1 of project id = 1: gone')
  assert.is(await message(client.scheduleOf(id, 'gone')), 'Resource not found: schedule not found in the latest revision of project id = 1: gone')
  assert.is(await message(client.attempt(9)), 'Resource not found: HTTP 404 Not Found\n> Resource does not exist: session attempt id=9')
  assert.is(await message(client.workflowsOf(id, 'r9')), 'Resource not found: HTTP 404 Not Found\n> Resource does not exist: revision name=r9 in project id=1')
}))

test('gives the existing attempt with a conflict', () => inWorld(async (client) => {
  await client.push({ project: 'p', revision: 'r1', archive: new Uint8Array([1]) })
  const attempt = await client.start(START)
  const error = await failure(client.start(START))
  assert.equal([error.kind, error.status, (error.conflicting as { id: string }).id], ['conflict', 409, attempt.id])
  await client.kill(attempt.id)
  assert.is((await failure(client.kill(attempt.id))).message, 'Request conflicted: {"message":"Session attempt already killed or finished","status":409}')
}))

test('shows what was refused as digdag\'s client does, several lines as lines, and our hint apart', async () => {
  const refused = async (body: unknown, status: number) => failure(against([answer(body, status)]).client.start(START))
  assert.is((await refused({ message: 'no', status: 400 }, 400)).message, 'Status code 400: {"message":"no","status":400}')
  assert.is((await refused({ message: 'no', status: 422 }, 422)).message, 'Invalid option: {"message":"no","status":422}')
  assert.is((await refused({ message: 'a\nb\n', status: 400 }, 400)).message, 'Status code 400: a\nb')
  const hinted = await refused({ message: 'no', status: 409, hint: 'do this' }, 409)
  assert.equal([hinted.message, hinted.hint], ['Request conflicted: {"message":"no","status":409}', 'do this'])
  const problem = { message: 'no', severity: 'error', position: { file: 'a.dig', line: 1, column: 2 }, excerpt: null, hint: null }
  const placed = await refused({ message: 'no', status: 400, problems: [problem] }, 400)
  assert.equal([placed.message, placed.problems], ['Status code 400: {"message":"no","status":400}', [problem]])
  const html = against([new Response('<html>oops</html>', { status: 500 })])
  assert.equal([(await failure(html.client.start(START))).message, (await failure(html.client.attempt(1))).message], ['Status code 500: <html>oops</html>', 'HTTP 500 Internal Server Error'])
})

test('keeps doubles and long integers with a codec that does', () => inWorld(async (client, { handler }) => {
  await client.push({ project: 'p', revision: 'r1', archive: new Uint8Array([1]) })
  const exact = createClient({ endpoint: 'http://localhost', fetch: handler, json: { parse: parseJson, stringify: (value) => stringifyJson(value as never) } })
  const { params } = await exact.start({ ...START, params: parseJson('{"a":1.0,"b":12345678901234567890}') as never })
  assert.is(stringifyJson(params as never), '{"a":1.0,"b":12345678901234567890}')
}))

test('tries what only reads again while a service is busy or breaks off, and what writes never', async () => {
  const broken = new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) })
  const busy = against([answer({}, 503), broken, answer({ version: '1' })])
  assert.equal(await busy.client.version(), { version: '1' })
  assert.equal([busy.asked.length, busy.waits], [3, [200, 400]])
  const dead = against([answer({ message: 'later' }, 503)])
  assert.is((await failure(dead.client.version())).message, 'HTTP 503 Service Unavailable\n> later')
  assert.is(dead.asked.length, 4)
  const writing = against([answer({}, 503)])
  await failure(writing.client.kill(1))
  assert.is(writing.asked.length, 1)
})

test('says that nobody answers, where, and what to do', async () => {
  const refused = new TypeError('fetch failed', { cause: new AggregateError([Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' })]) })
  const { client, asked } = against([refused], { endpoint: 'http://user:secret@127.0.0.1:9' })
  const error = await failure(client.version())
  assert.equal([error.kind, error.message, asked.length], ['unreachable', 'Cannot reach http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9', 1])
  assert.match(error.hint ?? '', 'wf server')
  const silent = createClient({ endpoint: 'http://a', timeoutMs: 5, fetch: (request) => new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason))) })
  assert.is((await failure(silent.version())).message, 'No answer from http://a within 0.005 s')
  assert.match((await failure(against([new Response('<html>')]).client.version())).message, /is not JSON: <html>$/)
})

test('sends a key of Treasure Data to its hosts alone, and only encrypted', async () => {
  const sent = async (endpoint: string) => {
    const { client, asked } = against([answer({})], { endpoint, treasureDataKey: '1/key' })
    await client.version()
    return asked[0]?.headers.get('authorization')
  }
  assert.is(await sent('https://api-workflow.treasuredata.com'), 'TD1 1/key')
  assert.is(await sent('https://api-workflow.treasuredata.co.jp'), 'TD1 1/key')
  for (const endpoint of ['http://api-workflow.treasuredata.com', 'https://treasuredata.com.evil.example', 'https://eviltreasuredata.com', 'http://127.0.0.1:65432']) assert.is(await sent(endpoint), null, endpoint)
})

test('sends basic credentials and further headers, and to another host none of them', async () => {
  const moved = new Response(null, { status: 303, headers: { location: 'https://storage.example/archive?sig=1' } })
  const { client, asked } = against([moved, new Response('bytes')], { basicAuth: 'ann:x', headers: { 'X-Team': 'a' } })
  assert.is(new TextDecoder().decode(await client.archive(1)), 'bytes')
  assert.equal(asked.map(({ url, headers }) => [new URL(url).host, headers.get('authorization'), headers.get('x-team')]), [
    ['service.example', 'Basic YW5uOng=', 'a'], ['storage.example', null, null],
  ])
  const same = against([new Response(null, { status: 302, headers: { location: '/elsewhere' } }), answer({})], { basicAuth: 'ann:x' })
  await same.client.version()
  assert.is(same.asked[1]?.headers.get('authorization'), 'Basic YW5uOng=')
  const direct = against([new Response(gzipSync('log'))], { basicAuth: 'ann:x' })
  assert.is(new TextDecoder().decode(await direct.client.readLog(1, { fileName: 'f', direct: { url: 'https://storage.example/f' } as never })), 'log')
  assert.is(direct.asked[0]?.headers.get('authorization'), null)
})

test('follows no redirect with what writes, and not for ever', async () => {
  const there = new Response(null, { status: 307, headers: { location: 'https://other.example/api' } })
  const error = await failure(against([there]).client.kill(1))
  assert.equal([error.kind, error.hint], ['redirected', 'Address it directly: -e https://other.example.'])
  assert.match((await failure(against([there]).client.version())).message, /redirects more than 5 times$/)
  assert.match((await failure(against([new Response(null, { status: 302, headers: { location: 'file:///etc/passwd' } })]).client.version())).message, /without a usable Location$/)
})

test('stops at a server that does not accept its version, and hands on the advice to upgrade', async () => {
  const check = (apiCompatible: boolean, upgradeRecommended: boolean) => against([answer({ serverVersion: '9', apiCompatible, upgradeRecommended })]).client.checkVersion()
  assert.is((await failure(check(false, false))).message, 'This client version is not API compatible to the server (client: 0.10.6, server: 9).')
  assert.is(await check(true, false), undefined)
  assert.is(await check(true, true), 'This client version is obsoleted. It is recommended to upgrade (client: 0.10.6, server: 9).')
})

test('reads endpoints as digdag does', () => {
  assert.is(parseEndpoint('127.0.0.1:9').href, 'http://127.0.0.1:9/')
  assert.is(parseEndpoint('https://h').href, 'https://h/')
  assert.is(parseEndpoint('http://h/prefix/').href, 'http://h/prefix/')
  for (const [text, message] of [['ftp://a:b@h:9', 'Endpoint must start with http:// or https://: ftp://h:9'], ['http://', 'Endpoint must be [http[s]://]HOST[:PORT]: http://'], ['h:x', 'Endpoint must be [http[s]://]HOST[:PORT]: h:x']] as const) {
    try { parseEndpoint(text); assert.unreachable() } catch (error) { assert.is((error as Error).message, message) }
  }
  assert.equal(['http://127.0.0.1:1', 'http://localhost', 'https://h', 'http://h'].map((text) => isPlainBeyondLoopback(new URL(text))), [false, false, false, true])
  assert.is(isTreasureData(new URL('https://api-workflow.eu01.treasuredata.com')), true)
})

test('speaks over a socket with the credentials it was given', () => inWorld(async (_client, { handler }) => {
  const at = await listen(handler, { port: 0, credentials: createCredentials({ users: [{ name: 'ann', password: 'x' }] }) })
  try {
    const client = createClient({ endpoint: at.url, basicAuth: 'ann:x' })
    await client.push({ project: 'p', revision: 'r', archive: new Uint8Array(100_000).fill(7) })
    assert.is((await client.archive(1)).length, 100_000)
    const error = await failure(createClient({ endpoint: at.url }).listProjects())
    assert.equal([error.kind, error.message], ['unauthorized', 'Status code 401: HTTP 401 Unauthorized\n> Missing Authorization header'])
  } finally { await at.close(100) }
}))

test.run()
