import { Ajv } from 'ajv'
import * as assert from 'uvu/assert'
import { createGraphClient } from '../../sdk/index.ts'
import type { Fetch, GraphClient } from '../../sdk/index.ts'
import { graphDocument } from '../../sdk/generated/openapi.ts'
import { operations } from '../../sdk/generated/operations.ts'
import type { OperationId } from '../../sdk/generated/operations.ts'
import { createSandbox } from '../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../sdk/sandbox/index.ts'
import { suite } from '../support/suite.ts'
import { turnedClock } from './support/graph.ts'

const test = suite('sdk contract with the sandbox')
const NOW = Date.parse('2026-11-24T12:00:00Z')
const ajv = new Ajv({ strict: false, allErrors: true }).addSchema({ $id: 'graph', components: graphDocument.components })

interface Operation { readonly operationId: string, readonly parameters?: readonly { readonly $ref?: string, readonly name?: string, readonly in?: string, readonly required?: boolean, readonly schema?: object }[], readonly responses: { readonly 200: { readonly content: { readonly 'application/json': { readonly schema: object } } } } }
const described = new Map(Object.values(graphDocument.paths).flatMap((item) => Object.values(item) as Operation[]).map((operation) => [operation.operationId, operation]))

/** A schema with its references pointed at the document. */
function inDocument(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"graph#/components')) as object
}

function parametersOf(operation: Operation) {
  return (operation.parameters ?? []).map((parameter) => parameter.$ref ? graphDocument.components.parameters[parameter.$ref.split('/').at(-1) ?? ''] as NonNullable<Operation['parameters']>[number] : parameter)
}

/** What is wrong with a request, by the description. */
function requestProblems(operation: Operation, url: URL): readonly string[] {
  const parameters = new Map(parametersOf(operation).filter((one) => one.in === 'query').map((one) => [one.name ?? '', one]))
  const given = [...url.searchParams].filter(([name]) => name !== 'access_token')
  return [
    ...given.filter(([name]) => !parameters.has(name)).map(([name]) => `${name} is not described`),
    ...[...parameters].filter(([name, one]) => one.required && !url.searchParams.has(name)).map(([name]) => `${name} is missing`),
    ...given.flatMap(([name, value]) => {
      const schema = parameters.get(name)?.schema as { readonly type?: string } | undefined
      const typed = schema?.type === 'integer' ? Number(value) : schema?.type === 'boolean' ? value === 'true' : value
      return schema && !ajv.validate(inDocument(schema), typed) ? [`${name}: ${ajv.errorsText()}`] : []
    }),
  ]
}

type Graph = GraphClient<'facebook', 'v27.0'>
type Instagram = GraphClient<'instagram', 'v27.0'>
interface Ids { readonly user: string, readonly page: string, readonly media: string, readonly album: string, readonly comment: string, readonly hashtag: string }

const CALLS: Readonly<Record<OperationId, (graph: Graph, ids: Ids, instagram: Instagram, sandbox: Sandbox) => PromiseLike<unknown>>> = {
  'person.get': (graph) => graph.me.get({ fields: ['id', 'name'] }),
  'person.accounts': (graph) => graph.me.accounts({ fields: ['id', 'name', 'category', 'tasks', 'access_token', 'instagram_business_account'], limit: 2 }),
  'person.permissions': (graph) => graph.me.permissions(),
  'page.get': (graph, ids) => graph.page(ids.page).get({ fields: ['name', 'instagram_business_account'] }),
  'user.get': (graph, ids) => graph.user(ids.user).get({ fields: ['username', 'followers_count', 'media_count', 'website', 'biography'], media: { fields: ['caption'], limit: 2, insights: ['reach'] } }),
  'user.media': (graph, ids) => graph.user(ids.user).media({ fields: ['caption', 'media_type', 'media_product_type', 'timestamp', 'like_count', 'owner'], limit: 5, children: { fields: ['media_url'] } }),
  'user.stories': (graph, ids) => graph.user(ids.user).stories({ fields: ['media_type', 'timestamp'] }),
  'user.tags': (graph, ids) => graph.user(ids.user).tags({ fields: ['caption', 'username'] }),
  'user.liveMedia': (graph, ids) => graph.user(ids.user).liveMedia({ fields: ['id'] }),
  'user.insights': (graph, ids) => graph.user(ids.user).insights({ metric: ['reach'], period: 'day', metric_type: 'total_value', breakdown: 'follow_type' }),
  'user.contentPublishingLimit': (graph, ids) => graph.user(ids.user).contentPublishingLimit({ fields: ['quota_usage', 'config'] }),
  'user.recentlySearchedHashtags': (graph, ids) => graph.user(ids.user).recentlySearchedHashtags(),
  'media.get': (graph, ids) => graph.media(ids.media).get({ fields: ['caption', 'permalink', 'shortcode', 'is_comment_enabled'] }),
  'media.children': (graph, ids) => graph.media(ids.album).children({ fields: ['media_type', 'timestamp'] }),
  'media.comments': (graph, ids) => graph.media(ids.media).comments({ fields: ['text', 'timestamp', 'like_count', 'from'], limit: 5, replies: { fields: ['text'] } }),
  'media.collaborators': (graph, ids) => graph.media(ids.media).collaborators(),
  'media.insights': (graph, ids) => graph.media(ids.media).insights({ metric: ['reach', 'likes'] }),
  'comment.get': (graph, ids) => graph.comment(ids.comment).get({ fields: ['text', 'timestamp', 'hidden'] }),
  'comment.hide': (graph, ids) => graph.comment(ids.comment).hide({ hide: true }),
  'comment.delete': (graph, ids) => graph.comment(ids.comment).delete(),
  'comment.replies': (graph, ids) => graph.comment(ids.comment).replies({ fields: ['text'] }),
  'graph.hashtagSearch': (graph, ids) => graph.hashtagSearch({ user_id: ids.user, q: 'bread' }),
  'hashtag.get': (graph, ids) => graph.hashtag(ids.hashtag).get({ fields: ['id', 'name'] }),
  'hashtag.recentMedia': (graph, ids) => graph.hashtag(ids.hashtag).recentMedia({ user_id: ids.user, fields: ['id', 'caption'], limit: 5 }),
  'hashtag.topMedia': (graph, ids) => graph.hashtag(ids.hashtag).topMedia({ user_id: ids.user, fields: ['id', 'like_count'], limit: 5 }),
  'graph.debugToken': (graph) => graph.tokens.debug(),
  'graph.exchangeToken': (graph, _ids, _instagram, sandbox) => graph.tokens.exchange({ clientId: sandbox.tokens.appId, clientSecret: sandbox.tokens.appSecret }),
  'graph.exchangeInstagramToken': (_graph, _ids, instagram, sandbox) => instagram.tokens.exchangeInstagram({ clientSecret: sandbox.tokens.appSecret }),
  'graph.refreshInstagramToken': (_graph, _ids, instagram) => instagram.tokens.refreshInstagram(),
  'graph.batch': (graph, ids) => graph.batch((inside) => [inside.media(ids.media).get(), inside.user(ids.user).get()]),
}

let sandbox: Sandbox
const seen: { readonly url: URL, readonly status: number, readonly body: unknown }[] = []
const recording: Fetch = async (url, init) => {
  const response = await sandbox.fetch(url, { method: init.method, headers: init.headers, ...init.body === undefined ? {} : { body: init.body } })
  const text = await response.text()
  seen.push({ url: new URL(url), status: response.status, body: JSON.parse(text) as unknown })
  return { status: response.status, headers: response.headers, text: async () => text }
}

test.before(async () => { sandbox = await createSandbox({ asOf: NOW }) })
test.after(() => sandbox.close())

async function idsOf(graph: Graph): Promise<Ids> {
  const page = sandbox.pages[0]
  const user = page?.instagramId ?? ''
  const media = await graph.user(user).media({ fields: ['media_type', 'media_product_type', 'comments_count'], limit: 50 }).all(50)
  const commented = media.find((one) => (one.comments_count ?? 0) > 0 && one.media_product_type === 'FEED')?.id ?? ''
  const comment = (await graph.media(commented).comments({ fields: ['id'] }).all(1))[0]
  const [hashtag] = await graph.hashtagSearch({ user_id: user, q: 'bread' }).all(1)
  return { user, page: page?.id ?? '', media: commented, album: media.find((one) => one.media_type === 'CAROUSEL_ALBUM')?.id ?? '', comment: comment?.id ?? '', hashtag: hashtag?.id ?? '' }
}

test('every operation is described, called, and answered as described', async () => {
  const common = { baseUrl: sandbox.url, fetch: recording, clock: turnedClock(NOW), attempts: 1 }
  const graph: Graph = createGraphClient({ accessToken: sandbox.tokens.facebook, ...common })
  const instagram: Instagram = createGraphClient({ accessToken: sandbox.tokens.instagram, host: 'instagram', ...common })
  const ids = await idsOf(graph)
  const problems: string[] = []
  const inOrder = (Object.keys(operations) as OperationId[]).sort((one, other) => Number(one === 'comment.delete') - Number(other === 'comment.delete'))
  for (const id of inOrder) {
    const operation = described.get(id)
    assert.ok(operation, id)
    seen.length = 0
    try { await CALLS[id](graph, ids, instagram, sandbox) } catch (error) { problems.push(`${id}: ${String(error)}`) }
    const call = seen[0]
    assert.ok(call, `${id} made no call`)
    problems.push(...requestProblems(operation, call.url).map((problem) => `${id}: ${problem}`))
    if (call.status === 200 && !ajv.validate(inDocument(operation.responses[200].content['application/json'].schema), call.body)) problems.push(`${id}: answer ${ajv.errorsText()}`)
  }
  assert.equal(problems, [])
})

test.run()
