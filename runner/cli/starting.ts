import type { Client, Workflow } from '../client/client.ts'
import type { JsonObject } from '../model/json.ts'
import { RunnerError } from '../model/error.ts'
import type { Home } from '../index.ts'
import { UsageError, type Options } from './command.ts'
import { connect } from './connect.ts'
import type { Context } from './context.ts'
import { createEventView, followAttempt, interruptedHere, showTasks, summarize } from './foreground.ts'
import type { LiveView } from './live.ts'
import { startedAttempt, type RestAttempt } from './print.ts'
import { warnOverridden } from './warn-overridden.ts'
import { withSandbox } from './with-sandbox.ts'

/** What `start`, `retry` and `backfill` need: the service, and how an attempt is seen through to its end. */
export interface Starter {
  readonly client: Client
  readonly home: Home | undefined
  /** `run`: here, in the foreground; `follow`: a server does it, this shows it; `leave`: return at once. */
  readonly mode: 'run' | 'follow' | 'leave'
  /** Sees an attempt through and answers the attempt as it ended. */
  drive(attemptId: string): Promise<RestAttempt>
  /** Warns of start parameters that an `_export` of the workflow will override (digdag §3.5). */
  warnOverridden(workflow: Workflow, params: JsonObject): Promise<void>
}

export async function withStarter<T>(context: Context, options: Options, action: (starter: Starter) => Promise<T>): Promise<T> {
  if (options.flag('sandbox') && (context.settings.endpoint !== undefined || options.flag('detach'))) {
    throw new UsageError(`--sandbox lasts as long as the command and serves attempts that run here: leave ${options.flag('detach') ? '--detach' : 'the endpoint'} out, or start the server with TROWEL_GRAPH_URL set to what \`${context.program} sandbox\` prints`, { showUsage: false })
  }
  return withSandbox(context, options.flag('sandbox'), async (sandbox) => {
    const { view, onEvent } = createEventView(context)
    let left = false
    const service = await connect(context, {
      onEvent, ...sandbox?.use, handOver: () => left,
      // Whoever resumes an attempt knows that it was interrupted.
      quiet: options.flag('resume') || options.text('resumeFrom') !== undefined,
      who: `${context.program} start (process ${context.pid})`,
    })
    try {
      const server = sandbox === undefined ? service.home?.server() : undefined
      left = server !== undefined
      if (service.home !== undefined && options.flag('detach') && server === undefined) {
        throw new RunnerError('unavailable', '--detach needs a server of this home, and none runs', { hint: `start one with \`${context.typed(`server`)}\`, or leave --detach out to run the attempt here` })
      }
      const mode = service.home === undefined ? (options.flag('wait') ? 'follow' : 'leave') : server === undefined ? 'run' : options.flag('detach') ? 'leave' : 'follow'
      return await action({
        client: service.client, home: service.home, mode,
        drive: (id) => (mode === 'run' && service.home ? runHere(context, { home: service.home, client: service.client, view }, id) : followAttempt(context, service.client, id)),
        warnOverridden: (workflow, params) => warnOverridden(context, { ...workflow, config: workflow.config as JsonObject }, params),
      })
    } finally { await service.close() }
  })
}

async function runHere(context: Context, { home, client, view }: { readonly home: Home; readonly client: Client; readonly view: LiveView }, id: string): Promise<RestAttempt> {
  if (context.drawProgress) await showTasks(view, home, Number(id))
  try {
    await home.engine.runAttempt(Number(id), { signal: context.signal })
  } catch (error) {
    if (context.signal.aborted) throw interruptedHere(context, id)
    throw error
  } finally { view.end() }
  return client.attempt(id)
}

/** Prints what was started and sees it through, as the mode says. The answer is the exit status. */
export async function finishStarted(context: Context, starter: Starter, attempt: RestAttempt): Promise<number> {
  const startedAt = context.clock.now()
  const hints = [`* Use \`${context.typed(`session ${attempt.sessionId}`)}\` to show session status.`, `* Use \`${context.typed(`task ${attempt.id}`)}\` and \`${context.typed(`log ${attempt.id}`)}\` to show task status and logs.`]
  if (!context.json) context.terminal.out(startedAttempt(context, attempt))
  else if (starter.mode === 'leave') context.terminal.out(`${JSON.stringify(attempt)}\n`)
  for (const hint of hints) context.note(hint)
  if (starter.mode === 'leave') return 0
  await wakeServer(starter)
  return summarize(context, starter.client, await starter.drive(attempt.id), startedAt)
}

const WAKE_TIMEOUT_MS = 1000

/** A server of this home looks at the store now; without an answer it finds the work by itself a little later. */
async function wakeServer(starter: Starter): Promise<void> {
  const url = starter.mode === 'run' ? undefined : starter.home?.server()?.url
  if (url === undefined) return
  await fetch(`${url}/api/trowel/wake`, { method: 'POST', signal: AbortSignal.timeout(WAKE_TIMEOUT_MS) }).then((response) => response.body?.cancel(), () => undefined)
}
