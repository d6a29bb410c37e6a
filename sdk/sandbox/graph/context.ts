import type { TokenRecord } from '../tokens.ts'
import type { World } from '../world/world.ts'
import type { Params } from './params.ts'

/** The two hosts answer in different words (IG §1.1): graph.facebook.com and graph.instagram.com. */
export type Dialect = 'facebook' | 'instagram'

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
  /** Metrics refused for the moment, by a fault. */
  readonly badMetrics: ReadonlySet<string>
}

/** Meta's timestamps have no colon in the offset. */
export function timestamp(context: Pick<Context, 'unixDates'>, ms: number): string | number {
  return context.unixDates ? Math.floor(ms / 1000) : `${new Date(ms).toISOString().slice(0, 19)}+0000`
}
