import type { Account, MediaKind, Post } from './account.ts'
import { mix, unit } from './hash.ts'
import { MEDIA_SLOTS, STORY_SLOTS, mediaId } from './ids.ts'
import type { NodeId } from './ids.ts'

export interface Media {
  readonly account: Account
  /** The post's number, counted from the grid's beginning; a story's is its slot's. */
  readonly number: number
  readonly slot: number
  /** 0 for a post, 1… for a child of an album. */
  readonly child: number
  readonly id: string
  readonly kind: MediaKind
  /** ms since 1970. */
  readonly postedAt: number
  readonly preConversion: boolean
  /** What the scenario says of it; undefined where it is made up. */
  readonly post: Post | undefined
}

/** The posts of an account at an instant, as numbers from `first` to `last`, oldest to newest. */
export interface Posts { readonly first: number, readonly last: number }

const DAY_MS = 86_400_000
export const STORY_LIFE_MS = DAY_MS
// Posts lie on a grid that does not depend on today, so an id and its timestamp stay the same from one day to the next.
const GRID_START = Date.UTC(2016, 0, 1)
const STORY_STEP_MS = 4 * 3_600_000
const STORY_ORDER = [0, 3, 1, 4, 2, 5] as const
/** Instagram began reels on this day; videos before it are feed videos. */
const REELS_START = Date.UTC(2020, 7, 5)

export function postsAt(account: Account, anchor: number, now: number): Posts {
  if (account.posts !== undefined) return { first: 0, last: account.posts.filter((post) => post.postedAt <= now).length - 1 }
  const first = newest(account, anchor) - account.media.count + 1
  return { first, last: Math.max(first - 1, newest(account, now)) }
}

export function postAt(account: Account, number: number, first: number): Media {
  const slot = ((number % MEDIA_SLOTS) + MEDIA_SLOTS) % MEDIA_SLOTS
  const post = account.posts?.[number]
  if (post !== undefined) return { account, number, slot, child: 0, id: mediaId(account.key, slot), postedAt: post.postedAt, kind: post.kind, preConversion: post.preConversion === true, post }
  const postedAt = timeOf(account, number)
  const mixed = account.media.mix
  const kind = mixed[((number % mixed.length) + mixed.length) % mixed.length] ?? 'FEED_IMAGE'
  return {
    account, number, slot, child: 0, id: mediaId(account.key, slot), postedAt,
    kind: kind === 'REELS' && postedAt < REELS_START ? 'FEED_VIDEO' : kind,
    preConversion: number < first + account.media.preConversion, post: undefined,
  }
}

/** The number of the oldest post at or after an instant. */
export function firstSince(account: Account, posts: Posts, ms: number): number {
  let number = account.posts === undefined ? Math.max(posts.first, Math.floor((ms - GRID_START) / stepOf(account)) - 1) : posts.first
  while (number <= posts.last && timeOf(account, number) < ms) number++
  return number
}

export function childrenOf(media: Media): readonly Media[] {
  if (media.kind !== 'FEED_CAROUSEL' || media.child > 0) return []
  const count = media.post?.children ?? 2 + (mix(media.account.key, media.number, 31) % 4)
  return Array.from({ length: count }, (_, i) => childAt(media, i + 1))
}

function childAt(parent: Media, child: number): Media {
  const kind = unit(parent.account.key, parent.number, 32, child) < 0.25 ? 'FEED_VIDEO' : 'FEED_IMAGE'
  return { ...parent, child, id: mediaId(parent.account.key, parent.slot, child), kind }
}

/** Stories posted in the 24 hours before an instant, newest first. */
export function storiesAt(account: Account, now: number): readonly Media[] {
  if (account.posts !== undefined) return account.storyPosts.map((post, number) => storyOf(account, number, post.postedAt, post)).filter((story) => isActive(story, now)).reverse()
  const found: Media[] = []
  for (let number = storyNumber(now); number >= storyNumber(now - STORY_LIFE_MS); number--) {
    const story = storyAt(account, number)
    if (story !== undefined && isActive(story, now)) found.push(story)
  }
  return found
}

function storyAt(account: Account, number: number): Media | undefined {
  const rank = STORY_ORDER[((number % 6) + 6) % 6] ?? 0
  if (rank >= account.stories.perDay) return undefined
  return storyOf(account, number, GRID_START + number * STORY_STEP_MS + wholeSeconds(unit(account.key, number, 33) * STORY_STEP_MS), undefined)
}

function storyOf(account: Account, number: number, postedAt: number, post: Post | undefined): Media {
  const slot = MEDIA_SLOTS + (((number % STORY_SLOTS) + STORY_SLOTS) % STORY_SLOTS)
  return { account, number, slot, child: 0, id: mediaId(account.key, slot), kind: 'STORY', postedAt, preConversion: false, post }
}

const isActive = (story: Media, now: number) => story.postedAt <= now && story.postedAt > now - STORY_LIFE_MS

/** The media an id stands for, at an instant: posts since the first one, and active stories. */
export function findMedia(account: Account, id: Extract<NodeId, { kind: 'media' | 'comment' }>, anchor: number, now: number): Media | undefined {
  if (id.slot >= MEDIA_SLOTS) return id.kind === 'media' && id.child > 0 ? undefined : storiesAt(account, now).find((story) => story.slot === id.slot)
  const { first, last } = postsAt(account, anchor, now)
  const number = last - ((((last - id.slot) % MEDIA_SLOTS) + MEDIA_SLOTS) % MEDIA_SLOTS)
  if (number < first) return undefined
  const post = postAt(account, number, first)
  return id.kind === 'comment' || id.child === 0 ? post : childrenOf(post)[id.child - 1]
}

export const isVideo = (media: Media) => media.kind === 'FEED_VIDEO' || media.kind === 'REELS' || (media.kind === 'STORY' && mix(media.account.key, media.number, 34) % 2 === 0)

/** True for every so many posts. */
export const every = (media: Media, step: number, salt: number) => step > 0 && (media.number + salt) % step === 0

/** Whether the owner hides how many like it. */
export const hidesLikes = (media: Media) => (media.post === undefined ? every(media, media.account.media.hiddenLikesEvery, 3) : media.post.hideLikes === true)
/** True for media whose `media_url` a copyright claim took away. */
export const isFlagged = (media: Media) => (media.post === undefined ? every(media, media.account.media.copyrightEvery, 5) : media.post.copyright === true)
/** Whether the media was shared to Facebook too. */
export const isShared = (media: Media) => (media.post === undefined ? mix(media.account.key, media.number, 101) % 3 === 0 : media.post.facebook === true)

/** Whether this media refuses a metric that its product type has. */
export function refuses(media: Media, metric: string): boolean {
  if (media.post !== undefined) return media.post.refuses?.includes(metric) === true
  return metric === 'views' && (media.kind === 'FEED_VIDEO' || media.kind === 'FEED_CAROUSEL') && every(media, media.account.media.noViewsEvery, 1)
}

function newest(account: Account, ms: number): number {
  const number = Math.floor((ms - GRID_START) / stepOf(account))
  return timeOf(account, number) <= ms ? number : number - 1
}

const stepOf = (account: Account) => (Math.max(1, account.media.days) * DAY_MS) / Math.max(1, account.media.count)
const timeOf = (account: Account, number: number) => {
  const post = account.posts?.[number]
  if (post !== undefined) return post.postedAt
  const step = stepOf(account)
  return wholeSeconds(GRID_START + number * step + unit(account.key, number, 35) * 0.8 * step)
}
const storyNumber = (ms: number) => Math.floor((ms - GRID_START) / STORY_STEP_MS)
const wholeSeconds = (ms: number) => Math.floor(ms / 1000) * 1000
