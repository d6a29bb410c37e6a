import type { Account } from '../world/account.ts'
import { strangerKey } from '../world/comments.ts'
import { digits, hashText, mix } from '../world/hash.ts'
import { postAt, postsAt } from '../world/media.ts'
import type { Media } from '../world/media.ts'
import type { Context } from './context.ts'
import { SHARED_FACTS } from './media-facts.ts'
import { readChildren } from './media.ts'
import type { Params } from './params.ts'
import type { PageOf } from './paging.ts'
import { list, page, range } from './paging.ts'
import { need } from './permissions.ts'
import { Refusal, invalid, missingObject } from './refusal.ts'
import type { NodeType } from './select.ts'
import { select, wanted } from './select.ts'

const MOST_MEDIA = 50
const MOST_TAGS = 30
const WEEK_MS = 7 * 86_400_000
const DAY_MS = 86_400_000

export interface Hashtag { readonly id: string, readonly name: string }

export const HASHTAG: NodeType<Hashtag> = { name: 'ShadowIGHashtag', usual: ['id'], fields: { id: (tag) => tag.id, name: (tag) => tag.name } }

const HASHTAG_MEDIA: NodeType<Media> = {
  name: 'ShadowIGMedia', usual: ['id'],
  fields: {
    ...Object.fromEntries(['id', 'caption', 'comments_count', 'like_count', 'media_type', 'media_url', 'permalink', 'timestamp'].map((name) => [name, SHARED_FACTS[name] as NonNullable<(typeof SHARED_FACTS)[string]>])),
    children: (media, context, field) => (media.kind === 'FEED_CAROUSEL' ? readChildren(context, media, field.args, field.inner, 'quiet') : undefined),
  },
}

/** Media of hashtags tell their time from v7.0 on (IG §2.17). */
const UNTIMED_MEDIA: NodeType<Media> = { ...HASHTAG_MEDIA, fields: Object.fromEntries(Object.entries(HASHTAG_MEDIA.fields).filter(([name]) => name !== 'timestamp')) }

/** A hashtag that somebody has searched for. */
export function findHashtag(context: Context, id: string): Hashtag | undefined {
  const name = context.world.changes.hashtags.get(id)
  return name === undefined ? undefined : { id, name }
}

/** `GET /ig_hashtag_search`: ids are the same for everyone; 30 different ones in 7 days for an account (IG §2.17). */
export function searchHashtag(context: Context, args: Params): object {
  need(context, 'hashtags')
  const key = ownerKey(context, args)
  const name = (args.get('q') ?? '').replace(/^#/, '').toLowerCase()
  if (!/^[\p{L}\p{N}_]{1,100}$/u.test(name)) throw invalid('Param q must be the name of a hashtag')
  const id = `17843${digits(hashText(name), 6)}${digits(mix(hashText(name), 121), 6)}`
  const recent = searchedOf(context, key)
  if (!recent.has(id) && recent.size >= MOST_TAGS) throw new Refusal({ code: 18, subcode: 2207034, message: 'Too many different hashtags in the last 7 days', prefixed: true })
  context.world.changes.hashtags.set(id, name)
  context.world.changes.searched.set(key, recent.set(id, context.now))
  return { data: [{ id }] }
}

/** `GET /{ig-user-id}/recently_searched_hashtags`: those of the last 7 days. */
export function readSearched(context: Context, account: Account, args: Params, fieldsText: string | undefined): PageOf {
  need(context, 'hashtags')
  const asked = wanted(HASHTAG, fieldsText)
  const tags = [...searchedOf(context, account.key).keys()].flatMap((id) => findHashtag(context, id) ?? [])
  return page(context, { path: `${account.id}/recently_searched_hashtags`, items: list(tags), style: 'links', usual: 25, most: MOST_TAGS }, args, fieldsText, (tag) => select(context, HASHTAG, tag, asked))
}

function searchedOf(context: Context, key: number): Map<string, number> {
  const all = context.world.changes.searched.get(key) ?? new Map<string, number>()
  return new Map([...all].filter(([, at]) => at > context.now - WEEK_MS))
}

/** `recent_media` of the last 24 hours, or `top_media`; at most 50 a page, with no way back (IG §2.17). */
export function readHashtagMedia(context: Context, tag: Hashtag, edge: 'recent_media' | 'top_media', args: Params): PageOf {
  need(context, 'hashtags')
  ownerKey(context, args)
  const salt = hashText(tag.name)
  const total = 60 + (salt % 90)
  const items = range(0, total - 1, (number) => mediaOf(context, salt, number, edge === 'recent_media'))
  const type = context.version.number < 7 ? UNTIMED_MEDIA : HASHTAG_MEDIA
  const asked = wanted(type, args.get('fields'))
  const indirect = { ...context, indirect: true }
  return page(context, { path: `${tag.id}/${edge}`, items, style: 'after', most: MOST_MEDIA }, args, args.get('fields'), (media) => select(indirect, type, media, asked))
}

function mediaOf(context: Context, salt: number, number: number, recent: boolean): Media {
  const owner = context.world.stranger(strangerKey(salt % 5_000_000, number))
  const { first, last } = postsAt(owner, context.world.anchor, context.now)
  const post = postAt(owner, last - (recent ? 0 : mix(salt, number) % (last - first + 1)), first)
  return recent ? { ...post, postedAt: Math.max(post.postedAt, Math.floor((context.now - DAY_MS * (1 - number / 150)) / 1000) * 1000) } : post
}

function ownerKey(context: Context, args: Params): number {
  const id = args.get('user_id') ?? ''
  const owner = context.world.byId(id)
  if (owner === undefined) throw missingObject(id)
  return owner.key
}
