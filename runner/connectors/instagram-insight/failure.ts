import { isGraphError, redact } from '../../../sdk/index.ts'
import type { GraphErrorCode, Skipped } from '../../../sdk/index.ts'
import { ConfigError, RunnerError } from '../../model/error.ts'

const OF_THE_TOKEN = 'Get a new one by your app\'s login (one that ended can be neither exchanged nor refreshed), set it with wf secrets --project P --set instagram.access_token, or wf connections set ID access_token=-, and make it last with wf token exchange'
const OF_PERMISSIONS = 'Insights need instagram_basic, instagram_manage_insights and pages_read_engagement (Instagram Login: instagram_business_basic and instagram_business_manage_insights); comments and tags need instagram_manage_comments'

const RESUME = 'What is read is kept where wf start or a server ran it: wf retry ID --resume goes on from there.'

/** A mistake in the configuration with the way out: a task's error shows its message alone. */
export const configError = (message: string, wayOut: string): ConfigError => new ConfigError(`${message.replace(/\.$/, '')}. ${wayOut}`)

/** What Meta refused, as the load's failure: what, why, and what to do. Whatever it is, no token stands in it. */
export function tokenFailure(error: unknown): unknown {
  if (!isGraphError(error)) return error
  const message = redact(error.message)
  const said = redact(error.body?.message ?? error.message)
  switch (error.code) {
    case 'token-expired': return configError(`The access token has expired: ${said}`, OF_THE_TOKEN)
    case 'token-invalid': return configError(`Meta does not accept the access token: ${said}`, OF_THE_TOKEN)
    case 'permission': return configError(`The token lacks a permission: ${said}`, OF_PERMISSIONS)
    case 'throttled': return new RunnerError('limit', `Meta throttles: ${message}`, { hint: `${RESUME} throttle_wait_in_millis sets how long a load waits by itself.` })
    case 'network': case 'timeout': case 'bad-answer': return new RunnerError('unavailable', `Meta could not be reached: ${message}`, { hint: RESUME })
    case 'unavailable': return new RunnerError('unavailable', `Meta fails in passing, more often than maximum_retries: ${message}`, { hint: RESUME })
    case 'aborted': return new RunnerError('interrupted', 'The load was stopped')
    default: return new RunnerError('unprocessable', message)
  }
}

/** Refusals that concern one post, so that the others may still be read. */
const OF_ONE_POST: ReadonlySet<GraphErrorCode> = new Set(['invalid-parameter', 'unknown', 'unknown-field', 'not-found', 'permission', 'carousel-child'])

/** What an edge of a post was refused with, as something left out; whatever concerns more than that post is thrown. */
export function edgeRefused(error: unknown, post: string, edge: string): Skipped {
  if (!isGraphError(error) || !OF_ONE_POST.has(error.code)) throw error
  const said = error.body?.error_user_msg ?? error.body?.message ?? error.message
  return { metric: edge, node: post, reason: redact(said).replace(/\.$/, ''), code: error.code, removed: null, replacement: null, days: undefined }
}
