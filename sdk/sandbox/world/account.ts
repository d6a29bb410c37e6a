import { hashText, mix, pick, unit } from './hash.ts'
import { accountId, pageId, scopedAccountId } from './ids.ts'
import { CATEGORIES, FIRST_WORDS, PEOPLE, SECOND_WORDS } from './words.ts'

/** Kinds of media, by what insights they answer (IG §3.4). */
export type MediaKind = 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY' | 'AD'

/** How a daily number runs: `base` a day at the anchor, growing by `trend` a year, by weekday (Sunday first), give or take `noise` of itself. */
export interface Series {
  readonly base: number
  readonly trend: number
  readonly weekly: readonly number[]
  readonly noise: number
}

export interface MediaPlan {
  /** Posts at the sandbox's anchor; more come as its clock is turned. */
  readonly count: number
  /** The days back over which they are spread. */
  readonly days: number
  /** Taken in turn, post by post. */
  readonly mix: readonly MediaKind[]
  /** How many of the oldest were posted before the account became a business account. */
  readonly preConversion: number
  /** Every so many posts: the owner hides likes; a copyright claim removes `media_url`; `views` is refused. 0: never. */
  readonly hiddenLikesEvery: number
  readonly copyrightEvery: number
  readonly noViewsEvery: number
  /** Every so many posts are left out of lists after a page was cut, so pages come short or empty with a `next`. */
  readonly hiddenEvery: number
  /** Comments a post has on average, without replies. */
  readonly comments: number
}

export interface Account {
  readonly key: number
  readonly id: string
  readonly scopedId: string
  readonly igId: number
  readonly page: { readonly id: string, readonly name: string, readonly category: string }
  /** False for a page without an Instagram account. */
  readonly linked: boolean
  readonly username: string
  readonly name: string
  readonly biography: string
  readonly website: string | undefined
  readonly accountType: 'BUSINESS' | 'MEDIA_CREATOR'
  /** Followers at the anchor. */
  readonly followers: number
  readonly follows: number
  readonly media: MediaPlan
  readonly stories: { readonly perDay: number, readonly fewViewersEvery: number }
  /** Media of others in which the account is tagged. */
  readonly tagged: number
  readonly numbers: Readonly<Record<string, Partial<Series>>>
}

/** What a scenario or the defaults say of an account; the rest is made up from its key. */
export interface AccountPlan {
  readonly page: string
  readonly pageId?: string | undefined
  readonly instagram?: boolean | undefined
  readonly username?: string | undefined
  readonly name?: string | undefined
  readonly biography?: string | undefined
  readonly website?: string | undefined
  readonly followers?: number | undefined
  readonly follows?: number | undefined
  readonly media?: Partial<MediaPlan> | undefined
  readonly stories?: Partial<Account['stories']> | undefined
  readonly tagged?: number | undefined
  readonly numbers?: Account['numbers'] | undefined
}

export const DEFAULT_MIX: readonly MediaKind[] = ['FEED_IMAGE', 'FEED_CAROUSEL', 'REELS', 'FEED_IMAGE', 'REELS', 'FEED_VIDEO', 'FEED_IMAGE', 'FEED_CAROUSEL']

export const DEFAULT_PLANS: readonly AccountPlan[] = [
  { page: 'Kite Bakery', username: 'kite.bakery', followers: 16184, follows: 311, media: { count: 140, comments: 7 }, tagged: 42, website: 'https://kite-bakery.example' },
  { page: 'Harbor Cycles', username: 'harborcycles', followers: 5230, media: { count: 64, preConversion: 4 }, tagged: 9 },
  { page: 'Tiny Studio', username: 'tiny.studio', followers: 73, follows: 120, media: { count: 12, preConversion: 0, comments: 1 }, tagged: 2 },
  { page: 'Paper Lantern', instagram: false },
]

/** The key of a page's account; the same name or id always has the same one. */
export const keyOf = (seed: number, pageNameOrId: string) => mix(seed, hashText(pageNameOrId)) % 5_000_000

export function createAccount(seed: number, key: number, plan: Partial<AccountPlan> = {}): Account {
  const page = plan.page ?? `${pick(FIRST_WORDS, mix(key, 1))} ${pick(SECOND_WORDS, mix(key, 2))}`
  const media = plan.media ?? {}
  return {
    key, id: accountId(key), scopedId: scopedAccountId(key), igId: 1_000_000_000 + key * 211,
    page: { id: plan.pageId ?? pageId(key), name: page, category: pick(CATEGORIES, mix(key, 3)) },
    linked: plan.instagram ?? true,
    username: plan.username ?? usernameOf(page, key),
    name: plan.name ?? page,
    biography: plan.biography ?? `${page}. Open daily.`,
    website: plan.website ?? (unit(seed, key, 4) < 0.5 ? `https://${usernameOf(page, key).replaceAll(/[._]/g, '-')}.example` : undefined),
    accountType: unit(seed, key, 5) < 0.8 ? 'BUSINESS' : 'MEDIA_CREATOR',
    followers: plan.followers ?? 800 + Math.floor(unit(seed, key, 6) ** 2 * 40_000),
    follows: plan.follows ?? 50 + (mix(seed, key, 7) % 600),
    media: {
      count: media.count ?? 60 + (mix(seed, key, 8) % 120), days: media.days ?? 730, mix: media.mix ?? DEFAULT_MIX, preConversion: media.preConversion ?? 3,
      hiddenLikesEvery: media.hiddenLikesEvery ?? 9, copyrightEvery: media.copyrightEvery ?? 13, noViewsEvery: media.noViewsEvery ?? 0, hiddenEvery: media.hiddenEvery ?? 0, comments: media.comments ?? 4,
    },
    stories: { perDay: plan.stories?.perDay ?? 3, fewViewersEvery: plan.stories?.fewViewersEvery ?? 0 },
    tagged: plan.tagged ?? mix(seed, key, 9) % 30,
    numbers: plan.numbers ?? {},
  }
}

/** A stranger's account: who comments, tags, or is looked up by name. */
export function createStranger(seed: number, key: number, username?: string): Account {
  const person = `${pick(PEOPLE, mix(key, 21))}_${pick(FIRST_WORDS, mix(key, 22)).toLowerCase()}${mix(key, 23) % 90}`
  const name = username ?? person
  return createAccount(seed, key, { page: name, username: name, name, media: { preConversion: 0 } })
}

function usernameOf(page: string, key: number): string {
  const words = page.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.').replaceAll(/^\.+|\.+$/g, '')
  return /^[a-z]/.test(words) ? words.slice(0, 30) : `page.${key}`
}
