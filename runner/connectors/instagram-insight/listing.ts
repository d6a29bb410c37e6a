import { isGraphError } from '../../../sdk/index.ts'
import type { GraphErrorCode, Page, Pages } from '../../../sdk/index.ts'
import type { Account } from './accounts.ts'
import { asked, isBefore, isIn, openRange, type PostRange } from './range.ts'
import { lessBy, selectionOf, withoutUnknown, type Wanted } from './selection.ts'
import type { Reading } from './source.ts'
import type { ListedMedia } from './tables.ts'
import { positionOf } from './units.ts'

export interface ListRequest {
  readonly edge: 'media' | 'stories' | 'tags'
  /** Names the units. */
  readonly list: string
  readonly wanted: Wanted
  readonly pageSize: number
  /** Posts of other times are left out. */
  readonly range: PostRange
}

/** Posts of a page that were not read before. */
export interface ListedPage {
  readonly posts: readonly ListedMedia[]
  /** Why the edges of these posts did not come with them and have to be asked for one by one; undefined where they came. */
  readonly refusal: unknown
  readonly unit: string
}

type Read = (wanted: Wanted, after: string | undefined) => Pages<ListedMedia>

/** Lists posts page by page, going on where an earlier run ended. */
export async function* listPosts(reading: Reading, account: Account, request: ListRequest): AsyncGenerator<ListedPage, void, undefined> {
  const { graph, finished, signal } = reading
  const { edge, range } = request
  const position = positionOf(`${request.list} ${edge} ${account.id}`, finished)
  if (position.done) return
  const user = graph.client.user(account.id)
  const list = { media: user.media, stories: user.stories, tags: user.tags }[edge].bind(user) as typeof user.media
  // Tags and stories know no time.
  const times = edge === 'media' ? asked(openRange(range, position)) : {}
  const read: Read = (wanted, after) => list({ ...selectionOf(wanted), limit: request.pageSize, ...times, ...(after === undefined ? {} : { after }) }, { signal }) as unknown as Pages<ListedMedia>
  for await (const { page, refusal } of pagesOf(read, request.wanted)) {
    reading.report.serve()
    const { posts, unit, repeats } = position.take(page.data)
    if (repeats) break
    if (page.data.length > 0) yield { posts: posts.filter((post) => isIn(range, post)), refusal, unit }
    if (edge === 'media' && isBefore(range, page.data)) break
  }
  yield { posts: [], refusal: undefined, unit: position.doneUnit }
}

/** Refusals that may concern one post of a page, or what is expanded with it, so that the posts alone may still be listed. */
const OF_THE_EDGES: ReadonlySet<GraphErrorCode> = new Set(['invalid-parameter', 'unknown', 'unknown-field', 'not-found', 'permission', 'unavailable', 'timeout', 'carousel-child', 'too-much-data'])

/** Pages with the edges of their posts. A page that is refused for its edges comes without them; the next is tried with them again. */
async function* pagesOf(read: Read, begin: Wanted): AsyncGenerator<{ readonly page: Page<ListedMedia>; readonly refusal: unknown }, void, undefined> {
  let wanted = begin
  let pages = read(wanted, undefined).pages()[Symbol.asyncIterator]()
  let after: string | undefined
  for (;;) {
    let refusal: unknown
    let page: Page<ListedMedia> | undefined
    try {
      const next = await pages.next()
      if (next.done) return
      page = next.value
    } catch (error) {
      const less = lessBy(error, wanted)
      if (less === undefined && !(wanted.edges && isGraphError(error) && OF_THE_EDGES.has(error.code))) throw error
      wanted = less ?? wanted
      if (less === undefined) {
        refusal = error
        page = await withoutUnknown({ fields: wanted.fields }, async (plain) => read(plain, after))
      }
      pages = read(wanted, page?.after ?? after).pages()[Symbol.asyncIterator]()
    }
    if (!page) continue
    yield { page, refusal }
    after = page.after
    if (after === undefined) return
  }
}
