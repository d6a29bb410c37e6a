import { gunzip, constants } from 'node:zlib'
import type { components } from './generated/api.ts'
import { createConnection, type Connection, type ConnectionOptions } from './connection.ts'
import { ClientError, type ServerProblem } from './error.ts'

type Shapes = components['schemas']
export type Project = Shapes['Project']
/** What a push answers; `warnings` come from a trowel server alone. */
export type PushedProject = Project & { readonly warnings?: readonly ServerProblem[] }
export type Revision = Shapes['Revision']
export type Workflow = Shapes['Workflow']
export type SessionTime = Shapes['TruncatedSessionTime']
export type Session = Shapes['Session']
export type Attempt = Shapes['Attempt']
export type AttemptRequest = Shapes['AttemptRequest']
export type Task = Shapes['Task']
export type Schedule = Shapes['Schedule']
export type ScheduleSummary = Shapes['ScheduleSummary']
export type ScheduleAttempts = Shapes['ScheduleAttempts']
export type LogFile = Shapes['LogFile']
export type Version = Shapes['Version']
export type Id = string | number

/** The digdag client version that is told to servers (contract). */
export const CLIENT_VERSION = '0.10.6'

export interface PageRequest { readonly lastId?: Id | undefined; readonly pageSize?: number | undefined }

export interface Push {
  readonly project: string
  readonly revision: string
  /** tar.gz */
  readonly archive: Uint8Array
  /** ISO with Z. */
  readonly scheduleFrom?: string | undefined
  readonly clearSchedules?: readonly string[] | 'all' | undefined
  /** Accept workflow file names that digdag refuses; other servers pass over it (contract). */
  readonly lenientNames?: boolean
}

/** digdag's REST API v0, from the caller's side: the same against digdag, Treasure Workflow, `wf server` and the embedded engine. Every call throws ClientError. */
export interface Client {
  readonly connection: Connection
  version(): Promise<Version>
  /** @returns a warning when the server recommends an upgrade. @throws ClientError `incompatible` */
  checkVersion(): Promise<string | undefined>

  listProjects(filter?: { readonly lastId?: Id | undefined; readonly count?: number | undefined; readonly namePattern?: string | undefined }): Promise<readonly Project[]>
  findProject(name: string): Promise<Project | undefined>
  /** @throws ClientError `not-found` */
  projectNamed(name: string): Promise<Project>
  project(id: Id): Promise<Project>
  deleteProject(id: Id): Promise<Project>
  push(push: Push): Promise<PushedProject>
  revisions(projectId: Id, name?: string): Promise<readonly Revision[]>
  /** The packed project, of the latest revision unless named. */
  archive(projectId: Id, revision?: string): Promise<Uint8Array>

  listWorkflows(filter?: { readonly lastId?: Id | undefined; readonly count?: number | undefined; readonly order?: 'asc' | 'desc' | undefined; readonly namePattern?: string | undefined }): Promise<readonly Workflow[]>
  workflowsOf(projectId: Id, revision?: string): Promise<readonly Workflow[]>
  /** @throws ClientError `not-found` */
  workflowNamed(projectId: Id, name: string, revision?: string): Promise<Workflow>
  workflow(id: Id): Promise<Workflow>
  /** A session time in the workflow's zone, cut by a mode (digdag §8.2). */
  sessionTime(workflowId: Id, time: string, mode?: 'hour' | 'day' | 'schedule' | 'next_schedule'): Promise<SessionTime>

  listSchedules(filter?: { readonly lastId?: Id | undefined }): Promise<readonly Schedule[]>
  schedulesOf(projectId: Id, filter?: { readonly lastId?: Id | undefined }): Promise<readonly Schedule[]>
  /** @throws ClientError `not-found` */
  scheduleOf(projectId: Id, workflow: string): Promise<Schedule>
  schedule(id: Id): Promise<Schedule>
  skipSchedule(id: Id, request: Shapes['ScheduleSkip']): Promise<ScheduleSummary>
  backfill(id: Id, request: Shapes['ScheduleBackfill']): Promise<ScheduleAttempts>
  disableSchedule(id: Id): Promise<ScheduleSummary>
  enableSchedule(id: Id, request?: Shapes['ScheduleEnable']): Promise<ScheduleSummary>

  /** Newest first. */
  listSessions(filter?: PageRequest): Promise<readonly Session[]>
  sessionsOf(projectId: Id, filter?: PageRequest & { readonly workflow?: string | undefined }): Promise<readonly Session[]>
  session(id: Id): Promise<Session>
  attemptsOf(sessionId: Id, filter?: PageRequest): Promise<readonly Attempt[]>

  /** Newest first; without `includeRetried` the last of each session. */
  listAttempts(filter?: PageRequest & { readonly project?: string | undefined; readonly workflow?: string | undefined; readonly includeRetried?: boolean | undefined }): Promise<readonly Attempt[]>
  attempt(id: Id): Promise<Attempt>
  retries(id: Id): Promise<readonly Attempt[]>
  tasks(attemptId: Id): Promise<readonly Task[]>
  /** @throws ClientError `conflict` whose `conflicting` is the existing attempt */
  start(request: AttemptRequest): Promise<Attempt>
  kill(attemptId: Id): Promise<Attempt>

  logFiles(attemptId: Id, taskPrefix?: string): Promise<readonly LogFile[]>
  /** What a log file holds so far, unpacked. */
  readLog(attemptId: Id, file: Pick<LogFile, 'fileName' | 'direct'>): Promise<Uint8Array>

  secretKeys(projectId: Id): Promise<readonly string[]>
  setSecret(projectId: Id, key: string, value: string): Promise<void>
  deleteSecret(projectId: Id, key: string): Promise<void>
}

export function createClient(options: ConnectionOptions): Client {
  const connection = createConnection(options)
  return {
    connection,
    ...versionCalls(connection), ...projectCalls(connection), ...workflowCalls(connection), ...scheduleCalls(connection),
    ...sessionCalls(connection), ...attemptCalls(connection), ...logCalls(connection), ...secretCalls(connection),
  }
}

const at = (id: Id): string => encodeURIComponent(String(id))
const text = (id: Id | undefined): string | undefined => (id === undefined ? undefined : String(id))
const paged = ({ lastId, pageSize }: PageRequest) => ({ last_id: text(lastId), page_size: pageSize })

const versionCalls = ({ json }: Connection) => ({
  version: () => json<Version>('GET', '/api/version'),
  checkVersion: async () => {
    const { apiCompatible, upgradeRecommended, serverVersion } = await json<Shapes['VersionCheck']>('GET', '/api/version/check', { query: { client: CLIENT_VERSION } })
    const pair = `(client: ${CLIENT_VERSION}, server: ${serverVersion})`
    if (!apiCompatible) {
      throw new ClientError('incompatible', `This client version is not API compatible to the server ${pair}.`, { hint: 'Install a version that follows the server\'s, or pass --disable-version-check.' })
    }
    return upgradeRecommended ? `This client version is obsoleted. It is recommended to upgrade ${pair}.` : undefined
  },
})

function projectCalls({ json, bytes }: Connection) {
  const listed = async (query: Record<string, string | number | undefined>) => (await json<Shapes['ProjectList']>('GET', '/api/projects', { query })).projects
  const findProject = async (name: string): Promise<Project | undefined> => (await listed({ name }))[0]
  return {
    findProject,
    listProjects: ({ lastId, count, namePattern }: Parameters<Client['listProjects']>[0] = {}) => listed({ last_id: text(lastId), count, name_pattern: namePattern }),
    projectNamed: async (name: string) => {
      const found = await findProject(name)
      if (found === undefined) throw new ClientError('not-found', `Resource not found: project not found: ${name}`, { status: 404 })
      return found
    },
    project: (id: Id) => json<Project>('GET', `/api/projects/${at(id)}`),
    deleteProject: (id: Id) => json<Project>('DELETE', `/api/projects/${at(id)}`),
    push: ({ project, revision, archive, scheduleFrom, clearSchedules, lenientNames }: Push) => json<PushedProject>('PUT', '/api/projects', {
      query: {
        project, revision, schedule_from: scheduleFrom, lenient_names: lenientNames === true ? true : undefined,
        ...(clearSchedules === 'all' ? { clear_schedule_all: true } : { clear_schedule: clearSchedules }),
      },
      bytes: { content: archive, type: 'application/gzip' },
    }),
    revisions: async (projectId: Id, name?: string) => (await json<Shapes['RevisionList']>('GET', `/api/projects/${at(projectId)}/revisions`, { query: { name } })).revisions,
    archive: (projectId: Id, revision?: string) => bytes(`/api/projects/${at(projectId)}/archive`, { revision }),
  }
}

function workflowCalls({ json }: Connection) {
  const ofProject = async (projectId: Id, query: Record<string, string | undefined>) =>
    (await json<Shapes['WorkflowList']>('GET', `/api/projects/${at(projectId)}/workflows`, { query })).workflows
  return {
    listWorkflows: async ({ lastId, count, order, namePattern }: Parameters<Client['listWorkflows']>[0] = {}) =>
      (await json<Shapes['WorkflowList']>('GET', '/api/workflows', { query: { last_id: text(lastId), count, order, name_pattern: namePattern } })).workflows,
    workflowsOf: (projectId: Id, revision?: string) => ofProject(projectId, { revision }),
    workflowNamed: async (projectId: Id, name: string, revision?: string) => {
      const found = (await ofProject(projectId, { name, revision })).find((workflow) => workflow.name === name)
      if (found !== undefined) return found
      const where = revision === undefined ? `the latest revision of project id = ${projectId}` : `revision = ${revision} of project id = ${projectId}`
      throw new ClientError('not-found', `Resource not found: workflow not found in ${where}: ${name}`, { status: 404 })
    },
    workflow: (id: Id) => json<Workflow>('GET', `/api/workflows/${at(id)}`),
    sessionTime: (workflowId: Id, time: string, mode?: string) => json<SessionTime>('GET', `/api/workflows/${at(workflowId)}/truncated_session_time`, { query: { session_time: time, mode } }),
  }
}

function scheduleCalls({ json }: Connection) {
  const ofProject = async (projectId: Id, query: Record<string, string | undefined>) =>
    (await json<Shapes['ScheduleList']>('GET', `/api/projects/${at(projectId)}/schedules`, { query })).schedules
  const change = (id: Id, verb: string, body: unknown) => json<ScheduleSummary>('POST', `/api/schedules/${at(id)}/${verb}`, { body })
  return {
    listSchedules: async ({ lastId }: { readonly lastId?: Id | undefined } = {}) => (await json<Shapes['ScheduleList']>('GET', '/api/schedules', { query: { last_id: text(lastId) } })).schedules,
    schedulesOf: (projectId: Id, { lastId }: { readonly lastId?: Id | undefined } = {}) => ofProject(projectId, { last_id: text(lastId) }),
    scheduleOf: async (projectId: Id, workflow: string) => {
      const [found] = await ofProject(projectId, { workflow })
      if (found !== undefined) return found
      throw new ClientError('not-found', `Resource not found: schedule not found in the latest revision of project id = ${projectId}: ${workflow}`, { status: 404 })
    },
    schedule: (id: Id) => json<Schedule>('GET', `/api/schedules/${at(id)}`),
    skipSchedule: (id: Id, request: Shapes['ScheduleSkip']) => change(id, 'skip', request),
    backfill: (id: Id, request: Shapes['ScheduleBackfill']) => json<ScheduleAttempts>('POST', `/api/schedules/${at(id)}/backfill`, { body: request }),
    disableSchedule: (id: Id) => change(id, 'disable', {}),
    enableSchedule: (id: Id, request: Shapes['ScheduleEnable'] = {}) => change(id, 'enable', request),
  }
}

const sessionCalls = ({ json }: Connection) => ({
  listSessions: async (filter: PageRequest = {}) => (await json<Shapes['SessionList']>('GET', '/api/sessions', { query: paged(filter) })).sessions,
  sessionsOf: async (projectId: Id, { workflow, ...filter }: PageRequest & { readonly workflow?: string | undefined } = {}) =>
    (await json<Shapes['SessionList']>('GET', `/api/projects/${at(projectId)}/sessions`, { query: { ...paged(filter), workflow } })).sessions,
  session: (id: Id) => json<Session>('GET', `/api/sessions/${at(id)}`),
  attemptsOf: async (sessionId: Id, filter: PageRequest = {}) => (await json<Shapes['AttemptList']>('GET', `/api/sessions/${at(sessionId)}/attempts`, { query: paged(filter) })).attempts,
})

const attemptCalls = ({ json }: Connection) => ({
  listAttempts: async ({ project, workflow, includeRetried, ...filter }: Parameters<Client['listAttempts']>[0] = {}) =>
    (await json<Shapes['AttemptList']>('GET', '/api/attempts', { query: { ...paged(filter), project, workflow, include_retried: includeRetried === true ? true : undefined } })).attempts,
  attempt: (id: Id) => json<Attempt>('GET', `/api/attempts/${at(id)}`),
  retries: async (id: Id) => (await json<Shapes['AttemptList']>('GET', `/api/attempts/${at(id)}/retries`)).attempts,
  tasks: async (attemptId: Id) => (await json<Shapes['TaskList']>('GET', `/api/attempts/${at(attemptId)}/tasks`)).tasks,
  start: (request: AttemptRequest) => json<Attempt>('PUT', '/api/attempts', { body: { ...request, params: request.params ?? {} } }),
  kill: (attemptId: Id) => json<Attempt>('POST', `/api/attempts/${at(attemptId)}/kill`, { body: {} }),
})

const logCalls = ({ json, bytes }: Connection) => ({
  logFiles: async (attemptId: Id, taskPrefix?: string) => (await json<Shapes['LogFileList']>('GET', `/api/logs/${at(attemptId)}/files`, { query: { task: taskPrefix } })).files,
  readLog: async (attemptId: Id, { fileName, direct }: Pick<LogFile, 'fileName' | 'direct'>) => unpacked(await bytes(directUrl(direct) ?? `/api/logs/${at(attemptId)}/files/${encodeURIComponent(fileName)}`)),
})

/** digdag writes the link as `{"url": …}`, other servers as text. */
const directUrl = (direct: unknown): string | undefined => {
  const url = typeof direct === 'object' && direct !== null ? (direct as { url?: unknown }).url : direct
  return typeof url === 'string' && url !== '' ? url : undefined
}

/** Unpacks what is there: the file of a running task has no end yet. */
const unpacked = (packed: Uint8Array): Promise<Uint8Array> => packed.length === 0 ? Promise.resolve(packed) : new Promise((resolve, reject) => {
  gunzip(packed, { finishFlush: constants.Z_SYNC_FLUSH }, (error, plain) => { if (error === null) resolve(plain); else reject(error) })
})

function secretCalls({ json }: Connection) {
  const path = (projectId: Id, key: string): string => `/api/projects/${at(projectId)}/secrets/${encodeURIComponent(key)}`
  return {
    secretKeys: async (projectId: Id) => (await json<Shapes['SecretList']>('GET', `/api/projects/${at(projectId)}/secrets`)).secrets.map(({ key }) => key),
    setSecret: async (projectId: Id, key: string, value: string) => { await json('PUT', path(projectId, key), { body: { value } }) },
    deleteSecret: async (projectId: Id, key: string) => { await json('DELETE', path(projectId, key)) },
  }
}
