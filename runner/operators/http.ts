import { inert } from '../model/inert.ts'
import { messageOf } from '../model/error.ts'
import { isObject, type JsonObject } from '../model/json.ts'
import { RuntimeFailure, TaskFailure, type Operator, type TaskResult, type TaskRun } from '../model/operator.ts'
import type { Params } from '../model/params.ts'
import { defineOperator } from './define.ts'
import { DEFAULT_CONTENT_LIMIT, exchange, REDIRECTS, type Answer } from './http-exchange.ts'
import { reasonPhrase } from './http-reasons.ts'
import { readRequest, type HttpRequest } from './http-request.ts'

const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 30_000
const MESSAGE_BODY_LENGTH = 200

/** `http>`: one request; its status and, if wanted, its body are stored as data (digdag §6.4). */
export const http: Operator = defineOperator({
  type: 'http',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('http')
    const keep = params.flag('store_content', false)
    const answer = await requestOrPoll(task, params, { uriSecret: true })
    if ('kind' in answer) return answer
    if (keep) refuseLarge(answer, contentLimit(task))
    const stores = { last_status: answer.status, ...(keep ? { last_content: answer.text } : {}) }
    return { kind: 'success', stores: { http: inert(stores) }, resets: [['http', 'last_status'], ...(keep ? [['http', 'last_content']] : [])] }
  },
})

export const contentLimit = ({ services }: TaskRun): number => Number(services.settings['config.http.max_stored_response_content_size'] ?? DEFAULT_CONTENT_LIMIT)

export function refuseLarge({ length }: Answer, limit: number): void {
  if (length > limit) throw new TaskFailure(`Response content too large: ${length} > ${limit}`)
}

/** The answer of a request that went well, or when to try it again. */
export async function requestOrPoll(task: TaskRun, params: Params, options: { readonly uriSecret: boolean }): Promise<Answer | Extract<TaskResult, { kind: 'poll' }>> {
  const request = await readRequest(task, params, options)
  task.log.line('info', `Sending HTTP request: ${request.method} ${request.shownUri}`)
  const answer = await exchange(task, request, contentLimit(task)).catch((error: unknown) => {
    if (error instanceof RuntimeFailure && request.retry) return poll(task, `${request.method} ${request.shownUri}: ${messageOf(error)}`)
    throw error
  })
  if ('kind' in answer) return answer
  const status = `${request.method} ${request.shownUri} - ${answer.status} ${reasonPhrase(answer.status)}`
  task.log.line('info', `Received HTTP response: ${status}`)
  const failure = failureOf(request, answer, status)
  if (failure === undefined) return answer
  if (failure.retry) return poll(task, failure.message)
  throw new TaskFailure(failure.message)
}

function failureOf({ retry, followRedirects }: HttpRequest, answer: Answer, text: string): { readonly message: string; readonly retry: boolean } | undefined {
  const kind = Math.floor(answer.status / 100)
  if (kind === 2 || (kind === 3 && (!followRedirects || !REDIRECTS.has(answer.status)))) return undefined
  if (answer.status === 408 || answer.status === 429) return { message: withBody(`HTTP 4XX Client Error: ${text}`, answer), retry: true }
  if (kind === 4) return { message: withBody(`HTTP 4XX Client Error: ${text}`, answer), retry: false }
  return { message: kind === 5 ? withBody(`HTTP 5XX Server Error: ${text}`, answer) : `Unexpected HTTP status: ${text}`, retry }
}

const withBody = (message: string, { text }: Answer): string =>
  `${message}: ${text.length > MESSAGE_BODY_LENGTH ? `${text.slice(0, MESSAGE_BODY_LENGTH - 3)}...` : text}`

/** Again after 1 s, doubling to 30 s, without end (digdag §6.4). */
function poll(task: TaskRun, reason: string): Extract<TaskResult, { kind: 'poll' }> {
  const kept: JsonObject = isObject(task.state['http']) ? task.state['http'] : {}
  const retries = typeof kept['retries'] === 'number' ? kept['retries'] : 0
  const afterMs = Math.min(FIRST_RETRY_MS * 2 ** retries, LONGEST_RETRY_MS)
  task.log.line('warn', `HTTP request failed, retrying in ${afterMs / 1000} s: ${reason}`)
  return { kind: 'poll', afterMs, state: { ...task.state, http: { retries: retries + 1 } } }
}
