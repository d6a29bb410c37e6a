import { RunnerError } from '../../model/error.ts'
import { stringifyJson } from '../../model/json.ts'
import type { Project, ProjectRevision, Revision, Workflow } from '../../model/project.ts'
import type { NewRevision, Store } from '../../model/store.ts'
import type { Database } from './database.ts'
import { int, projectOf, revisionOf, workflowOf } from './rows.ts'
import { replaceSchedules } from './schedules.ts'

type ProjectVerbs = Pick<Store, 'putRevision' | 'findProject' | 'findProjectByName' | 'listProjects' | 'deleteProject' | 'findRevision' |
  'findRevisionById' | 'listRevisions' | 'readArchive' | 'findWorkflow' | 'workflowsOf' | 'listWorkflows'>

const DEFAULT_COUNT = 100
const LATEST = '(select max(r.id) from revisions r where r.project_id = p.id)'
const contains = (pattern: string): string => `%${pattern.replace(/[\\%_]/g, '\\$&')}%`

export function projectVerbs(db: Database): ProjectVerbs {
  const project = (id: number): Project | undefined => {
    const row = db.sql('select * from projects where id = ?').get(id)
    return row === undefined ? undefined : projectOf(row)
  }
  const latest = (projectId: number): Revision | undefined => {
    const row = db.sql('select * from revisions where project_id = ? order by id desc limit 1').get(projectId)
    return row === undefined ? undefined : revisionOf(row)
  }
  const withRevision = (found: Project | undefined): ProjectRevision | undefined => {
    const revision = found === undefined ? undefined : latest(found.id)
    return found === undefined || revision === undefined ? undefined : { project: found, revision }
  }
  return {
    putRevision: (revision) => db.write(() => putRevision(db, revision)),
    findProject: (id) => db.read(() => project(id)),
    findProjectByName: (name) => db.read(() => {
      const row = db.sql('select * from projects where name = ? and deleted_at is null').get(name)
      return row === undefined ? undefined : projectOf(row)
    }),
    listProjects: (filter) => db.read(() => db.sql(
      "select * from projects p where deleted_at is null and id > ? and (? is null or name like ? escape '\\') order by id limit ?",
    ).all(filter.lastId ?? 0, filter.namePattern ?? null, contains(filter.namePattern ?? ''), filter.count ?? DEFAULT_COUNT)
      .flatMap((row) => withRevision(projectOf(row)) ?? [])),
    deleteProject: (id, at) => db.write(() => {
      const before = project(id)
      if (before === undefined || before.deletedAt !== null) return undefined
      db.sql('update projects set deleted_at = ? where id = ?').run(at, id)
      db.sql('delete from schedules where project_id = ?').run(id)
      return withRevision(project(id))
    }),
    findRevision: (projectId, name) => db.read(() => {
      if (name === undefined) return latest(projectId)
      const row = db.sql('select * from revisions where project_id = ? and name = ?').get(projectId, name)
      return row === undefined ? undefined : revisionOf(row)
    }),
    findRevisionById: (id) => db.read(() => {
      const row = db.sql('select * from revisions where id = ?').get(id)
      return row === undefined ? undefined : revisionOf(row)
    }),
    listRevisions: (projectId) => db.read(() => db.sql('select * from revisions where project_id = ? order by id desc').all(projectId).map(revisionOf)),
    readArchive: (revisionId) => db.read(() => {
      const bytes = db.sql('select bytes from archives where revision_id = ?').get(revisionId)?.['bytes']
      return bytes instanceof Uint8Array ? bytes : undefined
    }),
    findWorkflow: (id) => db.read(() => {
      const row = db.sql('select * from workflows where id = ?').get(id)
      return row === undefined ? undefined : workflowOf(row)
    }),
    workflowsOf: (revisionId) => db.read(() => db.sql('select * from workflows where revision_id = ? order by id').all(revisionId).map(workflowOf)),
    listWorkflows: (filter) => db.read(() => listWorkflows(db, filter)),
  }
}

function listWorkflows(db: Database, filter: Parameters<Store['listWorkflows']>[0]): readonly Workflow[] {
  const down = filter.descending === true
  const pattern = filter.namePattern === undefined ? null : contains(filter.namePattern)
  const named = "(w.name like ? escape '\\' or (? = 1 and p.name like ? escape '\\'))"
  return db.sql(
    `select w.* from workflows w join projects p on p.id = w.project_id where p.deleted_at is null and w.revision_id = ${LATEST}
     and (? is null or w.id ${down ? '<' : '>'} ?) and (? is null or ${named}) order by w.id ${down ? 'desc' : 'asc'} limit ?`,
  ).all(filter.lastId ?? null, filter.lastId ?? null, pattern, pattern, filter.searchProjectName === true ? 1 : 0, pattern, filter.count ?? DEFAULT_COUNT).map(workflowOf)
}

function putRevision(db: Database, revision: NewRevision): ProjectRevision & { readonly workflows: readonly Workflow[] } {
  const found = db.sql('select * from projects where name = ? and deleted_at is null').get(revision.projectName) ??
    db.sql('insert into projects (name, created_at) values (?, ?) returning *').get(revision.projectName, revision.createdAt)
  if (found === undefined) throw new RunnerError('internal', `the project ${revision.projectName} could not be made`)
  const project = projectOf(found)
  if (db.sql('select 1 from revisions where project_id = ? and name = ?').get(project.id, revision.revisionName) !== undefined) {
    throw new RunnerError('conflict', `Resource already exists: revision=${revision.revisionName} in project id=${project.id}`, { hint: 'push under another revision name' })
  }
  const row = db.sql('insert into revisions (project_id, name, created_at, archive_type, archive_md5, default_params) values (?, ?, ?, ?, ?, ?) returning *')
    .get(project.id, revision.revisionName, revision.createdAt, revision.archive === null ? 'none' : 'db', revision.archiveMd5, stringifyJson(revision.defaultParams))
  if (row === undefined) throw new RunnerError('internal', `the revision ${revision.revisionName} could not be made`)
  const revisionId = int(row, 'id')
  if (revision.archive !== null) db.sql('insert into archives (revision_id, bytes) values (?, ?)').run(revisionId, revision.archive)
  const workflows = revision.workflows.flatMap((workflow) => {
    const added = db.sql('insert into workflows (project_id, revision_id, name, timezone, config) values (?, ?, ?, ?, ?) returning *')
      .get(project.id, revisionId, workflow.name, workflow.timezone, stringifyJson(workflow.config))
    return added === undefined ? [] : [workflowOf(added)]
  })
  replaceSchedules(db, project.id, workflows, revision.schedules, revision.createdAt)
  return { project, revision: revisionOf(row), workflows }
}
