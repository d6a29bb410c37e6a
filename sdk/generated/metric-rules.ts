// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

/** Versions that were served on 2026-11-23. */
export type ServedVersion = 'v21.0' | 'v22.0' | 'v23.0' | 'v24.0' | 'v25.0' | 'v26.0' | 'v27.0'

/** Versions that are no longer served, with why. */
export interface ExpiredVersions {
  readonly 'v3.2': 'v3.2 expired on 2021-05-04'
  readonly 'v3.3': 'v3.3 expired on 2021-08-03'
  readonly 'v4.0': 'v4.0 expired on 2021-11-02'
  readonly 'v5.0': 'v5.0 expired on 2022-02-03'
  readonly 'v6.0': 'v6.0 expired on 2022-05-05'
  readonly 'v7.0': 'v7.0 expired on 2022-08-04'
  readonly 'v8.0': 'v8.0 expired on 2022-11-01'
  readonly 'v9.0': 'v9.0 expired on 2023-02-23'
  readonly 'v10.0': 'v10.0 expired on 2023-06-08'
  readonly 'v11.0': 'v11.0 expired on 2023-09-14'
  readonly 'v12.0': 'v12.0 expired on 2024-02-08'
  readonly 'v13.0': 'v13.0 expired on 2024-05-28'
  readonly 'v14.0': 'v14.0 expired on 2024-09-17'
  readonly 'v15.0': 'v15.0 expired on 2024-11-20'
  readonly 'v16.0': 'v16.0 expired on 2025-05-14'
  readonly 'v17.0': 'v17.0 expired on 2025-09-12'
  readonly 'v18.0': 'v18.0 expired on 2026-01-26'
  readonly 'v19.0': 'v19.0 expired on 2026-05-21'
  readonly 'v20.0': 'v20.0 expired on 2026-09-24'
}

/** User metrics by form. */
export interface UserMetricRules {
  /** Accounts that saw content of this account at least once. Estimated and unique, so days must not be summed. In accounts. */
  readonly reach: { time_series: { period: 'day' | 'week' | 'days_28', periods: 'day, week, days_28', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, total_value: { period: 'day', periods: 'day', breakdown: 'media_product_type' | 'follow_type', breakdowns: 'media_product_type, follow_type', host: 'facebook' | 'instagram' } }
  /** New followers of each day (a difference, not the total), for the last 30 days excluding today. In accounts. */
  readonly follower_count: { time_series: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, total_value: { gone: 'follower_count is a time series and has no total_value' } }
  /** Followers online in each hour of the day, as an object from "0" to "23". In accounts by hour of the day. */
  readonly online_followers: { time_series: { period: 'lifetime', periods: 'lifetime', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, total_value: { gone: 'online_followers is a time series and has no total_value' }, value: Readonly<Record<string, number>> }
  /** Times content of this account was played or displayed. */
  readonly views: { total_value: { period: 'day', periods: 'day', breakdown: 'follow_type' | 'media_product_type', breakdowns: 'follow_type, media_product_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'views needs metric_type: \'total_value\'' } }
  /** Accounts that interacted with content of this account. Estimated. In accounts. */
  readonly accounts_engaged: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'accounts_engaged needs metric_type: \'total_value\'' } }
  /** Likes, comments, saves, shares, replies and other interactions together. */
  readonly total_interactions: { total_value: { period: 'day', periods: 'day', breakdown: 'media_product_type', breakdowns: 'media_product_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'total_interactions needs metric_type: \'total_value\'' } }
  /** Likes of posts, reels and videos. */
  readonly likes: { total_value: { period: 'day', periods: 'day', breakdown: 'media_product_type', breakdowns: 'media_product_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'likes needs metric_type: \'total_value\'' } }
  /** Comments on posts, reels and live videos. */
  readonly comments: { total_value: { period: 'day', periods: 'day', breakdown: 'media_product_type', breakdowns: 'media_product_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'comments needs metric_type: \'total_value\'' } }
  /** Times posts, reels and videos were saved. */
  readonly saves: { total_value: { period: 'day', periods: 'day', breakdown: 'media_product_type', breakdowns: 'media_product_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'saves needs metric_type: \'total_value\'' } }
  /** Times posts, stories, reels, videos and live videos were shared. */
  readonly shares: { total_value: { period: 'day', periods: 'day', breakdown: 'media_product_type', breakdowns: 'media_product_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'shares needs metric_type: \'total_value\'' } }
  /** Replies to stories, text and quick reactions. */
  readonly replies: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'replies needs metric_type: \'total_value\'' } }
  /** Times content of this account was reposted. */
  readonly reposts: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'reposts needs metric_type: \'total_value\'' } }
  /** Accounts gained (FOLLOWER) and lost (NON_FOLLOWER). Without the breakdown Meta answers no number at all. In accounts. */
  readonly follows_and_unfollows: { total_value: { period: 'day', periods: 'day', breakdown: 'follow_type', breakdowns: 'follow_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'follows_and_unfollows needs metric_type: \'total_value\'' } }
  /** Taps on the business address, call, email and text buttons. */
  readonly profile_links_taps: { total_value: { period: 'day', periods: 'day', breakdown: 'contact_button_type', breakdowns: 'contact_button_type', host: 'facebook' | 'instagram' }, time_series: { gone: 'profile_links_taps needs metric_type: \'total_value\'' } }
  /** Visits of the profile. The total_value form answers on graph.facebook.com though it is not documented; graph.instagram.com leaves it out. */
  readonly profile_views: { time_series: { gone: 'profile_views as time_series was removed for every version on 2025-01-08; ask for profile_views with metric_type=total_value instead' }, total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' } }
  /** Taps on the website link of the profile. The total_value form answers on graph.facebook.com though it is not documented. */
  readonly website_clicks: { time_series: { gone: 'website_clicks as time_series was removed for every version on 2025-01-08; ask for website_clicks with metric_type=total_value instead' }, total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' } }
  /** Followers by age, city, country, gender, or several of them; the top 45 groups. In accounts. */
  readonly follower_demographics: { total_value: { period: 'lifetime', periods: 'lifetime', breakdown: 'age' | 'city' | 'country' | 'gender', breakdowns: 'age, city, country, gender', host: 'facebook' | 'instagram', timeframe: 'this_month' | 'this_week', timeframes: 'this_month, this_week' }, time_series: { gone: 'follower_demographics needs metric_type: \'total_value\'' } }
  /** Accounts that engaged, by age, city, country, gender, or several of them; the top 45 groups. In accounts. */
  readonly engaged_audience_demographics: { total_value: { period: 'lifetime', periods: 'lifetime', breakdown: 'age' | 'city' | 'country' | 'gender', breakdowns: 'age, city, country, gender', host: 'facebook' | 'instagram', timeframe: 'this_month' | 'this_week', timeframes: 'this_month, this_week' }, time_series: { gone: 'engaged_audience_demographics needs metric_type: \'total_value\'' } }
  /** Accounts reached, by age, city, country, gender, or several of them. No longer in the documentation's table, still in the list the API validates against. In accounts. */
  readonly reached_audience_demographics: { total_value: { period: 'lifetime', periods: 'lifetime', breakdown: 'age' | 'city' | 'country' | 'gender', breakdowns: 'age, city, country, gender', host: 'facebook' | 'instagram', timeframe: 'this_month' | 'this_week', timeframes: 'this_month, this_week' }, time_series: { gone: 'reached_audience_demographics needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". */
  readonly threads_likes: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'threads_likes needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". */
  readonly threads_replies: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'threads_replies needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". In accounts. */
  readonly threads_followers: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'threads_followers needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". In accounts. */
  readonly threads_follower_demographics: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'threads_follower_demographics needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". */
  readonly threads_views: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'threads_views needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". */
  readonly threads_clicks: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'threads_clicks needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". */
  readonly threads_reposts: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'threads_reposts needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". */
  readonly quotes: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'quotes needs metric_type: \'total_value\'' } }
  /** Accepted by the API, not documented for Instagram; may be answered with "not supported on this Instagram account". */
  readonly content_views: { total_value: { period: 'day', periods: 'day', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }, time_series: { gone: 'content_views needs metric_type: \'total_value\'' } }
  /**
   * Times content of this account was on screen.
   * @deprecated Refused by v22.0 since 2025-01-21, by every version since 2025-04-21. Use views.
   */
  readonly impressions: { gone: 'impressions was removed for every version on 2025-04-21; ask for views instead' }
  /**
   * Taps on the email button of the profile.
   * @deprecated Refused by v21.0 since 2024-10-02, by every version since 2025-01-08. Use profile_links_taps with breakdown=contact_button_type.
   */
  readonly email_contacts: { gone: 'email_contacts was removed for every version on 2025-01-08; ask for profile_links_taps with breakdown=contact_button_type instead' }
  /**
   * Taps on the call button of the profile.
   * @deprecated Refused by v21.0 since 2024-10-02, by every version since 2025-01-08. Use profile_links_taps with breakdown=contact_button_type.
   */
  readonly phone_call_clicks: { gone: 'phone_call_clicks was removed for every version on 2025-01-08; ask for profile_links_taps with breakdown=contact_button_type instead' }
  /**
   * Taps on the text button of the profile.
   * @deprecated Refused by v21.0 since 2024-10-02, by every version since 2025-01-08. Use profile_links_taps with breakdown=contact_button_type.
   */
  readonly text_message_clicks: { gone: 'text_message_clicks was removed for every version on 2025-01-08; ask for profile_links_taps with breakdown=contact_button_type instead' }
  /**
   * Taps on the directions button of the profile.
   * @deprecated Refused by v21.0 since 2024-10-02, by every version since 2025-01-08. Use profile_links_taps with breakdown=contact_button_type.
   */
  readonly get_directions_clicks: { gone: 'get_directions_clicks was removed for every version on 2025-01-08; ask for profile_links_taps with breakdown=contact_button_type instead' }
  /**
   * Followers by city, the top 45, as an object. In accounts.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use follower_demographics with breakdown=city.
   */
  readonly audience_city: { gone: 'audience_city was removed for every version on 2023-12-11; ask for follower_demographics with breakdown=city instead' }
  /**
   * Followers by country, the top 45, as an object. In accounts.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use follower_demographics with breakdown=country.
   */
  readonly audience_country: { gone: 'audience_country was removed for every version on 2023-12-11; ask for follower_demographics with breakdown=country instead' }
  /**
   * Followers by gender and age, as an object with keys such as F.25-34. In accounts.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use follower_demographics with breakdown=age,gender.
   */
  readonly audience_gender_age: { gone: 'audience_gender_age was removed for every version on 2023-12-11; ask for follower_demographics with breakdown=age,gender instead' }
  /**
   * Followers by locale, the top 45, as an object. In accounts.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. There is no replacement.
   */
  readonly audience_locale: { gone: 'audience_locale was removed for every version on 2023-12-11; it has no replacement' }
}

/** Media metrics. */
export interface MediaMetricRules {
  /** Accounts that saw this media at least once. Estimated and unique. In accounts. */
  readonly reach: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, STORY, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Times this media was played or displayed. Some older feed videos and carousels refuse it. */
  readonly views: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, STORY, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Likes of this media. */
  readonly likes: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Comments on this media. */
  readonly comments: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Times this media was saved. */
  readonly saved: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Times this media was shared. */
  readonly shares: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, STORY, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Likes, saves, comments and shares of this media, less the ones withdrawn. */
  readonly total_interactions: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, STORY, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Times this media was reposted. */
  readonly reposts: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, STORY', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Accounts that began to follow from this media. In accounts. */
  readonly follows: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Visits of the profile from this media. */
  readonly profile_visits: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Actions on the profile after seeing this media. */
  readonly profile_activity: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD', breakdown: 'action_type', breakdowns: 'action_type', host: 'facebook' | 'instagram' }
  /** Taps forward, back and out, and swipes, on this story. */
  readonly navigation: { kind: 'STORY', kinds: 'STORY', breakdown: 'story_navigation_action_type', breakdowns: 'story_navigation_action_type', host: 'facebook' | 'instagram' }
  /** Replies to this story (0 for creators in the European Union and Japan). */
  readonly replies: { kind: 'STORY', kinds: 'STORY', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Taps on the link sticker of this story. */
  readonly link_clicks: { kind: 'STORY', kinds: 'STORY', breakdown: never, breakdowns: '', host: 'facebook' }
  /** Average time this reel was watched, in milliseconds. */
  readonly ig_reels_avg_watch_time: { kind: 'REELS', kinds: 'REELS', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Total time this reel was watched, replays included, in milliseconds. */
  readonly ig_reels_video_view_total_time: { kind: 'REELS', kinds: 'REELS', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Share of plays left within the first seconds, in percent. */
  readonly reels_skip_rate: { kind: 'REELS', kinds: 'REELS', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Views on Instagram and Facebook together. Refused unless the media was shared to Facebook. */
  readonly crossposted_views: { kind: 'REELS', kinds: 'REELS', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Views on Facebook. Refused unless the media was shared to Facebook. */
  readonly facebook_views: { kind: 'REELS' | 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'STORY', kinds: 'REELS, FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** Likes of this media, of its ads and on Facebook together. */
  readonly total_likes: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS', breakdown: never, breakdowns: '', host: 'facebook' }
  /** Comments on this media, on its ads and on Facebook together. */
  readonly total_comments: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS', breakdown: never, breakdowns: '', host: 'facebook' }
  /** Views of this media, of its ads and on Facebook together. Occasionally refused with code 200. */
  readonly total_views: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, STORY', breakdown: never, breakdowns: '', host: 'facebook' }
  /**
   * Times this media was on screen. Versions up to v21.0 may still answer for media created before 2024-07-02.
   * @deprecated Refused by v22.0 since 2025-01-21, by every version since 2025-04-21. Use views.
   */
  readonly impressions: { kind: 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'STORY' | 'AD', kinds: 'FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, STORY, AD', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram', versions: 'v21.0', later: 'impressions is refused from v22.0 on; ask for views' }
  /**
   * Times this video was watched for three seconds or more.
   * @deprecated Refused by v21.0 since 2024-10-02, by every version since 2025-01-08. Use views.
   */
  readonly video_views: { gone: 'video_views was removed for every version on 2025-01-08; ask for views instead' }
  /**
   * Times this reel started to play.
   * @deprecated Refused by v22.0 since 2025-01-21, by every version since 2025-04-21. Use views.
   */
  readonly plays: { gone: 'plays was removed for every version on 2025-04-21; ask for views instead' }
  /**
   * Times this reel started to play again.
   * @deprecated Refused by v22.0 since 2025-01-21, by every version since 2025-04-21. Use views.
   */
  readonly clips_replays_count: { gone: 'clips_replays_count was removed for every version on 2025-04-21; ask for views instead' }
  /**
   * Plays and replays of this reel.
   * @deprecated Refused by v22.0 since 2025-01-21, by every version since 2025-04-21. Use views.
   */
  readonly ig_reels_aggregated_all_plays_count: { gone: 'ig_reels_aggregated_all_plays_count was removed for every version on 2025-04-21; ask for views instead' }
  /**
   * Likes, comments and saves of this media.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use total_interactions.
   */
  readonly engagement: { gone: 'engagement was removed for every version on 2023-12-11; ask for total_interactions instead' }
  /**
   * Likes, comments and saves of this album.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use total_interactions.
   */
  readonly carousel_album_engagement: { gone: 'carousel_album_engagement was removed for every version on 2023-12-11; ask for total_interactions instead' }
  /**
   * Times this album was on screen.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use views.
   */
  readonly carousel_album_impressions: { gone: 'carousel_album_impressions was removed for every version on 2023-12-11; ask for views instead' }
  /**
   * Accounts that saw this album. In accounts.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use reach.
   */
  readonly carousel_album_reach: { gone: 'carousel_album_reach was removed for every version on 2023-12-11; ask for reach instead' }
  /**
   * Times this album was saved.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use saved.
   */
  readonly carousel_album_saved: { gone: 'carousel_album_saved was removed for every version on 2023-12-11; ask for saved instead' }
  /**
   * Video views in this album.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use views.
   */
  readonly carousel_album_video_views: { gone: 'carousel_album_video_views was removed for every version on 2023-12-11; ask for views instead' }
  /**
   * Times somebody left this story.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use navigation with breakdown=story_navigation_action_type (tap_exit).
   */
  readonly exits: { gone: 'exits was removed for every version on 2023-12-11; ask for navigation with breakdown=story_navigation_action_type (tap_exit) instead' }
  /**
   * Taps to the next story.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use navigation with breakdown=story_navigation_action_type (tap_forward).
   */
  readonly taps_forward: { gone: 'taps_forward was removed for every version on 2023-12-11; ask for navigation with breakdown=story_navigation_action_type (tap_forward) instead' }
  /**
   * Taps to the previous story.
   * @deprecated Refused by v18.0 since 2023-09-12, by every version since 2023-12-11. Use navigation with breakdown=story_navigation_action_type (tap_back).
   */
  readonly taps_back: { gone: 'taps_back was removed for every version on 2023-12-11; ask for navigation with breakdown=story_navigation_action_type (tap_back) instead' }
  /** A name in Meta's enumeration without documentation. In accounts. */
  readonly peak_concurrent_viewers: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** A name in Meta's enumeration without documentation. */
  readonly quotes: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** A name in Meta's enumeration without documentation. */
  readonly thread_replies: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** A name in Meta's enumeration without documentation. */
  readonly thread_shares: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** A name in Meta's enumeration without documentation. */
  readonly threads_views: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** A name in Meta's enumeration without documentation. */
  readonly threads_media_clicks: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** A name in Meta's enumeration without documentation. */
  readonly threads_reposts: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
  /** A name in Meta's enumeration without documentation. */
  readonly content_views: { kind: never, kinds: '', breakdown: never, breakdowns: '', host: 'facebook' | 'instagram' }
}
