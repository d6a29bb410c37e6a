import type { FetchInit } from '../../../sdk/index.ts'
import { refusal, scriptedClient } from './graph.ts'
import type { Answer } from './graph.ts'

export interface Post { readonly id: string, readonly media_type: string, readonly media_product_type: string, readonly timestamp: string }

const KINDS = [['IMAGE', 'FEED'], ['VIDEO', 'REELS'], ['CAROUSEL_ALBUM', 'FEED']] as const

/** Posts of an account, newest first, a day apart; reels are every third. */
export function posts(count: number): readonly Post[] {
  return Array.from({ length: count }, (_, index) => {
    const [type, product] = KINDS[index % KINDS.length] as (typeof KINDS)[number]
    return { id: String(1000 + index), media_type: type, media_product_type: product, timestamp: new Date(Date.parse('2026-11-20T10:00:00Z') - index * 86_400_000).toISOString().replace('.000Z', '+0000') }
  })
}

export const BEFORE_CONVERSION: Answer = refusal(100, 'Invalid parameter', { error_subcode: 2108006 })
export const unsupported = (metric: string): Answer => refusal(100, `(#100) The Media Insights API does not support the ${metric} metric for this media product type.`)

export interface PostsOptions {
  /** How a post refuses a metric; undefined where it answers. */
  readonly refuses: (post: Post, metric: string) => Answer | undefined
  /** Whether the server takes batches; true by default. */
  readonly batches?: boolean
  /** Whether it answers insights inside of lists; true by default. */
  readonly expands?: boolean
}

/** A client of a server that has one account with these posts: lists with cursors, time ranges and expansion, single media, batches. */
export function postsClient(all: readonly Post[], { refuses, batches = true, expands = true }: PostsOptions) {
  let counted = 0
  const one = (url: URL): Answer => {
    counted++
    const id = /\/(\d+)\/insights$/.exec(url.pathname)?.[1]
    if (id === undefined) return list(all, url, refuses, expands)
    const metrics = (url.searchParams.get('metric') ?? '').split(',')
    const post = all.find((known) => known.id === id)
    return post === undefined ? refusal(100, 'Unsupported get request', { error_subcode: 33 }) : firstOf(metrics.map((metric) => refuses(post, metric))) ?? { body: { data: insightsOf(post, metrics) } }
  }
  const script = scriptedClient((url, _call, init) => (init.method === 'POST' ? batches ? together(url, init, one) : refusal(100, 'Unsupported post request') : one(url)))
  return { ...script, counted: () => counted }
}

const firstOf = (answers: readonly (Answer | undefined)[]): Answer | undefined => answers.find((answer) => answer !== undefined)

function insightsOf(post: Post, metrics: readonly string[]): readonly object[] {
  return metrics.map((name) => ({ name, period: 'lifetime', title: name, values: [{ value: Number(post.id) }], id: `${post.id}/insights/${name}/lifetime` }))
}

function list(all: readonly Post[], { searchParams }: URL, refuses: PostsOptions['refuses'], expands: boolean): Answer {
  const metrics = !expands ? [] : /insights\.metric\(([^)]*)\)/.exec(searchParams.get('fields') ?? '')?.[1]?.split(',') ?? []
  const [since, until] = [searchParams.get('since'), searchParams.get('until')]
  const seconds = ({ timestamp }: Post): number => Date.parse(timestamp) / 1000
  const chosen = all.filter((post) => (since === null || seconds(post) >= Number(since)) && (until === null || seconds(post) <= Number(until)))
  const from = Number(searchParams.get('after') ?? 0)
  const page = chosen.slice(from, from + Number(searchParams.get('limit') ?? 25))
  const next = from + page.length
  const refused = firstOf(page.flatMap((post) => metrics.map((metric) => refuses(post, metric))))
  if (refused) return refused
  const data = page.map((post) => (metrics.length === 0 ? post : { ...post, insights: { data: insightsOf(post, metrics) } }))
  return { body: { data, paging: { cursors: { after: String(next) }, ...next < chosen.length ? { next: 'https://graph.facebook.com/more' } : {} } } }
}

function together(url: URL, { body }: FetchInit, one: (url: URL) => Answer): Answer {
  const elements = JSON.parse(new URLSearchParams(body).get('batch') ?? '[]') as readonly { readonly relative_url: string }[]
  return { body: elements.map(({ relative_url: path }) => {
    const { status = 200, body: answer } = one(new URL(path, `${url.origin}/v27.0/`))
    return { code: status, body: JSON.stringify(answer) }
  }) }
}
