import { GraphError } from './error.ts'
import { operations } from './generated/operations.ts'
import { parseJson } from './json.ts'
import { sendTo } from './nodes.ts'
import type { CallContext } from './nodes.ts'
import type { CallOptions } from './options.ts'
import { joined, parametersQuery } from './query.ts'
import { errorOf } from './refusal.ts'
import type { GraphRequest, Send } from './transport.ts'

/** One request's outcome: the others of the batch are not affected by it. */
export type Settled<T> = { readonly ok: true, readonly value: T } | { readonly ok: false, readonly error: GraphError }
export type SettledAll<T extends readonly unknown[]> = { readonly [I in keyof T]: Settled<Awaited<T[I]>> }

interface Waiting {
  readonly request: GraphRequest
  readonly resolve: (value: unknown) => void
  readonly reject: (error: GraphError) => void
}
interface Answer { readonly code: number, readonly body?: string }

/** Meta takes this many in one call, and counts each. */
const MOST = 50
/** How often elements that timed out (`null`) are sent again. */
const ROUNDS = 4

/**
 * Collects the calls that `write` makes and sends them together, 50 to a call. Elements that Meta answers `null` timed out
 * and are sent again alone; a refused or failing element fails by itself.
 */
export async function runBatch<T extends readonly PromiseLike<unknown>[]>(context: CallContext, write: (send: Send) => T, options: CallOptions): Promise<SettledAll<T>> {
  const waiting: Waiting[] = []
  let collecting = true
  // What asks again later, such as a page that was too large, goes by itself.
  const collect: Send = (request) => collecting ? new Promise((resolve, reject) => { waiting.push({ request, resolve, reject }) }) : context.send(request)
  const outcomes = write(collect).map(settle)
  // What is awaited inside `write` asks a few microtasks later.
  await new Promise<void>((resolve) => { setTimeout(resolve, 0) })
  collecting = false
  for (let offset = 0; offset < waiting.length; offset += MOST) await sendGroup(context, waiting.slice(offset, offset + MOST), options)
  const settled: unknown = await Promise.all(outcomes)
  return settled as SettledAll<T>
}

/** Calls `then` at once, so that a lazy list asks for its page while the batch collects. */
async function settle(promise: PromiseLike<unknown>): Promise<Settled<unknown>> {
  const value = promise.then((found) => ({ ok: true as const, value: found }), (error: unknown) => {
    if (error instanceof GraphError) return { ok: false as const, error }
    throw error
  })
  return value
}

async function sendGroup(context: CallContext, group: readonly Waiting[], options: CallOptions): Promise<void> {
  let left = group
  for (let round = 0; left.length > 0 && round < ROUNDS; round++) {
    const answers = await answersTo(context, left, options)
    left = left.filter((one, index) => !settleOne(one, answers[index] ?? null))
  }
  for (const { request, reject } of left) reject(new GraphError(`Meta left this element of the batch unanswered ${ROUNDS} times`, { code: 'unavailable', url: request.path }))
}

async function answersTo(context: CallContext, group: readonly Waiting[], options: CallOptions): Promise<readonly (Answer | null)[]> {
  const batch = await Promise.all(group.map(({ request }) => elementOf(context, request)))
  const body = `batch=${encodeURIComponent(JSON.stringify(batch))}&include_headers=false`
  try {
    const answers = await sendTo(context, operations['graph.batch'], undefined, '', options, { body, cost: group.length })
    if (Array.isArray(answers)) return answers as readonly (Answer | null)[]
    throw new GraphError('the batch was not answered by a list', { code: 'bad-answer' })
  } catch (error) {
    for (const { reject } of group) reject(error as GraphError)
    return group.map(() => ({ code: 0 }))
  }
}

/** A call with a token of its own takes it along, with its proof: the batch carries the client's. */
async function elementOf({ prove }: CallContext, { method, path, query, options: { accessToken: token } }: GraphRequest) {
  const own = token === undefined ? '' : parametersQuery({ access_token: token, appsecret_proof: await prove?.(token) })
  const parameters = joined(query, own)
  return { method, relative_url: `${path.replace(/^\/(v\d+\.\d+\/)?/, '')}${parameters === '' ? '' : `?${parameters}`}` }
}

/** False where the element has to be sent again. */
function settleOne({ request, resolve, reject }: Waiting, answer: Answer | null): boolean {
  if (answer === null) return false
  const text = answer.body ?? ''
  const json = parseJson(text)
  const error = errorOf({ url: `${request.path}?${request.query}`, status: answer.code, text, regainMinutes: 0, now: 0 }, json, request.list)
  if (error) reject(error)
  else resolve(json)
  return true
}
