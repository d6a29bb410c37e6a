import type { JsonObject } from '../model/json.ts'
import type { AttemptStarter, Services, TaskInfo } from '../model/operator.ts'
import type { AttemptDetails } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { openDirectory } from '../project/directory.ts'
import { loadCalledWorkflow } from '../dig/load.ts'
import { createBuiltins } from './builtins.ts'
import type { Agent, Outcome, RunRequest } from './agent.ts'
import { attemptParams, paramsOf } from './layers.ts'
import { processStart } from './owner.ts'
import type { OutsideServices } from './ports.ts'
import type { Inheritance } from './resume.ts'
import type { Stop } from './stop.ts'
import type { Node, Tree } from './tree.ts'
import type { RunFolders, Workspaces } from './workspace.ts'

export interface RunnerParts {
  readonly agent: Agent
  readonly store: Store
  readonly workspaces: Workspaces
  readonly services: OutsideServices
  readonly attempts: AttemptStarter
  readonly defaultParams: JsonObject
}

/** One run of a task in its tree. */
export interface NodeRun {
  readonly details: AttemptDetails
  readonly node: Node
  readonly tree: Tree
  readonly stop: Stop
  readonly maxTasks: number
  readonly inheritance: Inheritance
}

export type NodeRunner = (run: NodeRun) => Promise<Outcome>

/** Gathers what a run needs and hands it to the agent. */
export function createNodeRunner(parts: RunnerParts): NodeRunner {
  const bases = new WeakMap<AttemptDetails, JsonObject>()
  const baseOf = (details: AttemptDetails): JsonObject => {
    const known = bases.get(details)
    if (known !== undefined) return known
    const base = attemptParams({ server: parts.defaultParams, revision: details.revision.defaultParams, attempt: details.attempt.params })
    bases.set(details, base)
    return base
  }
  const builtins = createBuiltins()
  return ({ details, node, tree, stop, maxTasks, inheritance }) => {
    const info = infoOf(details, node, inheritance)
    const folders = parts.workspaces.forRun(details.revision)
    const request: RunRequest = {
      details, info, folders, signal: stop.signal, aborted: stop.aborted, task: node.task, earlierRuns: node.runs, isFetched: isFetched(node),
      params: builtins(paramsOf(node, baseOf(details)), info),
      services: (own) => servicesFor(parts, { details, taskId: node.task.id, tree, maxTasks, folders: own }),
    }
    return parts.agent.run(request)
  }
}

/** Whether a task above runs what a server answered. A `_type` that only a run knows counts too. */
function isFetched(node: Node): boolean {
  for (let above = node.parent; above !== null; above = above.parent) {
    const { localConfig: config, exportConfig } = above.task
    const type = config['_type'] ?? exportConfig['_type']
    if ('http_call>' in config || 'http_call>' in exportConfig || (typeof type === 'string' && /http_call|\$/.test(type))) return true
  }
  return false
}

export function infoOf({ attempt, session, project, revision }: AttemptDetails, { task, round }: Pick<Node, 'task' | 'round'>, inheritance: Inheritance): TaskInfo {
  return {
    taskId: task.id, attemptId: attempt.id, chainId: attempt.chainId, round: round + (inheritance.rounds.get(task.fullName) ?? 0),
    sessionId: session.id, sessionUuid: session.uuid, sessionTime: session.time, timezone: attempt.timezone,
    projectId: project.id, projectName: project.name, workflowName: session.workflowName, revision: revision.name,
    fullName: task.fullName, retryAttemptName: attempt.retryAttemptName,
  }
}

interface Around { readonly details: AttemptDetails; readonly taskId: number; readonly tree: Tree; readonly maxTasks: number; readonly folders: RunFolders }

const SUFFIX = '.dig'

function servicesFor({ services, attempts, store }: RunnerParts, { details, taskId, tree, maxTasks, folders }: Around): Services {
  return {
    ...services, attempts,
    taskLimit: () => ({ limit: maxTasks, current: tree.size }),
    loadCalledWorkflow: async (path, text, name) => {
      const project = folders.projectPath()
      // A text that came over the network has no file, and so no folder of its own.
      const file = existsSync(path) ? relative(project, path) : `${name}${SUFFIX}`
      return loadCalledWorkflow(text, file, openDirectory(project), file.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : file)
    },
    recordProcess: (pid) => {
      const startedAt = processStart(pid)
      // Without the record a later owner cannot end what a crash leaves; the run itself is not worse for it.
      if (startedAt !== undefined) store.recordProcess(taskId, { pid, startedAt }).catch(() => undefined)
    },
  }
}
