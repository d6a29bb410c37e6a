import { answer } from './answer.ts'
import type { Graph } from './call.ts'
import { createClock, readAsOf } from './clock.ts'
import type { Control } from './control.ts'
import { answerControl, createControl } from './control.ts'
import type { Fault } from './faults.ts'
import { checkFault } from './faults-check.ts'
import { createFaults } from './faults.ts'
import { answerFile } from './files.ts'
import { createOauth } from './graph/oauth.ts'
import { createPageToken } from './graph/route.ts'
import type { LimitOptions } from './limits.ts'
import { createLimits } from './limits.ts'
import type { SandboxRequest, SandboxResponse } from './requests.ts'
import { createRequestLog } from './requests.ts'
import type { Scenario, ScenarioAccount } from './scenario-plan.ts'
import { readScenario } from './scenario.ts'
import { listen } from './server.ts'
import type { SandboxTokens } from './tokens.ts'
import { createTokens } from './tokens.ts'
import { applyTokenPlans } from './token-plans.ts'
import type { AccountPlan } from './world/account.ts'
import { DEFAULT_PLANS } from './world/account.ts'
import { hashText, opaque } from './world/hash.ts'
import { createWorld } from './world/world.ts'

export type { Control } from './control.ts'
export type { Fault, FaultKind, FaultScope, ThrottleCode } from './faults.ts'
export type { LimitOptions } from './limits.ts'
export type { RequestCounts, SandboxRequest, SandboxResponse } from './requests.ts'
export type { Scenario, ScenarioAccount } from './scenario-plan.ts'
export { scenarioSchema } from './scenario-schema.ts'
export { ScenarioError } from './scenario.ts'
export type { TokenPlan } from './token-plans.ts'
export type { SandboxTokens } from './tokens.ts'
export type { AccountPlan, MediaKind, MediaPlan, PostPlan, Series, SeriesPlan } from './world/account.ts'

export interface SandboxOptions {
  /** 0, the default, picks a free port. */
  readonly port?: number | undefined
  /** Decides accounts, numbers and tokens; 'trowel' unless given. */
  readonly seed?: string | number | undefined
  /** Waited before every answer, ms; 0 unless given. */
  readonly latencyMs?: number | undefined
  /** The sandbox's date, at which its clock stands until it is turned; the machine's time unless given. */
  readonly asOf?: string | number | Date | undefined
  /** Pages by name, listed beside the seed's own (a scenario's, where there is one). */
  readonly pages?: readonly string[] | undefined
  /** Pages that are not listed do not exist. Otherwise any name or id is a page, made up when asked for. */
  readonly strictPages?: boolean | undefined
  /** A scenario file's path, or what stands in one. */
  readonly scenario?: string | Scenario | undefined
  readonly faults?: readonly Fault[] | undefined
  /** Calls per rolling window, in place of those that follow from an account's size. */
  readonly limits?: LimitOptions | undefined
  /** The app's secret, against which proofs are checked; made from the seed unless given. */
  readonly appSecret?: string | undefined
  /** Every call must carry appsecret_proof. */
  readonly requireProof?: boolean | undefined
  /** Closes the sandbox when aborted. */
  readonly signal?: AbortSignal | undefined
}

/** A page that the sandbox lists, and the account behind it. */
export interface SandboxPage {
  readonly id: string
  readonly name: string
  /** Undefined for a page without an Instagram account. */
  readonly instagramId: string | undefined
  readonly username: string | undefined
}

/** The sandbox without a socket. */
export interface SandboxCore {
  readonly tokens: SandboxTokens
  readonly pages: readonly SandboxPage[]
  readonly control: Control
  /** Answers one request; who calls it waits `delayMs` and drops the connection where it says so. */
  handle(request: SandboxRequest): SandboxResponse
  /** `handle` as a `fetch`: waits, and rejects for a dropped connection. */
  fetch(url: string, init?: { readonly method?: string, readonly headers?: Readonly<Record<string, string>>, readonly body?: string, readonly signal?: AbortSignal }): Promise<Response>
}

export interface Sandbox extends SandboxCore {
  /** http://127.0.0.1:PORT */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/**
 * Starts a local Graph API on 127.0.0.1, for both hosts: a token in the form `EAA…` is answered as graph.facebook.com does, `IGAA…` as graph.instagram.com.
 * @throws ScenarioError for a scenario that cannot be read, RangeError for a date that is none
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const core = await createSandboxCore(options)
  options.signal?.throwIfAborted()
  const { port, close } = await listen((request) => core.handle(request), options.port ?? 0)
  options.signal?.addEventListener('abort', () => { void close() }, { once: true })
  return { ...core, port, url: `http://127.0.0.1:${port}`, close }
}

/** The same sandbox without a socket, for tests that need no port. */
export async function createSandboxCore(options: SandboxOptions = {}): Promise<SandboxCore> {
  const scenario = options.scenario === undefined ? {} : await readScenario(options.scenario)
  const seed = hashText(String(options.seed ?? scenario.seed ?? 'trowel'))
  const asOf = options.asOf ?? scenario.asOf
  const clock = createClock(asOf === undefined ? undefined : readAsOf(asOf))
  const named: readonly ScenarioAccount[] = (options.pages ?? []).map((page) => ({ page }))
  const plans = withoutRepeats([...named, ...(scenario.accounts ?? DEFAULT_PLANS)])
  const world = createWorld({ seed, clock, plans, dated: asOf !== undefined, strictPages: options.strictPages ?? scenario.strictPages ?? false })
  const store = createTokens(seed, clock, world.accounts, { appSecret: options.appSecret })
  applyTokenPlans(store, { ...scenario.tokens, accounts: plans }, world.accounts, clock.now())
  const faults = createFaults(clock, [...(scenario.faults ?? []), ...(options.faults ?? [])], (name) => world.named(name)?.key)
  const limits = createLimits({ ...scenario.limits, ...options.limits })
  const log = createRequestLog()
  let calls = 0
  const graph: Graph = {
    traceId: () => `A${opaque(seed, `trace:${++calls}`, 22)}`,
    world, limits, faults, log, latencyMs: options.latencyMs ?? scenario.latencyMs ?? 0,
    parts: { store, oauth: createOauth(world, store), pageToken: createPageToken(store) },
    requireProof: options.requireProof ?? false,
  }
  const control = createControl({ clock, faults, log, limits, store, checkFault })
  const handle = (request: SandboxRequest) => {
    const turned = answerControl(control, request)
    if (turned !== undefined) return turned
    const file = answerFile(seed, clock.now(), request)
    if (file !== undefined) return file
    log.come()
    return answer(graph, request)
  }
  return { tokens: store.tokens, pages: world.accounts.map(shown), control, handle, fetch: fetchOf(handle) }
}

function shown(account: ReturnType<typeof createWorld>['accounts'][number]): SandboxPage {
  return { id: account.page.id, name: account.page.name, instagramId: account.linked ? account.id : undefined, username: account.linked ? account.username : undefined }
}

/** The first plan of a page's name wins, with what later ones say of it. */
function withoutRepeats(plans: readonly ScenarioAccount[]): readonly ScenarioAccount[] {
  const byPage = new Map<string, ScenarioAccount>()
  for (const plan of plans) byPage.set(plan.page, { ...plan, ...byPage.get(plan.page), ...plan })
  return [...byPage.values()]
}

function fetchOf(handle: (request: SandboxRequest) => SandboxResponse): SandboxCore['fetch'] {
  return async (url, init = {}) => {
    const headers = Object.fromEntries(Object.entries(init.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
    const answer = handle({ method: init.method ?? 'GET', url, headers, body: init.body })
    if (answer.delayMs > 0) await wait(answer.delayMs, init.signal)
    init.signal?.throwIfAborted()
    if (answer.drop) throw new TypeError('fetch failed: the connection was closed')
    return new Response(answer.status === 304 ? null : answer.base64 === true ? Buffer.from(answer.body, 'base64') : answer.body, { status: answer.status, headers: { ...answer.headers } })
  }
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', () => { clearTimeout(timer); done() }, { once: true })
  })
}
