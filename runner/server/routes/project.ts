import { gzip, json, problemShape } from '../answer.ts'
import { list, projectShape, revisionShape, workflowShape } from '../shapes.ts'
import { lastId, notFound, pathId, page, parseInstant, queryFlag, queryNumber, queryText, readBody, requireType } from '../reading.ts'
import { route, type Call, type Route } from '../router.ts'
import { liveProject, projectNamed, revisionOf, scheduleAnswers, sessionAnswer, workflowNamed } from './lookup.ts'

/** Projects, their revisions, and what hangs on them (digdag §10.2). */
export const projectRoutes: readonly Route[] = [
  route('GET', '/api/projects', listProjects),
  route('PUT', '/api/projects', push),
  route('GET', '/api/project', async (call) => {
    const project = await projectNamed(call.parts, queryText(call, 'name'))
    return json(projectShape(project, await revisionOf(call.parts, project.id, null)))
  }),
  route('GET', '/api/projects/{id}', async (call) => {
    const project = await liveProject(call.parts, pathId(call, 'id'))
    return json(projectShape(project, await revisionOf(call.parts, project.id, null)))
  }),
  route('DELETE', '/api/projects/{id}', deleteProject),
  route('GET', '/api/projects/{id}/revisions', listRevisions),
  route('GET', '/api/projects/{id}/workflows', listWorkflows),
  route('GET', '/api/projects/{id}/workflows/{name}', (call) => oneWorkflow(call, call.path['name'] ?? '')),
  route('GET', '/api/projects/{id}/workflow', (call) => oneWorkflow(call, queryText(call, 'name'))),
  route('GET', '/api/projects/{id}/schedules', listSchedules),
  route('GET', '/api/projects/{id}/sessions', listSessions),
  route('GET', '/api/projects/{id}/archive', readArchive),
]

async function listProjects(call: Call): Promise<Response> {
  const { store } = call.parts
  const name = call.query.get('name')
  if (name !== null) {
    const project = await store.findProjectByName(name)
    const revision = project && await store.findRevision(project.id)
    return json({ projects: project && revision ? [projectShape(project, revision)] : [] })
  }
  const namePattern = call.query.get('name_pattern')
  const found = await store.listProjects({ ...lastId(call), count: queryNumber(call, 'count') ?? 100, ...(namePattern === null ? {} : { namePattern }) })
  return json(list('projects', found, ({ project, revision }) => projectShape(project, revision)))
}

async function push(call: Call): Promise<Response> {
  const { engine, limits } = call.parts
  const project = queryText(call, 'project')
  const revision = queryText(call, 'revision')
  const from = call.query.get('schedule_from') ?? ''
  const scheduleFrom = from === '' ? undefined : parseInstant(from, "Invalid schedule_from= parameter format. Expected yyyy-MM-dd'T'HH:mm:ss'Z' format")
  requireType(call, ['application/gzip', 'application/x-gzip', 'application/octet-stream'])
  const archive = await readBody(call.request, limits.archiveBytes, `Size of the uploaded archive file exceeds limit (${limits.archiveBytes} bytes)`)
  const cleared = call.query.getAll('clear_schedule')
  const lenientNames = queryFlag(call, 'lenient_names')
  const result = await engine.push({
    project, revision, archive, lenientNames,
    ...(scheduleFrom === undefined ? {} : { scheduleFrom }),
    ...(queryFlag(call, 'clear_schedule_all') ? { clearSchedules: 'all' } : cleared.length > 0 ? { clearSchedules: cleared } : {}),
  })
  // Other clients know no such field: only ours, which asks for lenient names, is told.
  return json({ ...projectShape(result.project, result.revision), ...(lenientNames ? { warnings: result.warnings.map(problemShape) } : {}) })
}

async function deleteProject(call: Call): Promise<Response> {
  const id = pathId(call, 'id')
  await liveProject(call.parts, id)
  const deleted = await call.parts.store.deleteProject(id, call.parts.clock.now())
  if (deleted === undefined) throw notFound(`project id=${id}`)
  return json(projectShape(deleted.project, deleted.revision))
}

async function listRevisions(call: Call): Promise<Response> {
  const project = await liveProject(call.parts, pathId(call, 'id'))
  const name = call.query.get('name')
  if (name === null) return json(list('revisions', await call.parts.store.listRevisions(project.id), revisionShape))
  const revision = await call.parts.store.findRevision(project.id, name)
  return json(list('revisions', revision === undefined ? [] : [revision], revisionShape))
}

async function listWorkflows(call: Call): Promise<Response> {
  const project = await liveProject(call.parts, pathId(call, 'id'))
  const revision = await revisionOf(call.parts, project.id, call.query.get('revision'))
  const name = call.query.get('name')
  const workflows = await call.parts.store.workflowsOf(revision.id)
  return json(list('workflows', name === null ? workflows : workflows.filter((workflow) => workflow.name === name), (workflow) => workflowShape(workflow, project, revision.name)))
}

async function oneWorkflow(call: Call, name: string): Promise<Response> {
  const project = await liveProject(call.parts, pathId(call, 'id'))
  const revision = await revisionOf(call.parts, project.id, call.query.get('revision'))
  return json(workflowShape(await workflowNamed(call.parts, revision, name), project, revision.name))
}

async function listSchedules(call: Call): Promise<Response> {
  const project = await liveProject(call.parts, pathId(call, 'id'))
  const workflowName = call.query.get('workflow')
  const schedules = await call.parts.store.listSchedules({
    projectId: project.id, ...(workflowName === null ? { ...lastId(call), count: 100 } : { workflowName }),
  })
  return json({ schedules: await scheduleAnswers(call.parts, schedules) })
}

async function listSessions(call: Call): Promise<Response> {
  const range = page(call)
  const project = await liveProject(call.parts, pathId(call, 'id'))
  const workflowName = call.query.get('workflow')
  const sessions = await call.parts.store.listSessions({ ...range, projectId: project.id, ...(workflowName === null ? {} : { workflowName }) })
  return json(list('sessions', sessions, (details) => sessionAnswer(call.parts, details)))
}

async function readArchive(call: Call): Promise<Response> {
  const project = await liveProject(call.parts, pathId(call, 'id'))
  const revision = await revisionOf(call.parts, project.id, call.query.get('revision'))
  const bytes = await call.parts.store.readArchive(revision.id)
  if (bytes === undefined) throw notFound(`archive of revision name=${revision.name} in project id=${project.id} is not stored`)
  return gzip(bytes)
}
