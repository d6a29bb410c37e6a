import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SandboxRequest, SandboxResponse } from './requests.ts'

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

const KEEP_ALIVE_MS = 72_000
const LONGEST_BODY = 1024 * 1024
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

/** Serves a function over HTTP on 127.0.0.1; who names another host, or comes from a foreign page, is turned away. */
export async function listen(handle: (request: SandboxRequest) => SandboxResponse, port: number): Promise<Listening> {
  const server = createServer((request, response) => { void serve(handle, request, response) })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', () => { server.off('error', fail); done() })
  })
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

function close(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => { done() })
    server.closeAllConnections()
  })
}

async function serve(handle: (request: SandboxRequest) => SandboxResponse, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const turnedAway = judge(incoming)
  if (turnedAway !== undefined) { send(outgoing, { status: 403, headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify({ error: turnedAway }), delayMs: 0, drop: false }); return }
  const body = incoming.method === 'GET' || incoming.method === 'HEAD' ? undefined : await read(incoming)
  if (body === null) { outgoing.writeHead(413, { connection: 'close' }).end(); return }
  const headers = incoming.headers as Readonly<Record<string, string | undefined>>
  const answer = handle({ method: incoming.method ?? 'GET', url: incoming.url ?? '/', headers, body })
  if (answer.delayMs <= 0) { send(outgoing, answer); return }
  // A client that has gone away is not waited for.
  const timer = setTimeout(() => { send(outgoing, answer) }, answer.delayMs)
  outgoing.once('close', () => { clearTimeout(timer) })
}

/** Why a request is not answered, or undefined. */
function judge(incoming: IncomingMessage): string | undefined {
  if (!LOOPBACK.test(incoming.headers.host ?? '')) return 'The sandbox answers requests for a loopback host alone: call it as 127.0.0.1 or localhost'
  const { origin } = incoming.headers
  if (origin === undefined) return undefined
  return LOOPBACK.test(origin.replace(/^https?:\/\//i, '')) && origin.replace(/^https?:\/\//i, '') === incoming.headers.host ? undefined : 'The sandbox answers no requests from pages of another origin'
}

function read(incoming: IncomingMessage): Promise<string | undefined | null> {
  return new Promise((done) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= LONGEST_BODY) chunks.push(chunk)
    })
    incoming.on('end', () => { done(size > LONGEST_BODY ? null : Buffer.concat(chunks).toString()) })
    incoming.on('error', () => { done(undefined) })
  })
}

function send(outgoing: ServerResponse, answer: SandboxResponse): void {
  if (answer.drop) { outgoing.destroy(); return }
  const body = Buffer.from(answer.body, answer.base64 === true ? 'base64' : 'utf8')
  outgoing.writeHead(answer.status, answer.status === 304 ? answer.headers : { ...answer.headers, 'content-length': body.length })
  outgoing.end(body)
}
