import { RunnerError, type Problem } from '../model/error.ts'
import type { JsonObject } from '../model/json.ts'
import type { Scheduler } from '../model/schedule.ts'
import { readSchedule } from '../dig/schedule.ts'

export interface ScheduledWorkflow { readonly name: string; readonly timezone: string; readonly config: JsonObject }

/**
 * The schedule of a workflow, if it has one, and what to warn about.
 * @throws RunnerError `invalid`, or `internal` where digdag answers with 500 (digdag §7.1)
 */
export function readScheduler({ name, timezone, config }: ScheduledWorkflow): { readonly scheduler?: Scheduler; readonly warnings: readonly Problem[] } {
  if (!Object.hasOwn(config, 'schedule')) return { warnings: [] }
  const { scheduler, problems, code } = readSchedule(config['schedule'] ?? null, timezone)
  const file = (problem: Problem): Problem => ({ position: { file: `${name}.dig`, line: 1, column: 1 }, ...problem })
  const error = problems.find(({ severity }) => severity === 'error')
  if (error === undefined) return { ...(scheduler === undefined ? {} : { scheduler }), warnings: problems.map(file) }
  throw new RunnerError(code, error.message, { problems: problems.map(file), ...(error.hint === undefined ? {} : { hint: `${name}.dig: ${error.hint}` }) })
}

export const schedulerOf = (workflow: ScheduledWorkflow): Scheduler | undefined => readScheduler(workflow).scheduler
