import type { Clock, Millis } from '../../runner/model/clock.ts'

/** A clock that a test turns. */
export interface TurnedClock extends Clock {
  /** Moves on, calling back what falls due in order; between the calls everything that is under way may go on. */
  turn(by: Millis): Promise<void>
}

export function createTurnedClock(start: Millis): TurnedClock {
  let now = start
  let waiting: { readonly at: Millis; readonly callback: () => void }[] = []
  const rest = async (): Promise<void> => { for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve)) }
  return {
    now: () => now,
    after: (delay, callback) => {
      const entry = { at: now + Math.max(0, delay), callback }
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
