import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A thread under a post. */
export interface ForeignComment { readonly id: string; readonly timestamp: string; readonly replies?: readonly ForeignComment[] }
export interface ForeignPost { readonly id: string; readonly timestamp?: string; readonly comments?: readonly ForeignComment[]; readonly [field: string]: unknown }

export interface ForeignOptions {
  readonly pages?: readonly object[]
  posts?: readonly ForeignPost[]
  tags?: readonly ForeignPost[]
  /** Items a page, whatever the client asks for. */
  readonly pageSize?: number
  /** So many items of a page stand on the next one again. */
  readonly overlap?: number
  /** The `data` of an insights call, of the account or of a post. */
  insights?: (query: URLSearchParams, node: string) => unknown
  /** What `debug_token` says of the token. */
  debug?: object
  /** Refuses a call with this message and code. */
  refuse?: (path: string, query: URLSearchParams) => readonly [code: number, message: string] | undefined
  /** The last change to the text of every answer. */
  readonly rewrite?: (json: string) => string
}

export const ACCOUNT = '17841400000000003'

/** A Graph API that is none of ours: it knows one account, no batch, no times of lists, and gives fields that were not asked for. */
export async function foreignGraph(options: ForeignOptions) {
  const calls: string[] = []
  const size = options.pageSize ?? 100
  const paged = (items: readonly object[], at: string | null, most = size): object => {
    const from = Number(at ?? 0)
    const next = from + most < items.length ? String(from + most - (options.overlap ?? 0)) : undefined
    return { data: items.slice(from, from + most), paging: { cursors: { after: next ?? String(from) }, ...(next === undefined ? {} : { next: `https://elsewhere.example/?after=${next}` }) } }
  }
  const thread = ({ replies, ...comment }: ForeignComment): object => ({ ...comment, ...(replies ? { replies: paged(replies, null, 10) } : {}) })
  const shown = ({ comments, ...post }: ForeignPost, query: URLSearchParams): object => {
    const fields = query.get('fields') ?? ''
    const metrics = /insights\.metric\(([^)]*)\)/.exec(fields)?.[1]
    return {
      ...post, ...(comments && fields.includes('comments.') ? { comments: paged(comments.map(thread), null, 50) } : {}),
      ...(metrics === undefined ? {} : { insights: { data: options.insights?.(new URLSearchParams({ metric: metrics }), post.id) ?? [] } }),
    }
  }
  const find = <T extends { readonly id: string }>(items: readonly T[], id: string): T | undefined => items.find((item) => item.id === id)

  const answer = (path: string, query: URLSearchParams): object | undefined => {
    const [node = '', edge = ''] = path.split('/').slice(2)
    const posts = options.posts ?? []
    if (node === 'debug_token' && options.debug) return { data: options.debug }
    if (path.endsWith('/me/accounts')) return { data: options.pages ?? [{ id: '1', name: 'Kite Bakery', instagram_business_account: { id: ACCOUNT, username: 'kite' } }] }
    if (node === ACCOUNT && (edge === 'media' || edge === 'tags')) return paged((edge === 'tags' ? options.tags ?? [] : posts).map((post) => shown(post, query)), query.get('after'))
    if (edge === 'insights') return { data: options.insights?.(query, node) ?? [] }
    if (edge === 'comments') return paged((find(posts, node)?.comments ?? []).map(thread), query.get('after'), 50)
    if (edge === 'replies') return paged(find(posts.flatMap(({ comments }) => comments ?? []), node)?.replies ?? [], query.get('after'), 50)
    return undefined
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any')
    calls.push(`${pathname.split('/').slice(2).join('/')}?${searchParams.get('fields') ?? searchParams.get('metric') ?? ''}&since=${searchParams.get('since') ?? ''}`)
    const refusal = options.refuse?.(pathname, searchParams)
    const found = refusal ? undefined : answer(pathname, searchParams)
    const [code, message] = refusal ?? [100, 'Unsupported request']
    const text = JSON.stringify(found ?? { error: { code, message } })
    response.writeHead(found ? 200 : 400, { 'content-type': 'application/json', date: 'Tue, 24 Nov 2026 20:00:00 GMT' }).end(options.rewrite?.(text) ?? text)
  })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  return {
    calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens: { facebook: 'EAAforeign0123456789' },
    close: async (): Promise<void> => { server.closeAllConnections(); await new Promise<void>((done) => { server.close(() => { done() }) }) },
  }
}

export type ForeignGraph = Awaited<ReturnType<typeof foreignGraph>>
