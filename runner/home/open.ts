import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine, type DrivingEngine } from '../engine/create.ts'
import { thisProcess } from '../engine/owner.ts'
import { builtinConnectors } from '../connectors/index.ts'
import { createEvaluator } from '../dig/evaluate.ts'
import { readYaml } from '../dig/yaml.ts'
import { systemClock } from '../model/clock.ts'
import { ConfigError, messageOf, RunnerError } from '../model/error.ts'
import { parseJson, stringifyJson, type Json } from '../model/json.ts'
import type { TaskLogs } from '../model/logs.ts'
import type { Operator, SavedQuery } from '../model/operator.ts'
import type { Store } from '../model/store.ts'
import { builtinOperators } from '../operators/index.ts'
import { configuredPlugins, createProjectPlugins, loadPlugins, type Plugins, type ProjectPlugins } from '../operators/plugins.ts'
import { createVault } from '../stores/vault.ts'
import { openMemoryStore } from '../stores/memory/open.ts'
import type { Vault } from '../model/vault.ts'
import { createLoads } from './loads.ts'
import { createLoadReports, createMemoryReports } from './reports.ts'
import { createPushedDirectories, type PushedDirectories } from './pushed.ts'
import { createNotifier } from './notifier.ts'
import { createParamServer } from './param-server.ts'
import { pruneHome } from './prune.ts'
import { readServerNote } from './server-note.ts'
import { scriptEnvironment } from './environment.ts'
import { lazyHandler, lazyWarehouse } from './lazy.ts'
import type { Home, HomeOptions } from './home.ts'

/**
 * Opens a home and puts its parts together; the folder is made when missing. Close it when done.
 * @throws RunnerError `disk`, `newer-store`, `busy`
 */
export async function openHome(options: HomeOptions): Promise<Home> {
  makeFolder(options.path)
  const plugins = await configuredModules(options)
  const parts = await openParts(options, plugins.connectors)
  const { clock, owner, store, lasting, vault, logs, warehouse, settings, loads, outboxPath } = parts
  const evaluator = createEvaluator({ isolate: options.isolateTemplates ? 'worker' : 'in-process' })
  const operators: ReadonlyMap<string, Operator> = new Map([...builtinOperators(), ...plugins.operators])
  const engine = createEngine({
    store, logs, vault, operators, clock, evaluator, owner,
    services: {
      warehouse, outboxPath, environment: scriptEnvironment(options.environment ?? {}), settings, loads: loads.runner,
      readYaml: readLoadYaml, paramServer: createParamServer({ settings, store: lasting.get, clock }),
      notify: createNotifier({ settings, outboxPath, clock }), saved: { find: (reference) => findQuery(lasting.get, reference) },
    },
    workspace: options.projectDirectory === undefined ? { mode: 'unpacked', cachePath: join(options.path, 'revisions') } : { mode: 'project-directory', path: options.projectDirectory },
    findSecret: secretFinder(options, vault), findOperator: projectOperators(options, operators),
    ...engineLimits(options),
  })
  const pushed = createPushedDirectories(options.path)
  return {
    path: options.path, owner, clock, store, vault, logs, engine, operators, warehouse, outboxPath, loads,
    handle: serve(options, parts, engine, pushed),
    interrupted: async () => (await store.openAttempts()).filter((details) => details.attempt.stopped || engine.isInterrupted(details)),
    server: () => (options.memory ? undefined : readServerNote(options.path)),
    projectNamed: async (name) => (await lasting.get()).findProjectByName(name),
    pushedProject: async (directory) => { const name = pushed.find(directory); return name === undefined ? undefined : (await lasting.get()).findProjectByName(name) },
    saveQuery: (query) => saveQuery(lasting.get, query, clock.now()),
    exportParquet: async ({ database, sql, path, signal }) => (await warehouse.exportQuery?.({ database, sql, scheduledTime: clock.now(), signal, notice: options.notice ?? (() => undefined) }, { path, format: 'parquet' }))?.rows ?? 0,
    prune: (before) => pruneHome({ store, logs, reports: loads.reports, revisionsPath: join(options.path, 'revisions', 'revisions') }, before),
    close: async () => { for (const part of [engine, evaluator, warehouse, lasting, store]) await part.close() },
  }
}

/** What is there before the engine: where things are kept. */
async function openParts(options: HomeOptions, connectors: Plugins['connectors']) {
  const clock = options.clock ?? systemClock
  const owner = thisProcess()
  const store = options.memory ? openMemoryStore() : await openState(options)
  const lasting = options.memory ? lastingStore(options) : { get: async () => store, close: async () => undefined }
  const vault = createVault({ store: deferredStore(lasting.get), key: options.key === undefined ? { file: join(options.path, 'key') } : { key: options.key }, clock })
  const logs = await openLogs(options, `${owner.pid}@${owner.host}`)
  const warehouse = lazyWarehouse(async () => {
    const { openDuckdbWarehouse } = await import('../warehouse/duckdb/open.ts')
    return openDuckdbWarehouse({
      path: options.warehousePath ?? join(options.path, 'warehouse.duckdb'), stagingPath: join(options.path, 'staging'), clock,
      who: options.who ?? `process ${owner.pid}`, strictDatabases: options.strictDatabases ?? false, ...(options.lockTimeoutMs === undefined ? {} : { lockTimeoutMs: options.lockTimeoutMs }),
    })
  })
  const settings: Readonly<Record<string, string>> = { ...options.settings, ...(options.graphUrl ? { 'trowel.graph_url': options.graphUrl } : {}), ...(options.insecureHttp ? { 'trowel.insecure_http': 'true' } : {}) }
  const loads = createLoads({ connectors, warehouse, vault, store: lasting.get, settings, clock, reports: options.memory ? createMemoryReports() : createLoadReports(options.path) })
  return { clock, owner, store, lasting, vault, logs, warehouse, settings, loads, outboxPath: join(options.path, 'outbox') }
}

/** Where what tasks print is kept: a file per attempt in the home, files by task where a local run asked for them, or nowhere. */
async function openLogs(options: HomeOptions, agentId: string): Promise<TaskLogs> {
  if (options.taskLogPath !== undefined) return (await import('../stores/log-folder.ts')).openLogFolder({ path: options.taskLogPath, agentId })
  if (options.discardLogs) return NO_LOGS
  return (await import('../stores/logs.ts')).openTaskLogs({ path: join(options.path, options.memory ? 'run-logs' : 'logs'), agentId })
}

const NO_LOGS: TaskLogs = {
  open: () => ({ write: () => undefined, close: async () => undefined }),
  list: async () => [], read: async () => undefined, remove: async () => undefined,
}

/** The REST API of the home: pushes are remembered with their directory, starts may be left to a server. */
function serve(options: HomeOptions, { clock, store, logs, loads }: Awaited<ReturnType<typeof openParts>>, engine: DrivingEngine, pushed: PushedDirectories): Home['handle'] {
  const notice = options.notice ?? (() => undefined)
  const serving: DrivingEngine = {
    ...engine,
    start: (request) => engine.startWith(request, { unowned: options.handOver?.() ?? false }),
    push: async (request) => {
      const result = await engine.push(request)
      if (options.pushedFrom !== undefined) pushed.remember(options.pushedFrom, result.project.name)
      return result
    },
  }
  return lazyHandler(async () => (await import('../server/handle.ts')).createHandler({
    engine: serving, store, logs, clock, version: options.version ?? '', routes: (await import('./routes.ts')).trowelRoutes({ reports: loads.reports, wake: () => engine.wake() }),
    isInterrupted: (attempt) => !attempt.done && (attempt.stopped || engine.isInterrupted({ attempt } as Parameters<DrivingEngine['isInterrupted']>[0])),
    ...(options.maxArchiveBytes === undefined ? {} : { limits: { archiveBytes: options.maxArchiveBytes } }),
    // What a RunnerError says is in the answer; anything else is our own mistake, and whoever reports it needs the place.
    onError: (error, where) => { if (!(error instanceof RunnerError)) notice(`${where}: ${error instanceof Error ? error.stack ?? error.message : String(error)}`) },
  }))
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    chmodSync(path, 0o700)
  } catch (error) {
    throw new RunnerError('disk', `the home ${path} cannot be made: ${messageOf(error)}`, { cause: error, hint: 'choose another folder with --home DIR or TROWEL_HOME' })
  }
}

const engineLimits = (options: HomeOptions) => ({
  ...(options.maxTasks === undefined ? {} : { maxTasks: options.maxTasks }),
  ...(options.maxTaskThreads === undefined ? {} : { maxTaskThreads: options.maxTaskThreads }),
  ...(options.catchUp === undefined ? {} : { catchUp: options.catchUp }),
  ...(options.defaultParams === undefined ? {} : { defaultParams: options.defaultParams }),
  ...(options.maxArchiveBytes === undefined ? {} : { archiveLimits: { packedBytes: options.maxArchiveBytes } }),
  ...(options.hooks === undefined ? {} : { hooks: options.hooks }),
  ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
})

/** The sandbox's token first, then what a local run looks through, else the project's own secrets. */
function secretFinder(options: HomeOptions, vault: Vault): (projectId: number, key: string) => Promise<string | undefined> {
  const find = options.findSecret ?? ((projectId: number, key: string) => vault.get('secret', projectId, key))
  return async (projectId, key) => options.secretOverride?.(key) ?? find(projectId, key)
}

/** Operators that projects bring: loaded at the first task that names one, and only where that is allowed. */
function projectOperators(options: HomeOptions, taken: ReadonlyMap<string, Operator>): (type: string, plugin: Json, folder: string) => Promise<Operator | undefined> {
  let plugins: ProjectPlugins | undefined
  return async (type, plugin, folder) => {
    plugins ??= createProjectPlugins({ allowProjectPlugins: options.allowProjectPlugins ?? false, taken: new Set(taken.keys()) })
    return plugins.find(type, plugin, folder)
  }
}

/** What the configuration of the person or the server names. */
const configuredModules = (options: HomeOptions): Promise<Plugins> =>
  loadPlugins([...configuredPlugins(options.settings?.['operator.plugins'], options.settingsFolder ?? '.'), ...(options.plugins ?? [])],
    { allowProjectPlugins: options.allowProjectPlugins ?? false, taken: new Set(builtinOperators().keys()), takenConnectors: new Set(builtinConnectors().keys()) })

const openState = async (options: HomeOptions): Promise<Store> => (await import('../stores/sqlite/open.ts')).openSqliteStore({ path: join(options.path, 'state.db'), fsync: options.fsync ?? false })

/** A run in memory still reads and writes what lasts (secrets, saved loads) in the home's own store, opened when needed. */
function lastingStore(options: HomeOptions): { get(): Promise<Store>; close(): Promise<void> } {
  let opened: Promise<Store> | undefined
  return {
    get: () => (opened ??= openState(options)),
    close: async () => { if (opened) await (await opened).close() },
  }
}

/** The verbs that a vault uses, on a store that may not be open yet. */
const deferredStore = (get: () => Promise<Store>): Store => ({
  putValue: async (...args: Parameters<Store['putValue']>) => (await get()).putValue(...args),
  getValue: async (...args: Parameters<Store['getValue']>) => (await get()).getValue(...args),
  listValues: async (...args: Parameters<Store['listValues']>) => (await get()).listValues(...args),
  deleteValue: async (...args: Parameters<Store['deleteValue']>) => (await get()).deleteValue(...args),
}) as Store

function readLoadYaml(text: string, file: string): Json {
  const { value, problems } = readYaml(text, file, { lenient: true })
  if (value !== undefined) return value
  throw new ConfigError(`Failed to parse yaml file ${file}: ${problems[0]?.message ?? 'it is empty'}`, { problems })
}

const QUERY_SCOPE = 0

async function saveQuery(store: () => Promise<Store>, query: { readonly name: string; readonly database: string; readonly query: string }, at: number): Promise<void> {
  const all = await listQueries(await store())
  const id = all.find(({ name }) => name === query.name)?.id ?? Math.max(0, ...all.map((saved) => saved.id)) + 1
  const saved: SavedQuery = { id, engine: 'presto', ...query }
  await (await store()).putValue('query', QUERY_SCOPE, query.name, Buffer.from(stringifyJson({ ...saved })), at)
}

async function listQueries(store: Store): Promise<readonly SavedQuery[]> {
  const found: SavedQuery[] = []
  for (const { key } of await store.listValues('query', QUERY_SCOPE)) {
    const value = await store.getValue('query', QUERY_SCOPE, key)
    if (value) found.push(parseJson(Buffer.from(value).toString('utf8')) as unknown as SavedQuery)
  }
  return found
}

async function findQuery(store: () => Promise<Store>, reference: string | number): Promise<SavedQuery | undefined> {
  return (await listQueries(await store())).find((query) => (typeof reference === 'number' ? query.id === reference : query.name === reference))
}
