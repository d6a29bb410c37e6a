import { setMaxListeners } from 'node:events'
import { isGraphError, userMetric } from '../../../sdk/index.ts'
import type { WantedUserMetric } from '../../../sdk/index.ts'
import type { ConnectorContext, ConnectorSource, Skipped } from '../../model/connector.ts'
import { isObject, type JsonObject } from '../../model/json.ts'
import type { Batch } from '../../model/warehouse.ts'
import { findAccounts, type Account } from './accounts.ts'
import { coalesced } from './coalesce.ts'
import type { Settings } from './config.ts'
import { tellExpiry } from './expiry.ts'
import { configError, tokenFailure } from './failure.ts'
import { connect, type Graph } from './graph.ts'
import { merged } from './merge.ts'
import { mediaPreset, userPreset } from './presets.ts'
import { readComments } from './comments.ts'
import { readPosts, readProfile, readTags } from './lists.ts'
import { createLoaded, type Loaded } from './loaded.ts'
import { readMedia } from './media.ts'
import { createReport, type Report } from './report.ts'
import { createProgress, type Progress } from './state.ts'
import { TABLES, type DataType } from './tables.ts'
import { plannedAt, planUnit } from './units.ts'
import { readUser } from './user.ts'

/** One reading of a source, as the readers of each data type see it. */
export interface Reading {
  readonly settings: Settings
  readonly graph: Graph
  readonly report: Report
  readonly progress: Progress
  /** What a saved load that appends has of a list from before; undefined where each run brings the whole. */
  readonly loaded: Loaded | undefined
  readonly finished: ReadonlySet<string>
  readonly signal: AbortSignal
}

const READERS: Readonly<Record<DataType, (reading: Reading, account: Account) => AsyncIterable<Batch>>> = {
  user: readUser, media: readMedia, media_list: readPosts, comments: readComments, tags: readTags, profile: readProfile,
}

const ACCOUNTS_AT_ONCE = 16
const TRAILING_DAYS = 3

/** Lists whose rows stay what they are: an appending saved load brings each once. The others are numbers of the day they are read on. */
const LISTS: readonly DataType[] = ['media_list', 'comments', 'tags']
/** The unit that says that there were rows at all. */
const ROWS = 'rows'

/** What a reading leaves behind, apart from its rows. */
interface Findings { readonly report: Report; readonly progress: Progress; loaded: Loaded | undefined }

/** A load of Instagram insights, ready to be read. */
export function createSource(settings: Settings, context: ConnectorContext): ConnectorSource {
  const findings: Findings = { report: createReport(context.log), progress: createProgress(context.state, (wanted) => (context.mode === 'upsert' && !isCoarse(settings, wanted) ? trailingDays(settings) : 0)), loaded: undefined }
  return {
    columns: TABLES[settings.dataType].columns,
    keys: TABLES[settings.dataType].keys,
    read: (finished) => read(settings, context, findings, finished),
    skipped: (): readonly Skipped[] => findings.report.skipped(),
    nextState: (): JsonObject | undefined => (settings.dataType === 'user' && settings.incremental ? findings.progress.next() : findings.loaded?.next()),
  }
}

/** A total of several days: read again from another day on it would be a second row beside the first, for days that both cover. */
const isCoarse = ({ totalDays }: Settings, { metric, metricType, breakdown = [] }: WantedUserMetric): boolean =>
  totalDays > 1 && (metricType === 'total_value' || breakdown.length > 0 || !userMetric(metric)?.forms.some((form) => form.metricType === 'time_series' && form.removed === null))

const trailingDays = ({ trailingDays: days }: Settings): number => days ?? TRAILING_DAYS

async function* read(settings: Settings, context: ConnectorContext, findings: Findings, finished: ReadonlySet<string>): AsyncGenerator<Batch, void, undefined> {
  const token = await findToken(settings, context)
  // Readers of other accounts end at once when one fails, or when nobody reads on.
  const own = new AbortController()
  const signal = AbortSignal.any([context.signal, own.signal])
  // Every call under way listens to it.
  setMaxListeners(0, signal)
  const resumedAt = plannedAt(finished)
  const { report, progress } = findings
  let graph: Graph | undefined
  try {
    const { graph: connected, begun: accounts } = await connect(settings, token, { ...context, signal }, resumedAt, (client) => findAccounts(client, settings))
    graph = connected
    const expiry = tellExpiry(graph, token, context, signal)
    const appends = (context.mode ?? 'append') === 'append' && settings.incremental && LISTS.includes(settings.dataType)
    findings.loaded = appends ? createLoaded(context.state, settings.dataType, graph.now, trailingDays(settings), finished) : undefined
    report.restore(finished)
    const reading: Reading = { settings: resolved(settings, graph), graph, report, progress, loaded: findings.loaded, finished, signal }
    if (resumedAt === undefined) yield { columns: TABLES[settings.dataType].columns, rows: [], finishes: [planUnit(graph.now)] }
    yield* noted(report, finished, coalesced(merged(accounts.map((account) => () => readAccount(reading, account, accounts.length > 1)), ACCOUNTS_AT_ONCE), context.clock))
    await expiry
    report.end(finished.has(ROWS) ? undefined : nothingOf(reading, accounts, isObject(context.state['accounts'])))
    context.log.line('info', `${accounts.length === 1 ? `account ${report.nameOf(accounts[0])}` : `${accounts.length} accounts`}, ${askedText(graph)}`)
  } catch (error) {
    throw context.signal.aborted ? error : tokenFailure(error)
  } finally {
    own.abort()
    await graph?.close()
  }
}

function askedText({ asked }: Graph): string {
  const { requests, calls } = asked()
  return `${requests} request${requests === 1 ? '' : 's'} to Meta${calls === requests ? '' : `, which count as ${calls} calls`}`
}

/** Batches with what a resumed load has to know of them: whether there were rows, and what was left out. */
async function* noted(report: Report, finished: ReadonlySet<string>, batches: AsyncGenerator<Batch, void, undefined>): AsyncGenerator<Batch, void, undefined> {
  let some = finished.has(ROWS)
  let columns: Batch['columns'] = []
  for await (const batch of batches) {
    report.rows(batch.rows.length)
    const first = !some && batch.rows.length > 0
    some ||= first
    columns = batch.columns
    yield { ...batch, finishes: [...batch.finishes ?? [], ...(first ? [ROWS] : []), ...report.units()] }
  }
  const last = report.units()
  if (last.length > 0) yield { columns, rows: [], finishes: last }
}

/** An account that may not be read does not take the others with it. */
async function* readAccount(reading: Reading, account: Account, others: boolean): AsyncGenerator<Batch, void, undefined> {
  try { yield* READERS[reading.settings.dataType](reading, account) } catch (error) {
    if (!others || !isGraphError(error) || (error.code !== 'permission' && error.code !== 'not-found')) throw error
    // Without the address: the account says which.
    reading.report.lost(account, `${(error.body?.message ?? error.message).replace(/\.$/, '')}. ${error.advice}`)
  }
}

/** The settings with what a preset stands for at the time of the load. */
function resolved(settings: Settings, { client, host, now }: Graph): Settings {
  if (settings.preset === undefined) return settings
  const at = { host, version: client.version, now }
  if (settings.dataType === 'user') return { ...settings, userMetrics: [...settings.userMetrics, ...userPreset(at)] }
  return { ...settings, mediaMetrics: [...settings.mediaMetrics, ...mediaPreset(settings.preset, at)] }
}

/** What is said when not one row came; undefined where that may well be (an account without posts, no story just now, stories that hardly anybody has seen yet). */
function nothingOf({ settings, report }: Reading, accounts: readonly Account[], again: boolean): string | undefined {
  const names = accounts.map((account) => report.nameOf(account)).join(', ')
  // A saved load that is up to date, or whose last days have no numbers yet, has failed at nothing.
  if (again && (report.served() || !report.refused())) return undefined
  if (settings.dataType === 'user') return `Nothing of what was asked could be loaded for ${names}${report.skipped().length > 0 ? '' : `: no day from ${settings.since ?? '30 days ago'} to ${settings.until ?? 'today'} (exclusive) is over yet, US Pacific time`}`
  return report.skipped().length > 0 && !report.unseen() ? `Nothing of what was asked could be loaded for ${names}` : undefined
}

async function findToken({ accessToken, authenticationId }: Settings, context: ConnectorContext): Promise<string> {
  if (accessToken !== undefined) return accessToken
  const id = authenticationId ?? ''
  const values = await context.authentication(id)
  const token = values?.['access_token']
  if (typeof token === 'string' && token.trim() !== '') return token.trim()
  throw configError(values === undefined ? `There is no authentication '${id}' (td_authentication_id)` : `The authentication '${id}' holds no access_token`, `Save one: wf connections set ${id} --type instagram_insight access_token=-`)
}
