import type { Clock } from './clock.ts'
import type { GraphListener } from './events.ts'
import type { Fetch } from './fetch.ts'
import type { Host } from './generated/catalogue.ts'
import type { ExpiredVersions, ServedVersion } from './generated/metric-rules.ts'
import type { Limiter } from './limiter.ts'
import type { Hmac } from './proof.ts'
import type { Unlisted } from './unlisted.ts'

/** The newest version of the catalogue: the default. */
export type LatestVersion = 'v27.0'

/** A version; one that is not served turns into the reason. One computed at run time is let through. */
export type CheckedVersion<V extends string> = string extends V ? V : V extends Unlisted | ServedVersion ? V : V extends keyof ExpiredVersions ? ExpiredVersions[V] : `${V} is not a version that is served; if it is, write unlisted('${V}')`

export interface GraphClientOptions<H extends Host = Host, V extends string = string> {
  /** A user, page, system user or Instagram user token. */
  readonly accessToken: string
  /** `facebook` (graph.facebook.com, Facebook Login) by default; `instagram` is graph.instagram.com, Instagram Login. */
  readonly host?: H | undefined
  /** `v27.0` by default. A version that the catalogue does not know as served goes through `unlisted`. */
  readonly version?: CheckedVersion<V> | undefined
  /** Replaces `https://graph.facebook.com` or `https://graph.instagram.com`, without version and without a slash at the end. */
  readonly baseUrl?: string | undefined
  /** Allows plain http beyond loopback: the token then travels in clear. False by default. */
  readonly insecureHttp?: boolean | undefined
  /** Any fetch. By default undici with a pool on Node, the platform's elsewhere. */
  readonly fetch?: Fetch | undefined
  /** Adds appsecret_proof to every call, for apps that require it. Never put it into a browser. */
  readonly appSecret?: string | undefined
  /** Replaces WebCrypto for appsecret_proof. */
  readonly hmac?: Hmac | undefined
  /** `query` (documented on both hosts, default), or `header`: `Authorization: Bearer`, which keeps the token out of access logs. */
  readonly tokenIn?: 'query' | 'header' | undefined
  /** One attempt's time, in milliseconds. 60,000 by default. */
  readonly timeoutMs?: number | undefined
  /** Attempts of a call that failed in passing (codes 1 and 2, HTTP 5xx, network, timeout). 5 by default. */
  readonly attempts?: number | undefined
  /** How long a call may wait for a rate limit altogether, in milliseconds. One hour by default; 0 fails at once. */
  readonly maxWaitMs?: number | undefined
  /** Calls at once. 16 by default; ignored where `limiter` is given. */
  readonly concurrency?: number | undefined
  /** Shared by default among all clients with the same host and token. */
  readonly limiter?: Limiter | undefined
  /** Ends every call of the client. */
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: GraphListener | undefined
  /** Turned by tests. */
  readonly clock?: Clock | undefined
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: (() => number) | undefined
}

/** Options of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** One attempt's time, in milliseconds. */
  readonly timeoutMs?: number | undefined
  /** Another token for this call, such as a page's. */
  readonly accessToken?: string | undefined
  /** Among calls that wait for a place, higher ones go first. 0 by default; 1 for the next page of a list, on which others wait. */
  readonly priority?: number | undefined
}
