import type { Account } from '../world/account.ts'
import { strangerKey } from '../world/comments.ts'
import { mix } from '../world/hash.ts'
import { every, firstSince, postAt, postsAt, storiesAt } from '../world/media.ts'
import type { Media } from '../world/media.ts'
import { daily } from '../world/numbers.ts'
import { dayOf } from '../world/pacific.ts'
import type { Context } from './context.ts'
import type { Field } from './fields.ts'
import { instantOf } from './instants.ts'
import { mediaType } from './media.ts'
import type { Params } from './params.ts'
import type { Edge, PageOf, Sequence } from './paging.ts'
import { list, page, range } from './paging.ts'
import { need } from './permissions.ts'
import { invalid } from './refusal.ts'
import type { NodeType } from './select.ts'
import { select, wanted } from './select.ts'

const MOST_MEDIA = 100
/** Meta lists no more than the newest 10,000 (IG §2.4). */
const MOST_LISTED = 10_000

/** The id under which the host knows an account, for paths and ids of insights. */
export const shownId = (context: Context, account: Account) => (context.dialect === 'instagram' ? account.scopedId : account.id)

export function readMedia(context: Context, account: Account, args: Params, fieldsText?: string): PageOf {
  need(context, 'basic')
  const hidden = (media: Media) => every(media, account.media.hiddenEvery, 0)
  return mediaPage(context, { path: `${shownId(context, account)}/media`, items: posts(context, account, args), style: 'links', most: MOST_MEDIA, hidden }, args, fieldsText)
}

export function readStories(context: Context, account: Account, args: Params, fieldsText?: string): PageOf {
  need(context, 'basic')
  const items = list(storiesAt(account, context.now), (story) => story.number)
  return mediaPage(context, { path: `${shownId(context, account)}/stories`, items, style: 'links', most: MOST_MEDIA }, args, fieldsText)
}

/** Media of others in which the account is tagged; private ones are left out after a page was cut, so pages can be short (IG §2.6). */
export function readTags(context: Context, account: Account, args: Params, fieldsText?: string): PageOf {
  need(context, 'comments')
  const items = range(0, account.tagged - 1, (number) => taggedMedia(context, account, number))
  const hidden = (media: Media) => mix(media.account.key, media.number, 61) % 11 === 0
  return mediaPage(context, { path: `${shownId(context, account)}/tags`, items, style: 'cursors', most: MOST_MEDIA, hidden }, args, fieldsText)
}

/** No account of the sandbox broadcasts, so there is nothing live (IG §2.7). */
export function readLive(context: Context, account: Account, args: Params, fieldsText?: string): PageOf {
  need(context, 'basic')
  instant(context, args, 'since')
  instant(context, args, 'until')
  return mediaPage(context, { path: `${shownId(context, account)}/live_media`, items: list<Media>([]), style: 'links', most: MOST_MEDIA }, args, fieldsText)
}

/** `GET /{ig-user-id}/content_publishing_limit` (IG §2.16). */
export function readPublishingLimit(context: Context, account: Account, args: Params, fieldsText?: string): PageOf {
  need(context, 'publish')
  const since = instant(context, args, 'since')
  if (since !== undefined && since < context.now - 86_400_000) throw invalid('since param must be within the last 24 hours')
  const { first, last } = postsAt(account, context.world.anchor, context.now)
  const used = last - Math.max(first, firstSince(account, { first, last }, context.now - 86_400_000)) + 1
  const type: NodeType<number> = {
    name: 'ShadowIGUserContentPublishingLimit', usual: ['quota_usage'],
    fields: { quota_usage: (usage) => usage, config: () => ({ quota_total: 50, quota_duration: 86_400 }) },
  }
  return { data: [select(context, type, Math.max(0, used), wanted(type, fieldsText))] }
}

/** Followers at the anchor, and what came and went since. */
export function followersAt(account: Account, context: Pick<Context, 'world' | 'now'>): number {
  const { seed, anchorDay, baseDay } = context.world
  const today = dayOf(context.now)
  const step = Math.sign(today - anchorDay)
  let followers = account.followers
  for (let day = anchorDay; day !== today; day += step) {
    const counted = step > 0 ? day : day - 1
    followers += step * (daily(seed, account, 'gained', counted, baseDay) - daily(seed, account, 'lost', counted, baseDay))
  }
  return Math.max(0, followers)
}

export function mediaCount(account: Account, context: Context): number {
  const { first, last } = postsAt(account, context.world.anchor, context.now)
  return last - first + 1
}

function posts(context: Context, account: Account, args: Params): Sequence<Media> {
  const all = postsAt(account, context.world.anchor, context.now)
  // Before v11.0 media was not filtered by time.
  const since = context.version.number < 11 ? undefined : instant(context, args, 'since')
  const until = context.version.number < 11 ? undefined : instant(context, args, 'until')
  const from = since === undefined ? all.first : firstSince(account, all, since)
  const to = until === undefined ? all.last : firstSince(account, all, until + 1000) - 1
  return range(Math.max(from, all.last - MOST_LISTED + 1), to, (number) => postAt(account, number, all.first))
}

function instant(context: Context, args: Params, name: 'since' | 'until'): number | undefined {
  const text = args.get(name)
  return text === undefined || text === '' ? undefined : instantOf(name, text, context.now)
}

function taggedMedia(context: Context, account: Account, number: number): Media {
  const owner = context.world.stranger(strangerKey(account.key, 900_000 + number))
  const { first, last } = postsAt(owner, context.world.anchor, context.now)
  return postAt(owner, last - (mix(account.key, number, 62) % Math.min(20, last - first + 1)), first)
}

function mediaPage(context: Context, edge: Edge<Media>, args: Params, fieldsText: string | undefined): PageOf {
  const type = mediaType(context)
  const asked = wanted(type, fieldsText)
  const indirect = { ...context, indirect: true }
  return page(context, edge, args, fieldsText, (media) => select(indirect, type, media, asked))
}

/** An edge asked for as a field: its modifiers are the parameters, its braces the fields. */
export function nested<T>(field: Field, read: (args: Params, fieldsText: string | undefined) => T): T {
  return read(field.args, field.inner)
}

