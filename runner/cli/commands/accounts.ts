import type { GraphClient, Host } from '../../../sdk/index.ts'
import type { Command } from '../command.ts'
import type { Context } from '../context.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'
import { tableText } from '../rows.ts'
import { findToken, graphFor, isInstagramToken, TOKEN_OPTIONS } from '../token-source.ts'

interface Account { readonly page: string | null; readonly pageId: string | null; readonly account: string | null; readonly username: string | null; readonly followers: number | null; readonly media: number | null }

export const accounts: Command = {
  name: 'accounts',
  usage: 'accounts (--project P | --connection ID | --token-file F)',
  summary: 'the pages and Instagram accounts that a token sees',
  options: [...TOKEN_OPTIONS, { flags: '--token-file <FILE>', about: 'a token in a file' }],
  args: { min: 0, max: 0 },
  run: (context, _args, options) => withHome(context, async (home) => {
    const { token } = await findToken(context, home, options)
    const found = isInstagramToken(token) ? [await ownAccount(graphFor(context, token))] : await pages(graphFor(context, token))
    if (context.json) printJson(context, { accounts: found })
    else show(context, found)
    return 0
  }),
}

async function pages(graph: GraphClient<Host>): Promise<readonly Account[]> {
  const facebook = graph as GraphClient<'facebook'>
  const found: Account[] = []
  for await (const page of facebook.me.accounts({ fields: ['id', 'name'], instagram_business_account: { fields: ['id', 'username', 'followers_count', 'media_count'] }, limit: 100 } as never)) {
    const { id, name, instagram_business_account: account } = page as { id?: string; name?: string; instagram_business_account?: { id?: string; username?: string; followers_count?: number; media_count?: number } }
    found.push({ page: name ?? null, pageId: id ?? null, account: account?.id ?? null, username: account?.username ?? null, followers: account?.followers_count ?? null, media: account?.media_count ?? null })
  }
  return found
}

async function ownAccount(graph: GraphClient<Host>): Promise<Account> {
  const me = await graph.read('/me', { fields: 'user_id,username,followers_count,media_count' }) as { user_id?: string | number; username?: string; followers_count?: number; media_count?: number }
  return { page: null, pageId: null, account: me.user_id === undefined ? null : String(me.user_id), username: me.username ?? null, followers: me.followers_count ?? null, media: me.media_count ?? null }
}

function show(context: Context, found: readonly Account[]): void {
  const rows = found.map(({ page, pageId, account, username, followers, media }) => [page, pageId, account ?? 'no Instagram account', username, followers, media])
  context.terminal.out(`${tableText({ columns: ['page', 'page id', 'account', 'username', 'followers', 'media'], rows }, context.terminal.columns)}\n`)
  context.note(`${found.length} page${found.length === 1 ? '' : 's'}; name one as facebook_page_name in the load's config`)
}
