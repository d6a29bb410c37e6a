import { createGraphClient, unlisted } from '../../sdk/index.ts'

const graph = createGraphClient({ accessToken: 'EAA' })
const user = graph.user('1')
declare const names: string[]

export const fine = [
  user.insights({ metric: ['reach', 'follower_count'], period: 'day', since: 1, until: 2 }),
  user.insights({ metric: ['reach'], period: 'days_28', metric_type: 'time_series' }),
  user.insights({ metric: ['views', 'reach'], period: 'day', metric_type: 'total_value', breakdown: 'follow_type' }),
  user.insights({ metric: ['follower_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: ['age', 'gender'], timeframe: 'this_month' }),
  user.insights({ metric: ['profile_views'], period: 'day', metric_type: 'total_value' }),
  user.insights({ metric: names, period: 'day' }),
  user.insights({ metric: ['reach', unlisted('brand_new')], period: unlisted('fortnight') }),
]

// error: impressions was removed for every version on 2025-04-21; ask for views instead
export const removed = user.insights({ metric: ['impressions'], period: 'day' })
// error: audience_locale was removed for every version on 2023-12-11; it has no replacement
export const withoutReplacement = user.insights({ metric: ['audience_locale'], period: 'lifetime' })
// error: reachh is not a user metric of the catalogue; if Meta added it since, write unlisted('reachh')
export const misspelt = user.insights({ metric: ['reachh'], period: 'day' })
// error: views needs metric_type: 'total_value'
export const series = user.insights({ metric: ['views'], period: 'day' })
// error: follower_count is a time series and has no total_value
export const total = user.insights({ metric: ['follower_count'], period: 'day', metric_type: 'total_value' })
// error: profile_views as time_series was removed for every version on 2025-01-08
export const removedForm = user.insights({ metric: ['profile_views'], period: 'day' })
// error: follower_count as time_series takes the period day only
export const period = user.insights({ metric: ['reach', 'follower_count'], period: 'days_28' })
// error: views as total_value is broken down by follow_type, media_product_type only
export const breakdown = user.insights({ metric: ['views'], period: 'day', metric_type: 'total_value', breakdown: 'city' })
// error: replies as total_value has no breakdown
export const noBreakdown = user.insights({ metric: ['replies'], period: 'day', metric_type: 'total_value', breakdown: 'follow_type' })
// error: engaged_audience_demographics takes the timeframe this_month, this_week only
export const timeframe = user.insights({ metric: ['engaged_audience_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: 'age', timeframe: 'last_90_days' })
// error: metric_type is 'time_series' or 'total_value'
export const form = user.insights({ metric: ['reach'], period: 'day', metric_type: 'totals' })

const instagram = createGraphClient({ accessToken: 'IGAA', host: 'instagram' })
// error: profile_views as total_value is served on graph.facebook.com only
export const host = instagram.user('me').insights({ metric: ['profile_views'], period: 'day', metric_type: 'total_value' })

// error: v19.0 expired on 2026-05-21
export const expired = createGraphClient({ accessToken: 'EAA', version: 'v19.0' })
// error: v99.0 is not a version that is served; if it is, write unlisted('v99.0')
export const future = createGraphClient({ accessToken: 'EAA', version: 'v99.0' })
export const escaped = createGraphClient({ accessToken: 'EAA', version: unlisted('v99.0') })

export async function answers(): Promise<void> {
  const { reach, follower_count: followers } = await user.insights({ metric: ['reach', 'follower_count'], period: 'day' })
  const first: number | string | object | undefined = reach?.values[0]?.value
  void [first, followers?.values]
  const { views } = await user.insights({ metric: ['views'], period: 'day', metric_type: 'total_value' })
  void views?.total_value?.value
  // error: Property 'values' does not exist on type 'TotalInsight'
  void views?.values
  // error: 'reach' is possibly 'undefined'
  void reach.values
  // error: Property 'likes' does not exist
  void (await user.insights({ metric: ['reach'], period: 'day' })).likes
}
