import * as assert from 'uvu/assert'
import { Script } from 'node:vm'
import { gunzipSync } from 'node:zlib'
import { RunnerError } from '../../../runner/model/error.ts'
import { inert } from '../../../runner/model/inert.ts'
import { double } from '../../../runner/model/json.ts'
import { suite } from '../../support/suite.ts'
import { GZIP, NOW, ask, createWorld, push, type World } from './world.ts'

const test = suite('the REST API as a function')
const START = { workflowId: '1', sessionTime: '2026-01-02T03:04:05+00:00', params: {} }
const keys = (value: object): string => Object.keys(value).sort().join(' ')

async function inWorld(work: (world: World) => Promise<void>, options?: Parameters<typeof createWorld>[0]): Promise<void> {
  const world = await createWorld(options)
  try { await work(world) } finally { await world.close() }
}

test('says the digdag version it follows and finds every client compatible', () => inWorld(async ({ handler }) => {
  assert.equal((await ask(handler, 'GET', '/api/version')).body, { version: '0.10.6', trowel: '1.2.3' })
  assert.equal((await ask(handler, 'GET', '/api/version/check?client=0.1')).body, { serverVersion: '0.10.6', upgradeRecommended: false, apiCompatible: true })
}))

test('answers a push with the project, and lists it by name, by pattern and by id', () => inWorld(async ({ handler, pushed }) => {
  const { status, body } = await push(handler)
  assert.is(status, 200)
  assert.equal(body, {
    id: '1', name: 'p', revision: 'r1', createdAt: '2026-01-02T03:04:05Z', updatedAt: '2026-01-02T03:04:05Z', deletedAt: null, archiveType: 'db', archiveMd5: 'bWQ1',
  })
  assert.equal((pushed[0] as { archive: Uint8Array }).archive, new Uint8Array([1, 2, 3]))
  assert.equal((await ask(handler, 'GET', '/api/projects?name=p')).body, { projects: [body] })
  assert.equal((await ask(handler, 'GET', '/api/projects?name=q')).body, { projects: [] })
  assert.equal((await ask(handler, 'GET', '/api/projects')).body, { projects: [body] })
  assert.equal((await ask(handler, 'GET', '/api/projects/1')).body, body)
  assert.equal((await ask(handler, 'GET', '/api/project?name=p')).body, body)
}))

test('hands on what a push asks for', () => inWorld(async ({ handler, pushed }) => {
  const query = 'project=p&revision=r&schedule_from=2291-02-06T10:00:00%2B00:00&clear_schedule=a&clear_schedule=b&lenient_names=true'
  const { body } = await ask(handler, 'PUT', `/api/projects?${query}`, new Uint8Array([1]), GZIP)
  const { scheduleFrom, clearSchedules, lenientNames } = pushed[0] as Record<string, unknown>
  assert.equal([scheduleFrom, clearSchedules, lenientNames], [Date.UTC(2291, 1, 6, 10), ['a', 'b'], true])
  assert.equal(body.warnings, [{ message: 'odd', severity: 'warning', position: null, excerpt: null, hint: 'rename it' }])
  await ask(handler, 'PUT', '/api/projects?project=p&revision=r2&clear_schedule_all=true', new Uint8Array([1]), GZIP)
  assert.is((pushed[1] as Record<string, unknown>)['clearSchedules'], 'all')
}))

test('refuses a push without a name, of another type, with a bad start time, too large, or of another length than announced', () => inWorld(async ({ handler, pushed }) => {
  const put = async (query: string, body: Uint8Array, headers: Record<string, string> = GZIP) => {
    const { status, body: { message } } = await ask(handler, 'PUT', `/api/projects?${query}`, body, headers)
    return `${status} ${message}`
  }
  const one = new Uint8Array([1])
  assert.is(await put('revision=r', one), '400 project= is required')
  assert.is(await put('project=p', one), '400 revision= is required')
  assert.is(await put('project=p&revision=r', one, { 'content-type': 'text/plain' }), '400 Cannot consume content type text/plain')
  assert.is(await put('project=p&revision=r&schedule_from=today', one), "400 Invalid schedule_from= parameter format. Expected yyyy-MM-dd'T'HH:mm:ss'Z' format")
  assert.is(await put('project=p&revision=r', new Uint8Array(11)), '400 Size of the uploaded archive file exceeds limit (10 bytes)')
  assert.is(await put('project=p&revision=r', one, { ...GZIP, 'content-length': '2' }), "400 Content-Length header doesn't match with uploaded data size")
  assert.equal(pushed, [])
}, { limits: { archiveBytes: 10 } }))

test('deletes a project: its name is free, its id says when it was deleted', () => inWorld(async ({ handler }) => {
  await push(handler)
  const deleted = await ask(handler, 'DELETE', '/api/projects/1')
  assert.is(deleted.body.deletedAt, '2026-01-02T03:04:05Z')
  assert.equal((await ask(handler, 'GET', '/api/projects?name=p')).body, { projects: [] })
  const gone = await ask(handler, 'GET', '/api/projects/1')
  assert.equal(gone.body, { message: 'Project id=1 is already deleted at 2026-01-02T03:04:05Z', status: 404 })
}))

test('lists revisions newest first, and workflows of the latest or a named one in stored order', () => inWorld(async ({ handler }) => {
  await push(handler)
  await push(handler, 'p', 'r2')
  const { revisions } = (await ask(handler, 'GET', '/api/projects/1/revisions')).body
  assert.equal(revisions.map((item: { revision: string }) => item.revision), ['r2', 'r1'])
  assert.is(keys(revisions[0]), 'archiveMd5 archiveType createdAt revision userInfo')
  assert.is((await ask(handler, 'GET', '/api/projects/1/revisions?name=r1')).body.revisions.length, 1)
  const { workflows } = (await ask(handler, 'GET', '/api/projects/1/workflows')).body
  assert.equal(workflows[0], { id: '3', name: 'main', project: { id: '1', name: 'p' }, revision: 'r2', timezone: 'Asia/Tokyo', config: { '+a': { 'echo>': 'hello' } } })
  assert.equal((await ask(handler, 'GET', '/api/projects/1/workflows?revision=r1&name=main')).body.workflows.map((item: { id: string }) => item.id), ['1'])
  assert.equal((await ask(handler, 'GET', '/api/projects/1/workflows?name=no')).body, { workflows: [] })
  for (const path of ['/api/projects/1/workflows/main', '/api/projects/1/workflow?name=main', '/api/workflow?project=p&name=main', '/api/workflows/3']) {
    assert.equal((await ask(handler, 'GET', path)).body, workflows[0], path)
  }
  assert.equal((await ask(handler, 'GET', '/api/projects/1/workflows?revision=r9')).body, { message: 'Resource does not exist: revision name=r9 in project id=1', status: 404 })
  assert.equal((await ask(handler, 'GET', '/api/projects/1/workflows/no')).status, 404)
}))

test('lists workflows of all projects by page, order and name', () => inWorld(async ({ handler }) => {
  await push(handler)
  await push(handler, 'q')
  const names = async (query: string) => (await ask(handler, 'GET', `/api/workflows?${query}`)).body.workflows.map((item: { project: { name: string }; name: string }) => `${item.project.name}/${item.name}`).join(' ')
  assert.is(await names(''), 'p/main p/other q/main q/other')
  assert.is(await names('order=desc&count=1'), 'q/other')
  assert.is(await names('last_id=2'), 'q/main q/other')
  assert.is(await names('name_pattern=oth'), 'p/other q/other')
  assert.is((await ask(handler, 'GET', '/api/workflows?order=up')).status, 400)
}))

test('gives back the archive that was pushed', () => inWorld(async ({ handler }) => {
  await push(handler)
  const answer = await handler(new Request('http://localhost/api/projects/1/archive?direct_download=false'))
  assert.is(answer.headers.get('content-type'), 'application/gzip')
  assert.equal(new Uint8Array(await answer.arrayBuffer()), new Uint8Array([1, 2, 3]))
}))

test('cuts a session time in the zone of the workflow', () => inWorld(async ({ handler }) => {
  await push(handler)
  const path = '/api/workflows/1/truncated_session_time'
  assert.equal((await ask(handler, 'GET', `${path}?session_time=2026-01-02T03:04:05`)).body, {
    project: { id: '1', name: 'p' }, revision: 'r1', sessionTime: '2026-01-02T03:04:05+09:00', timezone: 'Asia/Tokyo',
  })
  assert.equal((await ask(handler, 'GET', path)).body, { message: 'session_time= is required', status: 400 })
  for (const query of ['session_time=x', 'session_time=2026-01-02', 'session_time=2026-02-30T00:00:00', 'session_time=2026-01-02T03:04:05&mode=minute']) {
    assert.is((await ask(handler, 'GET', `${path}?${query}`)).status, 404, query)
  }
}))

test('starts an attempt and shows it the same everywhere', () => inWorld(async ({ handler, started }) => {
  await push(handler)
  const { status, body } = await ask(handler, 'PUT', '/api/attempts', { ...START, params: { a: 1 }, retryAttemptName: 'again', unknown: true })
  assert.is(status, 200)
  assert.equal({ ...body, sessionUuid: '' }, {
    id: '1', index: 1, project: { id: '1', name: 'p' }, workflow: { name: 'main', id: '1' }, sessionId: '1', sessionUuid: '', sessionTime: '2026-01-02T12:04:05+09:00',
    retryAttemptName: 'again', done: false, success: false, cancelRequested: false, params: { a: 1 }, createdAt: '2026-01-02T03:04:05Z', finishedAt: null, status: 'running',
  })
  assert.match(body.sessionUuid, /^[0-9a-f-]{36}$/)
  assert.equal(started[0], { workflowId: 1, sessionTime: NOW, params: { a: 1 }, retryAttemptName: 'again' })
  for (const path of ['/api/attempts', '/api/attempts?project=p&workflow=main', '/api/attempts/1/retries', '/api/sessions/1/attempts']) {
    assert.equal((await ask(handler, 'GET', path)).body, { attempts: [body] }, path)
  }
  assert.equal((await ask(handler, 'GET', '/api/attempts/1')).body, body)
  assert.equal((await ask(handler, 'GET', '/api/attempts?project=no')).body, { message: 'Resource does not exist: project name=no', status: 404 })
}))

test('answers a conflict with the attempt that is in the way', () => inWorld(async ({ handler }) => {
  await push(handler)
  const first = await ask(handler, 'PUT', '/api/attempts', START)
  const second = await ask(handler, 'PUT', '/api/attempts', START)
  assert.is(second.status, 409)
  assert.equal(second.body, first.body)
}))

test('reads a resume, and refuses a request that lacks something', () => inWorld(async ({ handler, started }) => {
  await push(handler)
  await ask(handler, 'PUT', '/api/attempts', { ...START, workflowId: 1, resume: { mode: 'from', attemptId: 7, from: '+a' } })
  assert.equal((started[0] as { resume: unknown }).resume, { mode: 'from', attemptId: 7, from: '+a' })
  const refused = async (body: unknown) => { const { status, body: { message } } = await ask(handler, 'PUT', '/api/attempts', body, { 'content-type': 'application/json' }); return `${status} ${message}` }
  assert.is(await refused({ workflowId: '1', params: {} }), "400 'sessionTime' is required")
  assert.is(await refused({ ...START, sessionTime: 'now' }), "400 Invalid ISO time format: now ('sessionTime')")
  assert.is(await refused({ ...START, workflowId: '99' }), '404 Resource does not exist: workflow id=99')
  assert.is(await refused({ ...START, params: [] }), "400 'params' must be an object")
  assert.is(await refused({ ...START, resume: { mode: 'all', attemptId: 1 } }), '400 \'resume.mode\' must be "failed" or "from"')
  assert.match(await refused('{'), /^400 The request body is not JSON/)
  assert.match(await refused('[]'), /^400 The request body must be a JSON object/)
}))

test('keeps doubles and long integers of parameters, in and out', () => inWorld(async ({ handler }) => {
  await push(handler)
  await ask(handler, 'PUT', '/api/attempts', '{"workflowId":1,"sessionTime":"2026-01-02T03:04:05Z","params":{"a":1.0,"b":12345678901234567890}}', { 'content-type': 'application/json' })
  assert.match((await ask(handler, 'GET', '/api/attempts/1')).text, '"params":{"a":1.0,"b":12345678901234567890}')
}))

test('shows sessions with their last attempt, which has no status of its own', () => inWorld(async ({ handler }) => {
  await push(handler)
  await ask(handler, 'PUT', '/api/attempts', START)
  const { body: { sessions: [session] } } = await ask(handler, 'GET', '/api/sessions')
  assert.is(keys(session), 'id lastAttempt project sessionTime sessionUuid workflow')
  assert.is(keys(session.lastAttempt), 'cancelRequested createdAt done finishedAt id params retryAttemptName success')
  assert.equal((await ask(handler, 'GET', '/api/sessions/1')).body, session)
  assert.equal((await ask(handler, 'GET', '/api/projects/1/sessions?workflow=main')).body.sessions, [session])
  assert.equal((await ask(handler, 'GET', '/api/projects/1/sessions?workflow=no')).body.sessions, [])
}))

test('shows tasks with their exports in the config, and data as it came in', () => inWorld(async ({ handler }) => {
  await push(handler)
  await ask(handler, 'PUT', '/api/attempts', START)
  const { tasks: [root, task] } = (await ask(handler, 'GET', '/api/attempts/1/tasks')).body
  assert.is(root.parentId, null)
  assert.is(keys(task), 'cancelRequested config error exportParams fullName id isGroup parentId retryAt startedAt state stateParams storeParams updatedAt upstreams')
  assert.equal([task.fullName, task.parentId, task.config, task.exportParams, task.error, task.state], ['+main+a', root.id, { 'echo>': '${x}', n: 1, _export: { e: 1 } }, { e: 1 }, {}, 'blocked'])
  assert.match((await ask(handler, 'GET', '/api/attempts/1/tasks')).text, '"n":1.0')
}, { taskConfig: { 'echo>': inert('${x}'), n: double(1), _export: { e: 1 } } }))

test('kills once: the second time it is a conflict', () => inWorld(async ({ handler }) => {
  await push(handler)
  await ask(handler, 'PUT', '/api/attempts', START)
  assert.is((await ask(handler, 'POST', '/api/attempts/1/kill', {})).status, 200)
  assert.equal((await ask(handler, 'POST', '/api/attempts/1/kill', {})).body, { message: 'Session attempt already killed or finished', status: 409 })
  assert.equal((await ask(handler, 'POST', '/api/attempts/9/kill', {})).body, { message: 'Resource does not exist: session attempt id=9', status: 404 })
}))

test('marks an attempt that nobody drives as interrupted, and a done one never', () => inWorld(async (world) => {
  await push(world.handler)
  await ask(world.handler, 'PUT', '/api/attempts', START)
  world.interrupted = true
  const { body } = await ask(world.handler, 'GET', '/api/attempts/1')
  assert.equal([body.status, body.interrupted], ['running', true])
}))

test('pages sessions and attempts from the newest on', () => inWorld(async ({ handler }) => {
  await push(handler)
  for (const second of [1, 2, 3]) await ask(handler, 'PUT', '/api/attempts', { ...START, sessionTime: `2026-01-02T03:04:0${second}Z` })
  const ids = async (path: string) => Object.values((await ask(handler, 'GET', path)).body as Record<string, { id: string }[]>)[0]?.map((item) => item.id).join(' ')
  for (const kind of ['sessions', 'attempts']) {
    assert.is(await ids(`/api/${kind}`), '3 2 1')
    assert.is(await ids(`/api/${kind}?page_size=2`), '3 2')
    assert.is(await ids(`/api/${kind}?last_id=2`), '1')
  }
  assert.is((await ask(handler, 'GET', '/api/sessions?page_size=200')).body.message,
    'Your specified page_size is Optional.of(200), but it is larger than MAX_PAGE_SIZE: 100. You must specify page_size with a number which is smaller than 100.')
}))

test('shows schedules, and moves them', () => inWorld(async ({ handler, moved }) => {
  await push(handler)
  const shape = {
    id: '1', project: { id: '1', name: 'p' }, workflow: { id: '1', name: 'main' },
    nextRunTime: '2026-01-02T04:04:05Z', nextScheduleTime: '2026-01-02T12:04:05+09:00', disabledAt: null,
  }
  for (const path of ['/api/schedules', '/api/projects/1/schedules', '/api/projects/1/schedules?workflow=main']) assert.equal((await ask(handler, 'GET', path)).body, { schedules: [shape] }, path)
  assert.equal((await ask(handler, 'GET', '/api/projects/1/schedules?workflow=other')).body, { schedules: [] })
  assert.equal((await ask(handler, 'GET', '/api/schedules/1')).body, shape)
  const disabled = (await ask(handler, 'POST', '/api/schedules/1/disable')).body
  assert.equal([keys(disabled), disabled.disabledAt], ['createdAt disabledAt id nextRunTime nextScheduleTime project updatedAt workflow', '2026-01-02T03:04:05Z'])
  assert.is((await ask(handler, 'POST', '/api/schedules/1/enable', { skipSchedule: true, nextTime: '2026-01-02T12:00:00' })).body.disabledAt, null)
  assert.equal(moved[0], { skipSchedule: true, nextTime: Date.UTC(2026, 0, 2, 3) })
  await ask(handler, 'POST', '/api/schedules/1/skip', { fromTime: '2026-01-02T00:00:00Z', count: 2, dryRun: true })
  assert.equal(moved[1], { fromTime: Date.UTC(2026, 0, 2), count: 2, dryRun: true })
  assert.is((await ask(handler, 'POST', '/api/schedules/1/skip', { count: 2 })).body.message, 'nextTime or (fromTime and count) are required')
  assert.is((await ask(handler, 'POST', '/api/schedules/9/skip', { nextTime: '2026-01-02T00:00:00Z' })).body.message, 'Resource does not exist: schedule id=9')
}))

test('answers a dry backfill with attempts whose ids are 0', () => inWorld(async ({ handler, moved }) => {
  await push(handler)
  const { body } = await ask(handler, 'POST', '/api/schedules/1/backfill', { fromTime: '2026-01-01T00:00:00Z', attemptName: 'n', dryRun: true })
  assert.equal(moved[0], { fromTime: Date.UTC(2026, 0, 1), attemptName: 'n', dryRun: true })
  assert.is(keys(body), 'attempts id project workflow')
  assert.equal([body.attempts[0].id, body.attempts[0].sessionId, body.attempts[0].params, body.attempts[0].retryAttemptName], ['0', '0', {}, 'n'])
}))

test('lists log files with no direct link, reads them packed, and refuses a path as a name', () => inWorld(async ({ handler, logs }) => {
  await push(handler)
  await ask(handler, 'PUT', '/api/attempts', START)
  const writer = logs.open({ id: 1, createdAt: NOW }, '+main+a', NOW)
  writer.write('hello\n')
  const { files: [file] } = (await ask(handler, 'GET', '/api/logs/1/files?task=%2Bmain')).body
  assert.is(keys(file), 'agentId direct fileName fileSize fileTime taskName')
  assert.equal([file.taskName, file.fileTime, file.agentId, file.direct], ['+main+a', '2026-01-02T03:04:05Z', 'agent', null])
  const packed = await handler(new Request(`http://localhost/api/logs/1/files/${encodeURIComponent(file.fileName)}`))
  assert.is(gunzipSync(new Uint8Array(await packed.arrayBuffer())).toString(), 'hello\n')
  await writer.close()
  assert.equal((await ask(handler, 'GET', '/api/logs/1/files?task=%2Bother')).body, { files: [] })
  assert.is((await ask(handler, 'GET', '/api/logs/1/files/no.log.gz')).status, 404)
  assert.is((await ask(handler, 'GET', '/api/logs/1/files/..%2F..%2Fkey')).status, 400)
  assert.is((await ask(handler, 'GET', '/api/logs/9/files')).status, 404)
}))

test('serves a log that was written in pieces as one gzip member, since some readers stop after the first', () => inWorld(async ({ handler, logs }) => {
  await push(handler)
  await ask(handler, 'PUT', '/api/attempts', START)
  const writer = logs.open({ id: 1, createdAt: NOW }, '+main+a', NOW)
  for (const piece of ['one\n', 'two\n']) { writer.write(piece); await logs.list({ id: 1, createdAt: NOW }) }
  await writer.close()
  const later = logs.open({ id: 1, createdAt: NOW }, '+main+b', NOW + 1000)
  later.write('three\n')
  await later.close()
  const { files: [file] } = (await ask(handler, 'GET', '/api/logs/1/files')).body
  const packed = Buffer.from(await (await handler(new Request(`http://localhost/api/logs/1/files/${encodeURIComponent(file.fileName)}`))).arrayBuffer())
  assert.is(gunzipSync(packed).toString(), 'one\ntwo\n')
  assert.is(packed.indexOf(Buffer.from([0x1f, 0x8b, 0x08]), 1), -1)
  const plain = async (query: string) => (await ask(handler, 'GET', `/api/trowel/attempts/1/log?${query}`)).text
  assert.is(await plain(''), 'one\ntwo\nthree\n')
  assert.is(await plain('task=%2Bmain%2Ba'), 'one\ntwo\n')
  assert.is(await plain('bytes=6'), 'three\n')
}))

test('writes and lists secrets by key, never gives a value, and refuses bad ones', () => inWorld(async ({ handler }) => {
  await push(handler)
  const set = await ask(handler, 'PUT', '/api/projects/1/secrets/box.key', { value: 'sesame' })
  assert.equal(set.body, { key: 'box.key', project: { id: '1', name: 'p' } })
  const listed = await ask(handler, 'GET', '/api/projects/1/secrets')
  assert.equal(listed.body, { secrets: [{ key: 'box.key' }] })
  assert.equal((await ask(handler, 'DELETE', '/api/projects/1/secrets/box.key')).body, set.body)
  assert.equal((await ask(handler, 'GET', '/api/projects/1/secrets')).body, { secrets: [] })
  for (const [key, value] of [['.a', 'x'], ['a*', 'x'], ['a..b', 'x'], ['a', 'x'.repeat(16385)], ['a', 1]] as const) {
    const { status, body } = await ask(handler, 'PUT', `/api/projects/1/secrets/${encodeURIComponent(key)}`, { value })
    assert.equal([status, body.message], [400, 'Invalid secret'], key)
  }
}))

test('maps errors to statuses in the shape of digdag, with our hint beside it', () => inWorld(async (world) => {
  const failed = async (failure: Error) => { world.failure = failure; const { status, body } = await push(world.handler); return { status, body } }
  assert.equal(await failed(new RunnerError('config', 'bad', { hint: 'do this' })), { status: 400, body: { message: 'bad', status: 400, hint: 'do this' } })
  const position = { file: 'a.dig', line: 2, column: 3 }
  assert.equal((await failed(new RunnerError('invalid', 'bad', { problems: [{ message: 'no', severity: 'error', position, excerpt: '  x:\n  ^' }] }))).body.problems,
    [{ message: 'no', severity: 'error', position, excerpt: '  x:\n  ^', hint: null }])
  assert.equal(await failed(new RunnerError('conflict', 'there')), { status: 409, body: { message: 'there', status: 409 } })
  assert.equal(await failed(new RunnerError('forbidden', 'no')), { status: 403, body: { message: 'no', status: 403 } })
  assert.is((await failed(new Error('broken'))).status, 500)
}))

test('answers malformed ids and unknown paths with 404, wrong methods with 405', () => inWorld(async ({ handler }) => {
  for (const path of ['/api/projects/x', '/api/attempts/1x', '/api/attempts/-1', '/api/nothing', '/api/attempts/%E0%A4%A', '/api/projects?last_id=x']) assert.is((await ask(handler, 'GET', path)).status, 404, path)
  const wrong = await ask(handler, 'POST', '/api/projects')
  assert.equal([wrong.status, wrong.headers.get('allow'), wrong.body.status], [405, 'GET, PUT', 405])
  assert.is((await ask(handler, 'DELETE', '/')).status, 405)
  const head = await handler(new Request('http://localhost/api/version', { method: 'HEAD' }))
  assert.equal([head.status, await head.text()], [200, ''])
}))

test('serves the page outside the API, closed to everything from elsewhere', () => inWorld(async ({ handler }) => {
  for (const path of ['/', '/attempts/5']) {
    const answer = await ask(handler, 'GET', path)
    assert.match(answer.text, '<!doctype html>')
    assert.match(answer.headers.get('content-security-policy') ?? '', "default-src 'none'")
  }
  assert.is((await ask(handler, 'GET', '/favicon.ico')).status, 404)
  const script = await ask(handler, 'GET', '/page/script.js')
  assert.is(script.headers.get('content-type'), 'text/javascript; charset=utf-8')
  assert.ok(new Script(script.text))
  assert.not.match(script.text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/)
}))

test.run()
