import { stringifyJson } from '../../model/json.ts'
import type { NewTask, Step, Store, TaskChange } from '../../model/store.ts'
import type { Database, SqlRow, SqlValue } from './database.ts'
import { writeIds } from './ids.ts'
import { codeOf, flagBits, int, objectText, OWNED, ownerValues, pathsText, taskReader } from './rows.ts'

type TaskVerbs = Pick<Store, 'listTasks' | 'reserveTaskIds' | 'applyStep'>

/** Undoes a transaction whose guard failed. */
class GuardFailed extends Error {}

export function taskVerbs(db: Database): TaskVerbs {
  return {
    listTasks: (attemptId) => db.read(() => db.sql('select * from tasks where attempt_id = ? order by id').all(attemptId).map(taskReader())),
    reserveTaskIds: (count) => db.write(() =>
      int(db.sql("update counters set value = value + ? where name = 'task' returning value").get(count) as SqlRow, 'value') - count + 1),
    applyStep: async (step) => {
      try {
        await db.write(() => { applyStep(db, step) })
        return true
      } catch (error) {
        if (error instanceof GuardFailed) return false
        throw error
      }
    },
  }
}

const OPEN_AND_OWNED = `select 1 from attempts where id = ? and done = 0 and cancel_requested = ifnull(?, cancel_requested) and ${OWNED}`

function applyStep(db: Database, step: Step): void {
  const guard: readonly SqlValue[] = [step.attemptId, step.cancelRequested === undefined ? null : step.cancelRequested ? 1 : 0, ...ownerValues(step.owner)]
  const [first, ...others] = step.changes
  // The first change carries the guard on the attempt, which saves a statement in the step of a task that runs alone.
  if (first !== undefined) applyChange(db, step, first, guard)
  else if (db.sql(OPEN_AND_OWNED).get(...guard) === undefined) throw new GuardFailed()
  for (const change of others) applyChange(db, step, change)
  const upstreams = writtenOnce()
  for (const task of step.added) insertTask(db, task, upstreams)
  if (step.finish === undefined) return
  db.sql('update attempts set done = 1, success = ?, finished_at = ? where id = ?').run(step.finish.success ? 1 : 0, step.at, step.attemptId)
}

type Column = [name: string, value: SqlValue]

function columnsOf(set: TaskChange['set']): readonly Column[] {
  const columns: Column[] = []
  if (set.flags !== undefined) columns.push(['flags', flagBits(set.flags)])
  if (set.exportParams !== undefined) columns.push(['export_params', objectText(set.exportParams)])
  if (set.storeParams !== undefined) columns.push(['store_params', objectText(set.storeParams)])
  if (set.resetStoreParams !== undefined) columns.push(['reset_store_params', pathsText(set.resetStoreParams)])
  if (set.stateParams !== undefined) columns.push(['state_params', objectText(set.stateParams)])
  if (set.subtaskConfig !== undefined) columns.push(['subtask_config', set.subtaskConfig === null ? null : stringifyJson(set.subtaskConfig)])
  if (set.error !== undefined) columns.push(['error', set.error === null ? null : stringifyJson(set.error)])
  if (set.retryAt !== undefined) columns.push(['retry_at', set.retryAt])
  if (set.startedAt !== undefined) columns.push(['started_at', set.startedAt])
  return columns
}

function applyChange(db: Database, step: Step, change: TaskChange, guard: readonly SqlValue[] = []): void {
  const columns = columnsOf(change.set)
  let text = 'update tasks set state = ?, updated_at = ?'
  const values: SqlValue[] = [codeOf(change.to), step.at]
  for (const [name, value] of columns) {
    text += `, ${name} = ?`
    values.push(value)
  }
  values.push(change.id, codeOf(change.from), step.attemptId, ...guard)
  const changed = db.sql(`${text} where id = ? and state = ? and attempt_id = ?${guard.length === 0 ? '' : ` and exists (${OPEN_AND_OWNED})`}`).run(...values)
  if (changed === 0) throw new GuardFailed()
}

/** Lists that many tasks share are written once. */
function writtenOnce(): (ids: readonly number[]) => string | null {
  const known = new Map<readonly number[], string | null>()
  return (ids) => {
    const before = known.get(ids)
    if (before !== undefined) return before
    const text = writeIds(ids)
    known.set(ids, text)
    return text
  }
}

function insertTask(db: Database, task: NewTask, upstreams: (ids: readonly number[]) => string | null): void {
  db.sql(`insert into tasks (id, attempt_id, parent_id, full_name, is_group, state, flags, upstreams, local_config, export_config, export_params, store_params,
    reset_store_params, state_params, subtask_config, error, retry_at, started_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(task.id, task.attemptId, task.parentId, task.fullName, task.isGroup ? 1 : 0, codeOf(task.state), flagBits(task.flags), upstreams(task.upstreamIds),
      stringifyJson(task.localConfig), objectText(task.exportConfig), objectText(task.exportParams), objectText(task.storeParams), pathsText(task.resetStoreParams),
      objectText(task.stateParams), task.subtaskConfig === null ? null : stringifyJson(task.subtaskConfig), task.error === null ? null : stringifyJson(task.error),
      task.retryAt, task.startedAt, task.updatedAt)
}
