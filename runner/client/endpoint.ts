import { ClientError } from './error.ts'

/** Where digdag's server listens. */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:65432'

/**
 * Reads `[http[s]://]HOST[:PORT]` (digdag §9.1); without a scheme it is http.
 * @throws ClientError `refused`
 */
export function parseEndpoint(text: string): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase()
  const fault = scheme !== undefined && scheme !== 'http' && scheme !== 'https' ? 'Endpoint must start with http:// or https://' : 'Endpoint must be [http[s]://]HOST[:PORT]'
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') throw new ClientError('refused', `${fault}: ${withoutPassword(text)}`)
  try {
    const url = new URL(scheme === undefined ? `http://${text}` : text)
    url.search = ''
    url.hash = ''
    return url
  } catch (cause) {
    throw new ClientError('refused', `${fault}: ${withoutPassword(text)}`, { cause })
  }
}

const withoutPassword = (text: string): string => text.replace(/\/\/[^/@]*@/, '//')

/** Whether what is sent there crosses a network in clear: callers warn. */
export const isPlainBeyondLoopback = (endpoint: URL): boolean =>
  endpoint.protocol === 'http:' && !/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(endpoint.hostname)

/** Hosts to which alone a Treasure Data key may go, and only encrypted (contract, "Places"). */
export const isTreasureData = (endpoint: URL): boolean =>
  endpoint.protocol === 'https:' && /(^|\.)treasuredata\.(com|co\.jp)$/.test(endpoint.hostname)
