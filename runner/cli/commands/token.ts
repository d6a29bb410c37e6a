import type { GraphClient, Host } from '../../../sdk/index.ts'
import { messageOf } from '../../model/error.ts'
import { formatInstant } from '../../model/time.ts'
import { UsageError, type Command, type Options } from '../command.ts'
import type { Context } from '../context.ts'
import { withHome } from '../home.ts'
import type { Home } from '../../index.ts'
import { fields, printJson } from '../print.ts'
import { findToken, graphFor, isInstagramToken, TOKEN_OPTIONS, type TokenSource } from '../token-source.ts'

export const token: Command = {
  name: 'token',
  usage: 'token exchange|refresh|show (--project P | --connection ID)',
  summary: 'make a token long-lived, renew it, or show its age and scopes; the expiry is kept beside it',
  options: [
    ...TOKEN_OPTIONS,
    { flags: '--app-id <ID>', about: 'exchange of a Facebook token: the app' },
    { flags: '--app-secret-file <FILE>', about: 'exchange: a file with the secret of the app (asked without echo otherwise)' },
  ],
  args: { min: 1, max: 1 },
  run: (context, [verb = ''], options) => withHome(context, async (home) => {
    const source = await findToken(context, home, options)
    if (verb === 'show') return show(context, home, source)
    if (verb === 'exchange') return renew(context, home, source, await exchange(context, source, options))
    if (verb === 'refresh') return renew(context, home, source, await refresh(context, source))
    throw new UsageError(`token takes exchange, refresh or show, not ${verb}`)
  }),
}

interface Renewed { readonly access_token?: string; readonly expires_in?: number }

async function exchange(context: Context, source: TokenSource, options: Options): Promise<Renewed> {
  const clientSecret = await appSecret(context, options)
  const graph = graphFor(context, source.token)
  if (isInstagramToken(source.token)) return graph.tokens.exchangeInstagram({ clientSecret })
  const clientId = options.text('appId')
  if (clientId === undefined) throw new UsageError('the exchange of a Facebook token needs --app-id')
  return graph.tokens.exchange({ clientId, clientSecret })
}

async function appSecret(context: Context, options: Options): Promise<string> {
  const file = options.text('appSecretFile')
  if (file === undefined) return context.terminal.ask('app secret: ', { hidden: true })
  const { readFileSync } = await import('node:fs')
  const { resolve } = await import('node:path')
  return readFileSync(resolve(context.cwd, file), 'utf8').trim()
}

function refresh(context: Context, source: TokenSource): Promise<Renewed> {
  if (!isInstagramToken(source.token)) throw new UsageError('only tokens of Instagram Login (IG…) are refreshed; a Facebook token is exchanged again: token exchange', { showUsage: false })
  return graphFor(context, source.token).tokens.refreshInstagram()
}

async function renew(context: Context, home: Home, source: TokenSource, renewed: Renewed): Promise<number> {
  const next = renewed.access_token ?? source.token
  const expiresAt = renewed.expires_in === undefined ? undefined : context.clock.now() + renewed.expires_in * 1000
  if (next !== source.token) await source.save(next)
  if (expiresAt !== undefined) await home.loads.tokenExpiries.keep(next, expiresAt)
  if (context.json) printJson(context, { place: source.place, changed: next !== source.token, expiresAt: expiresAt === undefined ? null : formatInstant(expiresAt) })
  else context.note(`${source.place}: ${next === source.token ? 'the same token' : 'a new token is kept'}${expiresAt === undefined ? '' : `, valid until ${formatInstant(expiresAt)}`}`)
  return 0
}

interface Debugged { readonly type?: string; readonly expires_at?: number; readonly data_access_expires_at?: number; readonly is_valid?: boolean; readonly scopes?: readonly string[] }

async function show(context: Context, home: Home, source: TokenSource): Promise<number> {
  const kept = await home.loads.tokenExpiries.find(source.token)
  const graph = graphFor(context, source.token)
  let debugged: Debugged = {}
  let problem: string | undefined
  try { debugged = await debug(graph, source.token) } catch (error) { problem = messageOf(error) }
  const expiresAt = kept ?? (debugged.expires_at ? debugged.expires_at * 1000 : undefined)
  const answer = {
    place: source.place, type: debugged.type ?? null, valid: debugged.is_valid ?? null, expiresAt: expiresAt === undefined ? null : formatInstant(expiresAt),
    dataAccessExpiresAt: debugged.data_access_expires_at ? formatInstant(debugged.data_access_expires_at * 1000) : null, scopes: debugged.scopes ?? null, problem: problem ?? null,
  }
  if (context.json) { printJson(context, answer); return problem === undefined ? 0 : 1 }
  context.terminal.out(fields([
    ['token', source.place], ['type', answer.type ?? 'unknown'], ['valid', answer.valid === null ? 'unknown' : String(answer.valid)],
    ['expires at', answer.expiresAt ?? (debugged.expires_at === 0 ? 'never' : 'unknown')], ['data access expires at', answer.dataAccessExpiresAt ?? 'unknown'], ['scopes', answer.scopes?.join(', ') ?? 'unknown'],
  ]))
  if (problem !== undefined) context.note(`error: ${problem}`)
  return problem === undefined ? 0 : 1
}

/** debug_token is reported not to work on graph.instagram.com (IG §1.5): there only what was kept is known. */
async function debug(graph: GraphClient<Host>, value: string): Promise<Debugged> {
  if (!isInstagramToken(value)) return await graph.tokens.debug(value) as Debugged
  await graph.read('/me', { fields: 'username' })
  return { type: 'INSTAGRAM_USER', is_valid: true }
}
