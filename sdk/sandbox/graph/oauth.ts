import type { TokenRecord, TokenStore } from '../tokens.ts'
import { expired } from '../tokens.ts'
import type { World } from '../world/world.ts'
import type { Params } from './params.ts'
import { Refusal, invalid } from './refusal.ts'

/** Token calls need no context: most of them come without a token of their own (IG §1.5). */
export interface Oauth {
  /** `GET /oauth/access_token` of graph.facebook.com: fb_exchange_token, client_credentials, or a code. */
  facebookToken(args: Params): object
  /** `GET /access_token` of graph.instagram.com. */
  instagramExchange(args: Params, token: string | undefined): object
  /** `GET /refresh_access_token`. */
  instagramRefresh(args: Params, token: string | undefined): object
  /** `POST api.instagram.com/oauth/access_token`: a code becomes a short-lived token; its errors have a form of their own. */
  instagramCode(args: Params): { readonly status: number, readonly body: object }
  /** Whether the request brings a code of the Facebook dialogue. */
  isFacebookCode(args: Params): boolean
  /** `GET /debug_token`. */
  debug(args: Params, token: string | undefined): object
}

const DAY_MS = 86_400_000
const APPLICATION = 'Sandbox app'

export function createOauth(world: World, store: TokenStore): Oauth {
  const now = () => world.clock.now()
  const bearer = (record: TokenRecord) => ({ access_token: record.token, token_type: 'bearer', expires_in: Math.floor((record.expiresAt - now()) / 1000) })
  return {
    facebookToken: (args) => {
      const grant = args.get('grant_type') ?? ''
      checkApp(store, args, true)
      if (grant === 'client_credentials') return { access_token: store.tokens.app, token_type: 'bearer' }
      if (args.has('code') && (grant === '' || grant === 'authorization_code')) return bearer(store.issue('user', `code:${args.get('code')}`, false, undefined, facebookCode(store, args)))
      if (grant !== 'fb_exchange_token') throw grant === '' ? invalid('The parameter grant_type is required') : new Refusal({ code: 1, message: 'Unsupported grant type' })
      const given = args.get('fb_exchange_token') ?? ''
      if (given === '') throw new Refusal({ code: 1, message: 'fb_exchange_token parameter not specified' })
      const old = store.check(given, false)
      if (old.kind === 'instagram' || old.kind === 'app') throw unreadable()
      return bearer(longer(store, old, now()))
    },
    instagramExchange: (args, token) => {
      checkApp(store, args, false)
      return bearer(longer(store, instagramOnly(store, token), now()))
    },
    instagramRefresh: (args, token) => {
      const fresh = refresh(store, instagramOnly(store, token), now())
      return { ...bearer(fresh), permissions: fresh.scopes.join(',') }
    },
    instagramCode: (args) => {
      const scopes = instagramScopes(store, args)
      if (typeof scopes === 'string') return { status: 400, body: { error_type: 'OAuthException', code: 400, error_message: scopes } }
      const account = world.accounts.find((one) => one.linked)
      const record = store.issue('instagram', `code:${args.get('code')}`, false, account, scopes)
      const given = { access_token: record.token, user_id: account?.scopedId ?? '', permissions: scopes.join(',') }
      // Documented as a list (IG §1.5); OAuth clients that are in use read the token beside it.
      return { status: 200, body: { ...given, data: [given] } }
    },
    isFacebookCode: (args) => store.dialogueOf(codeOf(args)) === 'facebook',
    debug: (args, token) => ({ data: chosen(debug(store, args, token, now()), args.get('fields')) }),
  }
}

const unreadable = () => new Refusal({ code: 190, message: 'Invalid OAuth access token - Cannot parse access token' })

/** @throws Refusal when the app's id or secret is missing or another one's */
function checkApp(store: TokenStore, args: Params, needsId: boolean): void {
  const id = args.get('client_id')
  const secret = args.get('client_secret')
  if (needsId && id === undefined) throw new Refusal({ code: 101, message: 'Missing client_id parameter.' })
  if (id !== undefined && id !== store.appId) throw new Refusal({ code: 101, message: 'Error validating application. Cannot get application info due to a system error.' })
  if (secret !== store.appSecret) throw new Refusal({ code: 1, message: secret === undefined ? 'Missing client_secret parameter.' : 'Error validating client secret.' })
}

function instagramOnly(store: TokenStore, token: string | undefined): TokenRecord {
  const record = store.check(token, false)
  if (record.kind !== 'instagram') throw unreadable()
  return record
}

/** Another token like this one, long-lived from now on. */
const longer = (store: TokenStore, old: TokenRecord, now: number) => store.issue(old.kind, `long:${old.token}:${Math.floor(now / 1000)}`, true, old.account, old.scopes)

/** Instagram puts `#_` behind a code, which clients are to strip. */
const codeOf = (args: Params) => (args.get('code') ?? '').replace(/#_(?:=_)?$/, '')

function facebookCode(store: TokenStore, args: Params): readonly string[] {
  const scopes = store.dialogueOf(codeOf(args)) === 'facebook' ? store.takeCode(codeOf(args), args.get('redirect_uri')) : undefined
  if (scopes === undefined) throw new Refusal({ code: 100, subcode: 36009, message: 'This authorization code has been used.' })
  return scopes
}

/** A token must be a day old, alive, and have the basic permission. */
function refresh(store: TokenStore, old: TokenRecord, now: number): TokenRecord {
  if (now - old.issuedAt < DAY_MS) throw new Refusal({ code: 10, message: 'The access token is less than 24 hours old and cannot be refreshed yet', prefixed: true })
  if (!old.scopes.includes('instagram_business_basic')) throw new Refusal({ code: 10, message: 'Application does not have permission for this action', prefixed: true })
  return longer(store, old, now)
}

/** The permissions a code of Instagram's dialogue stands for, or why it is refused. */
function instagramScopes(store: TokenStore, args: Params): readonly string[] | string {
  if (args.get('client_id') !== store.appId) return 'Invalid platform app'
  if (args.get('client_secret') !== store.appSecret) return 'Error validating client secret.'
  if (args.get('grant_type') !== 'authorization_code') return 'Invalid grant_type'
  return store.takeCode(codeOf(args), args.get('redirect_uri')) ?? 'This authorization code has been used or has expired'
}

/** `fields` choose from the data; what is not there is left out. */
function chosen(data: object, fields: string | undefined): object {
  if (fields === undefined || fields === '') return data
  const names = fields.split(',').map((name) => name.trim())
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.includes(name)))
}

function debug(store: TokenStore, args: Params, token: string | undefined, now: number): object {
  const asker = store.check(token, false)
  if (asker.kind === 'instagram') throw unreadable()
  const record = store.find(args.get('input_token') ?? '')
  if (record === undefined || record.kind === 'instagram') return { error: { code: 190, message: 'The access token could not be decrypted' }, is_valid: false, scopes: [] }
  const seconds = (ms: number) => Math.floor(ms / 1000)
  const gone = record.revoked !== undefined ? { code: 190, message: 'Error validating access token: The session is invalid.', subcode: record.revoked }
    : record.expiresAt !== 0 && record.expiresAt <= now ? { code: 190, message: expired(record, now).message, subcode: 463 } : undefined
  const targets = record.account === undefined ? undefined : [record.account.id]
  return {
    app_id: store.appId, type: record.kind.toUpperCase(), application: APPLICATION,
    data_access_expires_at: record.kind === 'system_user' ? 0 : seconds(store.dataAccessUntil(record)), ...(gone === undefined ? {} : { error: gone }),
    expires_at: seconds(record.expiresAt), is_valid: gone === undefined, issued_at: seconds(record.issuedAt), scopes: record.scopes,
    granular_scopes: record.scopes.filter((scope) => scope.startsWith('instagram') || scope.startsWith('pages')).map((scope) => ({ scope, ...(targets === undefined ? {} : { target_ids: targets }) })),
    ...(record.kind === 'page' ? { profile_id: record.account?.page.id, user_id: store.userId } : record.kind === 'app' ? {} : { user_id: store.userId }),
  }
}
