// Written by `npm run generate` from codegen/specs. Do not edit: change the specifications and generate again.

/** The day the catalogue was last compared with Meta's documentation. */
export const catalogueDate = '2026-11-23'

export type GraphVersion = 'v3.2' | 'v3.3' | 'v4.0' | 'v5.0' | 'v6.0' | 'v7.0' | 'v8.0' | 'v9.0' | 'v10.0' | 'v11.0' | 'v12.0' | 'v13.0' | 'v14.0' | 'v15.0' | 'v16.0' | 'v17.0' | 'v18.0' | 'v19.0' | 'v20.0' | 'v21.0' | 'v22.0' | 'v23.0' | 'v24.0' | 'v25.0' | 'v26.0' | 'v27.0'

export type Period = 'day' | 'week' | 'days_28' | 'month' | 'lifetime' | 'total_over_range'

/** Facebook Login is served by graph.facebook.com, Instagram Login by graph.instagram.com. */
export type Host = 'facebook' | 'instagram'

/** Kinds of media that insights tell apart: media_product_type, and for FEED the media_type. */
export type MediaKind = 'FEED_IMAGE' | 'FEED_CAROUSEL' | 'FEED_VIDEO' | 'REELS' | 'STORY' | 'AD'

export interface VersionRow {
  readonly version: GraphVersion
  readonly introduced: string
  /** The day from which it is no longer served; null where none is announced. */
  readonly until: string | null
}

/** Refused by `version` and later from `date`. */
export interface Deprecation { readonly version: GraphVersion, readonly date: string }

interface Metric {
  readonly name: string
  readonly unit: string
  /** A decimal is a percentage; an object maps a dimension's value to a number. */
  readonly value: 'integer' | 'decimal' | 'object'
  /** False where the API takes the name and the documentation does not know it. */
  readonly documented: boolean
  /** Null where Meta serves it to every version. */
  readonly firstVersion: GraphVersion | null
}

/** One way to ask for a user metric. */
export interface UserMetricForm {
  readonly metricType: 'time_series' | 'total_value'
  readonly periods: readonly Period[]
  /** Need metric_type=total_value. */
  readonly breakdowns: readonly string[]
  /** Several breakdowns may be given at once. */
  readonly combinable: boolean
  readonly timeframes: readonly string[]
  readonly timeframeRequired: boolean
  readonly hosts: readonly Host[]
  readonly since: string
  readonly deprecated: Deprecation | null
  /** The day from which no version answers. */
  readonly removed: string | null
  readonly replacement: string | null
}

export interface UserMetric extends Metric {
  readonly estimated: boolean
  /** Days a request may reach back; null where the metric is a snapshot. */
  readonly historyDays: number | null
  readonly excludesToday: boolean
  readonly minFollowers: number
  readonly minEngagements: number
  /** Without a breakdown Meta answers no number. */
  readonly breakdownRequired: boolean
  /** At most this many groups are answered. */
  readonly top: number | null
  readonly forms: readonly UserMetricForm[]
}

export interface MediaMetric extends Metric {
  readonly hosts: readonly Host[]
  readonly breakdowns: readonly string[]
  /** Kind of media → the day since which it answers. */
  readonly products: Readonly<Partial<Record<MediaKind, string>>>
  /** Kinds that the documentation names and no probe confirmed. */
  readonly documentedOnly: readonly MediaKind[]
  readonly needsFacebookShare: boolean
  readonly since: string
  readonly deprecated: Deprecation | null
  readonly removed: string | null
  readonly replacement: string | null
  /** Old media may still answer to old versions. */
  readonly stillAnswers: { readonly upToVersion: GraphVersion, readonly mediaBefore: string } | null
}

export interface TimeframeRow { readonly name: string, readonly since: string, readonly days: number, readonly deprecated: Deprecation | null, readonly removed: string | null }

/** Oldest first. A request that names an expired version is served by the oldest available one. */
export const versions: readonly VersionRow[] = [
  { version: 'v3.2', introduced: '2018-10-23', until: '2021-05-04' },
  { version: 'v3.3', introduced: '2019-04-30', until: '2021-08-03' },
  { version: 'v4.0', introduced: '2019-07-29', until: '2021-11-02' },
  { version: 'v5.0', introduced: '2019-10-29', until: '2022-02-03' },
  { version: 'v6.0', introduced: '2020-02-03', until: '2022-05-05' },
  { version: 'v7.0', introduced: '2020-05-05', until: '2022-08-04' },
  { version: 'v8.0', introduced: '2020-08-04', until: '2022-11-01' },
  { version: 'v9.0', introduced: '2020-11-10', until: '2023-02-23' },
  { version: 'v10.0', introduced: '2021-02-23', until: '2023-06-08' },
  { version: 'v11.0', introduced: '2021-06-08', until: '2023-09-14' },
  { version: 'v12.0', introduced: '2021-09-14', until: '2024-02-08' },
  { version: 'v13.0', introduced: '2022-02-08', until: '2024-05-28' },
  { version: 'v14.0', introduced: '2022-05-25', until: '2024-09-17' },
  { version: 'v15.0', introduced: '2022-09-15', until: '2024-11-20' },
  { version: 'v16.0', introduced: '2023-02-02', until: '2025-05-14' },
  { version: 'v17.0', introduced: '2023-05-23', until: '2025-09-12' },
  { version: 'v18.0', introduced: '2023-09-12', until: '2026-01-26' },
  { version: 'v19.0', introduced: '2024-01-23', until: '2026-05-21' },
  { version: 'v20.0', introduced: '2024-05-21', until: '2026-09-24' },
  { version: 'v21.0', introduced: '2024-10-02', until: '2027-01-21' },
  { version: 'v22.0', introduced: '2025-01-21', until: '2027-05-20' },
  { version: 'v23.0', introduced: '2025-05-29', until: '2027-10-08' },
  { version: 'v24.0', introduced: '2025-10-08', until: '2028-02-18' },
  { version: 'v25.0', introduced: '2026-02-18', until: '2028-07-29' },
  { version: 'v26.0', introduced: '2026-07-29', until: null },
  { version: 'v27.0', introduced: '2026-11-04', until: null },
]

export const userMetrics: readonly UserMetric[] = [
  { name: 'reach', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', estimated: true, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day', 'week', 'days_28'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: null, removed: null, replacement: null }, { metricType: 'total_value', periods: ['day'], breakdowns: ['media_product_type', 'follow_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2023-01-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'follower_count', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 30, excludesToday: true, minFollowers: 100, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'online_followers', unit: 'accounts by hour of the day', documented: true, firstVersion: null, value: 'object', estimated: false, historyDays: 30, excludesToday: false, minFollowers: 100, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['lifetime'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'views', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['follow_type', 'media_product_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-01-21', deprecated: null, removed: null, replacement: null }] },
  { name: 'accounts_engaged', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', estimated: true, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'total_interactions', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['media_product_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'likes', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['media_product_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'comments', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['media_product_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'saves', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['media_product_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-10-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'shares', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['media_product_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'replies', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'reposts', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-12-03', deprecated: null, removed: null, replacement: null }] },
  { name: 'follows_and_unfollows', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 100, minEngagements: 0, breakdownRequired: true, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['follow_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'profile_links_taps', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: ['contact_button_type'], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'profile_views', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v21.0', date: '2024-10-02' }, removed: '2025-01-08', replacement: 'profile_views with metric_type=total_value' }, { metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook'], since: '2023-01-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'website_clicks', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v21.0', date: '2024-10-02' }, removed: '2025-01-08', replacement: 'website_clicks with metric_type=total_value' }, { metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook'], since: '2023-01-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'follower_demographics', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 100, minEngagements: 0, breakdownRequired: true, top: 45, forms: [{ metricType: 'total_value', periods: ['lifetime'], breakdowns: ['age', 'city', 'country', 'gender'], combinable: true, timeframes: ['this_month', 'this_week'], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'engaged_audience_demographics', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 100, breakdownRequired: true, top: 45, forms: [{ metricType: 'total_value', periods: ['lifetime'], breakdowns: ['age', 'city', 'country', 'gender'], combinable: true, timeframes: ['this_month', 'this_week'], timeframeRequired: true, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'reached_audience_demographics', unit: 'accounts', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 100, breakdownRequired: true, top: 45, forms: [{ metricType: 'total_value', periods: ['lifetime'], breakdowns: ['age', 'city', 'country', 'gender'], combinable: true, timeframes: ['this_month', 'this_week'], timeframeRequired: true, hosts: ['facebook', 'instagram'], since: '2022-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'threads_likes', unit: 'times', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'threads_replies', unit: 'times', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'threads_followers', unit: 'accounts', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'threads_follower_demographics', unit: 'accounts', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'threads_views', unit: 'times', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'threads_clicks', unit: 'times', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'threads_reposts', unit: 'times', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'quotes', unit: 'times', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'content_views', unit: 'times', documented: false, firstVersion: null, value: 'integer', estimated: false, historyDays: null, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'total_value', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2025-06-01', deprecated: null, removed: null, replacement: null }] },
  { name: 'impressions', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day', 'week', 'days_28'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v22.0', date: '2025-01-21' }, removed: '2025-04-21', replacement: 'views' }] },
  { name: 'email_contacts', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v21.0', date: '2024-10-02' }, removed: '2025-01-08', replacement: 'profile_links_taps with breakdown=contact_button_type' }] },
  { name: 'phone_call_clicks', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v21.0', date: '2024-10-02' }, removed: '2025-01-08', replacement: 'profile_links_taps with breakdown=contact_button_type' }] },
  { name: 'text_message_clicks', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v21.0', date: '2024-10-02' }, removed: '2025-01-08', replacement: 'profile_links_taps with breakdown=contact_button_type' }] },
  { name: 'get_directions_clicks', unit: 'times', documented: true, firstVersion: null, value: 'integer', estimated: false, historyDays: 730, excludesToday: false, minFollowers: 0, minEngagements: 0, breakdownRequired: false, top: null, forms: [{ metricType: 'time_series', periods: ['day'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v21.0', date: '2024-10-02' }, removed: '2025-01-08', replacement: 'profile_links_taps with breakdown=contact_button_type' }] },
  { name: 'audience_city', unit: 'accounts', documented: true, firstVersion: null, value: 'object', estimated: false, historyDays: null, excludesToday: false, minFollowers: 100, minEngagements: 0, breakdownRequired: false, top: 45, forms: [{ metricType: 'time_series', periods: ['lifetime'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'follower_demographics with breakdown=city' }] },
  { name: 'audience_country', unit: 'accounts', documented: true, firstVersion: null, value: 'object', estimated: false, historyDays: null, excludesToday: false, minFollowers: 100, minEngagements: 0, breakdownRequired: false, top: 45, forms: [{ metricType: 'time_series', periods: ['lifetime'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'follower_demographics with breakdown=country' }] },
  { name: 'audience_gender_age', unit: 'accounts', documented: true, firstVersion: null, value: 'object', estimated: false, historyDays: null, excludesToday: false, minFollowers: 100, minEngagements: 0, breakdownRequired: false, top: 45, forms: [{ metricType: 'time_series', periods: ['lifetime'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'follower_demographics with breakdown=age,gender' }] },
  { name: 'audience_locale', unit: 'accounts', documented: true, firstVersion: null, value: 'object', estimated: false, historyDays: null, excludesToday: false, minFollowers: 100, minEngagements: 0, breakdownRequired: false, top: 45, forms: [{ metricType: 'time_series', periods: ['lifetime'], breakdowns: [], combinable: false, timeframes: [], timeframeRequired: false, hosts: ['facebook', 'instagram'], since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: null }] },
]

export const mediaMetrics: readonly MediaMetric[] = [
  { name: 'reach', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2018-01-01', FEED_CAROUSEL: '2018-01-01', FEED_VIDEO: '2018-01-01', REELS: '2022-03-01', STORY: '2018-01-01', AD: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'views', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2025-01-21', FEED_CAROUSEL: '2025-01-21', FEED_VIDEO: '2025-01-21', REELS: '2025-01-21', STORY: '2025-01-21', AD: '2025-01-21' }, documentedOnly: [], needsFacebookShare: false, since: '2025-01-21', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'likes', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2022-03-01', FEED_CAROUSEL: '2022-03-01', FEED_VIDEO: '2022-03-01', REELS: '2022-03-01', AD: '2022-03-01' }, documentedOnly: [], needsFacebookShare: false, since: '2022-03-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'comments', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2022-03-01', FEED_CAROUSEL: '2022-03-01', FEED_VIDEO: '2022-03-01', REELS: '2022-03-01', AD: '2022-03-01' }, documentedOnly: [], needsFacebookShare: false, since: '2022-03-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'saved', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2018-01-01', FEED_CAROUSEL: '2018-01-01', FEED_VIDEO: '2018-01-01', REELS: '2022-03-01', AD: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'shares', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2022-03-01', FEED_CAROUSEL: '2022-03-01', FEED_VIDEO: '2022-03-01', REELS: '2022-03-01', STORY: '2022-03-01', AD: '2022-03-01' }, documentedOnly: [], needsFacebookShare: false, since: '2022-03-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'total_interactions', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2022-06-01', FEED_CAROUSEL: '2022-06-01', FEED_VIDEO: '2022-06-01', REELS: '2022-06-01', STORY: '2022-06-01', AD: '2022-06-01' }, documentedOnly: [], needsFacebookShare: false, since: '2022-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'reposts', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2025-12-03', FEED_CAROUSEL: '2025-12-03', FEED_VIDEO: '2025-12-03', REELS: '2025-12-03', STORY: '2025-12-03' }, documentedOnly: ['FEED_CAROUSEL', 'FEED_VIDEO'], needsFacebookShare: false, since: '2025-12-03', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'follows', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2022-10-01', FEED_CAROUSEL: '2022-10-01', FEED_VIDEO: '2022-10-01', STORY: '2022-10-01', AD: '2022-10-01' }, documentedOnly: ['FEED_VIDEO'], needsFacebookShare: false, since: '2022-10-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'profile_visits', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2022-10-01', FEED_CAROUSEL: '2022-10-01', FEED_VIDEO: '2022-10-01', STORY: '2022-10-01', AD: '2022-10-01' }, documentedOnly: ['FEED_VIDEO'], needsFacebookShare: false, since: '2022-10-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'profile_activity', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: ['action_type'], products: { FEED_IMAGE: '2022-10-01', FEED_CAROUSEL: '2022-10-01', FEED_VIDEO: '2022-10-01', STORY: '2022-10-01', AD: '2022-10-01' }, documentedOnly: ['FEED_CAROUSEL', 'FEED_VIDEO'], needsFacebookShare: false, since: '2022-10-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'navigation', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: ['story_navigation_action_type'], products: { STORY: '2022-06-01' }, documentedOnly: [], needsFacebookShare: false, since: '2022-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'replies', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { STORY: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'link_clicks', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook'], breakdowns: [], products: { STORY: '2026-06-22' }, documentedOnly: [], needsFacebookShare: false, since: '2026-06-22', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'ig_reels_avg_watch_time', unit: 'milliseconds', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2023-09-01' }, documentedOnly: [], needsFacebookShare: false, since: '2023-09-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'ig_reels_video_view_total_time', unit: 'milliseconds', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2023-09-01' }, documentedOnly: [], needsFacebookShare: false, since: '2023-09-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'reels_skip_rate', unit: 'percent', documented: true, firstVersion: null, value: 'decimal', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2025-12-03' }, documentedOnly: [], needsFacebookShare: false, since: '2025-12-03', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'crossposted_views', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2025-12-03' }, documentedOnly: [], needsFacebookShare: true, since: '2025-12-03', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'facebook_views', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2025-12-03', FEED_IMAGE: '2026-04-22', FEED_CAROUSEL: '2026-04-22', FEED_VIDEO: '2026-04-22', STORY: '2026-04-22' }, documentedOnly: [], needsFacebookShare: true, since: '2025-12-03', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'total_likes', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook'], breakdowns: [], products: { FEED_IMAGE: '2026-04-22', FEED_CAROUSEL: '2026-04-22', FEED_VIDEO: '2026-04-22', REELS: '2026-04-22' }, documentedOnly: ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS'], needsFacebookShare: false, since: '2026-04-22', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'total_comments', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook'], breakdowns: [], products: { FEED_IMAGE: '2026-04-22', FEED_CAROUSEL: '2026-04-22', FEED_VIDEO: '2026-04-22', REELS: '2026-04-22' }, documentedOnly: ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS'], needsFacebookShare: false, since: '2026-04-22', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'total_views', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook'], breakdowns: [], products: { FEED_IMAGE: '2026-04-22', FEED_CAROUSEL: '2026-04-22', FEED_VIDEO: '2026-04-22', REELS: '2026-04-22', STORY: '2026-04-22' }, documentedOnly: ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS', 'STORY'], needsFacebookShare: false, since: '2026-04-22', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'impressions', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2018-01-01', FEED_CAROUSEL: '2018-01-01', FEED_VIDEO: '2018-01-01', STORY: '2018-01-01', AD: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v22.0', date: '2025-01-21' }, removed: '2025-04-21', replacement: 'views', stillAnswers: { upToVersion: 'v21.0', mediaBefore: '2024-07-02' } },
  { name: 'video_views', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_VIDEO: '2018-01-01', FEED_CAROUSEL: '2021-04-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v21.0', date: '2024-10-02' }, removed: '2025-01-08', replacement: 'views', stillAnswers: null },
  { name: 'plays', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2022-03-01' }, documentedOnly: [], needsFacebookShare: false, since: '2022-03-01', deprecated: { version: 'v22.0', date: '2025-01-21' }, removed: '2025-04-21', replacement: 'views', stillAnswers: null },
  { name: 'clips_replays_count', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2024-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2024-01-01', deprecated: { version: 'v22.0', date: '2025-01-21' }, removed: '2025-04-21', replacement: 'views', stillAnswers: null },
  { name: 'ig_reels_aggregated_all_plays_count', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { REELS: '2024-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2024-01-01', deprecated: { version: 'v22.0', date: '2025-01-21' }, removed: '2025-04-21', replacement: 'views', stillAnswers: null },
  { name: 'engagement', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_IMAGE: '2018-01-01', FEED_VIDEO: '2018-01-01', AD: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'total_interactions', stillAnswers: null },
  { name: 'carousel_album_engagement', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_CAROUSEL: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'total_interactions', stillAnswers: null },
  { name: 'carousel_album_impressions', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_CAROUSEL: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'views', stillAnswers: null },
  { name: 'carousel_album_reach', unit: 'accounts', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_CAROUSEL: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'reach', stillAnswers: null },
  { name: 'carousel_album_saved', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_CAROUSEL: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'saved', stillAnswers: null },
  { name: 'carousel_album_video_views', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { FEED_CAROUSEL: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'views', stillAnswers: null },
  { name: 'exits', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { STORY: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'navigation with breakdown=story_navigation_action_type (tap_exit)', stillAnswers: null },
  { name: 'taps_forward', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { STORY: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'navigation with breakdown=story_navigation_action_type (tap_forward)', stillAnswers: null },
  { name: 'taps_back', unit: 'times', documented: true, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: { STORY: '2018-01-01' }, documentedOnly: [], needsFacebookShare: false, since: '2018-01-01', deprecated: { version: 'v18.0', date: '2023-09-12' }, removed: '2023-12-11', replacement: 'navigation with breakdown=story_navigation_action_type (tap_back)', stillAnswers: null },
  { name: 'peak_concurrent_viewers', unit: 'accounts', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'quotes', unit: 'times', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'thread_replies', unit: 'times', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'thread_shares', unit: 'times', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'threads_views', unit: 'times', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'threads_media_clicks', unit: 'times', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'threads_reposts', unit: 'times', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
  { name: 'content_views', unit: 'times', documented: false, firstVersion: null, value: 'integer', hosts: ['facebook', 'instagram'], breakdowns: [], products: {}, documentedOnly: [], needsFacebookShare: false, since: '2025-06-01', deprecated: null, removed: null, replacement: null, stillAnswers: null },
]

export const timeframes: readonly TimeframeRow[] = [
  { name: 'this_month', since: '2022-06-01', days: 30, deprecated: null, removed: null },
  { name: 'this_week', since: '2022-06-01', days: 7, deprecated: null, removed: null },
  { name: 'last_14_days', since: '2022-06-01', days: 14, deprecated: { version: 'v20.0', date: '2024-05-21' }, removed: '2024-08-19' },
  { name: 'last_30_days', since: '2022-06-01', days: 30, deprecated: { version: 'v20.0', date: '2024-05-21' }, removed: '2024-08-19' },
  { name: 'last_90_days', since: '2022-06-01', days: 90, deprecated: { version: 'v20.0', date: '2024-05-21' }, removed: '2024-08-19' },
  { name: 'prev_month', since: '2022-06-01', days: 30, deprecated: { version: 'v20.0', date: '2024-05-21' }, removed: '2024-08-19' },
]

/** The values Meta answers for each breakdown. */
export const breakdownValues: Readonly<Record<string, readonly string[]>> = {
  contact_button_type: ['BOOK_NOW', 'CALL', 'DIRECTION', 'EMAIL', 'INSTANT_EXPERIENCE', 'TEXT', 'UNDEFINED'],
  follow_type: ['FOLLOWER', 'NON_FOLLOWER', 'UNKNOWN'],
  media_product_type: ['AD', 'CAROUSEL_CONTAINER', 'FEED', 'POST', 'REEL', 'STORY'],
  age: ['13-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'],
  gender: ['F', 'M', 'U'],
  action_type: ['bio_link_clicked', 'call', 'direction', 'email', 'other', 'text'],
  story_navigation_action_type: ['tap_forward', 'tap_back', 'tap_exit', 'swipe_forward'],
}
