import type { Clock } from './clock.ts'
import { readAsOf } from './clock.ts'
import type { Fault, Faults } from './faults.ts'
import { Refusal } from './graph/refusal.ts'
import type { Limits } from './limits.ts'
import type { RequestCounts, RequestLog, SandboxRequest, SandboxResponse } from './requests.ts'
import type { TokenStore } from './tokens.ts'

/** What a test or a person may turn while the sandbox runs; the same things stand under `/_sandbox/` of its address. */
export interface Control {
  /** All of them or none. @throws RangeError when one is not a fault the sandbox knows */
  addFault(...faults: readonly Fault[]): void
  clearFaults(): void
  faults(): readonly Fault[]
  requests(): RequestCounts
  /** Forgets counts and rate windows. */
  reset(): void
  /** Stands still at this date or instant from now on. */
  setClock(at: string | number | Date): void
  /** Goes forward by so many seconds. */
  turnClock(seconds: number): void
  /** ms since 1970. */
  now(): number
  /** The token answers 190 with subcode 463 from now on. @throws RangeError, as the next two do, for a token that the sandbox never issued */
  expireToken(token: string): void
  /** The token answers 190 with this subcode (460 password changed, 467 logged out…). */
  revokeToken(token: string, subcode?: number): void
  setScopes(token: string, scopes: readonly string[]): void
}

export interface ControlParts {
  readonly clock: Clock
  readonly faults: Faults
  readonly log: RequestLog
  readonly limits: Limits
  readonly store: TokenStore
  /** Judges a fault that came as JSON; its text says what is wrong. */
  readonly checkFault: (value: unknown) => Fault
}

const LOGGED_OUT = 467

export function createControl({ clock, faults, log, limits, store, checkFault }: ControlParts): Control {
  const change = (token: string, to: Parameters<TokenStore['change']>[1]): void => {
    if (store.find(token) === undefined) throw new RangeError('There is no such token here: name one that was printed at the start or issued since')
    store.change(token, to)
  }
  return {
    addFault: (...some) => { for (const fault of some.map(checkFault)) faults.add(fault) },
    clearFaults: () => faults.clear(),
    faults: () => faults.list(),
    requests: () => log.counts(),
    reset: () => { log.reset(); limits.reset() },
    setClock: (at) => clock.set(readAsOf(at)),
    turnClock: (seconds) => clock.turn(seconds * 1000),
    now: () => clock.now(),
    expireToken: (token) => change(token, { expiresAt: clock.now() - 1000 }),
    revokeToken: (token, subcode = LOGGED_OUT) => change(token, { revoked: subcode }),
    setScopes: (token, scopes) => change(token, { scopes }),
  }
}

const PREFIX = '/_sandbox'

/** Answers `/_sandbox/…`; undefined for every other path. */
export function answerControl(control: Control, request: SandboxRequest): SandboxResponse | undefined {
  const path = request.url.replace(/^https?:\/\/[^/]+/i, '').split('?')[0] ?? ''
  if (path !== PREFIX && !path.startsWith(`${PREFIX}/`)) return undefined
  try {
    return json(200, act(control, request.method.toUpperCase(), path.slice(PREFIX.length + 1), request.body ?? ''))
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) })
  }
}

function act(control: Control, method: string, what: string, body: string): unknown {
  switch (`${method} ${what}`) {
    case 'GET faults': return { faults: control.faults() }
    case 'POST faults': control.addFault(...manyOf(parse(body)) as readonly Fault[]); return { faults: control.faults() }
    case 'DELETE faults': control.clearFaults(); return { faults: [] }
    case 'GET requests': return control.requests()
    case 'DELETE requests': control.reset(); return control.requests()
    case 'GET clock': return { now: new Date(control.now()).toISOString() }
    case 'POST clock': turn(control, record(parse(body))); return { now: new Date(control.now()).toISOString() }
    case 'POST tokens': changeToken(control, record(parse(body))); return { success: true }
    default: throw new Refusal({ code: 0, message: `Nothing under ${method} ${PREFIX}/${what}. There are GET, POST and DELETE ${PREFIX}/faults, GET and DELETE ${PREFIX}/requests, GET and POST ${PREFIX}/clock, POST ${PREFIX}/tokens.` })
  }
}

function turn(control: Control, wish: Readonly<Record<string, unknown>>): void {
  if (typeof wish.asOf === 'string') control.setClock(wish.asOf)
  else if (typeof wish.advanceSeconds === 'number' && Number.isFinite(wish.advanceSeconds)) control.turnClock(wish.advanceSeconds)
  else throw new RangeError('Write {"asOf": "2020-06-20"} or {"advanceSeconds": 3600}')
}

function changeToken(control: Control, wish: Readonly<Record<string, unknown>>): void {
  const { token, expire, revoke, scopes } = wish
  const asked = expire === true || typeof revoke === 'number' || Array.isArray(scopes)
  if (typeof token !== 'string' || !asked) throw new RangeError('Write {"token": "…", "expire": true}, {"token": "…", "revoke": 460} or {"token": "…", "scopes": ["…"]}')
  if (expire === true) control.expireToken(token)
  if (typeof revoke === 'number') control.revokeToken(token, revoke)
  if (Array.isArray(scopes)) control.setScopes(token, scopes.map(String))
}

function parse(body: string): unknown {
  try { return JSON.parse(body) as unknown } catch { throw new RangeError('The body is not valid JSON') }
}

const manyOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])
const record = (value: unknown): Readonly<Record<string, unknown>> => (value !== null && typeof value === 'object' ? value as Readonly<Record<string, unknown>> : {})

function json(status: number, body: unknown): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(body), delayMs: 0, drop: false }
}
