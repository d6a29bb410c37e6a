import type { Millis } from '../../model/clock.ts'
import type { Workflow } from '../../model/project.ts'
import type { NewRevision, Store } from '../../model/store.ts'
import type { Database } from './database.ts'
import { scheduleOf } from './rows.ts'

type ScheduleVerbs = Pick<Store, 'listSchedules' | 'findSchedule' | 'dueSchedules' | 'moveSchedule' | 'setScheduleDisabled'>

const DEFAULT_COUNT = 100

export function scheduleVerbs(db: Database): ScheduleVerbs {
  const find = (id: number) => {
    const row = db.sql('select * from schedules where id = ?').get(id)
    return row === undefined ? undefined : scheduleOf(row)
  }
  return {
    listSchedules: (filter) => db.read(() => db.sql(
      'select * from schedules where id > ? and (? is null or project_id = ?) and (? is null or workflow_name = ?) order by id limit ?',
    ).all(filter.lastId ?? 0, filter.projectId ?? null, filter.projectId ?? null, filter.workflowName ?? null, filter.workflowName ?? null, filter.count ?? DEFAULT_COUNT).map(scheduleOf)),
    findSchedule: (id) => db.read(() => find(id)),
    dueSchedules: (at) => db.read(() => db.sql('select * from schedules where disabled_at is null and next_run_time <= ? order by next_run_time, id').all(at).map(scheduleOf)),
    moveSchedule: (id, from, to, at) => db.write(() => db.sql(
      'update schedules set next_run_time = ?, next_schedule_time = ?, last_session_time = ifnull(?, last_session_time), updated_at = ? where id = ? and next_run_time = ?',
    ).run(to.nextRunTime, to.nextScheduleTime, to.lastSessionTime ?? null, at, id, from.nextRunTime) > 0),
    setScheduleDisabled: (id, disabledAt, at) => db.write(() => {
      db.sql('update schedules set disabled_at = ?, updated_at = ? where id = ?').run(disabledAt, at, id)
      return find(id)
    }),
  }
}

/** Brings a project's schedules to a new revision, within the transaction of the push; the disabled mark stays. */
export function replaceSchedules(db: Database, projectId: number, workflows: readonly Workflow[], next: NewRevision['schedules'], at: Millis): void {
  const before = db.sql('select * from schedules where project_id = ? order by id').all(projectId).map(scheduleOf)
  const after = next(before)
  const kept = new Set(after.map((schedule) => schedule.workflowName))
  for (const schedule of before) if (!kept.has(schedule.workflowName)) db.sql('delete from schedules where id = ?').run(schedule.id)
  for (const schedule of after) {
    const workflow = workflows.find((one) => one.name === schedule.workflowName)
    if (workflow === undefined) continue
    db.sql(`insert into schedules (project_id, workflow_id, workflow_name, timezone, next_run_time, next_schedule_time, last_session_time, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (project_id, workflow_name) do update set workflow_id = excluded.workflow_id, timezone = excluded.timezone,
      next_run_time = excluded.next_run_time, next_schedule_time = excluded.next_schedule_time, last_session_time = excluded.last_session_time, updated_at = excluded.updated_at`)
      .run(projectId, workflow.id, workflow.name, workflow.timezone, schedule.nextRunTime, schedule.nextScheduleTime, schedule.lastSessionTime, at, at)
  }
}
