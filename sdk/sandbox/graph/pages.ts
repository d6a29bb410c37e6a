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

export interface Person { readonly id: string, readonly name: string }

/** Gives the token of a page; `/me/accounts` and `fields=access_token` hand it out. */
export type PageTokenOf = (account: Account) => string

const TASKS = ['ANALYZE', 'ADVERTISE', 'MESSAGING', 'MODERATE', 'CREATE_CONTENT', 'MANAGE'] as const

function instagramAccount(account: Account, context: Context, field: Field): unknown {
  if (!account.linked || !has(context, 'instagram_basic')) return undefined
  return field.fields === undefined ? { id: account.id } : select(context, ACCOUNT, account, field.fields)
}

export function pageType(tokenOf: PageTokenOf): NodeType<Account> {
  return {
    name: 'Page',
    usual: ['name', 'id'],
    fields: {
      id: (account) => account.page.id,
      name: (account) => account.page.name,
      access_token: (account) => tokenOf(account),
      category: (account) => account.page.category,
      category_list: (account) => [{ id: categoryId(account), name: account.page.category }],
      tasks: () => TASKS,
      link: (account) => `https://www.facebook.com/${account.page.id}`,
      username: (account) => account.username.replaceAll(/[._]/g, ''),
      instagram_business_account: instagramAccount,
      connected_instagram_account: instagramAccount,
      connected_page_backed_instagram_account: () => undefined,
      fan_count: (account) => Math.round(account.followers * 0.7),
      followers_count: (account) => Math.round(account.followers * 0.72),
    },
  }
}

const MOST_PAGES = 100

/** `GET /me/accounts` (IG §2.1): the pages of the token's person; without `pages_show_list` there are none. */
export function readAccounts(context: Context, type: NodeType<Account>, params: Params, path: string): PageOf {
  const fields = params.get('fields')
  const asked = wanted({ ...type, usual: ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'] }, fields)
  const accounts = has(context, 'pages_show_list') ? context.world.accounts : []
  return page(context, { path, items: list(accounts), style: 'links', most: MOST_PAGES }, params, fields, (account) => select(context, type, account, asked))
}

const categoryId = (account: Account) => opaque(account.key, 'category', 15).replaceAll(/\D/g, '7')
