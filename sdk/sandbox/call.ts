import type { Faults } from './faults.ts'
import type { Dialect } from './graph/dialect.ts'
import type { Params } from './graph/params.ts'
import { readBody, readQuery } from './graph/params.ts'
import { unknownPath } from './graph/refusal.ts'
import type { Parts } from './graph/route.ts'
import type { Limits } from './limits.ts'
import type { RequestLog, SandboxRequest } from './requests.ts'
import { dialectOf } from './tokens.ts'
import type { World } from './world/world.ts'

/** Everything a request is answered from. */
export interface Graph {
  readonly world: World
  readonly parts: Parts
  readonly limits: Limits
  readonly faults: Faults
  readonly log: RequestLog
  readonly latencyMs: number
  /** Another one for each call, as `fbtrace_id` tells it. */
  readonly traceId: () => string
  /** Whether every call must carry appsecret_proof; one that is sent is checked always. */
  readonly requireProof: boolean
}

/** Paths that graph.instagram.com alone has. */
const INSTAGRAM_PATHS: ReadonlySet<string> = new Set(['access_token', 'refresh_access_token'])

/** A request taken apart; nothing in it has been judged yet. */
export interface Call {
  readonly method: string
  readonly segments: readonly string[]
  readonly version: string | undefined
  readonly params: Params
  readonly token: string | undefined
  readonly dialect: Dialect
  readonly base: string
  /** Path and query, for faults. */
  readonly target: string
  readonly ifNoneMatch: string | undefined
}

/** @throws Refusal for a body that cannot be read */
export function readCall(request: SandboxRequest): Call {
  const absolute = /^https?:\/\/([^/?#]+)/i.exec(request.url)
  const rest = absolute === null ? request.url : request.url.slice(absolute[0].length)
  const mark = rest.indexOf('?')
  const path = mark < 0 ? rest : rest.slice(0, mark)
  const query = mark < 0 ? '' : rest.slice(mark + 1)
  const params = readQuery(query)
  if (request.body !== undefined) for (const [name, value] of readBody(request.body, request.headers?.['content-type'] ?? '')) params.set(name, value)
  const segments = path.split('/').filter((part) => part !== '').map(decode)
  const version = /^v\d+\.\d+$/.test(segments[0] ?? '') ? segments.shift() : undefined
  if (segments.join('/') === 'oauth/access_token') for (const [name, value] of appOf(request.headers?.authorization ?? '')) if (!params.has(name)) params.set(name, value)
  const token = params.get('access_token') ?? /^(?:Bearer|OAuth)\s+(.+)$/i.exec(request.headers?.authorization ?? '')?.[1]?.trim()
  const { host, base } = reachedAs(request, absolute)
  const method = (params.get('method') ?? request.method).toUpperCase()
  return {
    // Who asks with HEAD leaves out the body; all else is as with GET.
    method: method === 'HEAD' ? 'GET' : method, segments, version, params, token,
    dialect: host === 'graph.instagram.com' || INSTAGRAM_PATHS.has(segments.join('/')) ? 'instagram' : host === 'graph.facebook.com' ? 'facebook' : dialectOf(token),
    base, target: rest, ifNoneMatch: request.headers?.['if-none-match'],
  }
}

/** The app's id and secret, which OAuth clients may send as `Authorization: Basic` too. */
function appOf(authorization: string): readonly (readonly [string, string])[] {
  const pair = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  const [id = '', secret = ''] = pair === undefined ? [] : Buffer.from(pair, 'base64').toString().split(':')
  return id === '' ? [] : [['client_id', id], ['client_secret', secret]]
}

/** Under which address the client reached the sandbox: a proxy that ends TLS before it says so by `X-Forwarded-Host` and `-Proto`. */
function reachedAs({ headers = {} }: SandboxRequest, absolute: RegExpExecArray | null): Pick<Call, 'base'> & { readonly host: string | undefined } {
  if (absolute?.[1] !== undefined) return { host: absolute[1].toLowerCase(), base: absolute[0] }
  const forwarded = /^[a-z0-9.-]+(?::\d{1,5})?$/i.exec(headers['x-forwarded-host'] ?? '')?.[0]
  const host = (forwarded ?? headers.host)?.toLowerCase()
  return { host, base: `${forwarded !== undefined && headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'}://${host ?? '127.0.0.1'}` }
}

function decode(part: string): string {
  try { return decodeURIComponent(part) } catch { throw unknownPath(`/${part}`) }
}
