import { isAbsolute, join, resolve } from 'node:path'
import { digdagMessage, loadProject } from '../dig/load.ts'
import { matchingNames } from '../engine/resume.ts'
import { ConfigError, messageOf, RunnerError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import type { JsonObject } from '../model/json.ts'
import type { CompiledWorkflow } from '../model/project.ts'
import { formatOffsetTime } from '../model/time.ts'
import { openDirectory } from '../project/directory.ts'
import type { Home } from '../index.ts'
import { scheduleOf } from './checking.ts'
import type { Context } from './context.ts'
import { openCommandHome } from './home.ts'
import { createLocalOutput } from './local-output.ts'
import { localSecrets } from './run-secrets.ts'
import { createSteer, subtree, type RunChoice } from './run-selection.ts'
import { runSession } from './run-session.ts'
import { openStatusFolder, statusFolderName } from './run-status.ts'
import { createEventView, showTasks } from './foreground.ts'
import { reportRun } from './run-report.ts'
import { warnOverridden } from './warn-overridden.ts'
import { withSandbox } from './with-sandbox.ts'
import { yamlText } from './yaml-text.ts'

export interface LocalRun {
  /** The name of the workflow, without `.dig`. */
  readonly workflow: string
  /** A pattern for the subtree to run alone. */
  readonly task: string | undefined
  readonly choice: RunChoice
  readonly project: string | undefined
  /** Root of the status files, or undefined for none. */
  readonly save: string | undefined
  readonly params: JsonObject
  readonly dryRun: boolean
  readonly showParams: boolean
  readonly taskLog: string | undefined
  readonly session: string
  readonly maxTaskThreads: number
  readonly sandbox: boolean
}

/** `wf run`: the same engine over a state in memory, in the project's own directory (digdag §8.3). */
export async function runLocally(context: Context, run: LocalRun): Promise<number> {
  const directory = resolve(context.cwd, run.project ?? '.')
  const { workflows, workflow } = findWorkflow(context, run, directory)
  const params = run.project === undefined || directory === context.cwd ? run.params : { ...run.params, _project_path: directory }
  await warnOverridden(context, workflow, run.params)
  const names = workflow.tasks.map(({ fullName }) => fullName)
  const choice: RunChoice = { rerun: run.choice.rerun, start: matched(names, run.choice.start), goal: matched(names, run.choice.goal), end: matched(names, run.choice.end) }
  const only = matched(names, run.task)
  const statusRoot = run.save === undefined ? undefined : isAbsolute(run.save) ? run.save : join(directory, run.save)
  const session = runSession({ text: run.session, now: context.clock.now(), zone: workflow.timezone, workflow: workflow.name, scheduler: scheduleOf(workflow), statusRoot })
  const status = statusRoot === undefined ? undefined : openStatusFolder(join(statusRoot, statusFolderName(session.time, workflow.timezone)))
  const output = createLocalOutput(context)
  if (session.warning) output.line('warn', session.warning)
  if (status) output.line('info', `Using session ${status.path}.`)
  output.line('info', `Starting a new session project id=1 workflow name=${workflow.name} session_time=${formatOffsetTime(session.time, workflow.timezone)}`)
  return withSandbox(context, run.sandbox, async (sandbox) => {
    const { view, onEvent } = createEventView(context)
    const steer = createSteer(workflow.tasks, choice, status)
    const home: Home = await openCommandHome(context, {
      ...sandbox?.use, memory: true, projectDirectory: directory, maxTaskThreads: run.maxTaskThreads, allowProjectPlugins: true, who: `${context.program} run (process ${context.pid})`,
      findSecret: localSecrets(context, directory, (text) => view.note(text), () => home),
      ...(run.taskLog === undefined ? { discardLogs: true } : { taskLogPath: resolve(context.cwd, run.taskLog) }),
      onEvent: (event) => { if (event.kind === 'line') view.output(output.lineOf(event)); else onEvent(event) },
      hooks: {
        beforeTask: (task, config) => {
          const decision = steer(task.fullName)
          if (decision !== 'run') { view.output(output.text('warn', 'Skipped')); return decision }
          if (run.showParams) view.output(output.text('warn', `\n${yamlText(revealed(withCommand(config))).replace(/^(?=.)/gm, '  ')}`))
          return run.dryRun ? { skipWith: {} } : 'run'
        },
        ...(status === undefined ? {} : { afterTask: (task) => status.save(task) }),
      },
    })
    try {
      const id = await begin(home, { workflows, workflow, params, time: session.time, only })
      if (context.drawProgress) await showTasks(view, home, id)
      await drive(context, home, id)
      view.end()
      return await reportRun(context, home, id, status?.path)
    } finally { await home.close(); output.close() }
  })
}

function matched(names: readonly string[], pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined
  try { return matchingNames(names, pattern) } catch (error) {
    throw new RunnerError('invalid', messageOf(error).replace(/^[\w.$]+Exception: /, ''), { cause: undefined, hint: 'name a task by the end of its full name, such as +load or +group+load' })
  }
}

/** Loads every workflow of the project; nothing runs if one of them is broken (digdag §1.3). */
function findWorkflow(context: Context, run: LocalRun, directory: string): { readonly workflows: readonly CompiledWorkflow[]; readonly workflow: CompiledWorkflow } {
  const loaded = loadProject(openDirectory(directory), { root: directory, lenientNames: true })
  const errors = loaded.problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new ConfigError(digdagMessage(errors), { problems: errors })
  const workflow = loaded.workflows.find(({ name }) => name === run.workflow)
  if (workflow) return { workflows: loaded.workflows, workflow }
  const others = loaded.workflows.length === 0 ? {} : { hint: `there are: ${loaded.workflows.map(({ name }) => name).join(', ')}` }
  throw new RunnerError('not-found', missing(run), others)
}

/** What a task sees of its command: `echo>: hi` is also `_type: echo` and `_command: hi` (digdag §1.2). */
function withCommand(config: JsonObject): JsonObject {
  const key = Object.hasOwn(config, '_type') ? undefined : Object.keys(config).find((name) => name.endsWith('>'))
  return key === undefined ? config : { ...config, _type: key.slice(0, -1), _command: config[key] ?? null }
}

function missing(run: LocalRun): string {
  if (run.project !== undefined) return `Workflow '${run.workflow}' does not exist in project directory '${run.project}'.`
  const slash = run.workflow.lastIndexOf('/')
  const folder = run.workflow.slice(0, Math.max(0, slash))
  return slash < 0
    ? `Workflow '${run.workflow}' does not exist in current directory. You may need to change directory first, or set --project option.`
    : `Workflow '${run.workflow}' does not exist in current directory. You may need to type "cd ${folder}" first, or set "--project ${folder}" option.`
}

interface Beginning { readonly workflows: readonly CompiledWorkflow[]; readonly workflow: CompiledWorkflow; readonly params: JsonObject; readonly time: number; readonly only: string | undefined }

/** digdag's local project is called `default`; `-p` values are the revision's own parameters, so that they reach `require>` too. */
async function begin(home: Home, { workflows, workflow, params, time, only }: Beginning): Promise<number> {
  const stored = await home.store.putRevision({
    projectName: 'default', revisionName: formatOffsetTime(home.clock.now(), 'UTC'), archive: null, archiveMd5: null, defaultParams: params, createdAt: home.clock.now(),
    workflows: workflows.map(({ name, timezone, config }) => ({ name, timezone, config })), schedules: () => [],
  })
  const id = stored.workflows.find(({ name }) => name === workflow.name)?.id ?? 0
  const { attempt } = await home.engine.startWith({ workflowId: id, sessionTime: time, params: {} }, only === undefined ? {} : { select: (tasks) => subtree(tasks, only) })
  return attempt.id
}

async function drive(context: Context, home: Home, id: number): Promise<void> {
  try {
    await home.engine.runAttempt(id, { signal: context.signal })
    await home.engine.idle()
  } catch (error) {
    if (context.signal.aborted) throw new RunnerError('interrupted', 'interrupted; run the same session again to go on from the finished tasks')
    throw error
  }
}

