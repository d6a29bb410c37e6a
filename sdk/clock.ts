import { GraphError } from './error.ts'

/** Time as the SDK sees it: a test turns it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after `ms`; rejects at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The longest a timer can be set for; longer waits are made of several. */
const LONGEST_MS = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    for (let left = ms; left > 0; left -= LONGEST_MS) await sleepOnce(Math.min(left, LONGEST_MS), signal)
    if (signal?.aborted) throw abortedError(signal)
  },
}

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortedError(signal))
    const onAbort = () => { clearTimeout(timer); reject(abortedError(signal)) }
    const timer = setTimeout(() => { signal?.removeEventListener('abort', onAbort); resolve() }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

export function abortedError(signal: AbortSignal | undefined, url?: string): GraphError {
  return new GraphError('the call was aborted', { code: 'aborted', cause: signal?.reason, ...(url === undefined ? {} : { url }) })
}
