/** What kind of failure a client met: the closed set on which programs may rely. */
export type ClientErrorKind =
  | 'not-found' // 404, or a name that no list holds
  | 'conflict' // 409: `conflicting` is the thing in the way
  | 'unauthorized' // 401, 403
  | 'refused' // any other 4xx
  | 'server' // 5xx
  | 'unreachable' // no answer at all
  | 'incompatible' // the server does not accept this client's version
  | 'redirected' // to where a request must not follow

/** Something wrong in a file that was sent, as a trowel server tells it. */
export interface ServerProblem {
  readonly message: string
  readonly severity: 'error' | 'warning'
  readonly position: { readonly file: string; readonly line: number; readonly column: number } | null
  readonly excerpt: string | null
  readonly hint: string | null
}

/** A workflow service refused or could not be reached. `message` reads as digdag's client prints it (digdag §9.1). */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly kind: ClientErrorKind
  /** The HTTP status, or undefined without an answer. */
  readonly status: number | undefined
  /** What to do about it, where that is known. */
  readonly hint: string | undefined
  readonly problems: readonly ServerProblem[]
  /** The parsed body of a 409 (digdag §8.1: the existing attempt). */
  readonly conflicting: unknown
  constructor(kind: ClientErrorKind, message: string, more: { readonly status?: number | undefined; readonly hint?: string | undefined; readonly problems?: readonly ServerProblem[]; readonly conflicting?: unknown; readonly cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.kind = kind
    this.status = more.status
    this.hint = more.hint
    this.problems = more.problems ?? []
    this.conflicting = more.conflicting
  }
}

/** Turns a refusal into an error. digdag's client reads the body of what it sends and of what it gets shows the status alone (recorded); the server's reason then follows as a cause. */
export function errorOf(method: string, status: number, statusText: string, body: string): ClientError {
  const parsed = parsedBody(body)
  const reason = typeof parsed?.['message'] === 'string' ? parsed['message'].trimEnd() : undefined
  const http = `HTTP ${status} ${statusText}`.trimEnd()
  const text = method === 'GET' ? (reason === undefined ? http : `${http}\n> ${reason}`) : sentText(parsed, reason, body) || http
  const hint = typeof parsed?.['hint'] === 'string' ? parsed['hint'] : undefined
  const problems = Array.isArray(parsed?.['problems']) ? parsed['problems'] as readonly ServerProblem[] : []
  const more = { status, hint, problems, ...(status === 409 && reason === undefined ? { conflicting: parsed } : {}) }
  if (status === 404) return new ClientError('not-found', `Resource not found: ${text}`, more)
  if (status === 409) return new ClientError('conflict', `Request conflicted: ${text}`, more)
  if (status === 422) return new ClientError('refused', `Invalid option: ${text}`, more)
  if (status >= 500) return new ClientError('server', text.startsWith('HTTP') ? text : `Status code ${status}: ${text}`, more)
  return new ClientError(status === 401 || status === 403 ? 'unauthorized' : 'refused', `Status code ${status}: ${text}`, more)
}

/** The server's JSON as it came but for our hint and problems, which are told apart; a reason of several lines stands as lines. */
function sentText(parsed: Readonly<Record<string, unknown>> | undefined, reason: string | undefined, body: string): string {
  if (parsed === undefined) return body
  if (reason?.includes('\n')) return reason
  const { hint: _hint, problems: _problems, ...rest } = parsed
  return JSON.stringify(rest)
}

function parsedBody(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined
  } catch { return undefined }
}
