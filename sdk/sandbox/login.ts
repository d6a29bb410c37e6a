import type { Call, Graph } from './call.ts'
import { invalid } from './graph/refusal.ts'

/** What the login and token paths answer. */
export interface LoginAnswer { readonly kind: string, readonly status: number, readonly body: unknown, readonly headers: Readonly<Record<string, string>> }

/** Paths that need no token of their own, or judge it themselves (IG §1.5); undefined for every other path. */
export function answerLogin(graph: Graph, call: Call): LoginAnswer | undefined {
  const { oauth } = graph.parts
  const { params, token } = call
  const ok = (kind: string, body: unknown): LoginAnswer => ({ kind, status: 200, body, headers: {} })
  switch (call.segments.join('/')) {
    case 'oauth/authorize': return authorize(graph, call)
    case 'oauth/access_token': {
      if (call.method !== 'POST' || params.get('grant_type') !== 'authorization_code') return ok('graph.exchangeToken', oauth.facebookToken(params))
      const { status, body } = oauth.instagramCode(params)
      return { kind: 'graph.exchangeCode', status, body, headers: {} }
    }
    case 'access_token': return ok('graph.exchangeInstagramToken', oauth.instagramExchange(params, token))
    case 'refresh_access_token': return ok('graph.refreshInstagramToken', oauth.instagramRefresh(params, token))
    case 'debug_token': return ok('graph.debugToken', oauth.debug(params, token))
    default: return undefined
  }
}

/** The login dialogue, granted at once: back to the client with a code, and `#_` as Instagram appends. */
function authorize(graph: Graph, call: Call): LoginAnswer {
  const redirect = call.params.get('redirect_uri')
  if (call.params.get('client_id') !== graph.parts.store.appId) throw invalid('Invalid platform app')
  if (redirect === undefined || !URL.canParse(redirect)) throw invalid('Invalid redirect_uri')
  const target = new URL(redirect)
  target.searchParams.set('code', graph.parts.store.makeCode(redirect))
  const state = call.params.get('state')
  if (state !== undefined) target.searchParams.set('state', state)
  return { kind: 'graph.authorize', status: 302, body: {}, headers: { location: `${target.href}#_` } }
}
