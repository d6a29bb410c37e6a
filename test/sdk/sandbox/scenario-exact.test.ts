import * as assert from 'uvu/assert'
import type { Scenario } from '../../../sdk/sandbox/index.ts'
import { suite } from '../../support/suite.ts'
import type { Asker } from './support.ts'
import { ask, unix } from './support.ts'

const test = suite('sandbox scenario, exactly')

const POSTS: Scenario = {
  asOf: '2026-11-24', strictPages: true,
  accounts: [{
    page: 'Blue Door', username: 'blue.door', followers: 1000,
    posts: [
      { posted: '2026-11-20T10:00:00Z', kind: 'REELS', caption: 'New oven', comments: 2, facebook: true, numbers: { reach: 500, views: 800, likes: 40, saved: 3, shares: 7, ig_reels_avg_watch_time: 4200, reels_skip_rate: 9.2, facebook_views: 11 } },
      { posted: '2026-11-21', kind: 'FEED_IMAGE', hideLikes: true, numbers: { profile_activity: { bio_link_clicked: 4, call: 1 } } },
      { posted: '2026-11-22T08:30:00Z', kind: 'FEED_CAROUSEL', children: 3, copyright: true, refuses: ['views'] },
      { posted: '2025-01-10', kind: 'FEED_IMAGE', preConversion: true },
      { posted: '2026-11-25', kind: 'FEED_VIDEO' },
      { posted: '2026-11-24T09:00:00Z', kind: 'STORY', numbers: { reach: 120, navigation: { tap_forward: 10, tap_exit: 2 } } },
      { posted: '2026-11-24T10:00:00Z', kind: 'STORY', numbers: { reach: 4 } },
    ],
  }],
}

const posts = ({ get, account }: Asker, fields: string) => get(`/v25.0/${account()}/media?fields=${fields}`).body.data
const numbers = ({ get }: Asker, id: string, query: string) => Object.fromEntries(get(`/v25.0/${id}/insights?${query}`).body.data.map((item: { name: string, values: { value: number }[] }) => [item.name, item.values[0]?.value]))

test('listed posts are the only ones, newest first, and later ones come as the clock is turned', async () => {
  const asker = await ask({ scenario: POSTS, asOf: undefined })
  const listed = posts(asker, 'media_type,media_product_type,timestamp,comments_count')
  assert.equal(listed.map((one: { timestamp: string }) => one.timestamp), ['2026-11-22T08:30:00+0000', '2026-11-21T12:00:00+0000', '2026-11-20T10:00:00+0000', '2025-01-10T12:00:00+0000'])
  assert.is(asker.get(`/v25.0/${asker.account()}?fields=media_count`).body.media_count, 4)
  assert.is(listed[2].comments_count, 2)
  asker.sandbox.control.turnClock(86_400)
  assert.equal(posts(asker, 'media_type')[0].media_type, 'VIDEO')
  assert.is(posts(asker, 'id')[1].id, listed[0].id)
})

test('the numbers of a post are the given ones, others follow from them', async () => {
  const asker = await ask({ scenario: POSTS, asOf: undefined })
  const [, image, reel] = posts(asker, 'id,caption,like_count')
  assert.equal([reel.caption, reel.like_count, image.like_count], ['New oven', 40, undefined])
  assert.equal(numbers(asker, reel.id, 'metric=reach,views,likes,comments,saved,shares,total_interactions,ig_reels_avg_watch_time,ig_reels_video_view_total_time,reels_skip_rate,facebook_views,crossposted_views'), {
    reach: 500, views: 800, likes: 40, comments: 2, saved: 3, shares: 7, total_interactions: 52, ig_reels_avg_watch_time: 4200, ig_reels_video_view_total_time: 3_360_000, reels_skip_rate: 9.2, facebook_views: 11, crossposted_views: 811,
  })
  const activity = asker.get(`/v25.0/${image.id}/insights?metric=profile_activity&breakdown=action_type`).body.data[0].total_value
  assert.equal([activity.value, activity.breakdowns[0].results], [5, [{ dimension_values: ['bio_link_clicked'], value: 4 }, { dimension_values: ['call'], value: 1 }]])
})

test('what a post refuses, lacks or was too early for is as described', async () => {
  const asker = await ask({ scenario: POSTS, asOf: undefined })
  const { get, account } = asker
  const [album, , , old] = posts(asker, 'id,media_url,children')
  assert.equal([album.media_url, album.children.data.length], [undefined, 3])
  assert.match(get(`/v25.0/${album.id}/insights?metric=views`).body.error.message, /does not support the views metric/)
  assert.is(get(`/v25.0/${album.id}/insights?metric=reach`).status, 200)
  assert.is(get(`/v25.0/${old.id}/insights?metric=reach`).body.error.error_subcode, 2108006)
  assert.is(get(`/v25.0/${account()}/media?fields=id,insights.metric(reach)`).body.error.error_subcode, 2108006)
  assert.is(get(`/v25.0/${album.id}?fields=children{insights.metric(reach)}`).body.error.message, '(#100) Field is not available for Carousel children media.')
})

test('listed stories live 24 hours, and one that fewer than five saw refuses its numbers', async () => {
  const { get, account, sandbox } = await ask({ scenario: POSTS, asOf: undefined })
  const stories = () => get(`/v25.0/${account()}/stories?fields=timestamp`).body.data
  const [late, early] = stories()
  assert.equal([late.timestamp, early.timestamp], ['2026-11-24T10:00:00+0000', '2026-11-24T09:00:00+0000'])
  assert.is(get(`/v25.0/${late.id}/insights?metric=reach`).body.error.code, 10)
  const navigation = get(`/v25.0/${early.id}/insights?metric=navigation&breakdown=story_navigation_action_type`).body.data[0].total_value
  assert.equal([navigation.value, navigation.breakdowns[0].results.map((one: { value: number }) => one.value)], [12, [10, 2]])
  sandbox.control.turnClock(21.5 * 3600)
  assert.equal(stories().map((one: { id: string }) => one.id), [late.id])
})

test('a day has the number that the scenario gives it, in series, totals and groups', async () => {
  const { get, account } = await ask({
    scenario: {
      accounts: [{
        page: 'Blue Door', followers: 1000,
        numbers: { reach: { base: 100, trend: 0, noise: 0, weekly: [1, 1, 1, 1, 1, 1, 1], days: { '2026-11-20': 1234, '2026-11-21': 0 }, week: { '2026-11-21': 3000 } }, views: { days: { '2026-11-20': 100 }, groups: { media_product_type: { REEL: 70, POST: 30 } } }, gained: 5, lost: 2 },
        demographics: { age: { '18-24': 600, '25-34': 400 }, gender: { F: 500, M: 500 } },
      }],
    },
  })
  const insights = (query: string) => get(`/v25.0/${account()}/insights?${query}`).body.data[0]
  // The bucket of 20 November ends when the 21st begins.
  assert.equal(insights('metric=reach&period=day&since=2026-11-20&until=2026-11-23').values.map((one: { value: number }) => one.value), [100, 1234, 0, 100])
  assert.is(insights('metric=reach&period=week&since=2026-11-22&until=2026-11-22').values[0].value, 3000)
  const day = `since=${unix('2026-11-21T08:00:00Z')}&until=${unix('2026-11-21T08:00:00Z')}`
  assert.is(insights(`metric=reach&period=day&metric_type=total_value&${day}`).total_value.value, 1234)
  assert.equal(insights(`metric=views&period=day&metric_type=total_value&breakdown=media_product_type&${day}`).total_value.breakdowns[0].results, [{ dimension_values: ['REEL'], value: 70 }, { dimension_values: ['POST'], value: 30 }])
  assert.equal(insights(`metric=follows_and_unfollows&period=day&metric_type=total_value&breakdown=follow_type&${day}`).total_value.breakdowns[0].results.map((one: { value: number }) => one.value), [5, 2])
  assert.equal(insights('metric=follower_demographics&period=lifetime&metric_type=total_value&breakdown=age').total_value.breakdowns[0].results, [{ dimension_values: ['18-24'], value: 600 }, { dimension_values: ['25-34'], value: 400 }])
})

test('late numbers come in over 48 hours and are then complete', async () => {
  const late = await ask({ scenario: { accounts: [{ page: 'Shop', followers: 1000, late: 0.5, numbers: { reach: 1000, likes: 400 } }] } })
  const reach = () => late.get(`/v25.0/${late.account()}/insights?metric=reach&period=day&since=2026-11-22&until=2026-11-24`).body.data[0].values.map((one: { value: number }) => one.value)
  // At noon UTC the last day ended four hours ago.
  assert.equal(reach(), [1000, 791, 541])
  assert.is(late.get(`/v25.0/${late.account()}/insights?metric=likes&period=day&metric_type=total_value`).body.data[0].total_value.value, 216)
  late.sandbox.control.turnClock(44 * 3600)
  assert.equal(reach(), [1000, 1000, 1000])
})

test('where a scenario shows the unfinished day, a window beyond today has its bucket so far, but no new followers', async () => {
  const plan = { page: 'Shop', followers: 1000, numbers: { reach: 2400, gained: 24 } }
  const { get, account, sandbox } = await ask({ asOf: '2026-11-24T14:00:00Z', scenario: { accounts: [{ ...plan, unfinishedDay: true }] } })
  const values = (metric: string, until = '2026-11-25') => get(`/v25.0/${account()}/insights?metric=${metric}&period=day&since=2026-11-24&until=${until}`).body.data[0].values
  assert.equal(values('reach'), [{ value: 2400, end_time: '2026-11-24T08:00:00+0000' }, { value: 600, end_time: '2026-11-25T08:00:00+0000' }])
  assert.is(values('reach', '2026-11-24').length, 1)
  assert.equal(values('follower_count'), [{ value: 24, end_time: '2026-11-24T08:00:00+0000' }])
  sandbox.control.turnClock(18 * 3600)
  assert.is(values('reach')[1].value, 2400)
  const usual = await ask({ asOf: '2026-11-24T14:00:00Z', scenario: { accounts: [plan] } })
  assert.is(usual.get(`/v25.0/${usual.account()}/insights?metric=reach&period=day&since=2026-11-24&until=2026-11-25`).body.data[0].values.length, 1)
})

test('media older than the scenario says have no insights', async () => {
  const { get, account } = await ask({ scenario: { accounts: [{ page: 'Shop', followers: 1000, mediaInsightsDays: 730, posts: [{ posted: '2024-11-24', kind: 'REELS' }, { posted: '2024-11-25', kind: 'REELS' }] }] }, asOf: '2026-11-25' })
  const [young, old] = get(`/v25.0/${account()}/media`).body.data
  assert.equal(get(`/v25.0/${old.id}/insights?metric=reach`).body, { data: [] })
  assert.is(get(`/v25.0/${young.id}/insights?metric=reach`).body.data.length, 1)
})

test('tokens expire, lack permissions and are revoked as described', async () => {
  const { get, account, sandbox } = await ask({
    scenario: {
      tokens: { facebook: { expires: '2026-11-25', without: ['instagram_manage_insights'] }, systemUser: { expiresInDays: -1 } },
      accounts: [{ page: 'A', username: 'a', instagramToken: { scopes: ['instagram_business_basic'], issued: '2026-11-24' } }, { page: 'B', username: 'b', pageToken: { revoked: 460 } }, { page: 'C', instagram: false }],
    },
  })
  const { tokens } = sandbox
  const insights = (token: string, id = account()) => get(`/v25.0/${id}/insights?metric=reach&period=day`, token).body.error.code
  assert.is(insights(tokens.facebook), 10)
  assert.is(insights(tokens.pages.A ?? ''), 10)
  assert.is(insights(tokens.instagramByUsername.a ?? '', 'me'), 10)
  assert.is(get('/v25.0/me', tokens.instagramByUsername.a).status, 200)
  assert.is(get('/me', tokens.pages.B).body.error.error_subcode, 460)
  assert.is(get('/me', tokens.systemUser).body.error.error_subcode, 463)
  assert.is(get(`/debug_token?input_token=${tokens.facebook}`, tokens.app).body.data.expires_at, unix('2026-11-25T12:00:00Z'))
  sandbox.control.turnClock(86_400)
  assert.is(get('/me').body.error.error_subcode, 463)
})

test.run()
