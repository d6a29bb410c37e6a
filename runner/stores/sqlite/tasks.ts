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

function applyStep(db: Database, step: Step): void {
  const guard = db.sql(`select cancel_requested from attempts where id = ? and done = 0 and ${OWNED}`)
    .get(step.attemptId, ...ownerValues(step.owner))
  if (guard === undefined) throw new GuardFailed()
  if (step.cancelRequested !== undefined && guard['cancel_requested'] !== (step.cancelRequested ? 1 : 0)) throw new GuardFailed()
  for (const change of step.changes) applyChange(db, step, change)
  for (const task of step.added) insertTask(db, task)
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

function applyChange(db: Database, step: Step, change: TaskChange): void {
  const columns = columnsOf(change.set)
  const names = columns.map(([name]) => `, ${name} = ?`).join('')
  const changed = db.sql(`update tasks set state = ?, updated_at = ?${names} where id = ? and state = ? and attempt_id = ?`)
    .run(codeOf(change.to), step.at, ...columns.map(([, value]) => value), change.id, codeOf(change.from), step.attemptId)
  if (changed === 0) throw new GuardFailed()
}

function insertTask(db: Database, task: NewTask): void {
  db.sql(`insert into tasks (id, attempt_id, parent_id, full_name, is_group, state, flags, upstreams, local_config, export_config, export_params, store_params,
    reset_store_params, state_params, subtask_config, error, retry_at, started_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(task.id, task.attemptId, task.parentId, task.fullName, task.isGroup ? 1 : 0, codeOf(task.state), flagBits(task.flags), writeIds(task.upstreamIds),
      stringifyJson(task.localConfig), objectText(task.exportConfig), objectText(task.exportParams), objectText(task.storeParams), pathsText(task.resetStoreParams),
      objectText(task.stateParams), task.subtaskConfig === null ? null : stringifyJson(task.subtaskConfig), task.error === null ? null : stringifyJson(task.error),
      task.retryAt, task.startedAt, task.updatedAt)
}
