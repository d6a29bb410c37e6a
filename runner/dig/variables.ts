import type { Millis } from '../model/clock.ts'
import { setKey, type Json, type JsonObject } from '../model/json.ts'
import { formatLocal, formatOffset, formatOffsetTime, parseOffsetTime, type Zone } from '../model/time.ts'

export interface VariablesInput {
  /** Layers 1–6 of digdag §3.5, merged. */
  readonly params: JsonObject
  readonly timezone: Zone
  readonly sessionTime: Millis
  readonly sessionId: number
  readonly sessionUuid: string
  readonly attemptId: number
  readonly projectId: number
  /** Full name, `+wf+a`. */
  readonly taskName: string
  readonly retryAttemptName: string | null
}

const DERIVED = ['date', 'date_compact', 'local_time', 'tz_offset', 'unixtime'] as const
// digdag's pattern: whole seconds and +00:00, never Z
const SESSION_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/

/**
 * Layer 7: the parameters with the built-in variables over them (digdag §5). What does not apply to this attempt is taken out:
 * `retry_attempt_name` without a name, and what derives from a last or next session that is unknown.
 */
export function withBuiltinVariables(input: VariablesInput): JsonObject {
  const { params, timezone: zone, sessionTime } = input
  const result: Record<string, Json> = { ...params }
  delete result['retry_attempt_name']
  for (const prefix of ['last_session_', 'next_session_']) for (const name of DERIVED) delete result[`${prefix}${name}`]
  const builtins: JsonObject = {
    timezone: zone, session_uuid: input.sessionUuid, session_time: formatOffsetTime(sessionTime, zone), session_id: input.sessionId, ...derived('session_', sessionTime, zone),
    ...neighbour('last_session_', params, zone), ...neighbour('next_session_', params, zone), ...lastExecuted(params, sessionTime, zone),
    project_id: input.projectId, attempt_id: input.attemptId, task_name: input.taskName, ...(input.retryAttemptName === null ? {} : { retry_attempt_name: input.retryAttemptName }),
  }
  for (const [key, value] of Object.entries(builtins)) setKey(result, key, value)
  return result
}

function derived(prefix: string, at: Millis, zone: Zone): JsonObject {
  return {
    [`${prefix}date`]: formatLocal(at, zone, 'yyyy-MM-dd'), [`${prefix}date_compact`]: formatLocal(at, zone, 'yyyyMMdd'), [`${prefix}local_time`]: formatLocal(at, zone, 'yyyy-MM-dd HH:mm:ss'),
    [`${prefix}tz_offset`]: formatOffset(at, zone, false), [`${prefix}unixtime`]: Math.floor(at / 1000),
  }
}

/** Derived from the time that travels in the parameters; a text that is no time stays and gives nothing. */
function neighbour(prefix: 'last_session_' | 'next_session_', params: JsonObject, zone: Zone): JsonObject {
  const at = readTime(params[`${prefix}time`])
  return at === undefined ? {} : derived(prefix, at, zone)
}

const LAST_EXECUTED = 'last_executed_session_'

/** These exist always: empty when unknown, but for the offset, which is that of the session (digdag §5). */
function lastExecuted(params: JsonObject, sessionTime: Millis, zone: Zone): JsonObject {
  const given = params[`${LAST_EXECUTED}time`]
  if (given !== undefined && given !== null && given !== '') {
    const at = readTime(given)
    return at === undefined ? {} : derived(LAST_EXECUTED, at, zone)
  }
  return {
    [`${LAST_EXECUTED}time`]: '', [`${LAST_EXECUTED}date`]: '', [`${LAST_EXECUTED}date_compact`]: '', [`${LAST_EXECUTED}local_time`]: '',
    [`${LAST_EXECUTED}tz_offset`]: formatOffset(sessionTime, zone, false), [`${LAST_EXECUTED}unixtime`]: '',
  }
}

const readTime = (value: Json | undefined): Millis | undefined => (typeof value === 'string' && SESSION_TIME.test(value) ? parseOffsetTime(value) : undefined)
