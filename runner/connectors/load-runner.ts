import { createHash } from 'node:crypto'
import type { Clock } from '../model/clock.ts'
import type { Connector, ConnectorContext, ConnectorSource, LoadReport, Skipped } from '../model/connector.ts'
import { ConfigError } from '../model/error.ts'
import { isArray, isObject, mergeJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import type { LoadRequest, LoadRunner, TaskInfo } from '../model/operator.ts'
import { asObject, createParams } from '../model/params.ts'
import type { Batch, LoadOutcome, LoadTarget, Warehouse } from '../model/warehouse.ts'
import { withCredentials } from './credentials.ts'
import { createPipeline, type Pipeline } from './filters/pipeline.ts'

/** Saved loads (`wf load set`) and what each remembers from its last success. */
export interface SavedLoads {
  find(name: string): Promise<SavedLoad | undefined>
  /** `config_diff` of the last success, else `{}`. */
  state(name: string): Promise<JsonObject>
  saveState(name: string, state: JsonObject): Promise<void>
}
export interface SavedLoad { readonly database: string; readonly table: string; readonly config: JsonObject }

export interface LoadRunnerParts {
  readonly warehouse: Warehouse
  /** By `in.type`. */
  readonly connectors: ReadonlyMap<string, Connector>
  readonly saved: SavedLoads
  readonly clock: Clock
  readonly settings: Readonly<Record<string, string>>
  authentication(id: string): Promise<JsonObject | undefined>
  tokenExpiresAt?(token: string): Promise<number | undefined>
}

/** Runs bulk loads: configuration → connector → filters → warehouse. What was committed once under the task's key is not loaded again (design). */
export const createLoadRunner = (parts: LoadRunnerParts): LoadRunner => ({ run: (request) => runLoad(parts, request) })

const MODES: readonly LoadTarget['mode'][] = ['append', 'replace', 'truncate', 'replace_on_new_data', 'upsert']

interface Job {
  readonly database: string
  readonly table: string
  readonly config: JsonObject
  readonly saved: { readonly name: string; readonly state: JsonObject } | undefined
}

async function runLoad(parts: LoadRunnerParts, request: LoadRequest): Promise<LoadReport> {
  const { log } = request
  const job = await readJob(parts, request)
  const input = asObject(job.config['in'] ?? null, 'in')
  const connector = findConnector(parts, input)
  const out = createParams(asObject(job.config['out'] ?? {}, 'out'))
  const mode = readMode(out.optionalText('mode'))
  const pipeline = createPipeline(withTimeColumn(job.config['filters'], out.optionalText('time_column')), { startedAt: parts.clock.now(), warn: (text) => log.line('warn', text) })
  const source = await connector.open(input, { ...contextOf(parts, request, job), mode })
  const target: LoadTarget = {
    database: job.database, table: job.table, mode, key: keyOf(request.info), fingerprint: fingerprintOf(job.config),
    ...(mode === 'upsert' ? { upsertKeys: keysOf(source, pipeline) } : {}), note: () => noteOf(source, job),
  }
  const outcome = await parts.warehouse.load(target, (finished) => filtered(source, pipeline, finished, (rows) => log.progress(`${rows.toLocaleString('en-US')} rows`)), { signal: request.signal, notice: (text) => log.line('info', text) })
  await advanceState(parts, job, outcome)
  return report(request, job, outcome)
}

async function readJob({ saved }: LoadRunnerParts, request: LoadRequest): Promise<Job> {
  const { name, config, table, database, fill } = request
  if (config) {
    if (table === undefined) throw new ConfigError("Parameter 'table' is required but not set")
    return { database, table, config: normalised(config), saved: undefined }
  }
  const load = name === undefined ? undefined : await saved.find(name)
  if (name === undefined || !load) throw new ConfigError(`There is no saved load '${name ?? ''}'. wf load set NAME FILE --database D --table T keeps one; the name of a file ends in .yml`)
  const state = await saved.state(name)
  // What a load remembers came from outside, so it is laid over what was filled and never filled itself.
  return { database: load.database, table: load.table, config: mergeJson(normalised(fill ? await fill(load.config) : load.config), state), saved: { name, state } }
}

/** As td connector does: a map with `in` as it is, one with nothing but `config` unwrapped, anything else is the `in`. */
function normalised(config: JsonObject): JsonObject {
  if (Object.hasOwn(config, 'in')) return config
  const { config: inner, ...others } = config
  return isObject(inner) && Object.keys(others).length === 0 ? normalised(inner) : { in: config }
}

function findConnector({ connectors }: LoadRunnerParts, input: JsonObject): Connector {
  const type = createParams(input).text('type')
  const connector = connectors.get(type)
  if (connector) return connector
  throw new ConfigError(`There is no connector for in.type: ${type}. Here are ${[...connectors.keys()].join(', ')}`)
}

function readMode(text = 'append'): LoadTarget['mode'] {
  const mode = MODES.find((known) => known === text)
  if (mode) return mode
  throw new ConfigError(`Unknown out.mode: ${text}. Use one of ${MODES.join(', ')}`)
}

/** `out.time_column: x` copies x into `time`. */
function withTimeColumn(filters: Json | undefined, column: string | undefined): Json | undefined {
  if (column === undefined || column === 'time') return filters
  return [...(isArray(filters) ? filters : []), { type: 'add_time', to_column: { name: 'time' }, from_column: { name: column } }]
}

function contextOf(parts: LoadRunnerParts, request: LoadRequest, job: Job): ConnectorContext {
  return {
    clock: parts.clock, log: request.log, signal: request.signal, scheduledTime: request.scheduledTime,
    authentication: (id) => parts.authentication(id), ...(parts.tokenExpiresAt ? { tokenExpiresAt: parts.tokenExpiresAt } : {}), state: job.saved?.state ?? {}, settings: parts.settings,
  }
}

/** Once per session, chain of resumes, task and round (design). */
const keyOf = (info: TaskInfo): string => `${info.sessionUuid}/${info.chainId}/${info.fullName}/${info.round}/load`

/** Tells one configuration from another without what may change between two runs of the same: credentials. */
const fingerprintOf = (config: JsonObject): string => createHash('sha256').update(stringifyJson(withCredentials(config, () => ''))).digest('hex')

function keysOf(source: ConnectorSource, pipeline: Pipeline): readonly string[] {
  return source.keys.map((key) => {
    const renamed = pipeline.renamed(key)
    if (renamed === undefined) throw new ConfigError(`out.mode: upsert needs column '${key}', which a filter takes out`)
    return renamed
  })
}

async function* filtered(source: ConnectorSource, pipeline: Pipeline, finished: ReadonlySet<string>, progress: (rows: number) => void): AsyncIterable<Batch> {
  // The table gets its columns even when not one row comes
  yield pipeline.apply({ columns: source.columns, rows: [] })
  let rows = 0
  for await (const batch of source.read(finished)) {
    const passed = pipeline.apply(batch)
    rows += passed.rows.length
    progress(rows)
    yield passed
  }
}

/** Kept with the key, for a run that finds the load done: what was left out, and the state to be saved when that was cut off. */
function noteOf(source: ConnectorSource, { saved }: Job): JsonObject {
  const next = source.nextState()
  return { skipped: source.skipped() as unknown as Json, ...(saved && next ? { state: { before: saved.state, after: next } } : {}) }
}

/** Advances a saved load after the commit, also one that a crash kept from it; never back behind a later run. */
async function advanceState({ saved }: LoadRunnerParts, job: Job, { note, alreadyLoaded }: LoadOutcome): Promise<void> {
  const state = note?.['state']
  if (!job.saved || !isObject(state) || !isObject(state['before']) || !isObject(state['after'])) return
  if (alreadyLoaded && stringifyJson(state['before']) !== stringifyJson(job.saved.state)) return
  await saved.saveState(job.saved.name, state['after'])
}

function report({ log }: LoadRequest, job: Job, { rows, jobId, alreadyLoaded, note }: LoadOutcome): LoadReport {
  const table = `${job.database}.${job.table}`
  log.line('info', alreadyLoaded ? `${table} has these rows already (${rows}, job ${jobId}); nothing was loaded again` : `Loaded ${rows} rows into ${table} (job ${jobId})`)
  const skipped = note?.['skipped']
  return { table, rows, jobId, alreadyLoaded, skipped: isArray(skipped) ? (skipped as unknown as readonly Skipped[]) : [] }
}
