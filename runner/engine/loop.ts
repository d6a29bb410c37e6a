import type { Clock } from '../model/clock.ts'
import { messageOf } from '../model/error.ts'
import type { AttemptDetails, Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import type { Driver } from './driver.ts'
import { sameOwner } from './owner.ts'
import type { EngineEvent } from './ports.ts'
import { createScheduleRunner } from './schedule-loop.ts'
import type { Starter } from './starter.ts'

export interface LoopParts {
  readonly store: Store
  readonly clock: Clock
  readonly owner: Owner
  readonly starter: Starter
  readonly catchUp?: 'all' | 'last' | 'none'
  readonly onEvent?: (event: EngineEvent) => void
  readonly take: (details: AttemptDetails) => Promise<boolean>
  readonly drive: (attemptId: number) => Driver
  readonly isDriven: (attemptId: number) => boolean
}

export interface LoopControl {
  /** Looks for work now, when the loop runs. */
  wake(): void
  start(): () => Promise<void>
  stop(): Promise<void>
}

const TICK_MS = 1000
/** After a failure, such as a full disk, an attempt is left alone for a while. */
const PAUSE_AFTER_FAILURE_MS = 5000

/** A server's loop: finds open attempts and due schedules in the store; events only make it look sooner. */
export function createLoop(parts: LoopParts): LoopControl {
  const schedules = createScheduleRunner(parts)
  const takeUp = createTaker(parts)
  let running = false
  let looking: Promise<void> | undefined
  let again = false
  let timer: (() => void) | undefined

  const look = async (): Promise<void> => {
    do {
      again = false
      try {
        await schedules.run()
        for (const details of await parts.store.openAttempts()) if (running) await takeUp(details)
      } catch (error) {
        parts.onEvent?.({ kind: 'note', level: 'warn', text: `The server could not look for work and tries again: ${messageOf(error)}` })
      }
    } while (again && running)
  }
  const wake = (): void => {
    if (!running) return
    if (looking !== undefined) { again = true; return }
    looking = look().finally(() => { looking = undefined })
  }
  const tick = (): void => {
    wake()
    timer = parts.clock.after(TICK_MS, tick)
  }
  const stop = async (): Promise<void> => {
    running = false
    timer?.()
    await looking
  }
  return {
    wake, stop,
    start: () => {
      if (!running) {
        running = true
        tick()
      }
      return stop
    },
  }
}

/** Takes an attempt up that nobody drives, unless Ctrl-C stopped it or it waits for another. */
function createTaker(parts: LoopParts): (details: AttemptDetails) => Promise<void> {
  const { store, clock } = parts
  const pausedUntil = new Map<number, number>()
  const note = (level: 'warn' | 'info', text: string): void => { parts.onEvent?.({ kind: 'note', level, text }) }
  return async (details) => {
    const { attempt } = details
    if (parts.isDriven(attempt.id) || attempt.stopped || (pausedUntil.get(attempt.id) ?? 0) > clock.now()) return
    if (attempt.afterAttemptId !== null && attempt.afterAttemptId > 0 && (await store.findAttempt(attempt.afterAttemptId))?.attempt.done === false) return
    const foreign = attempt.owner !== null && !sameOwner(attempt.owner, parts.owner)
    if (!(await parts.take(details))) return
    if (foreign) note('info', `Attempt ${attempt.id} was interrupted and goes on here`)
    parts.drive(attempt.id).ended.catch((error: unknown) => {
      pausedUntil.set(attempt.id, clock.now() + PAUSE_AFTER_FAILURE_MS)
      note('warn', `Attempt ${attempt.id} could not go on and is tried again: ${messageOf(error)}`)
    })
  }
}
