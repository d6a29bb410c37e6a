import { GraphError } from './error.ts'
import type { Fetch, FetchInit, NodeFetch, NodeFetchOptions } from './fetch.ts'

/** Stands in for `node-transport.ts` in the bundle for every platform but Node, so that no bundler meets undici. */
export function createNodeFetch(options?: NodeFetchOptions): NodeFetch {
  const own = (globalThis as { readonly fetch?: Fetch }).fetch
  if (options || !own) throw new GraphError('a pool of sockets is for Node; this is the bundle for other platforms', { code: 'configuration' })
  return Object.assign((url: string, init: FetchInit) => own(url, init), { close: async () => undefined })
}
