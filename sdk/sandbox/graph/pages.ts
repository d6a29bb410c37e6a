import { opaque } from '../world/hash.ts'
import type { Account } from '../world/account.ts'
import type { Context } from './context.ts'
import type { Field } from './fields.ts'
import { ACCOUNT } from './account.ts'
import type { Params } from './params.ts'
import type { PageOf } from './paging.ts'
import { list, page } from './paging.ts'
import { has } from './permissions.ts'
import type { NodeType } from './select.ts'
import { select, wanted } from './select.ts'
import { imageUrl } from './urls.ts'

export interface Person { readonly id: string, readonly name: string }

/** A small picture, as people and pages have it. */
const picture = (context: Context, key: number) => ({ data: { height: 50, is_silhouette: false, url: imageUrl(context, key, 0), width: 50 } })

/** The person behind a user's or system user's token, with what clients of any kind ask for; the address needs a permission nobody has. */
export const PERSON: NodeType<Person> = {
  name: 'User',
  usual: ['name', 'id'],
  fields: {
    id: (person) => person.id,
    name: (person) => person.name,
    first_name: (person) => person.name.split(' ')[0],
    last_name: (person) => person.name.split(' ')[1],
    email: () => undefined,
    picture: (_, context) => picture(context, 0),
    accounts: (person, context, field) => readAccounts(context, field.args, field.inner, `${person.id}/accounts`),
    permissions: (_, context) => readPermissions(context),
  },
}

const TASKS = ['ANALYZE', 'ADVERTISE', 'MESSAGING', 'MODERATE', 'CREATE_CONTENT', 'MANAGE'] as const

function instagramAccount(account: Account, context: Context, field: Field): unknown {
  if (!account.linked || !has(context, 'instagram_basic')) return undefined
  return field.fields === undefined ? { id: account.id } : select(context, ACCOUNT, account, field.fields)
}

export const PAGE: NodeType<Account> = {
  name: 'Page',
  usual: ['name', 'id'],
  fields: {
    id: (account) => account.page.id,
    name: (account) => account.page.name,
    access_token: (account, context) => (mayActFor(account, context) ? context.pageToken(account) : undefined),
    category: (account) => account.page.category,
    category_list: (account) => [{ id: categoryId(account), name: account.page.category }],
    tasks: () => TASKS,
    picture: (account, context) => picture(context, account.key),
    link: (account) => `https://www.facebook.com/${account.page.id}`,
    username: (account) => account.username.replaceAll(/[._]/g, ''),
    instagram_business_account: instagramAccount,
    connected_instagram_account: instagramAccount,
    connected_page_backed_instagram_account: () => undefined,
    fan_count: (account) => Math.round(account.followers * 0.7),
    followers_count: (account) => Math.round(account.followers * 0.72),
  },
}

/** A page's token is for people who see the page, and for who has it already. */
function mayActFor(account: Account, context: Context): boolean {
  const { kind, account: own } = context.token
  return kind === 'page' ? own?.key === account.key : kind !== 'app' && has(context, 'pages_show_list')
}

const MOST_PAGES = 100

/** `GET /me/accounts` (IG §2.1): the pages of the token's person; without `pages_show_list` there are none. */
export function readAccounts(context: Context, args: Params, fieldsText: string | undefined, path: string): PageOf {
  const asked = wanted({ ...PAGE, usual: ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'] }, fieldsText)
  const accounts = has(context, 'pages_show_list') ? context.world.accounts : []
  return page(context, { path, items: list(accounts), style: 'links', most: MOST_PAGES }, args, fieldsText, (account) => select(context, PAGE, account, asked))
}

/** `GET /me/permissions` (IG §1.5). */
export const readPermissions = (context: Context) => ({ data: context.token.scopes.map((permission) => ({ permission, status: 'granted' })) })

const categoryId = (account: Account) => opaque(account.key, 'category', 15).replaceAll(/\D/g, '7')
