import type { Context } from './context.ts'
import type { Params } from './params.ts'
import { limitOf } from './params.ts'
import { invalid } from './refusal.ts'

/** The items of an edge, in the order in which it lists them; keys fall from item to item, and stay with their item. */
export interface Sequence<T> {
  readonly length: number
  at(index: number): T
  keyAt(index: number): number
  /** Where the item with this key is, or the one before which it would be, less one. */
  indexOf(key: number): number
}

/** Items numbered without a gap, the highest first. */
export function range<T>(first: number, last: number, make: (number: number) => T): Sequence<T> {
  const length = Math.max(0, last - first + 1)
  return { length, at: (i) => make(last - i), keyAt: (i) => last - i, indexOf: (key) => Math.min(length, Math.max(-1, last - key)) }
}

/** Few items with keys of their own, already in order. */
export function list<T>(items: readonly T[], keyOf: (item: T, index: number) => number = (_, i) => -i): Sequence<T> {
  const keys = items.map(keyOf)
  return {
    length: items.length,
    at: (i) => items[i] as T,
    keyAt: (i) => keys[i] as number,
    indexOf: (key) => {
      const at = keys.findIndex((one) => one <= key)
      return at < 0 ? items.length : keys[at] === key ? at : at - 1
    },
  }
}

/**
 * How an edge pages (IG §4): `links` has cursors and links; `cursors` no links (tags, business discovery); `after` no way back (hashtags);
 * `quiet` is `links` that says nothing when all there is stands on one page (edges inside an expansion, IG §2.11).
 */
export type PagingStyle = 'links' | 'cursors' | 'after' | 'quiet'

export interface Edge<T> {
  /** Path after the version, for links: `17841…/media`. */
  readonly path: string
  readonly items: Sequence<T>
  readonly style: PagingStyle
  /** The largest page; a higher limit is lowered without a word. */
  readonly most: number
  readonly usual?: number
  /** Items that Meta leaves out of a page after cutting it (private media): pages can be short or empty. */
  readonly hidden?: (item: T) => boolean
}

export interface PageOf { readonly data: readonly unknown[], readonly paging?: Readonly<Record<string, unknown>> }

const DEFAULT_LIMIT = 25

/**
 * One page of an edge. A page beyond the last item is `{"data":[]}` without paging, so clients that go by `cursors.after` end too.
 * `args` are the request's parameters, or the modifiers of a field.
 */
export function page<T>(context: Context, edge: Edge<T>, args: Params, fieldsText: string | undefined, show: (item: T) => unknown): PageOf {
  const limit = limitOf(args.get('limit'), edge.usual ?? DEFAULT_LIMIT, edge.most)
  const [start, end] = cut(edge.items, args, limit)
  if (start >= end) return { data: [] }
  const data: unknown[] = []
  for (let i = start; i < end; i++) {
    const item = edge.items.at(i)
    if (edge.hidden?.(item) !== true) data.push(show(item))
  }
  const more = end < edge.items.length
  if (edge.style === 'quiet' && !more && start === 0) return { data }
  const before = writeCursor(edge.items.keyAt(start))
  const after = writeCursor(edge.items.keyAt(end - 1))
  if (edge.style === 'cursors') return { data, paging: { cursors: { before, after } } }
  const link = (name: 'after' | 'before', cursor: string) => linkOf(context, edge.path, args, fieldsText, { limit: String(limit), [name]: cursor })
  const next = more ? { next: link('after', after) } : {}
  if (edge.style === 'after') return { data, paging: { cursors: { after }, ...next } }
  return { data, paging: { cursors: { before, after }, ...next, ...(start > 0 ? { previous: link('before', before) } : {}) } }
}

function cut<T>(items: Sequence<T>, args: Params, limit: number): readonly [number, number] {
  const after = args.get('after')
  if (after !== undefined && after !== '') {
    const start = items.indexOf(readCursor(after)) + 1
    return [start, Math.min(items.length, start + limit)]
  }
  const before = args.get('before')
  if (before !== undefined && before !== '') {
    const end = Math.min(items.length, Math.max(0, items.indexOf(readCursor(before))))
    return [Math.max(0, end - limit), end]
  }
  return [0, Math.min(items.length, limit)]
}

const NOT_IN_LINKS = new Set(['after', 'before', 'limit', 'access_token', 'fields', 'appsecret_proof', 'as', 'batch', 'ids', 'method'])

/** A link as Meta writes it: with the token, however the client sent it. */
export function linkOf(context: Context, path: string, args: Params, fieldsText: string | undefined, changes: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams({ access_token: context.token.token })
  if (fieldsText !== undefined) query.set('fields', fieldsText)
  for (const [name, value] of args) if (!NOT_IN_LINKS.has(name)) query.set(name, value)
  for (const [name, value] of Object.entries(changes)) query.set(name, value)
  return `${context.base}/${context.version.name}/${path}?${query}`
}

const CURSOR_HEAD = 'QVFIU'

function writeCursor(key: number): string {
  return `${CURSOR_HEAD}${Buffer.from(`sb:${key}`).toString('base64url')}ZD`
}

function readCursor(text: string): number {
  const inner = text.startsWith(CURSOR_HEAD) && text.endsWith('ZD') ? Buffer.from(text.slice(CURSOR_HEAD.length, -2), 'base64url').toString() : ''
  const key = /^sb:(-?\d+)$/.exec(inner)?.[1]
  if (key === undefined) throw invalid('Invalid parameter')
  return Number(key)
}
