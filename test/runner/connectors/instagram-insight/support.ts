import { instagramInsight } from '../../../../runner/connectors/instagram-insight/connector.ts'
import type { Clock } from '../../../../runner/model/clock.ts'
import type { ConnectorContext, ConnectorSource, Skipped } from '../../../../runner/model/connector.ts'
import { RunnerError } from '../../../../runner/model/error.ts'
import type { Json, JsonObject } from '../../../../runner/model/json.ts'
import type { Batch } from '../../../../runner/model/warehouse.ts'

export const TODAY = '2026-11-24T20:00:00Z'

/** A clock at the sandbox's time in which every wait is over at once. */
export function quickClock(at: string = TODAY): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = []
  let now = Date.parse(at)
  return { waits, now: () => now, after: (delay, callback) => { const soon = setImmediate(() => { waits.push(delay); now += delay; callback() }); return () => clearImmediate(soon) } }
}

export interface Loaded {
  readonly rows: readonly Readonly<Record<string, Json>>[]
  readonly batches: readonly Batch[]
  readonly lines: readonly string[]
  readonly progress: readonly string[]
  readonly skipped: readonly Skipped[]
  readonly state: JsonObject | undefined
  readonly error: RunnerError | undefined
}

export interface LoadOptions extends Partial<Pick<ConnectorContext, 'clock' | 'signal' | 'state' | 'mode' | 'authentication' | 'settings' | 'tokenExpiresAt'>> {
  readonly finished?: ReadonlySet<string>
  /** Stops reading behind so many batches, as a crash would. */
  readonly cutAfter?: number
}

/** A Graph API with a token for it: a sandbox, or a foreign one. */
export interface Served { readonly url: string; readonly tokens: { readonly facebook: string } }

/** Reads a load of a sandbox to its end, as the load runner would; the token is the sandbox's, for any page. */
export async function load(sandbox: Served, config: JsonObject, options: LoadOptions = {}): Promise<Loaded> {
  const { finished = new Set<string>(), cutAfter = Infinity, ...more } = options
  const lines: string[] = []
  const progress: string[] = []
  const context: ConnectorContext = {
    clock: quickClock(), signal: new AbortController().signal, scheduledTime: 0, state: {}, authentication: async () => undefined,
    log: { write: () => undefined, line: (level, message) => { lines.push(`${level} ${message}`) }, progress: (text) => { progress.push(text) } },
    settings: { 'trowel.graph_url': sandbox.url }, ...more,
  }
  const batches: Batch[] = []
  let source: ConnectorSource | undefined
  let error: RunnerError | undefined
  try {
    source = await instagramInsight.open({ type: 'instagram_insight', access_token: sandbox.tokens.facebook, facebook_page_name: 'Kite Bakery', ...config }, context)
    for await (const batch of source.read(finished)) if (batches.push(batch) >= cutAfter) break
  } catch (thrown) {
    if (!(thrown instanceof RunnerError)) throw thrown
    error = thrown
  }
  return { rows: batches.flatMap(objectsOf), batches, lines, progress, skipped: source?.skipped() ?? [], state: source?.nextState(), error }
}

const objectsOf = ({ columns, rows }: Batch): readonly Readonly<Record<string, Json>>[] => rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])))

/** Different values of a column, sorted. */
export const distinct = (rows: Loaded['rows'], column: string): readonly string[] => [...new Set(rows.map((row) => String(row[column])))].sort()

export const where = (rows: Loaded['rows'], values: Readonly<Record<string, Json>>): Loaded['rows'] => rows.filter((row) => Object.entries(values).every(([column, value]) => row[column] === value))

/** Rows as the staging file keeps them: those of units that are not whole are forgotten. */
export function kept({ batches }: Loaded, finished: Set<string>): readonly string[] {
  for (const { finishes = [] } of batches) for (const unit of finishes) finished.add(unit)
  return batches.flatMap((batch) => (batch.unit !== undefined && !finished.has(batch.unit) ? [] : batch.rows.map((row) => JSON.stringify(row))))
}
