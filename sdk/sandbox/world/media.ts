import type { Account, MediaKind } from './account.ts'
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
  const first = newest(account, anchor) - account.media.count + 1
  return { first, last: Math.max(first - 1, newest(account, now)) }
}

export function postAt(account: Account, number: number, first: number): Media {
  const slot = ((number % MEDIA_SLOTS) + MEDIA_SLOTS) % MEDIA_SLOTS
  const postedAt = timeOf(account, number)
  const mixed = account.media.mix
  const kind = mixed[((number % mixed.length) + mixed.length) % mixed.length] ?? 'FEED_IMAGE'
  return {
    account, number, slot, child: 0, id: mediaId(account.key, slot), postedAt,
    kind: kind === 'REELS' && postedAt < REELS_START ? 'FEED_VIDEO' : kind,
    preConversion: number < first + account.media.preConversion,
  }
}

/** The number of the oldest post at or after an instant. */
export function firstSince(account: Account, posts: Posts, ms: number): number {
  let number = Math.max(posts.first, Math.floor((ms - GRID_START) / stepOf(account)) - 1)
  while (number <= posts.last && timeOf(account, number) < ms) number++
  return number
}

export function childrenOf(media: Media): readonly Media[] {
  if (media.kind !== 'FEED_CAROUSEL' || media.child > 0) return []
  const count = 2 + (mix(media.account.key, media.number, 31) % 4)
  return Array.from({ length: count }, (_, i) => childAt(media, i + 1))
}

function childAt(parent: Media, child: number): Media {
  const kind = unit(parent.account.key, parent.number, 32, child) < 0.25 ? 'FEED_VIDEO' : 'FEED_IMAGE'
  return { ...parent, child, id: mediaId(parent.account.key, parent.slot, child), kind }
}

/** Stories posted in the 24 hours before an instant, newest first. */
export function storiesAt(account: Account, now: number): readonly Media[] {
  const found: Media[] = []
  for (let number = storyNumber(now); number >= storyNumber(now - STORY_LIFE_MS); number--) {
    const story = storyAt(account, number)
    if (story !== undefined && story.postedAt <= now && story.postedAt > now - STORY_LIFE_MS) found.push(story)
  }
  return found
}

function storyAt(account: Account, number: number): Media | undefined {
  const rank = STORY_ORDER[((number % 6) + 6) % 6] ?? 0
  if (rank >= account.stories.perDay) return undefined
  const slot = MEDIA_SLOTS + (((number % STORY_SLOTS) + STORY_SLOTS) % STORY_SLOTS)
  const postedAt = GRID_START + number * STORY_STEP_MS + wholeSeconds(unit(account.key, number, 33) * STORY_STEP_MS)
  return { account, number, slot, child: 0, id: mediaId(account.key, slot), kind: 'STORY', postedAt, preConversion: false }
}

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

function newest(account: Account, ms: number): number {
  const number = Math.floor((ms - GRID_START) / stepOf(account))
  return timeOf(account, number) <= ms ? number : number - 1
}

const stepOf = (account: Account) => (Math.max(1, account.media.days) * DAY_MS) / Math.max(1, account.media.count)
const timeOf = (account: Account, number: number) => {
  const step = stepOf(account)
  return wholeSeconds(GRID_START + number * step + unit(account.key, number, 35) * 0.8 * step)
}
const storyNumber = (ms: number) => Math.floor((ms - GRID_START) / STORY_STEP_MS)
const wholeSeconds = (ms: number) => Math.floor(ms / 1000) * 1000
