import { Ajv2020 } from 'ajv/dist/2020.js'
import * as assert from 'uvu/assert'
import { graphDocument } from '../../../sdk/generated/openapi.ts'
import { operations } from '../../../sdk/generated/operations.ts'
import type { OperationId } from '../../../sdk/generated/operations.ts'
import { createGraphClient } from '../../../sdk/index.ts'
import { createSandboxCore } from '../../../sdk/sandbox/index.ts'
import type { SandboxCore, SandboxOptions } from '../../../sdk/sandbox/index.ts'
import { suite } from '../../support/suite.ts'
import { AS_OF } from './support.ts'

const test = suite('sandbox contract')

type Json = Readonly<Record<string, any>>

const ajv = new Ajv2020({ strict: false, allErrors: true })
ajv.addSchema({ $id: 'graph', ...graphDocument })
const COMMON = new Set(['access_token', 'fields', 'limit', 'after', 'before', 'appsecret_proof'])
const described = new Map<string, Json>(Object.values(graphDocument.paths).flatMap((methods) => Object.values(methods)).map((operation) => [(operation as Json).operationId as string, operation as Json]))

interface Exchange { readonly url: URL, readonly method: string, readonly form: URLSearchParams, readonly status: number, readonly body: unknown }

/** Clients of both hosts whose every exchange is judged by the description of the API. */
type Clients = Awaited<ReturnType<typeof clients>>

async function clients(options: SandboxOptions = {}, version: 'v21.0' | 'v22.0' | 'v23.0' | 'v24.0' | 'v25.0' | 'v26.0' | 'v27.0' = 'v25.0') {
  const sandbox = await createSandboxCore({ asOf: AS_OF, ...options })
  const exchanges: Exchange[] = []
  const recording: typeof sandbox.fetch = async (url, init) => {
    const response = await sandbox.fetch(url, init)
    exchanges.push({ url: new URL(url), method: init?.method ?? 'GET', form: new URLSearchParams(init?.body ?? ''), status: response.status, body: await response.clone().json() })
    return response
  }
  const shared = { baseUrl: 'http://127.0.0.1', fetch: recording, attempts: 1, version } as const
  const facebook = createGraphClient({ ...shared, accessToken: sandbox.tokens.facebook })
  const instagram = createGraphClient({ ...shared, host: 'instagram', accessToken: sandbox.tokens.instagram })
  const called = new Set<OperationId>()
  const through = async <T>(operation: OperationId, call: () => PromiseLike<T>): Promise<T> => {
    exchanges.length = 0
    const result = await call()
    assert.ok(exchanges.length > 0, `${operation} sent nothing`)
    for (const exchange of exchanges) judge(operation, exchange)
    called.add(operation)
    return result
  }
  return { sandbox, facebook, instagram, through, called, exchanges }
}

/** The query parameters of an operation, as they are described. */
function parametersOf(id: OperationId): readonly Json[] {
  const given = (described.get(id)?.parameters ?? []).map((one: Json) => (one.$ref === undefined ? one : graphDocument.components.parameters[(one.$ref as string).split('/').at(-1) ?? ''])) as Json[]
  return given.filter((one) => one.in === 'query')
}

function judge(id: OperationId, exchange: Exchange): void {
  const operation = described.get(id)
  assert.ok(operation !== undefined, `${id} is not described`)
  const parameters = parametersOf(id)
  const sent = new Map([...exchange.url.searchParams, ...exchange.form])
  for (const name of sent.keys()) assert.ok(COMMON.has(name) || id === 'graph.batch' || parameters.some((one) => one.name === name), `${id} sends ${name}, which is not described`)
  for (const one of parameters) if (one.required === true) assert.ok(sent.has(one.name as string), `${id} does not send ${one.name}`)
  for (const one of parameters) {
    const value = sent.get(one.name as string)
    if (value !== undefined) assert.ok(fits(one.schema as Json, value), `${id} sends ${one.name}=${value}`)
  }
  const schema = exchange.status === 200 ? operation?.responses['200'].content['application/json'].schema as Json : { $ref: '#/components/schemas/ErrorBody' }
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"graph#/')) as object)
  assert.ok(validate(exchange.body), `${id}: ${ajv.errorsText(validate.errors)}`)
  assert.equal(unknownKeys(schema, exchange.body, id), [])
}

function fits(schema: Json, value: string): boolean {
  const real = resolve(schema)
  if (real.enum !== undefined) return real.enum.includes(value)
  if (real.type === 'integer') return /^-?\d+$/.test(value)
  if (real.type === 'boolean') return value === 'true' || value === 'false'
  if (real.type === 'array') return value.split(',').every((one) => fits(real.items as Json, one))
  return true
}

const resolve = (schema: Json): Json => (schema.$ref === undefined ? schema : graphDocument.components.schemas[(schema.$ref as string).split('/').at(-1) ?? ''] as Json)

/** Keys of an answer that the description does not know. */
function unknownKeys(given: Json, value: unknown, path: string): readonly string[] {
  const schema = resolve(given)
  if (Array.isArray(value)) return schema.items === undefined ? [] : value.flatMap((one, i) => unknownKeys(schema.items as Json, one, `${path}[${i}]`))
  if (value === null || typeof value !== 'object' || schema.properties === undefined) return []
  return Object.entries(value).flatMap(([key, one]) => (Object.hasOwn(schema.properties as object, key) ? unknownKeys((schema.properties as Json)[key] as Json, one, `${path}.${key}`) : [`${path}.${key}`]))
}

const MEDIA = ['id', 'caption', 'alt_text', 'media_type', 'media_product_type', 'media_url', 'media_audio_type', 'owner', 'permalink', 'shortcode', 'thumbnail_url', 'timestamp', 'username', 'comments_count', 'like_count', 'is_comment_enabled', 'is_shared_to_feed', 'is_ai_generated', 'current_live_viewer_count'] as const
const FACEBOOK_MEDIA = [...MEDIA, 'ig_id', 'legacy_instagram_media_id', 'has_poll', 'has_slider', 'video_title', 'reposts_count', 'saved_count', 'shares_count', 'total_like_count', 'total_comments_count', 'total_views_count', 'boost_ads_list', 'boost_eligibility_info', 'copyright_check_information'] as const
const USER = ['id', 'biography', 'followers_count', 'follows_count', 'media_count', 'name', 'profile_picture_url', 'username', 'website'] as const
const FACEBOOK_USER = [...USER, 'ig_id', 'has_profile_pic', 'is_published', 'legacy_instagram_user_id', 'shopping_product_tag_eligibility'] as const
const COMMENT = ['id', 'text', 'timestamp', 'username', 'from', 'hidden', 'like_count', 'legacy_instagram_comment_id', 'media', 'parent_id', 'user'] as const
const PAGE = ['id', 'name', 'access_token', 'category', 'category_list', 'tasks', 'username', 'link', 'instagram_business_account', 'connected_instagram_account'] as const

const firstPage = async <T>(pages: { readonly [Symbol.asyncIterator]: () => AsyncIterator<T> }, most = 5): Promise<T[]> => {
  const items: T[] = []
  for await (const item of pages) if (items.push(item) >= most) break
  return items
}

const idOf = (sandbox: SandboxCore) => sandbox.pages[0]?.instagramId ?? ''

/** Calls every operation through the SDK; where an account is read, on both hosts. */
async function callAll({ sandbox, facebook, instagram, through }: Clients): Promise<void> {
  const user = facebook.user(idOf(sandbox))
  await through('person.get', () => facebook.me.get({ fields: ['id', 'name'] }))
  await through('person.accounts', () => firstPage(facebook.me.accounts({ fields: PAGE, limit: 2 }), 4))
  await through('person.permissions', () => firstPage(facebook.me.permissions(), 20))
  await through('page.get', () => facebook.page('Kite Bakery').get({ fields: PAGE }))
  await through('user.get', () => user.get({ fields: FACEBOOK_USER }))
  await through('user.get', () => instagram.user('me').get({ fields: [...USER, 'account_type', 'user_id'] }))
  const posts = await through('user.media', () => firstPage(user.media({ fields: FACEBOOK_MEDIA, limit: 30 }), 60))
  await through('user.media', () => firstPage(instagram.user('me').media({ fields: MEDIA, limit: 30 }), 60))
  const stories = await through('user.stories', () => firstPage(user.stories({ fields: FACEBOOK_MEDIA })))
  await through('user.tags', () => firstPage(user.tags({ fields: ['id', 'username', 'media_type', 'timestamp', 'caption', 'permalink'], limit: 5 }), 20))
  await through('user.liveMedia', () => firstPage(user.liveMedia({ fields: ['id'] })))
  await through('user.contentPublishingLimit', () => firstPage(user.contentPublishingLimit({ fields: ['quota_usage', 'config'] })))
  await through('user.insights', () => user.insights({ metric: ['reach', 'follower_count'], period: 'day', since: Date.parse('2026-11-01T07:00:00Z') / 1000, until: Date.parse('2026-11-10T07:00:00Z') / 1000 }))
  await through('user.insights', () => instagram.user('me').insights({ metric: ['views', 'likes'], period: 'day', metric_type: 'total_value', breakdown: 'media_product_type' }))
  await through('user.insights', () => user.insights({ metric: ['follower_demographics'], period: 'lifetime', metric_type: 'total_value', breakdown: ['age', 'gender'], timeframe: 'this_month' }))
  await through('user.insights', () => user.insights({ metric: ['online_followers'], period: 'lifetime' }))
  const album = posts.find((post) => post.media_type === 'CAROUSEL_ALBUM')?.id ?? ''
  const busy = posts.find((post) => (post.comments_count ?? 0) > 5)?.id ?? ''
  await through('media.get', () => facebook.media(album).get({ fields: FACEBOOK_MEDIA }))
  await through('media.children', () => firstPage(facebook.media(album).children({ fields: ['id', 'media_type', 'media_url', 'timestamp', 'username', 'owner', 'shortcode'] })))
  await through('media.collaborators', () => firstPage(facebook.media(album).collaborators({ fields: ['id'] })))
  await through('media.insights', () => facebook.media(album, 'FEED_CAROUSEL').insights({ metric: ['reach', 'views', 'likes', 'saved'] }))
  await through('media.insights', () => facebook.media(stories[0]?.id ?? '', 'STORY').insights({ metric: ['navigation'], breakdown: 'story_navigation_action_type' }))
  const comments = await through('media.comments', () => firstPage(facebook.media(busy).comments({ fields: COMMENT, replies: { fields: COMMENT }, limit: 50 }), 50))
  const comment = comments[0]?.id ?? ''
  await through('comment.get', () => facebook.comment(comment).get({ fields: COMMENT }))
  await through('comment.replies', () => firstPage(facebook.comment(comment).replies({ fields: COMMENT })))
  await through('comment.hide', () => facebook.comment(comment).hide({ hide: true }))
  await through('comment.delete', () => facebook.comment(comment).delete())
  const [tag] = await through('graph.hashtagSearch', () => firstPage(facebook.hashtagSearch({ user_id: idOf(sandbox), q: 'bread', fields: ['id'] })))
  const hashtag = facebook.hashtag(tag?.id ?? '')
  await through('hashtag.get', () => hashtag.get({ fields: ['id', 'name'] }))
  const tagFields = ['id', 'caption', 'comments_count', 'like_count', 'media_type', 'media_url', 'permalink', 'timestamp'] as const
  await through('hashtag.recentMedia', () => firstPage(hashtag.recentMedia({ user_id: idOf(sandbox), fields: tagFields, children: { fields: ['id'] }, limit: 20 }), 30))
  await through('hashtag.topMedia', () => firstPage(hashtag.topMedia({ user_id: idOf(sandbox), fields: tagFields, limit: 50 }), 50))
  await through('user.recentlySearchedHashtags', () => firstPage(user.recentlySearchedHashtags({ fields: ['id', 'name'] })))
  await through('graph.debugToken', () => facebook.tokens.debug())
  const { appId: clientId, appSecret: clientSecret } = sandbox.tokens
  await through('graph.exchangeToken', () => facebook.tokens.exchange({ clientId, clientSecret }))
  await through('graph.exchangeInstagramToken', () => instagram.tokens.exchangeInstagram({ clientSecret }))
  await through('graph.refreshInstagramToken', () => instagram.tokens.refreshInstagram())
  await callInstagram({ instagram, through }, album, busy)
  await through('graph.batch', () => facebook.batch((graph) => [graph.user(idOf(sandbox)).get({ fields: ['username'] }), graph.media(album).get({ fields: ['caption'] })]))
}

async function callInstagram({ instagram, through }: Pick<Clients, 'instagram' | 'through'>, album: string, busy: string): Promise<void> {
  const user = instagram.user('me')
  await through('user.stories', () => firstPage(user.stories({ fields: MEDIA })))
  await through('user.tags', () => firstPage(user.tags({ fields: ['id', 'username', 'media_type', 'timestamp'], limit: 5 }), 20))
  await through('user.liveMedia', () => firstPage(user.liveMedia({ fields: ['id'] })))
  await through('user.contentPublishingLimit', () => firstPage(user.contentPublishingLimit({ fields: ['quota_usage', 'config'] })))
  await through('user.insights', () => user.insights({ metric: ['reach'], period: 'week' }))
  await through('media.get', () => instagram.media(album).get({ fields: MEDIA, children: { fields: ['id', 'media_type'] } }))
  await through('media.children', () => firstPage(instagram.media(album).children({ fields: ['id', 'media_type', 'media_url'] })))
  await through('media.insights', () => instagram.media(album, 'FEED_CAROUSEL').insights({ metric: ['reach', 'saved'] }))
  const [comment] = await through('media.comments', () => firstPage(instagram.media(busy).comments({ fields: COMMENT, limit: 50 }), 50))
  await through('comment.get', () => instagram.comment(comment?.id ?? '').get({ fields: COMMENT }))
  await through('comment.replies', () => firstPage(instagram.comment(comment?.id ?? '').replies({ fields: COMMENT })))
}

test('every operation of the description is called through the SDK, and both directions keep to it', async () => {
  const all = await clients()
  await callAll(all)
  assert.equal([...all.called].sort(), Object.keys(operations).sort())
})

test('they keep to it in every version that is served', async () => {
  for (const version of ['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v26.0', 'v27.0'] as const) await callAll(await clients({}, version))
})

test('a parameter that is missing, or not of its type or list, is refused for every operation that has it', async () => {
  const all = await clients()
  const tried = new Set<string>()
  await callAll({ ...all, through: async (operation, call) => {
    const result = await all.through(operation, call)
    const good = all.exchanges.find((one) => one.status === 200)
    for (const one of good === undefined ? [] : parametersOf(operation)) {
      for (const value of [...(one.required === true ? [undefined] : []), ...(fits(one.schema as Json, 'nonsense') ? [] : ['nonsense'])]) {
        const { status, body } = await replay(all.sandbox, good as Exchange, one.name as string, value)
        const { code, message } = (body as Json).error ?? {}
        // The token call of Facebook Login has codes of its own.
        assert.equal([status, code], [400, operation === 'graph.exchangeToken' ? code : 100], `${operation} takes ${one.name}=${value}`)
        if (value === undefined || operation !== 'graph.exchangeToken') assert.match(message as string, one.name as string, `${operation} refuses ${one.name}=${value}`)
        const allowed = resolve(one.schema as Json).enum as readonly string[] | undefined
        // Timeframes go by the date; every other list is told as it is described.
        if (value !== undefined && allowed !== undefined && one.name !== 'timeframe' && operation !== 'graph.exchangeToken') assert.ok((message as string).includes(allowed.join(', ')), `${operation} ${one.name}: ${message}`)
        tried.add(`${operation} ${one.name}=${value}`)
      }
    }
    return result
  } })
  assert.ok(tried.size > 30, [...tried].join('\n'))
})

/** Sends a request again with one parameter changed or left out. */
async function replay(sandbox: SandboxCore, { url, method, form }: Exchange, name: string, value: string | undefined): Promise<{ readonly status: number, readonly body: unknown }> {
  const changed = new URL(url)
  changed.searchParams.delete(name)
  if (value !== undefined) changed.searchParams.set(name, value)
  const body = form.toString()
  const response = await sandbox.fetch(changed.href, { method, ...(body === '' ? {} : { body }) })
  return { status: response.status, body: await response.json() as unknown }
}

test('refusals keep to the description on both hosts', async () => {
  const { sandbox, facebook, instagram, exchanges } = await clients()
  const calls: readonly (() => PromiseLike<unknown>)[] = [
    () => facebook.read(`/${idOf(sandbox)}/insights`, { metric: 'foo', period: 'day' }),
    () => instagram.read('/me/insights', { metric: 'foo', period: 'day' }),
    () => facebook.read('/18000000000000000'),
    () => facebook.read(`/${idOf(sandbox)}`, { fields: 'duration' }),
  ]
  for (const call of calls) {
    let refused = false
    try { await call() } catch { refused = true }
    assert.ok(refused)
  }
  assert.is(exchanges.length, calls.length)
  for (const exchange of exchanges) { assert.is(exchange.status, 400); judge('user.get', { ...exchange, url: new URL('http://127.0.0.1/') }) }
})

test.run()
