import { createHash, createHmac } from 'node:crypto'
import { answerBatch } from './batch.ts'
import type { Call, Graph } from './call.ts'
import { readCall } from './call.ts'
import type { Strike } from './faults.ts'
import { NO_STRIKE } from './faults.ts'
import type { Context, ServedVersion } from './graph/context.ts'
import type { Dialect } from './graph/dialect.ts'
import { checkParams, methodOf } from './graph/described.ts'
import { Refusal, invalid, missingObject, refusalBody, unknownPath } from './graph/refusal.ts'
import type { Route } from './graph/route.ts'
import { route } from './graph/route.ts'
import { answerLogin } from './login.ts'
import { addUsage, overLimit, usageHeader } from './limits.ts'
import type { SandboxRequest, SandboxResponse } from './requests.ts'
import { hasLegacyProtocol, serve } from './versions.ts'
import { readId } from './world/ids.ts'

interface Answer { readonly kind: string, readonly status: number, readonly body: unknown, readonly headers: Readonly<Record<string, string>>, readonly drop: boolean, readonly delayMs: number }

/** Answers one request. Time passes only for whoever sends the answer: `delayMs` is not waited here. */
export function answer(graph: Graph, request: SandboxRequest): SandboxResponse {
  const traceId = graph.traceId()
  let dialect: Dialect = 'facebook'
  let version: ServedVersion | undefined
  let result: Answer
  try {
    const call = readCall(request)
    dialect = call.dialect
    const login = answerLogin(graph, call)
    if (login !== undefined) result = login
    else {
      version = serve(call.version, graph.world.clock.now())
      result = answerCall(graph, call, version, dialect, traceId)
    }
  } catch (error) {
    result = refused(error, dialect, traceId, {})
  }
  graph.log.count(result.kind, result.status >= 400)
  return write(graph, result, version, traceId, request)
}

function answerCall(graph: Graph, call: Call, version: ServedVersion, dialect: Dialect, traceId: string): Answer {
  const isBatch = call.segments.length === 0 && call.method === 'POST' && call.params.has('batch')
  // A batch is no call of its own: faults meet what is in it.
  const strike = isBatch ? NO_STRIKE : graph.faults.strike(call.target, () => ownerOf(graph, call))
  const headers: Record<string, string> = {}
  let kind = 'none'
  try {
    const context = contextOf(graph, call, version, strike)
    if (isBatch) return answerElements(graph, call)
    if (call.segments.length === 0 || call.params.has('ids')) return { kind: 'graph.ids', status: 200, body: readMany(graph, call, context, strike, headers), headers, drop: strike.drop, delayMs: strike.delayMs }
    const found = findRoute(graph, call, context)
    kind = found.kind
    meter(graph, context, found, strike, headers)
    const body = found.run()
    return { kind, status: 200, body, headers, drop: strike.drop, delayMs: strike.delayMs }
  } catch (error) {
    return { ...refused(error, dialect, traceId, headers), kind, drop: strike.drop, delayMs: strike.delayMs }
  }
}

/** The key of the account that a call is about, as far as its path tells. */
function ownerOf(graph: Graph, { segments: [first = ''], token }: Call): number | undefined {
  if (first === 'me') return token === undefined ? undefined : graph.parts.store.find(token)?.account?.key
  return graph.world.accounts.find((account) => account.page.id === first)?.key ?? readId(first)?.key
}

function findRoute(graph: Graph, call: Call, context: Context): Route {
  const found = route(context, graph.parts, call.method, call.segments)
  if (call.method !== methodOf(found.kind)) {
    if (call.method === 'DELETE' && found.kind === 'media.get') throw new Refusal({ code: -1, subcode: 2207073, message: 'Fatal' })
    throw missingObject(call.segments[0] ?? '', call.method.toLowerCase())
  }
  checkParams(found.kind, call.params)
  return found
}

/** Counts the call and tells the usage; refuses it when the limit is reached or a fault says so. */
function meter(graph: Graph, context: Context, found: Route, strike: Strike, headers: Record<string, string>): void {
  const usage = graph.limits.count(context, found.budget, found.account)
  if (usage !== undefined) {
    const shown = strike.throttledMinutes === undefined ? usage : { calls: 1, limit: 1, minutes: strike.throttledMinutes, over: true }
    addUsage(headers, ...usageHeader(found.budget, found.account, shown))
  }
  if (strike.refusal !== undefined) throw strike.refusal
  if (usage?.over === true) throw overLimit(context, found.budget)
}

function contextOf(graph: Graph, call: Call, version: ServedVersion, strike: Strike): Context {
  const [first] = call.segments
  const token = graph.parts.store.check(call.token, first === 'me')
  if ((token.kind === 'instagram') !== (call.dialect === 'instagram')) throw new Refusal({ code: 190, message: 'Invalid OAuth access token - Cannot parse access token' })
  checkProof(graph, call, token.token)
  const legacy = hasLegacyProtocol(version, graph.world.clock.now())
  const dateFormat = call.params.get('date_format')
  if (dateFormat !== undefined && !legacy) throw invalid('The date_format parameter is no longer supported')
  return {
    world: graph.world, now: graph.world.clock.now(), dialect: call.dialect, version, token, base: call.base, params: call.params,
    unixDates: dateFormat === 'U', indirect: false, pageToken: graph.parts.pageToken, badMetrics: strike.badMetrics, noData: strike.empty,
  }
}

function checkProof(graph: Graph, call: Call, token: string): void {
  const proof = call.params.get('appsecret_proof')
  if (graph.requireProof && proof === undefined) throw new Refusal({ code: 100, message: 'API calls from the server require an appsecret_proof argument', type: 'GraphMethodException' })
  if (proof === undefined) return
  const right = createHmac('sha256', graph.parts.store.appSecret).update(token).digest('hex')
  if (proof !== right) throw new Refusal({ code: 100, message: 'Invalid appsecret_proof provided in the API argument', type: 'GraphMethodException' })
}

/** `POST /` with a batch (IG §2.18): it tells the usage of all its calls, and takes as long as the slowest. */
function answerElements(graph: Graph, call: Call): Answer {
  const headers: Record<string, string> = {}
  let delayMs = 0
  const body = answerBatch(call, (request) => {
    const one = answer(graph, request)
    for (const [name, value] of Object.entries(one.headers)) addUsage(headers, name, value)
    delayMs = Math.max(delayMs, one.delayMs - graph.latencyMs)
    return one
  })
  return { kind: 'graph.batch', status: 200, body, headers, drop: false, delayMs }
}

const MOST_IDS = 50

/** `GET /?ids=` reads several nodes where that still exists (IG §2.18). */
function readMany(graph: Graph, call: Call, context: Context, strike: Strike, headers: Record<string, string>): unknown {
  const ids = call.params.get('ids')
  if (ids === undefined || call.method !== 'GET') throw unknownPath('/')
  if (!hasLegacyProtocol(context.version, context.now) || context.dialect === 'instagram') throw invalid('Reading several objects by ids is no longer supported: use batch requests, or one request each')
  const list = ids.split(',').map((id) => id.trim()).filter((id) => id !== '')
  if (list.length > MOST_IDS) throw invalid(`Too many IDs. Maximum: ${MOST_IDS}. Provided: ${list.length}`)
  return Object.fromEntries(list.map((id) => {
    const found = findRoute(graph, { ...call, segments: [id, ...call.segments] }, context)
    meter(graph, context, found, strike, headers)
    return [id, found.run()]
  }))
}

function refused(error: unknown, dialect: Dialect, traceId: string, headers: Readonly<Record<string, string>>): Answer {
  const details = error instanceof Refusal ? error.details : { code: 1, message: 'An unknown error has occurred.', status: 500 }
  const bearer: Record<string, string> = details.code === 190 ? { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" ${JSON.stringify(details.message)}` } : {}
  return { kind: 'none', status: details.status ?? 400, body: refusalBody(details, dialect, traceId), headers: { ...headers, ...bearer }, drop: false, delayMs: 0 }
}

function write(graph: Graph, result: Answer, version: ServedVersion | undefined, traceId: string, request: SandboxRequest): SandboxResponse {
  const legacy = version !== undefined && hasLegacyProtocol(version, graph.world.clock.now())
  const pretty = legacy && /[?&]pretty=(?:1|true)\b/.test(request.url)
  const body = JSON.stringify(result.body, undefined, pretty ? 3 : undefined)
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=UTF-8', 'cache-control': 'private, no-cache, no-store, must-revalidate', 'x-fb-trace-id': traceId, 'x-fb-rev': '1030000000',
    date: new Date(graph.world.clock.now()).toUTCString(),
    ...(version === undefined ? {} : { 'facebook-api-version': version.name }), ...result.headers,
  }
  const delayMs = graph.latencyMs + result.delayMs
  if (legacy && result.status === 200) {
    const etag = `"${createHash('sha1').update(body).digest('hex')}"`
    headers.etag = etag
    if (request.headers?.['if-none-match'] === etag) return { status: 304, headers, body: '', delayMs, drop: result.drop }
  }
  return { status: result.status, headers, body, delayMs, drop: result.drop }
}
