import type { Home } from '../index.ts'
import type { Context } from './context.ts'
import { loadLines } from './load-lines.ts'
import { wayOut } from './way-out.ts'

const HINTS = '  * Use --session <daily | hourly | "yyyy-MM-dd[ HH:mm:ss]"> to not reuse the last session time.\n  * Use --rerun, --start +NAME, or --goal +NAME argument to rerun skipped tasks.\n'

/** What a local run says at its end (digdag §8.3). The answer is the exit status. */
export async function reportRun(context: Context, home: Home, attemptId: number, statusPath: string | undefined): Promise<number> {
  const tasks = await home.store.listTasks(attemptId)
  const details = await home.store.findAttempt(attemptId)
  const success = details?.attempt.success === true
  const failed = tasks.filter((task) => task.state === 'error')
  const errors = failed.map((task) => ({ task: task.fullName, message: shortMessage(String(task.error?.message ?? '')) }))
  if (context.json) {
    const answer = await home.handle(new Request(`http://embedded/api/attempts/${attemptId}`))
    const counts: Record<string, number> = {}
    for (const task of tasks) counts[task.state] = (counts[task.state] ?? 0) + 1
    const seconds = details ? ((details.attempt.finishedAt ?? context.clock.now()) - details.attempt.createdAt) / 1000 : 0
    context.terminal.out(`${JSON.stringify({ attempt: await answer.json(), tasks: counts, errors, loads: home.loads.reports.of(attemptId).map(({ table, rows, skipped }) => ({ table, rows, skipped })), seconds })}\n`)
    return success ? 0 : 1
  }
  const saved = statusPath === undefined ? '' : `Task state is saved at ${statusPath} directory.\n`
  for (const load of home.loads.reports.of(attemptId)) context.terminal.err(`${loadLines(load).join('\n')}\n`)
  if (success) context.terminal.err(`Success. ${saved}${saved === '' ? '\n' : ''}${HINTS}`)
  else context.terminal.err(`error: \n${errors.map(({ task, message }) => `  * ${task}:\n    ${message}\n${hintLine(context, message)}`).join('')}\n${saved === '' ? '' : `${saved}${HINTS}`}`)
  return success ? 0 : 1
}

function hintLine(context: Context, message: string): string {
  const hint = wayOut(context, message, undefined)
  return hint === undefined ? '' : `    hint: ${hint}\n`
}

/** digdag shows what follows the first `Exception: `. */
const shortMessage = (message: string): string => message.replace(/^[\s\S]*?Exception: /, '')
