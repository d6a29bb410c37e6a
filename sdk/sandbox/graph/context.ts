import type { TokenRecord } from '../tokens.ts'
import type { Account } from '../world/account.ts'
import { dateOf } from '../world/dates.ts'
import type { World } from '../world/world.ts'
import type { Dialect } from './dialect.ts'
import type { Params } from './params.ts'

export interface ServedVersion {
  /** As written in paths, v25.0. */
  readonly name: string
  readonly number: number
}

/** What one request is answered from. */
export interface Context {
  readonly world: World
  /** ms; the same for the whole request. */
  readonly now: number
  readonly dialect: Dialect
  readonly version: ServedVersion
  readonly token: TokenRecord
  /** Scheme and authority under which the client reached the sandbox, for links. */
  readonly base: string
  readonly params: Params
  /** `date_format=U` where it still exists: timestamps as unix seconds. */
  readonly unixDates: boolean
  /** True for media read through an edge or an expansion, where Meta leaves out likes the owner hides (IG §2.4). */
  readonly indirect: boolean
  /** The token of a page, which `access_token` of a page hands out. */
  readonly pageToken: (account: Account) => string
  /** Metrics refused for the moment, by a fault. */
  readonly badMetrics: ReadonlySet<string>
  /** Insights have no data for the moment, by a fault. */
  readonly noData: boolean
}

const DAY_MS = 86_400_000

/** Meta's timestamps have no colon in the offset. */
export function timestamp(context: Pick<Context, 'unixDates'>, ms: number): string | number {
  if (context.unixDates) return Math.floor(ms / 1000)
  const seconds = Math.floor((ms - Math.floor(ms / DAY_MS) * DAY_MS) / 1000)
  return `${dateOf(ms)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}+0000`
}

const two = (value: number) => (value < 10 ? `0${value}` : String(value))
