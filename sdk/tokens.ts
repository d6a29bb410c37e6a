import type { Host } from './generated/catalogue.ts'
import type { AccessToken, DebuggedToken, DebugToken } from './generated/entities.ts'
import { operations } from './generated/operations.ts'
import { sendTo } from './nodes.ts'
import type { CallContext } from './nodes.ts'
import type { CallOptions } from './options.ts'
import { parametersQuery } from './query.ts'

/** A call of one host is a compile error on a client of the other, whose text says so. */
type On<Wanted extends Host, H extends Host, Call extends string> = [H] extends [Exclude<Host, Wanted>] ? `${Call} is served on graph.${Wanted}.com only` : unknown

/** The life of a token (IG §1.5). Answers hold secrets: keep them out of logs. */
export interface Tokens<H extends Host = Host> {
  /** Facebook Login: a long-lived user token (about 60 days) for a short-lived one; the client's own unless another is given. */
  exchange(this: On<'facebook', H, 'exchange'>, app: { readonly clientId: string, readonly clientSecret: string, readonly token?: string | undefined }, options?: CallOptions): Promise<AccessToken>
  /** Instagram Login: a long-lived token (about 60 days) for a short-lived one. */
  exchangeInstagram(this: On<'instagram', H, 'exchangeInstagram'>, app: { readonly clientSecret: string }, options?: CallOptions): Promise<AccessToken>
  /** Instagram Login: another 60 days for a long-lived token that is at least 24 hours old. */
  refreshInstagram(this: On<'instagram', H, 'refreshInstagram'>, options?: CallOptions): Promise<AccessToken>
  /** What a token is: whose, with which scopes, until when. Another app's token needs the app's own (`id|secret`) as `accessToken`. */
  debug(this: On<'facebook', H, 'debug'>, token?: string, options?: CallOptions): Promise<DebuggedToken>
}

export function createTokens(context: CallContext, ownToken: string): Tokens {
  return {
    exchange: ({ clientId, clientSecret, token = ownToken }, options = {}) => {
      const query = parametersQuery({ grant_type: 'fb_exchange_token', client_id: clientId, client_secret: clientSecret, fb_exchange_token: token })
      return sendTo(context, operations['graph.exchangeToken'], undefined, query, options, { anonymous: true }) as Promise<AccessToken>
    },
    exchangeInstagram: ({ clientSecret }, options = {}) =>
      sendTo(context, operations['graph.exchangeInstagramToken'], undefined, parametersQuery({ grant_type: 'ig_exchange_token', client_secret: clientSecret }), options) as Promise<AccessToken>,
    refreshInstagram: (options = {}) =>
      sendTo(context, operations['graph.refreshInstagramToken'], undefined, parametersQuery({ grant_type: 'ig_refresh_token' }), options) as Promise<AccessToken>,
    debug: async (token = ownToken, options = {}) => {
      const answer = await sendTo(context, operations['graph.debugToken'], undefined, parametersQuery({ input_token: token }), options) as DebugToken
      return answer.data
    },
  }
}
