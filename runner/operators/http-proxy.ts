import type { Dispatcher } from 'undici'
import type { TaskRun } from '../model/operator.ts'
import { createParams, type Params } from '../model/params.ts'
import type { HttpRequest } from './http-request.ts'

const LOOPBACK = 'localhost,127.0.0.1,[::1]'

/** How the request goes out: by the task's `proxy:`, else the configured one, else the environment's, else directly (digdag §6.4). */
export async function proxyDispatcher(task: TaskRun, request: HttpRequest): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent, ProxyAgent } = await import('undici')
  const connect = { rejectUnauthorized: !request.insecure, timeout: request.timeoutMs }
  const proxy = userProxy(task) ?? systemProxy(task)
  if (proxy !== undefined) return new ProxyAgent({ uri: proxy, requestTls: connect, proxyTunnel: false })
  const env = task.services.environment
  const [httpProxy, httpsProxy] = [env['http_proxy'] ?? env['HTTP_PROXY'], env['https_proxy'] ?? env['HTTPS_PROXY']]
  if (!httpProxy && !httpsProxy) return new Agent({ connect })
  const noProxy = [env['no_proxy'] ?? env['NO_PROXY'], LOOPBACK].filter(Boolean).join(',')
  return new EnvHttpProxyAgent({ connect, requestTls: connect, proxyTunnel: false, noProxy, ...(httpProxy ? { httpProxy } : {}), ...(httpsProxy ? { httpsProxy } : {}) })
}

function userProxy({ params, services }: TaskRun): string | undefined {
  if (services.settings['config.http.allow_user_proxy'] === 'false') return undefined
  const options = params.withDefaults('http')
  return options.has('proxy') ? proxyUri(createParams(options.object('proxy'))) : undefined
}

function systemProxy({ services: { settings } }: TaskRun): string | undefined {
  const entries = Object.entries(settings).filter(([key]) => key.startsWith('config.http.proxy.')).map(([key, value]) => [key.slice('config.http.proxy.'.length), value] as const)
  return entries.length > 0 ? proxyUri(createParams(Object.fromEntries(entries))) : undefined
}

const proxyUri = (proxy: Params): string | undefined =>
  proxy.flag('enabled', true) ? `${proxy.flag('tls', false) ? 'https' : 'http'}://${proxy.text('host')}:${proxy.int('port')}` : undefined
