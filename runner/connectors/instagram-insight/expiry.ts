import type { ConnectorContext } from '../../model/connector.ts'
import type { Graph } from './graph.ts'

const DAY_MS = 24 * 3600 * 1000
const WARN_DAYS = 14
const LONGEST_LOOK_MS = 5000

/**
 * Warns of a token that ends within 14 days: by what was kept when it was exchanged or refreshed, else by debug_token
 * (graph.facebook.com alone has it), else says that nobody knows. Never in the way of the load.
 */
export async function tellExpiry(graph: Graph, token: string, context: ConnectorContext, signal: AbortSignal): Promise<void> {
  const kept = await context.tokenExpiresAt?.(token).catch(() => undefined)
  if (kept !== undefined) return tell(context, 'expires', kept, context.clock.now())
  const asked = graph.host === 'facebook' ? await ask(graph, signal) : undefined
  if (asked === undefined) return context.log.line('info', 'When the access token expires is not known; wf token refresh or exchange keeps the date with it')
  if (asked.expiresAt > 0) tell(context, 'expires', asked.expiresAt, graph.now)
  // A page's token does not expire, but may read nothing about 90 days after its person was last seen.
  if (asked.dataUntil > 0 && (asked.expiresAt === 0 || asked.dataUntil < asked.expiresAt)) tell(context, 'loses its access to data', asked.dataUntil, graph.now)
}

function tell({ log }: ConnectorContext, what: string, at: number, now: number): void {
  const days = Math.floor((at - now) / DAY_MS)
  if (days >= WARN_DAYS) return
  log.line('warn', `The access token ${what} on ${new Date(at).toISOString().slice(0, 10)}, in ${days} day${days === 1 ? '' : 's'}: renew it with wf token exchange (Facebook Login) or wf token refresh (Instagram Login)`)
}

/** When the token ends and when its access to data does, 0 for never; undefined where Meta does not say. */
async function ask({ client }: Graph, signal: AbortSignal): Promise<{ readonly expiresAt: number; readonly dataUntil: number } | undefined> {
  try {
    const { expires_at: expires, data_access_expires_at: data } = await client.tokens.debug(undefined, { signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_LOOK_MS)]) }) as { readonly expires_at?: number; readonly data_access_expires_at?: number }
    return expires === undefined ? undefined : { expiresAt: expires * 1000, dataUntil: (data ?? 0) * 1000 }
  } catch { return undefined }
}
