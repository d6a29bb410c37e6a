import { createGraphClient } from '../../sdk/index.ts'

const graph = createGraphClient({ accessToken: 'EAA' })
const u = graph.user('1')
const ig = createGraphClient({ accessToken: 'IGAA', host: 'instagram' })

export const refused = [
  // error: impressions was removed for every version on 2025-04-21; ask for views instead
  () => u.insights({ metric: ['impressions'], period: 'day' }),
  // error: email_contacts was removed for every version on 2025-01-08; ask for profile_links_taps with breakdown=contact_button_type instead
  () => u.insights({ metric: ['email_contacts'], period: 'day' }),
  // error: audience_city was removed for every version on 2023-12-11; ask for follower_demographics with breakdown=city instead
  () => u.insights({ metric: ['audience_city'], period: 'lifetime' }),
  // error: audience_gender_age was removed for every version on 2023-12-11; ask for follower_demographics with breakdown=age,gender instead
  () => u.insights({ metric: ['audience_gender_age'], period: 'lifetime' }),
  // error: get_directions_clicks was removed for every version on 2025-01-08; ask for profile_links_taps with breakdown=contact_button_type instead
  () => u.insights({ metric: ['get_directions_clicks', 'reach'], period: 'day' }),
  // error: saved is not a user metric of the catalogue; if Meta added it since, write unlisted('saved')
  () => u.insights({ metric: ['saved'], period: 'day', metric_type: 'total_value' }),
  // error: Reach is not a user metric of the catalogue; if Meta added it since, write unlisted('Reach')
  () => u.insights({ metric: ['Reach'], period: 'day' }),
  // error: Type 'string' is not assignable to type 'readonly UserMetricName[]'.
  () => u.insights({ metric: 'reach', period: 'day' }),
  // error: name at least one metric
  () => u.insights({ metric: [], period: 'day' }),
  // error: reach  is not a user metric of the catalogue; if Meta added it since, write unlisted('reach ')
  () => u.insights({ metric: ['reach', 'reach '], period: 'day' }),
  // error: reach as time_series takes the period day, week, days_28 only
  () => u.insights({ metric: ['reach'], period: 'lifetime' }),
  // error: reach as time_series takes the period day, week, days_28 only
  () => u.insights({ metric: ['reach'], period: 'month' }),
  // error: reach as time_series takes the period day, week, days_28 only
  () => u.insights({ metric: ['reach'], period: 'daily' }),
  // error: Property 'period' is missing
  () => u.insights({ metric: ['reach'] }),
  // error: Property 'metric' is missing
  () => u.insights({ period: 'day' }),
  // error: follower_count as time_series takes the period day only
  () => u.insights({ metric: ['follower_count'], period: 'week' }),
  // error: online_followers as time_series takes the period lifetime only
  () => u.insights({ metric: ['online_followers'], period: 'day' }),
  // error: views as total_value takes the period day only
  () => u.insights({ metric: ['views'], period: 'week', metric_type: 'total_value' }),
  // error: views as total_value takes the period day only
  () => u.insights({ metric: ['views'], period: 'days_28', metric_type: 'total_value' }),
  // error: follower_demographics as total_value takes the period lifetime only
  () => u.insights({ metric: ['follower_demographics'], period: 'day', metric_type: 'total_value', breakdown: 'age' }),
  // error: reach as total_value takes the period day only
  () => u.insights({ metric: ['reach'], period: 'week', metric_type: 'total_value' }),
  // error: Type 'string[]' is not assignable to type
  () => u.insights({ metric: ['reach'], period: ['day'] }),
  // error: online_followers as time_series takes the period lifetime only
  () => u.insights({ metric: ['reach', 'online_followers'], period: 'day' }),
  // error: views needs metric_type: 'total_value'
  () => u.insights({ metric: ['views'], period: 'day' }),
  // error: accounts_engaged needs metric_type: 'total_value'
  () => u.insights({ metric: ['accounts_engaged'], period: 'day', metric_type: 'time_series' }),
  // error: likes needs metric_type: 'total_value'
  () => u.insights({ metric: ['likes'], period: 'day', metric_type: 'default' }),
  // error: follower_count is a time series and has no total_value
  () => u.insights({ metric: ['follower_count'], period: 'day', metric_type: 'total_value' }),
  // error: online_followers is a time series and has no total_value
  () => u.insights({ metric: ['online_followers'], period: 'lifetime', metric_type: 'total_value' }),
  // error: website_clicks as time_series was removed for every version on 2025-01-08; ask for website_clicks with metric_type=total_value instead
  () => u.insights({ metric: ['website_clicks'], period: 'day' }),
  // error: metric_type is 'time_series' or 'total_value'
  () => u.insights({ metric: ['reach'], period: 'day', metric_type: 'total' }),
  // error: follower_count is a time series and has no total_value
  () => u.insights({ metric: ['reach', 'follower_count'], period: 'day', metric_type: 'total_value' }),
  // error: views needs metric_type: 'total_value'
  () => u.insights({ metric: ['reach', 'views'], period: 'day' }),
  // error: follows_and_unfollows needs metric_type: 'total_value'
  () => u.insights({ metric: ['follows_and_unfollows'], period: 'day' }),
  // error: reach as time_series has no breakdown
  () => u.insights({ metric: ['reach'], period: 'day', breakdown: 'follow_type' }),
  // error: views as total_value is broken down by follow_type, media_product_type only
  () => u.insights({ metric: ['views'], period: 'day', metric_type: 'total_value', breakdown: 'follower_type' }),
  // error: views as total_value is broken down by follow_type, media_product_type only
  () => u.insights({ metric: ['views'], period: 'day', metric_type: 'total_value', breakdown: 'age' }),
  // error: likes as total_value is broken down by media_product_type only
  () => u.insights({ metric: ['likes'], period: 'day', metric_type: 'total_value', breakdown: 'follow_type' }),
  // error: accounts_engaged as total_value has no breakdown
  () => u.insights({ metric: ['accounts_engaged'], period: 'day', metric_type: 'total_value', breakdown: 'media_product_type' }),
  // error: follows_and_unfollows as total_value is broken down by follow_type only
  () => u.insights({ metric: ['follows_and_unfollows'], period: 'day', metric_type: 'total_value', breakdown: 'media_product_type' }),
  // error: profile_links_taps as total_value is broken down by contact_button_type only
  () => u.insights({ metric: ['profile_links_taps'], period: 'day', metric_type: 'total_value', breakdown: 'follow_type' }),
  // error: follower_demographics as total_value is broken down by age, city, country, gender only
  () => u.insights({ metric: ['follower_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: ['age', 'follow_type'] }),
  // error: follower_demographics as total_value is broken down by age, city, country, gender only
  () => u.insights({ metric: ['follower_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: 'locale' }),
  // error: breakdowns is not a parameter of user insights
  () => u.insights({ metric: ['views'], period: 'day', metric_type: 'total_value', breakdowns: 'follow_type' }),
  // error: engaged_audience_demographics takes the timeframe this_month, this_week only
  () => u.insights({ metric: ['engaged_audience_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: 'age', timeframe: 'last_30_days' }),
  // error: reach has no timeframe
  () => u.insights({ metric: ['reach'], period: 'day', timeframe: 'this_month' }),
  // error: Type 'true' is not assignable to type 'When | undefined'.
  () => u.insights({ metric: ['reach'], period: 'day', since: true }),
  // error: profile_views as total_value is served on graph.facebook.com only
  () => ig.user('me').insights({ metric: ['profile_views'], period: 'day', metric_type: 'total_value' }),
  // error: website_clicks as total_value is served on graph.facebook.com only
  () => ig.user('me').insights({ metric: ['website_clicks'], period: 'day', metric_type: 'total_value' }),
]
