import type { Clock, Millis } from '../model/clock.ts'

/** Timers by key; setting a key again replaces its timer. */
export interface Timers {
  /** Calls back once the clock shows the time. */
  set(key: unknown, at: Millis, callback: () => void): void
  cancelAll(): void
}

export function createTimers(clock: Clock): Timers {
  const cancels = new Map<unknown, () => void>()
  return {
    set: (key, at, callback) => {
      cancels.get(key)?.()
      // A timer of the platform may come a moment early, and a far one does; then it is set again.
      const wait = (): void => {
        cancels.set(key, clock.after(at - clock.now(), () => {
          if (clock.now() < at) { wait(); return }
          cancels.delete(key)
          callback()
        }))
      }
      wait()
    },
    cancelAll: () => {
      for (const cancel of cancels.values()) cancel()
      cancels.clear()
    },
  }
}
