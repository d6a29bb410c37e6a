import { createGraphClient, unlisted } from '../../sdk/index.ts'

const graph = createGraphClient({ accessToken: 'EAA' })
const old = createGraphClient({ accessToken: 'EAA', version: 'v21.0' })
const instagram = createGraphClient({ accessToken: 'IGAA', host: 'instagram' })

export const fine = [
  graph.media('1').insights({ metric: ['reach', 'views', 'follows', 'ig_reels_avg_watch_time'] }),
  graph.media('1', 'STORY').insights({ metric: ['navigation'], breakdown: 'story_navigation_action_type' }),
  graph.media('1', 'REELS').insights({ metric: ['ig_reels_avg_watch_time', unlisted('brand_new')] }),
  old.media('1').insights({ metric: ['impressions'] }),
]

// error: follows is not answered for REELS, only for FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD
export const kind = graph.media('1', 'REELS').insights({ metric: ['reach', 'follows'] })
// error: navigation is not answered for FEED_IMAGE, only for STORY
export const story = graph.media('1', 'FEED_IMAGE').insights({ metric: ['navigation'] })
// error: impressions is refused from v22.0 on; ask for views
export const version = graph.media('1').insights({ metric: ['impressions'] })
// error: plays was removed for every version on 2025-04-21; ask for views instead
export const removed = graph.media('1').insights({ metric: ['plays'] })
// error: engagement was removed for every version on 2023-12-11; ask for total_interactions instead
export const engagement = graph.media('1').insights({ metric: ['engagement'] })
// error: link_clicks is served on graph.facebook.com only
export const host = instagram.media('1', 'STORY').insights({ metric: ['link_clicks'] })
// error: reach has no breakdown
export const breakdown = graph.media('1').insights({ metric: ['reach'], breakdown: 'follow_type' })
// error: navigation is broken down by story_navigation_action_type only
export const wrongBreakdown = graph.media('1', 'STORY').insights({ metric: ['navigation'], breakdown: 'action_type' })
// error: saves is not a media metric of the catalogue
export const otherNode = graph.media('1').insights({ metric: ['saves'] })
