import { ConfigError, messageOf, RunnerError } from '../model/error.ts'
import { RuntimeFailure, TaskFailure } from '../model/operator.ts'
import type { TaskError } from '../model/task.ts'

/** A failed run: what is kept with the task, and what its log says. */
export interface Failure { readonly error: TaskError; readonly logLine: string }

/** Describes anything that a run threw (digdag §3.3, §3.7). */
export function describeFailure(thrown: unknown, taskName: string): Failure {
  if (thrown instanceof TaskFailure) return { error: thrown.error, logLine: `Task ${taskName} failed.\n${thrown.message}` }
  const message = withCauses(thrown)
  const error: TaskError = { message, stacktrace: stackOf(thrown) }
  return { error, logLine: thrown instanceof ConfigError ? `Configuration error at task ${taskName}: ${message}` : `Task failed with unexpected error: ${message}` }
}

/** Each message with its class hint, causes on lines of their own; a text that is there already is left out (digdag §3.3). */
function withCauses(thrown: unknown): string {
  let said = ''
  let text = ''
  for (let error: unknown = thrown; error !== undefined && error !== null; error = error instanceof Error ? error.cause : undefined) {
    const message = messageOf(error) || nameOf(error)
    if (said.includes(message)) continue
    said += `\n${message}`
    const hint = error instanceof TaskFailure ? '' : ` (${hintOf(error)})`
    text += `${text === '' ? '' : '\n> '}${message}${hint}`
  }
  return text
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error')

const PLAIN: ReadonlySet<string> = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'AbortError'])

/** digdag's words for the class of an exception. */
function hintOf(error: unknown): string {
  if (error instanceof RuntimeFailure) return error.hint
  if (error instanceof TaskLimitExceeded) return 'task limit exceeded'
  if (error instanceof ConfigError) return 'config'
  if (error instanceof RunnerError) return error.code === 'not-found' ? 'resource not found' : 'runtime'
  if (!(error instanceof Error)) return 'runtime'
  if ('code' in error && typeof error.code === 'string') return 'io'
  return PLAIN.has(error.name) ? 'runtime' : words(error.name)
}

const words = (className: string): string =>
  className.replace(/(?:Exception|Error)$/, '').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase() || 'runtime'

const stackOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown))

/** digdag's limit on tasks of an attempt (digdag §2.4). */
export class TaskLimitExceeded extends RunnerError {
  constructor(limit: number, current: number, adding: number) {
    super('limit', `Too many tasks. Limit: ${limit}, Current: ${current}, Adding: ${adding}`, { hint: '--max-tasks raises the limit here; digdag and Treasure Workflow stop at 1000' })
  }
}
