import { randomUUID } from 'node:crypto'
import { isObject, stringifyJson } from '../../model/json.ts'
import type { Session } from '../../model/session.ts'
import type { AttemptPlan, BeginResult, PlannedTask } from '../../model/store.ts'
import type { Database, SqlRow } from './database.ts'
import { writeIds } from './ids.ts'
import { attemptOf, codeOf, flagBits, int, objectText, ownerValues, pathsText, sessionOf } from './rows.ts'

/** One transaction: the session found or made, the attempt, its task rows, and the end of the attempt that it takes over. */
export function begin(db: Database, plan: AttemptPlan): BeginResult {
  const session = sessionFor(db, plan)
  const taken = db.sql("select * from attempts where session_id = ? and ifnull(retry_name, '') = ?").get(session.id, plan.retryAttemptName ?? '')
  if (taken !== undefined) {
    const newest = plan.retryAttemptName === null ? db.sql('select * from attempts where session_id = ? order by id desc limit 1').get(session.id) : taken
    return { kind: 'conflict', attempt: attemptOf(newest ?? taken) }
  }
  if (plan.closes !== null) close(db, plan.closes, plan.createdAt)
  const row = insertAttempt(db, plan, session)
  insertTasks(db, int(row, 'id'), plan)
  db.sql('update sessions set last_attempt_id = ? where id = ?').run(int(row, 'id'), session.id)
  return { kind: 'begun', attempt: attemptOf(row), session }
}

function sessionFor(db: Database, plan: AttemptPlan): Session {
  const row = db.sql('select * from sessions where project_id = ? and workflow_name = ? and time = ?').get(plan.projectId, plan.workflowName, plan.sessionTime) ??
    db.sql('insert into sessions (project_id, workflow_name, uuid, time) values (?, ?, ?, ?) returning *').get(plan.projectId, plan.workflowName, randomUUID(), plan.sessionTime)
  return sessionOf(row as SqlRow)
}

/** What was under way in a closed attempt counts as canceled; finished and never started tasks stay as they are. */
function close(db: Database, attemptId: number, at: number): void {
  if (db.sql('update attempts set done = 1, success = 0, finished_at = ? where id = ? and done = 0').run(at, attemptId) === 0) return
  db.sql(`update tasks set state = ${codeOf('canceled')}, updated_at = ? where attempt_id = ? and state between ${codeOf('ready')} and ${codeOf('planned')}`).run(at, attemptId)
}

function insertAttempt(db: Database, plan: AttemptPlan, session: Session): SqlRow {
  const last = db.sql('select max(idx) as idx from attempts where session_id = ?').get(session.id)
  const chain = plan.resumes === null ? null : db.sql('select chain_id from attempts where id = ?').get(plan.resumes)?.['chain_id'] ?? null
  const row = db.sql(
    `insert into attempts (session_id, project_id, revision_id, workflow_id, idx, retry_name, params, timezone, created_at, chain_id, resumes_id, resume_from,
     owner_host, owner_pid, owner_started, heartbeat_at, after_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning *`,
  ).get(session.id, plan.projectId, plan.revisionId, plan.workflowId, Number(last?.['idx'] ?? 0) + 1, plan.retryAttemptName, stringifyJson(plan.params), plan.timezone,
    plan.createdAt, chain ?? 0, plan.resumes, plan.resumeFrom ?? null, ...ownerValues(plan.owner), plan.owner === null ? null : plan.createdAt, plan.afterAttemptId) as SqlRow
  if (chain !== null) return row
  return db.sql('update attempts set chain_id = id where id = ? returning *').get(row['id'] ?? null) as SqlRow
}

const NO_FLAGS = { cancelRequested: false, delayedError: false, delayedGroupError: false }

function insertTasks(db: Database, attemptId: number, plan: AttemptPlan): void {
  const count = plan.tasks.length
  const first = int(db.sql("update counters set value = value + ? where name = 'task' returning value").get(count) as SqlRow, 'value') - count + 1
  const insert = db.sql('insert into tasks (id, attempt_id, parent_id, full_name, is_group, state, flags, upstreams, local_config, export_config, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const lists = new Map<readonly number[], string | null>()
  const upstreams = (indexes: readonly number[]): string | null => {
    if (indexes.length === 0) return null
    const known = lists.get(indexes)
    if (known !== undefined) return known
    const written = writeIds(indexes.map((index) => first + index))
    lists.set(indexes, written)
    return written
  }
  plan.tasks.forEach((task, index) => {
    const { _export: exported = null, ...local } = task.config
    insert.run(first + index, attemptId, task.parentIndex === null ? null : first + task.parentIndex, task.fullName, task.isGroup ? 1 : 0, codeOf(task.state),
      flagBits({ ...NO_FLAGS, initial: task.initial }), upstreams(task.upstreamIndexes), stringifyJson(local), isObject(exported) ? objectText(exported) : null, plan.createdAt)
    if (task.takenOver !== undefined) takeOver(db, first + index, task.takenOver)
  })
}

function takeOver(db: Database, id: number, results: NonNullable<PlannedTask['takenOver']>): void {
  db.sql('update tasks set export_params = ?, store_params = ?, reset_store_params = ?, subtask_config = ? where id = ?')
    .run(objectText(results.exportParams), objectText(results.storeParams), pathsText(results.resetStoreParams),
      results.subtaskConfig === null ? null : stringifyJson(results.subtaskConfig), id)
}
