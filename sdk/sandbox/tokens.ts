import type { Clock } from './clock.ts'
import type { Dialect } from './graph/dialect.ts'
import { Refusal } from './graph/refusal.ts'
import { hashText, mix, opaque } from './world/hash.ts'
import type { Account } from './world/account.ts'

export type TokenKind = 'user' | 'page' | 'system_user' | 'instagram' | 'app'

export interface TokenRecord {
  readonly token: string
  readonly kind: TokenKind
  /** ms. */
  readonly issuedAt: number
  /** ms; 0 for never. */
  readonly expiresAt: number
  readonly scopes: readonly string[]
  /** The account of a page or Instagram token. */
  readonly account?: Account | undefined
  /** Set once the token has been made useless, with the reason's subcode (460 password changed, 467 invalid…). */
  readonly revoked?: number | undefined
}

/** Tokens that clients may use, in Meta's forms; the first ones depend on the seed alone. */
export interface SandboxTokens {
  readonly facebook: string
  readonly systemUser: string
  readonly instagram: string
  /** A user token whose session has expired. */
  readonly expired: string
  readonly app: string
  readonly appId: string
  readonly appSecret: string
  /** Page token by page name. */
  readonly pages: Readonly<Record<string, string>>
  /** Instagram Login token by user name. */
  readonly instagramByUsername: Readonly<Record<string, string>>
}

/** ms a long-lived token lives (IG §1.5: 5183944 s), and a short-lived one. */
export const LONG_LIFE_MS = 5_183_944_000
const SHORT_LIFE_MS = 3_600_000
const DAY_MS = 86_400_000
const DATA_ACCESS_MS = 90 * DAY_MS
const CODE_LIFE_MS = 3_600_000

export const FACEBOOK_SCOPES = [
  'public_profile', 'pages_show_list', 'pages_read_engagement', 'business_management', 'ads_management', 'ads_read',
  'instagram_basic', 'instagram_manage_insights', 'instagram_manage_comments', 'instagram_content_publish',
] as const
export const INSTAGRAM_SCOPES = ['instagram_business_basic', 'instagram_business_manage_insights', 'instagram_business_manage_comments', 'instagram_business_content_publish'] as const

export interface TokenStore {
  readonly tokens: SandboxTokens
  readonly appId: string
  readonly appSecret: string
  /** @throws Refusal 190 when it is unknown, expired or revoked; 104 or 2500 when there is none */
  check(token: string | undefined, forMe: boolean): TokenRecord
  /** Without judging it; for debug_token. */
  find(token: string): TokenRecord | undefined
  /** A token that came from another one, or from a code; with every permission unless told. */
  issue(kind: TokenKind, label: string, longLived: boolean, account?: Account, scopes?: readonly string[]): TokenRecord
  change(token: string, change: Partial<Pick<TokenRecord, 'expiresAt' | 'issuedAt' | 'scopes' | 'revoked'>>): void
  /** Makes a code for one use within an hour, as the login dialogues do; `scope` lists permissions, all of them when it names none. */
  makeCode(dialogue: Dialect, redirectUri: string, scope: string | undefined): string
  /** The dialogue a code came from, while it is good. */
  dialogueOf(code: string): Dialect | undefined
  /** Uses a code up, for the permissions it stands for; undefined when it is unknown, used, older than an hour, or was made for another address. */
  takeCode(code: string, redirectUri: string | undefined): readonly string[] | undefined
  readonly userId: string
  dataAccessUntil(record: TokenRecord): number
}

interface Code { readonly madeAt: number, readonly redirectUri: string, readonly dialogue: Dialect, readonly scopes: readonly string[] }

export function createTokens(seed: number, clock: Clock, accounts: readonly Account[], given: { readonly appSecret?: string | undefined }): TokenStore {
  const records = new Map<string, TokenRecord>()
  const codes = new Map<string, Code>()
  let madeCodes = 0
  const began = clock.now()
  const appId = String(100_000_000_000_000 + (mix(seed, 51) % 1_000_000_000) * 7919)
  const appSecret = given.appSecret ?? hex(seed, 'app-secret')
  const add = (record: TokenRecord) => { records.set(record.token, record); return record }
  const first = (kind: TokenKind, label: string, expiresAt: number, account?: Account) =>
    add({ token: write(seed, kind, label), kind, issuedAt: began - 10 * DAY_MS, expiresAt, scopes: scopesOf(kind), account }).token
  const linked = accounts.filter((account) => account.linked)
  const instagramByUsername = Object.fromEntries(linked.map((account) => [account.username, first('instagram', `ig:${account.username}`, began + 50 * DAY_MS, account)]))
  const tokens: SandboxTokens = {
    facebook: first('user', 'user', began + 50 * DAY_MS),
    systemUser: first('system_user', 'system', 0),
    instagram: linked[0] === undefined ? first('instagram', 'nobody', began - DAY_MS) : instagramByUsername[linked[0].username] as string,
    expired: first('user', 'expired', began - 3 * DAY_MS),
    app: add({ token: `${appId}|${appSecret}`, kind: 'app', issuedAt: began - DATA_ACCESS_MS, expiresAt: 0, scopes: [] }).token,
    appId, appSecret,
    pages: Object.fromEntries(accounts.map((account) => [account.page.name, first('page', `page:${account.page.id}`, 0, account)])),
    instagramByUsername,
  }
  return {
    tokens, appId, appSecret, userId: `122${String(mix(seed, 52)).padStart(12, '0')}`,
    check: (token, forMe) => judge(token, token === undefined ? undefined : records.get(token), clock.now(), forMe),
    find: (token) => records.get(token),
    issue: (kind, label, longLived, account, scopes = scopesOf(kind)) => add({
      token: write(seed, kind, label), kind, issuedAt: clock.now(), expiresAt: kind === 'page' ? 0 : clock.now() + (longLived ? LONG_LIFE_MS : SHORT_LIFE_MS), scopes, account,
    }),
    change: (token, change) => { const record = records.get(token); if (record !== undefined) records.set(token, { ...record, ...change }) },
    makeCode: (dialogue, redirectUri, scope) => {
      const code = `AQ${opaque(seed, `code:${++madeCodes}:${clock.now()}`, 140)}`
      codes.set(code, { madeAt: clock.now(), redirectUri, dialogue, scopes: grantedOf(dialogue, scope) })
      return code
    },
    dialogueOf: (code) => codes.get(code)?.dialogue,
    takeCode: (code, redirectUri) => {
      const made = codes.get(code)
      codes.delete(code)
      return made !== undefined && made.redirectUri === redirectUri && clock.now() - made.madeAt < CODE_LIFE_MS ? made.scopes : undefined
    },
    dataAccessUntil: (record) => record.issuedAt + DATA_ACCESS_MS,
  }
}

/** The host a token belongs to, by its form; a request without a token is for graph.facebook.com. */
export const dialectOf = (token: string | undefined): Dialect => (token?.startsWith('IG') === true ? 'instagram' : 'facebook')

export function expired(record: Pick<TokenRecord, 'expiresAt'>, now: number): Refusal {
  return new Refusal({
    code: 190, subcode: 463,
    message: `Error validating access token: Session has expired on ${meta(record.expiresAt)}. The current time is ${meta(now)}.`,
  })
}

function judge(token: string | undefined, record: TokenRecord | undefined, now: number, forMe: boolean): TokenRecord {
  if (token === undefined || token === '') {
    throw new Refusal(forMe
      ? { code: 2500, message: 'An active access token must be used to query information about the current user.' }
      : { code: 104, message: 'An access token is required to request this resource.' })
  }
  if (record === undefined) throw new Refusal({ code: 190, message: 'Invalid OAuth access token - Cannot parse access token' })
  if (record.revoked !== undefined) throw revoked(record.revoked)
  if (record.expiresAt !== 0 && record.expiresAt <= now) throw expired(record, now)
  return record
}

/** The refusal of a token that was made useless, by the reason's subcode. */
export function revoked(subcode: number): Refusal {
  return new Refusal({ code: 190, subcode, message: REVOKED[subcode] ?? 'Error validating access token: The session is invalid.' })
}

const REVOKED: Readonly<Record<number, string>> = {
  458: 'Error validating access token: The user has not authorized application.',
  459: 'Error validating access token: You cannot access the app till you log in and follow the instructions given.',
  460: 'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  464: 'Error validating access token: The user is not a confirmed user.',
  467: 'Error validating access token: The session is invalid because the user logged out.',
}

/** As in "Tuesday, 10-Mar-26 06:00:00 PDT". */
function meta(ms: number): string {
  const parts = Object.fromEntries(META_TIME.formatToParts(ms).map((part) => [part.type, part.value]))
  return `${parts.weekday}, ${parts.day}-${parts.month}-${parts.year} ${parts.hour}:${parts.minute}:${parts.second} ${parts.timeZoneName}`
}

const META_TIME = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles', weekday: 'long', day: '2-digit', month: 'short', year: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
})

function scopesOf(kind: TokenKind): readonly string[] {
  return kind === 'app' ? [] : kind === 'instagram' ? INSTAGRAM_SCOPES : FACEBOOK_SCOPES
}

/** What a dialogue grants of the permissions asked for: those the sandbox knows. */
function grantedOf(dialogue: Dialect, scope: string | undefined): readonly string[] {
  const known = scopesOf(dialogue === 'instagram' ? 'instagram' : 'user')
  const asked = (scope ?? '').split(/[\s,]+/).filter((name) => name !== '')
  return asked.length === 0 ? known : known.filter((name) => name === 'public_profile' || asked.includes(name))
}

function write(seed: number, kind: TokenKind, label: string): string {
  return `${kind === 'instagram' ? 'IGAAS' : 'EAAS'}${opaque(seed, `token:${kind}:${label}`, kind === 'instagram' ? 160 : 180)}ZD`
}

function hex(seed: number, label: string): string {
  const start = hashText(label)
  return [1, 2, 3, 4].map((i) => mix(seed, start, i).toString(16).padStart(8, '0')).join('')
}
