import { createGraphClient } from '../../../sdk/index.ts'
import type { Clock, Fetch, FetchInit, GraphClientOptions, GraphEvent } from '../../../sdk/index.ts'

/** Looks like a token, so that a leak would show. */
export const TOKEN = 'EAAtestTOKEN0123456789abcdef'

export interface Answer { readonly status?: number, readonly headers?: Readonly<Record<string, string>>, readonly body: unknown }
export interface Call { readonly url: string, readonly init: FetchInit }

/** A fetch that answers from a list, or by a function, and keeps what it was asked. */
export function scripted(answers: readonly (Answer | Error)[] | ((url: URL, call: number, init: FetchInit) => Answer | Error)): { readonly fetch: Fetch, readonly calls: readonly Call[] } {
  const calls: Call[] = []
  const fetch: Fetch = async (url, init) => {
    calls.push({ url, init })
    const answer = typeof answers === 'function' ? answers(new URL(url), calls.length - 1, init) : answers[calls.length - 1]
    if (answer === undefined) throw new Error(`nobody expected call ${calls.length}: ${url}`)
    if (answer instanceof Error) throw answer
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
    return { status: answer.status ?? 200, headers: { get: (name) => answer.headers?.[name.toLowerCase()] ?? null }, text: async () => text }
  }
  return { fetch, calls }
}

export interface TurnedClock extends Clock { readonly slept: readonly number[], turn(ms: number): void }

/** A clock that stands still; sleeping turns it. */
export function turnedClock(start: string | number): TurnedClock {
  let now = typeof start === 'number' ? start : Date.parse(start)
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      if (signal?.aborted) throw signal.reason
      slept.push(ms)
      now += ms
    },
    turn: (ms) => { now += ms },
  }
}

/** A client over scripted answers, a still clock and no jitter. */
export function scriptedClient(answers: Parameters<typeof scripted>[0], options: Partial<Omit<GraphClientOptions<'facebook', 'v27.0'>, 'accessToken'>> = {}) {
  const { fetch, calls } = scripted(answers)
  const clock = turnedClock('2026-11-24T12:00:00Z')
  const events: GraphEvent[] = []
  scripts++
  const graph = createGraphClient({ accessToken: TOKEN, baseUrl: `http://127.0.0.1:9/script-${scripts}`, fetch, clock, random: () => 1, onEvent: (event) => events.push(event), ...options })
  return { graph, calls, clock, events }
}

let scripts = 0

export function refusal(code: number, message: string, more: Readonly<Record<string, unknown>> = {}, status = 400): Answer {
  return { status, body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'AbCdEfTrace', ...more } } }
}

/** What a promise was rejected with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try { await promise } catch (error) { return error }
  throw new Error('was expected to be rejected')
}
