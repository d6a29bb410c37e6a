import { RuntimeFailure, TaskFailure, type TaskRun } from '../model/operator.ts'
import type { Dispatcher } from 'undici'
import { canceled } from './define.ts'
import type { Body, Header, HttpRequest } from './http-request.ts'
import { proxyDispatcher } from './http-proxy.ts'

/** Characters of a body that can be stored or, for `http_call>`, read. */
export const DEFAULT_CONTENT_LIMIT = 64 * 1024
const MAX_REDIRECTS = 8
/** What Jetty follows. */
export const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const USER_AGENT = 'Digdag/0.10.6 trowel'

export interface Answer {
  readonly status: number
  readonly contentType: string | undefined
  /** At most the limit of the body's characters. */
  readonly text: string
  /** Characters of the whole body. */
  readonly length: number
}

interface Hop { readonly url: URL; readonly method: string; readonly headers: readonly Header[]; readonly body: Body | undefined }

/**
 * Sends the request and follows redirects by Jetty's rules (digdag §6.4). Nothing that holds a secret goes on to another origin.
 * @throws RuntimeFailure `java.net.ConnectException: Connection refused` and the like (digdag's texts)
 */
export async function exchange(task: TaskRun, request: HttpRequest, limit: number): Promise<Answer> {
  const dispatcher = await proxyDispatcher(task, request)
  // As for Jetty, no time is no limit.
  const timeout = request.timeoutMs > 0 ? AbortSignal.timeout(request.timeoutMs) : new AbortController().signal
  const signal = AbortSignal.any([task.signal, timeout])
  try {
    return await beforeAbort(signal, followed(task, request, { dispatcher, signal, limit }))
  } catch (error) {
    if (task.signal.aborted) throw canceled(task)
    throw error instanceof TaskFailure ? error : timeout.aborted ? new RuntimeFailure('java.util.concurrent.TimeoutException') : connectionFailure(error, request)
  } finally { void dispatcher.destroy().catch(() => undefined) }
}

interface Way { readonly dispatcher: Dispatcher; readonly signal: AbortSignal; readonly limit: number }

async function followed(task: TaskRun, request: HttpRequest, way: Way): Promise<Answer> {
  let hop: Hop = { url: new URL(request.uri), method: request.method, headers: request.headers, body: request.body }
  for (let redirects = 0; ; redirects++) {
    const answer = await send(hop, way)
    const next = request.followRedirects && redirects < maxRedirects(task) ? nextHop(hop, answer.status, answer.location) : undefined
    if (next === undefined) return answer
    hop = next
  }
}

/** undici looks at the signal only once it has a connection, which a broken proxy may never give it. */
async function beforeAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  let stop = (): void => undefined
  const aborted = new Promise<never>((_done, fail) => { stop = () => fail(signal.reason) })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  try { return await Promise.race([work, aborted]) } finally { signal.removeEventListener('abort', stop) }
}

const maxRedirects = ({ services }: TaskRun): number => Number(services.settings['config.http.max_redirects'] ?? MAX_REDIRECTS)

async function send({ url, method, headers, body }: Hop, { dispatcher, signal, limit }: Way): Promise<Answer & { readonly location: string | undefined }> {
  const given = new Set(headers.map(({ name }) => name.toLowerCase()))
  const own = [['User-Agent', USER_AGENT], ['Accept-Encoding', 'gzip']].filter(([name]) => !given.has((name as string).toLowerCase())).flat() as string[]
  const response = await dispatcher.request({
    origin: url.origin, path: `${url.pathname}${url.search}`, method: method as Dispatcher.HttpMethod, signal,
    headers: [...own, ...headers.flatMap(({ name, value }) => [name, value])],
    body: body?.text ?? null,
  })
  const header = (name: string): string | undefined => [response.headers[name]].flat()[0]
  const text = await readText(response.body, { contentType: header('content-type'), encoding: header('content-encoding'), limit })
  return { status: response.statusCode, contentType: header('content-type'), location: header('location'), ...text }
}

async function readText(body: Dispatcher.ResponseData['body'], options: { readonly contentType: string | undefined; readonly encoding: string | undefined; readonly limit: number }): Promise<{ readonly text: string; readonly length: number }> {
  const decoder = decoderFor(options.contentType)
  let text = ''
  let length = 0
  const take = (part: string): void => {
    if (text.length < options.limit) text += part.slice(0, options.limit - text.length)
    length += part.length
  }
  for await (const chunk of options.encoding === 'gzip' ? await unzipped(body) : body) take(decoder.decode(chunk as Uint8Array, { stream: true }))
  take(decoder.decode())
  return { text, length }
}

async function unzipped(body: Dispatcher.ResponseData['body']): Promise<AsyncIterable<Uint8Array>> {
  const { createGunzip } = await import('node:zlib')
  return body.pipe(createGunzip())
}

function decoderFor(contentType: string | undefined): TextDecoder {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  try { return new TextDecoder(charset) } catch { return new TextDecoder() }
}

function nextHop(hop: Hop, status: number, location: string | undefined): Hop | undefined {
  const method = REDIRECTS.has(status) ? redirectedMethod(status, hop.method) : undefined
  if (method === undefined || location === undefined || !URL.canParse(location, hop.url)) return undefined
  const url = new URL(location, hop.url)
  if (url.origin === hop.url.origin) return { ...hop, url, method }
  if (hop.body?.secret === true) throw new TaskFailure(`Refused to follow a redirect to another host (${url.origin}): the content holds a secret. Name that host in the task, or set follow_redirects: false.`)
  return { ...hop, url, method, headers: hop.headers.filter(({ name, secret }) => !secret && !/^(authorization|cookie|proxy-authorization)$/i.test(name)) }
}

/** Jetty's rules; undefined where it does not follow. */
function redirectedMethod(status: number, method: string): string | undefined {
  if (status === 307 || status === 308 || method === 'HEAD' || method === 'PUT') return method
  return status === 301 && method !== 'GET' && method !== 'POST' ? undefined : 'GET'
}

function connectionFailure(error: unknown, request: HttpRequest): Error {
  const { code, message } = error as { readonly code?: string; readonly message?: string }
  const host = request.secretUri ? '***' : new URL(request.uri).hostname
  const text = code === 'ECONNREFUSED' ? 'java.net.ConnectException: Connection refused'
    : code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? `java.net.UnknownHostException: ${host}: Name or service not known`
      : code === 'UND_ERR_INVALID_ARG' ? 'java.lang.IllegalArgumentException: a header or the method has a character that HTTP does not allow'
        : `java.io.IOException: ${request.secretUri ? code ?? 'connection failed' : message}`
  return new RuntimeFailure(text)
}
