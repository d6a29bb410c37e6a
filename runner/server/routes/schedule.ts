import { json } from '../answer.ts'
import type { BackfilledAttempt } from '../../model/engine.ts'
import type { Json } from '../../model/json.ts'
import type { Project } from '../../model/project.ts'
import type { Schedule } from '../../model/schedule.ts'
import { bodyCount, bodyFlag, bodyInstant, bodyText, bodyTime, invalid, lastId, pathId, readObject } from '../reading.ts'
import { route, type Call, type Route } from '../router.ts'
import { plannedAttemptShape, scheduleShape, scheduleSummaryShape } from '../shapes.ts'
import { anyProject, attemptAnswer, scheduleAnswers, scheduleById } from './lookup.ts'

/** Schedules, and moving them (digdag §7.4, §10.2). */
export const scheduleRoutes: readonly Route[] = [
  route('GET', '/api/schedules', async (call) =>
    json({ schedules: await scheduleAnswers(call.parts, await call.parts.store.listSchedules({ ...lastId(call), count: 100 })) })),
  route('GET', '/api/schedules/{id}', async (call) => {
    const { schedule, project } = await found(call)
    return json(scheduleShape(schedule, project))
  }),
  route('POST', '/api/schedules/{id}/skip', skip),
  route('POST', '/api/schedules/{id}/backfill', backfill),
  route('POST', '/api/schedules/{id}/disable', async (call) => {
    const { schedule, project } = await found(call)
    return json(scheduleSummaryShape(await call.parts.engine.disableSchedule(schedule.id), project))
  }),
  route('POST', '/api/schedules/{id}/enable', enable),
]

async function found(call: Call): Promise<{ readonly schedule: Schedule; readonly project: Project }> {
  const schedule = await scheduleById(call.parts, pathId(call, 'id'))
  return { schedule, project: await anyProject(call.parts, schedule.projectId) }
}

async function skip(call: Call): Promise<Response> {
  const body = await readObject(call)
  const [fromTime, count] = [bodyInstant(body, 'fromTime'), bodyCount(body, 'count')]
  if (bodyText(body, 'nextTime') === undefined && (fromTime === undefined || count === undefined)) throw invalid('nextTime or (fromTime and count) are required')
  const { schedule, project } = await found(call)
  const nextTime = bodyTime(body, 'nextTime', schedule.timezone)
  const nextRunTime = bodyInstant(body, 'nextRunTime')
  const moved = await call.parts.engine.skipSchedule(schedule.id, {
    ...(nextTime === undefined ? { fromTime, count } : { nextTime }),
    ...(nextRunTime === undefined ? {} : { nextRunTime }), dryRun: bodyFlag(body, 'dryRun'),
  })
  return json(scheduleSummaryShape(moved, project))
}

async function backfill(call: Call): Promise<Response> {
  const body = await readObject(call)
  const fromTime = bodyInstant(body, 'fromTime')
  if (fromTime === undefined) throw invalid("'fromTime' is required")
  const attemptName = bodyText(body, 'attemptName')
  const count = bodyCount(body, 'count')
  const { schedule, project } = await found(call)
  const started = await call.parts.engine.backfill(schedule.id, {
    fromTime, dryRun: bodyFlag(body, 'dryRun'), ...(attemptName === undefined ? {} : { attemptName }), ...(count === undefined ? {} : { count }),
  })
  const shape = ({ sessionTime, attempt }: BackfilledAttempt): Json => attempt !== null
    ? attemptAnswer(call.parts, attempt)
    : plannedAttemptShape({ schedule, project, sessionTime, attemptName: attemptName ?? null, uuid: crypto.randomUUID(), at: call.parts.clock.now() })
  const { id, workflow, project: named } = scheduleShape(schedule, project) as { readonly id: Json; readonly workflow: Json; readonly project: Json }
  return json({ attempts: started.map(shape), id, project: named, workflow })
}

async function enable(call: Call): Promise<Response> {
  const body = await readObject(call)
  const { schedule, project } = await found(call)
  const nextTime = bodyTime(body, 'nextTime', schedule.timezone)
  const enabled = await call.parts.engine.enableSchedule(schedule.id, { skipSchedule: bodyFlag(body, 'skipSchedule'), ...(nextTime === undefined ? {} : { nextTime }) })
  return json(scheduleSummaryShape(enabled, project))
}
