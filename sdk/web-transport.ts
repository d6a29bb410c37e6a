import { GraphError } from './error.ts'
import type { Fetch, NodeFetchOptions } from './fetch.ts'

/** Stands in for `node-transport.ts` in the bundle for every platform but Node, so that no bundler meets undici. */
export function createNodeFetch(options?: NodeFetchOptions): Fetch {
  const own = (globalThis as { readonly fetch?: Fetch }).fetch
  if (options || !own) throw new GraphError('a pool of sockets is for Node; this is the bundle for other platforms', { code: 'configuration' })
  return (url, init) => own(url, init)
}
