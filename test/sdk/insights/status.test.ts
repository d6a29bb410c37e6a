import * as assert from 'uvu/assert'
import { kindOf, mediaMetricStatus, metricNames, newestVersion, userMetricStatus, versionStatus } from '../../../sdk/index.ts'
import { suite } from '../../support/suite.ts'

const test = suite('sdk metric status')
const at = (day: string, version = 'v27.0', host: 'facebook' | 'instagram' = 'facebook') => ({ now: Date.parse(`${day}T12:00:00Z`), version, host })

test('a metric is served, then refused by newer versions, then by all', () => {
  const of = (day: string, version: string) => userMetricStatus({ metric: 'impressions', period: 'day' }, at(day, version)).state
  assert.equal([of('2025-01-20', 'v21.0'), of('2025-02-01', 'v21.0'), of('2025-02-01', 'v22.0'), of('2025-04-21', 'v21.0')], ['served', 'served', 'refused', 'refused'])
})

test('a metric is not answered before it began', () => {
  assert.is(userMetricStatus({ metric: 'views' }, at('2025-01-20')).state, 'refused')
  assert.is(userMetricStatus({ metric: 'views' }, at('2025-01-21')).state, 'served')
  assert.is(mediaMetricStatus('facebook_views', 'STORY', at('2026-04-21')).state, 'refused')
  assert.is(mediaMetricStatus('facebook_views', 'STORY', at('2026-04-22')).state, 'served')
})

test('the total of profile_views outlives its series, on one host', () => {
  assert.is(userMetricStatus({ metric: 'profile_views', metricType: 'time_series' }, at('2026-01-01')).state, 'refused')
  assert.is(userMetricStatus({ metric: 'profile_views' }, at('2026-01-01')).state, 'served')
  assert.is(userMetricStatus({ metric: 'profile_views' }, at('2026-01-01', 'v27.0', 'instagram')).state, 'refused')
})

test('period, breakdown and kind are told apart with the ones that fit', () => {
  const reason = (status: ReturnType<typeof userMetricStatus>) => status.state === 'served' ? '' : status.reason
  assert.match(reason(userMetricStatus({ metric: 'follower_count', period: 'week' }, at('2026-01-01'))), 'takes the period day, not week')
  assert.match(reason(userMetricStatus({ metric: 'views', breakdown: ['city'] }, at('2026-01-01'))), 'broken down by follow_type, media_product_type')
  assert.match(reason(mediaMetricStatus('follows', 'REELS', at('2026-01-01'))), 'not answered for REELS')
  assert.is(mediaMetricStatus('nonsense', undefined, at('2026-01-01')).state, 'unknown')
})

test('old versions still answer impressions of media', () => {
  assert.is(mediaMetricStatus('impressions', 'FEED_IMAGE', at('2026-01-01', 'v21.0')).state, 'served')
  assert.is(mediaMetricStatus('impressions', 'FEED_IMAGE', at('2026-01-01', 'v22.0')).state, 'refused')
})

test('versions are served, expired or unknown by the day', () => {
  const now = (day: string) => Date.parse(`${day}T00:00:00Z`)
  assert.equal(versionStatus('v6.0', now('2022-05-04')), { state: 'served', until: '2022-05-05' })
  assert.is(versionStatus('v6.0', now('2022-05-05')).state, 'expired')
  assert.is(versionStatus('v27.0', now('2026-11-03')).state, 'unknown')
  assert.is(newestVersion(now('2020-06-20')), 'v7.0')
  assert.is(newestVersion(now('2026-11-24')), 'v27.0')
})

test('kinds of media follow from their two types', () => {
  assert.equal([kindOf({ id: '1', media_type: 'VIDEO', media_product_type: 'REELS' }), kindOf({ id: '1', media_type: 'VIDEO', media_product_type: 'FEED' }), kindOf({ id: '1', media_type: 'CAROUSEL_ALBUM' }), kindOf({ id: '1', media_type: 'IMAGE', media_product_type: 'NEW' })],
    ['REELS', 'FEED_VIDEO', 'FEED_CAROUSEL', undefined])
})

test('the catalogue knows the metrics of both nodes', () => {
  assert.ok(metricNames('user').includes('follows_and_unfollows') && metricNames('media').includes('ig_reels_avg_watch_time'))
})

test.run()
