import { checkedBaseUrl } from './base-url.ts'
import { runBatch } from './batch.ts'
import type { SettledAll } from './batch.ts'
import { systemClock } from './clock.ts'
import { GraphError } from './error.ts'
import type { Checked, Selected, Selection } from './fields.ts'
import type { CommentNode, GraphRoot, HashtagNode, MediaNode, PageNode, PersonNode, UserNode } from './generated/accessors.ts'
import type { Host, MediaKind } from './generated/catalogue.ts'
import type { NodeName } from './generated/entities.ts'
import { createLimiter } from './limiter.ts'
import { withoutLinks } from './links.ts'
import type { BudgetState } from './limiter.ts'
import { sharedLimiter } from './limiters.ts'
import { createNodes, sendTo } from './nodes.ts'
import type { CallContext } from './nodes.ts'
import type { CallOptions, GraphClientOptions, LatestVersion } from './options.ts'
import { createProver, webHmac } from './proof.ts'
import { joined, parametersQuery, selectionQuery } from './query.ts'
import { createTokens } from './tokens.ts'
import type { Tokens } from './tokens.ts'
import { createTransport } from './transport.ts'
import type { Send } from './transport.ts'
import { operations } from './generated/operations.ts'

/** The nodes of the Graph API, by id. */
export interface GraphNodes<H extends Host, V extends string> extends GraphRoot<H, V> {
  /** The person or page behind the token; on graph.instagram.com use `user('me')`. */
  readonly me: PersonNode<H, V>
  person(id: string): PersonNode<H, V>
  /** A Facebook page, by id or name. */
  page(id: string): PageNode<H, V>
  /** An Instagram professional account. */
  user(id: string): UserNode<H, V>
  /** A post, reel or story. Saying its kind lets the compiler check its metrics. */
  media<K extends MediaKind>(id: string, kind: K): MediaNode<H, V, K>
  media<K extends string = string>(id: string, kind?: K): MediaNode<H, V, K>
  comment(id: string): CommentNode<H, V>
  hashtag(id: string): HashtagNode<H, V>
}

/** A client of one token. As a parameter's type, `GraphClient` alone is one of Facebook Login with any version; `GraphClient<'instagram'>` is one of Instagram Login. */
export interface GraphClient<H extends Host = 'facebook', V extends string = string> extends GraphNodes<H, V> {
  readonly host: H
  readonly version: V
  readonly tokens: Tokens<H>
  /** Many calls in one: `batch((graph) => [graph.media('1').get({ fields: ['caption'] }), graph.media('2').insights({ metric: ['reach'] })])`. Each settles by itself. Facebook Login only. */
  batch<const T extends readonly PromiseLike<unknown>[]>(this: [H] extends ['facebook'] ? unknown : 'batch is served on graph.facebook.com only', write: (graph: GraphNodes<H, V>) => T, options?: CallOptions): Promise<SettledAll<T>>
  /** The same selection of several nodes, by id: one `ids=` read where version and day still allow it, else a batch; one by one on graph.instagram.com. */
  many<N extends NodeName, const S extends Selection<N, H>>(node: N, ids: readonly string[], selection: Checked<S, N, H, V>, options?: CallOptions): Promise<ReadonlyMap<string, Selected<N, S> | GraphError>>
  /** Anything else that Meta serves: the parsed body of `GET path`, such as `/17841400000000001/catalog_product_search`, without the links of its pages. */
  read(path: string, parameters?: Readonly<Record<string, string | number | boolean | Date | readonly string[] | undefined>>, options?: CallOptions): Promise<unknown>
  /** How many calls are left of each limit, as far as Meta tells. */
  budget(): readonly BudgetState[]
}

const DEFAULT_VERSION = 'v27.0' satisfies LatestVersion
const NODE_OF: Readonly<Partial<Record<NodeName, string>>> = { IgUser: 'user', IgMedia: 'media', IgComment: 'comment', Page: 'page', Person: 'person', Hashtag: 'hashtag' }

/**
 * A client of the Graph API for one token.
 *
 * @example
 * const graph = createGraphClient({ accessToken })
 * for await (const media of graph.user('17841400000000001').media({ fields: ['id', 'caption'], limit: 100 })) console.log(media.caption)
 */
export function createGraphClient<const H extends Host = 'facebook', const V extends string = LatestVersion>(options: GraphClientOptions<H, V>): GraphClient<H, V> {
  const host: Host = options.host ?? 'facebook'
  const version: string = options.version ?? DEFAULT_VERSION
  const baseUrl = checkedBaseUrl(options.baseUrl ?? `https://graph.${host}.com`, options.insecureHttp ?? false)
  const accessToken = checkedToken(options.accessToken)
  const clock = options.clock ?? systemClock
  const limiter = options.limiter ?? sharedLimiter(`${baseUrl} ${accessToken}`, () => createLimiter({ clock, concurrency: options.concurrency }))
  const prove = options.appSecret === undefined ? undefined : createProver(options.appSecret, options.hmac ?? webHmac)
  const send = createTransport({
    baseUrl, accessToken, limiter, clock, prove,
    tokenIn: options.tokenIn ?? 'query',
    fetch: options.fetch,
    policy: { attempts: options.attempts ?? 5, random: options.random ?? Math.random },
    timeoutMs: options.timeoutMs ?? 60_000,
    maxWaitMs: options.maxWaitMs ?? 3_600_000,
    signal: options.signal,
    listener: options.onEvent,
  })
  const context: CallContext = { host, versionPath: `/${checkedVersion(version)}`, send, prove }
  const client = {
    ...nodesOf(context),
    host, version,
    tokens: createTokens(context, accessToken),
    batch: (write: (graph: GraphNodes<Host, string>) => readonly PromiseLike<unknown>[], call: CallOptions = {}) => runBatch(context, (collect) => write(nodesOf({ ...context, send: collect })), call),
    many: (node: NodeName, ids: readonly string[], selection: object, call: CallOptions = {}) => readMany(context, { version, now: clock.now() }, NODE_OF[node] ?? node, ids, selection as Record<string, unknown>, call),
    read: async (path: string, parameters: Readonly<Record<string, unknown>> = {}, call: CallOptions = {}) => withoutLinks(await send(readRequest(context, path, parameters, call))),
    budget: () => limiter.budget(),
  }
  return client as unknown as GraphClient<H, V>
}

function nodesOf(context: CallContext): GraphNodes<Host, string> {
  const node = createNodes(context)
  const by = (name: string) => (id: string) => node(name, id)
  const { hashtagSearch } = node('graph', '') as GraphRoot<'facebook', string>
  const nodes = { me: node('person', 'me'), person: by('person'), page: by('page'), user: by('user'), media: by('media'), comment: by('comment'), hashtag: by('hashtag'), hashtagSearch: hashtagSearch.bind({ id: undefined }) }
  return nodes as unknown as GraphNodes<Host, string>
}

function readRequest({ versionPath }: CallContext, path: string, parameters: Readonly<Record<string, unknown>>, options: CallOptions) {
  if (!path.startsWith('/')) throw new GraphError(`a path begins with "/": ${path}`, { code: 'invalid-parameter' })
  const { pathname, search } = new URL(`https://graph${path}`)
  return { method: 'GET' as const, path: `${versionPath}${pathname}`, query: joined(search.slice(1), parametersQuery(parameters)), budget: 'instagram' as const, repeatable: true, options }
}

/** From this day `?ids=` is refused by every version; v26.0 never had it. IG §1.2. */
const IDS_REMOVED = Date.UTC(2026, 9, 27)

async function readMany(context: CallContext, when: { readonly version: string, readonly now: number }, node: string, ids: readonly string[], selection: Record<string, unknown>, options: CallOptions): Promise<ReadonlyMap<string, unknown>> {
  const operation = Object.values(operations).find((row) => row.node === node && row.kind === 'node')
  if (!operation) throw new GraphError(`"${node}" cannot be read by id`, { code: 'invalid-parameter' })
  const read = (send: Send, id: string) => sendTo({ ...context, send }, operation, id, selectionQuery(selection), options)
  if (context.host === 'facebook' && when.now < IDS_REMOVED && Number(when.version.slice(1)) < 26) {
    const found = new Map<string, unknown>()
    for (let offset = 0; offset < ids.length; offset += 50) {
      const slice = ids.slice(offset, offset + 50)
      const answer = await context.send({ method: 'GET', path: `${context.versionPath}/`, query: `ids=${encodeURIComponent(slice.join(','))}&${selectionQuery(selection)}`, budget: operation.budget, repeatable: true, options }) as Readonly<Record<string, unknown>>
      for (const id of slice) found.set(id, answer[id])
    }
    return found
  }
  if (context.host === 'facebook') {
    const settled = await runBatch(context, (collect) => ids.map((id) => read(collect, id)), options)
    return new Map(settled.map((one, index) => [ids[index] ?? '', one.ok ? one.value : one.error]))
  }
  const answers = await Promise.all(ids.map((id) => read(context.send, id).catch((error: unknown) => { if (error instanceof GraphError) return error; throw error })))
  return new Map(answers.map((answer, index) => [ids[index] ?? '', answer]))
}

function checkedToken(token: unknown): string {
  if (typeof token !== 'string' || token.trim() === '') throw new GraphError('accessToken is missing', { code: 'configuration' })
  return token.trim()
}

function checkedVersion(version: string): string {
  if (!/^v\d+\.\d+$/.test(version)) throw new GraphError(`"${version}" is not a version such as v27.0`, { code: 'configuration' })
  return version
}
