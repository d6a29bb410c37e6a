import type { GraphClient } from '../../../sdk/index.ts'
import { messageOf } from '../../model/error.ts'
import type { Problem } from '../../model/error.ts'
import { isInstagramToken } from '../token-source.ts'

/** What loads need (IG §1.4); comments and tags need the last as well. */
const SCOPES = {
  facebook: ['pages_show_list', 'instagram_basic', 'instagram_manage_insights', 'pages_read_engagement'],
  instagram: ['instagram_business_basic', 'instagram_business_manage_insights'],
} as const
const DAY_MS = 24 * 3600 * 1000
const WARN_DAYS = 14

interface Debugged { readonly is_valid?: boolean; readonly expires_at?: number; readonly data_access_expires_at?: number; readonly scopes?: readonly string[] }

/** Looks a token up at Meta, or at the sandbox: whether it is valid, until when, and whether it may do what loads need. */
export async function checkLiveToken(graph: GraphClient, token: string, place: string, keptExpiry: number | undefined, now: number): Promise<readonly Problem[]> {
  const told: Problem[] = []
  const tell = (severity: Problem['severity'], message: string, hint?: string): void => { told.push({ severity, message: `${place}: ${message}`, ...(hint === undefined ? {} : { hint }) }) }
  try {
    const found: Debugged = isInstagramToken(token) ? await ownAccount(graph) : await graph.tokens.debug(token) as Debugged
    if (found.is_valid === false) tell('error', 'Meta does not accept the token (any more)', 'get a new one and set it again')
    const missing = found.scopes === undefined ? [] : SCOPES[isInstagramToken(token) ? 'instagram' : 'facebook'].filter((scope) => !found.scopes?.includes(scope))
    if (missing.length > 0) tell('error', `the token lacks ${missing.join(', ')}`, 'grant them at the next login')
    const expiresAt = keptExpiry ?? (found.expires_at === undefined ? undefined : found.expires_at * 1000)
    if (expiresAt === undefined) tell('warning', 'when the token expires is not known', 'wf token refresh or exchange keeps the date with it')
    else if (expiresAt > 0 && expiresAt - now < WARN_DAYS * DAY_MS) tell(expiresAt <= now ? 'error' : 'warning', `the token ${expiresAt <= now ? 'expired' : 'expires'} on ${new Date(expiresAt).toISOString().slice(0, 10)}`, isInstagramToken(token) ? 'wf token refresh' : 'wf token exchange')
    if (found.data_access_expires_at && found.data_access_expires_at * 1000 - now < WARN_DAYS * DAY_MS) tell('warning', `its access to data ends on ${new Date(found.data_access_expires_at * 1000).toISOString().slice(0, 10)}`, 'log in again')
  } catch (error) { tell('error', messageOf(error)) }
  return told
}

/** debug_token does not know tokens of Instagram Login (IG §1.5): that they are answered shows that they are valid. */
async function ownAccount(graph: GraphClient): Promise<Debugged> {
  await graph.read('/me', { fields: 'username' })
  return { is_valid: true }
}
