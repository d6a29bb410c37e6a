import type { AttemptDetails, SessionDetails } from '../../model/session.ts'
import type { Project, Revision, Workflow } from '../../model/project.ts'
import type { Schedule } from '../../model/schedule.ts'
import { formatInstant } from '../../model/time.ts'
import { RunnerError } from '../../model/error.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { attemptShape, scheduleShape, sessionShape, workflowShape } from '../shapes.ts'
import { notFound } from '../reading.ts'
import type { ServerParts } from '../parts.ts'

export async function anyProject({ store }: ServerParts, id: number): Promise<Project> {
  const project = await store.findProject(id)
  if (project === undefined) throw notFound(`project id=${id}`)
  return project
}

export async function liveProject(parts: ServerParts, id: number): Promise<Project> {
  const project = await anyProject(parts, id)
  if (project.deletedAt === null) return project
  throw new RunnerError('not-found', `Project id=${id} is already deleted at ${formatInstant(project.deletedAt)}`)
}

export async function projectNamed({ store }: ServerParts, name: string): Promise<Project> {
  const project = await store.findProjectByName(name)
  if (project === undefined) throw notFound(`project name=${name}`)
  return project
}

export async function revisionOf({ store }: ServerParts, projectId: number, name: string | null): Promise<Revision> {
  const revision = await (name === null ? store.findRevision(projectId) : store.findRevision(projectId, name))
  if (revision === undefined) throw notFound(name === null ? `latest revision of project id=${projectId}` : `revision name=${name} in project id=${projectId}`)
  return revision
}

export async function workflowNamed(parts: ServerParts, revision: Revision, name: string): Promise<Workflow> {
  const workflow = (await parts.store.workflowsOf(revision.id)).find((item) => item.name === name)
  if (workflow === undefined) throw notFound(`workflow name=${name} in revision id=${revision.id}`)
  return workflow
}

export async function workflowById({ store }: ServerParts, id: number): Promise<Workflow> {
  const workflow = await store.findWorkflow(id)
  if (workflow === undefined) throw notFound(`workflow id=${id}`)
  return workflow
}

export async function attemptById({ store }: ServerParts, id: number): Promise<AttemptDetails> {
  const details = await store.findAttempt(id)
  if (details === undefined) throw notFound(`session attempt id=${id}`)
  return details
}

export async function sessionById({ store }: ServerParts, id: number): Promise<SessionDetails> {
  const details = await store.findSession(id)
  if (details === undefined) throw notFound(`session id=${id}`)
  return details
}

export async function scheduleById({ store }: ServerParts, id: number): Promise<Schedule> {
  const schedule = await store.findSchedule(id)
  if (schedule === undefined) throw notFound(`schedule id=${id}`)
  return schedule
}

export const attemptAnswer = (parts: ServerParts, details: AttemptDetails): JsonObject =>
  attemptShape(details, !details.attempt.done && parts.isInterrupted(details.attempt))

export const sessionAnswer = (parts: ServerParts, details: SessionDetails): JsonObject =>
  sessionShape(details, !details.lastAttempt.done && parts.isInterrupted(details.lastAttempt))

/** Workflows with their projects and revisions, each read once. */
export async function workflowAnswers(parts: ServerParts, workflows: readonly Workflow[]): Promise<readonly Json[]> {
  const projects = await each(workflows.map((workflow) => workflow.projectId), (id) => anyProject(parts, id))
  const revisions = await each(workflows.map((workflow) => workflow.revisionId), (id) => parts.store.findRevisionById(id))
  return workflows.flatMap((workflow) => {
    const project = projects.get(workflow.projectId)
    return project === undefined ? [] : [workflowShape(workflow, project, revisions.get(workflow.revisionId)?.name ?? '')]
  })
}

/** Schedules with their projects, each read once. */
export async function scheduleAnswers(parts: ServerParts, schedules: readonly Schedule[]): Promise<readonly Json[]> {
  const projects = await each(schedules.map((schedule) => schedule.projectId), (id) => anyProject(parts, id))
  return schedules.flatMap((schedule) => {
    const project = projects.get(schedule.projectId)
    return project === undefined ? [] : [scheduleShape(schedule, project)]
  })
}

async function each<T>(ids: readonly number[], read: (id: number) => Promise<T>): Promise<ReadonlyMap<number, T>> {
  return new Map(await Promise.all([...new Set(ids)].map(async (id) => [id, await read(id)] as const)))
}
