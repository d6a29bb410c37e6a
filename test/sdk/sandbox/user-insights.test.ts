import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ask, unix } from './support.ts'

const test = suite('sandbox user insights')

const ALL = 'reach, follower_count, website_clicks, profile_views, online_followers, accounts_engaged, total_interactions, likes, comments, shares, saves, replies, engaged_audience_demographics, reached_audience_demographics, follower_demographics, follows_and_unfollows, profile_links_taps, views, threads_likes, threads_replies, reposts, quotes, threads_followers, threads_follower_demographics, content_views, threads_views, threads_clicks, threads_reposts'

test('an unknown metric is refused by its index and with the whole list, in the words of each host', async () => {
  const { get, account, sandbox } = await ask()
  const facebook = get(`/v25.0/${account()}/insights?metric=reach,foo&period=day`)
  assert.is(facebook.status, 400)
  assert.is(facebook.body.error.message, `(#100) metric[1] must be one of the following values: ${ALL}`)
  assert.is(facebook.body.error.type, 'OAuthException')
  const instagram = get('/v25.0/me/insights?metric=foo&period=day', sandbox.tokens.instagram)
  assert.is(instagram.body.error.message, `metric[0] must be one of the following values: ${ALL}`)
  assert.is(instagram.body.error.type, 'IGApiException')
  assert.is(instagram.body.error.code, 100)
})

test('a missing metric or period, and a value that is none of the list, are refused', async () => {
  const { get, account } = await ask()
  const message = (query: string) => get(`/v25.0/${account()}/insights?${query}`).body.error.message
  assert.is(message('period=day'), '(#100) The parameter metric is required')
  assert.is(message('metric=reach'), '(#100) The parameter period is required')
  assert.match(message('metric=reach&period=hour'), /^\(#100\) period must be one of the following values: day, week/)
  assert.match(message('metric=reach&period=day&metric_type=sum'), /^\(#100\) metric_type must be one of the following values: default, time_series, total_value$/)
  assert.match(message('metric=views&period=day&metric_type=total_value&breakdown=colour'), /^\(#100\) breakdown\[0\] must be one of/)
})

test('metrics that exist as totals only say so when the type is missing', async () => {
  const { get, account } = await ask()
  const { body } = get(`/v25.0/${account()}/insights?metric=reach,views,profile_views&period=day`)
  assert.is(body.error.message, '(#100) The following metrics (views,profile_views) should be specified with parameter metric_type=total_value')
})

test('a wrong period is refused and says incompatible', async () => {
  const { get, account } = await ask()
  assert.match(get(`/v25.0/${account()}/insights?metric=views&period=week&metric_type=total_value`).body.error.message, /views.*incompatible/)
  assert.match(get(`/v25.0/${account()}/insights?metric=online_followers&period=day`).body.error.message, /incompatible/)
  assert.match(get(`/v25.0/${account()}/insights?metric=follower_count&period=day&metric_type=total_value`).body.error.message, /incompatible/)
})

test('a breakdown a metric does not have is an unknown error with code 1', async () => {
  const { get, account } = await ask()
  const { status, body } = get(`/v25.0/${account()}/insights?metric=follows_and_unfollows&period=day&metric_type=total_value&breakdown=media_product_type`)
  assert.is(status, 400)
  assert.equal([body.error.code, body.error.message], [1, 'An unknown error has occurred.'])
})

test('a series has one point for each bucket whose end lies in the window, both ends included', async () => {
  const { get, account } = await ask()
  const ends = (since: string, until: string) => get(`/v25.0/${account()}/insights?metric=reach&period=day&since=${unix(since)}&until=${unix(until)}`).body.data[0]?.values.map((one: { end_time: string }) => one.end_time)
  assert.equal(ends('2026-10-02T07:00:00Z', '2026-10-03T06:59:59Z'), ['2026-10-02T07:00:00+0000'])
  assert.equal(ends('2026-10-02T07:00:00Z', '2026-10-03T07:00:00Z'), ['2026-10-02T07:00:00+0000', '2026-10-03T07:00:00+0000'])
  assert.equal(ends('2026-10-02T19:00:00Z', '2026-10-02T19:00:00Z'), [])
})

test('buckets follow the change of clocks', async () => {
  const { get, account } = await ask()
  const { body } = get(`/v25.0/${account()}/insights?metric=reach&period=day&since=2026-10-31&until=2026-11-03`)
  assert.equal(body.data[0].values.map((one: { end_time: string }) => one.end_time), ['2026-10-31T07:00:00+0000', '2026-11-01T07:00:00+0000', '2026-11-02T08:00:00+0000', '2026-11-03T08:00:00+0000'])
})

test('without a window a series has the last two buckets', async () => {
  const { get, account } = await ask()
  const { body } = get(`/v25.0/${account()}/insights?metric=reach&period=day`)
  assert.equal(body.data[0].values.map((one: { end_time: string }) => one.end_time), ['2026-11-23T08:00:00+0000', '2026-11-24T08:00:00+0000'])
  assert.is(body.data[0].id, `${account()}/insights/reach/day`)
})

test('a window longer than 30 days is refused, 30 days are not', async () => {
  const { get, account } = await ask()
  const since = unix('2026-10-01T07:00:00Z')
  const call = (seconds: number) => get(`/v25.0/${account()}/insights?metric=reach&period=day&since=${since}&until=${since + seconds}`)
  assert.is(call(2_592_000).status, 200)
  assert.is(call(2_592_001).body.error.message, '(#100) There cannot be more than 30 days (2592000 s) between since and until')
})

test('since reaches back less than 730 days and not into the future', async () => {
  const { get, account, sandbox } = await ask()
  const now = Math.floor(sandbox.control.now() / 1000)
  const call = (since: number) => get(`/v25.0/${account()}/insights?metric=reach&period=day&since=${since}&until=${since + 86_400}`)
  assert.is(call(now - 729 * 86_400).status, 200)
  const text = '(#100) since param is not valid. Metrics data is available for the last 2 years'
  assert.is(call(now - 730 * 86_400).body.error.message, text)
  assert.is(call(now + 60).body.error.message, text)
  assert.is(call(now + 60).body.error.error_subcode, undefined)
  assert.is(call(now).status, 200)
})

test('follower_count answers for the last 30 days', async () => {
  const { get, account } = await ask()
  const call = (since: string, until: string) => get(`/v25.0/${account()}/insights?metric=follower_count&period=day&since=${since}&until=${until}`)
  assert.is(call('2026-10-26', '2026-11-20').status, 200)
  assert.is(call('2026-10-20', '2026-11-01').body.error.message, '(#100) (follower_count) metric only supports querying data for the last 30 days excluding the current day')
})

test('a total over one day is what the series has for that bucket', async () => {
  const { get, account } = await ask()
  const window = `since=${unix('2026-10-02T07:00:00Z')}&until=${unix('2026-10-03T06:59:59Z')}`
  const series = get(`/v25.0/${account()}/insights?metric=reach&period=day&${window}`).body.data[0]
  const total = get(`/v25.0/${account()}/insights?metric=reach&period=day&metric_type=total_value&${window}`).body.data[0]
  assert.is(total.total_value.value, series.values[0].value)
  assert.is(total.values, undefined)
})

test('the parts of a breakdown add up to the total and none is zero', async () => {
  const { get, account } = await ask()
  const { body } = get(`/v25.0/${account()}/insights?metric=views,likes&period=day&metric_type=total_value&breakdown=media_product_type`)
  for (const item of body.data) {
    const { value, breakdowns } = item.total_value
    assert.equal(breakdowns[0].dimension_keys, ['media_product_type'])
    assert.is(breakdowns[0].results.reduce((sum: number, one: { value: number }) => sum + one.value, 0), value)
    assert.ok(breakdowns[0].results.every((one: { value: number }) => one.value > 0))
  }
})

test('follows_and_unfollows has no number without its breakdown, and no total with it', async () => {
  const { get, account } = await ask()
  const window = `since=${unix('2026-11-20T08:00:00Z')}&until=${unix('2026-11-20T09:00:00Z')}`
  const bare = get(`/v25.0/${account()}/insights?metric=follows_and_unfollows&period=day&metric_type=total_value&${window}`).body.data[0]
  assert.equal(Object.keys(bare), ['name', 'period', 'title', 'description', 'id'])
  const split = get(`/v25.0/${account()}/insights?metric=follows_and_unfollows&period=day&metric_type=total_value&breakdown=follow_type&${window}`).body.data[0].total_value
  assert.equal(Object.keys(split), ['breakdowns'])
  const gained = get(`/v25.0/${account()}/insights?metric=follower_count&period=day&${window}`).body.data[0].values[0].value
  assert.is(split.breakdowns[0].results.find((one: { dimension_values: string[] }) => one.dimension_values[0] === 'FOLLOWER').value, gained)
})

test('follows of the day that has just ended are not there yet, and the item is left out', async () => {
  const { get, account } = await ask()
  const { body } = get(`/v25.0/${account()}/insights?metric=follows_and_unfollows,likes&period=day&metric_type=total_value`)
  assert.equal(body.data.map((item: { name: string }) => item.name), ['likes'])
})

test('demographics come by several dimensions at once, at most 45 groups, with the timeframe first', async () => {
  const { get, account } = await ask()
  const city = get(`/v25.0/${account()}/insights?metric=follower_demographics&period=lifetime&metric_type=total_value&breakdown=city`).body.data[0].total_value
  assert.is(city.breakdowns[0].results.length, 45)
  assert.is(city.value, undefined)
  const both = get(`/v25.0/${account()}/insights?metric=engaged_audience_demographics&period=lifetime&metric_type=total_value&breakdown=age,gender&timeframe=this_month`).body.data[0].total_value.breakdowns[0]
  assert.equal(both.dimension_keys, ['timeframe', 'age', 'gender'])
  assert.is(both.results[0].dimension_values[0], 'THIS_MONTH')
  assert.is(both.results[0].dimension_values.length, 3)
})

test('retired timeframes are refused', async () => {
  const { get, account } = await ask()
  const query = 'metric=engaged_audience_demographics&period=lifetime&metric_type=total_value&breakdown=age&timeframe=last_90_days'
  assert.match(get(`/v25.0/${account()}/insights?${query}`).body.error.message, /timeframe must be one of the following values: this_month, this_week/)
  const old = await ask({ asOf: '2024-01-15' })
  assert.is(old.get(`/v18.0/${old.account()}/insights?${query}`).status, 200)
})

test('an account with fewer than 100 followers has no follower metrics, and no error', async () => {
  const { get, account } = await ask()
  const { status, body } = get(`/v25.0/${account(2)}/insights?metric=reach,follower_count&period=day`)
  assert.is(status, 200)
  assert.equal(body.data.map((item: { name: string }) => item.name), ['reach'])
  assert.equal(get(`/v25.0/${account(2)}/insights?metric=follower_demographics&period=lifetime&metric_type=total_value&breakdown=city`).body, { data: [] })
})

test('online_followers has hours for older days and nothing for the last two', async () => {
  const { get, account } = await ask()
  const { body } = get(`/v25.0/${account()}/insights?metric=online_followers&period=lifetime&since=2026-11-18&until=2026-11-24`)
  const values = body.data[0].values
  assert.is(Object.keys(values[0].value).length, 24)
  assert.equal(values.at(-1).value, {})
})

test('weeks and 28 days are rolling, one point a day', async () => {
  const { get, account } = await ask()
  const call = (period: string) => get(`/v25.0/${account()}/insights?metric=reach&period=${period}&since=2026-11-01&until=2026-11-10`).body.data[0].values
  assert.is(call('week').length, call('day').length)
  assert.ok(call('week')[0].value > call('day')[0].value)
  assert.ok(call('days_28')[0].value > call('week')[0].value)
})

test('profile_views answers as a total on one host and is left out on the other', async () => {
  const { get, account, sandbox } = await ask()
  const query = 'metric=profile_views,likes&period=day&metric_type=total_value'
  assert.is(get(`/v25.0/${account()}/insights?${query}`).body.data.length, 2)
  assert.equal(get(`/v25.0/me/insights?${query}`, sandbox.tokens.instagram).body.data.map((item: { name: string }) => item.name), ['likes'])
})

test('links lead to the windows before and after, with the token that came by header', async () => {
  const { get, account, sandbox } = await ask()
  const since = unix('2026-11-01T08:00:00Z')
  const { paging } = get(`/v25.0/${account()}/insights?metric=reach&period=day&since=${since}&until=${since + 86_399}`).body
  const previous = new URL(paging.previous)
  assert.is(previous.searchParams.get('access_token'), sandbox.tokens.facebook)
  assert.is(previous.searchParams.get('until'), String(since - 1))
  assert.is(get(paging.previous.slice(paging.previous.indexOf('/v25.0'))).status, 200)
  assert.is(new URL(paging.next).searchParams.get('since'), String(since + 86_400))
})

test('a window changes nothing about snapshots, however long it is', async () => {
  const { get, account } = await ask()
  const query = 'metric=follower_demographics&period=lifetime&metric_type=total_value&breakdown=age'
  const { status, body } = get(`/v25.0/${account()}/insights?${query}&since=2020-01-01&until=2026-11-01`)
  assert.is(status, 200)
  assert.equal(body, get(`/v25.0/${account()}/insights?${query}`).body)
  const old = await ask({ asOf: '2020-06-20' })
  assert.is(old.get(`/v6.0/${old.account()}/insights?metric=audience_city&period=lifetime&since=2015-01-01`).status, 200)
})

test('a series without a window has two buckets and a total one, also on the night the clocks change', async () => {
  // 23:30 on 1 November 2026 in California: that day had 25 hours.
  const { get, account } = await ask({ asOf: '2026-11-02T07:30:00Z' })
  const series = get(`/v25.0/${account()}/insights?metric=reach&period=day`).body.data[0].values
  assert.equal(series.map((one: { end_time: string }) => one.end_time), ['2026-10-31T07:00:00+0000', '2026-11-01T07:00:00+0000'])
  const total = get(`/v25.0/${account()}/insights?metric=reach&period=day&metric_type=total_value`).body.data[0].total_value
  assert.is(total.value, series[1].value)
})

test('the groups of a longer time are the sums of its days', async () => {
  const { get, account } = await ask()
  const groups = (from: number, days: number): Readonly<Record<string, number>> => {
    const since = unix('2026-10-05T07:00:00Z') + from * 86_400
    const { results } = get(`/v25.0/${account()}/insights?metric=likes&period=day&metric_type=total_value&breakdown=media_product_type&since=${since}&until=${since + days * 86_400 - 1}`).body.data[0].total_value.breakdowns[0]
    return Object.fromEntries(results.map((one: { dimension_values: readonly string[], value: number }) => [one.dimension_values.join(), one.value]))
  }
  const week = groups(0, 7)
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => groups(day, 1))
  for (const [name, value] of Object.entries(week)) assert.is(days.reduce((sum, day) => sum + (day[name] ?? 0), 0), value, name)
})

test('no list names a metric before its time', async () => {
  const message = async (asOf: string, version: string, query: string) => {
    const { get, account } = await ask({ asOf })
    return get(`/${version}/${account()}/insights?${query}&period=day&metric_type=total_value`).body.error?.message as string | undefined
  }
  assert.match(await message('2025-09-01', 'v23.0', 'metric=reposts') ?? '', /^\(#100\) metric\[0\] must be one of the following values: (?!.*reposts)/)
  assert.is(await message('2025-12-03', 'v24.0', 'metric=reposts'), undefined)
  assert.match(await message('2022-06-15', 'v14.0', 'metric=saves') ?? '', /^\(#100\) metric\[0\] must be one of the following values: (?!.*saves).*profile_links_taps$/)
  assert.is(await message('2023-10-15', 'v18.0', 'metric=foo'), '(#100) metric[0] must be one of the following values: impressions, reach, follower_count, email_contacts, phone_call_clicks, text_message_clicks, get_directions_clicks, website_clicks, profile_views, audience_gender_age, audience_locale, audience_country, audience_city, online_followers, accounts_engaged, total_interactions, likes, comments, shares, saves, replies, engaged_audience_demographics, reached_audience_demographics, follower_demographics, follows_and_unfollows, profile_links_taps')
})

test('follower_count reaches back two years up to v8.0, and 30 days from v9.0 on, until the rule held for all', async () => {
  const { get, account } = await ask({ asOf: '2021-01-15' })
  const call = (version: string) => get(`/${version}/${account()}/insights?metric=follower_count&period=day&since=2020-10-01&until=2020-10-20`).status
  assert.equal([call('v8.0'), call('v9.0')], [200, 400])
  const later = await ask({ asOf: '2021-05-10' })
  assert.is(later.get(`/v8.0/${later.account()}/insights?metric=follower_count&period=day&since=2021-02-01&until=2021-02-20`).status, 400)
})

test('small accounts had follower metrics before December 2019', async () => {
  const names = async (asOf: string, version: string) => {
    const { get, account } = await ask({ asOf })
    return get(`/${version}/${account(2)}/insights?metric=reach,follower_count&period=day`).body.data.map((item: { name: string }) => item.name)
  }
  assert.equal(await names('2019-12-02', 'v5.0'), ['reach', 'follower_count'])
  assert.equal(await names('2019-12-03', 'v5.0'), ['reach'])
})

test('graph.instagram.com has insights since January 2025', async () => {
  const ask2 = async (asOf: string) => {
    const { get, sandbox } = await ask({ asOf })
    return get('/v21.0/me/insights?metric=reach&period=day', sandbox.tokens.instagram)
  }
  const before = await ask2('2025-01-20')
  assert.equal([before.status, before.body.error.message], [400, 'Tried accessing nonexisting field (insights) on node type (IGUser)'])
  assert.is((await ask2('2025-01-21')).status, 200)
})

test('the path may name metric and period', async () => {
  const { get, account } = await ask()
  assert.is(get(`/v25.0/${account()}/insights/reach/day`).body.data[0].name, 'reach')
})

test('in June 2020 the metrics of the published project answer, with the values of their time', async () => {
  const { get, account } = await ask({ asOf: '2020-06-20' })
  const window = 'since=2020-05-20&until=2020-06-17'
  for (const [metric, period] of [['email_contacts', 'day'], ['impressions', 'days_28'], ['profile_views', 'day'], ['website_clicks', 'day']] as const) {
    const { status, body } = get(`/v6.0/${account()}/insights?metric=${metric}&period=${period}&${window}`)
    assert.is(status, 200, metric)
    assert.is(body.data[0].values.length, 29, metric)
  }
  const audience = get(`/v6.0/${account()}/insights?metric=audience_gender_age,audience_city&period=lifetime`).body.data
  assert.ok(audience[0].values[0].value['F.25-34'] > 0)
  assert.match(audience[0].values[0].end_time, /T07:00:00\+0000$/)
  assert.match(get(`/v6.0/${account()}/insights?metric=views&period=day`).body.error.message, /^\(#100\) metric\[0\] must be one of the following values: impressions, reach, follower_count, email_contacts/)
})

test('audience metrics have no end_time from v14.0 on', async () => {
  const { get, account } = await ask({ asOf: '2023-06-01' })
  const value = (version: string) => get(`/${version}/${account()}/insights?metric=audience_country&period=lifetime`).body.data[0].values[0]
  assert.ok('end_time' in value('v13.0'))
  assert.not('end_time' in value('v14.0'))
})

test('a deprecated metric answers for older versions until its last day', async () => {
  const between = await ask({ asOf: '2025-03-01' })
  const call = (version: string) => between.get(`/${version}/${between.account()}/insights?metric=impressions&period=day`)
  assert.is(call('v21.0').status, 200)
  assert.match(call('v22.0').body.error.message, /v22\.0 and above, the impressions metric is no longer supported/)
  const after = await ask({ asOf: '2025-05-01' })
  assert.is(after.get(`/v21.0/${after.account()}/insights?metric=impressions&period=day`).status, 400)
})

test('fields choose what is shown of an insight', async () => {
  const { get, account } = await ask()
  assert.equal(Object.keys(get(`/v25.0/${account()}/insights?metric=reach&period=day&fields=name,values`).body.data[0]), ['name', 'values', 'id'])
  assert.equal(Object.keys(get(`/v25.0/${account()}?fields=insights.metric(reach).period(day){values}`).body.insights.data[0]), ['values', 'id'])
  assert.match(get(`/v25.0/${account()}/insights?metric=reach&period=day&fields=colour`).body.error.message, /nonexisting field \(colour\)/)
})

test('accepted names without a meaning for Instagram are refused', async () => {
  const { get, account } = await ask()
  assert.match(get(`/v25.0/${account()}/insights?metric=threads_likes&period=day&metric_type=total_value`).body.error.message, /threads_likes.*not supported on this Instagram account/)
})

test('a breakdown that is none is refused, also where a series would leave it out', async () => {
  const { get, account } = await ask()
  const read = (query: string) => get(`/v25.0/${account()}/insights?metric=reach&period=day${query}`)
  for (const type of ['', '&metric_type=total_value']) assert.match(read(`${type}&breakdown=colour`).body.error.message, /^\(#100\) breakdown\[0\] must be one of the following values: age, /)
  assert.equal(read('&breakdown=follow_type').body.data[0].values.length, 2)
})

test.run()
