import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../../../runner/model/engine.ts'
import { RunnerError } from '../../../runner/model/error.ts'
import type { JsonObject } from '../../../runner/model/json.ts'
import type { TaskLogs } from '../../../runner/model/logs.ts'
import type { PlannedTask, Store } from '../../../runner/model/store.ts'
import { createHandler, type Handler } from '../../../runner/server/handle.ts'
import { openTaskLogs } from '../../../runner/stores/logs.ts'
import { openSqliteStore } from '../../../runner/stores/sqlite/open.ts'

export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

/** A server's parts on a real store and real logs, with an engine that only writes what it is told: these tests are about HTTP. */
export interface World {
  readonly handler: Handler
  readonly store: Store
  readonly logs: TaskLogs
  readonly pushed: unknown[]
  readonly started: unknown[]
  readonly moved: unknown[]
  interrupted: boolean
  /** Answers what the engine's next verb throws. */
  failure: Error | undefined
  close(): Promise<void>
}

const task = (index: number, fullName: string, parentIndex: number | null, config: JsonObject): PlannedTask => ({
  index, name: fullName, fullName, parentIndex, upstreamIndexes: [], isGroup: parentIndex === null, config,
  state: parentIndex === null ? 'planned' : 'blocked', initial: true,
})

export async function createWorld(options: { readonly taskConfig?: JsonObject; readonly limits?: { readonly archiveBytes: number } } = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'trowel-server-'))
  const store = await openSqliteStore({ path: ':memory:' })
  const logs = openTaskLogs({ path: join(folder, 'logs'), agentId: 'agent' })
  const clock = { now: () => NOW, after: () => () => undefined }
  const world: Omit<World, 'handler'> = {
    store, logs, pushed: [], started: [], moved: [], interrupted: false, failure: undefined,
    close: async () => { await store.close(); await rm(folder, { recursive: true, force: true }) },
  }
  const handler = createHandler({
    engine: writingEngine(world, options.taskConfig ?? { 'echo>': 'hello' }), store, logs, clock, version: '1.2.3', isInterrupted: () => world.interrupted,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  })
  return Object.assign(world, { handler })
}

function writingEngine(world: Omit<World, 'handler'>, taskConfig: JsonObject): Engine {
  const { store } = world
  const secrets = new Map<number, Set<string>>()
  const told = async (): Promise<void> => { if (world.failure !== undefined) throw world.failure }
  const schedule = async (id: number) => {
    const found = await store.findSchedule(id)
    if (found === undefined) throw new RunnerError('not-found', 'gone')
    return found
  }
  return {
    push: async (request) => {
      await told()
      world.pushed.push(request)
      const stored = await store.putRevision({
        projectName: request.project, revisionName: request.revision, archive: request.archive, archiveMd5: 'bWQ1', defaultParams: {}, createdAt: NOW,
        workflows: [{ name: 'main', timezone: 'Asia/Tokyo', config: { '+a': taskConfig } }, { name: 'other', timezone: 'UTC', config: {} }],
        schedules: () => [{ workflowName: 'main', nextRunTime: NOW + 3_600_000, nextScheduleTime: NOW, lastSessionTime: null }],
      })
      return { ...stored, warnings: [{ message: 'odd', severity: 'warning', hint: 'rename it' }] }
    },
    start: async (request) => {
      await told()
      world.started.push(request)
      const workflow = await store.findWorkflow(request.workflowId)
      if (workflow === undefined) throw new RunnerError('not-found', 'gone')
      const begun = await store.begin({
        projectId: workflow.projectId, revisionId: workflow.revisionId, workflowId: workflow.id, workflowName: workflow.name, sessionTime: request.sessionTime,
        retryAttemptName: request.retryAttemptName ?? null, params: request.params, timezone: workflow.timezone, createdAt: NOW, resumes: null, owner: null,
        afterAttemptId: null, tasks: [task(0, '+main', null, {}), task(1, '+main+a', 0, taskConfig)], closes: null,
      })
      const details = await store.findAttempt(begun.attempt.id)
      if (begun.kind === 'conflict') throw new RunnerError('conflict', 'exists', { conflicting: details })
      if (details === undefined) throw new RunnerError('internal', 'not stored')
      return details
    },
    kill: async (id) => store.requestKill(id, NOW),
    skipSchedule: async (id, request) => { await told(); world.moved.push(request); return schedule(id) },
    disableSchedule: async (id) => { await store.setScheduleDisabled(id, NOW, NOW); return schedule(id) },
    enableSchedule: async (id, request) => { world.moved.push(request); await store.setScheduleDisabled(id, null, NOW); return schedule(id) },
    backfill: async (_id, request) => { world.moved.push(request); return [{ sessionTime: NOW, attempt: null }] },
    truncateSessionTime: (_workflow, text, mode) => {
      if (mode === 'minute') throw new RunnerError('invalid', 'Unknown session time truncate option: minute')
      return Date.parse(text.endsWith('Z') ? text : `${text}+09:00`)
    },
    setSecret: async (projectId, key) => { secrets.set(projectId, (secrets.get(projectId) ?? new Set()).add(key)) },
    listSecrets: async (projectId) => [...secrets.get(projectId) ?? []],
    deleteSecret: async (projectId, key) => { secrets.get(projectId)?.delete(key) },
    wake: () => undefined,
  }
}

export interface Answer { readonly status: number; readonly headers: Headers; readonly body: any; readonly text: string }

/** One request to the handler; a `body` that is no text or bytes goes as JSON. */
export async function ask(handler: Handler, method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const answer = await handler(new Request(`http://localhost${path}`, {
    method, headers: { ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: (raw ? body : JSON.stringify(body)) as BodyInit }),
  }))
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: answer.headers.get('content-type') === 'application/json' ? JSON.parse(text) : undefined }
}

export const GZIP = { 'content-type': 'application/gzip' }
export const push = (handler: Handler, project = 'p', revision = 'r1'): Promise<Answer> =>
  ask(handler, 'PUT', `/api/projects?project=${project}&revision=${revision}`, new Uint8Array([1, 2, 3]), GZIP)
