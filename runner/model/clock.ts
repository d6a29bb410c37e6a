/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number

/** The only source of time and waiting: real in the command, turned by hand in tests. */
export interface Clock {
  now(): Millis
  /** Calls back once the clock shows `now() + delay`; the answer cancels. */
  after(delay: Millis, callback: () => void): () => void
}

const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delay, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, delay), LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
