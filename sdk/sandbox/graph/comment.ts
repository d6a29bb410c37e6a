import type { Comment } from '../world/comments.ts'
import { commentAt, commentCount, replyAt, replyCount } from '../world/comments.ts'
import { digits, mix, pick } from '../world/hash.ts'
import { commentId } from '../world/ids.ts'
import type { Media } from '../world/media.ts'
import { COMMENTS, REPLIES } from '../world/words.ts'
import type { Context } from './context.ts'
import { timestamp } from './context.ts'
import { FACEBOOK_FACTS, SHARED_FACTS } from './media-facts.ts'
import type { Params } from './params.ts'
import type { PageOf, PagingStyle, Sequence } from './paging.ts'
import { page, range } from './paging.ts'
import { has, need } from './permissions.ts'
import type { NodeType } from './select.ts'
import { select, wanted } from './select.ts'

/** Meta gives no more in one page, whatever the limit (IG §2.10). */
const MOST_COMMENTS = 50

const COMMENTED_MEDIA: NodeType<Media> = { name: 'ShadowIGMedia', usual: ['id'], fields: { ...SHARED_FACTS, ...FACEBOOK_FACTS } }

export const COMMENT: NodeType<Comment> = {
  name: 'ShadowIGComment',
  usual: ['timestamp', 'text', 'id'],
  fields: {
    id: (comment) => comment.id,
    text: (comment) => pick<string>(comment.reply > 0 ? REPLIES : COMMENTS, mix(comment.authorKey, comment.number, comment.reply)),
    timestamp: (comment, context) => timestamp(context, comment.postedAt),
    like_count: (comment) => comment.likes,
    hidden: (comment, context) => context.world.changes.hidden.has(comment.id),
    username: (comment, context) => (mayNameOthers(context) || comment.own ? author(comment, context).username : undefined),
    from: (comment, context) => (mayNameOthers(context) || comment.own ? { id: scopedPersonId(comment), username: author(comment, context).username } : undefined),
    user: (comment, context) => (comment.own ? { id: context.dialect === 'instagram' ? comment.media.account.scopedId : comment.media.account.id } : undefined),
    parent_id: (comment) => (comment.reply > 0 ? commentId(comment.media.account.key, comment.media.slot, comment.number) : undefined),
    legacy_instagram_comment_id: (comment) => String(17_000_000_000_000_000_000n + BigInt(comment.id)),
    media: (comment, context, field) => select({ ...context, indirect: true }, COMMENTED_MEDIA, comment.media, field.fields ?? wanted({ ...COMMENTED_MEDIA, usual: ['id', 'media_product_type'] }, undefined)),
    replies: (comment, context, field) => (comment.reply > 0 ? undefined : readReplies(context, comment, field.args, field.inner, 'quiet')),
  },
}

/** Top-level comments, newest first; chronological up to v3.1, which is no longer served (IG §2.10). */
export function readComments(context: Context, media: Media, args: Params, fieldsText?: string, style: PagingStyle = 'links'): PageOf {
  need(context, 'comments')
  return commentPage(context, `${media.id}/comments`, style, range(0, commentCount(media, context.now) - 1, (number) => commentAt(media, number)), args, fieldsText)
}

export function readReplies(context: Context, comment: Comment, args: Params, fieldsText?: string, style: PagingStyle = 'links'): PageOf {
  need(context, 'comments')
  return commentPage(context, `${comment.id}/replies`, style, range(1, replyCount(comment), (reply) => replyAt(comment, reply)), args, fieldsText)
}

function commentPage(context: Context, path: string, style: PagingStyle, items: Sequence<Comment>, args: Params, fieldsText: string | undefined): PageOf {
  const asked = wanted(COMMENT, fieldsText)
  const hidden = (comment: Comment) => context.world.changes.deleted.has(comment.id)
  return page(context, { path, items, style, most: MOST_COMMENTS, hidden }, args, fieldsText, (comment) => select(context, COMMENT, comment, asked))
}

/** Names of others need the permission since 2024-08-27 (IG §1.4). */
function mayNameOthers(context: Context): boolean {
  return context.now < Date.UTC(2024, 7, 27) || has(context, context.dialect === 'instagram' ? 'instagram_business_manage_comments' : 'instagram_manage_comments')
}

const author = (comment: Comment, context: Context) => (comment.own ? comment.media.account : context.world.stranger(comment.authorKey))
const scopedPersonId = (comment: Comment) => `${digits(mix(comment.authorKey, 111), 9)}${digits(mix(comment.authorKey, 112), 7)}`
