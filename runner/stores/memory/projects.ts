import { RunnerError } from '../../model/error.ts'
import type { Millis } from '../../model/clock.ts'
import type { Project, ProjectRevision, Revision, Workflow } from '../../model/project.ts'
import type { NewRevision, Store } from '../../model/store.ts'
import { contains, filter, find, newIds, type State } from './state.ts'

type ProjectVerbs = Pick<Store, 'putRevision' | 'findProject' | 'findProjectByName' | 'listProjects' | 'deleteProject' | 'findRevision' |
  'findRevisionById' | 'listRevisions' | 'readArchive' | 'findWorkflow' | 'workflowsOf' | 'listWorkflows'>
type ScheduleVerbs = Pick<Store, 'listSchedules' | 'findSchedule' | 'dueSchedules' | 'moveSchedule' | 'setScheduleDisabled'>

const DEFAULT_COUNT = 100

export function projectVerbs(state: State): ProjectVerbs {
  const named = (name: string): Project | undefined => find(state.projects, (one) => one.name === name && one.deletedAt === null)
  const revisionsOf = (projectId: number): readonly Revision[] => [...filter(state.revisions, (one) => one.projectId === projectId)].reverse()
  const withRevision = (project: Project | undefined): ProjectRevision | undefined => {
    const [revision] = project === undefined ? [] : revisionsOf(project.id)
    return project === undefined || revision === undefined ? undefined : { project, revision }
  }
  return {
    putRevision: async (revision) => putRevision(state, named(revision.projectName), revision),
    findProject: async (id) => state.projects.get(id),
    findProjectByName: async (name) => named(name),
    listProjects: async ({ lastId = 0, count = DEFAULT_COUNT, namePattern }) =>
      filter(state.projects, (one) => one.deletedAt === null && one.id > lastId && (namePattern === undefined || contains(one.name, namePattern))).slice(0, count).flatMap((one) => withRevision(one) ?? []),
    deleteProject: async (id, at) => {
      const before = state.projects.get(id)
      if (before === undefined || before.deletedAt !== null) return undefined
      state.projects.set(id, { ...before, deletedAt: at })
      for (const schedule of filter(state.schedules, (one) => one.projectId === id)) state.schedules.delete(schedule.id)
      return withRevision(state.projects.get(id))
    },
    findRevision: async (projectId, name) => (name === undefined ? revisionsOf(projectId)[0] : revisionsOf(projectId).find((one) => one.name === name)),
    findRevisionById: async (id) => state.revisions.get(id),
    listRevisions: async (projectId) => revisionsOf(projectId),
    readArchive: async (revisionId) => state.archives.get(revisionId),
    findWorkflow: async (id) => state.workflows.get(id),
    workflowsOf: async (revisionId) => filter(state.workflows, (one) => one.revisionId === revisionId),
    listWorkflows: async ({ lastId, count = DEFAULT_COUNT, descending = false, namePattern, searchProjectName = false }) => {
      const latest = new Set(filter(state.projects, (one) => one.deletedAt === null).map((one) => revisionsOf(one.id)[0]?.id))
      const found = filter(state.workflows, (one) => latest.has(one.revisionId) && (lastId === undefined || (descending ? one.id < lastId : one.id > lastId)) &&
        (namePattern === undefined || contains(one.name, namePattern) || (searchProjectName && contains(state.projects.get(one.projectId)?.name ?? '', namePattern))))
      return (descending ? [...found].reverse() : found).slice(0, count)
    },
  }
}

function putRevision(state: State, known: Project | undefined, revision: NewRevision): ProjectRevision & { readonly workflows: readonly Workflow[] } {
  if (known !== undefined && find(state.revisions, (one) => one.projectId === known.id && one.name === revision.revisionName) !== undefined) {
    throw new RunnerError('conflict', `Resource already exists: revision=${revision.revisionName} in project id=${known.id}`, { hint: 'push under another revision name' })
  }
  const project = known ?? { id: newIds(state, 'project'), name: revision.projectName, createdAt: revision.createdAt, deletedAt: null }
  state.projects.set(project.id, project)
  const made: Revision = {
    id: newIds(state, 'revision'), projectId: project.id, name: revision.revisionName, createdAt: revision.createdAt,
    archiveType: revision.archive === null ? 'none' : 'db', archiveMd5: revision.archiveMd5, defaultParams: revision.defaultParams,
  }
  state.revisions.set(made.id, made)
  if (revision.archive !== null) state.archives.set(made.id, revision.archive)
  const workflows = revision.workflows.map((one): Workflow => ({ id: newIds(state, 'workflow'), projectId: project.id, revisionId: made.id, ...one }))
  for (const workflow of workflows) state.workflows.set(workflow.id, workflow)
  replaceSchedules(state, project.id, { workflows, next: revision.schedules, at: revision.createdAt })
  return { project, revision: made, workflows }
}

function replaceSchedules(state: State, projectId: number, { workflows, next, at }: { readonly workflows: readonly Workflow[]; readonly next: NewRevision['schedules']; readonly at: Millis }): void {
  const before = filter(state.schedules, (one) => one.projectId === projectId)
  const after = next(before)
  for (const schedule of before) if (!after.some((one) => one.workflowName === schedule.workflowName)) state.schedules.delete(schedule.id)
  for (const { workflowName, nextRunTime, nextScheduleTime, lastSessionTime } of after) {
    const workflow = workflows.find((one) => one.name === workflowName)
    if (workflow === undefined) continue
    const old = before.find((one) => one.workflowName === workflowName)
    const id = old?.id ?? newIds(state, 'schedule')
    state.schedules.set(id, {
      id, projectId, workflowId: workflow.id, workflowName, timezone: workflow.timezone, nextRunTime, nextScheduleTime, lastSessionTime,
      disabledAt: old?.disabledAt ?? null, createdAt: old?.createdAt ?? at, updatedAt: at,
    })
  }
}

export function scheduleVerbs(state: State): ScheduleVerbs {
  return {
    listSchedules: async ({ lastId = 0, count = DEFAULT_COUNT, projectId, workflowName }) =>
      filter(state.schedules, (one) => one.id > lastId && (projectId === undefined || one.projectId === projectId) && (workflowName === undefined || one.workflowName === workflowName)).slice(0, count),
    findSchedule: async (id) => state.schedules.get(id),
    dueSchedules: async (at) => [...filter(state.schedules, (one) => one.disabledAt === null && one.nextRunTime <= at)].sort((a, b) => a.nextRunTime - b.nextRunTime || a.id - b.id),
    moveSchedule: async (id, from, to, at) => {
      const before = state.schedules.get(id)
      if (before === undefined || before.nextRunTime !== from.nextRunTime) return false
      state.schedules.set(id, { ...before, nextRunTime: to.nextRunTime, nextScheduleTime: to.nextScheduleTime, lastSessionTime: to.lastSessionTime ?? before.lastSessionTime, updatedAt: at })
      return true
    },
    setScheduleDisabled: async (id, disabledAt, at) => {
      const before = state.schedules.get(id)
      if (before !== undefined) state.schedules.set(id, { ...before, disabledAt, updatedAt: at })
      return state.schedules.get(id)
    },
  }
}
