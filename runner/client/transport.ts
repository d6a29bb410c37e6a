import { ClientError } from './error.ts'

/** What carries a request: the platform's `fetch`, or an embedded server's handler. */
export type Fetch = (request: Request) => Promise<Response>

export interface NetworkOptions {
  /** False accepts any certificate (`--disable-cert-validation`). */
  readonly verifyCertificates?: boolean
  /** PEM of further certificate authorities. */
  readonly ca?: string
  /** Proxies by scheme, and hosts that need none (`no_proxy`). */
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly except?: string }
}

/** A `fetch` over the network. undici is loaded only for what the platform's own cannot do. */
export function networkFetch(options: NetworkOptions = {}): Fetch {
  const verify = options.verifyCertificates ?? true
  const plain = verify && options.ca === undefined && options.proxy?.http === undefined && options.proxy?.https === undefined
  return plain ? (request) => fetch(request) : throughUndici(verify, options)
}

function throughUndici(verify: boolean, options: NetworkOptions): Fetch {
  const connect = { rejectUnauthorized: verify, ...(options.ca === undefined ? {} : { ca: options.ca }) }
  const loaded = import('undici').then((undici) => ({
    undici,
    dispatcher: options.proxy === undefined
      ? new undici.Agent({ connect })
      : new undici.EnvHttpProxyAgent({
          connect, requestTls: connect,
          httpProxy: options.proxy.http ?? '', httpsProxy: options.proxy.https ?? '', noProxy: options.proxy.except ?? '',
        }),
  }))
  loaded.catch(() => undefined)
  return async (request) => {
    const { undici, dispatcher } = await loaded
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer())
    const headers: [string, string][] = []
    request.headers.forEach((value, name) => headers.push([name, value]))
    const answer = await undici.fetch(request.url, {
      method: request.method, headers, body, redirect: request.redirect, signal: request.signal, dispatcher,
    })
    return answer as unknown as Response
  }
}

const MOST_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Follows redirects of what only reads. To another origin nothing goes with it but what is accepted: no credential, no header of the person's.
 * @throws ClientError `redirected` for what writes, for too many, and for an unusable target
 */
export async function followingRedirects(send: Fetch, request: Request): Promise<Response> {
  const origin = new URL(request.url).origin
  let answer = await send(request)
  for (let i = 0; REDIRECTS.has(answer.status); i++) {
    const target = targetOf(answer, answer.url || request.url)
    if (request.method !== 'GET') throw new ClientError('redirected', `The server at ${origin} redirects to ${target.origin}`, { status: answer.status, hint: `Address it directly: -e ${target.origin}.` })
    if (i >= MOST_REDIRECTS) throw new ClientError('redirected', `The server at ${origin} redirects more than ${MOST_REDIRECTS} times`)
    answer.body?.cancel().catch(() => undefined)
    const headers = target.origin === origin ? request.headers : { accept: request.headers.get('accept') ?? '*/*' }
    answer = await send(new Request(target, { headers, redirect: 'manual', signal: request.signal }))
  }
  return answer
}

function targetOf(answer: Response, base: string): URL {
  const location = answer.headers.get('location')
  try {
    const url = new URL(location ?? '', base)
    if (location !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  } catch { /* told below */ }
  throw new ClientError('redirected', `The server answers ${answer.status} without a usable Location`, { status: answer.status })
}
