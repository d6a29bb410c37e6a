import type { Millis } from '../../model/clock.ts'
import type { Store } from '../../model/store.ts'
import type { Database } from './database.ts'
import { int } from './rows.ts'

/** Finished attempts older than `before`, but for those that an open attempt resumes, with their tasks; then sessions without attempts and revisions that nothing uses. */
export function prune(db: Database, before: Millis): Awaited<ReturnType<Store['prune']>> {
  const attempts = db.sql(
    `select id from attempts a where done = 1 and finished_at < ? and not exists
     (select 1 from attempts o where o.done = 0 and (o.resumes_id = a.id or o.chain_id = a.chain_id or o.after_id = a.id)) order by id`,
  ).all(before).map((row) => int(row, 'id'))
  for (const id of attempts) {
    db.sql('delete from tasks where attempt_id = ?').run(id)
    db.sql('delete from attempts where id = ?').run(id)
  }
  if (attempts.length > 0) db.sql('update sessions set last_attempt_id = (select max(id) from attempts a where a.session_id = sessions.id)').run()
  const sessions = db.sql('delete from sessions where last_attempt_id is null').run()
  const unused = db.sql(
    `select id from revisions r where created_at < ? and not exists (select 1 from attempts a where a.revision_id = r.id)
     and (id < (select max(id) from revisions n where n.project_id = r.project_id) or exists (select 1 from projects p where p.id = r.project_id and p.deleted_at is not null))`,
  ).all(before).map((row) => int(row, 'id'))
  for (const id of unused) {
    db.sql('delete from archives where revision_id = ?').run(id)
    db.sql('delete from workflows where revision_id = ?').run(id)
    db.sql('delete from revisions where id = ?').run(id)
  }
  return { attempts, sessions, revisions: unused.length }
}
