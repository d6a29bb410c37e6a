import { isTreasureData, parseEndpoint } from './endpoint.ts'
import { ClientError, errorOf } from './error.ts'
import { followingRedirects, networkFetch, type Fetch } from './transport.ts'

/** Values of a query; undefined ones are left out, lists are repeated. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

export interface ConnectionOptions {
  /** `[http[s]://]HOST[:PORT]`, and a path in front of `/api` where a proxy puts one. */
  readonly endpoint: string
  /** The platform's over the network unless given; an embedded server's handler. */
  readonly fetch?: Fetch
  /** `NAME:PASSWORD` of `--basic-auth`. */
  readonly basicAuth?: string | undefined
  /** Further headers (`-H`, `client.http.headers.*`). */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as `Authorization: TD1 KEY` to hosts of Treasure Data over https, and to nobody else. */
  readonly treasureDataKey?: string | undefined
  /** Milliseconds until an answer must have come whole; 0 for no limit. Default 2 minutes. */
  readonly timeoutMs?: number
  /** How JSON is read and written; `JSON` unless given. One that keeps `1.0` and long integers can be handed in. */
  readonly json?: { parse(text: string): unknown; stringify(value: unknown): string }
  /** Waits between tries; a timer unless given. */
  readonly wait?: (ms: number) => Promise<void>
  /** Ends everything under way. */
  readonly signal?: AbortSignal
}

export interface Sending {
  readonly query?: Query
  /** A value to send as JSON. */
  readonly body?: unknown
  /** Bytes to send as they are. */
  readonly bytes?: { readonly content: Uint8Array; readonly type: string }
}

/** Requests to one service: headers, time limit, retries, redirects, errors. */
export interface Connection {
  readonly endpoint: URL
  json<T>(method: string, path: string, sending?: Sending): Promise<T>
  /** The bytes of an answer. An absolute URL is fetched without this service's headers. */
  bytes(path: string, query?: Query): Promise<Uint8Array>
}

const DEFAULT_TIMEOUT_MS = 120_000
/** Tries of what only reads, when the service is busy or a connection breaks. */
const TRIES = 4
const FIRST_WAIT_MS = 200
const BUSY: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

export function createConnection(options: ConnectionOptions): Connection {
  const endpoint = parseEndpoint(options.endpoint)
  const base = endpoint.href.replace(/\/$/, '').replace(/\/\/[^/@]*@/, '//')
  const common = headersOf(endpoint, options)
  const send = options.fetch ?? networkFetch()
  const codec = options.json ?? JSON
  const wait = options.wait ?? ((ms: number) => new Promise<void>((done) => { setTimeout(done, ms) }))

  const request = (method: string, url: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array | undefined): Request =>
    new Request(url, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body: body as BodyInit }), ...signalOf(options) })

  const once = async (made: Request): Promise<Response> => {
    try { return await followingRedirects(send, made) } catch (error) { throw reached(error, base, options) }
  }
  const answered = async (make: () => Request): Promise<Response> => {
    for (let i = 1; ; i++) {
      const made = make()
      const last = made.method !== 'GET' || i >= TRIES
      try {
        const answer = await once(made)
        if (answer.ok) return answer
        if (last || !BUSY.has(answer.status)) throw errorOf(made.method, answer.status, answer.statusText || statusName(answer.status), await answer.text())
        answer.body?.cancel().catch(() => undefined)
      } catch (error) {
        if (last || !isBroken(error)) throw error
      }
      await wait(FIRST_WAIT_MS * 2 ** (i - 1))
    }
  }
  return {
    endpoint,
    json: async <T>(method: string, path: string, { query, body, bytes }: Sending = {}): Promise<T> => {
      const type = bytes?.type ?? (body === undefined ? undefined : 'application/json')
      const headers = { ...common, accept: 'application/json', ...(type === undefined ? {} : { 'content-type': type }) }
      const content = bytes?.content ?? (body === undefined ? undefined : codec.stringify(body))
      const answer = await answered(() => request(method, `${base}${path}${search(query)}`, headers, content))
      return readJson<T>(await answer.text(), codec, base)
    },
    bytes: async (path, query) => {
      const elsewhere = /^https?:\/\//.test(path)
      const answer = await answered(() => request('GET', elsewhere ? path : `${base}${path}${search(query)}`, elsewhere ? {} : { ...common, accept: '*/*' }, undefined))
      return new Uint8Array(await answer.arrayBuffer())
    },
  }
}

function headersOf(endpoint: URL, { basicAuth, headers = {}, treasureDataKey }: ConnectionOptions): Readonly<Record<string, string>> {
  const userInfo = endpoint.username === '' ? undefined : `${decodeURIComponent(endpoint.username)}:${decodeURIComponent(endpoint.password)}`
  const basic = basicAuth ?? userInfo
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    ...(treasureDataKey !== undefined && isTreasureData(endpoint) ? { authorization: `TD1 ${treasureDataKey}` } : {}),
    ...lower,
    ...(basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
  }
}

function signalOf({ timeoutMs = DEFAULT_TIMEOUT_MS, signal }: ConnectionOptions): { readonly signal?: AbortSignal } {
  const signals = [...(timeoutMs > 0 ? [AbortSignal.timeout(timeoutMs)] : []), ...(signal === undefined ? [] : [signal])]
  return signals.length === 0 ? {} : { signal: AbortSignal.any(signals) }
}

function search(query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((item) => [name, String(item)])))
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`
}

function readJson<T>(text: string, codec: { parse(text: string): unknown }, base: string): T {
  try { return codec.parse(text) as T } catch (cause) {
    throw new ClientError('server', `The answer of ${base} is not JSON: ${text.slice(0, 80)}`, { hint: 'Is that the address of a digdag or trowel server?', cause })
  }
}

/** What `fetch` throws has its reason two causes deep. */
function reached(error: unknown, base: string, { timeoutMs = DEFAULT_TIMEOUT_MS, signal }: ConnectionOptions): unknown {
  if (error instanceof ClientError || signal?.aborted === true) return error
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new ClientError('unreachable', `No answer from ${base} within ${timeoutMs / 1000} s`, { hint: 'Is the server busy, or is the address wrong?', cause: error })
  }
  const cause = rootOf(error)
  return new ClientError('unreachable', `Cannot reach ${base}: ${cause instanceof Error ? cause.message || codeOf(cause) : String(cause)}`, { hint: 'Is a server running there? `wf server` starts one; without -e the embedded engine is used.', cause: error })
}

const rootOf = (error: unknown): unknown => (error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error instanceof AggregateError ? error.errors[0] ?? error : error)
const codeOf = (error: unknown): string => String((error as { code?: unknown } | undefined)?.code ?? '')
const isBroken = (error: unknown): boolean => error instanceof ClientError && error.kind === 'unreachable' && BROKEN.has(codeOf(rootOf(error.cause)))

const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict',
  422: 'Unprocessable Entity', 429: 'Too Many Requests', 500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
}
const statusName = (status: number): string => STATUS_NAMES[status] ?? ''
