import { createGraphClient, readMediaInsights, unlisted } from '../../sdk/index.ts'
import type { GraphClient, GraphClientOptions } from '../../sdk/index.ts'
const graph = createGraphClient({ accessToken: 'EAA', baseUrl: process.env['X'], version: undefined })
const v21 = createGraphClient({ accessToken: 'EAA', version: 'v21.0' })
const ig = createGraphClient({ accessToken: 'IGAA', host: 'instagram' })
const u = graph.user('1')
type Eq<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false
const is = <T extends true>(): T => true as T
export async function right(names: string[], one: string, period: 'day' | 'week') {
  const a = await u.insights({ metric: ['reach', 'follower_count'], period: 'day', since: new Date(), until: '2026-01-01' })
  const n: number | undefined = a.reach?.values[0]?.value
  const e: string | undefined = a.follower_count?.values[0]?.end_time
  const o = await u.insights({ metric: ['online_followers'], period: 'lifetime' })
  const h: number | undefined = o.online_followers?.values[0]?.value['0']
  for (const p of ['day', 'week', 'days_28'] as const) await u.insights({ metric: ['reach'], period: p })
  await u.insights({ metric: ['reach'], period })
  const t = await u.insights({ metric: ['reach', 'views', 'accounts_engaged', 'total_interactions', 'likes', 'comments', 'saves', 'shares', 'replies', 'reposts', 'profile_links_taps', 'profile_views', 'website_clicks'], period: 'day', metric_type: 'total_value' })
  const tv: number | undefined = t.views?.total_value?.value
  await u.insights({ metric: ['reach', 'views', 'follows_and_unfollows'], period: 'day', metric_type: 'total_value', breakdown: 'follow_type' })
  await u.insights({ metric: ['reach', 'views', 'likes'], period: 'day', metric_type: 'total_value', breakdown: 'media_product_type' })
  await u.insights({ metric: ['profile_links_taps'], period: 'day', metric_type: 'total_value', breakdown: ['contact_button_type'] })
  for (const b of ['age', 'city', 'country', 'gender'] as const) await u.insights({ metric: ['follower_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: b })
  await u.insights({ metric: ['follower_demographics', 'engaged_audience_demographics', 'reached_audience_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: ['age', 'gender'], timeframe: 'this_week' })
  await u.insights({ metric: ['reach'], period: 'day', metric_type: 'time_series' })
  await u.insights({ metric: ['reach'], period: 'day', metric_type: 'default', breakdown: undefined, since: undefined })
  const d = await u.insights({ metric: names, period: 'day' })
  const dv = d['reach']?.values?.[0]?.value
  const un = await u.insights({ metric: ['reach', unlisted('brand_new')], period: unlisted('fortnight') })
  void [un.brand_new?.total_value, un.reach?.values]
  const dyn = await u.insights({ metric: [unlisted(one)], period: 'day' })
  void dyn[one]
  await ig.user('me').insights({ metric: ['reach', 'views'], period: 'day', metric_type: 'total_value' })
  await v21.user('1').insights({ metric: ['reach'], period: 'day' })
  for (const k of ['FEED_IMAGE', 'FEED_CAROUSEL', 'FEED_VIDEO', 'REELS', 'STORY', 'AD'] as const) await graph.media('1', k).insights({ metric: ['reach', 'views', 'shares', 'total_interactions'] })
  await graph.media('1', 'FEED_IMAGE').insights({ metric: ['likes', 'comments', 'saved', 'follows', 'profile_visits', 'reposts', 'total_likes', 'total_comments', 'facebook_views'] })
  await graph.media('1', 'FEED_CAROUSEL').insights({ metric: ['profile_activity'], breakdown: 'action_type' })
  await graph.media('1', 'REELS').insights({ metric: ['ig_reels_avg_watch_time', 'ig_reels_video_view_total_time', 'reels_skip_rate', 'crossposted_views', 'facebook_views', 'total_views'], period: 'lifetime' })
  const m = await graph.media('1', 'STORY').insights({ metric: ['navigation', 'replies', 'link_clicks', 'follows'] })
  const mv: number | undefined = m.navigation?.values[0]?.value
  await graph.media('1', 'STORY').insights({ metric: ['navigation'], breakdown: 'story_navigation_action_type' })
  await v21.media('1', 'FEED_IMAGE').insights({ metric: ['impressions'] })
  await ig.media('1', 'REELS').insights({ metric: ['views', 'crossposted_views'] })
  await graph.media('1', one).insights({ metric: ['reach', 'navigation'] })
  const who = await u.get({ fields: ['username', 'website', unlisted('brand_new')], media: { fields: ['caption', 'timestamp'], limit: 50, after: undefined, since: new Date(), insights: ['reach', 'views'], children: { fields: ['media_url'] }, comments: { limit: 10, fields: ['text'], replies: { fields: ['text'] } } }, insights: { metric: ['reach'], period: 'day' }, business_discovery: { username: 'rye', fields: ['followers_count'], media: { fields: ['like_count', 'view_count'], after: undefined } } })
  is<Eq<typeof who.username, string>>(); is<Eq<typeof who.website, string | undefined>>()
  const name: 'reach' | 'views' | undefined = who.media?.data[0]?.insights?.data[0]?.name
  const ev: number | undefined = who.media?.data[0]?.insights?.data.find((i) => i.name === 'reach')?.values?.[0]?.value
  void [who.brand_new, who.business_discovery?.media?.data[0]?.view_count, who.media?.data[0]?.comments?.data[0]?.replies?.data[0]?.text]
  const pages = await graph.me.accounts({ fields: ['name', 'access_token', 'tasks'], instagram_business_account: { fields: ['username', 'followers_count'], media: { limit: 1 } }, is_place: false }).all()
  void pages[0]?.instagram_business_account?.username
  await ig.user('me').get({ fields: ['account_type', 'user_id'], media: { fields: ['caption'], insights: { metric: ['reach'] } } })
  await graph.hashtagSearch({ user_id: '1', q: 'x' }).all()
  await graph.user('1').contentPublishingLimit({ fields: ['config', 'quota_usage'], since: 1 })
  await graph.media('1').children({ fields: ['media_url', 'permalink'] }).all()
  await graph.user('1').media({ fields: ['id'], since: '2026-01-01', until: 1 })
  return [n, e, h, tv, dv, mv, name, ev]
}
export async function f(g: GraphClient) { return g.me.accounts({ fields: ['name'] }).all() }
export async function g2(g: GraphClient<'instagram'>) { return g.user('me').insights({ metric: ['reach'], period: 'day' }) }
void f(graph); void f(v21); void g2(ig)
export const make = (version: string, accessToken: string) => createGraphClient({ accessToken, version })
export const make2 = (o: GraphClientOptions) => createGraphClient(o)
export class Service { readonly graph: GraphClient; constructor(graph: GraphClient) { this.graph = graph } reach(id: string) { return this.graph.user(id).insights({ metric: ['reach'], period: 'day' }) } }
void new Service(graph)
export const opts: GraphClientOptions = { accessToken: 'x', version: 'v26.0' }

export async function posts(asked: Record<string, unknown>): Promise<void> {
  for await (const { media: [one], rows } of readMediaInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }], selection: { fields: ['permalink'], children: { fields: ['media_url'] } } })) {
    const told: readonly [string | undefined, string | undefined, string | undefined, number | undefined] = [one?.permalink, one?.timestamp, one?.children?.data[0]?.media_url, rows[0]?.value]
    void told
  }
  for await (const { media: [one] } of readMediaInsights(graph, { userId: '1', metrics: [{ metric: 'reach' }], selection: asked })) void one?.['caption']
}
