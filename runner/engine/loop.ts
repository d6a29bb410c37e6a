import type { Clock } from '../model/clock.ts'
import { messageOf } from '../model/error.ts'
import type { AttemptDetails, Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import type { Driver } from './driver.ts'
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
  const { store, clock } = parts
  const schedules = createScheduleRunner(parts)
  const pausedUntil = new Map<number, number>()
  let running = false
  let looking: Promise<void> | undefined
  let again = false
  let timer: (() => void) | undefined

  const note = (text: string): void => { parts.onEvent?.({ kind: 'note', level: 'warn', text }) }

  const takeUp = async (details: AttemptDetails): Promise<void> => {
    const { attempt } = details
    if (parts.isDriven(attempt.id) || attempt.stopped || (pausedUntil.get(attempt.id) ?? 0) > clock.now()) return
    if (attempt.afterAttemptId !== null && attempt.afterAttemptId > 0 && (await store.findAttempt(attempt.afterAttemptId))?.attempt.done === false) return
    const foreign = attempt.owner !== null && (attempt.owner.pid !== parts.owner.pid || attempt.owner.startedAt !== parts.owner.startedAt)
    if (!(await parts.take(details))) return
    if (foreign) parts.onEvent?.({ kind: 'note', level: 'info', text: `Attempt ${attempt.id} was interrupted and goes on here` })
    parts.drive(attempt.id).ended.catch((error: unknown) => {
      pausedUntil.set(attempt.id, clock.now() + PAUSE_AFTER_FAILURE_MS)
      note(`Attempt ${attempt.id} could not go on and is tried again: ${messageOf(error)}`)
    })
  }

  const look = async (): Promise<void> => {
    do {
      again = false
      try {
        await schedules.run()
        for (const details of await store.openAttempts()) if (running) await takeUp(details)
      } catch (error) {
        note(`The server could not look for work and tries again: ${messageOf(error)}`)
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
    timer = clock.after(TICK_MS, tick)
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
