import { readMediaInsights } from '../insights/media.ts'
import { readUserInsights } from '../insights/user.ts'
import type { Budget } from '../limits.ts'
import type { TokenStore } from '../tokens.ts'
import type { Account } from '../world/account.ts'
import type { Comment } from '../world/comments.ts'
import { FIRST_STRANGER, readId } from '../world/ids.ts'
import type { Media } from '../world/media.ts'
import { accountType } from './account.ts'
import { COMMENT, readComments, readReplies } from './comment.ts'
import type { Context } from './context.ts'
import { checkCost } from './cost.ts'
import { readLive, readMedia, readPublishingLimit, readStories, readTags } from './edges.ts'
import type { Hashtag } from './hashtag.ts'
import { HASHTAG, findHashtag, readHashtagMedia, readSearched, searchHashtag } from './hashtag.ts'
import { mediaType, readChildren, readCollaborators } from './media.ts'
import type { Oauth } from './oauth.ts'
import { PAGE, PERSON, readAccounts, readPermissions } from './pages.ts'
import type { Person } from './pages.ts'
import type { Params } from './params.ts'
import { need } from './permissions.ts'
import { Refusal, invalid, missingObject, unknownPath } from './refusal.ts'
import { select, wanted } from './select.ts'

/** What a path asks for, before it is answered: limits are counted in between. */
export interface Route {
  /** The operation's name, as `user.media`. */
  readonly kind: string
  readonly budget: Budget
  readonly account: Account | undefined
  run(): unknown
}

/** What routes need besides the request's context. */
export interface Parts {
  readonly store: TokenStore
  readonly oauth: Oauth
  readonly pageToken: (account: Account) => string
}

/** Gives pages their tokens: listed ones from the start, others when they are asked for. */
export const createPageToken = (store: TokenStore) => (account: Account) => store.tokens.pages[account.page.name] ?? store.issue('page', `page:${account.page.id}`, true, account).token

/** @throws Refusal when nothing stands under the path */
export function route(context: Context, parts: Parts, method: string, segments: readonly string[]): Route {
  const [id = '', edge, ...rest] = segments
  if (id === 'ig_hashtag_search' && edge === undefined) {
    return { kind: 'graph.hashtagSearch', budget: 'platform', account: undefined, run: () => searchHashtag(facebookOnly(context, id), context.params) }
  }
  if (edge === 'insights' && rest.length > 0) return insightsPath(context, parts, id, rest)
  if (rest.length > 0) throw unknownPath(`/${rest.join('/')}`)
  if (id === 'me') return ofMe(context, parts, method, edge)
  // A page's token and an app's do not stand for a person.
  if (context.dialect === 'facebook' && id === parts.store.userId) return context.token.kind === 'page' || context.token.kind === 'app' ? lost(id, method) : ofPerson(context, parts, edge)
  return ofNode(context, method, id, edge)
}

/** `/{id}/insights/{metric}/{period}`, as the ids of insights read. */
function insightsPath(context: Context, parts: Parts, id: string, [metric = '', period, ...more]: readonly string[]): Route {
  if (more.length > 0) throw unknownPath(`/${more.join('/')}`)
  const params = new Map(context.params).set('metric', metric)
  if (period !== undefined) params.set('period', period)
  return route({ ...context, params }, parts, 'GET', [id, 'insights'])
}

function ofMe(context: Context, parts: Parts, method: string, edge: string | undefined): Route {
  const { account, kind } = context.token
  if (kind === 'instagram') return ofAccount(context, account ?? refuseMe(), edge)
  if (kind === 'page' && account !== undefined) return ofPage(context, account, edge)
  if (kind === 'app') throw new Refusal({ code: 2500, message: 'An active access token must be used to query information about the current user.' })
  if (method !== 'GET') throw missingObject('me', method.toLowerCase())
  return ofPerson(context, parts, edge)
}

function ofPerson(context: Context, parts: Parts, edge: string | undefined): Route {
  const person: Person = { id: parts.store.userId, name: 'Sandbox Person' }
  const call = (kind: string, run: () => unknown): Route => ({ kind, budget: 'platform', account: undefined, run })
  if (edge === undefined) return call('person.get', () => select(context, PERSON, person, wanted(PERSON, context.params.get('fields'))))
  if (edge === 'accounts') return call('person.accounts', () => { checkCost(context.params, true); return readAccounts(context, context.params, context.params.get('fields'), `${person.id}/accounts`) })
  if (edge === 'permissions') return call('person.permissions', () => readPermissions(context))
  throw noEdge(edge, 'User')
}

function ofNode(context: Context, method: string, id: string, edge: string | undefined): Route {
  const node = readId(id)
  if (node?.kind === 'account') return ofAccount(context, mine(context, context.world.byId(id)) ?? lost(id, method), edge)
  if (node?.kind === 'media') return ofMedia(context, mine(context, context.world.media(node)?.account) === undefined ? lost(id, method) : context.world.media(node) ?? lost(id, method), edge)
  const tag = findHashtag(context, id)
  if (tag !== undefined && context.dialect === 'facebook') return ofHashtag(context, tag, edge)
  if (node?.kind === 'comment') {
    const comment = context.world.changes.deleted.has(id) ? undefined : context.world.comment(node)
    return ofComment(context, mine(context, comment?.media.account) === undefined ? lost(id, method) : comment ?? lost(id, method), method, edge)
  }
  if (context.dialect === 'instagram' || /^(?:1[78]\d{15}|26\d{15}|\d{1,4})$/.test(id)) throw missingObject(id, method.toLowerCase())
  return ofPage(context, context.world.page(id) ?? lost(id, method), edge)
}

function ofPage(context: Context, account: Account, edge: string | undefined): Route {
  if (edge !== undefined) throw noEdge(edge, 'Page')
  const budget = context.token.kind === 'page' || context.token.kind === 'system_user' ? 'pages' : 'platform'
  return { kind: 'page.get', budget, account, run: () => { checkCost(context.params, false); return select(context, PAGE, account, wanted(PAGE, context.params.get('fields'))) } }
}

type Reader<N> = (context: Context, node: N, args: Params, fieldsText: string | undefined) => unknown

const ACCOUNT_EDGES: Readonly<Record<string, readonly [string, Reader<Account>]>> = {
  media: ['user.media', readMedia],
  stories: ['user.stories', readStories],
  tags: ['user.tags', readTags],
  live_media: ['user.liveMedia', readLive],
  insights: ['user.insights', readUserInsights],
  content_publishing_limit: ['user.contentPublishingLimit', readPublishingLimit],
}

/** Edges that the hosts have and the sandbox has nothing for (IG §2.3): shops, ads, messages, Threads, what is planned. */
const OTHER_EDGES: Readonly<Record<Context['dialect'], ReadonlySet<string>>> = {
  facebook: new Set([
    'agencies', 'authorized_adaccounts', 'available_catalogs', 'branded_content_ad_permissions', 'branded_content_advertisable_medias', 'branded_content_tag_approval',
    'catalog_product_search', 'collaboration_invites', 'collaborative_media', 'connected_threads_user', 'creator_marketplace_creators', 'dataset',
    'instagram_backed_threads_user', 'notification_message_tokens', 'product_appeal', 'scheduled_media', 'upcoming_events', 'welcome_message_flows',
  ]),
  instagram: new Set(['conversations', 'messenger_profile', 'subscribed_apps', 'welcome_message_flows']),
}

function ofAccount(context: Context, account: Account, edge: string | undefined): Route {
  const type = accountType(context)
  const fields = context.params.get('fields')
  if (edge === undefined) {
    const budget = fields?.includes('business_discovery') === true ? 'platform' : 'instagram'
    return { kind: 'user.get', budget, account, run: () => { need(context, 'basic'); checkCost(context.params, false); return select(context, type, account, wanted(type, fields)) } }
  }
  if (edge === 'recently_searched_hashtags' && context.dialect === 'facebook') {
    return { kind: 'user.recentlySearchedHashtags', budget: 'platform', account, run: () => readSearched(context, account, context.params, fields) }
  }
  if (OTHER_EDGES[context.dialect].has(edge)) return { kind: 'user.other', budget: 'instagram', account, run: () => { need(context, 'basic'); return { data: [] } } }
  const [kind, read] = (Object.hasOwn(ACCOUNT_EDGES, edge) ? ACCOUNT_EDGES[edge] : undefined) ?? [undefined, undefined]
  if (kind === undefined || read === undefined) throw noEdge(edge, type.name)
  return { kind, budget: 'instagram', account, run: () => { checkCost(context.params, edge !== 'insights'); return read(context, account, context.params, fields) } }
}

const MEDIA_EDGES: Readonly<Record<string, readonly [string, Reader<Media>]>> = {
  children: ['media.children', readChildren],
  comments: ['media.comments', readComments],
  insights: ['media.insights', readMediaInsights],
  collaborators: ['media.collaborators', (context, media) => readCollaborators(context, media)],
}

const OTHER_MEDIA_EDGES: ReadonlySet<string> = new Set(['branded_content_partner_promote', 'product_tags'])

function ofMedia(context: Context, media: Media, edge: string | undefined): Route {
  const type = mediaType(context)
  const fields = context.params.get('fields')
  const call = (kind: string, run: () => unknown): Route => ({ kind, budget: 'instagram', account: media.account, run })
  if (edge === undefined) return call('media.get', () => { need(context, 'basic'); checkCost(context.params, false); return select(context, type, media, wanted(type, fields)) })
  if (context.dialect === 'facebook' && OTHER_MEDIA_EDGES.has(edge)) return call('media.other', () => { need(context, 'basic'); return { data: [] } })
  const [kind, read] = (Object.hasOwn(MEDIA_EDGES, edge) ? MEDIA_EDGES[edge] : undefined) ?? [undefined, undefined]
  if (kind === undefined || read === undefined) throw noEdge(edge, type.name)
  return call(kind, () => { checkCost(context.params, edge !== 'insights'); return read(context, media, context.params, fields) })
}

function ofComment(context: Context, comment: Comment, method: string, edge: string | undefined): Route {
  const fields = context.params.get('fields')
  const call = (kind: string, run: () => unknown): Route => ({ kind, budget: 'instagram', account: comment.media.account, run: () => { need(context, 'comments'); return run() } })
  if (edge === 'replies') return call('comment.replies', () => readReplies(context, comment, context.params, fields))
  if (edge !== undefined) throw noEdge(edge, COMMENT.name)
  if (method === 'DELETE') return call('comment.delete', () => { context.world.changes.deleted.add(comment.id); return { success: true } })
  if (method === 'POST') return call('comment.hide', () => hide(context, comment))
  return call('comment.get', () => select(context, COMMENT, comment, wanted(COMMENT, fields)))
}

function hide(context: Context, comment: Comment): object {
  const { hidden } = context.world.changes
  if (/^(?:true|1)$/i.test(context.params.get('hide') ?? '')) hidden.add(comment.id)
  else hidden.delete(comment.id)
  return { success: true }
}

function ofHashtag(context: Context, tag: Hashtag, edge: string | undefined): Route {
  const call = (kind: string, run: () => unknown): Route => ({ kind, budget: 'platform', account: undefined, run })
  if (edge === undefined) return call('hashtag.get', () => select(context, HASHTAG, tag, wanted(HASHTAG, context.params.get('fields'))))
  if (edge !== 'recent_media' && edge !== 'top_media') throw noEdge(edge, HASHTAG.name)
  return call(edge === 'recent_media' ? 'hashtag.recentMedia' : 'hashtag.topMedia', () => readHashtagMedia(context, tag, edge, context.params))
}

/** An Instagram Login token sees its own account alone, a page's token its page's; nobody sees strangers' nodes directly. */
function mine(context: Context, account: Account | undefined): Account | undefined {
  if (account === undefined || account.key >= FIRST_STRANGER) return undefined
  const bound = context.token.kind === 'instagram' || context.token.kind === 'page' ? context.token.account : undefined
  return bound === undefined || bound.key === account.key ? account : undefined
}

function facebookOnly(context: Context, path: string): Context {
  if (context.dialect === 'instagram') throw missingObject(path)
  return context
}

const noEdge = (edge: string, type: string) => invalid(`Tried accessing nonexisting field (${edge}) on node type (${type})`)
const lost = (id: string, method: string): never => { throw missingObject(id, method.toLowerCase()) }
const refuseMe = (): never => { throw new Refusal({ code: 190, message: 'Invalid OAuth access token - Cannot parse access token' }) }
