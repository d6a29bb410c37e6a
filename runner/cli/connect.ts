import { readFileSync } from 'node:fs'
import { createClient, type Client } from '../client/client.ts'
import { isPlainBeyondLoopback, parseEndpoint } from '../client/endpoint.ts'
import { networkFetch } from '../client/transport.ts'
import { parseJson, stringifyJson, type Json } from '../model/json.ts'
import type { Home } from '../index.ts'
import type { Context } from './context.ts'
import { openCommandHome, type HomeUse } from './home.ts'

/** The workflow service of a command: a server at an endpoint, or the embedded engine of the home (then `home` is there too). */
export interface Service {
  readonly client: Client
  readonly home: Home | undefined
  close(): Promise<void>
}

const EMBEDDED = 'http://embedded.trowel.localhost'
const codec = { parse: (text: string): unknown => parseJson(text), stringify: (value: unknown): string => stringifyJson(value as Json) }

/** Connects to the service that options and environment name. */
export async function connect(context: Context, use: HomeUse = {}): Promise<Service> {
  return context.settings.endpoint === undefined ? embedded(context, use) : remote(context, context.settings.endpoint)
}

async function embedded(context: Context, use: HomeUse): Promise<Service> {
  const home = await openCommandHome(context, use)
  const client = createClient({ endpoint: EMBEDDED, fetch: home.handle, json: codec, timeoutMs: 0 })
  return { client, home, close: () => home.close() }
}

async function remote(context: Context, endpoint: string): Promise<Service> {
  const { settings } = context
  if (isPlainBeyondLoopback(parseEndpoint(endpoint))) context.note(`warning: ${parseEndpoint(endpoint).host} is addressed over plain http: what is sent can be read on the way`)
  const client = createClient({
    endpoint, json: codec, signal: context.signal,
    fetch: networkFetch({ verifyCertificates: settings.certValidation, ...proxyOf(context) }),
    basicAuth: settings.basicAuth, headers: settings.headers, treasureDataKey: treasureDataKey(context),
  })
  if (settings.versionCheck) {
    const warning = await client.checkVersion()
    if (warning) context.note(warning)
  }
  return { client, home: undefined, close: async () => undefined }
}

function proxyOf(context: Context): { readonly proxy?: { readonly http?: string; readonly https?: string; readonly except?: string } } {
  const { env } = context
  const http = env['http_proxy'] ?? env['HTTP_PROXY']
  const https = env['https_proxy'] ?? env['HTTPS_PROXY']
  const except = env['no_proxy'] ?? env['NO_PROXY']
  return http === undefined && https === undefined ? {} : { proxy: { ...(http ? { http } : {}), ...(https ? { https } : {}), ...(except ? { except } : {}) } }
}

/** `TD_API_KEY`, else the key of td.conf; the client sends it to hosts of Treasure Data alone. */
function treasureDataKey(context: Context): string | undefined {
  if (context.settings.tdApiKey) return context.settings.tdApiKey
  try { return /^\s*apikey\s*=\s*(\S+)\s*$/m.exec(readFileSync(context.settings.tdConfigFile, 'utf8'))?.[1] } catch { return undefined }
}

/** Does something with the service and closes it, whatever happens. */
export async function withService<T>(context: Context, use: HomeUse, action: (service: Service) => Promise<T>): Promise<T> {
  const service = await connect(context, use)
  try { return await action(service) } finally { await service.close() }
}
