import { createGraphClient } from '../../sdk/index.ts'

const graph = createGraphClient({ accessToken: 'EAA' })
const v21 = createGraphClient({ accessToken: 'EAA', version: 'v21.0' })
const ig = createGraphClient({ accessToken: 'IGAA', host: 'instagram' })

export const refused = [
  // error: likes is not answered for STORY, only for FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, AD
  () => graph.media('1', 'STORY').insights({ metric: ['likes'] }),
  // error: saved is not answered for STORY, only for FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, AD
  () => graph.media('1', 'STORY').insights({ metric: ['saved', 'reach'] }),
  // error: profile_visits is not answered for REELS, only for FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD
  () => graph.media('1', 'REELS').insights({ metric: ['profile_visits'] }),
  // error: profile_activity is not answered for REELS, only for FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD
  () => graph.media('1', 'REELS').insights({ metric: ['profile_activity'], breakdown: 'action_type' }),
  // error: ig_reels_avg_watch_time is not answered for FEED_IMAGE, only for REELS
  () => graph.media('1', 'FEED_IMAGE').insights({ metric: ['ig_reels_avg_watch_time'] }),
  // error: replies is not answered for FEED_IMAGE, only for STORY
  () => graph.media('1', 'FEED_IMAGE').insights({ metric: ['replies'] }),
  // error: reels_skip_rate is not answered for FEED_VIDEO, only for REELS
  () => graph.media('1', 'FEED_VIDEO').insights({ metric: ['reels_skip_rate'] }),
  // error: link_clicks is not answered for FEED_CAROUSEL, only for STORY
  () => graph.media('1', 'FEED_CAROUSEL').insights({ metric: ['link_clicks'] }),
  // error: video_views was removed for every version on 2025-01-08; ask for views instead
  () => graph.media('1').insights({ metric: ['video_views'] }),
  // error: clips_replays_count was removed for every version on 2025-04-21; ask for views instead
  () => graph.media('1').insights({ metric: ['clips_replays_count'] }),
  // error: taps_forward was removed for every version on 2023-12-11; ask for navigation with breakdown=story_navigation_action_type (tap_forward) instead
  () => graph.media('1', 'STORY').insights({ metric: ['taps_forward'] }),
  // error: impressions is refused from v22.0 on; ask for views
  () => graph.media('1').insights({ metric: ['impressions'] }),
  // error: impressions is not answered for REELS, only for FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD
  () => v21.media('1', 'REELS').insights({ metric: ['impressions'] }),
  // error: carousel_album_reach was removed for every version on 2023-12-11; ask for reach instead
  () => graph.media('1').insights({ metric: ['carousel_album_reach'] }),
  // error: total_views is served on graph.facebook.com only
  () => ig.media('1').insights({ metric: ['total_views'] }),
  // error: link_clicks is served on graph.facebook.com only
  () => ig.media('1', 'STORY').insights({ metric: ['link_clicks'] }),
  // error: reach has no breakdown
  () => graph.media('1', 'STORY').insights({ metric: ['reach'], breakdown: 'follow_type' }),
  // error: reach has no breakdown
  () => graph.media('1', 'STORY').insights({ metric: ['navigation', 'reach'], breakdown: 'story_navigation_action_type' }),
  // error: navigation is broken down by story_navigation_action_type only
  () => graph.media('1', 'STORY').insights({ metric: ['navigation'], breakdown: 'surface_type' }),
  // error: since is not a parameter of media insights
  () => graph.media('1').insights({ metric: ['reach'], since: 1 }),
  // error: metric_type is not a parameter of media insights
  () => graph.media('1').insights({ metric: ['reach'], metric_type: 'total_value' }),
  // error: reach is not answered for REEL, only for FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, STORY, AD
  () => graph.media('1', 'REEL').insights({ metric: ['reach'] }),
  // error: accounts_engaged is not a media metric of the catalogue; if Meta added it since, write unlisted('accounts_engaged')
  () => graph.media('1', 'STORY').insights({ metric: ['accounts_engaged'] }),
]
