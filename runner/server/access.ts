import { hostname, networkInterfaces } from 'node:os'
import type { Credentials } from './credentials.ts'
import { refusal } from './answer.ts'

/** What of a request decides whether it is let in. */
export interface Visit {
  readonly method: string
  /** The path, without the query. */
  readonly path: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly authorization: string | undefined
}

/** Lets a visit in (undefined) or answers it. */
export type Gate = (visit: Visit) => Response | undefined

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(?:\.\d{1,3}){3}\]?)$/i

/** Whether an address or host name is this machine alone. */
export const isLoopback = (address: string): boolean => LOOPBACK.test(address)

/**
 * The gate of a server bound to `address` (contract, "Who may come in"): the Host must be a loopback one or the bound
 * address (against DNS rebinding), an Origin must be the server's own, and credentials must fit where some are set.
 * @param hosts further host names the server answers to
 */
export function createGate(options: { readonly address: string; readonly hosts?: readonly string[]; readonly credentials?: Credentials | undefined }): Gate {
  const hosts = new Set([...boundHosts(options.address), ...(options.hosts ?? [])].map((host) => bare(host.toLowerCase())))
  return ({ method, path, host, origin, authorization }) => {
    const name = hostName(host)
    if (name === undefined || !(isLoopback(name) || hosts.has(bare(name)))) {
      return refusal(403, `This server does not answer to the host ${JSON.stringify(host ?? '')}`, { hint: 'Address it by the name or address it is bound to.' })
    }
    if (origin !== undefined && !isOwnOrigin(origin, host)) return refusal(403, `Requests from ${origin} are not accepted`)
    if (options.credentials === undefined || path === '/api/version' || method === 'OPTIONS' || method === 'TRACE') return undefined
    const verdict = options.credentials.judge(authorization)
    if (verdict === 'accepted') return undefined
    return refusal(401, verdict === 'missing' ? 'Missing Authorization header' : 'unauthorized', { headers: { 'www-authenticate': options.credentials.challenge } })
  }
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '')

/** A server bound to every address answers to each of this machine's own, and to its name. */
function boundHosts(address: string): readonly string[] {
  if (!['0.0.0.0', '::', '[::]'].includes(address)) return [address]
  return [hostname(), ...Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((item) => item.address))]
}

function hostName(host: string | undefined): string | undefined {
  if (host === undefined || /[@/?#\s\\]/.test(host)) return undefined
  try { return new URL(`http://${host}`).hostname } catch { return undefined }
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return origin.toLowerCase() === `http://${host?.toLowerCase()}` || origin.toLowerCase() === `https://${host?.toLowerCase()}`
}
