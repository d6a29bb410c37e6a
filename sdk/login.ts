import { checkedBaseUrl } from './base-url.ts'
import { systemClock } from './clock.ts'
import { GraphError } from './error.ts'
import type { Fetch } from './fetch.ts'
import { createLimiter } from './limiter.ts'
import type { CallOptions } from './options.ts'
import { parametersQuery } from './query.ts'
import { createTransport } from './transport.ts'

/** Instagram Login: where to send the person, and what for. IG §1.5. */
export interface InstagramLogin {
  readonly clientId: string
  /** Registered with the app, to the letter. */
  readonly redirectUri: string
  /** Such as `instagram_business_basic` and `instagram_business_manage_insights`. */
  readonly scopes: readonly string[]
  /** Comes back with the code; compare it, against forged redirects. */
  readonly state?: string | undefined
  readonly forceReauth?: boolean | undefined
  /** Replaces `https://www.instagram.com`. */
  readonly baseUrl?: string | undefined
}

export interface InstagramCode {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  /** Valid for an hour, once. */
  readonly code: string
  /** Replaces `https://api.instagram.com`. */
  readonly baseUrl?: string | undefined
  readonly insecureHttp?: boolean | undefined
  readonly fetch?: Fetch | undefined
}

/** A token of about an hour; `tokens.exchangeInstagram` of a client with it makes it last about 60 days. */
export interface ShortLivedToken { readonly accessToken: string, readonly userId: string, readonly permissions: readonly string[] }

/** The address to send the person to. */
export function instagramLoginUrl({ clientId, redirectUri, scopes, state, forceReauth, baseUrl = 'https://www.instagram.com' }: InstagramLogin): string {
  return `${baseUrl}/oauth/authorize?${parametersQuery({ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: scopes, state, force_reauth: forceReauth })}`
}

/** The code in the address the person came back to; a refusal by the person is a `permission` error. */
export function instagramCode(redirectedTo: string, state?: string): string {
  const { searchParams } = new URL(redirectedTo)
  const denied = searchParams.get('error_description') ?? searchParams.get('error')
  if (denied !== null) throw new GraphError(`the login was not granted: ${denied}`, { code: 'permission' })
  if (state !== undefined && searchParams.get('state') !== state) throw new GraphError('the redirect carries another state than was sent, so it may be forged', { code: 'configuration' })
  const code = searchParams.get('code')
  if (code === null) throw new GraphError('the redirect carries no code', { code: 'configuration' })
  return code.replace(/#_$/, '')
}

/** A short-lived token for a code. */
export async function exchangeInstagramCode({ clientId, clientSecret, redirectUri, code, baseUrl = 'https://api.instagram.com', insecureHttp = false, fetch }: InstagramCode, options: CallOptions = {}): Promise<ShortLivedToken> {
  const send = createTransport({
    baseUrl: checkedBaseUrl(baseUrl, insecureHttp), accessToken: '', tokenIn: 'query', fetch, clock: systemClock, limiter: createLimiter(),
    prove: undefined, policy: { attempts: 1, random: Math.random }, timeoutMs: 60_000, maxWaitMs: 0, signal: undefined, listener: undefined,
  })
  const body = parametersQuery({ client_id: clientId, client_secret: clientSecret, grant_type: 'authorization_code', redirect_uri: redirectUri, code })
  const answer = await send({ method: 'POST', path: '/oauth/access_token', query: '', body, budget: 'platform', repeatable: false, anonymous: true, options })
  const found = (answer as { readonly data?: readonly RawToken[] }).data?.[0] ?? answer as RawToken
  if (typeof found.access_token !== 'string') throw new GraphError('the answer carries no token', { code: 'bad-answer' })
  return { accessToken: found.access_token, userId: String(found.user_id ?? ''), permissions: permissionsOf(found.permissions) }
}

interface RawToken { readonly access_token?: string, readonly user_id?: string | number, readonly permissions?: string | readonly string[] }

function permissionsOf(given: RawToken['permissions']): readonly string[] {
  return typeof given === 'string' ? given.split(',').filter((name) => name !== '') : given ?? []
}
