import { promisify } from 'node:util'
import { unzip } from 'node:zlib'
import { Agent, request } from 'undici'
import type { Dispatcher } from 'undici'
import type { Fetch, FetchInit, NodeFetchOptions, ResponseLike } from './fetch.ts'

const shared: { agent?: Agent } = {}

/** A fetch over undici with a pool. Without options every client shares one pool; idle sockets keep no process alive. */
export function createNodeFetch(options?: NodeFetchOptions): Fetch {
  const dispatcher = options ? agentOf(options) : shared.agent ??= agentOf({})
  const fetch = async (url: string, { method, headers, body, signal, timeoutMs }: FetchInit): Promise<ResponseLike> => {
    const answer = await request(url, { dispatcher, method, headers, body, signal, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
    return {
      status: answer.statusCode,
      headers: { get: (name) => { const value = answer.headers[name]; return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value } },
      text: () => textOf(answer),
    }
  }
  return Object.assign(fetch, { keepsTime: true })
}

const unzipped = promisify(unzip)

/** Not asked for, but proxies compress unasked. */
async function textOf({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  const encoding = headers['content-encoding']
  return encoding === 'gzip' || encoding === 'deflate' ? (await unzipped(await body.arrayBuffer())).toString() : body.text()
}

function agentOf(options: NodeFetchOptions): Agent {
  return new Agent({
    connections: options.connections ?? 16,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
    keepAliveTimeout: options.keepAliveMs ?? 10_000,
    pipelining: 1,
  })
}
