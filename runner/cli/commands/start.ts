import { ClientError } from '../../client/error.ts'
import { formatInstant } from '../../model/time.ts'
import { FOREGROUND_OPTIONS, PARAM_OPTIONS, UsageError, type Command } from '../command.ts'
import { readParams } from '../params-option.ts'
import { fields, instantText, offsetTimeText, printJson, type RestAttempt } from '../print.ts'
import { sessionRequest } from '../session-option.ts'
import { finishStarted, withStarter } from '../starting.ts'
import { RunnerError } from '../../model/error.ts'
import { parseOffsetTime } from '../../model/time.ts'
import type { Context } from '../context.ts'

export const start: Command = {
  name: 'start',
  usage: 'start <project-name> <name>',
  summary: 'start an attempt of a session; embedded it runs here to its end, with -e it returns at once',
  service: true,
  options: [
    { flags: '--session <TIME>', about: 'hourly, daily, now, "yyyy-MM-dd" or "yyyy-MM-dd HH:mm:ss" (required)' },
    { flags: '--retry <NAME>', about: 'a further attempt of a session, under this name' },
    { flags: '--revision <NAME>', about: 'use a revision instead of the latest' },
    ...PARAM_OPTIONS,
    { flags: '-d, --dry-run', about: 'show what would be started' },
    { flags: '--wait', about: 'with -e: follow the attempt to its end' },
    { flags: '--detach', about: 'embedded: return at once and leave it to the server of this home' },
    ...FOREGROUND_OPTIONS,
  ],
  args: { min: 2, max: 2 },
  notes: ['wf start ig_insights daily_load --session now', 'wf start ig_insights daily_load --session 2026-01-02 -p page=Garden --sandbox'],
  run: async (context, [projectName = '', workflowName = ''], options) => {
    const session = options.text('session')
    if (session === undefined) throw new UsageError('--session option is required')
    const request = sessionRequest(session, formatInstant(context.clock.now()))
    const params = readParams({ properties: {}, file: options.text('paramsFile'), pairs: options.list('param'), cwd: context.cwd })
    return withStarter(context, options, async (starter) => {
      const { client } = starter
      const project = await client.projectNamed(projectName)
      const workflow = await client.workflowNamed(project.id, workflowName, options.text('revision'))
      const { sessionTime } = await client.sessionTime(workflow.id, request.time, request.mode)
      const retry = options.text('retry')
      if (options.flag('dryRun')) return dryRun(context, { projectName, workflowName, sessionTime, retry, params })
      await starter.warnOverridden(workflow, params)
      const attempt = await client.start({ workflowId: workflow.id, sessionTime, params, ...(retry === undefined ? {} : { retryAttemptName: retry }) }).catch((error: unknown) => { throw conflict(context, error) })
      return finishStarted(context, starter, attempt)
    })
  },
}

function dryRun(context: Context, plan: { readonly projectName: string; readonly workflowName: string; readonly sessionTime: string; readonly retry: string | undefined; readonly params: unknown }): number {
  if (context.json) { printJson(context, { dryRun: true, project: plan.projectName, workflow: plan.workflowName, sessionTime: plan.sessionTime, params: plan.params }); return 0 }
  context.terminal.out(`Session attempt:\n${fields([
    ['session id', '(dry run)'], ['attempt id', '(dry run)'], ['uuid', '(dry run)'], ['project', plan.projectName], ['workflow', plan.workflowName],
    ['session time', instantText(context, plan.sessionTime) || offsetTimeText(plan.sessionTime)], ['retry attempt name', plan.retry ?? ''], ['params', JSON.stringify(plan.params)],
  ])}\n`)
  context.note('Session attempt is not started.')
  return 0
}

/** digdag §9.4: the text with Java's short time, and the command that runs the session again. */
function conflict(context: Context, error: unknown): unknown {
  if (!(error instanceof ClientError) || error.kind !== 'conflict') return error
  const existing = error.conflicting as RestAttempt | undefined
  if (!existing?.id) return error
  const time = new Date(parseOffsetTime(existing.sessionTime) ?? 0).toISOString().replace(/(:00)?\.000Z$/, 'Z')
  return new RunnerError('conflict', `A session for the requested session_time already exists (session_id=${existing.sessionId}, attempt_id=${existing.id}, session_time=${time})`, {
    hint: `use \`${context.typed(`retry ${existing.id} --latest-revision --all`)}\` command to run the session again for the same session_time`,
  })
}

