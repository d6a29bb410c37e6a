import { ClientError } from '../client/error.ts'
import { messageOf, RunnerError, type Problem } from '../model/error.ts'
import type { Terminal } from './context.ts'

/** What a failed command says on standard error: what, where, why, what to do. */
export function printFailure(error: unknown, terminal: Terminal): void {
  terminal.err(`error: ${headline(error)}\n`)
  if (error instanceof ClientError) {
    for (const problem of error.problems) terminal.err(problemText(problem as Problem))
    if (error.hint) terminal.err(`hint: ${error.hint}\n`)
    return
  }
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    if (!messageOf(error).includes(cause.message)) terminal.err(`> ${cause.message}\n`)
  }
  if (!(error instanceof RunnerError)) {
    if (error instanceof Error && isOurMistake(error)) terminal.err(`${error.stack ?? ''}\n`)
    return
  }
  for (const problem of error.problems) terminal.err(problemText(problem))
  if (error.hint) terminal.err(`hint: ${error.hint}\n`)
}

/** A problem as compilers print it: place, message, excerpt, hint. */
export function problemText(problem: Problem): string {
  const { position } = problem
  const place = position ? `${position.file}:${position.line}:${position.column}: ` : ''
  const excerpt = problem.excerpt ? `${problem.excerpt.trimEnd()}\n` : ''
  return `${place}${problem.severity}: ${problem.message}\n${excerpt}${problem.hint ? `  hint: ${problem.hint}\n` : ''}`
}

const isOurMistake = (error: Error): boolean => error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError

/** What a service of ours refuses as 5xx (a wrong key, a full disk) is said as it is; digdag's form stays for all that it refuses itself. */
function headline(error: unknown): string {
  const body = error instanceof ClientError && error.kind === 'server' ? /^Status code 5\d\d: (\{.*\})$/s.exec(error.message)?.[1] : undefined
  try { return body === undefined ? messageOf(error) : String((JSON.parse(body) as { readonly message?: unknown }).message ?? error) } catch { return messageOf(error) }
}
