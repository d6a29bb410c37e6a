import type { ServerParts } from './parts.ts'

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE'

/** One request on its way to a route. */
export interface Call {
  readonly request: Request
  /** What stands in the place of `{name}` in the route's path, percent-decoded. */
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly parts: ServerParts
}

export type Respond = (call: Call) => Promise<Response> | Response

/** A way into the API: `path` is like `/api/projects/{id}`. */
export interface Route { readonly method: Method; readonly path: string; readonly respond: Respond }

export const route = (method: Method, path: string, respond: Respond): Route => ({ method, path, respond })

export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly path: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly Method[] }
  | { readonly kind: 'none' }

interface Pattern { readonly segments: readonly string[]; readonly methods: Map<Method, Route> }

/** Finds the route for a method and an encoded path. A fixed segment wins over a `{name}` that stands earlier in the table. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match {
  const byLength = new Map<number, Pattern[]>()
  for (const item of routes) addRoute(byLength, item)
  for (const patterns of byLength.values()) patterns.sort((a, b) => names(a.segments) - names(b.segments))
  return (method, path) => {
    const segments = decoded(path)
    if (segments === undefined) return { kind: 'none' }
    for (const pattern of byLength.get(segments.length) ?? []) {
      const found = matched(pattern.segments, segments)
      if (found === undefined) continue
      const item = pattern.methods.get(method as Method)
      return item === undefined ? { kind: 'wrong-method', allowed: [...pattern.methods.keys()] } : { kind: 'route', route: item, path: found }
    }
    return { kind: 'none' }
  }
}

function addRoute(byLength: Map<number, Pattern[]>, item: Route): void {
  const segments = item.path.split('/').slice(1)
  const patterns = byLength.get(segments.length) ?? []
  byLength.set(segments.length, patterns)
  const same = patterns.find((pattern) => pattern.segments.join('/') === segments.join('/'))
  if (same === undefined) patterns.push({ segments, methods: new Map([[item.method, item]]) })
  else same.methods.set(item.method, item)
}

const isName = (segment: string): boolean => segment.startsWith('{')
const names = (segments: readonly string[]): number => segments.filter(isName).length

function decoded(path: string): readonly string[] | undefined {
  try { return path.split('/').slice(1).map(decodeURIComponent) } catch { return undefined }
}

function matched(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {}
  for (const [i, wanted] of pattern.entries()) {
    const segment = segments[i] ?? ''
    if (isName(wanted)) { if (segment === '') return undefined; found[wanted.slice(1, -1)] = segment } else if (wanted !== segment) return undefined
  }
  return found
}
