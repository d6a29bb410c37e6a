import { Agent } from 'undici'
import type { Dispatcher } from 'undici'
import type { FetchInit, NodeFetch, NodeFetchOptions, ResponseLike } from './fetch.ts'

const shared: { agent?: Agent } = {}

/** A fetch over undici with a pool. Without options every client shares one pool; idle sockets keep no process alive. */
export function createNodeFetch(options?: NodeFetchOptions): NodeFetch {
  const agent = options ? agentOf(options) : shared.agent ??= agentOf({})
  const fetch = (url: string, { method, headers, body, signal, timeoutMs }: FetchInit) => new Promise<ResponseLike>((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const path = url.indexOf('/', url.indexOf('//') + 2)
    const request = { origin: url.slice(0, path), path: url.slice(path), method, headers, headersTimeout: timeoutMs, bodyTimeout: timeoutMs }
    agent.dispatch(body === undefined ? request : { ...request, body }, answering({ resolve, reject, signal, timeoutMs }))
  })
  return Object.assign(fetch, { keepsTime: true, close: () => agent.destroy() })
}

interface Asked {
  readonly resolve: (answer: ResponseLike) => void
  readonly reject: (reason: unknown) => void
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
}

/** Gathers an answer whole: a stream for each, to be read at once, would cost more than everything else that is done for a call. */
function answering({ resolve, reject, signal, timeoutMs }: Asked): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = []
  let status = 0
  let headers: Headers = {}
  let until = Infinity
  let control: Dispatcher.DispatchController | undefined
  // A request that waits for a socket has no controller yet; it ends as soon as it has one.
  const onAbort = () => { control?.abort(signal?.reason as Error); reject(signal?.reason) }
  const ended = () => signal?.removeEventListener('abort', onAbort)
  signal?.addEventListener('abort', onAbort, { once: true })
  return {
    onRequestStart(controller) {
      control = controller
      until = Date.now() + timeoutMs
      if (signal?.aborted) controller.abort(signal.reason as Error)
    },
    onResponseStart(_, code, found) { status = code; headers = found },
    onResponseData(controller, chunk) {
      chunks.push(chunk)
      // undici's own limit is for the pause between two parts.
      if (Date.now() > until) controller.abort(Object.assign(new Error('the answer came too slowly'), { code: 'UND_ERR_BODY_TIMEOUT' }))
    },
    onResponseEnd() { ended(); resolve(responseOf(status, headers, chunks)) },
    onResponseError(_, error) { ended(); reject(error) },
  }
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

function responseOf(status: number, headers: Headers, chunks: readonly Buffer[]): ResponseLike {
  return {
    status,
    headers: { get: (name) => { const value = headers[name]; return value === undefined ? null : typeof value === 'string' ? value : value.join(', ') } },
    text: () => textOf(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), headers['content-encoding']),
  }
}

/** Not asked for, but proxies compress unasked. */
async function textOf(body: Buffer, encoding: unknown): Promise<string> {
  if (encoding !== 'gzip' && encoding !== 'deflate') return body.toString()
  return new Response(new Blob([new Uint8Array(body)]).stream().pipeThrough(new DecompressionStream(encoding) as never)).text()
}

function agentOf(options: NodeFetchOptions): Agent {
  return new Agent({
    connections: options.connections ?? 16,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
    keepAliveTimeout: options.keepAliveMs ?? 10_000,
    pipelining: 1,
  })
}
