import { isGraphError, unlisted } from '../../../sdk/index.ts'
import type { GraphClient } from '../../../sdk/index.ts'
import { ConfigError, type RunnerError } from '../../model/error.ts'
import type { Settings } from './config.ts'
import { configError, tokenFailure } from './failure.ts'
import type { AnyGraph } from './graph.ts'
import { didYouMean } from './nearest.ts'

/** An Instagram account to read, and the page that led to it. */
export interface Account {
  readonly id: string
  readonly username: string | null
  readonly page: { readonly id: string; readonly name: string | null } | undefined
}

interface Page { readonly id: string; readonly name?: string; readonly instagram_business_account?: { readonly id: string; readonly username?: string } }

type Facebook = GraphClient<'facebook', string>

/**
 * The accounts that `facebook_page_name` means: pages of the token by name or id, else any page by id; with a token of
 * Instagram Login its own account.
 * @throws ConfigError for a page that is not there or has no Instagram account; RunnerError for a token that is refused
 */
export async function findAccounts(client: AnyGraph, { pages }: Pick<Settings, 'pages'>): Promise<readonly Account[]> {
  try {
    if (client.host === 'instagram') return [await ownAccount(client)]
    if (pages.length === 0) throw new ConfigError("facebook_page_name is missing: a page's name or id, a list of them, or '*' for every page that the token sees")
    const found = await pagesOf(client as unknown as Facebook, pages)
    return await Promise.all(withoutRepeats(found).map((page) => accountOf(client, page)))
  } catch (error) {
    throw tokenFailure(error)
  }
}

async function ownAccount(client: AnyGraph): Promise<Account> {
  const me = await client.user('me').get({ fields: ['id', unlisted('user_id'), 'username'] }) as { readonly id: string; readonly user_id?: string | number; readonly username?: string }
  return { id: String(me.user_id ?? me.id), username: me.username ?? null, page: undefined }
}

async function pagesOf(client: Facebook, wanted: Settings['pages']): Promise<readonly Page[]> {
  const listed = await listPages(client)
  if (wanted === 'all') {
    const linked = listed.filter((page) => page.instagram_business_account)
    if (linked.length === 0) throw configError(listed.length === 0 ? 'The token sees no page' : 'No page of the token has an Instagram account', 'The token needs pages_show_list and instagram_basic, and a role on the page')
    return linked
  }
  return Promise.all(wanted.map(async (name) => {
    const page = findPage(listed, name) ?? await readPage(client, name)
    if (page === undefined) throw pageNotFound(name, listed)
    if (!page.instagram_business_account) throw configError(`The page '${page.name ?? name}' has no Instagram account`, 'Link a professional Instagram account to the page, or name another page')
    return page
  }))
}

/** A page with its account and that one's name, in one call. */
const WITH_NAME = { fields: ['id', 'name'], instagram_business_account: { fields: ['id', 'username'] } } as const
/** For a server that does not expand the account: its name is asked for separately. */
const PLAIN = { fields: ['id', 'name', 'instagram_business_account'] } as const

/** Every page of the token. A page's own token cannot list any: then there is only the direct look. */
async function listPages(client: Facebook): Promise<readonly Page[]> {
  const pages = await answerOf(() => client.me.accounts({ ...WITH_NAME, limit: 100 }).all()) as readonly Page[] | undefined
  if (pages?.some((page) => page.instagram_business_account)) return pages
  return await answerOf(() => client.me.accounts({ ...PLAIN, limit: 100 }).all()) as readonly Page[] | undefined ?? []
}

/** Undefined where there is nothing of the kind, or nothing that this token may see. */
async function answerOf<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try { return await ask() } catch (error) {
    if (isGraphError(error) && NOTHING.has(error.code)) return undefined
    throw error
  }
}

const NOTHING: ReadonlySet<string> = new Set(['not-found', 'unknown-field', 'invalid-parameter', 'permission', 'unknown'])

/**
 * By id, then by exact name, then by name whatever the case; of several with the name the ones that have an account.
 * @throws ConfigError where those have different ones
 */
function findPage(pages: readonly Page[], wanted: string): Page | undefined {
  const byId = pages.find((page) => String(page.id) === wanted.trim())
  if (byId) return byId
  const exact = pages.filter(({ name }) => name === wanted)
  const named = exact.length > 0 ? exact : pages.filter(({ name }) => name !== undefined && folded(name) === folded(wanted))
  const linked = withoutRepeats(named)
  if (linked.length > 1) throw configError(`${linked.length} pages are called '${wanted}'`, `Write the id of the one that is meant into facebook_page_name: ${linked.map(({ id, instagram_business_account: account }) => `${id} (${account?.username ?? account?.id ?? ''})`).join(', ')}`)
  return linked[0] ?? named[0]
}

/** A name as people take it for the same. */
const folded = (name: string): string => name.normalize('NFC').trim().toLowerCase()

async function readPage(client: Facebook, name: string): Promise<Page | undefined> {
  const page = await answerOf(() => client.page(name.trim()).get(WITH_NAME)) as Page | undefined
  return page?.instagram_business_account ? page : await answerOf(() => client.page(name.trim()).get(PLAIN)) as Page | undefined
}

function pageNotFound(name: string, listed: readonly Page[]): RunnerError {
  const names = listed.flatMap((page) => page.name ?? [])
  const seen = names.length === 0 ? 'The token lists no page' : `The token sees ${names.length > 10 ? `${names.length} pages, among them ` : ''}${names.slice(0, 10).join(', ')}`
  return configError(`There is no page '${name}' that this token may see${didYouMean(name, names)}`, `${seen}. facebook_page_name takes a name or an id; the person behind the token needs a role on the page`)
}

function withoutRepeats(pages: readonly Page[]): readonly Page[] {
  const seen = new Set<string>()
  return pages.filter(({ instagram_business_account: account }) => account !== undefined && !seen.has(account.id) && seen.add(account.id))
}

async function accountOf(client: AnyGraph, page: Page): Promise<Account> {
  const { id = '', username } = page.instagram_business_account ?? {}
  // Whoever may not be read is told when its numbers are.
  const user = username === undefined ? await answerOf(() => client.user(id).get({ fields: ['id', 'username'] })) as { readonly username?: string } | undefined : { username }
  return { id, username: user?.username ?? null, page: { id: page.id, name: page.name ?? null } }
}
