import { randomUUID } from 'node:crypto'
import { mergeJson, type JsonObject } from '../../model/json.ts'
import type { Client } from '../../client/client.ts'
import { FOREGROUND_OPTIONS, PARAM_OPTIONS, UsageError, type Command, type Options } from '../command.ts'
import { withService } from '../connect.ts'
import type { Context } from '../context.ts'
import { endHere } from '../ending.ts'
import type { Home } from '../../index.ts'
import { readParams } from '../params-option.ts'
import { finishStarted, withStarter } from '../starting.ts'

export const retry: Command = {
  name: 'retry',
  usage: 'retry <attempt-id>',
  summary: 'run a session again: all of it, what did not succeed, or from a task on',
  service: true,
  options: [
    { flags: '--latest-revision', about: 'with the latest revision (what --resume and the like mean without a choice, embedded)' },
    { flags: '--keep-revision', about: 'with the revision of the attempt' },
    { flags: '--revision <NAME>', about: 'with a named revision' },
    { flags: '--all', about: 'run every task' },
    { flags: '--resume', about: 'run what did not succeed' },
    { flags: '--resume-from <+NAME>', about: 'run this task and all that follows' },
    { flags: '--name <NAME>', about: 'name of the attempt (default a new UUID)' },
    { flags: '--plan', about: 'show what would be skipped and what would run, and start nothing' },
    ...PARAM_OPTIONS,
    { flags: '--wait', about: 'with -e: follow the attempt to its end' },
    { flags: '--detach', about: 'embedded: return at once and leave it to the server of this home' },
    ...FOREGROUND_OPTIONS,
  ],
  args: { min: 1, max: 1 },
  notes: ['wf retry 5 --resume --plan              what would run', 'wf retry 5 --resume                     go on from the finished tasks', 'wf retry 5 --keep-revision --resume-from +load'],
  run: async (context, [id = ''], options) => {
    const choice = readChoice(options)
    const params = readParams({ properties: {}, file: options.text('paramsFile'), pairs: options.list('param'), cwd: context.cwd })
    if (options.flag('plan')) {
      return withService(context, {}, async ({ client }) => {
        const workflowId = await workflowFor(context, client, await client.attempt(id), choice)
        return (await import('../retry-plan.ts')).showPlan(context, client, { attemptId: id, workflowId, resume: choice.resume })
      })
    }
    return withStarter(context, options, async (starter) => {
      const { client } = starter
      const before = await client.attempt(id)
      const workflowId = await workflowFor(context, client, before, choice)
      if (choice.resume === undefined && before.interrupted === true && starter.home !== undefined && starter.mode === 'run') await endInterrupted(context, client, starter.home, id)
      const attempt = await client.start({
        workflowId, sessionTime: before.sessionTime, params: mergeJson(before.params as JsonObject, params), retryAttemptName: options.text('name') ?? randomUUID(),
        ...(choice.resume === undefined ? {} : { resume: choice.resume === 'failed' ? { mode: 'failed', attemptId: id } : { mode: 'from', attemptId: id, from: choice.resume.from } }),
      })
      return finishStarted(context, starter, attempt)
    })
  },
}

/** Everything runs again: what an interrupted attempt left is ended first, so that no server goes on with it. */
async function endInterrupted(context: Context, client: Client, home: Home, id: string): Promise<void> {
  await client.kill(id)
  await endHere(context, home, Number(id))
  context.note(`attempt ${id} was interrupted and is ended as killed`)
}

export interface RetryChoice {
  /** Undefined: no choice was made. */
  readonly revision: 'latest' | 'keep' | { readonly name: string } | undefined
  readonly resume: 'failed' | { readonly from: string } | undefined
}

const NO_REVISION = '--keep-revision, --latest-revision, or --revision <name> option is required.'
const NO_RESUME = '--all, --resume, or --resume-from <+name> option is required.'

/** Exactly one of each kind, as digdag wants it; the revision may be left out with a way to resume (contract). @throws UsageError */
export function readChoice(options: Options): RetryChoice {
  const name = options.text('revision')
  const revisions = [options.flag('latestRevision') ? 'latest' as const : undefined, options.flag('keepRevision') ? 'keep' as const : undefined, name === undefined ? undefined : { name }].filter((choice) => choice !== undefined)
  const from = options.text('resumeFrom')
  const resumes = [options.flag('all') ? 'all' as const : undefined, options.flag('resume') ? 'failed' as const : undefined, from === undefined ? undefined : { from }].filter((choice) => choice !== undefined)
  if (revisions.length > 1) throw new UsageError('Setting --keep-revision, --latest-revision, or --revision together is invalid.')
  if (resumes.length > 1) throw new UsageError('Setting --all, --resume, or --resume-from together is invalid.')
  const [resume] = resumes
  if (resume === undefined) throw new UsageError(revisions.length === 0 ? `${NO_REVISION} ${NO_RESUME}` : NO_RESUME)
  return { revision: revisions[0], resume: resume === 'all' ? undefined : resume }
}

/** The workflow of the chosen revision; without a choice the latest, and the command says so. */
export async function workflowFor(context: Context, client: Client, attempt: { readonly project: { readonly id: string }; readonly workflow: { readonly id: string | null; readonly name: string } }, choice: RetryChoice): Promise<string> {
  if (choice.revision === 'keep' && attempt.workflow.id !== null) return attempt.workflow.id
  const named = typeof choice.revision === 'object' ? choice.revision.name : undefined
  const workflow = await client.workflowNamed(attempt.project.id, attempt.workflow.name, named)
  if (choice.revision === undefined) context.note(`with the latest revision of the project, ${workflow.revision} (--keep-revision takes that of the attempt)`)
  return workflow.id
}
