import { pacificDay } from '../../../sdk/index.ts'
import type { GraphClient } from '../../../sdk/index.ts'
import type { Batch } from '../../model/warehouse.ts'
import type { Account } from './accounts.ts'
import { edgeRefused } from './failure.ts'
import { listPosts, type ListedPage } from './listing.ts'
import { rangeOf } from './range.ts'
import { selectionOf, withoutUnknown } from './selection.ts'
import type { Reading } from './source.ts'
import { postRow, profileRow, TABLES, type ListedMedia } from './tables.ts'
import { secondsOf } from './units.ts'

const POST_FIELDS = [
  'id', 'ig_id', 'caption', 'alt_text', 'media_type', 'media_product_type', 'media_url', 'thumbnail_url', 'permalink', 'shortcode', 'timestamp', 'username', 'owner',
  'like_count', 'comments_count', 'is_comment_enabled', 'is_shared_to_feed',
]
const CHILD_FIELDS = ['id', 'ig_id', 'media_type', 'media_url', 'thumbnail_url', 'permalink', 'shortcode', 'timestamp', 'username']
const NOT_ON_INSTAGRAM = new Set(['ig_id'])
const TAG_FIELDS = ['id', 'caption', 'media_type', 'media_product_type', 'media_url', 'permalink', 'timestamp', 'username', 'like_count', 'comments_count']
const PROFILE_FIELDS = ['id', 'username', 'name', 'biography', 'website', 'profile_picture_url', 'ig_id', 'followers_count', 'follows_count', 'media_count']
const PAGE_SIZE = 100

/** Reads an account's posts, a row each, the parts of albums by expansion; its active stories where `media_edges` names them. */
export async function* readPosts(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  for (const edge of reading.settings.edges ?? ['media' as const]) {
    const wanted = { fields: allowed(reading, POST_FIELDS), edges: { children: { fields: allowed(reading, CHILD_FIELDS) } } }
    const pages = listPosts(reading, account, { edge, list: 'posts', wanted, pageSize: PAGE_SIZE, range: openFrom(reading, account) })
    for await (const page of pages) yield postsBatch(reading, account, await withChildren(reading, account, page), edge === 'stories')
  }
}

/** Reads the posts of others in which the account is tagged. */
export async function* readTags(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const pages = listPosts(reading, account, { edge: 'tags', list: 'tags', wanted: { fields: TAG_FIELDS }, pageSize: PAGE_SIZE, range: openFrom(reading, account) })
  for await (const page of pages) yield postsBatch(reading, account, page, false)
}

/** From where on a saved load that appends may find something new; else the configured range. */
function openFrom(reading: Reading, account: Account): { readonly since: number | undefined; readonly until: number | undefined } {
  const { since, until } = rangeOf(reading)
  const again = reading.loaded?.since(account.id)
  return { until, since: since === undefined || again === undefined ? since ?? again : Math.max(since, again) }
}

function postsBatch({ settings, loaded }: Reading, account: Account, { posts, unit }: ListedPage, isStory: boolean): Batch {
  const { columns } = TABLES[settings.dataType]
  const items = posts.map((post) => ({ post, id: post.id, at: secondsOf(post) }))
  const fresh = loaded?.fresh(account.id, items) ?? items
  return { columns, rows: fresh.map(({ post }) => postRow(account, post, isStory)), unit, finishes: [unit, ...loaded?.keep(account.id, items) ?? []] }
}

/** Albums whose parts did not come with a page are asked for them one by one. */
async function withChildren(reading: Reading, account: Account, page: ListedPage): Promise<ListedPage> {
  if (page.refusal === undefined) return page
  const client = reading.graph.client as unknown as GraphClient<'facebook', string>
  const posts = await Promise.all(page.posts.map(async (post): Promise<ListedMedia> => {
    if (post['media_type'] !== 'CAROUSEL_ALBUM') return post
    try {
      const data = await withoutUnknown({ fields: allowed(reading, CHILD_FIELDS) }, async (wanted) => client.media(post.id).children(selectionOf(wanted), { signal: reading.signal }).all())
      return { ...post, children: { data } }
    } catch (error) {
      reading.report.add(account, [edgeRefused(error, post.id, 'children')])
      return post
    }
  }))
  return { ...page, posts }
}

/** Reads the account itself: one row, dated by the day. */
export async function* readProfile(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const { columns } = TABLES.profile
  const unit = `profile ${account.id}`
  if (reading.finished.has(unit)) return
  const user = reading.graph.client.user(account.page === undefined ? 'me' : account.id)
  const profile = await withoutUnknown({ fields: allowed(reading, PROFILE_FIELDS) }, (wanted) => user.get({ fields: selectionOf(wanted).fields }, { signal: reading.signal }))
  yield { columns, rows: [profileRow(account, profile as unknown as Readonly<Record<string, unknown>>, pacificDay(reading.graph.now))], unit, finishes: [unit] }
}

const allowed = ({ graph }: Reading, fields: readonly string[]): readonly string[] => (graph.host === 'instagram' ? fields.filter((name) => !NOT_ON_INSTAGRAM.has(name)) : fields)
