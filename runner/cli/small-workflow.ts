import { compileWorkflow } from '../dig/compile.ts'
import type { JsonObject } from '../model/json.ts'
import { RunnerError } from '../model/error.ts'
import type { Options } from './command.ts'
import { openCommandHome } from './home.ts'
import type { Context } from './context.ts'
import { createEventView, summarize } from './foreground.ts'
import { createClient } from '../client/client.ts'
import { withSandbox } from './with-sandbox.ts'

/** Runs a workflow that a command makes up, in memory, with the warehouse and the secrets of the home; `again` is the command to type again. */
export async function runSmallWorkflow(context: Context, options: Options, what: { readonly name: string; readonly project: string | undefined; readonly config: JsonObject; readonly again: string }): Promise<number> {
  return withSandbox(context, options.flag('sandbox'), async (sandbox) => {
    const { view, onEvent } = createEventView(context)
    const home = await openCommandHome(context, { ...sandbox?.use, memory: true, discardLogs: true, onEvent, projectDirectory: context.cwd, findSecret: async (_id, key) => projectSecret(key) })
    const projectSecret = async (key: string): Promise<string | undefined> => {
      if (what.project === undefined) return home.vault.get('secret', 0, key)
      const project = await home.projectNamed(what.project)
      if (!project) throw new RunnerError('not-found', `there is no project '${what.project}'`)
      return home.vault.get('secret', project.id, key)
    }
    try {
      compileWorkflow(what.name, what.config)
      const startedAt = context.clock.now()
      const stored = await home.store.putRevision({
        projectName: 'default', revisionName: 'now', archive: null, archiveMd5: null, defaultParams: {}, createdAt: startedAt,
        workflows: [{ name: what.name, timezone: 'UTC', config: what.config }], schedules: () => [],
      })
      const { attempt } = await home.engine.start({ workflowId: stored.workflows[0]?.id ?? 0, sessionTime: Math.floor(startedAt / 1000) * 1000, params: {} })
      await home.engine.runAttempt(attempt.id, { signal: context.signal }).catch((error: unknown) => { throw context.signal.aborted ? new RunnerError('interrupted', `stopped; what it finished is kept. \`${context.typed(what.again)}\` goes on from there.`) : error })
      view.end()
      const client = createClient({ endpoint: 'http://embedded.trowel.localhost', fetch: home.handle, timeoutMs: 0 })
      return await summarize(context, client, await client.attempt(attempt.id), startedAt, what.again)
    } finally { await home.close() }
  })
}
