import type { Clock, Millis } from '../model/clock.ts'
import { RunnerError } from '../model/error.ts'
import type { Engine, StartRequest } from '../model/engine.ts'
import type { TaskDefinition, Workflow } from '../model/project.ts'
import type { AttemptDetails, Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import { ownerIsGone, sameOwner } from './owner.ts'
import { selectResumed, type ResumeMode } from './resume.ts'
import { planAttempt, type PlanInput } from './start.ts'

/** What a start may ask beyond the REST API. */
export interface StartExtras {
  /** The attempt before, in a backfill; 0 for its first. */
  readonly afterAttemptId?: number
  readonly lastExecutedSessionTime?: Millis | null
  /** The tasks to run: `wf run`'s subtree. */
  readonly select?: (tasks: readonly TaskDefinition[]) => readonly TaskDefinition[]
  /** Leaves the attempt to whoever takes it up. */
  readonly unowned?: boolean
}

export interface Starter {
  start(request: Parameters<Engine['start']>[0], extras?: StartExtras): Promise<AttemptDetails>
}

export interface StarterParts {
  readonly store: Store
  readonly clock: Clock
  readonly owner: Owner
  readonly maxTasks: number
  readonly maxAttempts: number
}

/** Reads what a start needs, plans it, and writes it once. */
export function createStarter(parts: StarterParts): Starter {
  const { store, clock, owner } = parts
  return {
    start: async (request, extras = {}) => {
      const workflow = await store.findWorkflow(request.workflowId)
      if (workflow === undefined) throw new RunnerError('not-found', `Resource does not exist: workflow definition id=${request.workflowId}`)
      const around = await surroundings(store, workflow)
      const source = request.resume === undefined ? null : await resumed(parts, request.resume)
      await checkRoom(parts, source?.closes ?? null)
      const plan = planAttempt({
        ...around, workflow, sessionTime: request.sessionTime, params: request.params, retryAttemptName: request.retryAttemptName ?? null,
        now: clock.now(), maxTasks: parts.maxTasks, owner: extras.unowned === true ? null : owner,
        resumes: source?.resumes ?? null, closes: source?.closes ?? null, afterAttemptId: extras.afterAttemptId ?? null,
        lastExecutedSessionTime: extras.lastExecutedSessionTime ?? null, ...(extras.select === undefined ? {} : { select: extras.select }),
      })
      const begun = await store.begin(plan)
      if (begun.kind === 'begun') return { attempt: begun.attempt, session: begun.session, ...around, workflow }
      const existing = await store.findAttempt(begun.attempt.id)
      throw new RunnerError('conflict', 'Session already exists', { conflicting: existing, hint: `attempt ${begun.attempt.id} has this session time; run it again with: wf retry ${begun.attempt.id} --all` })
    },
  }
}

async function surroundings(store: Store, workflow: Workflow): Promise<Pick<PlanInput, 'project' | 'revision'>> {
  const [project, revision] = [await store.findProject(workflow.projectId), await store.findRevisionById(workflow.revisionId)]
  if (project === undefined || revision === undefined) throw new RunnerError('not-found', `Resource does not exist: project id=${workflow.projectId}`)
  if (project.deletedAt !== null) throw new RunnerError('not-found', `Project id=${project.id} name=${project.name} is already deleted`)
  return { project, revision }
}

async function checkRoom({ store, maxAttempts }: StarterParts, closes: number | null): Promise<void> {
  const active = await store.countActiveAttempts() - (closes === null ? 0 : 1)
  if (active + 1 > maxAttempts) throw new RunnerError('limit', `Too many attempts running. Limit: ${maxAttempts}, Current: ${active}`, { hint: 'wait for attempts to end, or kill one: wf attempts' })
}

async function resumed({ store, clock, owner }: StarterParts, resume: NonNullable<StartRequest['resume']>): Promise<Pick<PlanInput, 'resumes' | 'closes'>> {
  const source = await store.findAttempt(resume.attemptId)
  if (source === undefined) throw new RunnerError('not-found', `Resource does not exist: session attempt id=${resume.attemptId}`)
  const mode: ResumeMode = resume.mode === 'failed' ? { mode: 'failed' } : { mode: 'from', from: resume.from }
  const tasks = selectResumed(await store.listTasks(resume.attemptId), mode)
  const { attempt } = source
  const abandoned = attempt.stopped || (attempt.owner !== null && !sameOwner(attempt.owner, owner) && ownerIsGone(attempt.owner, attempt.heartbeatAt, clock.now()))
  return {
    resumes: { attemptId: resume.attemptId, from: mode.mode === 'from' ? mode.from : null, tasks },
    closes: !attempt.done && abandoned ? attempt.id : null,
  }
}
