import { createHash } from 'node:crypto'
import type { Clock, Millis } from '../model/clock.ts'
import type { Engine, PushRequest } from '../model/engine.ts'
import { ConfigError, RunnerError, type Problem } from '../model/error.ts'
import type { CompiledWorkflow } from '../model/project.ts'
import type { Schedule, Scheduler } from '../model/schedule.ts'
import type { NextSchedule, Store } from '../model/store.ts'
import { digdagMessage, loadProject } from '../dig/load.ts'
import { checkName, identifierFaults, projectNameFaults } from '../dig/names.ts'
import { DEFAULT_LIMITS, unpack, type ArchiveLimits } from '../project/archive.ts'
import { filesSource } from '../project/files.ts'
import { readScheduler } from './scheduler.ts'

export interface PushParts {
  readonly store: Store
  readonly clock: Clock
  readonly archiveLimits?: Partial<ArchiveLimits>
}

/** Unpacks and compiles again, since a server trusts no client, then writes everything once (digdag §10.2). */
export const createPush = (parts: PushParts): Engine['push'] => async (request) => {
  const now = parts.clock.now()
  checkNames(request)
  const files = await unpack(request.archive, { ...DEFAULT_LIMITS, ...parts.archiveLimits })
  const loaded = loadProject(filesSource(files), { root: request.project, lenientNames: request.lenientNames === true, warnings: true })
  const errors = loaded.problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new RunnerError('invalid', digdagMessage(errors), { problems: errors })
  checkCleared(request, loaded.workflows)
  const { schedulers, warnings } = schedulersOf(loaded.workflows)
  const stored = await parts.store.putRevision({
    projectName: request.project, revisionName: request.revision, archive: request.archive,
    archiveMd5: createHash('md5').update(request.archive).digest('base64'), defaultParams: {}, createdAt: now,
    workflows: loaded.workflows.map(({ name, timezone, config }) => ({ name, timezone, config })),
    schedules: (before) => nextSchedules({ before, schedulers, from: request.scheduleFrom ?? now, cleared: request.clearSchedules ?? [] }),
  })
  return { ...stored, warnings: [...loaded.problems, ...warnings] }
}

function checkNames({ project, revision }: PushRequest): void {
  try {
    if (project.includes('/')) throw new ConfigError('Invalid prefix or suffix', { hint: 'The name of a project must not hold a /' })
    checkName('project', 'name', project, projectNameFaults(project))
    checkName('revision', 'name', revision, identifierFaults(revision))
  } catch (error) {
    throw error instanceof ConfigError ? new RunnerError('invalid', error.message, { cause: error }) : error
  }
}

function checkCleared({ clearSchedules }: PushRequest, workflows: readonly CompiledWorkflow[]): void {
  if (clearSchedules === undefined || clearSchedules === 'all') return
  const missing = clearSchedules.find((name) => !workflows.some((workflow) => workflow.name === name))
  if (missing !== undefined) throw new RunnerError('invalid', `${missing} does not exist`, { hint: `the project has ${workflows.map(({ name }) => name).join(', ')}` })
}

/** @throws RunnerError `invalid`, or `internal` where digdag answers with 500 (digdag §7.1) */
function schedulersOf(workflows: readonly CompiledWorkflow[]): { readonly schedulers: ReadonlyMap<string, Scheduler>; readonly warnings: readonly Problem[] } {
  const schedulers = new Map<string, Scheduler>()
  const warnings: Problem[] = []
  for (const workflow of workflows) {
    const { scheduler, warnings: found } = readScheduler(workflow)
    warnings.push(...found)
    if (scheduler !== undefined) schedulers.set(workflow.name, scheduler)
  }
  return { schedulers, warnings }
}

interface ScheduleChange {
  readonly before: readonly Schedule[]
  readonly schedulers: ReadonlyMap<string, Scheduler>
  readonly from: Millis
  readonly cleared: readonly string[] | 'all'
}

/** Every schedule is computed anew: after its last started session, else from the given time (digdag §7.3). */
export function nextSchedules({ before, schedulers, from, cleared }: ScheduleChange): readonly NextSchedule[] {
  return [...schedulers].map(([workflowName, scheduler]) => {
    const forget = cleared === 'all' || cleared.includes(workflowName)
    const last = forget ? null : before.find((schedule) => schedule.workflowName === workflowName)?.lastSessionTime ?? null
    const next = last === null ? scheduler.first(from) : scheduler.next(last)
    return { workflowName, nextRunTime: next.runTime, nextScheduleTime: next.time, lastSessionTime: last }
  })
}
