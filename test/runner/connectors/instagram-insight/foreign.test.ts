import * as assert from 'uvu/assert'
import type { JsonObject } from '../../../../runner/model/json.ts'
import { addDays, pacificDay, pacificMidnight } from '../../../../sdk/index.ts'
import { ACCOUNT, foreignGraph, type ForeignComment, type ForeignGraph, type ForeignOptions, type ForeignPost } from '../../../support/foreign-graph.ts'
import { suite } from '../../../support/suite.ts'
import { distinct, kept, load, quickClock, where, type LoadOptions } from './support.ts'

/** Loads from a Graph API that reads the documentation in other ways than our sandbox. */
const foreign = suite('connectors/instagram-insight foreign')
let graph: ForeignGraph
const begin = async (options: ForeignOptions): Promise<void> => { graph = await foreignGraph(options) }
foreign.each.after(() => graph.close())

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 24, 19) - hour * 3600_000).toISOString().replace('.000Z', '+0000')
const comments = (post: string, count: number, of: (id: string) => Partial<ForeignComment> = () => ({})): readonly ForeignComment[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${post}-${i}`, text: 'yum', timestamp: at(i / 100), ...of(`${post}-${i}`) }))
const posts = (count: number, of: (i: number) => Partial<ForeignPost> = () => ({})): ForeignPost[] =>
  Array.from({ length: count }, (_, i) => ({ id: String(1789500000 + i), media_type: 'IMAGE', media_product_type: 'FEED', timestamp: at(i), ...of(i) }))
const read = (config: JsonObject, options: LoadOptions = {}) => load(graph, { maximum_retries: 0, ...config }, options)

/** A number a day, as Meta counts days; the day of the window's first bucket is 0. */
function series(query: URLSearchParams, value: (day: string) => unknown = () => 7): readonly object[] {
  const [since, until] = [Number(query.get('since')) * 1000, Number(query.get('until')) * 1000]
  const days = Array.from({ length: 40 }, (_, i) => addDays(pacificDay(since), i)).filter((day) => pacificMidnight(day) >= since && pacificMidnight(day) <= until)
  const numbers = days.map((day) => ({ value: value(addDays(day, -1)), end_time: new Date(pacificMidnight(day)).toISOString() }))
  return (query.get('metric') ?? '').split(',').map((name) => (query.get('metric_type') === 'total_value' ? { name, total_value: { value: numbers[0]?.value } } : { name, values: numbers }))
}

foreign('comments and replies come to the last, however many pages they fill', async () => {
  await begin({ posts: posts(3, (i) => ({ comments: comments(`c${i}`, 120, (id) => (id.endsWith('-7') || id.endsWith('-77') ? { replies: comments(id, 63) } : {})) })) })
  const { rows, error } = await read({ data_type: 'comments' })
  assert.is(error, undefined)
  assert.is(new Set(rows.map((row) => row['comment_id'])).size, 3 * (120 + 2 * 63))
  assert.is(rows.length, 3 * (120 + 2 * 63))
  assert.is(where(rows, { parent_id: 'c1-77' }).length, 63)
})

foreign('posts that stand on two pages, or have no time, come once, also after a cut', async () => {
  await begin({ pageSize: 10, overlap: 2, posts: [{ id: '1', media_type: 'IMAGE', timestamp: '2019-01-01T00:00:00+0000' }, ...posts(60, (i) => (i % 7 === 0 ? { timestamp: undefined } : {}) as Partial<ForeignPost>)], insights: () => [{ name: 'reach', values: [{ value: 1 }] }] })
  const configs: readonly JsonObject[] = [{ data_type: 'media_list' }, { data_type: 'media', metrics: ['reach'] }]
  for (const config of configs) {
    const whole = (await read(config)).rows
    assert.equal([whole.length, distinct(whole, 'media_id').length], [61, 61], String(config['data_type']))
    for (const cutAfter of [2, 4]) {
      const finished = new Set<string>()
      const rows = [...kept(await read(config, { cutAfter }), finished), ...kept(await read(config, { finished: new Set(finished) }), finished)]
      assert.equal([rows.length, new Set(rows).size], [61, 61], `${String(config['data_type'])} cut after ${cutAfter}`)
    }
  }
})

foreign('a page whose comments are refused is read post by post, and who refuses is told', async () => {
  let refused = /1789500003|1789500020/
  const refuse: ForeignOptions['refuse'] = (path, query) => ((query.get('fields') ?? '').includes('comments.') || (refused.test(path) && path.endsWith('/comments')) ? [10, '(#10) Application does not have permission for this action'] : undefined)
  await begin({ posts: posts(30, (i) => ({ comments: comments(`c${i}`, 2) })), refuse })
  const { rows, skipped, error } = await read({ data_type: 'comments' })
  assert.is(error, undefined)
  assert.is(rows.length, 28 * 2)
  assert.equal(skipped.map(({ account, metric, reason }) => [account, metric, reason]), [['kite', 'comments', '2 media: (#10) Application does not have permission for this action']])
  refused = /./
  assert.match((await read({ data_type: 'comments' })).error?.message ?? '', /The token lacks a permission/)
})

foreign('fields that the parts of albums do not have are left out of those alone', async () => {
  const refuse: ForeignOptions['refuse'] = (_path, query) => {
    const unknown = /children\{[^}]*\b(permalink|ig_id)\b/.exec(query.get('fields') ?? '')?.[1] ?? /\b(alt_text)\b/.exec(query.get('fields') ?? '')?.[1]
    return unknown === undefined ? undefined : [100, `(#100) Tried accessing nonexisting field (${unknown}) on node type (IGMedia)`]
  }
  await begin({ posts: posts(2, () => ({ permalink: 'https://www.instagram.com/p/1/', children: { data: [{ id: '2' }, { id: '3' }] } })), refuse })
  const { rows, error } = await read({ data_type: 'media_list' })
  assert.is(error, undefined)
  assert.equal(rows.map((row) => [row['permalink'], row['children_count']]), [['https://www.instagram.com/p/1/', 2], ['https://www.instagram.com/p/1/', 2]])
  assert.ok(graph.calls.some((call) => /permalink.*children\{id,media_type/.test(call)))
})

foreign('a resumed load tells what the one before it left out, and fails when nothing came of either', async () => {
  const lost = (query: URLSearchParams, node: string): unknown => (query.get('metric') === 'reach' ? [{ name: 'reach', values: [{ value: node === ACCOUNT ? 1 : null }] }] : [])
  await begin({ pageSize: 10, posts: posts(40), insights: lost })
  const config = { data_type: 'media', metrics: ['reach'] }
  const whole = await read(config)
  assert.match(whole.error?.message ?? '', /Nothing of what was asked could be loaded for kite:\nreach: left out for 40 media: Meta answered no number/)
  const finished = new Set<string>()
  kept(await read(config, { cutAfter: 2 }), finished)
  const again = await read(config, { finished })
  assert.equal(again.skipped, whole.skipped)
  assert.is(again.error?.message, whole.error?.message)
})

foreign('saved loads that append bring each post, comment and tag once, and what comes late; those that upsert bring all', async () => {
  const options: ForeignOptions = { pageSize: 5, posts: posts(12, (i) => ({ comments: comments(`c${i}`, 3) })), tags: posts(9, (i) => ({ timestamp: at(i * 24) })) }
  await begin(options)
  const brought: Record<string, readonly number[]> = {}
  const lists = ['media_list', 'comments', 'tags']
  const states = new Map<string, JsonObject>()
  const round = async (): Promise<void> => {
    for (const list of lists) {
      // No clock stands on a whole second.
      const { rows, state, error } = await read({ data_type: list }, { mode: 'append', state: states.get(list) ?? {}, clock: quickClock('2026-11-24T20:00:00.345Z') })
      assert.is(error, undefined, list)
      states.set(list, state ?? {})
      brought[list] = [...brought[list] ?? [], rows.length]
    }
  }
  await round()
  await round()
  assert.ok(graph.calls.every((call) => !/since=\d+\.\d/.test(call)))
  options.posts = [...posts(1, () => ({ id: 'new', timestamp: at(-0.5) })), ...(options.posts ?? []).map((post, i) => (i === 11 ? { ...post, comments: [...post.comments ?? [], ...comments('late', 1, () => ({ timestamp: at(30) }))] } : post))]
  options.tags = [...options.tags ?? [], ...posts(1, () => ({ id: 'late', timestamp: at(50) }))]
  await round()
  assert.equal(brought, { media_list: [12, 0, 1], comments: [36, 0, 1], tags: [9, 0, 1] })
  const all = await read({ data_type: 'comments' }, { mode: 'upsert', state: states.get('comments') ?? {} })
  assert.equal([all.rows.length, all.state], [37, undefined])
})

foreign('what a cut off saved load appended is not appended by the next run', async () => {
  await begin({ pageSize: 5, posts: posts(12) })
  const finished = new Set<string>()
  kept(await read({ data_type: 'media_list' }, { mode: 'append', cutAfter: 2 }), finished)
  const { state } = await read({ data_type: 'media_list' }, { mode: 'append', finished })
  assert.is((await read({ data_type: 'media_list' }, { mode: 'append', state: state ?? {} })).rows.length, 0)
})

foreign('one name in two periods is two metrics: the refused one keeps the other neither from being remembered nor from being up to date', async () => {
  await begin({ insights: (query) => series(query) })
  const config = { data_type: 'user', metrics: ['views-day', 'views-week', 'reach-day'], since: '2026-11-20' }
  const first = await read(config, { mode: 'append' })
  assert.equal(first.state, { accounts: { [ACCOUNT]: { 'reach-day': '2026-11-24', 'views-day': '2026-11-24' } } })
  const second = await read(config, { mode: 'append', state: first.state ?? {} })
  assert.equal([second.error, second.rows.length], [undefined, 0])
})

foreign('a permission that one metric lacks costs that one; one that all lack is an error', async () => {
  let denied = /views/
  const insights: ForeignOptions['insights'] = (query) => series(query)
  await begin({ insights, refuse: (path, query) => (path.endsWith('/insights') && denied.test(query.get('metric') ?? '') ? [200, '(#200) Requires a permission'] : undefined) })
  const config = { data_type: 'user', metrics: ['reach-day', 'views-day', 'likes-day', 'saves-day'], since: '2026-11-20' }
  const { rows, skipped } = await read(config)
  assert.equal(distinct(rows, 'metric'), ['likes', 'reach', 'saves'])
  assert.equal(skipped.map(({ metric, reason }) => [metric, reason]), [['views', '(#200) Requires a permission']])
  denied = /./
  const none = await read(config)
  assert.match(none.error?.message ?? '', /The token lacks a permission: \(#200\) Requires a permission/)
})

foreign('posts and metrics of posts that lack a permission are left out; where all lack it, the load fails at once', async () => {
  let denied: (post: string, metrics: string) => boolean = (post) => /1789500003|1789500017/.test(post)
  const all = posts(30)
  const insights: ForeignOptions['insights'] = (query) => (query.get('metric') ?? '').split(',').map((name) => ({ name, values: [{ value: 1 }] }))
  const refuse: ForeignOptions['refuse'] = (path, query) => {
    const asked = path.endsWith('/insights') ? [path.split('/')[2] ?? ''] : (query.get('fields') ?? '').includes('insights.') ? all.map(({ id }) => id) : []
    return asked.some((post) => denied(post, query.get('metric') ?? query.get('fields') ?? '')) ? [10, '(#10) Application does not have permission for this action'] : undefined
  }
  await begin({ posts: all, insights, refuse })
  const config = { data_type: 'media', metrics: ['reach', 'views', 'likes'] }
  const some = await read(config)
  assert.equal([some.error, some.rows.length, distinct(some.rows, 'media_id').length], [undefined, 28 * 3, 28])
  assert.ok(some.skipped.every(({ reason }) => reason === '2 media: (#10) Application does not have permission for this action'), JSON.stringify(some.skipped))
  denied = (_post, metrics) => metrics.includes('views')
  const metric = await read(config)
  assert.equal([metric.error, metric.rows.length, distinct(metric.rows, 'metric')], [undefined, 30 * 2, ['likes', 'reach']])
  denied = () => true
  const before = graph.calls.length
  assert.match((await read(config)).error?.message ?? '', /The token lacks a permission/)
  assert.ok(graph.calls.length - before < 20, String(graph.calls.length - before))
})

foreign('posts of a server that does not know the kind of a post bring their numbers', async () => {
  const refuse: ForeignOptions['refuse'] = (_path, query) => (query.get('fields')?.includes('media_product_type') ? [100, '(#100) Tried accessing nonexisting field (media_product_type) on node type (IGMedia)'] : undefined)
  await begin({ posts: posts(3, () => ({ media_product_type: undefined, media_type: 'VIDEO' })), insights: (query) => (query.get('metric') ?? '').split(',').map((name) => ({ name, values: [{ value: 1 }] })), refuse })
  const { rows, error } = await read({ data_type: 'media', metrics: ['reach', 'ig_reels_avg_watch_time'] })
  assert.equal([error, rows.length], [undefined, 6])
})

foreign('a metric that is refused for some days is missing of those alone', async () => {
  await begin({ insights: (query) => series(query), refuse: (_path, query) => (query.get('metric') === 'reach' && Number(query.get('since')) * 1000 < Date.UTC(2026, 7, 15) ? [100, '(#100) Not for those days'] : undefined) })
  const { rows, skipped } = await read({ data_type: 'user', metrics: ['reach-day'], since: '2026-07-27', until: '2026-11-24' })
  assert.is(rows.length, 90)
  assert.equal(skipped.map(({ metric, reason }) => [metric, reason]), [['reach', '2026-07-27 to 2026-08-26: (#100) Not for those days']])
  assert.is(rows.length, new Set(rows.map((row) => row['day'])).size)
})

foreign('numbers as text, ids as numbers, a total where a series was asked for and the other way round are read', async () => {
  const odd: ForeignOptions['insights'] = (query, node) => {
    const name = query.get('metric') ?? ''
    if (node !== ACCOUNT) return [{ name, values: [{ value: '12' }] }]
    return name === 'reach' ? [{ name, total_value: { value: '31' } }] : [{ name, values: [{ value: 32 }] }]
  }
  await begin({ posts: posts(1, () => ({ id: '17895000000000001' })), insights: odd, rewrite: (text) => text.replace(/"(\d{17})"/g, '$1') })
  const user = await read({ data_type: 'user', metrics: ['reach-day', 'views-day'], since: '2026-11-22', until: '2026-11-23' })
  assert.equal(user.rows.map((row) => [row['account_id'], row['metric'], row['metric_type'], row['day'], row['value']]).sort(), [[ACCOUNT, 'reach', 'total_value', '2026-11-22', 31], [ACCOUNT, 'views', 'total_value', '2026-11-22', 32]])
  const media = await read({ data_type: 'media', metrics: ['reach'] })
  assert.equal(media.rows.map((row) => [row['media_id'], row['value']]), [['17895000000000001', 12]])
})

foreign('a total without parts is zero of what it was to be broken down by, and not the total of all', async () => {
  await begin({ insights: (query) => [{ name: query.get('metric'), total_value: { value: 0, breakdowns: [{ dimension_keys: ['follow_type'], results: [] }] } }] })
  const { rows } = await read({ data_type: 'user', metrics: [{ value: 'views-day', breakdown: 'follow_type' }], since: '2026-11-22', until: '2026-11-23' })
  assert.equal(rows.map((row) => [row['breakdown'], row['dimension_values'], row['value']]), [['follow_type', null, 0]])
})

foreign('the zone of the machine, 14 hours ahead or 12 behind, moves no day', async () => {
  const before = process.env['TZ']
  await begin({ insights: (query) => series(query, (day) => Number(day.slice(-2))) })
  try {
    for (const zone of ['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Tokyo', 'America/Los_Angeles']) {
      process.env['TZ'] = zone
      const { rows } = await read({ data_type: 'user', metrics: ['reach-day', 'views-day'], since: '2026-10-28', until: '2026-11-05' })
      assert.is(new Date(0).getTimezoneOffset() === 0, false, zone)
      assert.is(rows.length, 16, zone)
      assert.ok(rows.every((row) => Number(String(row['day']).slice(-2)) === row['value']), zone)
    }
  } finally {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
})

foreign('of two pages with one name the one with an account is meant, and two with accounts have to be told apart', async () => {
  const page = (id: string, account?: string) => ({ id, name: 'Kite Bakery', ...(account === undefined ? {} : { instagram_business_account: { id: account, username: `u${account}` } }) })
  await begin({ pages: [page('1'), page('2', ACCOUNT)], posts: posts(1) })
  assert.equal(distinct((await read({ data_type: 'media_list' })).rows, 'page_id'), ['2'])
  await graph.close()
  await begin({ pages: [page('1', '5'), page('2', ACCOUNT)] })
  assert.match((await read({ data_type: 'media_list' })).error?.message ?? '', /2 pages are called 'Kite Bakery'\. Write the id of the one that is meant into facebook_page_name: 1 \(u5\), 2 \(u17841400000000003\)/)
})

foreign('a token that does not expire is warned of when its access to data ends, and the nearer of two ends is told', async () => {
  const options: ForeignOptions = { posts: posts(1) }
  await begin(options)
  const day = (text: string): number => Date.parse(`${text}T20:00:00Z`) / 1000
  const told = async (debug: object): Promise<readonly string[]> => {
    options.debug = debug
    return (await read({ data_type: 'media_list' })).lines.flatMap((line) => /^warn The access token (.*):/.exec(line)?.[1] ?? [])
  }
  assert.equal(await told({ expires_at: 0, data_access_expires_at: day('2026-12-01') }), ['loses its access to data on 2026-12-01, in 7 days'])
  assert.equal(await told({ expires_at: day('2026-11-26'), data_access_expires_at: day('2026-12-01') }), ['expires on 2026-11-26, in 2 days'])
  assert.equal(await told({ expires_at: 0, data_access_expires_at: day('2027-01-20') }), [])
})

foreign('a saved load reads totals of several days no second time: their days would be counted twice', async () => {
  await begin({ insights: (query) => series(query) })
  const config = { data_type: 'user', metrics: ['reach-day', 'views-day'], since: '2026-11-01', total_days: 7 }
  const first = await read(config, { mode: 'upsert' })
  const again = await read(config, { mode: 'upsert', state: first.state ?? {} })
  assert.equal(again.rows.map((row) => [row['metric'], row['day']]), [['reach', '2026-11-21'], ['reach', '2026-11-22'], ['reach', '2026-11-23']])
})

foreign.run()
