import * as assert from 'uvu/assert'
import { createSandbox } from '../../../../sdk/sandbox/index.ts'
import type { Sandbox, SandboxOptions } from '../../../../sdk/sandbox/index.ts'
import { suite } from '../../../support/suite.ts'
import { distinct, load, quickClock, TODAY, where } from './support.ts'

/** What breaks other connectors (IG §8.6), in its order. */
const degrade = suite('connectors/instagram-insight degrades')
let sandbox: Sandbox
const begin = async (options: SandboxOptions = {}): Promise<void> => { sandbox = await createSandbox({ asOf: TODAY, ...options }) }
degrade.each.after(() => sandbox.close())

const WEEK = { since: '2026-11-10', until: '2026-11-17' }

degrade('1: a metric that Meta removed is left out with its date and replacement, and the others load', async () => {
  await begin()
  const { rows, skipped, lines } = await load(sandbox, { data_type: 'user', metrics: ['impressions-day', 'impressions-week', 'email_contacts-day', 'reach-day'], ...WEEK })
  assert.equal(distinct(rows, 'metric'), ['reach'])
  assert.is(rows.length, 7)
  assert.equal(skipped.map(({ metric, until, replacement }) => [metric, until, replacement]), [['impressions', '2025-04-21', 'views'], ['email_contacts', '2025-01-08', 'profile_links_taps with breakdown=contact_button_type']])
  assert.equal(skipped.map(({ reason }) => reason), ['removed by Meta', 'removed by Meta'])
  assert.equal(lines.filter((line) => line.startsWith('warn')), ['warn impressions: removed by Meta on 2025-04-21; use views', 'warn email_contacts: removed by Meta on 2025-01-08; use profile_links_taps with breakdown=contact_button_type'])
})

degrade('1: a metric that the server alone knows as gone is found by its refusal', async () => {
  await begin({ faults: [{ kind: 'metric', metric: 'views' }] })
  const { rows, skipped } = await load(sandbox, { data_type: 'user', metrics: ['views-day', 'likes-day', 'saves-day'], ...WEEK })
  assert.equal(distinct(rows, 'metric'), ['likes', 'saves'])
  assert.is(rows.length, 14)
  assert.equal(skipped.map(({ metric }) => metric), ['views'])
})

degrade('2: metrics of some kinds of posts are asked of those alone', async () => {
  await begin()
  const { rows, skipped } = await load(sandbox, { data_type: 'media', metrics: ['reach', 'follows', 'ig_reels_avg_watch_time'] })
  assert.equal(distinct(where(rows, { metric: 'ig_reels_avg_watch_time' }), 'media_product_type'), ['REELS'])
  assert.not.ok(distinct(where(rows, { metric: 'follows' }), 'media_product_type').includes('REELS'))
  assert.is(distinct(rows, 'media_id').length, 137)
  assert.equal(skipped.map(({ metric }) => metric), ['*'])
})

degrade('2: a metric that some posts refuse, in a page of a hundred, is missing of those alone', async () => {
  await begin({ scenario: { accounts: [{ page: 'Kite Bakery', media: { count: 120, preConversion: 0, noViewsEvery: 10 } }] } })
  const { rows, skipped } = await load(sandbox, { data_type: 'media', metrics: ['reach', 'views', 'saved'] })
  assert.is(where(rows, { metric: 'reach' }).length, 120)
  assert.is(where(rows, { metric: 'saved' }).length, 120)
  const withoutViews = 120 - where(rows, { metric: 'views' }).length
  assert.ok(withoutViews > 0 && withoutViews <= 12, String(withoutViews))
  assert.ok(skipped.every(({ metric }) => metric === 'views'))
})

degrade('3: posts older than the business account have no insights and stop nothing', async () => {
  await begin({ scenario: { accounts: [{ page: 'Kite Bakery', media: { count: 30, preConversion: 5 } }] } })
  const { rows, lines, skipped } = await load(sandbox, { data_type: 'media', metrics: ['reach', 'views'] })
  assert.is(distinct(rows, 'media_id').length, 25)
  assert.equal(skipped.map(({ metric, reason }) => [metric, reason]), [['*', '5 media: posted before the account became professional, so without insights']])
  assert.is(lines.filter((line) => line.startsWith('warn')).length, 1)
})

degrade('4: stories with fewer than five viewers are told in one line, and no story just now is no failure', async () => {
  await begin({ scenario: { accounts: [{ page: 'Kite Bakery', stories: { perDay: 6, fewViewersEvery: 2 } }, { page: 'Quiet', stories: { perDay: 0 } }] } })
  const some = await load(sandbox, { data_type: 'media', preset_metric: 'story_metrics' })
  assert.is(some.error, undefined)
  assert.ok(some.rows.length > 0 && some.rows.every((row) => row['is_story'] === 1))
  assert.is(some.lines.filter((line) => /seen by fewer than 5/.test(line)).length, 1)
  const none = await load(sandbox, { data_type: 'media', preset_metric: 'story_metrics', facebook_page_name: 'Quiet' })
  assert.equal([none.error, none.rows.length], [undefined, 0])
})

degrade('5: days that are not over, or still to come, are not asked for', async () => {
  await begin()
  const { rows, error } = await load(sandbox, { data_type: 'user', metrics: ['reach-day', 'online_followers-lifetime', 'views-day'], since: '2026-11-20', until: '2026-12-15' })
  assert.is(error, undefined)
  assert.equal(distinct(where(rows, { metric: 'reach' }), 'day'), ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'])
  const early = await load(sandbox, { data_type: 'user', metrics: ['reach-day'], since: '2026-11-25' })
  assert.match(early.error?.message ?? '', /no day from 2026-11-25 to today \(exclusive\) is over yet, US Pacific time/)
})

degrade('6: keys that Meta leaves out are null', async () => {
  await begin({ scenario: { accounts: [{ page: 'Kite Bakery', media: { count: 40, preConversion: 0, copyrightEvery: 5, hiddenLikesEvery: 4 } }] } })
  const { rows } = await load(sandbox, { data_type: 'media_list' })
  assert.is(rows.length, 40)
  assert.ok(rows.some((row) => row['media_url'] === null && row['media_type'] !== 'CAROUSEL_ALBUM'))
  assert.ok(rows.some((row) => row['like_count'] === null))
  assert.ok(where(rows, { media_type: 'IMAGE' }).every((row) => row['thumbnail_url'] === null && row['children'] === null))
})

degrade('7: totals are asked for as totals, and what needs a breakdown gets it', async () => {
  await begin()
  const { rows } = await load(sandbox, { data_type: 'user', metrics: ['views-day', 'profile_views-day', 'follows_and_unfollows-day', 'follower_demographics-lifetime'], ...WEEK })
  assert.equal(distinct(where(rows, { metric: 'views' }), 'metric_type'), ['total_value'])
  assert.is(where(rows, { metric: 'profile_views' }).length, 7)
  assert.equal(distinct(where(rows, { metric: 'follows_and_unfollows' }), 'dimension_values'), ['FOLLOWER', 'NON_FOLLOWER'])
  assert.equal(distinct(where(rows, { metric: 'follower_demographics' }), 'breakdown'), ['age,gender', 'city', 'country'])
  assert.ok(where(rows, { metric: 'follower_demographics', breakdown: 'age,gender' }).some((row) => row['dimension_values'] === '25-34,F'))
})

degrade('8: days are Meta\'s days over a change of daylight saving, windows of more than 30 days are sliced, and the last two years end where Meta ends them', async () => {
  await begin()
  const long = await load(sandbox, { data_type: 'user', metrics: ['reach-day'], since: '2024-01-01', until: '2026-11-24' })
  assert.is(long.rows.length, 730)
  assert.is(new Set(long.rows.map((row) => row['day'])).size, 730)
  assert.is(long.lines.filter((line) => /^warn since\/until: 2024-01-01 to 2024-11-\d\d \(exclusive\) is older/.test(line)).length, 1)
  assert.is(where(long.rows, { day: '2026-10-31' })[0]?.['end_time'], '2026-11-01T07:00:00Z')
  assert.is(where(long.rows, { day: '2026-11-01' })[0]?.['end_time'], '2026-11-02T08:00:00Z')
  const small = await load(sandbox, { data_type: 'user', metrics: ['reach-day', 'follower_count-day'], facebook_page_name: 'Tiny Studio', ...WEEK })
  assert.equal(distinct(small.rows, 'metric'), ['reach'])
  assert.match(small.skipped[0]?.reason ?? '', /Meta answered no number: the account is too small/)
})

degrade('9: passing errors are tried again, throttling is waited out, and an expired token ends the load', async () => {
  await begin({ faults: [{ kind: 'error', code: 2, every: 5 }, { kind: 'throttle', code: 80002, minutes: 7, after: 6, times: 1 }] })
  const clock = quickClock()
  const { rows, error, lines, progress } = await load(sandbox, { data_type: 'user', metrics: ['reach-day'], since: '2025-11-01', until: '2026-11-01' }, { clock })
  assert.is(error, undefined)
  assert.is(rows.length, 365)
  assert.is(lines.filter((line) => /Meta throttles .* waiting until 2026-11-24T2/.test(line)).length, 1)
  assert.ok(progress.some((text) => text.startsWith('waits for Meta until')))
  assert.ok(Math.max(...clock.waits) > 6 * 60_000)
  sandbox.control.clearFaults()
  const expired = await load(sandbox, { data_type: 'user', metrics: ['reach-day'], access_token: sandbox.tokens.expired })
  assert.match(expired.error?.message ?? '', /^The access token has expired: .*neither exchanged nor refreshed/)
  assert.not.ok((expired.error?.message ?? '').includes(sandbox.tokens.expired))
})

degrade('10: every one of many linked accounts comes, over all pages of the list, and one that may not be read takes none with it', async () => {
  await begin({ scenario: { accounts: [{ page: 'Shop', repeat: 120, media: { count: 1 } }, { page: 'Unlinked', instagram: false }] } })
  const { rows } = await load(sandbox, { data_type: 'user', metrics: ['reach-day'], facebook_page_name: '*', ...WEEK })
  assert.is(distinct(rows, 'account_id').length, 120)
  const [lost] = distinct(rows, 'account_id')
  sandbox.control.addFault({ kind: 'permission', path: `/${lost}/insights` })
  const again = await load(sandbox, { data_type: 'user', metrics: ['reach-day'], facebook_page_name: '*', ...WEEK })
  assert.is(distinct(again.rows, 'account_id').length, 119)
  assert.is(again.skipped.length, 1)
})

degrade('carousel children come with their album by expansion', async () => {
  await begin()
  const { rows } = await load(sandbox, { data_type: 'media_list' })
  const albums = where(rows, { media_type: 'CAROUSEL_ALBUM' })
  assert.ok(albums.length > 10 && albums.every((row) => Number(row['children_count']) >= 2))
  assert.is((JSON.parse(String(albums[0]?.['children'])) as readonly unknown[]).length, albums[0]?.['children_count'])
  assert.equal(Object.keys(sandbox.control.requests().byKind).filter((kind) => kind.startsWith('media.')), [])
})

degrade('a load of which nothing can be loaded fails and says why', async () => {
  await begin()
  const { error, rows } = await load(sandbox, { data_type: 'user', metrics: ['impressions-day'], ...WEEK })
  assert.is(rows.length, 0)
  assert.match(error?.message ?? '', /Nothing of what was asked could be loaded for kite.bakery:\nimpressions: removed by Meta on 2025-04-21; use views/)
})

degrade.run()
