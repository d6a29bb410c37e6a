import { allComments } from './comments.ts'
import { hashText, unit } from './hash.ts'
import type { Media } from './media.ts'

/** Lifetime numbers of a media as a share of its reach, by name. */
const OF_REACH: Readonly<Record<string, number>> = {
  views: 1.35, impressions: 1.25, likes: 0.06, saved: 0.011, shares: 0.008, reposts: 0.002, follows: 0.002, profile_visits: 0.016, profile_activity: 0.004,
  video_views: 0.7, plays: 1.3, clips_replays_count: 0.12, facebook_views: 0.2, navigation: 1.4, replies: 0.006, link_clicks: 0.02,
}
/** Reach of a media as a share of the account's followers. */
const REACH = { FEED_IMAGE: 0.22, FEED_CAROUSEL: 0.3, FEED_VIDEO: 0.26, REELS: 0.6, STORY: 0.12, AD: 0.4 } as const
/** After this time a media has two thirds of its final numbers. */
const GROWTH_MS = 36 * 3_600_000

const salts = new Map<string, number>()

/** A lifetime number of a media at an instant: the scenario's, else one that grows with age and comes to rest. Whole, except `reels_skip_rate`. */
export function lifetime(media: Media, name: string, seed: number, now: number): number {
  const given = media.post?.numbers?.[name]
  if (given !== undefined) return typeof given === 'number' ? given : Object.values(given).reduce((sum, count) => sum + count, 0)
  switch (name) {
    case 'reach': return Math.round(reachOf(media, seed, now))
    case 'comments':
    case 'total_comments': return allComments(media, now)
    case 'total_interactions': return lifetime(media, 'likes', seed, now) + lifetime(media, 'comments', seed, now) + lifetime(media, 'saved', seed, now) + lifetime(media, 'shares', seed, now)
    case 'engagement': return lifetime(media, 'likes', seed, now) + lifetime(media, 'comments', seed, now) + lifetime(media, 'saved', seed, now)
    case 'ig_reels_aggregated_all_plays_count': return lifetime(media, 'plays', seed, now) + lifetime(media, 'clips_replays_count', seed, now)
    case 'crossposted_views': return lifetime(media, 'views', seed, now) + lifetime(media, 'facebook_views', seed, now)
    case 'ig_reels_avg_watch_time': return Math.round(watched(media, seed))
    case 'ig_reels_video_view_total_time': return Math.round(lifetime(media, 'views', seed, now) * (media.post === undefined ? watched(media, seed) : lifetime(media, 'ig_reels_avg_watch_time', seed, now)))
    case 'reels_skip_rate': return Math.round(150 + 400 * unit(seed, media.account.key, media.number, 93)) / 10
    case 'total_likes': return Math.round(lifetime(media, 'likes', seed, now) * 1.08)
    case 'total_views': return Math.round(lifetime(media, 'views', seed, now) * 1.2)
    default: return share(media, name, seed, now)
  }
}

function reachOf(media: Media, seed: number, now: number): number {
  const grown = 1 - Math.exp(-Math.max(0, now - media.postedAt) / GROWTH_MS)
  const given = media.post?.numbers?.reach
  if (typeof given === 'number') return given
  return media.account.followers * REACH[media.kind] * grown * (0.5 + unit(seed, media.account.key, media.number * 10 + media.child, 91))
}

function share(media: Media, name: string, seed: number, now: number): number {
  return Math.round(reachOf(media, seed, now) * (OF_REACH[name] ?? 0.01) * (0.5 + unit(seed, media.account.key, media.number * 10 + media.child, saltOf(name))))
}

/** ms one play is watched on average. */
const watched = (media: Media, seed: number) => 2000 + 9000 * unit(seed, media.account.key, media.number, 92)

function saltOf(name: string): number {
  let salt = salts.get(name)
  if (salt === undefined) salts.set(name, salt = hashText(name))
  return salt
}
