import { GraphError } from './error.ts'

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** An address without a slash at the end; one that would send the token in clear beyond loopback is refused. */
export function checkedBaseUrl(text: string, insecureHttp: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.search !== '') throw new GraphError(`baseUrl is not an http address without credentials and query: ${text}`, { code: 'configuration' })
  if (url.protocol === 'http:' && !insecureHttp && !LOOPBACK.test(url.hostname)) throw new GraphError(`${url.origin} would send the token in clear`, { code: 'insecure-url' })
  return text.replace(/\/+$/, '')
}
