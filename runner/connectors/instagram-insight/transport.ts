import { Agent, request, type Dispatcher } from 'undici'
import type { Fetch } from '../../../sdk/index.ts'
import type { Limits } from './config.ts'

export interface Transport {
  readonly fetch: Fetch
  /** How far the server's clock is ahead of ours, in milliseconds, by the `Date` of its last answer; undefined before one. */
  skew(): number | undefined
  close(): Promise<void>
}

/** Sockets of one load, with its time limits. */
export function createTransport(limits: Limits, now: () => number, before: () => Promise<void>): Transport {
  const agent = new Agent({
    connections: limits.concurrency, connect: { timeout: limits.connectTimeoutMs }, keepAliveTimeout: Math.max(1, limits.idleTimeoutMs),
    headersTimeout: limits.responseTimeoutMs, bodyTimeout: limits.responseTimeoutMs, pipelining: 1,
  })
  let skew: number | undefined
  const fetch: Fetch = async (url, { method, headers, body, signal, timeoutMs }) => {
    await before()
    const answer = await request(url, { dispatcher: agent, method, headers, body, signal, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
    const date = Date.parse(String(answer.headers['date'] ?? ''))
    if (!Number.isNaN(date)) skew = date - now()
    return {
      status: answer.statusCode,
      headers: { get: (name) => { const value = answer.headers[name]; return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value } },
      text: () => textOf(answer),
    }
  }
  return { fetch: Object.assign(fetch, { keepsTime: true }), skew: () => skew, close: () => agent.destroy() }
}

/** Not asked for, but proxies compress unasked. */
async function textOf({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  const encoding = headers['content-encoding']
  if (encoding !== 'gzip' && encoding !== 'deflate') return body.text()
  const plain = (await body.blob()).stream().pipeThrough(new DecompressionStream(encoding) as never)
  // The same stream to Node, in two declarations.
  return new Response(plain as never).text()
}
