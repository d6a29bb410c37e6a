import type { Millis } from '../model/clock.ts'
import { ConfigError, RunnerError } from '../model/error.ts'
import { isObject, type JsonObject } from '../model/json.ts'
import type { Project, Revision, TaskDefinition, Workflow } from '../model/project.ts'
import type { Owner } from '../model/session.ts'
import type { AttemptPlan, PlannedTask } from '../model/store.ts'
import type { Task } from '../model/task.ts'
import { formatOffsetTime } from '../model/time.ts'
import { compileWorkflow } from '../dig/compile.ts'
import { slaTime } from '../dig/sla.ts'
import { checkName, identifierFaults } from '../dig/names.ts'
import { TaskLimitExceeded } from './failure.ts'
import { joinedConfig } from './generate.ts'
import { schedulerOf } from './scheduler.ts'

export interface PlanInput {
  readonly project: Project
  readonly revision: Revision
  readonly workflow: Workflow
  readonly sessionTime: Millis
  readonly params: JsonObject
  readonly retryAttemptName: string | null
  readonly now: Millis
  readonly maxTasks: number
  readonly owner: Owner | null
  /** Tasks that are taken over, of the attempt that is resumed. */
  readonly resumes: { readonly attemptId: number; readonly from: string | null; readonly tasks: readonly Task[] } | null
  readonly closes: number | null
  /** For backfills: the attempt before, 0 for the first. */
  readonly afterAttemptId: number | null
  /** For attempts of a schedule or a backfill (digdag §5). */
  readonly lastExecutedSessionTime: Millis | null
  /** Tasks of the workflow that shall run, `wf run`'s choice of a subtree; all by default. */
  readonly select?: (tasks: readonly TaskDefinition[]) => readonly TaskDefinition[]
}

const SECOND: Millis = 1000

/**
 * A start as data: nothing is read nor written here.
 * @throws RunnerError `invalid` and `limit`, with what digdag answers with 400
 */
export function planAttempt(input: PlanInput): AttemptPlan {
  const { project, revision, workflow, now } = input
  checkRetryName(input.retryAttemptName)
  const sessionTime = Math.floor(input.sessionTime / SECOND) * SECOND
  const params = sessionParams(input, sessionTime)
  refused(() => slaTime(workflow.config, now, workflow.timezone))
  const compiled = refused(() => checkedExports(compileWorkflow(workflow.name, workflow.config)))
  const definitions = input.select === undefined ? compiled : input.select(compiled)
  if (definitions.length + 1 > input.maxTasks) throw new TaskLimitExceeded(input.maxTasks, 1, definitions.length)
  return {
    projectId: project.id, revisionId: revision.id, workflowId: workflow.id, workflowName: workflow.name, sessionTime, params, timezone: workflow.timezone,
    retryAttemptName: input.retryAttemptName, createdAt: now, owner: input.owner, afterAttemptId: input.afterAttemptId,
    resumes: input.resumes?.attemptId ?? null, resumeFrom: input.resumes?.from ?? null, closes: input.closes,
    tasks: plannedTasks(definitions, new Map(input.resumes?.tasks.map((task) => [task.fullName, task]))),
  }
}

const plannedTasks = (definitions: readonly TaskDefinition[], taken: ReadonlyMap<string, Task>): readonly PlannedTask[] => definitions.map((definition): PlannedTask => {
  const task = definition.index === 0 ? undefined : taken.get(definition.fullName)
  if (task === undefined) return { ...definition, state: definition.index === 0 ? 'planned' : 'blocked', initial: true }
  const { exportParams, storeParams, resetStoreParams, subtaskConfig } = task
  return { ...definition, config: joinedConfig(task), state: 'success', initial: true, takenOver: { exportParams, storeParams, resetStoreParams, subtaskConfig } }
})

/** A task's `_export` is looked at only now (digdag §1.5). */
export function checkedExports(definitions: readonly TaskDefinition[]): readonly TaskDefinition[] {
  for (const { config } of definitions) {
    const exported = config['_export'] ?? null
    if (exported !== null && !isObject(exported)) throw new ConfigError("Parameter '_export' must be an object")
  }
  return definitions
}

function refused<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof ConfigError ? new RunnerError('invalid', error.message, { cause: error, problems: error.problems }) : error
  }
}

function checkRetryName(name: string | null): void {
  if (name !== null) refused(() => { checkName('attempt request', 'retry attempt name', name, identifierFaults(name)) })
}

/** Session times of the schedule travel in the attempt's parameters and replace given ones (digdag §5). */
function sessionParams({ workflow, params, lastExecutedSessionTime }: PlanInput, sessionTime: Millis): JsonObject {
  const scheduler = schedulerOf(workflow)
  if (scheduler === undefined) return params
  const text = (at: Millis): string => formatOffsetTime(at, workflow.timezone)
  return {
    ...params, last_session_time: text(scheduler.last(sessionTime).time), next_session_time: text(scheduler.next(sessionTime).time),
    ...(lastExecutedSessionTime === null ? {} : { last_executed_session_time: text(lastExecutedSessionTime) }),
  }
}
