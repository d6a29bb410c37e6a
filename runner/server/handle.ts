import { refusal, refusalOf, statusOfError } from './answer.ts'
import { pageAnswer } from './page/page.ts'
import { DEFAULT_LIMITS, type Limits, type ServerParts } from './parts.ts'
import { createRouter, type Match, type Route } from './router.ts'
import { attemptRoutes } from './routes/attempt.ts'
import { logRoutes } from './routes/log.ts'
import { projectRoutes } from './routes/project.ts'
import { scheduleRoutes } from './routes/schedule.ts'
import { secretRoutes } from './routes/secret.ts'
import { sessionRoutes } from './routes/session.ts'
import { versionRoutes } from './routes/version.ts'
import { workflowRoutes } from './routes/workflow.ts'

/** The REST API as one function. It needs no socket: the embedded client calls it as its `fetch` (design). */
export type Handler = (request: Request) => Promise<Response>

export interface HandlerOptions extends Omit<ServerParts, 'limits'> {
  readonly limits?: Partial<Limits>
  /** More of our own, below `/api/trowel/`. */
  readonly routes?: readonly Route[]
  /** Told of what answered 500, with the request's method and path. */
  readonly onError?: (error: unknown, where: string) => void
}

/** digdag's REST API v0 (digdag §10.2), and what every server adds to it. */
export const ROUTES: readonly Route[] = [
  ...versionRoutes, ...projectRoutes, ...secretRoutes, ...workflowRoutes, ...scheduleRoutes, ...sessionRoutes, ...attemptRoutes, ...logRoutes,
]

/** Never rejects: whatever goes wrong is an answer in digdag's error shape. */
export function createHandler(options: HandlerOptions): Handler {
  const parts: ServerParts = { ...options, limits: { ...DEFAULT_LIMITS, ...options.limits } }
  const find = createRouter([...ROUTES, ...(options.routes ?? [])])
  return async (request) => {
    const url = new URL(request.url)
    try {
      if (!isApi(url.pathname)) return pageAnswer(request.method, url.pathname)
      const match = find(request.method === 'HEAD' ? 'GET' : request.method, url.pathname)
      if (match.kind !== 'route') return unrouted(match, request.method, url.pathname)
      const answer = await match.route.respond({ request, path: match.path, query: url.searchParams, parts })
      return request.method === 'HEAD' ? new Response(null, answer) : answer
    } catch (error) {
      if (statusOfError(error) >= 500) options.onError?.(error, `${request.method} ${url.pathname}`)
      return refusalOf(error)
    }
  }
}

const isApi = (path: string): boolean => path === '/api' || path.startsWith('/api/')

function unrouted(match: Exclude<Match, { kind: 'route' }>, method: string, path: string): Response {
  if (match.kind === 'none') return refusal(404, `No such resource: ${path}`)
  const allow = match.allowed.join(', ')
  return method === 'OPTIONS' ? new Response(null, { status: 200, headers: { allow } }) : refusal(405, `Method ${method} is not allowed here`, { hint: `Allowed: ${allow}.`, headers: { allow } })
}
