import type { Clock, Millis } from '../../runner/model/clock.ts'

/** Turns of the event loop that what is under way gets between two calls. */
const ROUNDS = 6

/** A clock that a test turns. */
export interface TurnedClock extends Clock {
  /** Moves on, calling back what falls due in order; between the calls everything that is under way may go on. */
  turn(by: Millis): Promise<void>
}

/** @param step delays of a second and more are rounded up to it, so that hours pass without a look at every second */
export function createTurnedClock(start: Millis, step = 1): TurnedClock {
  let now = start
  let waiting: { readonly at: Millis; readonly callback: () => void }[] = []
  const rest = async (): Promise<void> => { for (let i = 0; i < ROUNDS; i++) await new Promise((resolve) => setImmediate(resolve)) }
  return {
    now: () => now,
    after: (delay, callback) => {
      const entry = { at: now + (delay < 1000 ? Math.max(0, delay) : Math.ceil(delay / step) * step), callback }
      waiting.push(entry)
      return () => { waiting = waiting.filter((one) => one !== entry) }
    },
    turn: async (by) => {
      const end = now + by
      await rest()
      for (;;) {
        const next = waiting.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        waiting = waiting.filter((one) => one !== next)
        now = Math.max(now, next.at)
        next.callback()
        await rest()
      }
      now = end
      await rest()
    },
  }
}
