import type { Attempt, AttemptDetails, SessionDetails } from '../../model/session.ts'
import type { Store } from '../../model/store.ts'
import { begin } from './begin.ts'
import type { Database, SqlRow } from './database.ts'
import { attemptOf, CANCEL_FLAG, DONE_CODES, int, OWNED, ownerValues, projectOf, revisionOf, sessionOf, text, workflowOf } from './rows.ts'

type AttemptVerbs = Pick<Store, 'begin' | 'findAttempt' | 'listAttempts' | 'findSession' | 'findSessionAt' | 'listSessions' | 'countActiveAttempts' |
  'requestKill' | 'openAttempts' | 'takeAttempt' | 'markStopped' | 'heartbeat' | 'recordProcess' | 'processesOf'>

const DEFAULT_PAGE = 100
const LARGEST_ID = Number.MAX_SAFE_INTEGER

export function attemptVerbs(db: Database): AttemptVerbs {
  const details = detailsReader(db)
  const find = (id: number): AttemptDetails | undefined => {
    const row = db.sql('select * from attempts where id = ?').get(id)
    return row === undefined ? undefined : details(attemptOf(row))
  }
  const session = (row: SqlRow | undefined): SessionDetails | undefined => {
    const last = row === undefined ? undefined : db.sql('select * from attempts where id = ?').get(row['last_attempt_id'] ?? null)
    if (row === undefined || last === undefined) return undefined
    const { attempt, project, workflow } = details(attemptOf(last))
    return { session: sessionOf(row), project, workflowId: workflow.id, lastAttempt: attempt, timezone: attempt.timezone }
  }
  return {
    begin: (plan) => db.write(() => begin(db, plan)),
    findAttempt: (id) => db.read(() => find(id)),
    listAttempts: (filter) => db.read(() => listAttempts(db, filter).map((row) => details(attemptOf(row)))),
    findSession: (id) => db.read(() => session(db.sql('select * from sessions where id = ?').get(id))),
    findSessionAt: (projectId, name, time) => db.read(() =>
      session(db.sql('select * from sessions where project_id = ? and workflow_name = ? and time = ?').get(projectId, name, time))),
    listSessions: (filter) => db.read(() => db.sql(
      `select s.* from sessions s join projects p on p.id = s.project_id where p.deleted_at is null and s.id < ? and (? is null or s.project_id = ?)
       and (? is null or s.workflow_name = ?) and s.last_attempt_id is not null order by s.id desc limit ?`,
    ).all(filter.lastId ?? LARGEST_ID, filter.projectId ?? null, filter.projectId ?? null, filter.workflowName ?? null, filter.workflowName ?? null,
      filter.pageSize ?? DEFAULT_PAGE).flatMap((row) => session(row) ?? [])),
    countActiveAttempts: (filter) => db.read(() => int(filter === undefined
      ? db.sql('select count(*) as n from attempts where done = 0').get() ?? { n: 0 }
      : db.sql('select count(*) as n from attempts a join sessions s on s.id = a.session_id where a.done = 0 and a.project_id = ? and s.workflow_name = ?')
        .get(filter.projectId, filter.workflowName) ?? { n: 0 }, 'n')),
    requestKill: (id, at) => db.write(() => {
      const before = find(id)
      if (before === undefined || before.attempt.done || before.attempt.cancelRequested) return undefined
      db.sql(`update tasks set flags = flags | ${CANCEL_FLAG}, updated_at = ? where attempt_id = ? and state not in ${DONE_CODES}`).run(at, id)
      db.sql('update attempts set cancel_requested = 1 where id = ?').run(id)
      return before
    }),
    openAttempts: () => db.read(() => db.sql('select * from attempts where done = 0 order by id').all().map((row) => details(attemptOf(row)))),
    takeAttempt: (id, from, to, at) => db.write(() => db.sql(
      `update attempts set owner_host = ?, owner_pid = ?, owner_started = ?, heartbeat_at = ? where id = ? and done = 0 and ${OWNED}`,
    ).run(...ownerValues(to), to === null ? null : at, id, ...ownerValues(from)) > 0),
    markStopped: (id, owner) => db.write(() => { db.sql(`update attempts set stopped = 1 where id = ? and done = 0 and ${OWNED}`).run(id, ...ownerValues(owner)) }),
    heartbeat: (owner, at) => db.write(() => { db.sql(`update attempts set heartbeat_at = ? where done = 0 and ${OWNED}`).run(at, ...ownerValues(owner)) }),
    recordProcess: (taskId, group) => db.write(() => {
      db.sql('update tasks set process_id = ?, process_started = ? where id = ?').run(group?.pid ?? null, group?.startedAt ?? null, taskId)
    }),
    processesOf: (id) => db.read(() => db.sql('select id, process_id, process_started from tasks where attempt_id = ? and process_id is not null').all(id)
      .map((row) => ({ taskId: int(row, 'id'), pid: int(row, 'process_id'), startedAt: text(row, 'process_started') }))),
  }
}

function listAttempts(db: Database, filter: Parameters<Store['listAttempts']>[0]): readonly SqlRow[] {
  const project = filter.projectName ?? null
  const workflow = filter.workflowName ?? null
  return db.sql(
    `select a.* from attempts a join sessions s on s.id = a.session_id join projects p on p.id = a.project_id
     where a.id < ? and (? is null or (p.name = ? and p.deleted_at is null)) and (? is null or s.workflow_name = ?)
     and (? is null or a.session_id = ?) and (? = 1 or a.id = s.last_attempt_id) order by a.id desc limit ?`,
  ).all(filter.lastId ?? LARGEST_ID, project, project, workflow, workflow, filter.sessionId ?? null, filter.sessionId ?? null,
    filter.includeRetried === true ? 1 : 0, filter.pageSize ?? DEFAULT_PAGE)
}

/** Puts the parts around an attempt together. */
export function detailsReader(db: Database): (attempt: Attempt) => AttemptDetails {
  const required = (sql: string, id: number): SqlRow => {
    const row = db.sql(sql).get(id)
    if (row === undefined) throw new Error(`the store lacks a row that an attempt refers to (${sql}: ${id})`)
    return row
  }
  return (attempt) => ({
    attempt,
    session: sessionOf(required('select * from sessions where id = ?', attempt.sessionId)),
    project: projectOf(required('select * from projects where id = ?', attempt.projectId)),
    revision: revisionOf(required('select * from revisions where id = ?', attempt.revisionId)),
    workflow: workflowOf(required('select * from workflows where id = ?', attempt.workflowId)),
  })
}
