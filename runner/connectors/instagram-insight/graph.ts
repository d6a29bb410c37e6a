import { createGraphClient, createLimiter, isGraphError, unlisted } from '../../../sdk/index.ts'
import type { Clock as GraphClock, GraphClient, GraphEvent, Host, Limiter } from '../../../sdk/index.ts'
import type { ConnectorContext } from '../../model/connector.ts'
import { RunnerError } from '../../model/error.ts'
import { chooseVersion, type Limits, type Settings } from './config.ts'
import { configError } from './failure.ts'
import { createTransport } from './transport.ts'

export type AnyGraph = GraphClient<Host, string>

/** Meta, as one load reaches it. */
export interface Graph {
  readonly client: AnyGraph
  readonly host: Host
  /** Meta's clock when the load began, in milliseconds: it decides days, windows, and what is served. */
  readonly now: number
  /** So far: requests, and the calls that Meta counts for its limits; each element of a batch is one. */
  asked(): { readonly requests: number; readonly calls: number }
  close(): Promise<void>
}

/** More than clocks are usually apart. */
const TOLERATED_SKEW_MS = 5 * 60_000

/** Tokens of Instagram Login are answered by graph.instagram.com, all others by graph.facebook.com. */
export const hostOf = (token: string): Host => (token.startsWith('IG') ? 'instagram' : 'facebook')

/**
 * Reaches Meta and makes the first call (`begin`). Where Meta's clock is far from ours, versions and windows go by Meta's:
 * a sandbox of another date, or a machine whose clock is wrong.
 * @param resumedAt the time of an earlier, cut off run of the same load, whose plan is kept
 */
export async function connect<T>(settings: Settings, token: string, context: ConnectorContext, resumedAt: number | undefined, begin: (client: AnyGraph) => Promise<T>): Promise<{ readonly graph: Graph; readonly begun: T }> {
  const pace = createPace(settings.limits, context)
  const transport = await createTransport(settings.limits, () => context.clock.now(), pace.before)
  let requests = 0
  let calls = 0
  const listener = createListener(context, (event) => { if (event.type === 'call') requests++; pace.observe(event) })
  const count = (cost: number): void => { calls += cost }
  const make = (version: string): AnyGraph => createClient(settings, token, version, { context, fetch: transport.fetch, listener, count })
  let now = resumedAt ?? context.clock.now()
  let chosen = chooseVersion(settings.apiVersion, now)
  try {
    let client = make(chosen.version)
    let begun: T | undefined
    let failure: { readonly error: unknown } | undefined
    try { begun = await begin(client) } catch (error) { failure = { error } }
    const skew = transport.skew()
    if (resumedAt === undefined && skew !== undefined && Math.abs(skew) > TOLERATED_SKEW_MS) {
      now += skew
      const other = chooseVersion(settings.apiVersion, now)
      if (other.version !== chosen.version) {
        client = make(other.version)
        failure = undefined
        begun = await begin(client)
      }
      chosen = other
    }
    if (failure) throw failure.error
    tellVersion(settings, chosen, context)
    return { graph: { client, host: client.host, now, asked: () => ({ requests, calls }), close: () => transport.close() }, begun: begun as T }
  } catch (error) {
    await transport.close()
    throw error
  }
}

function tellVersion({ apiVersion }: Settings, { version, warning }: ReturnType<typeof chooseVersion>, { log }: ConnectorContext): void {
  if (warning !== undefined) log.line('warn', warning)
  else if (apiVersion === undefined) log.line('info', `api_version is not set; the newest, ${version}, is used`)
}

interface ClientParts { readonly context: ConnectorContext; readonly fetch: Parameters<typeof createGraphClient>[0]['fetch']; readonly listener: (event: GraphEvent) => void; readonly count: (cost: number) => void }

function createClient({ limits }: Settings, token: string, version: string, { context, fetch, listener, count }: ClientParts): AnyGraph {
  const { settings, signal } = context
  const url = settings['trowel.graph_url']
  try {
    return createGraphClient({
      accessToken: token, host: hostOf(token), version: unlisted(version), signal, clock: createClock(context, limits), onEvent: listener,
      ...(fetch ? { fetch } : {}), ...(url === undefined || url === '' ? {} : { baseUrl: url }), insecureHttp: settings['trowel.insecure_http'] === 'true',
      timeoutMs: limits.responseTimeoutMs, attempts: (limits.maximumRetries ?? 4) + 1, maxWaitMs: limits.throttleWaitMs * WAITS, limiter: counted(limiterOf(limits, token, url ?? '', context), count),
    }) as unknown as AnyGraph
  } catch (error) {
    if (isGraphError(error) && error.code === 'insecure-url') throw configError(`${url ?? ''} would send the token in clear`, 'Use https, a loopback address, or --insecure-http on a network you trust')
    throw error
  }
}

/** So many pauses of `throttle_wait_in_millis` are waited out before the load fails, to be resumed. */
const WAITS = 24

/** One for a token and its limits: loads side by side share it. */
const limiters = new Map<string, WeakRef<Limiter>>()
function limiterOf({ concurrency, throttleThreshold }: Limits, token: string, url: string, context: ConnectorContext): Limiter {
  const key = JSON.stringify([url, token, concurrency, throttleThreshold])
  const known = limiters.get(key)?.deref()
  const limiter = known ?? createLimiter({ clock: createClock(context, undefined), concurrency, slowAtPercent: throttleThreshold })
  if (!known) limiters.set(key, new WeakRef(limiter))
  return limiter
}

/** The same limiter, which tells what each attempt costs. */
const counted = (limiter: Limiter, count: (cost: number) => void): Limiter => ({
  ...limiter, run: (budget, task, context) => limiter.run(budget, () => { count(context.cost ?? 1); return task() }, context),
})

const CLIENT_FIRST_RETRY_MS = 500
const CLIENT_LONGEST_RETRY_MS = 30_000

/** The load's clock for the client. What the client waits between two attempts is stretched to the configured first and longest interval. */
function createClock({ clock }: ConnectorContext, limits: Limits | undefined): GraphClock {
  const stretched = (ms: number): number => {
    if (limits === undefined) return ms
    const first = limits.initialRetryMs ?? CLIENT_FIRST_RETRY_MS
    return Math.min(ms * first / CLIENT_FIRST_RETRY_MS, limits.longestRetryMs ?? Math.max(first, CLIENT_LONGEST_RETRY_MS))
  }
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => new Promise((resolve, reject) => {
      const aborted = (): Error => (signal?.reason instanceof Error ? signal.reason : new RunnerError('interrupted', 'The work was stopped'))
      if (signal?.aborted) { reject(aborted()); return }
      const cancel = clock.after(stretched(ms), () => { signal?.removeEventListener('abort', onAbort); resolve() })
      const onAbort = (): void => { cancel(); reject(aborted()) }
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
  }
}

/** Waits for a limit are told once each, on the log and in the live display; the warehouse is free meanwhile. */
function createListener({ log }: ConnectorContext, more: (event: GraphEvent) => void): (event: GraphEvent) => void {
  let told = 0
  return (event) => {
    more(event)
    if (event.type !== 'wait') return
    const until = event.until.toISOString().replace(/\.\d+Z$/, 'Z')
    log.progress(`waits for Meta until ${until}`)
    if (event.until.getTime() <= told) return
    told = event.until.getTime()
    log.line('warn', `Meta throttles (${event.reason}); waiting until ${until}`)
  }
}

/** From the threshold on, at most so many calls a second (`throttle_rate_per_second`). */
function createPace({ throttleRatePerSecond, throttleThreshold }: Limits, { clock }: ConnectorContext): { before(): Promise<void>; observe(event: GraphEvent): void } {
  let percent = 0
  let next = 0
  return {
    observe: (event) => { if (event.type === 'usage') percent = event.percent },
    before: () => {
      if (percent < throttleThreshold) return Promise.resolve()
      const wait = Math.max(0, next - clock.now())
      next = Math.max(next, clock.now()) + 1000 / throttleRatePerSecond
      return wait === 0 ? Promise.resolve() : new Promise((resolve) => { clock.after(wait, resolve) })
    },
  }
}
