import type { Call, Graph } from './call.ts'
import type { Dialect } from './graph/dialect.ts'
import { checkParams } from './graph/described.ts'
import { invalid } from './graph/refusal.ts'

/** What the login and token paths answer. */
export interface LoginAnswer { readonly kind: string, readonly status: number, readonly body: unknown, readonly headers: Readonly<Record<string, string>>, readonly drop: boolean, readonly delayMs: number }

type Given = Pick<LoginAnswer, 'kind' | 'status' | 'body' | 'headers'>

/**
 * Answers the paths that need no token of their own, or judge it themselves (IG §1.5); undefined for every other path.
 * A fault that refuses the dialogue is a person who declines.
 */
export function answerLogin(graph: Graph, call: Call): LoginAnswer | undefined {
  const answer = pathOf(graph, call)
  if (answer === undefined) return undefined
  const strike = graph.faults.strike(call.target)
  const isDialogue = call.segments.length === 2 && call.segments[1] !== 'access_token'
  if (strike.refusal !== undefined && !isDialogue) throw strike.refusal
  return { ...answer(strike.refusal !== undefined), drop: strike.drop, delayMs: strike.delayMs }
}

function pathOf(graph: Graph, call: Call): ((declined: boolean) => Given) | undefined {
  const { oauth } = graph.parts
  const { params, token } = call
  const ok = (kind: string, body: unknown): Given => ({ kind, status: 200, body, headers: {} })
  const checked = (kind: string, run: () => unknown): Given => { checkParams(kind, params); return ok(kind, run()) }
  switch (call.segments.join('/')) {
    case 'oauth/authorize': return (declined) => dialogue(graph, call, 'instagram', declined)
    case 'dialog/oauth': return (declined) => dialogue(graph, call, 'facebook', declined)
    case 'oauth/access_token': return () => {
      if (call.method !== 'POST' || params.get('grant_type') !== 'authorization_code' || oauth.isFacebookCode(params)) return ok('graph.exchangeToken', oauth.facebookToken(params))
      return { kind: 'graph.exchangeCode', ...oauth.instagramCode(params), headers: {} }
    }
    case 'access_token': return () => checked('graph.exchangeInstagramToken', () => oauth.instagramExchange(params, token))
    case 'refresh_access_token': return () => checked('graph.refreshInstagramToken', () => oauth.instagramRefresh(params, token))
    case 'debug_token': return () => checked('graph.debugToken', () => oauth.debug(params, token))
    default: return undefined
  }
}

/** What each dialogue appends to the address it leads back to. */
const TAIL: Readonly<Record<Dialect, string>> = { instagram: '#_', facebook: '#_=_' }

/** The login dialogue, granted at once: back to the client with a code. */
function dialogue(graph: Graph, call: Call, host: Dialect, declined: boolean): Given {
  const redirect = call.params.get('redirect_uri')
  if (call.params.get('client_id') !== graph.parts.store.appId) throw invalid('Invalid platform app')
  if (redirect === undefined || !URL.canParse(redirect)) throw invalid('Invalid redirect_uri')
  const target = new URL(redirect)
  const result = declined
    ? { error: 'access_denied', error_reason: 'user_denied', error_description: 'The user denied your request' }
    : { code: graph.parts.store.makeCode(host, redirect, call.params.get('scope')) }
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value)
  const state = call.params.get('state')
  if (state !== undefined) target.searchParams.set('state', state)
  return { kind: 'graph.authorize', status: 302, body: {}, headers: { location: `${target.href}${TAIL[host]}` } }
}
