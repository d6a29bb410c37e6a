import { GraphError } from './error.ts'

/** A pool of sockets on Node. */
export interface NodeFetchOptions {
  /** Sockets to one host. 16 by default. */
  readonly connections?: number | undefined
  /** To a connected socket, in milliseconds. 10,000 by default. */
  readonly connectTimeoutMs?: number | undefined
  /** How long an idle socket is kept, in milliseconds. 10,000 by default. */
  readonly keepAliveMs?: number | undefined
}

/** What a request carries beside its URL. A subset of the platform's `RequestInit`. */
export interface FetchInit {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  /** Left out where there is none, as the platform's types want it. */
  readonly body?: string
  readonly signal?: AbortSignal
  /** Always `manual`: a redirect to another host must never carry the token. */
  readonly redirect: 'manual'
  /** For a fetch that keeps time itself; the platform's ignore it. */
  readonly timeoutMs: number
}

/** What the SDK reads of an answer. The platform's `Response` fits. */
export interface ResponseLike {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** Any function that fetches: the platform's, undici's, cross-fetch's, a stand-in of a test. */
export interface Fetch {
  (url: string, init: FetchInit): Promise<ResponseLike>
  /** It ends a request after `timeoutMs` by itself, which spares a timer and a signal for each call. */
  readonly keepsTime?: boolean
}

interface Platform {
  readonly fetch?: Fetch
  readonly process?: { readonly versions?: { readonly node?: string } }
}

/** undici with its pool on Node, the platform's own fetch elsewhere, cross-fetch where there is none. Nothing is loaded before the first call. */
export async function loadFetch(): Promise<Fetch> {
  const platform = globalThis as unknown as Platform
  if (platform.process?.versions?.node) {
    const { createNodeFetch } = await import('./node-transport.ts')
    return createNodeFetch()
  }
  if (platform.fetch) return platform.fetch
  const loaded: unknown = await import('cross-fetch').catch(() => undefined)
  if (!loaded) throw new GraphError('this platform has no fetch: hand one in', { code: 'configuration' })
  return (loaded as { readonly default: Fetch }).default
}

/** A fetch with sockets of its own. */
export interface NodeFetch extends Fetch {
  /** Ends its sockets, and the calls on them. */
  close(): Promise<void>
}

/** undici with a pool of its own, to hand in as `fetch`; Node only. */
export async function nodeFetch(options: NodeFetchOptions): Promise<NodeFetch> {
  const { createNodeFetch } = await import('./node-transport.ts')
  return createNodeFetch(options)
}
