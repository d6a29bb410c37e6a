import PQueue from 'p-queue'
import { abortedError, systemClock } from './clock.ts'
import type { Clock } from './clock.ts'
import type { GraphError } from './error.ts'
import type { GraphListener } from './events.ts'
import type { Budget } from './generated/operations.ts'
import type { UsageHeaders } from './usage.ts'

/** How much of one rate limit is left (IG §6). Meta tells percentages only, so calls left are an estimate. */
export interface BudgetState {
  readonly budget: Budget
  /** The share that is used up, in percent, as the last answer said; null before the first header. */
  readonly usedPercent: number | null
  /** Calls made through this limiter. */
  readonly calls: number
  /** Calls until the limit; null while the percentages have not moved enough to tell. */
  readonly callsLeft: number | null
  /** `measured`: from how fast the percentage grew; `at-least`: it has not moved yet. */
  readonly certainty: 'measured' | 'at-least' | 'unknown'
  /** Calls wait until then. */
  readonly pausedUntil: Date | null
}

/** What the calls of one app and user share: how many run at once, and when all have to wait. */
export interface Limiter {
  /** Runs the task when its turn has come; a wait is told to the listener and ends when the signal aborts. */
  run<T>(budget: Budget, task: () => Promise<T>, context: LimiterContext): Promise<T>
  observe(budget: Budget, usage: UsageHeaders, listener?: GraphListener): void
  /** Holds the calls of a budget back after a refusal for rate; returns until when, in milliseconds since 1970. */
  hold(budget: Budget, error: GraphError): number
  budget(): readonly BudgetState[]
}

export interface LimiterContext {
  readonly signal?: AbortSignal | undefined
  readonly listener?: GraphListener | undefined
  /** Higher ones leave the line first. 0 by default. */
  readonly priority?: number | undefined
  /** Calls that Meta counts for it: the elements of a batch. 1 by default. */
  readonly cost?: number | undefined
}

export interface LimiterOptions {
  /** Calls at once for each budget. 16 by default. */
  readonly concurrency?: number | undefined
  /** From this percentage on calls go one by one. 90 by default. */
  readonly slowAtPercent?: number | undefined
  /** Turned by tests. */
  readonly clock?: Clock | undefined
}

interface Gate {
  /** The line of calls that wait for a slot, or for the limit to be regained; it lets one pass at a time. */
  readonly line: PQueue
  readonly full: number
  slots: number
  running: number
  /** Wakes the head of the line when a slot is free. */
  wake: (() => void) | undefined
  calls: number
  first: { readonly percent: number, readonly calls: number } | undefined
  percent: number | undefined
  pausedUntil: number
  holds: number
}

const BUDGETS: readonly Budget[] = ['instagram', 'platform', 'pages']
const FIRST_HOLD_MS = 60_000
const LONGEST_HOLD_MS = 3_600_000

export function createLimiter({ concurrency = 16, slowAtPercent = 90, clock = systemClock }: LimiterOptions = {}): Limiter {
  const gates = new Map<Budget, Gate>(BUDGETS.map((budget) => [budget, gateOf(concurrency)]))
  const gateFor = (budget: Budget): Gate => gates.get(budget) as Gate

  /** The head of the line: waits out the limit, then for a slot, and takes it. */
  const passGate = async (budget: Budget, gate: Gate, { signal, listener }: LimiterContext): Promise<void> => {
    while (gate.pausedUntil > clock.now()) {
      listener?.({ type: 'wait', budget, until: new Date(gate.pausedUntil), reason: `the ${budget} limit is used up` })
      await clock.sleep(gate.pausedUntil - clock.now(), signal)
    }
    while (gate.running >= gate.slots && !signal?.aborted) await new Promise<void>((resolve) => { gate.wake = resolve })
    if (!signal?.aborted) gate.running++
  }

  const observeOne = (budget: Budget, percent: number, regainMinutes: number, listener: GraphListener | undefined): void => {
    const gate = gateFor(budget)
    if (gate.percent !== percent) listener?.({ type: 'usage', budget, percent })
    if (gate.first === undefined || percent < (gate.percent ?? 0)) gate.first = { percent, calls: gate.calls }
    gate.percent = percent
    gate.slots = percent >= slowAtPercent ? 1 : gate.full
    if (regainMinutes > 0) gate.pausedUntil = Math.max(gate.pausedUntil, clock.now() + regainMinutes * 60_000)
    else if (percent >= 100) gate.pausedUntil = Math.max(gate.pausedUntil, clock.now() + FIRST_HOLD_MS)
  }

  return {
    async run(budget, task, context) {
      const gate = gateFor(budget)
      const { signal } = context
      if (signal?.aborted) throw abortedError(signal)
      const free = gate.running < gate.slots && gate.line.pending === 0 && (gate.pausedUntil === 0 || gate.pausedUntil <= clock.now())
      // The line is for those who have to wait: a free slot is taken at once.
      if (free) gate.running++
      else await gate.line.add(() => passGate(budget, gate, context), { ...signal ? { signal } : {}, priority: context.priority ?? 0 })
      gate.calls += context.cost ?? 1
      try {
        const result = await task()
        gate.holds = 0
        return result
      } finally {
        gate.running--
        gate.wake?.()
      }
    },
    observe(budget, { app, business }, listener) {
      const own = budget === 'platform' ? undefined : business.get(budget)
      if (own) observeOne(budget, own.percent, own.regainMinutes, listener)
      if (app) observeOne(own || budget === 'platform' ? 'platform' : budget, app.percent, app.regainMinutes, listener)
    },
    hold(budget, error) {
      const gate = gateFor(budget)
      const until = error.regainAt?.getTime() ?? clock.now() + Math.min(LONGEST_HOLD_MS, FIRST_HOLD_MS * 2 ** gate.holds)
      gate.holds++
      // 4 and 17 count every call of the app or of the user, whatever it asked for.
      for (const other of error.body?.code === 4 || error.body?.code === 17 ? gates.values() : [gate]) other.pausedUntil = Math.max(other.pausedUntil, until)
      return gate.pausedUntil
    },
    budget: () => BUDGETS.map((budget) => stateOf(budget, gateFor(budget), clock.now())),
  }
}

function gateOf(concurrency: number): Gate {
  return { line: new PQueue({ concurrency: 1 }), full: concurrency, slots: concurrency, running: 0, wake: undefined, calls: 0, first: undefined, percent: undefined, pausedUntil: 0, holds: 0 }
}

function stateOf(budget: Budget, gate: Gate, now: number): BudgetState {
  const paused = gate.pausedUntil > now ? new Date(gate.pausedUntil) : null
  return { budget, usedPercent: gate.percent ?? null, calls: gate.calls, ...leftOf(gate), pausedUntil: paused }
}

function leftOf({ first, percent, calls }: Gate): Pick<BudgetState, 'callsLeft' | 'certainty'> {
  if (first === undefined || percent === undefined) return { callsLeft: null, certainty: 'unknown' }
  const made = calls - first.calls
  const used = percent - first.percent
  const left = Math.max(0, 100 - percent)
  if (left === 0) return { callsLeft: 0, certainty: 'measured' }
  if (used > 0 && made > 0) return { callsLeft: Math.floor(left * made / used), certainty: 'measured' }
  // Not one percent in so many calls: each remaining percent is worth at least as many.
  return made > 0 ? { callsLeft: left * made, certainty: 'at-least' } : { callsLeft: null, certainty: 'unknown' }
}
