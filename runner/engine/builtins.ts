import { stringifyJson, type JsonObject } from '../model/json.ts'
import type { TaskInfo } from '../model/operator.ts'
import { withBuiltinVariables } from '../dig/variables.ts'

/** The session times that travel in parameters: all that the built-ins depend on but for the attempt and the task. */
const TIMES = ['last_session_time', 'next_session_time', 'last_executed_session_time'] as const
const DERIVED = ['date', 'date_compact', 'local_time', 'tz_offset', 'unixtime'] as const
/** What the built-ins may take out of given parameters; hardly anybody gives one. */
const REMOVABLE = ['retry_attempt_name', ...['last_session_', 'next_session_'].flatMap((prefix) => DERIVED.map((name) => prefix + name))]

/**
 * Puts the built-in variables over raw parameters (digdag §5). Tasks of one attempt share all of them but the task's name,
 * so that they are computed once.
 */
export function createBuiltins(): (params: JsonObject, info: TaskInfo) => JsonObject {
  let known: { readonly attemptId: number; readonly times: string; readonly values: JsonObject } | undefined
  return (params, info) => {
    if (REMOVABLE.some((name) => Object.hasOwn(params, name))) return withBuiltinVariables({ ...info, params, taskName: info.fullName })
    const given = timesOf(params)
    const times = given === undefined ? '' : stringifyJson(given)
    if (known?.attemptId !== info.attemptId || known.times !== times) known = { attemptId: info.attemptId, times, values: withBuiltinVariables({ ...info, params: given ?? {}, taskName: '' }) }
    return over(params, known.values, info.fullName)
  }
}

/** Spreading two large objects into one costs twenty times as much as assigning them; only an own `__proto__` needs the spread. */
const over = (params: JsonObject, values: JsonObject, taskName: string): JsonObject =>
  (Object.hasOwn(params, '__proto__') ? { ...params, ...values, task_name: taskName } : Object.assign({}, params, values, { task_name: taskName }))

function timesOf(params: JsonObject): JsonObject | undefined {
  let found: Record<string, JsonObject[string]> | undefined
  for (const name of TIMES) if (Object.hasOwn(params, name)) (found ??= {})[name] = params[name] ?? null
  return found
}
