import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { Float, type JsonObject } from '../../runner/model/json.ts'
import type { Owner } from '../../runner/model/session.ts'
import type { AttemptPlan, NewRevision, NextSchedule, PlannedTask, Store } from '../../runner/model/store.ts'
import type { Task } from '../../runner/model/task.ts'
import { openMemoryStore } from '../../runner/stores/memory/open.ts'
import { openSqliteStore } from '../../runner/stores/sqlite/open.ts'
import { suite } from '../support/suite.ts'

// Every verb of the port against every store there is.
const STORES: readonly { readonly name: string; open(folder: string): Promise<Store> }[] = [
  { name: 'memory', open: async () => openMemoryStore() },
  { name: 'SQLite in memory', open: () => openSqliteStore({ path: ':memory:' }) },
  { name: 'SQLite in a file', open: (folder) => openSqliteStore({ path: join(folder, 'state.db') }) },
  { name: 'SQLite in a file, each transaction synced', open: (folder) => openSqliteStore({ path: join(folder, 'state.db'), fsync: true }) },
]

const T0 = Date.UTC(2026, 0, 2)
const ME: Owner = { host: 'here', pid: 10, startedAt: 'a' }
const OTHER: Owner = { host: 'there', pid: 11, startedAt: 'b' }

const revision = (name: string, more: Partial<NewRevision> = {}): NewRevision => ({
  projectName: 'p', revisionName: name, archive: new Uint8Array([1, 2]), archiveMd5: 'md5', defaultParams: {}, createdAt: T0,
  workflows: [{ name: 'main', timezone: 'UTC', config: { '+a': { 'echo>': 'a' } } }], schedules: () => [], ...more,
})

const task = (index: number, fullName: string, parentIndex: number | null, more: Partial<PlannedTask> = {}): PlannedTask =>
  ({ index, name: fullName, fullName, parentIndex, upstreamIndexes: [], isGroup: false, config: {}, state: 'blocked', initial: true, ...more })

const TREE: readonly PlannedTask[] = [
  task(0, '+main', null, { isGroup: true, state: 'planned', config: { _export: { x: new Float(1) } } }),
  task(1, '+main+a', 0, { config: { 'echo>': 'a' } }),
  task(2, '+main+b', 0, { config: { 'echo>': 'b' }, upstreamIndexes: [1] }),
]

async function pushed(store: Store, name = 'r1', more: Partial<NewRevision> = {}) {
  const result = await store.putRevision(revision(name, more))
  const [workflow] = result.workflows
  if (workflow === undefined) throw new Error('no workflow')
  return { ...result, workflow }
}

const plan = (at: { readonly project: { readonly id: number }; readonly revision: { readonly id: number }; readonly workflow: { readonly id: number } }, more: Partial<AttemptPlan> = {}): AttemptPlan => ({
  projectId: at.project.id, revisionId: at.revision.id, workflowId: at.workflow.id, workflowName: 'main', sessionTime: T0, retryAttemptName: null, params: {}, timezone: 'UTC',
  createdAt: T0, resumes: null, owner: ME, afterAttemptId: null, closes: null, tasks: TREE, ...more,
})

async function begun(store: Store, more: Partial<AttemptPlan> = {}, at?: Awaited<ReturnType<typeof pushed>>) {
  const result = await store.begin(plan(at ?? await pushed(store), more))
  if (result.kind !== 'begun') throw new Error('conflict')
  const tasks = await store.listTasks(result.attempt.id)
  const [root, a, b] = tasks
  if (root === undefined || a === undefined || b === undefined) throw new Error('tasks are missing')
  return { ...result, root, a, b }
}

for (const { name, open } of STORES) {
  const test = suite(`every verb of a store: ${name}`)
  let folder = ''
  let store: Store
  test.each.before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trowel-store-'))
    store = await open(folder)
  })
  test.each.after(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a push makes a project, a revision, its archive and its workflows, and the next one adds to it', async () => {
    const first = await pushed(store)
    const second = await pushed(store, 'r2', { workflows: [{ name: 'main', timezone: 'Asia/Tokyo', config: { z: new Float(1), big: 12345678901234567890n } }] })
    assert.is(second.project.id, first.project.id)
    assert.is.not(second.workflow.id, first.workflow.id)
    assert.equal((await store.findRevision(first.project.id))?.name, 'r2')
    assert.equal((await store.findRevision(first.project.id, 'r1'))?.id, first.revision.id)
    assert.equal((await store.listRevisions(first.project.id)).map((one) => one.name), ['r2', 'r1'])
    assert.equal([...await store.readArchive(first.revision.id) ?? []], [1, 2])
    assert.equal((await store.findWorkflow(second.workflow.id))?.config, { z: new Float(1), big: 12345678901234567890n })
    assert.equal((await store.workflowsOf(first.revision.id)).map((one) => one.id), [first.workflow.id])
    assert.equal((await store.listWorkflows({})).map((one) => one.id), [second.workflow.id])
  })

  test('a revision name is used once in a project, and a refused push leaves nothing behind', async () => {
    const first = await pushed(store)
    const error = await store.putRevision(revision('r1')).then(() => undefined, (thrown: unknown) => thrown)
    assert.instance(error, Error)
    assert.match((error as Error).message, `Resource already exists: revision=r1 in project id=${first.project.id}`)
    assert.is((await store.listRevisions(first.project.id)).length, 1)
  })

  test('a deleted project frees its name and is listed no more', async () => {
    const { project } = await pushed(store)
    assert.is((await store.deleteProject(project.id, T0 + 5))?.project.deletedAt, T0 + 5)
    assert.is(await store.deleteProject(project.id, T0 + 6), undefined)
    assert.is(await store.findProjectByName('p'), undefined)
    assert.equal(await store.listProjects({}), [])
    assert.is((await store.findProject(project.id))?.name, 'p')
    assert.is.not((await pushed(store, 'r1')).project.id, project.id)
  })

  test('projects and workflows are listed by id, by page and by pattern', async () => {
    for (const projectName of ['alpha', 'beta', 'a%b']) await pushed(store, 'r', { projectName })
    assert.equal((await store.listProjects({ namePattern: 'a' })).map(({ project }) => project.name), ['alpha', 'beta', 'a%b'])
    assert.equal((await store.listProjects({ namePattern: '%' })).map(({ project }) => project.name), ['a%b'])
    const [first] = await store.listProjects({ count: 1 })
    assert.equal((await store.listProjects({ lastId: first?.project.id ?? 0 })).map(({ project }) => project.name), ['beta', 'a%b'])
    const ids = (await store.listWorkflows({})).map((one) => one.id)
    assert.equal((await store.listWorkflows({ descending: true })).map((one) => one.id), [...ids].reverse())
    assert.equal((await store.listWorkflows({ namePattern: 'beta' })).length, 0)
    assert.equal((await store.listWorkflows({ namePattern: 'beta', searchProjectName: true })).length, 1)
  })

  test('a start makes session, attempt and tasks at once', async () => {
    const { attempt, session, root, a, b } = await begun(store, { params: { n: 1 } })
    assert.is(attempt.index, 1)
    assert.is(attempt.chainId, attempt.id)
    assert.equal(attempt.owner, ME)
    assert.equal(attempt.params, { n: 1 })
    assert.match(session.uuid, /^[0-9a-f-]{36}$/)
    assert.equal([root.state, a.state, b.state], ['planned', 'blocked', 'blocked'])
    assert.equal(root.exportConfig, { x: new Float(1) })
    assert.equal([a.parentId, b.upstreamIds], [root.id, [a.id]])
    assert.is(b.flags.initial, true)
    const found = await store.findAttempt(attempt.id)
    assert.equal([found?.project.name, found?.workflow.name, found?.revision.name, found?.session.id], ['p', 'main', 'r1', session.id])
  })

  test('a session time is taken once per retry name; a plain start conflicts with the newest attempt', async () => {
    const at = await pushed(store)
    const first = await begun(store, {}, at)
    const named = await begun(store, { retryAttemptName: 'again' }, at)
    assert.is(named.attempt.index, 2)
    assert.is(named.session.id, first.session.id)
    const plain = await store.begin(plan(at))
    assert.equal([plain.kind, plain.attempt.id], ['conflict', named.attempt.id])
    const again = await store.begin(plan(at, { retryAttemptName: 'again' }))
    assert.equal([again.kind, again.attempt.id], ['conflict', named.attempt.id])
    const other = await begun(store, { sessionTime: T0 + 1000 }, at)
    assert.is.not(other.session.id, first.session.id)
  })

  test('a resumed attempt closes the one before, goes on with its chain, and takes results over', async () => {
    const at = await pushed(store)
    const first = await begun(store, {}, at)
    const stores: JsonObject = { x: 1 }
    const takenOver = { exportParams: {}, storeParams: stores, resetStoreParams: [['y']], subtaskConfig: { '+s': {} } }
    const second = await begun(store, { retryAttemptName: 'r', resumes: first.attempt.id, closes: first.attempt.id, resumeFrom: '+b', tasks: [TREE[0]!, { ...TREE[1]!, state: 'success', takenOver }, TREE[2]!] }, at)
    assert.equal([second.attempt.chainId, second.attempt.resumes], [first.attempt.id, { attemptId: first.attempt.id, from: '+b' }])
    assert.equal([second.a.state, second.a.storeParams, second.a.resetStoreParams, second.a.subtaskConfig], ['success', stores, [['y']], { '+s': {} }])
    const before = await store.findAttempt(first.attempt.id)
    assert.equal([before?.attempt.done, before?.attempt.success], [true, false])
    assert.equal((await store.listTasks(first.attempt.id)).map((one) => one.state), ['canceled', 'blocked', 'blocked'])
  })

  test('a step writes all its changes, or none when a state is not what it was', async () => {
    const { attempt, a, b } = await begun(store)
    const step = { attemptId: attempt.id, owner: ME, at: T0 + 9, added: [] }
    assert.is(await store.applyStep({ ...step, changes: [{ id: a.id, from: 'blocked', to: 'ready', set: {} }] }), true)
    assert.is(await store.applyStep({ ...step, changes: [{ id: b.id, from: 'blocked', to: 'ready', set: {} }, { id: a.id, from: 'blocked', to: 'ready', set: {} }] }), false)
    assert.equal((await store.listTasks(attempt.id)).map((one) => one.state), ['planned', 'ready', 'blocked'])
  })

  test('a step keeps every field of a result', async () => {
    const { attempt, a } = await begun(store)
    const set = {
      exportParams: { e: new Float(2) }, storeParams: { s: [1, 'x'] }, resetStoreParams: [['td', 'last']], stateParams: { retry_count: 1 }, subtaskConfig: { '+x': { 'echo>': 1 } },
      error: { message: 'm', more: true }, retryAt: T0 + 5, startedAt: T0 + 1, flags: { ...a.flags, delayedError: true },
    }
    assert.is(await store.applyStep({ attemptId: attempt.id, owner: ME, at: T0 + 9, added: [], changes: [{ id: a.id, from: 'blocked', to: 'ready', set }] }), true)
    const after = (await store.listTasks(attempt.id)).find((one) => one.id === a.id)
    assert.equal(after, { ...a, ...set, state: 'ready', updatedAt: T0 + 9 })
  })

  test('a step of an owner that lost the attempt, with an old cancel flag, or after the end writes nothing', async () => {
    const { attempt, a } = await begun(store)
    const step = { attemptId: attempt.id, at: T0, added: [], changes: [{ id: a.id, from: 'blocked', to: 'ready', set: {} }] } as const
    assert.is(await store.applyStep({ ...step, owner: OTHER }), false)
    assert.is(await store.applyStep({ ...step, owner: null }), false)
    await store.requestKill(attempt.id, T0)
    assert.is(await store.applyStep({ ...step, owner: ME, cancelRequested: false }), false)
    assert.is(await store.applyStep({ ...step, owner: ME, cancelRequested: true, changes: [], finish: { success: false } }), true)
    assert.is(await store.applyStep({ ...step, owner: ME, cancelRequested: true }), false)
    const found = await store.findAttempt(attempt.id)
    assert.equal([found?.attempt.done, found?.attempt.success, found?.attempt.finishedAt], [true, false, T0])
  })

  test('tasks that are added while an attempt runs have reserved ids and come back as they were', async () => {
    const { attempt, root, a } = await begun(store)
    const id = await store.reserveTaskIds(3)
    assert.ok(id > a.id)
    assert.ok(await store.reserveTaskIds(1) >= id + 3)
    const added: readonly Task[] = [0, 1, 2].map((i) => ({ ...a, id: id + i, parentId: root.id, fullName: `+main^sub+${i}`, upstreamIds: i === 2 ? [id, id + 1] : [], flags: { ...a.flags, initial: false } }))
    assert.is(await store.applyStep({ attemptId: attempt.id, owner: ME, at: T0, changes: [], added }), true)
    assert.equal((await store.listTasks(attempt.id)).slice(3), added)
  })

  test('a kill marks the attempt and what is not done, once', async () => {
    const { attempt, a } = await begun(store)
    await store.applyStep({ attemptId: attempt.id, owner: ME, at: T0, added: [], changes: [{ id: a.id, from: 'blocked', to: 'canceled', set: {} }] })
    assert.is((await store.requestKill(attempt.id, T0))?.attempt.cancelRequested, false)
    assert.is(await store.requestKill(attempt.id, T0), undefined)
    assert.equal((await store.listTasks(attempt.id)).map((one) => one.flags.cancelRequested), [true, false, true])
    assert.is((await store.findAttempt(attempt.id))?.attempt.cancelRequested, true)
  })

  test('an attempt is taken only from the owner it has', async () => {
    const { attempt } = await begun(store)
    assert.is(await store.takeAttempt(attempt.id, OTHER, OTHER, T0), false)
    assert.is(await store.takeAttempt(attempt.id, ME, OTHER, T0 + 7), true)
    assert.is(await store.takeAttempt(attempt.id, ME, ME, T0), false)
    const found = await store.findAttempt(attempt.id)
    assert.equal([found?.attempt.owner, found?.attempt.heartbeatAt], [OTHER, T0 + 7])
    await store.heartbeat(OTHER, T0 + 8)
    await store.heartbeat(ME, T0 + 9)
    assert.is((await store.findAttempt(attempt.id))?.attempt.heartbeatAt, T0 + 8)
    await store.markStopped(attempt.id, ME)
    assert.is((await store.findAttempt(attempt.id))?.attempt.stopped, false)
    await store.markStopped(attempt.id, OTHER)
    assert.is((await store.findAttempt(attempt.id))?.attempt.stopped, true)
    assert.is(await store.takeAttempt(attempt.id, OTHER, null, T0), true)
    assert.is((await store.findAttempt(attempt.id))?.attempt.owner, null)
  })

  test('process groups are remembered until they are forgotten', async () => {
    const { attempt, a } = await begun(store)
    await store.recordProcess(a.id, { pid: 77, startedAt: 's' })
    assert.equal(await store.processesOf(attempt.id), [{ taskId: a.id, pid: 77, startedAt: 's' }])
    await store.recordProcess(a.id, null)
    assert.equal(await store.processesOf(attempt.id), [])
  })

  test('attempts and sessions are listed newest first, by page, by name, with and without those that were retried', async () => {
    const at = await pushed(store)
    const first = await begun(store, {}, at)
    const again = await begun(store, { retryAttemptName: 'x' }, at)
    const later = await begun(store, { sessionTime: T0 + 1000 }, at)
    const ids = async (filter: Parameters<Store['listAttempts']>[0]) => (await store.listAttempts(filter)).map(({ attempt }) => attempt.id)
    assert.equal(await ids({}), [later.attempt.id, again.attempt.id])
    assert.equal(await ids({ includeRetried: true }), [later.attempt.id, again.attempt.id, first.attempt.id])
    assert.equal(await ids({ includeRetried: true, lastId: again.attempt.id }), [first.attempt.id])
    assert.equal(await ids({ pageSize: 1 }), [later.attempt.id])
    assert.equal(await ids({ projectName: 'p', workflowName: 'main' }), [later.attempt.id, again.attempt.id])
    assert.equal(await ids({ projectName: 'q' }), [])
    assert.equal(await ids({ sessionId: first.session.id, includeRetried: true }), [again.attempt.id, first.attempt.id])
    assert.equal((await store.listSessions({})).map(({ session }) => session.id), [later.session.id, first.session.id])
    assert.equal((await store.listSessions({ lastId: later.session.id, projectId: at.project.id, workflowName: 'main' })).map(({ session }) => session.id), [first.session.id])
    assert.is((await store.findSession(first.session.id))?.lastAttempt.id, again.attempt.id)
    assert.is((await store.findSessionAt(at.project.id, 'main', T0))?.session.id, first.session.id)
    assert.is(await store.countActiveAttempts(), 3)
    assert.is(await store.countActiveAttempts({ projectId: at.project.id, workflowName: 'other' }), 0)
    assert.equal((await store.openAttempts()).map(({ attempt }) => attempt.id), [first.attempt.id, again.attempt.id, later.attempt.id])
  })

  const schedules = (list: readonly NextSchedule[]): Partial<NewRevision> => ({ schedules: () => list })
  const next = (workflowName: string, at: number, last: number | null = null): NextSchedule => ({ workflowName, nextRunTime: at, nextScheduleTime: at - 1000, lastSessionTime: last })

  test('schedules follow a push: kept by workflow name, moved to the new definition, removed with it, and their mark survives', async () => {
    const first = await pushed(store, 'r1', schedules([next('main', T0)]))
    const [schedule] = await store.listSchedules({})
    if (schedule === undefined) throw new Error('no schedule')
    await store.setScheduleDisabled(schedule.id, T0, T0)
    let seen: readonly number[] = []
    const second = await pushed(store, 'r2', { schedules: (before) => { seen = before.map((one) => one.id); return [next('main', T0 + 5, T0)] } })
    const after = await store.findSchedule(schedule.id)
    assert.equal(seen, [schedule.id])
    assert.equal([after?.workflowId, after?.nextRunTime, after?.lastSessionTime, after?.disabledAt], [second.workflow.id, T0 + 5, T0, T0])
    assert.is.not(second.workflow.id, first.workflow.id)
    await pushed(store, 'r3')
    assert.equal(await store.listSchedules({}), [])
  })

  test('due schedules are the enabled ones, earliest first, and move only from where they were read', async () => {
    await pushed(store, 'r1', { projectName: 'one', ...schedules([next('main', T0 + 10)]) })
    await pushed(store, 'r1', { projectName: 'two', ...schedules([next('main', T0 + 5)]) })
    const due = await store.dueSchedules(T0 + 10)
    assert.equal(due.map((one) => one.nextRunTime), [T0 + 5, T0 + 10])
    assert.equal((await store.dueSchedules(T0 + 9)).length, 1)
    const [schedule] = due
    if (schedule === undefined) throw new Error('no schedule')
    assert.is(await store.moveSchedule(schedule.id, { nextRunTime: T0 }, { nextRunTime: 1, nextScheduleTime: 1 }, T0), false)
    assert.is(await store.moveSchedule(schedule.id, schedule, { nextRunTime: T0 + 99, nextScheduleTime: T0 + 98, lastSessionTime: T0 }, T0), true)
    const moved = await store.findSchedule(schedule.id)
    assert.equal([moved?.nextRunTime, moved?.nextScheduleTime, moved?.lastSessionTime], [T0 + 99, T0 + 98, T0])
    await store.setScheduleDisabled(schedule.id, T0, T0)
    assert.equal((await store.dueSchedules(T0 + 1000)).length, 1)
    assert.equal((await store.listSchedules({ lastId: due[1]?.id ?? 0 })).length, (await store.listSchedules({})).filter((one) => one.id > (due[1]?.id ?? 0)).length)
  })

  test('values are kept by kind, scope and key', async () => {
    await store.putValue('secret', 1, 'k', new Uint8Array([1]), T0)
    await store.putValue('secret', 1, 'k', new Uint8Array([2]), T0 + 1)
    await store.putValue('secret', 2, 'k', new Uint8Array([3]), T0)
    await store.putValue('load', 1, 'k', new Uint8Array([4]), T0)
    assert.equal([...await store.getValue('secret', 1, 'k') ?? []], [2])
    assert.equal(await store.listValues('secret', 1), [{ key: 'k', updatedAt: T0 + 1 }])
    assert.is(await store.deleteValue('secret', 1, 'k'), true)
    assert.is(await store.deleteValue('secret', 1, 'k'), false)
    assert.is(await store.getValue('secret', 1, 'k'), undefined)
    assert.equal([...await store.getValue('load', 1, 'k') ?? []], [4])
  })

  test('pruning removes old finished attempts, sessions without attempts and revisions that nothing uses, and nothing else', async () => {
    const at = await pushed(store)
    const old = await begun(store, {}, at)
    const open = await begun(store, { sessionTime: T0 + 1000 }, at)
    await store.applyStep({ attemptId: old.attempt.id, owner: ME, at: T0, changes: [], added: [], finish: { success: true } })
    await pushed(store, 'r2', { createdAt: T0 })
    await pushed(store, 'r3', { createdAt: T0 })
    assert.equal(await store.prune(T0 + 1), { attempts: [old.attempt.id], sessions: 1, revisions: 1 })
    assert.is(await store.findAttempt(old.attempt.id), undefined)
    assert.equal(await store.listTasks(old.attempt.id), [])
    assert.is((await store.findAttempt(open.attempt.id))?.attempt.id, open.attempt.id)
    assert.equal((await store.listRevisions(at.project.id)).map((one) => one.name), ['r3', 'r1'])
  })

  test('what an open attempt resumes is not pruned', async () => {
    const at = await pushed(store)
    const old = await begun(store, {}, at)
    await begun(store, { retryAttemptName: 'r', resumes: old.attempt.id, closes: old.attempt.id }, at)
    assert.equal((await store.prune(T0 + 1000)).attempts, [])
  })

  test.run()
}
