import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { startServer, wf, type Running } from './programs.ts'

export const LATENCY_MS = 50

/** A sandbox of its own process, 50 ms away, that never throttles. */
export interface GraphServer {
  readonly url: string
  /** Sees every page. */
  readonly token: string
  readonly pages: readonly string[]
  /** Calls since the last time it was asked; and as rate limits count them, where each element of a batch is one. */
  takeCalls(): Promise<{ readonly http: number, readonly counted: number }>
  close(): Promise<void>
}

/** @param scenario a scenario file's text without latency and limits */
export async function startGraph(folder: string, name: string, scenario: string): Promise<GraphServer> {
  const file = join(folder, `${name}.yml`)
  writeFileSync(file, `latencyMs: ${LATENCY_MS}\nlimits: {instagram: 100000000, platform: 100000000, pages: 100000000}\n${scenario}`)
  const server = await startServer([wf, 'sandbox', '--port', '0', '--scenario', file])
  const shown = await wholeGreeting(server)
  const token = /^ +facebook +(EAA\S+)/m.exec(shown)?.[1] ?? ''
  const pages = [...shown.slice(shown.indexOf('pages:')).matchAll(/^ +\d+ {2}(.+?) {2}\d+ @/gm)].map((found) => found[1] ?? '')
  return {
    url: server.url, token, pages, close: () => server.stop(),
    takeCalls: async () => {
      const { body } = await request(`${server.url}/_sandbox/requests`)
      const { http, total } = await body.json() as { readonly http: number, readonly total: number }
      await (await request(`${server.url}/_sandbox/requests`, { method: 'DELETE' })).body.dump()
      return { http, counted: total }
    },
  }
}

async function wholeGreeting(server: Running): Promise<string> {
  while (!/@\S+\n$/.test(server.stdout())) await new Promise((done) => { setTimeout(done, 20) })
  return server.stdout()
}

export interface PlainWork { readonly days: number, readonly metric: string, readonly mediaMetrics: readonly string[] }
export interface PlainResult { readonly seconds: number, readonly calls: number, readonly rows: number }

const CONNECTIONS = 16
const WINDOW_DAYS = 30
const PAGE = 100
const DAY_S = 86_400
const VERSION = 'v27.0'

interface Listed { readonly data: readonly Readonly<Record<string, unknown>>[], readonly paging?: { readonly next?: string } }
interface Numbers { readonly data?: readonly { readonly values: readonly unknown[] }[] }

/** What one would write by hand without a library: windows of 30 days, posts with their numbers by field expansion, 16 connections, nothing kept. */
export async function readPlainly(graph: Pick<GraphServer, 'url' | 'token'>, work: PlainWork): Promise<PlainResult> {
  const agent = new Agent({ connections: CONNECTIONS })
  let calls = 0
  const get = async <T>(url: string): Promise<T> => {
    calls++
    const { statusCode, body } = await request(url, { dispatcher: agent })
    const answer = await body.json()
    if (statusCode !== 200) throw new Error(`the plain client was answered ${statusCode}: ${JSON.stringify(answer)}`)
    return answer as T
  }
  const at = (path: string, query: Readonly<Record<string, string>>): string => `${graph.url}/${VERSION}/${path}?${new URLSearchParams({ ...query, access_token: graph.token }).toString()}`
  const started = process.hrtime.bigint()
  const { data: pages } = await get<Listed>(at('me/accounts', { fields: 'instagram_business_account', limit: String(PAGE) }))
  const accounts = pages.flatMap((page) => { const found = page['instagram_business_account'] as { readonly id: string } | undefined; return found ? [found.id] : [] })
  const counts = await Promise.all(accounts.flatMap((id) => [readWindows(id, work, at, get), readPosts(id, work, at, get)]))
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  await agent.close()
  return { seconds, calls, rows: counts.reduce((sum, count) => sum + count, 0) }
}

type Address = (path: string, query: Readonly<Record<string, string>>) => string
type Get = <T>(url: string) => Promise<T>

async function readWindows(id: string, { days, metric }: PlainWork, at: Address, get: Get): Promise<number> {
  const today = Math.floor(Date.now() / 1000 / DAY_S) * DAY_S
  const starts = Array.from({ length: Math.ceil(days / WINDOW_DAYS) }, (_, i) => today - days * DAY_S + i * WINDOW_DAYS * DAY_S)
  const windows = await Promise.all(starts.map((since) => get<Numbers>(at(`${id}/insights`, { metric, period: 'day', since: String(since), until: String(Math.min(today, since + WINDOW_DAYS * DAY_S)) }))))
  return windows.reduce((sum, window) => sum + (window.data?.[0]?.values.length ?? 0), 0)
}

async function readPosts(id: string, { mediaMetrics }: PlainWork, at: Address, get: Get): Promise<number> {
  let rows = 0
  let next: string | undefined = at(`${id}/media`, { fields: `id,media_type,media_product_type,caption,permalink,timestamp,insights.metric(${mediaMetrics.join(',')})`, limit: String(PAGE) })
  while (next !== undefined) {
    const page: Listed = await get<Listed>(next)
    for (const media of page.data) rows += (media['insights'] as Numbers | undefined)?.data?.length ?? 0
    next = page.paging?.next
  }
  return rows
}
