import type { Client } from '../client/client.ts'
import type { EngineEvent } from '../engine/ports.ts'
import type { LoadReport } from '../model/connector.ts'
import { RunnerError } from '../model/error.ts'
import type { Home } from '../index.ts'
import type { Context } from './context.ts'
import { createLiveView, type LiveView } from './live.ts'
import { loadLines } from './load-lines.ts'
import { createLogReader } from './log-reader.ts'
import { printJson, type RestAttempt, type RestTask } from './print.ts'
import { waitFor } from './wait.ts'
import { wayOut } from './way-out.ts'

/** A failure stands in the summary. */
const TOLD_AT_THE_END = /^(Task failed with unexpected error|Task \+\S+ failed|Configuration error at task)/

/** Shows an attempt that this process drives, from the engine's events. */
export function createEventView(context: Context): { readonly view: LiveView; readonly onEvent: (event: EngineEvent) => void } {
  const decoder = new Map<number, TextDecoder>()
  const view = createLiveView({ terminal: context.terminal, draw: context.drawProgress, now: () => context.clock.now(), output: context.json ? context.terminal.err : context.terminal.out })
  const onEvent = (event: EngineEvent): void => {
    // After Ctrl-C the way on is said once; that tasks end too says nothing more.
    if (context.signal.aborted && (event.kind === 'line' || event.kind === 'note')) return
    if (event.kind === 'task') view.task({ id: event.taskId, parentId: event.parentId, fullName: event.fullName, isGroup: event.isGroup, state: event.state, error: event.error })
    else if (event.kind === 'output') {
      const reader = decoder.get(event.taskId) ?? decoder.set(event.taskId, new TextDecoder()).get(event.taskId)
      view.output(reader?.decode(event.bytes, { stream: true }) ?? '')
    } else if (event.kind === 'progress') view.progress(event.taskId, event.text)
    else if (event.kind === 'note' || (event.kind === 'line' && (event.level === 'warn' || event.level === 'error') && !(event.level === 'error' && TOLD_AT_THE_END.test(event.text)))) view.note(`${event.level === 'error' ? 'error' : event.level === 'warn' ? 'warning' : 'note'}: ${'fullName' in event ? `${event.fullName}: ` : ''}${event.text}`)
  }
  return { view, onEvent }
}

/** Shows the whole tree from the start: events tell only of what changes. */
export async function showTasks(view: LiveView, home: Home, attemptId: number): Promise<void> {
  for (const task of await home.store.listTasks(attemptId)) view.task({ id: task.id, parentId: task.parentId, fullName: task.fullName, isGroup: task.isGroup, state: task.state, error: task.error?.message ?? null })
}

const FIRST_POLL_MS = 100
const LONGEST_POLL_MS = 1000
const LOGGED = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} \[\w+\] \(.*?\) .*\n?/gm

/** Follows an attempt that a server drives, by asking for its tasks and logs. Ctrl-C ends the following, not the attempt. */
export async function followAttempt(context: Context, client: Client, attemptId: string): Promise<RestAttempt> {
  const view = createLiveView({ terminal: context.terminal, draw: context.drawProgress, now: () => context.clock.now(), output: context.json ? context.terminal.err : context.terminal.out })
  const nextLog = createLogReader(client, attemptId, undefined)
  try {
    for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
      const attempt = await client.attempt(attemptId)
      const before = wait
      for (const task of await client.tasks(attemptId)) view.task(watched(task))
      for (const piece of await nextLog()) {
        const printed = piece.text.replace(LOGGED, '')
        if (printed !== '') { view.output(printed); wait = FIRST_POLL_MS }
      }
      if (attempt.done) return attempt
      await waitFor(context, before)
    }
  } catch (error) {
    if (context.signal.aborted) throw new RunnerError('interrupted', `attempt ${attemptId} goes on at the server. \`${context.typedThere(`log ${attemptId} -f`)}\` follows it again, \`${context.typedThere(`kill ${attemptId}`)}\` ends it.`)
    throw error
  } finally { view.end() }
}

const watched = (task: RestTask) => ({
  id: Number(task.id), parentId: task.parentId === null ? null : Number(task.parentId), fullName: task.fullName, isGroup: task.isGroup, state: task.state,
  error: typeof task.error['message'] === 'string' ? task.error['message'] : null,
})

/** The last lines of an attempt: what came of it, what was loaded, what to type next (`again` where no attempt is kept). The answer is the exit status. */
export async function summarize(context: Context, client: Client, attempt: RestAttempt, startedAt: number, again?: string): Promise<number> {
  const ended = await endingOf(context, client, attempt, startedAt)
  if (context.json) printJson(context, endingJson(ended))
  else context.terminal.err(summaryText(context, ended, again))
  return attempt.success ? 0 : 1
}

export interface Ending { readonly attempt: RestAttempt; readonly tasks: Readonly<Record<string, number>>; readonly errors: readonly { readonly task: string; readonly message: string }[]; readonly loads: readonly LoadReport[]; readonly seconds: number }

/** What came of an attempt that has ended. */
export async function endingOf(context: Context, client: Client, attempt: RestAttempt, startedAt: number): Promise<Ending> {
  const tasks = await client.tasks(attempt.id)
  const counts: Record<string, number> = {}
  for (const task of tasks) counts[task.state] = (counts[task.state] ?? 0) + 1
  const errors = tasks.filter((task) => task.state === 'error' && typeof task.error['message'] === 'string').map((task) => ({ task: task.fullName, message: String(task.error['message']) }))
  const loads = await loadsOf(client, attempt.id)
  const seconds = Math.round((context.clock.now() - startedAt) / 10) / 100
  return { attempt, tasks: counts, errors, loads, seconds }
}

/** As `--json` gives it (contract). */
export const endingJson = (ended: Ending): unknown => ({ ...ended, loads: ended.loads.map(({ table, rows, skipped }) => ({ table, rows, skipped })) })

async function loadsOf(client: Client, attemptId: string): Promise<readonly LoadReport[]> {
  try { return (await client.connection.json<{ loads: readonly LoadReport[] }>('GET', `/api/trowel/attempts/${attemptId}/loads`)).loads } catch { return [] }
}

/** Also for an attempt among several, whose JSON is printed at their end. */
export function summaryText(context: Context, { attempt, tasks, errors, loads, seconds }: Ending, again?: string): string {
  const lines = loads.flatMap(loadLines)
  for (const { task, message } of errors) {
    const hint = wayOut(context, message, attempt.project.name)
    lines.push(`  ${task}: ${message.split('\n').join('\n    ')}`, ...(hint === undefined || again !== undefined ? [] : [`    hint: ${hint}`]))
  }
  const states = Object.entries(tasks).map(([state, count]) => `${count} ${state}`).join(', ')
  const wayOn = again === undefined ? [`go on: ${context.typedThere(`retry ${attempt.id} --resume`)}   (where files had to be mended, first ${context.typedThere(`push ${attempt.project.name}`)})`, `its log: ${context.typedThere(`log ${attempt.id}`)}`] : [`again: ${context.typed(again)}`]
  const next = attempt.success || attempt.status === 'killed' ? '' : wayOn.map((line) => `\n  ${line}`).join('')
  return `${lines.length > 0 ? `${lines.join('\n')}\n` : ''}attempt ${attempt.id} ${attempt.status}: ${states}, ${seconds.toFixed(1)} s${next}\n`
}

/** Ctrl-C while driving: the attempt is left resumable and the way on is said. */
export const interruptedHere = (context: Context, attemptId: string): RunnerError =>
  new RunnerError('interrupted', `attempt ${attemptId} is stopped; what it finished is kept. \`${context.typed(`retry ${attemptId} --resume`)}\` goes on from there.`)
