/** A request, as it comes from a socket, a `fetch`, or an element of a batch. */
export interface SandboxRequest {
  readonly method: string
  /** Path and query, or a whole URL. */
  readonly url: string
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  readonly body?: string | undefined
}

export interface SandboxResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Whether `body` is bytes, written in base64. */
  readonly base64?: boolean
  /** To be waited before answering. */
  readonly delayMs: number
  /** True when the connection is to be ended instead of answering. */
  readonly drop: boolean
}

/** Counts of answered calls, for tests and benchmarks. */
export interface RequestCounts {
  readonly total: number
  readonly refused: number
  /** Requests as they came over the network: a batch is one. */
  readonly http: number
  /** By operation, as `user.media`; elements of a batch count each. */
  readonly byKind: Readonly<Record<string, number>>
}

export interface RequestLog {
  count(kind: string, refused: boolean): void
  /** A request has come. */
  come(): void
  counts(): RequestCounts
  reset(): void
}

export function createRequestLog(): RequestLog {
  let total = 0
  let refused = 0
  let http = 0
  let byKind = new Map<string, number>()
  return {
    count: (kind, wasRefused) => { total++; if (wasRefused) refused++; byKind.set(kind, (byKind.get(kind) ?? 0) + 1) },
    come: () => { http++ },
    counts: () => ({ total, refused, http, byKind: Object.fromEntries([...byKind].sort(([a], [b]) => (a < b ? -1 : 1))) }),
    reset: () => { total = 0; refused = 0; http = 0; byKind = new Map() },
  }
}
