import type { Account } from '../world/account.ts'
import type { Comment } from '../world/comments.ts'
import { FIRST_STRANGER, readId } from '../world/ids.ts'
import { childrenOf, postAt, postsAt } from '../world/media.ts'
import type { Media } from '../world/media.ts'
import { commentAt, commentCount, replyAt, strangerKey } from '../world/comments.ts'
import { COMMENT, readComments } from './comment.ts'
import type { Context } from './context.ts'
import { followersAt, mediaCount } from './edges.ts'
import type { Field } from './fields.ts'
import { DISCOVERY_FACTS, SHARED_FACTS } from './media-facts.ts'
import { list, page, range } from './paging.ts'
import { need } from './permissions.ts'
import { Refusal, invalid, missingObject } from './refusal.ts'
import type { NodeType } from './select.ts'
import { select, wanted } from './select.ts'
import { imageUrl } from './urls.ts'

const MOST_MEDIA = 100

const DISCOVERED_MEDIA: NodeType<Media> = {
  name: 'ShadowIGMedia', usual: ['id'],
  fields: { ...DISCOVERY_FACTS, children: (media, context) => (media.kind === 'FEED_CAROUSEL' ? page(context, { path: '', items: list(childrenOf(media)), style: 'quiet', most: 20 }, new Map(), undefined, (child) => ({ id: child.id })) : undefined) },
}

const DISCOVERED: NodeType<Account> = {
  name: 'ShadowIGUser', usual: ['id'],
  fields: {
    id: (account) => account.id,
    ig_id: (account) => account.igId,
    biography: (account) => account.biography,
    followers_count: (account, context) => followersAt(account, context),
    follows_count: (account) => account.follows,
    media_count: (account, context) => mediaCount(account, context),
    name: (account) => account.name,
    profile_picture_url: (account, context) => imageUrl(context, account.key, 0),
    username: (account) => account.username,
    website: (account) => account.website,
    media: (account, context, field) => {
      const { first, last } = postsAt(account, context.world.anchor, context.now)
      const asked = wanted(DISCOVERED_MEDIA, field.inner)
      const items = range(first, last, (number) => postAt(account, number, first))
      return page({ ...context, indirect: true }, { path: '', items, style: 'cursors', most: MOST_MEDIA }, field.args, field.inner, (media) => select({ ...context, indirect: true }, DISCOVERED_MEDIA, media, asked))
    },
  },
}

/** `business_discovery.username(NAME){…}` on one's own account (IG §2.14): public fields of another one. */
export function readDiscovery(context: Context, _own: Account, field: Field): object {
  need(context, 'discovery')
  const username = field.args.get('username')
  if (username === undefined || username === '') throw invalid('The parameter username is required')
  const found = context.world.byUsername(username)
  if (found === undefined) {
    throw new Refusal({
      code: 110, subcode: 2207013, message: 'Invalid user id', title: 'Cannot find User', userMessage: `The user with username: ${username} cannot be found.`, transient: false,
    })
  }
  return select(context, DISCOVERED, found, field.fields ?? wanted(DISCOVERED, undefined))
}

const MENTIONED_MEDIA: NodeType<Media> = {
  name: 'ShadowIGMedia', usual: ['id'],
  fields: {
    ...Object.fromEntries(['id', 'caption', 'comments_count', 'like_count', 'media_type', 'media_url', 'owner', 'timestamp', 'username'].map((name) => [name, SHARED_FACTS[name] as NonNullable<(typeof SHARED_FACTS)[string]>])),
    comments: (media, context, field) => readComments(context, media, field.args, field.inner, 'cursors'),
  },
}

/** `mentioned_media.media_id(ID){…}` (IG §2.15): a stranger's media whose caption names the account. */
export function readMentionedMedia(context: Context, account: Account, field: Field): object {
  need(context, 'comments')
  const id = field.args.get('media_id')
  if (id === undefined || id === '') throw invalid('The parameter media_id is required')
  const media = strangersMedia(context, account, id)
  if (media === undefined) throw missingObject(id)
  return select({ ...context, indirect: true }, MENTIONED_MEDIA, media, field.fields ?? wanted(MENTIONED_MEDIA, undefined))
}

/** `mentioned_comment.comment_id(ID){…}`: a comment under somebody's media that names the account. */
export function readMentionedComment(context: Context, account: Account, field: Field): object {
  need(context, 'comments')
  const id = field.args.get('comment_id')
  if (id === undefined || id === '') throw invalid('The parameter comment_id is required')
  const comment = strangersComment(context, account, id)
  if (comment === undefined) throw missingObject(id)
  return select(context, COMMENT, comment, field.fields ?? wanted({ ...COMMENT, usual: ['id'] }, undefined))
}

/** Media in which the account is tagged are the ones in which it is mentioned. */
function strangersMedia(context: Context, account: Account, id: string): Media | undefined {
  const node = readId(id)
  if (node?.kind !== 'media' || node.key < FIRST_STRANGER || node.child > 0) return undefined
  return mentioning(context, account, node.key, node.slot)
}

function strangersComment(context: Context, account: Account, id: string): Comment | undefined {
  const node = readId(id)
  if (node?.kind !== 'comment') return undefined
  const media = node.key < FIRST_STRANGER ? context.world.media(node) : mentioning(context, account, node.key, node.slot)
  if (media === undefined || node.comment >= commentCount(media, context.now)) return undefined
  const comment = commentAt(media, node.comment)
  return node.reply === 0 ? comment : replyAt(comment, node.reply)
}

function mentioning(context: Context, account: Account, key: number, slot: number): Media | undefined {
  const tagged = Array.from({ length: account.tagged }, (_, number) => strangerKey(account.key, 900_000 + number))
  if (!tagged.includes(key)) return undefined
  const owner = context.world.stranger(key)
  const { first, last } = postsAt(owner, context.world.anchor, context.now)
  for (let number = last; number >= first; number--) if (number % 60_000 === slot) return postAt(owner, number, first)
  return undefined
}
