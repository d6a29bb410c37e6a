import type { Clock } from './clock.ts'
import { readAsOf } from './clock.ts'
import { Refusal, noPermission, refuse } from './graph/refusal.ts'
import { expired, revoked } from './tokens.ts'

/** Which calls a fault meets; without any of these, all of them. */
export interface FaultScope {
  /** Every so many matching calls; 1 unless given. */
  readonly every?: number | undefined
  /** So many matching calls go well first. */
  readonly after?: number | undefined
  /** It strikes so often at most. */
  readonly times?: number | undefined
  /** It ends so many seconds after it was set. */
  readonly seconds?: number | undefined
  /** It begins at this date (noon UTC) or instant of the sandbox's clock. */
  readonly from?: string | undefined
  /** It ends just before this date or instant. */
  readonly until?: string | undefined
  /** The page, user name or id of an account: calls about it, its page and its media alone. */
  readonly account?: string | undefined
  /** A part of the path and query, as in `/insights`; written out or encoded. */
  readonly path?: string | undefined
}

export type ThrottleCode = 4 | 17 | 32 | 613 | 80002

export type Fault = FaultScope & (
  /** 190 with a subcode: 463 expired (the usual one), 458, 459, 460, 464, 467. */
  | { readonly kind: 'token', readonly subcode?: number | undefined }
  /** Usage at 100 % and a refusal; `minutes` is the estimate told in the header: to its end where it has one, else 5. */
  | { readonly kind: 'throttle', readonly code: ThrottleCode, readonly minutes?: number | undefined }
  /** HTTP 500 with code 1 or 2, transient. */
  | { readonly kind: 'error', readonly code?: 1 | 2 | undefined }
  | { readonly kind: 'slow', readonly ms: number }
  /** The connection ends without an answer; inside a batch the element is null. */
  | { readonly kind: 'drop' }
  /** This name is refused as if it did not exist. */
  | { readonly kind: 'metric', readonly metric: string }
  /** Code 10. */
  | { readonly kind: 'permission' }
  /** Any other error, in Meta's form; `(#code) ` is put before the message where the host does so. */
  | { readonly kind: 'refusal', readonly code: number, readonly message: string, readonly subcode?: number | undefined, readonly status?: number | undefined }
  /** Insights have no data. */
  | { readonly kind: 'empty' }
)

export type FaultKind = Fault['kind']

/** What the faults in force do to one call. */
export interface Strike {
  readonly refusal: Refusal | undefined
  /** Minutes for the usage header of a throttled call. */
  readonly throttledMinutes: number | undefined
  readonly delayMs: number
  readonly drop: boolean
  readonly empty: boolean
  readonly badMetrics: ReadonlySet<string>
}

export interface Faults {
  add(fault: Fault): void
  clear(): void
  list(): readonly Fault[]
  /** What happens to the call with this path and query; `owner` finds the key of the account it is about. */
  strike(target: string, owner?: () => number | undefined): Strike
}

const NONE: ReadonlySet<string> = new Set()
/** For what is no call itself. */
export const NO_STRIKE: Strike = { refusal: undefined, throttledMinutes: undefined, delayMs: 0, drop: false, empty: false, badMetrics: NONE }
const USUAL_MINUTES = 5
const MINUTE_MS = 60_000
const EXPIRED = 463
/** Codes whose messages never begin with their number. */
const UNPREFIXED: ReadonlySet<number> = new Set([-1, 1, 2, 102, 190])

interface Live {
  readonly fault: Fault
  /** Of the account that is meant. */
  readonly key: number | undefined
  /** By the clock that rate windows go by. */
  readonly setAt: number
  readonly from: number
  readonly until: number
  seen: number
  struck: number
}

/** `keyOf` finds an account by what a fault calls it. */
export function createFaults(clock: Clock, first: readonly Fault[], keyOf: (account: string) => number | undefined): Faults {
  let live: Live[] = []
  const add = (fault: Fault) => {
    const key = fault.account === undefined ? undefined : keyOf(fault.account)
    if (fault.account !== undefined && key === undefined) throw new RangeError(`There is no account "${fault.account}": write the page's name, the user name or an id`)
    live.push({
      fault, key, setAt: clock.passed(), from: fault.from === undefined ? -Infinity : readAsOf(fault.from), until: fault.until === undefined ? Infinity : readAsOf(fault.until), seen: 0, struck: 0,
    })
  }
  for (const fault of first) add(fault)
  return {
    add,
    clear: () => { live = [] },
    list: () => live.map((one) => one.fault),
    strike: (target, owner = () => undefined) => {
      if (live.length === 0) return NO_STRIKE
      return live.filter((one) => meets(one, target, owner, clock)).reduce<Strike>((strike, one) => ({ ...strike, ...effect(one.fault, strike, leftMs(one, clock), clock.now()) }), NO_STRIKE)
    },
  }
}

/** ms until a fault ends by itself. */
function leftMs(one: Live, clock: Clock): number {
  const seconds = one.fault.seconds === undefined ? Infinity : one.setAt + one.fault.seconds * 1000 - clock.passed()
  return Math.min(seconds, one.until - clock.now())
}

function meets(one: Live, target: string, owner: () => number | undefined, clock: Clock): boolean {
  const { fault } = one
  if (one.key !== undefined && one.key !== owner()) return false
  if (fault.path !== undefined && !target.includes(fault.path) && !decoded(target).includes(fault.path)) return false
  if (one.from > clock.now() || leftMs(one, clock) <= 0) return false
  one.seen++
  if (one.seen <= (fault.after ?? 0) || (fault.times !== undefined && one.struck >= fault.times)) return false
  if ((one.seen - (fault.after ?? 0)) % (fault.every ?? 1) !== 0) return false
  one.struck++
  return true
}

function decoded(target: string): string {
  try { return decodeURIComponent(target) } catch { return target }
}

function effect(fault: Fault, before: Strike, left: number, now: number): Partial<Strike> {
  switch (fault.kind) {
    case 'token': return { refusal: fault.subcode === undefined || fault.subcode === EXPIRED ? expired({ expiresAt: now - MINUTE_MS }, now) : revoked(fault.subcode) }
    case 'throttle': return { refusal: throttled(fault.code), throttledMinutes: fault.minutes ?? (Number.isFinite(left) ? Math.ceil(left / MINUTE_MS) : USUAL_MINUTES) }
    case 'error': return { refusal: new Refusal(fault.code === 1
      ? { code: 1, message: 'An unknown error occurred', status: 500, transient: false }
      : { code: 2, message: 'An unexpected error has occurred. Please retry your request later.', status: 500, transient: true }) }
    case 'slow': return { delayMs: before.delayMs + fault.ms }
    case 'drop': return { drop: true }
    case 'metric': return { badMetrics: new Set([...before.badMetrics, fault.metric]) }
    case 'permission': return { refusal: noPermission() }
    case 'refusal': return { refusal: new Refusal({ code: fault.code, subcode: fault.subcode, message: fault.message, status: fault.status, prefixed: !UNPREFIXED.has(fault.code) }) }
    case 'empty': return { empty: true }
  }
}

function throttled(code: ThrottleCode): Refusal {
  switch (code) {
    case 4: return refuse('app_limit', {}, { transient: true })
    case 17: return refuse('user_limit')
    case 32: return refuse('page_limit')
    case 613: return new Refusal({ code: 613, message: 'Calls to this api have exceeded the rate limit.', prefixed: true })
    case 80002: return refuse('instagram_limit')
  }
}
