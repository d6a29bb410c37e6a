/** What a request carries beside its URL. A subset of the platform's `RequestInit`. */
export interface FetchInit {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  /** Always `manual`: a redirect to another host must never carry the token. */
  readonly redirect: 'manual'
}

/** What the SDK reads of an answer. The platform's `Response` fits. */
export interface ResponseLike {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

/** Any function that fetches: the platform's, undici's, cross-fetch's, a stand-in of a test. */
export type Fetch = (url: string, init: FetchInit) => Promise<ResponseLike>

interface Platform {
  readonly fetch?: Fetch
  readonly process?: { readonly versions?: { readonly node?: string } }
}

/** undici with its pool on Node, the platform's own fetch elsewhere, cross-fetch where there is none. Nothing is loaded before the first call. */
export function defaultFetch(): Fetch {
  let loading: Promise<Fetch> | undefined
  let loaded: Fetch | undefined
  return (url, init) => {
    if (loaded) return loaded(url, init)
    loading ??= loadFetch()
    return loading.then((fetch) => (loaded = fetch)(url, init))
  }
}

async function loadFetch(): Promise<Fetch> {
  const platform = globalThis as Platform
  if (platform.process?.versions?.node) {
    const { createNodeFetch } = await import('./node-transport.ts')
    return createNodeFetch()
  }
  const own = platform.fetch
  if (own) return (url, init) => own(url, init)
  const { default: fetch } = await import('cross-fetch') as unknown as { readonly default: Fetch }
  return fetch
}
