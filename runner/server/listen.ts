import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { RunnerError, messageOf } from '../model/error.ts'
import { refusal } from './answer.ts'
import { createGate, isLoopback, type Gate } from './access.ts'
import type { Credentials } from './credentials.ts'
import type { Handler } from './handle.ts'

export interface ListenOptions {
  /** 0 picks a free one. */
  readonly port: number
  /** `127.0.0.1` unless told otherwise. */
  readonly address?: string
  /** Needed beyond loopback. */
  readonly credentials?: Credentials | undefined
  /** Further host names that requests may name. */
  readonly hosts?: readonly string[]
}

export interface Listening {
  readonly address: string
  readonly port: number
  /** Such as `http://127.0.0.1:65432`. */
  readonly url: string
  /** Takes no more requests, lets those under way end for `graceMs` (8 s), then cuts them off. */
  close(graceMs?: number): Promise<void>
}

/** What the platform's `Request` can carry. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'])
/** Digdag's port. */
export const DEFAULT_PORT = 65432
const DEFAULT_GRACE_MS = 8_000
const KEEP_ALIVE_MS = 60_000
/** A refused upload is read on this far, so that its sender comes to read the answer. */
const DRAIN_BYTES = 64 * 1024 * 1024

/**
 * Serves the handler over HTTP.
 * @throws RunnerError `forbidden` beyond loopback without credentials; `busy` when the port is taken; `invalid` for a bad address or port
 */
export async function listen(handler: Handler, options: ListenOptions): Promise<Listening> {
  const address = options.address ?? '127.0.0.1'
  if (!isLoopback(address) && options.credentials === undefined) {
    throw new RunnerError('forbidden', `Refusing to listen on ${address}: beyond loopback everybody on the network could come in`, {
      hint: 'Give --basic-auth-file FILE or --token-file FILE, or bind to 127.0.0.1.',
    })
  }
  if (options.port < 0 || options.port > 65535) throw new RunnerError('invalid', `A port is from 0 to 65535, not ${options.port}`, { hint: 'Choose another one with -n PORT, or -n 0 for any.' })
  const gate = createGate({ address, credentials: options.credentials, hosts: options.hosts ?? [] })
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => { void serve(handler, gate, request, response) })
  const port = await bound(server, address, options.port)
  return { address, port, url: `http://${address.includes(':') ? `[${unbracketed(address)}]` : address}:${port}`, close: (graceMs = DEFAULT_GRACE_MS) => close(server, graceMs) }
}

const unbracketed = (address: string): string => address.replace(/^\[|\]$/g, '')

function bound(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', (cause: NodeJS.ErrnoException) => reject(cause.code === 'EADDRINUSE'
      ? new RunnerError('busy', `Port ${port} of ${address} is taken by another program`, { hint: 'Choose another one with -n PORT, or -n 0 for any.', cause })
      : new RunnerError('invalid', `Cannot listen on ${address}:${port}: ${messageOf(cause)}`, { cause })))
    server.listen(port, unbracketed(address), () => resolve((server.address() as AddressInfo).port))
  })
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => { clearTimeout(cut); resolve() })
    server.closeIdleConnections()
  })
}

async function serve(handler: Handler, gate: Gate, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/'
    const { host, origin, authorization } = incoming.headers
    const refused = gate({ method: incoming.method ?? 'GET', path, host, origin, authorization })
    const answer = refused ?? (METHODS.has(incoming.method ?? '') ? await handler(toRequest(incoming)) : refusal(405, `Method ${incoming.method} is not allowed here`))
    await send(answer, incoming, outgoing)
  } catch {
    // The other side went away, or sent what is no HTTP request: nobody is left to answer.
    outgoing.destroy()
  }
}

function toRequest(incoming: IncomingMessage): Request {
  const method = incoming.method ?? 'GET'
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const target = incoming.url ?? '/'
  const url = `http://${incoming.headers.host ?? 'localhost'}${target.startsWith('/') ? target : '/'}`
  if (method === 'GET' || method === 'HEAD' || !hasBody(incoming)) return new Request(url, { method, headers })
  const init: RequestInit & { readonly duplex: 'half' } = { method, headers, body: bodyOf(incoming), duplex: 'half' }
  return new Request(url, init)
}

const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

async function send(answer: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = answer.body === null ? undefined : Buffer.from(await answer.arrayBuffer())
  const unread = !incoming.complete && hasBody(incoming)
  answer.headers.forEach((value, name) => outgoing.setHeader(name, value))
  if (unread) outgoing.setHeader('connection', 'close')
  if (incoming.method !== 'HEAD') outgoing.setHeader('content-length', body?.length ?? 0)
  outgoing.writeHead(answer.status)
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
  if (unread) drain(incoming)
}

/** The body as it comes, one chunk at a time: who does not read it holds its sender back. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      incoming.pause()
      incoming.on('data', (chunk: Uint8Array) => { incoming.pause(); controller.enqueue(chunk) })
      incoming.once('end', () => controller.close())
      incoming.once('error', (error) => controller.error(error))
    },
    pull: () => { incoming.resume() },
  })
}

function drain(incoming: IncomingMessage): void {
  let left = DRAIN_BYTES
  incoming.removeAllListeners('data').removeAllListeners('end').on('error', () => undefined)
  incoming.on('data', (chunk: Uint8Array) => { left -= chunk.length; if (left < 0) incoming.destroy() })
  incoming.resume()
}
