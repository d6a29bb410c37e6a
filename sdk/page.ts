import { GraphError } from './error.ts'
import type { Paging } from './generated/operations.ts'

/** One page as Meta sends it, the links left out: they carry the token. */
export interface Page<T> {
  readonly data: readonly T[]
  /** Where the next page begins; undefined on the last. */
  readonly after: string | undefined
}

/** A paged edge. Awaited, it is the first page; iterated, all items; `pages()` gives page by page. */
export interface Pages<T> extends PromiseLike<Page<T>>, AsyncIterable<T> {
  pages(): AsyncIterable<Page<T>>
  /** Every item; `limit` stops early. */
  all(limit?: number): Promise<readonly T[]>
}

export interface PageQuery { readonly after: string | undefined, readonly limit: number | undefined }

interface RawPage<T> {
  readonly data?: readonly T[]
  readonly paging?: { readonly cursors?: { readonly after?: string }, readonly next?: string }
}

/** Reads pages one after the other by `read`, in the dialect of the edge (IG §4). Pages that are too much for Meta are asked for again at half the size. */
export function createPages<T>(paging: Paging, first: PageQuery, read: (query: PageQuery) => Promise<unknown>): Pages<T> {
  let started: Promise<Page<T>> | undefined
  let limit = first.limit
  const readPage = async (after: string | undefined): Promise<Page<T>> => {
    for (;;) {
      try { return pageOf<T>(await read({ after, limit }) as RawPage<T>, paging) } catch (error) {
        const size = limit ?? 25
        if (!(error instanceof GraphError) || error.code !== 'too-much-data' || size <= 1) throw error
        limit = Math.ceil(size / 2)
      }
    }
  }
  const firstPage = () => started ??= readPage(first.after)
  async function* pages(): AsyncGenerator<Page<T>, void, undefined> {
    let page = await firstPage()
    let seen: ReadonlySet<unknown> = new Set()
    for (;;) {
      const ids = new Set(page.data.map(idOf))
      yield page
      // A cursor that brings the same items again would go on for ever.
      if (page.after === undefined || (ids.size > 0 && [...ids].every((id) => seen.has(id)))) return
      seen = ids
      page = await readPage(page.after)
    }
  }
  async function* items(): AsyncGenerator<T, void, undefined> {
    for await (const page of pages()) yield* page.data
  }
  return {
    then: (resolved, rejected) => firstPage().then(resolved, rejected),
    pages,
    [Symbol.asyncIterator]: items,
    async all(most = Infinity) {
      const found: T[] = []
      for await (const item of items()) if (found.push(item) >= most) break
      return found
    },
  }
}

/** Stop rules: with links, an absent `next` ends; without links, an absent cursor or an empty page. A short or empty page with `next` goes on. */
export function pageOf<T>(raw: RawPage<T>, paging: Paging): Page<T> {
  const data = raw.data ?? []
  const { cursors, next } = raw.paging ?? {}
  if (paging === 'none' || paging === 'window') return { data, after: undefined }
  const linkless = paging === 'cursor-without-links' || paging === 'after'
  if (next === undefined && (!linkless || data.length === 0)) return { data, after: undefined }
  return { data, after: cursors?.after ?? afterIn(next) }
}

/** The cursor of a link; the rest of the link is not followed, so that no other host ever sees the token. */
function afterIn(link: string | undefined): string | undefined {
  const cursor = /[?&]after=([^&#]+)/.exec(link ?? '')?.[1]
  return cursor === undefined ? undefined : decodeURIComponent(cursor)
}

function idOf(item: unknown): unknown {
  return item !== null && typeof item === 'object' && 'id' in item ? item.id : JSON.stringify(item)
}
