import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { createClient, type Client } from '../../runner/client/client.ts'
import { ClientError } from '../../runner/client/error.ts'
import { createEvaluator } from '../../runner/dig/evaluate.ts'
import { createEngine } from '../../runner/engine/create.ts'
import { thisProcess } from '../../runner/engine/owner.ts'
import type { EngineOptions } from '../../runner/engine/ports.ts'
import { systemClock } from '../../runner/model/clock.ts'
import { builtinOperators } from '../../runner/operators/index.ts'
import { pack } from '../../runner/project/archive.ts'
import { createHandler, ROUTES, type Handler } from '../../runner/server/handle.ts'
import { listen } from '../../runner/server/listen.ts'
import { createRouter } from '../../runner/server/router.ts'
import { openTaskLogs } from '../../runner/stores/logs.ts'
import { openSqliteStore } from '../../runner/stores/sqlite/open.ts'
import { createVault } from '../../runner/stores/vault.ts'
import { suite } from '../support/suite.ts'

// The API from end to end: the real engine on a real store, by the function and by a socket.
const test = suite('the REST API with an engine behind it')

const FILES: Readonly<Record<string, string>> = {
  'main.dig': 'timezone: Asia/Tokyo\nschedule:\n  daily>: 07:00:00\n+a:\n  echo>: hello ${who}\n+b:\n  _export:\n    x: 1.0\n  +c:\n    echo>: x is ${x}\n',
  'broken.dig': '+a:\n  fail>: on purpose\n',
  'long.dig': '+w:\n  wait>: 1h\n  poll_interval: 1s\n',
}

const archiveOf = (files: Readonly<Record<string, string>>): Promise<Uint8Array> =>
  pack(Object.entries(files).map(([path, text]) => ({ path, mode: 0o644, content: new TextEncoder().encode(text) })))

interface Service { readonly handler: Handler; close(): Promise<void> }

async function openService(): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'trowel-api-'))
  const store = await openSqliteStore({ path: join(folder, 'store.sqlite') })
  const logs = openTaskLogs({ path: join(folder, 'logs') })
  const evaluator = createEvaluator()
  const services = { environment: {}, settings: {}, outboxPath: folder, notify: async () => undefined }
  const engine = createEngine({
    store, logs, evaluator, clock: systemClock, owner: thisProcess(), vault: createVault({ store, clock: systemClock, key: { file: join(folder, 'key') } }),
    operators: builtinOperators(), services: services as unknown as EngineOptions['services'], workspace: { mode: 'unpacked', cachePath: join(folder, 'cache') },
  })
  const stop = engine.startLoop()
  return {
    handler: createHandler({ engine, store, logs, clock: systemClock, version: '1.2.3', isInterrupted: () => false, onError: (error) => { console.error(error) } }),
    close: async () => {
      await stop()
      await engine.close()
      await evaluator.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function ended(client: Client, id: string) {
  for (;;) {
    const attempt = await client.attempt(id)
    if (attempt.done) return attempt
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const failure = async (work: Promise<unknown>): Promise<ClientError> => {
  try { await work } catch (error) { if (error instanceof ClientError) return error; throw error }
  throw new Error('nothing failed')
}

/** Through every route once, as a person would: push, look, start, watch, kill, schedule, delete. */
async function everyRoute(client: Client): Promise<void> {
  await client.version()
  await client.checkVersion()
  const archive = await archiveOf(FILES)
  const project = await client.push({ project: 'p', revision: 'r1', archive, scheduleFrom: '2291-02-06T10:00:00Z' })
  assert.ok(Buffer.from(archive).equals(await client.archive(project.id)))
  assert.equal([(await client.projectNamed('p')).id, (await client.project(project.id)).revision], [project.id, 'r1'])
  assert.equal((await client.revisions(project.id)).map(({ revision }) => revision), ['r1'])
  const workflow = await client.workflowNamed(project.id, 'main')
  assert.equal(Object.keys(workflow.config as object), ['schedule', '+a', '+b'])
  assert.equal([await client.workflow(workflow.id), (await client.listWorkflows()).length], [workflow, 3])
  const { json } = client.connection
  for (const path of [`/api/projects/${project.id}/workflows/main`, `/api/projects/${project.id}/workflow?name=main`, '/api/workflow?project=p&name=main']) assert.equal(await json('GET', path), workflow)
  assert.is((await json<{ name: string }>('GET', '/api/project?name=p')).name, 'p')

  await client.setSecret(project.id, 'box.key', 'sesame')
  assert.equal(await client.secretKeys(project.id), ['box.key'])
  await client.deleteSecret(project.id, 'box.key')
  assert.equal(await client.secretKeys(project.id), [])

  const { sessionTime } = await client.sessionTime(workflow.id, '2026-01-02T03:04', 'day')
  assert.is(sessionTime, '2026-01-02T00:00:00+09:00')
  const attempt = await ended(client, (await client.start({ workflowId: workflow.id, sessionTime, params: { who: 'you' } })).id)
  assert.equal([attempt.status, attempt.sessionTime, attempt.params['who']], ['success', sessionTime, 'you'])
  assert.equal((await client.tasks(attempt.id)).map(({ fullName, state }) => `${fullName} ${state}`), ['+main success', '+main+a success', '+main+b success', '+main+b+c success'])
  assert.equal(((await failure(client.start({ workflowId: workflow.id, sessionTime }))).conflicting as { id: string }).id, attempt.id)
  for (const found of [await client.listAttempts(), await client.listAttempts({ project: 'p', workflow: 'main' }), await client.retries(attempt.id), await client.attemptsOf(attempt.sessionId)]) assert.equal(found, [attempt])
  assert.equal([(await client.listSessions()).length, (await client.sessionsOf(project.id)).length, (await client.session(attempt.sessionId)).lastAttempt?.id], [1, 1, attempt.id])
  assert.equal(await json('GET', `/api/admin/attempts/${attempt.id}/userinfo`), {})
  const [file] = await client.logFiles(attempt.id, '+main+a')
  assert.match(new TextDecoder().decode(await client.readLog(attempt.id, file ?? { fileName: '', direct: null })), 'hello you')
  assert.match(new TextDecoder().decode(await client.connection.bytes(`/api/trowel/attempts/${attempt.id}/log`)), 'x is 1')

  const waiting = await client.start({ workflowId: (await client.workflowNamed(project.id, 'long')).id, sessionTime })
  await client.kill(waiting.id)
  assert.is((await ended(client, waiting.id)).status, 'killed')
  assert.is((await failure(client.kill(waiting.id))).status, 409)

  const schedule = await client.scheduleOf(project.id, 'main')
  assert.equal([schedule.nextRunTime, schedule.nextScheduleTime], ['2291-02-06T22:00:00Z', '2291-02-07T00:00:00+09:00'])
  assert.equal([await client.schedule(schedule.id), await client.listSchedules(), await client.schedulesOf(project.id)], [schedule, [schedule], [schedule]])
  assert.ok((await client.disableSchedule(schedule.id)).disabledAt)
  assert.is((await client.enableSchedule(schedule.id)).disabledAt, null)
  assert.is((await client.skipSchedule(schedule.id, { fromTime: '2291-02-06T10:00:00Z', count: 2, dryRun: true })).nextScheduleTime, '2291-02-09T00:00:00+09:00')
  assert.is((await client.skipSchedule(schedule.id, { nextTime: '2291-02-10T00:00:00' })).nextRunTime, '2291-02-09T22:00:00Z')
  assert.match((await failure(client.skipSchedule(schedule.id, { nextTime: '2291-02-06T10:00:00Z' }))).message, 'Request conflicted: {"message":"Specified time to skip schedules is already past","status":409}')
  assert.equal((await client.backfill(schedule.id, { fromTime: '2291-02-07T00:00:00Z', attemptName: 'fill', dryRun: true })).attempts.map(({ id, sessionTime: at }) => [id, at]), [
    ['0', '2291-02-08T00:00:00+09:00'], ['0', '2291-02-09T00:00:00+09:00'],
  ])
  await client.deleteProject(project.id)
  assert.equal([await client.findProject('p'), (await client.attempt(attempt.id)).project.name], [undefined, 'p'])
}

async function withService(work: (service: Service) => Promise<void>): Promise<void> {
  const service = await openService()
  try { await work(service) } finally { await service.close() }
}

test('answers every route through the function', () => withService(async ({ handler }) => {
  const seen = new Set<string>()
  const find = createRouter(ROUTES)
  const watched: Handler = async (request) => {
    const match = find(request.method, new URL(request.url).pathname)
    const answer = await handler(request)
    if (match.kind === 'route' && answer.ok) seen.add(`${match.route.method} ${match.route.path}`)
    return answer
  }
  await everyRoute(createClient({ endpoint: 'http://localhost', fetch: watched }))
  assert.equal(ROUTES.map(({ method, path }) => `${method} ${path}`).filter((name) => !seen.has(name)), [])
}))

test('answers every route through a socket', () => withService(async ({ handler }) => {
  const at = await listen(handler, { port: 0 })
  try { await everyRoute(createClient({ endpoint: at.url })) } finally { await at.close(0) }
}))

test('refuses what digdag refuses, in its words, and stores nothing', () => withService(async ({ handler }) => {
  const client = createClient({ endpoint: 'http://localhost', fetch: handler })
  const refused = async (project: string, files: Readonly<Record<string, string>>) => (await failure(client.push({ project, revision: 'r1', archive: await archiveOf(files) })))
  assert.match((await refused('p', { 'main.dig': 'schedule:\n  daily>: 10:00\n+a:\n  echo>: a\n' })).message, 'Status code 400: {"message":"daily> scheduler requires hh:mm:ss format: 10:00","status":400}')
  assert.match((await refused('+plus', FILES)).message, 'name must not include special symbols')
  assert.match((await failure(client.push({ project: 'p', revision: 'r1', archive: new Uint8Array([1, 2, 3]) }))).message, /^Status code 400:/)
  const placed = await refused('p', { 'main.dig': '+a:\n  echo>: a\n  sh>: b\n' })
  assert.is(placed.problems[0]?.position?.file, 'main.dig')
  assert.equal(await client.listProjects(), [])
  await client.push({ project: 'p', revision: 'r1', archive: await archiveOf(FILES) })
  assert.is((await failure(client.push({ project: 'p', revision: 'r1', archive: await archiveOf(FILES) }))).message, 'Request conflicted: {"message":"Resource already exists: revision=r1 in project id=1","status":409}')
}))

test('resumes a failed attempt by name, and refuses to resume a successful one', () => withService(async ({ handler }) => {
  const client = createClient({ endpoint: 'http://localhost', fetch: handler })
  const project = await client.push({ project: 'p', revision: 'r1', archive: await archiveOf(FILES) })
  const broken = await client.workflowNamed(project.id, 'broken')
  const first = await ended(client, (await client.start({ workflowId: broken.id, sessionTime: '2026-01-02T00:00:00Z' })).id)
  assert.equal([first.status, (await client.tasks(first.id))[1]?.error['message']], ['error', 'on purpose'])
  const second = await client.start({ workflowId: broken.id, sessionTime: first.sessionTime, retryAttemptName: 'again', resume: { mode: 'failed', attemptId: first.id } })
  assert.equal([second.index, second.sessionId, (await ended(client, second.id)).status], [2, first.sessionId, 'error'])
  assert.equal((await client.listAttempts()).map(({ id }) => id), [second.id])
  assert.equal((await client.listAttempts({ includeRetried: true })).map(({ id }) => id), [second.id, first.id])
  const main = await client.workflowNamed(project.id, 'main')
  const good = await ended(client, (await client.start({ workflowId: main.id, sessionTime: '2026-01-02T00:00:00Z', params: { who: 'x' } })).id)
  const refused = await failure(client.start({ workflowId: main.id, sessionTime: good.sessionTime, retryAttemptName: 'r', resume: { mode: 'failed', attemptId: good.id } }))
  assert.is(refused.message, 'Status code 400: {"message":"Resuming successfully completed attempts is not supported","status":400}')
}))

test.run()
