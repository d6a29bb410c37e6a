import { nodeFetch, type Fetch } from '../../../sdk/index.ts'
import type { Limits } from './config.ts'

export interface Transport {
  readonly fetch: Fetch
  /** How far the server's clock is ahead of ours, in milliseconds, by the `Date` of its last answer; undefined before one. */
  skew(): number | undefined
  close(): Promise<void>
}

/** Sockets of one load, with its time limits. */
export async function createTransport(limits: Limits, now: () => number, before: () => Promise<void>): Promise<Transport> {
  const pool = await nodeFetch({ connections: limits.concurrency, connectTimeoutMs: limits.connectTimeoutMs, keepAliveMs: Math.max(1, limits.idleTimeoutMs) })
  let skew: number | undefined
  const fetch: Fetch = async (url, init) => {
    await before()
    const answer = await pool(url, init)
    const date = Date.parse(answer.headers.get('date') ?? '')
    if (!Number.isNaN(date)) skew = date - now()
    return answer
  }
  return { fetch: Object.assign(fetch, { keepsTime: true }), skew: () => skew, close: () => pool.close() }
}
