// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

import type { Host } from './catalogue.ts'

export interface ValidatorList {
  readonly node: 'user' | 'media'
  readonly host: Host | 'both'
  /** In force from this day until the next entry of the same node and host. */
  readonly from: string
  /** No literal list of that time is known; this one follows from the metric catalogue. */
  readonly derived: boolean
  readonly metrics: readonly string[]
}

/** A literal answer. graph.facebook.com puts "(#code) " before it; graph.instagram.com leaves that out (but for code 10) and says type IGApiException. */
export interface RefusalText {
  readonly code: number
  readonly subcode?: number
  /** Parts in braces are filled in. */
  readonly message: string
  readonly title?: string
  readonly userMessage?: string
  readonly derived?: boolean
}

export const validatorLists: readonly ValidatorList[] = [
  { node: 'user', host: 'both', from: '2018-01-01', derived: true, metrics: ['impressions', 'reach', 'follower_count', 'email_contacts', 'phone_call_clicks', 'text_message_clicks', 'get_directions_clicks', 'website_clicks', 'profile_views', 'audience_gender_age', 'audience_locale', 'audience_country', 'audience_city', 'online_followers'] },
  { node: 'user', host: 'both', from: '2022-06-01', derived: false, metrics: ['impressions', 'reach', 'follower_count', 'email_contacts', 'phone_call_clicks', 'text_message_clicks', 'get_directions_clicks', 'website_clicks', 'profile_views', 'audience_gender_age', 'audience_locale', 'audience_country', 'audience_city', 'online_followers', 'accounts_engaged', 'total_interactions', 'likes', 'comments', 'shares', 'saves', 'replies', 'engaged_audience_demographics', 'reached_audience_demographics', 'follower_demographics', 'follows_and_unfollows', 'profile_links_taps'] },
  { node: 'user', host: 'both', from: '2024-06-01', derived: true, metrics: ['impressions', 'reach', 'follower_count', 'email_contacts', 'phone_call_clicks', 'text_message_clicks', 'get_directions_clicks', 'website_clicks', 'profile_views', 'online_followers', 'accounts_engaged', 'total_interactions', 'likes', 'comments', 'shares', 'saves', 'replies', 'engaged_audience_demographics', 'reached_audience_demographics', 'follower_demographics', 'follows_and_unfollows', 'profile_links_taps'] },
  { node: 'user', host: 'both', from: '2025-01-21', derived: true, metrics: ['impressions', 'reach', 'follower_count', 'website_clicks', 'profile_views', 'online_followers', 'accounts_engaged', 'total_interactions', 'likes', 'comments', 'shares', 'saves', 'replies', 'engaged_audience_demographics', 'reached_audience_demographics', 'follower_demographics', 'follows_and_unfollows', 'profile_links_taps', 'views'] },
  { node: 'user', host: 'both', from: '2025-06-01', derived: false, metrics: ['reach', 'follower_count', 'website_clicks', 'profile_views', 'online_followers', 'accounts_engaged', 'total_interactions', 'likes', 'comments', 'shares', 'saves', 'replies', 'engaged_audience_demographics', 'reached_audience_demographics', 'follower_demographics', 'follows_and_unfollows', 'profile_links_taps', 'views', 'threads_likes', 'threads_replies', 'reposts', 'quotes', 'threads_followers', 'threads_follower_demographics', 'content_views', 'threads_views', 'threads_clicks', 'threads_reposts'] },
  { node: 'media', host: 'both', from: '2018-01-01', derived: true, metrics: ['engagement', 'impressions', 'reach', 'saved', 'video_views', 'exits', 'replies', 'taps_forward', 'taps_back', 'carousel_album_engagement', 'carousel_album_impressions', 'carousel_album_reach', 'carousel_album_saved', 'carousel_album_video_views'] },
  { node: 'media', host: 'both', from: '2022-03-01', derived: true, metrics: ['engagement', 'impressions', 'reach', 'saved', 'video_views', 'exits', 'replies', 'taps_forward', 'taps_back', 'carousel_album_engagement', 'carousel_album_impressions', 'carousel_album_reach', 'carousel_album_saved', 'carousel_album_video_views', 'likes', 'comments', 'shares', 'plays', 'total_interactions', 'follows', 'profile_visits', 'profile_activity', 'navigation', 'ig_reels_video_view_total_time', 'ig_reels_avg_watch_time'] },
  { node: 'media', host: 'both', from: '2023-12-11', derived: false, metrics: ['impressions', 'reach', 'replies', 'saved', 'video_views', 'likes', 'comments', 'shares', 'plays', 'total_interactions', 'follows', 'profile_visits', 'profile_activity', 'navigation', 'ig_reels_video_view_total_time', 'ig_reels_avg_watch_time', 'clips_replays_count', 'ig_reels_aggregated_all_plays_count', 'views'] },
  { node: 'media', host: 'facebook', from: '2025-06-01', derived: false, metrics: ['impressions', 'reach', 'replies', 'saved', 'likes', 'comments', 'shares', 'total_interactions', 'follows', 'profile_visits', 'profile_activity', 'navigation', 'ig_reels_video_view_total_time', 'ig_reels_avg_watch_time', 'views', 'reels_skip_rate', 'reposts', 'facebook_views', 'crossposted_views', 'total_views', 'total_likes', 'total_comments', 'link_clicks'] },
  { node: 'media', host: 'instagram', from: '2025-06-01', derived: false, metrics: ['impressions', 'shares', 'comments', 'likes', 'saved', 'replies', 'total_interactions', 'navigation', 'follows', 'profile_visits', 'profile_activity', 'reach', 'ig_reels_video_view_total_time', 'ig_reels_avg_watch_time', 'views', 'thread_replies', 'reposts', 'quotes', 'thread_shares', 'threads_views', 'threads_media_clicks', 'reels_skip_rate', 'threads_reposts', 'facebook_views', 'crossposted_views', 'total_views', 'total_likes', 'total_comments', 'link_clicks'] },
]

export const refusalTexts = {
  unknown_metric: { code: 100, message: 'metric[{index}] must be one of the following values: {list}' },
  wrong_product_type: { code: 100, message: 'The Media Insights API does not support the {metrics} metric for this media product type.' },
  impressions_gone: { code: 100, message: 'Starting from version v22.0 and above, the impressions metric is no longer supported for the queried media.' },
  incompatible_metrics: { code: 100, message: 'Incompatible metrics ({metrics}) with {kind} media' },
  incompatible_metric: { code: 100, message: 'Incompatible metric ({metrics}) with the media' },
  needs_total_value: { code: 100, message: 'The following metrics ({metrics}) should be specified with parameter metric_type=total_value' },
  bad_media_breakdown: { code: 100, message: 'Incompatible breakdowns ({breakdowns}) for metric ({metrics})' },
  bad_user_breakdown: { code: 1, message: 'An unknown error has occurred.' },
  window_too_long: { code: 100, message: 'There cannot be more than 30 days (2592000 s) between since and until' },
  since_not_valid: { code: 100, message: 'since param is not valid. Metrics data is available for the last 2 years' },
  follower_count_too_old: { code: 100, message: '(follower_count) metric only supports querying data for the last 30 days excluding the current day' },
  wrong_period: { code: 100, message: '({metrics}) metric is incompatible with period ({period})', derived: true },
  unknown_field: { code: 100, message: 'Tried accessing nonexisting field ({field}) on node type ({type})' },
  carousel_child: { code: 100, message: 'Field is not available for Carousel children media.' },
  too_few_viewers: { code: 10, message: 'Not enough viewers for the media to show insights' },
  no_permission: { code: 10, message: 'Application does not have permission for this action' },
  not_shared_to_facebook: { code: -1, message: 'Fatal', subcode: 2207086 },
  before_conversion: { code: 100, message: 'Invalid parameter', subcode: 2108006, title: 'Media posted before business account conversion', userMessage: 'The media was posted before the most recent time that the user\'s account was converted to a business account from a personal account.' },
  missing_object: { code: 100, message: 'Unsupported get request. Object with ID \'{id}\' does not exist, cannot be loaded due to missing permissions, or does not support this operation', subcode: 33 },
  too_much_data: { code: 1, message: 'Please reduce the amount of data you\'re asking for, then retry your request' },
  app_limit: { code: 4, message: 'Application request limit reached' },
  user_limit: { code: 17, message: 'User request limit reached' },
  page_limit: { code: 32, message: 'Page request limit reached' },
  instagram_limit: { code: 80002, message: 'There have been too many calls to this Instagram account. Wait a bit and try again.' },
} satisfies Readonly<Record<string, RefusalText>>
