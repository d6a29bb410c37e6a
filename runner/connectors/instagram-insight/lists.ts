import { isGraphError, pacificDay, unlisted } from '../../../sdk/index.ts'
import type { GraphClient, IgComment, Page } from '../../../sdk/index.ts'
import type { Batch, Row } from '../../model/warehouse.ts'
import type { Account } from './accounts.ts'
import { asked, isBefore, isIn, rangeOf } from './media.ts'
import type { MediaEdge } from './presets.ts'
import type { Reading } from './source.ts'
import { commentRow, postRow, profileRow, TABLES, type ListedComment, type ListedMedia } from './tables.ts'
import { positionOf } from './units.ts'

const POST_FIELDS = [
  'id', 'ig_id', 'caption', 'alt_text', 'media_type', 'media_product_type', 'media_url', 'thumbnail_url', 'permalink', 'shortcode', 'timestamp', 'username', 'owner',
  'like_count', 'comments_count', 'is_comment_enabled', 'is_shared_to_feed',
]
const CHILD_FIELDS = ['id', 'ig_id', 'media_type', 'media_url', 'thumbnail_url', 'permalink', 'shortcode', 'timestamp', 'username']
const NOT_ON_INSTAGRAM = new Set(['ig_id'])
const TAG_FIELDS = ['id', 'caption', 'media_type', 'media_product_type', 'media_url', 'permalink', 'timestamp', 'username', 'like_count', 'comments_count']
const COMMENT_FIELDS = ['id', 'text', 'timestamp', 'username', 'from', 'like_count', 'hidden', 'parent_id', 'user']
const PROFILE_FIELDS = ['id', 'username', 'name', 'biography', 'website', 'profile_picture_url', 'ig_id', 'followers_count', 'follows_count', 'media_count']
const PAGE_SIZE = 100
/** Posts a page when comments are expanded with them: 50 comments each. */
const COMMENTED_PAGE_SIZE = 25
const COMMENTS_AT_ONCE = 50
const REPLIES_AT_ONCE = 10

type Facebook = GraphClient<'facebook', string>

/** Reads an account's posts, a row each, the parts of albums by expansion; its active stories where `media_edges` names them. */
export async function* readPosts(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const { columns } = TABLES.media_list
  for (const edge of reading.settings.edges ?? ['media' as const]) {
    const children = { fields: allowed(reading, CHILD_FIELDS) }
    for await (const { posts, unit } of listPosts(reading, account, { edge, list: 'posts', fields: POST_FIELDS, more: { children }, pageSize: PAGE_SIZE })) {
      yield { columns, rows: posts.map((post) => postRow(account, post, edge === 'stories')), unit, finishes: [unit] }
    }
  }
}

/** Reads the comments under an account's posts and the replies to them. `since` and `until` are about the comment. */
export async function* readComments(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const { columns } = TABLES.comments
  const range = rangeOf(reading, positionOf('', new Set()))
  const replies = { fields: COMMENT_FIELDS, limit: REPLIES_AT_ONCE }
  const comments = { fields: COMMENT_FIELDS, limit: COMMENTS_AT_ONCE, replies }
  for await (const { posts, unit } of listPosts(reading, account, { edge: 'media', list: 'comments', fields: ['id', 'timestamp'], more: { comments }, pageSize: COMMENTED_PAGE_SIZE, everyPost: true })) {
    const rows = await Promise.all(posts.map((post) => commentsOf(reading, account, post, replies)))
    yield { columns, rows: rows.flat().filter(([,,,,,,,, at]) => isIn(range, { id: '', timestamp: at })), unit, finishes: [unit] }
  }
}

/** The comments of one post: those that came with it, and what Meta has beyond them. */
async function commentsOf({ graph, signal }: Reading, account: Account, post: ListedMedia, replies: object): Promise<readonly Row[]> {
  const client = graph.client as unknown as Facebook
  const rows: Row[] = []
  const add = async (comment: ListedComment): Promise<void> => {
    rows.push(commentRow(account, post.id, comment, null))
    for (const reply of comment.replies?.data ?? []) rows.push(commentRow(account, post.id, reply, comment.id))
    const after = nextOf(comment.replies)
    if (after === undefined) return
    for await (const reply of client.comment(comment.id).replies({ fields: names(COMMENT_FIELDS), limit: COMMENTS_AT_ONCE, after }, { signal })) rows.push(commentRow(account, post.id, reply as unknown as IgComment, comment.id))
  }
  const expanded = post['comments'] as { readonly data?: readonly ListedComment[]; readonly paging?: Paging } | undefined
  for (const comment of expanded?.data ?? []) await add(comment)
  const after = nextOf(expanded)
  if (after !== undefined) for await (const comment of client.media(post.id).comments({ fields: names(COMMENT_FIELDS), limit: COMMENTS_AT_ONCE, after, replies } as never, { signal })) await add(comment as unknown as ListedComment)
  return rows
}

interface Paging { readonly cursors?: { readonly after?: string }; readonly next?: string }

/** Where an expanded edge goes on: only where Meta says that it does. */
const nextOf = (edge: { readonly paging?: Paging } | undefined): string | undefined => (edge?.paging?.next === undefined ? undefined : edge.paging.cursors?.after)

/** Reads the posts of others in which the account is tagged. */
export async function* readTags(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const { columns } = TABLES.tags
  const unit = `tags ${account.id}`
  if (reading.finished.has(unit)) return
  const range = rangeOf(reading, positionOf('', new Set()))
  const pages = reading.graph.client.user(account.id).tags({ fields: names(TAG_FIELDS), limit: PAGE_SIZE }, { signal: reading.signal }).pages()
  for await (const page of pages) {
    const posts = (page.data as unknown as readonly ListedMedia[]).filter((post) => isIn(range, post))
    yield { columns, rows: posts.map((post) => postRow(account, post, false)), unit }
  }
  yield { columns, rows: [], unit, finishes: [unit] }
}

/** Reads the account itself: one row, dated by the day. */
export async function* readProfile(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const { columns } = TABLES.profile
  const unit = `profile ${account.id}`
  if (reading.finished.has(unit)) return
  const user = reading.graph.client.user(account.page === undefined ? 'me' : account.id)
  const profile = await withoutUnknown(allowed(reading, PROFILE_FIELDS), (fields) => user.get({ fields: names(fields) }, { signal: reading.signal }))
  yield { columns, rows: [profileRow(account, profile as unknown as Readonly<Record<string, unknown>>, pacificDay(reading.graph.now))], unit, finishes: [unit] }
}

interface ListRequest {
  readonly edge: MediaEdge
  /** Names the units. */
  readonly list: string
  readonly fields: readonly string[]
  readonly more: Readonly<Record<string, object>>
  readonly pageSize: number
  /** `since` and `until` do not choose the posts. */
  readonly everyPost?: boolean
}

/** Lists posts page by page, newest first, going on where an earlier run ended. */
async function* listPosts(reading: Reading, account: Account, request: ListRequest): AsyncGenerator<{ readonly posts: readonly ListedMedia[]; readonly unit: string }, void, undefined> {
  const { graph, finished, signal } = reading
  const { edge } = request
  const position = positionOf(`${request.list} ${edge} ${account.id}`, finished)
  if (position.done) return
  const whole = rangeOf(reading, position)
  const range = request.everyPost ? { since: undefined, until: position.readFrom === undefined ? undefined : position.readFrom + 1 } : whole
  const user = graph.client.user(account.id)
  const list = (edge === 'stories' ? user.stories : user.media).bind(user) as typeof user.media
  const pagesWith = async (fields: readonly string[]): Promise<AsyncIterator<Page<ListedMedia>>> => {
    const pages = list({ ...request.more, fields: names(fields), limit: request.pageSize, ...(edge === 'media' ? asked(range) : {}) }, { signal })
    await pages
    return pages.pages()[Symbol.asyncIterator]() as unknown as AsyncIterator<Page<ListedMedia>>
  }
  const pages = await withoutUnknown(allowed(reading, request.fields), pagesWith)
  let index = 0
  for (let next = await pages.next(); !next.done; next = await pages.next()) {
    const page = next.value
    if (page.data.length > 0) yield { posts: page.data.filter((post) => isIn(range, post) && !position.isRead(post)), unit: position.unitOf(page.data, index++) }
    if (edge === 'media' && isBefore(range, page.data)) break
  }
  yield { posts: [], unit: position.doneUnit }
}

const names = (fields: readonly string[]) => fields.map((name) => unlisted(name))

const allowed = ({ graph }: Reading, fields: readonly string[]): readonly string[] => (graph.host === 'instagram' ? fields.filter((name) => !NOT_ON_INSTAGRAM.has(name)) : fields)

/** Reads with the fields that Meta knows: one that it refuses by name is left out. */
async function withoutUnknown<T>(fields: readonly string[], read: (fields: readonly string[]) => Promise<T>): Promise<T> {
  try { return await read(fields) } catch (error) {
    const refused = isGraphError(error) && error.code === 'unknown-field' ? /nonexisting field \((\w+)\)/.exec(error.message)?.[1] : undefined
    if (refused === undefined || !fields.includes(refused) || fields.length === 1) throw error
    return withoutUnknown(fields.filter((name) => name !== refused), read)
  }
}
