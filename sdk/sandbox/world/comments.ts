import type { Account } from './account.ts'
import { mix, unit } from './hash.ts'
import { commentId } from './ids.ts'
import type { Media } from './media.ts'

export interface Comment {
  readonly media: Media
  /** 0 for the oldest. */
  readonly number: number
  /** 0 for the comment itself, 1… for replies to it. */
  readonly reply: number
  readonly id: string
  readonly postedAt: number
  /** True when the owner of the media wrote it. */
  readonly own: boolean
  readonly authorKey: number
  readonly likes: number
}

const MAX_COMMENTS = 99
/** Comments come within this time after the post. */
const SPAN_MS = 48 * 3_600_000
/** Comments of a post that a scenario describes come so far apart, and without replies. */
const MINUTE_MS = 60_000

/** How many comments stand under a post at an instant, without replies. */
export function commentCount(media: Media, now: number): number {
  if (media.post !== undefined) return Math.min(finalCount(media), Math.max(0, Math.floor((now - media.postedAt) / MINUTE_MS)))
  const share = Math.min(1, Math.sqrt(Math.max(0, now - media.postedAt) / SPAN_MS))
  return Math.floor(finalCount(media) * share)
}

function finalCount(media: Media): number {
  if (media.kind === 'STORY' || media.child > 0) return 0
  if (media.post !== undefined) return media.post.comments ?? 0
  return Math.min(MAX_COMMENTS, Math.round(media.account.media.comments * 2 * unit(media.account.key, media.number, 41)))
}

export function commentAt(media: Media, number: number): Comment {
  if (media.post !== undefined) return make(media, number, 0, media.postedAt + (number + 1) * MINUTE_MS, false)
  const postedAt = media.postedAt + Math.floor((SPAN_MS * ((number + 1) / finalCount(media)) ** 2) / 1000) * 1000
  return make(media, number, 0, postedAt, false)
}

export function replyCount(comment: Comment): number {
  return comment.reply > 0 || comment.media.post !== undefined ? 0 : mix(comment.media.account.key, comment.media.number, comment.number, 42) % 3
}

export function replyAt(comment: Comment, reply: number): Comment {
  return make(comment.media, comment.number, reply, comment.postedAt + reply * 600_000, reply === 1)
}

/** Comments and replies together, as `comments_count` counts. */
export function allComments(media: Media, now: number): number {
  const count = commentCount(media, now)
  if (media.post !== undefined) return count
  let total = count
  for (let number = 0; number < count; number++) total += mix(media.account.key, media.number, number, 42) % 3
  return total
}

function make(media: Media, number: number, reply: number, postedAt: number, own: boolean): Comment {
  const { key } = media.account
  return {
    media, number, reply, id: commentId(key, media.slot, number, reply), postedAt, own,
    authorKey: own ? key : strangerKey(key, media.number * 1000 + number * 10 + reply),
    likes: mix(key, media.number, number, 43 + reply) % 5,
  }
}

const STRANGERS_FROM = 5_000_000
const STRANGERS = 4_900_000
export const strangerKey = (accountKey: Account['key'], n: number) => STRANGERS_FROM + (mix(accountKey, n, 44) % STRANGERS)
