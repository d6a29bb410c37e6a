import { RunnerError } from '../../model/error.ts'
import { daysIn, parseLocalTime, parseOffsetTime } from '../../model/time.ts'
import { json } from '../answer.ts'
import { invalid, isoTime, lastId, pathId, queryFlag, queryNumber, queryText } from '../reading.ts'
import { route, type Call, type Route } from '../router.ts'
import { sessionTimeShape, workflowShape } from '../shapes.ts'
import { anyProject, projectNamed, revisionOf, workflowAnswers, workflowById, workflowNamed } from './lookup.ts'

/** Workflows of the latest revisions, and session times in their zones (digdag §8.2, §10.2). */
export const workflowRoutes: readonly Route[] = [
  route('GET', '/api/workflows', listWorkflows),
  route('GET', '/api/workflow', async (call) => {
    const [projectName, name] = [queryText(call, 'project'), queryText(call, 'name')]
    const project = await projectNamed(call.parts, projectName)
    const revision = await revisionOf(call.parts, project.id, call.query.get('revision'))
    return json(workflowShape(await workflowNamed(call.parts, revision, name), project, revision.name))
  }),
  route('GET', '/api/workflows/{id}', async (call) => {
    const { workflow, project, revision } = await withProject(call)
    return json(workflowShape(workflow, project, revision))
  }),
  route('GET', '/api/workflows/{id}/truncated_session_time', async (call) => {
    const text = truncatedTime(queryText(call, 'session_time'))
    const { workflow, project, revision } = await withProject(call)
    const time = call.parts.engine.truncateSessionTime(workflow, text, truncateMode(call.query.get('mode')))
    return json(sessionTimeShape(workflow, project, revision, time))
  }),
]

/** A value of the query that cannot be read is a thing that does not exist, as for every such value of digdag's server. */
const unreadable = (name: string, value: string, hint: string): RunnerError => new RunnerError('not-found', `The value of the query parameter "${name}" cannot be read: ${value}`, { hint })

function truncatedTime(given: string): string {
  const text = isoTime(given)
  const isTime = /^\d{4}-\d\d-\d\dT/.test(text) && isDay(text) && (parseLocalTime(text) ?? parseOffsetTime(text.replace(/\[[^\]]*\]$/, ''))) !== undefined
  if (!isTime) throw unreadable('session_time', given, 'Write it like 2026-01-02T03:04:05 or 2026-01-02T03:04:05Z')
  return text
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number)
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn({ year, month })
}

const MODES = ['hour', 'day', 'schedule', 'next_schedule']

function truncateMode(mode: string | null): string | undefined {
  if (mode !== null && !MODES.includes(mode)) throw unreadable('mode', mode, `Use ${MODES.join(', ')}`)
  return mode ?? undefined
}

async function listWorkflows(call: Call): Promise<Response> {
  const order = call.query.get('order') ?? 'asc'
  if (order !== 'asc' && order !== 'desc') throw invalid("parameter 'order' must be either 'asc' or 'desc'")
  const namePattern = call.query.get('name_pattern')
  const workflows = await call.parts.store.listWorkflows({
    ...lastId(call), count: queryNumber(call, 'count') ?? 100, descending: order === 'desc',
    searchProjectName: queryFlag(call, 'search_project_name'), ...(namePattern === null ? {} : { namePattern }),
  })
  return json({ workflows: await workflowAnswers(call.parts, workflows) })
}

async function withProject(call: Call) {
  const workflow = await workflowById(call.parts, pathId(call, 'id'))
  const project = await anyProject(call.parts, workflow.projectId)
  const revision = await call.parts.store.findRevisionById(workflow.revisionId)
  return { workflow, project, revision: revision?.name ?? '' }
}
