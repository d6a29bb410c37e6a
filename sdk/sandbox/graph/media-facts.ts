import { allComments } from '../world/comments.ts'
import { mix, pick, unit } from '../world/hash.ts'
import { FIRST_STRANGER } from '../world/ids.ts'
import { hidesLikes, isFlagged, isVideo } from '../world/media.ts'
import type { Media } from '../world/media.ts'
import { lifetime } from '../world/lifetime.ts'
import { CAPTIONS, HASHTAGS } from '../world/words.ts'
import type { Context } from './context.ts'
import { timestamp } from './context.ts'
import type { Read } from './select.ts'
import { imageUrl, shortcode, videoUrl } from './urls.ts'

export const isOwn = (media: Media) => media.account.key < FIRST_STRANGER

/** Fields of a media that need no edge, for both hosts (IG §2.8). What an album's child does not have is left out. */
export const SHARED_FACTS: Readonly<Record<string, Read<Media>>> = {
  id: (media) => media.id,
  media_type: (media) => (media.kind === 'FEED_CAROUSEL' ? 'CAROUSEL_ALBUM' : isVideo(media) ? 'VIDEO' : 'IMAGE'),
  media_product_type: parentOnly((media) => (media.kind.startsWith('FEED') ? 'FEED' : media.kind)),
  media_url: (media, context) => mediaUrl(media, context),
  thumbnail_url: (media, context) => (isVideo(media) ? imageUrl(context, media.account.key, media.number * 10 + media.child) : undefined),
  permalink: parentOnly((media) => permalink(media)),
  shortcode: (media) => shortcode(media.id),
  timestamp: (media, context) => timestamp(context, media.postedAt),
  username: (media) => media.account.username,
  owner: (media, context) => (isOwn(media) ? { id: context.dialect === 'instagram' ? media.account.scopedId : media.account.id } : undefined),
  caption: parentOnly(caption),
  alt_text: parentOnly((media) => (isVideo(media) || unit(media.account.key, media.number, 81) < 0.7 ? undefined : 'A photo from the shop')),
  comments_count: parentOnly((media, context) => (media.kind === 'STORY' ? 0 : allComments(media, context.now))),
  like_count: parentOnly(likeCount),
  is_comment_enabled: parentOnly((media) => media.kind !== 'STORY'),
  is_shared_to_feed: parentOnly((media) => (media.kind === 'REELS' ? mix(media.account.key, media.number, 82) % 5 !== 0 : undefined)),
  current_live_viewer_count: () => undefined,
  is_ai_generated: parentOnly(() => false),
  media_audio_type: parentOnly((media) => (isVideo(media) ? (mix(media.account.key, media.number, 83) % 2 === 0 ? 'MUSIC' : 'ORIGINAL_SOUND') : undefined)),
}

/** Fields that graph.facebook.com alone has. */
export const FACEBOOK_FACTS: Readonly<Record<string, Read<Media>>> = {
  ig_id: (media) => legacyId(media),
  legacy_instagram_media_id: (media) => legacyId(media),
  boost_ads_list: () => undefined,
  boost_eligibility_info: parentOnly((media) => (media.kind === 'STORY' ? { eligible_to_boost: false, boost_ineligible_reason: 'Stories cannot be boosted.' } : { eligible_to_boost: true })),
  copyright_check_information: parentOnly((media) => (isVideo(media) ? { status: { status: 'completed', matches_found: isFlagged(media) } } : undefined)),
  has_poll: parentOnly(() => false),
  has_slider: parentOnly(() => false),
  video_title: () => undefined,
  reposts_count: countOf('reposts'),
  saved_count: () => undefined,
  shares_count: countOf('shares'),
  total_like_count: parentOnly((media, context) => (media.kind === 'STORY' ? undefined : lifetime(media, 'total_likes', context.world.seed, context.now))),
  total_comments_count: parentOnly((media, context) => (media.kind === 'STORY' ? undefined : allComments(media, context.now))),
  total_views_count: parentOnly((media, context) => (isVideo(media) && media.kind !== 'STORY' ? lifetime(media, 'total_views', context.world.seed, context.now) : undefined)),
}

/** What anybody may read of a media through business discovery; `view_count` exists there alone. */
export const DISCOVERY_FACTS: Readonly<Record<string, Read<Media>>> = {
  ...Object.fromEntries(['id', 'caption', 'comments_count', 'like_count', 'media_product_type', 'media_type', 'media_url', 'permalink', 'thumbnail_url', 'timestamp', 'username'].map((name) => [name, SHARED_FACTS[name] as Read<Media>])),
  owner: (media) => ({ id: media.account.id }),
  view_count: (media, context) => (media.kind === 'REELS' ? lifetime(media, 'views', context.world.seed, context.now) : undefined),
}

function mediaUrl(media: Media, context: Context): string | undefined {
  if (isFlagged(media) && media.child === 0) return undefined
  const number = media.number * 10 + media.child
  return isVideo(media) ? videoUrl(context, media.account.key, number) : imageUrl(context, media.account.key, number)
}

function permalink(media: Media): string {
  if (media.kind === 'STORY') return `https://www.instagram.com/stories/${media.account.username}/${media.id}`
  return `https://www.instagram.com/${media.kind === 'REELS' ? 'reel' : 'p'}/${shortcode(media.id)}/`
}

function caption(media: Media): string | undefined {
  if (media.post?.caption !== undefined) return media.post.caption
  if (media.kind === 'STORY' || unit(media.account.key, media.number, 84) < 0.06) return undefined
  return `${pick(CAPTIONS, mix(media.account.key, media.number, 85))} #${pick(HASHTAGS, mix(media.account.key, media.number, 86))}`
}

/** Hidden likes: left out when read indirectly, and 0 before v11.0. */
function likeCount(media: Media, context: Context): number | undefined {
  if (media.kind === 'STORY') return 0
  if (hidesLikes(media) && context.indirect) return context.version.number <= 10 ? 0 : undefined
  return lifetime(media, 'likes', context.world.seed, context.now)
}

function countOf(metric: 'reposts' | 'shares'): Read<Media> {
  return parentOnly((media, context) => (media.kind === 'STORY' ? undefined : lifetime(media, metric, context.world.seed, context.now)))
}

function parentOnly(read: Read<Media>): Read<Media> {
  return (media, context, field) => (media.child > 0 ? undefined : read(media, context, field))
}

const legacyId = (media: Media) => String(2_000_000_000_000_000_000n + BigInt(media.id) * 17n)
