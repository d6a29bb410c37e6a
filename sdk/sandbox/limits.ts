import type { Context } from './graph/context.ts'
import { Refusal, refuse } from './graph/refusal.ts'
import type { Account } from './world/account.ts'
import { daily } from './world/numbers.ts'
import { dayOf } from './world/pacific.ts'

/** Which limit a call counts against (IG §6). */
export type Budget = 'instagram' | 'platform' | 'pages' | 'none'

/** Calls per rolling window, in place of the ones that follow from an account's size. */
export interface LimitOptions {
  /** Per account and 24 hours; Meta's: 4,800 × the account's impressions of the last 24 hours. */
  readonly instagram?: number | undefined
  /** Per person and hour; Meta does not say how many. Of an app's own token Meta's are 200 × its people. */
  readonly platform?: number | undefined
  /** Per page and 24 hours; Meta's: 4,800 × the people engaged in the last 24 hours. */
  readonly pages?: number | undefined
}

export interface Usage {
  /** Of the window, this one included. */
  readonly calls: number
  readonly limit: number
  /** Minutes until calls are taken again; 0 while they are. */
  readonly minutes: number
  /** Whether this call is one too many. */
  readonly over: boolean
}

export interface Limits {
  /** Counts a call, also a refused one, which prolongs the wait. */
  count(context: Context, budget: Budget, account: Account | undefined): Usage | undefined
  reset(): void
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440
const HOUR_MINUTES = 60
const PLATFORM_CALLS = 4_800
/** 200 for each person who uses the app (IG §6); the sandbox has one. */
const APP_CALLS = 200
const CALLS_PER_ONE = 4_800
const BUSINESS = 'x-business-use-case-usage'
const APP = 'x-app-usage'
/** Accounts that one business header lists at most. */
const MOST_LISTED = 32

export function createLimits(options: LimitOptions): Limits {
  const windows = new Map<string, Rolling>()
  return {
    count: (context, budget, account) => {
      if (budget === 'none') return undefined
      // Limits are of an app and a person, or an account; another token of the same one does not help.
      const owner = budget === 'platform' ? `${context.token.kind}:${context.token.account?.key ?? ''}` : String(account?.key ?? context.token.token)
      const key = `${budget}:${owner}`
      let window = windows.get(key)
      if (window === undefined) windows.set(key, window = createRolling(budget === 'platform' ? HOUR_MINUTES : DAY_MINUTES))
      return window.count(Math.floor(context.world.clock.passed() / MINUTE_MS), limitFor(context, budget, account, options))
    },
    reset: () => windows.clear(),
  }
}

function limitFor(context: Context, budget: Budget, account: Account | undefined, options: LimitOptions): number {
  if (budget === 'platform') return options.platform ?? (context.token.kind === 'app' ? APP_CALLS : PLATFORM_CALLS)
  const given = budget === 'pages' ? options.pages : options.instagram
  if (given !== undefined || account === undefined) return given ?? PLATFORM_CALLS
  // Times on screen for the account's calls, people engaged for its page's (IG §6).
  const audience = daily(context.world.seed, account, budget === 'pages' ? 'accounts_engaged' : 'impressions', dayOf(context.now) - 1, context.world.baseDay)
  return CALLS_PER_ONE * Math.max(1, audience)
}

interface Rolling { count(minute: number, limit: number): Usage }

/** Calls of the last so many minutes, by minute. */
function createRolling(minutes: number): Rolling {
  const slots = new Float64Array(minutes)
  let newest = 0
  let calls = 0
  const forget = (minute: number) => {
    for (let passed = Math.min(minutes, minute - newest); passed > 0; passed--) {
      newest++
      calls -= slots[newest % minutes] ?? 0
      slots[newest % minutes] = 0
    }
    newest = Math.max(newest, minute)
  }
  const wait = (limit: number) => {
    let left = calls
    for (let i = 1; i <= minutes; i++) {
      left -= slots[(newest + i) % minutes] ?? 0
      if (left < limit) return i
    }
    return minutes
  }
  return {
    count: (minute, limit) => {
      // After a gap longer than the window everything is forgotten at once.
      if (minute - newest >= minutes) { slots.fill(0); calls = 0; newest = minute } else forget(minute)
      slots[newest % minutes] = (slots[newest % minutes] ?? 0) + 1
      calls++
      return { calls, limit, minutes: calls >= limit ? wait(limit) : 0, over: calls > limit }
    },
  }
}

/** The refusal of a limit: for Instagram calls 80002, for a page's token 32, for a person's 17. */
export function overLimit(context: Context, budget: Budget): Refusal {
  if (budget === 'instagram') return refuse('instagram_limit')
  return context.token.kind === 'page' || budget === 'pages' ? refuse('page_limit') : context.token.kind === 'app' ? refuse('app_limit') : refuse('user_limit')
}

/** The usage header of an answer: the business one for Instagram and pages, else the app's; never both (IG §6). */
export function usageHeader(budget: Budget, account: Account | undefined, usage: Usage): readonly [string, string] {
  const percent = Math.min(100, Math.floor((100 * usage.calls) / usage.limit))
  const shares = { call_count: percent, total_cputime: Math.floor(percent * 0.7), total_time: Math.floor(percent * 0.8) }
  if (budget === 'platform' || account === undefined) return [APP, JSON.stringify(shares)]
  const id = budget === 'pages' ? account.page.id : account.id
  return [BUSINESS, JSON.stringify({ [id]: [{ type: budget === 'pages' ? 'pages' : 'instagram', ...shares, estimated_time_to_regain_access: usage.minutes }] })]
}

/** Puts the usage header of one of several calls beside those of the others: one entry an account, 32 at most; the app's only where there is none (IG §6). */
export function addUsage(headers: Record<string, string>, name: string, value: string): void {
  if (name === APP) { if (headers[BUSINESS] === undefined) headers[APP] = value; return }
  if (name !== BUSINESS) return
  delete headers[APP]
  const listed = Object.entries({ ...JSON.parse(headers[BUSINESS] ?? '{}') as object, ...JSON.parse(value) as object })
  headers[BUSINESS] = JSON.stringify(Object.fromEntries(listed.slice(-MOST_LISTED)))
}
