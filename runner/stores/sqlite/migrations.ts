import { existsSync, rmSync } from 'node:fs'
import { RunnerError } from '../../model/error.ts'
import type { Database } from './database.ts'

/** Statements that lead from version n−1 to n; never changed once released. */
export const MIGRATIONS: readonly string[] = [`
create table projects (
  id integer primary key autoincrement, name text not null, created_at integer not null, deleted_at integer);
create unique index projects_name on projects (name) where deleted_at is null;
create table revisions (
  id integer primary key autoincrement, project_id integer not null references projects, name text not null, created_at integer not null,
  archive_type text not null, archive_md5 text, default_params text not null);
create unique index revisions_name on revisions (project_id, name);
create table archives (revision_id integer primary key references revisions, bytes blob not null);
create table workflows (
  id integer primary key autoincrement, project_id integer not null references projects, revision_id integer not null references revisions,
  name text not null, timezone text not null, config text not null);
create index workflows_revision on workflows (revision_id, name);
create table sessions (
  id integer primary key autoincrement, project_id integer not null references projects, workflow_name text not null, uuid text not null,
  time integer not null, last_attempt_id integer);
create unique index sessions_time on sessions (project_id, workflow_name, time);
create table attempts (
  id integer primary key autoincrement, session_id integer not null references sessions, project_id integer not null references projects,
  revision_id integer not null references revisions, workflow_id integer not null references workflows, idx integer not null,
  retry_name text, params text not null, timezone text not null, done integer not null default 0, success integer not null default 0,
  cancel_requested integer not null default 0, created_at integer not null, finished_at integer, chain_id integer not null,
  resumes_id integer, resume_from text, owner_host text, owner_pid integer, owner_started text, heartbeat_at integer,
  stopped integer not null default 0, after_id integer);
create unique index attempts_name on attempts (session_id, ifnull(retry_name, ''));
create index attempts_open on attempts (project_id) where done = 0;
create index attempts_project on attempts (project_id, id);
create table tasks (
  id integer primary key, attempt_id integer not null references attempts, parent_id integer, full_name text not null,
  is_group integer not null, state integer not null, flags integer not null, upstreams text, local_config text not null, export_config text,
  export_params text, store_params text, reset_store_params text, state_params text, subtask_config text, error text,
  retry_at integer, started_at integer, updated_at integer not null, process_id integer, process_started text);
create index tasks_attempt on tasks (attempt_id, id);
create table schedules (
  id integer primary key autoincrement, project_id integer not null references projects, workflow_id integer not null references workflows,
  workflow_name text not null, timezone text not null, next_run_time integer not null, next_schedule_time integer not null,
  last_session_time integer, disabled_at integer, created_at integer not null, updated_at integer not null);
create unique index schedules_workflow on schedules (project_id, workflow_name);
create index schedules_due on schedules (next_run_time) where disabled_at is null;
create table kept (
  kind text not null, scope integer not null, key text not null, value blob not null, updated_at integer not null,
  primary key (kind, scope, key)) without rowid;
create table counters (name text primary key, value integer not null) without rowid;
insert into counters values ('task', 0);
`]

const versionOf = (db: Database): number => Number(db.sql('pragma user_version').get()?.['user_version'] ?? 0)

/**
 * Brings the file to the newest version: all pending migrations in one transaction, after a copy of the file beside it
 * (`PATH.v1-backup`).
 * @throws RunnerError `newer-store` when the file was written by a newer version; it is left untouched
 */
export async function migrate(db: Database, path: string, migrations: readonly string[] = MIGRATIONS): Promise<void> {
  const version = await db.read(() => versionOf(db))
  if (version > migrations.length) {
    throw new RunnerError('newer-store', `${path} was written by a newer version (it has format ${version}, this one knows up to ${migrations.length})`,
      { hint: 'update, or name another home with --home; the file was left as it is' })
  }
  if (version === migrations.length) return
  if (version > 0 && path !== ':memory:') await backup(db, path, version)
  await db.write(() => {
    if (versionOf(db) !== version) return
    for (const text of migrations.slice(version)) db.exec(text)
    db.exec(`pragma user_version = ${migrations.length}`)
  })
}

async function backup(db: Database, path: string, version: number): Promise<void> {
  const target = `${path}.v${version}-backup`
  if (existsSync(target)) rmSync(target)
  await db.read(() => { db.exec(`vacuum into '${target.replaceAll("'", "''")}'`) })
}
