import * as assert from 'uvu/assert'
import type { Asker } from './support.ts'
import { suite } from '../../support/suite.ts'
import { ask } from './support.ts'

const test = suite('sandbox media insights')

const FACEBOOK = 'impressions, reach, replies, saved, likes, comments, shares, total_interactions, follows, profile_visits, profile_activity, navigation, ig_reels_video_view_total_time, ig_reels_avg_watch_time, views, reels_skip_rate, reposts, facebook_views, crossposted_views, total_views, total_likes, total_comments, link_clicks'
const INSTAGRAM = 'impressions, shares, comments, likes, saved, replies, total_interactions, navigation, follows, profile_visits, profile_activity, reach, ig_reels_video_view_total_time, ig_reels_avg_watch_time, views, thread_replies, reposts, quotes, thread_shares, threads_views, threads_media_clicks, reels_skip_rate, threads_reposts, facebook_views, crossposted_views, total_views, total_likes, total_comments, link_clicks'

interface Item { readonly id: string, readonly media_type: string, readonly media_product_type: string, readonly timestamp: string, readonly children?: { readonly data: readonly { readonly id: string }[] } }

function media(asker: Asker, kind: 'image' | 'carousel' | 'video' | 'reel', version = 'v25.0'): Item {
  const { data } = asker.get(`/${version}/${asker.account()}/media?fields=media_type,media_product_type,timestamp,children&limit=50`).body as { data: Item[] }
  const types = { image: ['IMAGE', 'FEED'], carousel: ['CAROUSEL_ALBUM', 'FEED'], video: ['VIDEO', 'FEED'], reel: ['VIDEO', 'REELS'] } as const
  const found = data.find((one) => one.media_type === types[kind][0] && one.media_product_type === types[kind][1])
  if (found === undefined) throw new Error(`no ${kind} among the newest posts`)
  return found
}

const insights = (asker: Asker, id: string, query: string, version = 'v25.0') => asker.get(`/${version}/${id}/insights?${query}`)

test('a media has lifetime numbers, whatever period is asked for', async () => {
  const asker = await ask()
  const { id } = media(asker, 'image')
  const { body } = insights(asker, id, 'metric=reach&period=day')
  assert.is(body.data[0].period, 'lifetime')
  assert.is(body.data[0].id, `${id}/insights/reach/lifetime`)
  assert.equal(Object.keys(body.data[0].values[0]), ['value'])
  assert.is(body.paging, undefined)
})

test('an unknown metric is refused with the list of each host, not filtered by media type', async () => {
  const asker = await ask()
  assert.is(insights(asker, media(asker, 'image').id, 'metric=reach,foo').body.error.message, `(#100) metric[1] must be one of the following values: ${FACEBOOK}`)
  const [own] = asker.get('/v25.0/me/media', asker.sandbox.tokens.instagram).body.data as { id: string }[]
  const instagram = asker.get(`/v25.0/${own?.id}/insights?metric=video_views`, asker.sandbox.tokens.instagram).body.error
  assert.is(instagram.message, `metric[0] must be one of the following values: ${INSTAGRAM}`)
  assert.is(instagram.type, 'IGApiException')
})

test('metrics that a product type does not have are refused together, by name', async () => {
  const asker = await ask()
  const text = (names: string) => `(#100) The Media Insights API does not support the ${names} metric for this media product type.`
  assert.is(insights(asker, media(asker, 'reel').id, 'metric=reach,follows,profile_visits').body.error.message, text('follows, profile_visits'))
  assert.is(insights(asker, media(asker, 'image').id, 'metric=reach,navigation').body.error.message, text('navigation'))
  assert.is(insights(asker, media(asker, 'image').id, 'metric=ig_reels_avg_watch_time').body.error.message, text('ig_reels_avg_watch_time'))
})

test('reels answer watch times and the skip rate', async () => {
  const asker = await ask()
  const { body } = insights(asker, media(asker, 'reel').id, 'metric=ig_reels_avg_watch_time,ig_reels_video_view_total_time,reels_skip_rate,views')
  const [average, total, skip] = body.data.map((item: { values: { value: number }[] }) => item.values[0]?.value) as number[]
  assert.ok((average ?? 0) > 1000 && (total ?? 0) > (average ?? 0))
  assert.ok((skip ?? 0) > 0 && (skip ?? 0) < 100)
})

test('impressions of a picture name v22.0, of a reel its product type', async () => {
  const asker = await ask()
  assert.is(insights(asker, media(asker, 'image').id, 'metric=impressions').body.error.message, '(#100) Starting from version v22.0 and above, the impressions metric is no longer supported for the queried media.')
  assert.match(insights(asker, media(asker, 'reel').id, 'metric=impressions').body.error.message, /does not support the impressions metric/)
})

test('impressions still answer v21.0 for media from before July 2024', async () => {
  const asker = await ask({ asOf: '2025-06-01' })
  const [old] = asker.get(`/v21.0/${asker.account()}/media?fields=id,media_type,media_product_type,timestamp&until=2024-06-20&limit=50`).body.data.filter((one: Item) => one.media_type === 'IMAGE') as Item[]
  assert.is(insights(asker, old?.id ?? '', 'metric=impressions', 'v21.0').status, 200)
  assert.is(insights(asker, old?.id ?? '', 'metric=impressions', 'v22.0').status, 400)
  assert.is(insights(asker, media(asker, 'image', 'v21.0').id, 'metric=impressions', 'v21.0').status, 400)
})

test('interactions are the sum of likes, comments, saves and shares, and comments agree with the media', async () => {
  const asker = await ask()
  const { id } = media(asker, 'image')
  const { body } = insights(asker, id, 'metric=likes,comments,saved,shares,total_interactions')
  const [likes, comments, saved, shares, total] = body.data.map((item: { values: { value: number }[] }) => item.values[0]?.value ?? 0) as [number, number, number, number, number]
  assert.is(total, likes + comments + saved + shares)
  const node = asker.get(`/v25.0/${id}?fields=like_count,comments_count`).body
  assert.equal([node.like_count, node.comments_count], [likes, comments])
})

test('a story has navigation by action, in lower case, and the parts add up', async () => {
  const asker = await ask()
  const [story] = asker.get(`/v25.0/${asker.account()}/stories`).body.data as Item[]
  const { body } = insights(asker, story?.id ?? '', 'metric=navigation&breakdown=story_navigation_action_type')
  const { value, breakdowns } = body.data[0].total_value
  assert.is(body.data[0].values[0].value, value)
  assert.is(breakdowns[0].results.reduce((sum: number, one: { value: number }) => sum + one.value, 0), value)
  assert.equal(breakdowns[0].results[0].dimension_values, ['tap_forward'])
  assert.match(insights(asker, story?.id ?? '', 'metric=likes').body.error.message, /does not support the likes metric/)
})

test('a breakdown that one of the metrics does not have is refused by name', async () => {
  const asker = await ask()
  const { id } = media(asker, 'image')
  assert.is(insights(asker, id, 'metric=reach&breakdown=follow_type').body.error.message, '(#100) Incompatible breakdowns (follow_type) for metric (reach)')
  assert.is(insights(asker, id, 'metric=reach,profile_activity&breakdown=action_type').body.error.message, '(#100) Incompatible breakdowns (action_type) for metric (reach)')
})

test('posts from before the business account are refused with 2108006, in the words of each host', async () => {
  const asker = await ask()
  const all = (token?: string) => {
    const found: string[] = []
    for (let after = ''; ;) {
      const { data, paging } = asker.get(`/v25.0/${token === undefined ? asker.account() : 'me'}/media?limit=100${after}`, token).body
      found.push(...data.map((one: { id: string }) => one.id))
      if (paging?.next === undefined) return found
      after = `&after=${paging.cursors.after}`
    }
  }
  const facebook = insights(asker, all().at(-1) ?? '', 'metric=reach').body.error
  assert.equal([facebook.code, facebook.error_subcode, facebook.message, facebook.error_user_title], [100, 2108006, 'Invalid parameter', 'Media posted before business account conversion'])
  assert.match(facebook.error_user_msg, /^The media was posted before the most recent time/)
  const { instagram } = asker.sandbox.tokens
  const other = asker.get(`/v25.0/${all(instagram).at(-1)}/insights?metric=reach`, instagram).body.error
  assert.match(other.message, /^The media was posted before the most recent time/)
  assert.is(other.error_subcode, 2108006)
})

test('children of an album have no insights', async () => {
  const asker = await ask()
  const child = media(asker, 'carousel').children?.data[0]?.id ?? ''
  assert.is(insights(asker, child, 'metric=reach').body.error.message, '(#100) Field is not available for Carousel children media.')
})

test('a story that fewer than five saw is refused with code 10, the prefix kept on both hosts', async () => {
  const asker = await ask({ scenario: { accounts: [{ page: 'Quiet Corner', username: 'quiet', followers: 900, stories: { perDay: 3, fewViewersEvery: 1 } }] } })
  for (const token of [asker.sandbox.tokens.facebook, asker.sandbox.tokens.instagram]) {
    const [story] = asker.get(`/v25.0/${token === asker.sandbox.tokens.instagram ? 'me' : asker.account()}/stories`, token).body.data as Item[]
    const { body } = asker.get(`/v25.0/${story?.id}/insights?metric=reach`, token)
    assert.equal([body.error.code, body.error.message], [10, '(#10) Not enough viewers for the media to show insights'])
  }
})

test('a story and its numbers are gone after 24 hours', async () => {
  const asker = await ask()
  const [story] = asker.get(`/v25.0/${asker.account()}/stories`).body.data as Item[]
  assert.is(insights(asker, story?.id ?? '', 'metric=reach').status, 200)
  asker.sandbox.control.turnClock(86_400)
  const { error } = insights(asker, story?.id ?? '', 'metric=reach').body
  assert.equal([error.code, error.error_subcode], [100, 33])
})

test('views on Facebook are refused for media that was not shared there', async () => {
  const asker = await ask()
  const { data } = asker.get(`/v25.0/${asker.account()}/media?fields=media_product_type&limit=100`).body as { data: Item[] }
  const answers = data.filter((one) => one.media_product_type === 'REELS').map((one) => insights(asker, one.id, 'metric=facebook_views'))
  const [refusal] = answers.filter(({ status }) => status === 400)
  assert.equal([refusal?.body.error.code, refusal?.body.error.error_subcode, refusal?.body.error.message], [-1, 2207086, 'Fatal'])
  assert.ok(answers.some(({ status }) => status === 200))
})

test('in June 2020 posts, albums and stories answer the metrics of v6.0', async () => {
  const asker = await ask({ asOf: '2020-06-20' })
  const at = (kind: Parameters<typeof media>[1], metric: string) => asker.get(`/v6.0/${media20(asker, kind)}/insights?metric=${metric}`).status
  assert.is(at('image', 'engagement,impressions,reach,saved'), 200)
  assert.is(at('video', 'engagement,impressions,reach,saved,video_views'), 200)
  assert.is(at('carousel', 'carousel_album_engagement,carousel_album_impressions,carousel_album_reach,carousel_album_saved,carousel_album_video_views'), 200)
  const [story] = asker.get(`/v6.0/${asker.account()}/stories`).body.data as Item[]
  assert.is(asker.get(`/v6.0/${story?.id}/insights?metric=exits,impressions,reach,replies,taps_forward,taps_back`).status, 200)
  assert.match(asker.get(`/v6.0/${media20(asker, 'image')}/insights?metric=exits`).body.error.message, /^\(#100\) Incompatible metric \(exits\) with the media$/)
})

function media20(asker: Asker, kind: 'image' | 'carousel' | 'video' | 'reel'): string {
  const { data } = asker.get(`/v6.0/${asker.account()}/media?fields=media_type&limit=50`).body as { data: Item[] }
  return data.find((one) => one.media_type === { image: 'IMAGE', carousel: 'CAROUSEL_ALBUM', video: 'VIDEO', reel: 'VIDEO' }[kind])?.id ?? ''
}

test.run()
