import { isGraphError, type GraphClient, type Host } from '../../../sdk/index.ts'
import { messageOf } from '../../model/error.ts'
import type { Problem } from '../../model/error.ts'
import { isInstagramToken } from '../token-source.ts'

/** What loads need (IG §1.4). */
const SCOPES = {
  facebook: ['pages_show_list', 'instagram_basic', 'instagram_manage_insights', 'pages_read_engagement'],
  instagram: ['instagram_business_basic', 'instagram_business_manage_insights'],
} as const
const COMMENT_SCOPES = { facebook: 'instagram_manage_comments', instagram: 'instagram_business_manage_comments' } as const
const DAY_MS = 24 * 3600 * 1000
const WARN_DAYS = 14

export interface TokenCheck {
  readonly token: string
  /** For messages, never the token. */
  readonly place: string
  /** Kept with the secret by `wf token`; milliseconds since 1970. */
  readonly keptExpiry: number | undefined
  /** Comments and tags are loaded too. */
  readonly comments: boolean
  readonly now: number
}

interface Debugged { readonly is_valid?: boolean; readonly expires_at?: number; readonly data_access_expires_at?: number; readonly scopes?: readonly string[] }

/** Looks a token up at Meta, or at the sandbox: whether it is valid, until when, and whether it may do what loads need. */
export async function checkLiveToken(graph: GraphClient<Host>, { token, place, keptExpiry, comments, now }: TokenCheck): Promise<readonly Problem[]> {
  const told: Problem[] = []
  const tell = (severity: Problem['severity'], message: string, hint?: string): void => { told.push({ severity, message: `${place}: ${message}`, ...(hint === undefined ? {} : { hint }) }) }
  const host = isInstagramToken(token) ? 'instagram' : 'facebook'
  try {
    const found = host === 'instagram' ? await answered(graph, 'username') : await debugged(graph, token)
    if (found.is_valid === false) tell('error', 'Meta does not accept the token (any more)', 'get a new one and set it again')
    const missing = found.scopes === undefined ? [] : [...SCOPES[host], ...(comments ? [COMMENT_SCOPES[host]] : [])].filter((scope) => !found.scopes?.includes(scope))
    if (missing.length > 0) tell('error', `the token lacks ${missing.join(', ')}`, 'grant them at the next login')
    const expiresAt = keptExpiry ?? (found.expires_at === undefined ? undefined : found.expires_at * 1000)
    if (expiresAt === undefined) tell('warning', 'when the token expires is not known', 'wf token refresh or exchange keeps the date with it')
    else if (expiresAt > 0 && expiresAt - now < WARN_DAYS * DAY_MS) tell(expiresAt <= now ? 'error' : 'warning', `the token ${expiresAt <= now ? 'expired' : 'expires'} on ${dayOf(expiresAt)}`, host === 'instagram' ? 'wf token refresh' : 'wf token exchange')
    if (found.data_access_expires_at && found.data_access_expires_at * 1000 - now < WARN_DAYS * DAY_MS) tell('warning', `its access to data ends on ${dayOf(found.data_access_expires_at * 1000)}`, 'log in again')
  } catch (error) { tell('error', messageOf(error), isGraphError(error) && (error.code === 'network' || error.code === 'timeout') ? '--offline leaves tokens out' : undefined) }
  return told
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

/** debug_token wants a token of the app's own people; where it refuses, that the token is answered shows that it is valid. */
async function debugged(graph: GraphClient<Host>, token: string): Promise<Debugged> {
  try { return await graph.tokens.debug(token) as Debugged } catch (error) {
    if (!isGraphError(error) || !['permission', 'invalid-parameter', 'not-found'].includes(error.code)) throw error
    return answered(graph, 'id')
  }
}

/** debug_token does not know tokens of Instagram Login at all (IG §1.5). */
async function answered(graph: GraphClient<Host>, fields: string): Promise<Debugged> {
  await graph.read('/me', { fields })
  return { is_valid: true }
}
