import { isGraphError } from '../../../sdk/index.ts'
import type { GraphClient, IgComment } from '../../../sdk/index.ts'
import type { Batch } from '../../model/warehouse.ts'
import type { Account } from './accounts.ts'
import { edgeRefused } from './failure.ts'
import { listPosts, type ListedPage } from './listing.ts'
import { isIn, rangeOf } from './range.ts'
import { selectionOf, withoutUnknown, type Wanted } from './selection.ts'
import type { Reading } from './source.ts'
import { commentRow, TABLES, type ListedComment, type ListedMedia, type Paging } from './tables.ts'
import { secondsOf } from './units.ts'

const COMMENT_FIELDS = ['id', 'text', 'timestamp', 'username', 'from', 'like_count', 'hidden', 'parent_id', 'user']
/** Posts a page when comments are expanded with them: 50 comments each. */
const PAGE_SIZE = 25
const COMMENTS_AT_ONCE = 50
const REPLIES_AT_ONCE = 10
const REPLIES: Wanted = { fields: COMMENT_FIELDS, limit: REPLIES_AT_ONCE }
const COMMENTS: Wanted = { fields: COMMENT_FIELDS, limit: COMMENTS_AT_ONCE, edges: { replies: REPLIES } }
const EVER = { since: undefined, until: undefined }

/** A comment with the post and the comment it stands under. */
interface Found { readonly media: string; readonly parent: string | null; readonly comment: IgComment }

/** Reads the comments under an account's posts and the replies to them. `since` and `until` are about the comment. */
export async function* readComments(reading: Reading, account: Account): AsyncGenerator<Batch, void, undefined> {
  const { columns } = TABLES.comments
  const { loaded } = reading
  const range = rangeOf(reading)
  for await (const page of listPosts(reading, account, { edge: 'media', list: 'comments', wanted: { fields: ['id', 'timestamp'], edges: { comments: COMMENTS } }, pageSize: PAGE_SIZE, range: EVER })) {
    const found = await commentsOf(reading, account, page)
    const items = found.map((one) => ({ ...one, id: one.comment.id, at: secondsOf(one.comment as unknown as ListedMedia) }))
    const wanted = (loaded?.fresh(account.id, items) ?? items).filter(({ comment }) => isIn(range, comment as unknown as ListedMedia))
    yield { columns, rows: wanted.map(({ media, comment, parent }) => commentRow(account, media, comment, parent)), unit: page.unit, finishes: [page.unit, ...loaded?.keep(account.id, items) ?? []] }
  }
}

async function commentsOf(reading: Reading, account: Account, { posts, refusal }: ListedPage): Promise<readonly Found[]> {
  const refused: unknown[] = []
  const found = await Promise.all(posts.map(async (post) => {
    try { return await commentsUnder(reading, post, refusal === undefined) } catch (error) {
      reading.report.add(account, [edgeRefused(error, post.id, 'comments')])
      refused.push(error)
      return []
    }
  }))
  // The permission is missing altogether: that is no matter of single posts.
  if (isGraphError(refusal) && refusal.code === 'permission' && posts.length > 0 && refused.length === posts.length) throw refusal
  return found.flat()
}

/** The comments of one post, each once: those that came with it, and what Meta has beyond them. */
async function commentsUnder(reading: Reading, post: ListedMedia, expanded: boolean): Promise<readonly Found[]> {
  const found = new Map<string, Found>()
  const add = (comment: IgComment, parent: string | null): void => { found.set(comment.id, { media: post.id, parent, comment }) }
  const addThread = async (comment: ListedComment): Promise<void> => {
    add(comment, null)
    for (const reply of comment.replies?.data ?? []) add(reply, comment.id)
    for (const reply of await repliesAfter(reading, comment)) add(reply, comment.id)
  }
  const first = post['comments'] as { readonly data?: readonly ListedComment[]; readonly paging?: Paging } | undefined
  for (const comment of first?.data ?? []) await addThread(comment)
  if (!expanded || goesOn(first)) for (const comment of await commentsAfter(reading, post.id, goesOn(first))) await addThread(comment)
  return [...found.values()]
}

async function commentsAfter({ graph, signal }: Reading, media: string, after: string | undefined): Promise<readonly ListedComment[]> {
  const client = graph.client as unknown as Facebook
  const comments = await withoutUnknown(COMMENTS, async (wanted) => client.media(media).comments({ ...selectionOf(wanted), ...(after === undefined ? {} : { after }) } as never, { signal }).all())
  return comments as unknown as readonly ListedComment[]
}

async function repliesAfter({ graph, signal }: Reading, comment: ListedComment): Promise<readonly IgComment[]> {
  const after = goesOn(comment.replies)
  if (after === undefined) return []
  const client = graph.client as unknown as Facebook
  const replies = await withoutUnknown({ fields: COMMENT_FIELDS, limit: COMMENTS_AT_ONCE }, async (wanted) => client.comment(comment.id).replies({ ...selectionOf(wanted), after }, { signal }).all())
  return replies as unknown as readonly IgComment[]
}

type Facebook = GraphClient<'facebook', string>

/** Where an expanded edge goes on: only where Meta says that it does. */
const goesOn = (edge: { readonly paging?: Paging } | undefined): string | undefined => (edge?.paging?.more === true ? edge.paging.cursors?.after : undefined)
