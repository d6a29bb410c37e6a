import type { Clock } from '../clock.ts'
import type { Account, AccountPlan } from './account.ts'
import { createAccount, createStranger, keyOf } from './account.ts'
import type { Comment } from './comments.ts'
import { commentAt, commentCount, replyAt, replyCount } from './comments.ts'
import { hashText } from './hash.ts'
import type { NodeId } from './ids.ts'
import { FIRST_STRANGER, pageId, readId } from './ids.ts'
import type { Media } from './media.ts'
import { findMedia } from './media.ts'
import { dayOf } from './pacific.ts'

/** The made-up part of Facebook and Instagram that one sandbox serves; nothing of it is stored, all is computed when asked. */
export interface World {
  readonly seed: number
  /** ms at which accounts have their number of posts and followers: when the sandbox began, by its own clock. */
  readonly anchor: number
  /** The Pacific day of `anchor`. */
  readonly anchorDay: number
  /** The Pacific day at which a series with a trend has its base: the day of `asOf`, else 2026-01-01, so that a day's number does not depend on today. */
  readonly baseDay: number
  readonly clock: Clock
  /** What `/me/accounts` lists. */
  readonly accounts: readonly Account[]
  /** A page by name or id; made up on the spot unless pages are strict. */
  page(nameOrId: string): Account | undefined
  account(key: number): Account | undefined
  media(id: Extract<NodeId, { kind: 'media' | 'comment' }>): Media | undefined
  comment(id: Extract<NodeId, { kind: 'comment' }>): Comment | undefined
  /** An account by its user name, as business discovery looks it up. */
  byUsername(username: string): Account | undefined
  /** An account as a person calls it: by page name, user name or an id; one that is not listed by its page. */
  named(name: string): Account | undefined
  /** An Instagram account by one of its ids, when it is linked to a page. */
  byId(id: string): Account | undefined
  readonly changes: Changes
  /** A commenter, or the owner of a media somebody is tagged in. */
  stranger(key: number): Account
}

/** What clients did: comments they hid or deleted, hashtags they searched for (names by id; when, by account and id). */
export interface Changes {
  readonly hidden: Set<string>
  readonly deleted: Set<string>
  readonly hashtags: Map<string, string>
  readonly searched: Map<number, Map<string, number>>
}

export interface WorldOptions {
  readonly seed: number
  readonly clock: Clock
  readonly plans: readonly AccountPlan[]
  readonly strictPages: boolean
  /** Whether the clock began at a given date. */
  readonly dated: boolean
}

const BASE = Date.UTC(2026, 0, 1, 12)

const MOST_MADE_UP = 10_000

export function createWorld({ seed, clock, plans, strictPages, dated }: WorldOptions): World {
  const anchor = clock.now()
  const known = listAccounts(seed, plans)
  const accounts = [...known.values()]
  const pages = new Map(accounts.flatMap((one) => [[one.page.id, one], [one.page.name, one]]))
  const madeUp = new Map<number, Account>()
  const strangers = new Map<number, Account>()
  const account = (key: number) => known.get(key) ?? madeUp.get(key) ?? (strictPages || key >= FIRST_STRANGER ? undefined : remember(madeUp, key, createAccount(seed, key)))
  const makeUp = (nameOrId: string) => {
    const key = keyOf(seed, nameOrId)
    const plan = /^\d+$/.test(nameOrId) ? { pageId: nameOrId } : { page: nameOrId, pageId: pageId(key) }
    return remember(madeUp, key, createAccount(seed, key, plan))
  }
  const page = (nameOrId: string) => {
    const listed = pages.get(nameOrId)
    const id = readId(nameOrId)
    if (listed !== undefined) return listed
    if (id?.kind === 'page') return account(id.key)
    return strictPages || id !== undefined ? undefined : makeUp(nameOrId)
  }
  const stranger = (key: number) => strangers.get(key) ?? remember(strangers, key, createStranger(seed, key))
  const media = (id: Extract<NodeId, { kind: 'media' | 'comment' }>) => {
    const owner = account(id.key)
    return owner?.linked ? findMedia(owner, id, anchor, clock.now()) : undefined
  }
  const byUsername = (username: string) => {
    const own = accounts.find((one) => one.username === username && one.linked)
    if (own !== undefined || strictPages) return own
    const key = FIRST_STRANGER + (hashText(username) % 4_900_000)
    return /^[A-Za-z0-9._]{1,30}$/.test(username) ? remember(strangers, key, createStranger(seed, key, username)) : undefined
  }
  const byId = (id: string) => {
    const node = readId(id)
    const found = node?.kind === 'account' ? account(node.key) : undefined
    return found?.linked === true ? found : undefined
  }
  const named = (name: string) => accounts.find((one) => one.username === name) ?? byId(name) ?? page(name)
  const changes: Changes = { hidden: new Set(), deleted: new Set(), hashtags: new Map(), searched: new Map() }
  const comment = (id: Extract<NodeId, { kind: 'comment' }>) => findComment(media(id), id, clock.now())
  return { seed, anchor, anchorDay: dayOf(anchor), baseDay: dayOf(dated ? anchor : BASE), clock, accounts, page, account, media, byUsername, byId, named, changes, stranger, comment }
}

/** The planned accounts by key; a key that two names share goes to the first of them. */
function listAccounts(seed: number, plans: readonly AccountPlan[]): ReadonlyMap<number, Account> {
  const known = new Map<number, Account>()
  for (const plan of plans) {
    let key = keyOf(seed, plan.page)
    while (known.has(key)) key = (key + 1) % FIRST_STRANGER
    known.set(key, createAccount(seed, key, plan))
  }
  return known
}

function findComment(media: Media | undefined, id: Extract<NodeId, { kind: 'comment' }>, now: number): Comment | undefined {
  if (media === undefined || id.comment >= commentCount(media, now)) return undefined
  const comment = commentAt(media, id.comment)
  if (id.reply === 0) return comment
  return id.reply <= replyCount(comment) ? replyAt(comment, id.reply) : undefined
}

function remember(store: Map<number, Account>, key: number, account: Account): Account {
  if (store.size >= MOST_MADE_UP) store.delete(store.keys().next().value as number)
  store.set(key, account)
  return account
}
