import { Agent, request } from 'undici'
import type { Fetch, FetchInit, ResponseLike } from './fetch.ts'

export interface NodeFetchOptions {
  /** Sockets to one host. 16 by default. */
  readonly connections?: number
  /** To a connected socket, in milliseconds. 10,000 by default. */
  readonly connectTimeoutMs?: number
  /** To the headers, and between two parts of the body, in milliseconds. 60,000 by default; the client's own deadline usually comes first. */
  readonly idleTimeoutMs?: number
  /** How long an idle socket is kept, in milliseconds. 10,000 by default. */
  readonly keepAliveMs?: number
}

const shared: { agent?: Agent } = {}

/** A fetch over undici with a pool. Without options every client shares one pool; idle sockets keep no process alive. */
export function createNodeFetch(options?: NodeFetchOptions): Fetch {
  const dispatcher = options ? agentOf(options) : shared.agent ??= agentOf({})
  const fetch = async (url: string, { method, headers, body, signal, timeoutMs }: FetchInit): Promise<ResponseLike> => {
    const answer = await request(url, { dispatcher, method, headers, body, signal, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
    return {
      status: answer.statusCode,
      headers: { get: (name) => { const value = answer.headers[name]; return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value } },
      text: () => answer.body.text(),
    }
  }
  return Object.assign(fetch, { keepsTime: true })
}

function agentOf(options: NodeFetchOptions): Agent {
  return new Agent({
    connections: options.connections ?? 16,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
    headersTimeout: options.idleTimeoutMs ?? 60_000,
    bodyTimeout: options.idleTimeoutMs ?? 60_000,
    keepAliveTimeout: options.keepAliveMs ?? 10_000,
    pipelining: 1,
  })
}
