import { readAsOf } from '../clock.ts'
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

/** What a scenario may fix of a daily number. */
export interface SeriesPlan extends Partial<Series> {
  /** The number of a day in California by its date, YYYY-MM-DD; its bucket ends when the next day begins. */
  readonly days?: Readonly<Record<string, number>> | undefined
  /** The number of the 7, or 28, days up to and including a date. */
  readonly week?: Readonly<Record<string, number>> | undefined
  readonly days_28?: Readonly<Record<string, number>> | undefined
  /** How a total divides: breakdown → group → weight. */
  readonly groups?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined
}

/** One post or story, described by itself. */
export interface PostPlan {
  /** A date, which means noon UTC, or an ISO 8601 instant. */
  readonly posted: string
  readonly kind: MediaKind
  /** Made up unless given. */
  readonly caption?: string | undefined
  /** Of an album: 2 to 9. */
  readonly children?: number | undefined
  /** Top-level comments, one a minute after the post; none unless given. */
  readonly comments?: number | undefined
  readonly hideLikes?: boolean | undefined
  /** A copyright claim took `media_url` away. */
  readonly copyright?: boolean | undefined
  /** Posted before the account became a business account. */
  readonly preConversion?: boolean | undefined
  /** Shared to Facebook too. */
  readonly facebook?: boolean | undefined
  /** Metrics that this media refuses, whatever its product type. */
  readonly refuses?: readonly string[] | undefined
  /** Lifetime numbers by metric, from the first moment on; for a metric with a breakdown also by group. Others are made up. */
  readonly numbers?: Readonly<Record<string, number | Readonly<Record<string, number>>>> | undefined
}

export interface Post extends PostPlan {
  /** ms since 1970. */
  readonly postedAt: number
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
  readonly numbers: Readonly<Record<string, SeriesPlan>>
  /** Where a scenario lists them: these posts and stories and no others, oldest first. */
  readonly posts: readonly Post[] | undefined
  readonly storyPosts: readonly Post[]
  /** The share of a day's numbers that is still missing when it ends; it comes in over 48 hours. */
  readonly late: number
  /** Whether a series that reaches beyond today has the day that has not ended, with what there is so far and an `end_time` to come. */
  readonly unfinishedDay: boolean
  /** Days for which media answer insights; 0 for ever. */
  readonly mediaInsightsDays: number
  /** Weights of groups of followers, by dimension. */
  readonly demographics: Readonly<Record<string, Readonly<Record<string, number>>>>
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
  /** A bare number is that number on every day. */
  readonly numbers?: Readonly<Record<string, SeriesPlan | number>> | undefined
  readonly posts?: readonly PostPlan[] | undefined
  readonly late?: number | undefined
  readonly unfinishedDay?: boolean | undefined
  readonly mediaInsightsDays?: number | undefined
  readonly demographics?: Account['demographics'] | undefined
}

export const DEFAULT_MIX: readonly MediaKind[] = ['FEED_IMAGE', 'FEED_CAROUSEL', 'REELS', 'FEED_IMAGE', 'REELS', 'FEED_VIDEO', 'FEED_IMAGE', 'FEED_CAROUSEL']

export const DEFAULT_PLANS: readonly AccountPlan[] = [
  { page: 'Kite Bakery', username: 'kite.bakery', followers: 16184, follows: 311, media: { count: 140, comments: 7 }, tagged: 42, website: 'https://kite-bakery.example' },
  { page: 'Harbor Cycles', username: 'harborcycles', followers: 5230, media: { count: 64, preConversion: 4 }, tagged: 9 },
  { page: 'Tiny Studio', username: 'tiny.studio', followers: 73, follows: 120, media: { count: 12, preConversion: 0, comments: 1 }, tagged: 2 },
  { page: 'Paper Lantern', instagram: false },
]

const FLAT = { trend: 0, weekly: [1, 1, 1, 1, 1, 1, 1], noise: 0 } as const

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
    numbers: Object.fromEntries(Object.entries(plan.numbers ?? {}).map(([name, series]) => [name, typeof series === 'number' ? { base: series, ...FLAT } : series])),
    ...postsOf(plan),
    late: plan.late ?? 0, unfinishedDay: plan.unfinishedDay ?? false, mediaInsightsDays: plan.mediaInsightsDays ?? 0, demographics: plan.demographics ?? {},
  }
}

function postsOf(plan: Partial<AccountPlan>): Pick<Account, 'posts' | 'storyPosts'> {
  if (plan.posts === undefined) return { posts: undefined, storyPosts: [] }
  const all = plan.posts.map((post): Post => ({ ...post, postedAt: readAsOf(post.posted) })).sort((a, b) => a.postedAt - b.postedAt)
  return { posts: all.filter((post) => post.kind !== 'STORY'), storyPosts: all.filter((post) => post.kind === 'STORY') }
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
