import { json } from '../answer.ts'
import type { StartRequest } from '../../model/engine.ts'
import { RunnerError } from '../../model/error.ts'
import { isObject, type JsonObject } from '../../model/json.ts'
import type { AttemptDetails } from '../../model/session.ts'
import type { ServerParts } from '../parts.ts'
import { bodyId, bodyInstant, bodyText, invalid, page, pathId, queryFlag, readObject } from '../reading.ts'
import { route, type Call, type Route } from '../router.ts'
import { list, taskShape } from '../shapes.ts'
import { attemptAnswer, attemptById, projectNamed, workflowById } from './lookup.ts'

/** Attempts: started, watched, killed (digdag §10.2). */
export const attemptRoutes: readonly Route[] = [
  route('GET', '/api/attempts', listAttempts),
  route('PUT', '/api/attempts', start),
  route('GET', '/api/attempts/{id}', async (call) => json(attemptAnswer(call.parts, await attemptById(call.parts, pathId(call, 'id'))))),
  route('GET', '/api/attempts/{id}/retries', async (call) => {
    const { session } = await attemptById(call.parts, pathId(call, 'id'))
    return json(attempts(call.parts, await call.parts.store.listAttempts({ sessionId: session.id, includeRetried: true })))
  }),
  route('GET', '/api/attempts/{id}/tasks', async (call) => {
    const { attempt } = await attemptById(call.parts, pathId(call, 'id'))
    return json(list('tasks', await call.parts.store.listTasks(attempt.id), taskShape))
  }),
  route('POST', '/api/attempts/{id}/kill', kill),
  route('GET', '/api/admin/attempts/{id}/userinfo', async (call) => {
    await attemptById(call.parts, pathId(call, 'id'))
    return json({})
  }),
]

const attempts = (parts: ServerParts, found: readonly AttemptDetails[]): JsonObject => list('attempts', found, (details) => attemptAnswer(parts, details))

async function listAttempts(call: Call): Promise<Response> {
  const filter = { ...page(call), includeRetried: queryFlag(call, 'include_retried') }
  const projectName = call.query.get('project')
  if (projectName === null) return json(attempts(call.parts, await call.parts.store.listAttempts(filter)))
  const project = await projectNamed(call.parts, projectName)
  const workflowName = call.query.get('workflow')
  const found = await call.parts.store.listAttempts({ ...filter, projectName: project.name, ...(workflowName === null ? {} : { workflowName }) })
  return json(attempts(call.parts, found))
}

/** A conflict answers with the attempt that is in the way, not with the error shape (digdag §8.1). */
async function start(call: Call): Promise<Response> {
  const request = startRequest(await readObject(call))
  await workflowById(call.parts, request.workflowId)
  try {
    return json(attemptAnswer(call.parts, await call.parts.engine.start(request)))
  } catch (error) {
    const existing = error instanceof RunnerError && error.code === 'conflict' ? error.conflicting : undefined
    if (existing === undefined) throw error
    return json(attemptAnswer(call.parts, existing as AttemptDetails), 409)
  }
}

function startRequest(body: JsonObject): StartRequest {
  const sessionTime = bodyInstant(body, 'sessionTime')
  if (sessionTime === undefined) throw invalid("'sessionTime' is required")
  const params = body['params'] ?? {}
  if (!isObject(params)) throw invalid("'params' must be an object")
  return {
    workflowId: bodyId(body, 'workflowId'), sessionTime, params,
    retryAttemptName: bodyText(body, 'retryAttemptName') ?? null, ...resume(body['resume'] ?? null),
  }
}

function resume(value: JsonObject[string]): Pick<StartRequest, 'resume'> {
  if (value === null) return {}
  if (!isObject(value)) throw invalid("'resume' must be an object")
  const attemptId = bodyId(value, 'attemptId')
  if (value['mode'] === 'failed') return { resume: { mode: 'failed', attemptId } }
  const from = bodyText(value, 'from')
  if (value['mode'] !== 'from') throw invalid("'resume.mode' must be \"failed\" or \"from\"")
  if (from === undefined) throw invalid("'resume.from' is required")
  return { resume: { mode: 'from', attemptId, from } }
}

async function kill(call: Call): Promise<Response> {
  const { attempt } = await attemptById(call.parts, pathId(call, 'id'))
  const killed = await call.parts.engine.kill(attempt.id)
  if (killed === undefined) throw new RunnerError('conflict', 'Session attempt already killed or finished')
  return json(attemptAnswer(call.parts, killed))
}
