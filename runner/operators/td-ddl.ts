import { ConfigError } from '../model/error.ts'
import { isArray, type Json } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import { asList, asObject, asText, createParams, type Params } from '../model/params.ts'
import type { TableChange } from '../model/warehouse.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { asTaskFailure, noticeTo, readDatabase, readTable, tdParams, workKey } from './td-common.ts'
import { parsed } from './values.ts'

/**
 * `td_ddl>`: makes, empties, drops and renames databases and tables, in digdag's order (digdag §6.7). What is there or
 * missing already is no error. On the local warehouse all of it happens in one transaction, once per task.
 */
export const tdDdl = defineOperator({
  type: 'td_ddl',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const changes = readChanges(params, await readDatabase(task, params))
    const { warehouse } = task.services
    const options = { key: workKey(task.info, 'td_ddl'), notice: noticeTo(task) }
    await asTaskFailure(async () => {
      if (changes.length === 0) return
      if (warehouse.change) return warehouse.change(changes, options)
      await checkRenames(task, changes)
      for (const change of changes) await applyChange(task, change)
    })
    return SUCCESS
  },
})

function readChanges(params: Params, database: string): readonly TableChange[] {
  const names = (key: string): readonly string[] => listOf(params, key).map((item) => asText(item, key))
  const databases = (kind: 'create_database' | 'drop_database', ...keys: readonly string[]): readonly TableChange[] => keys.flatMap(names).map((name) => ({ kind, database: name }))
  const tables = (kind: 'create_table' | 'drop_table' | 'empty_table', key: string): readonly TableChange[] => names(key).map((name) => ({ kind, ...readTable(name, database) }))
  const renames = listOf(params, 'rename_tables').map((item) => readRename(item, database))
  return [
    ...databases('drop_database', 'drop_databases', 'empty_databases'), ...databases('create_database', 'create_databases', 'empty_databases'),
    ...tables('drop_table', 'drop_tables'), ...tables('create_table', 'create_tables'), ...tables('empty_table', 'empty_tables'), ...renames,
  ]
}

/** A list, or JSON text of one. */
function listOf(params: Params, key: string): readonly Json[] {
  const value = params.get(key)
  if (value === undefined) return []
  return isArray(value) ? value : asList(parsed(value), key)
}

function readRename(item: Json, database: string): TableChange {
  const rename = createParams(asObject(item, 'rename_tables'))
  const to = rename.text('to')
  if (to.includes('.')) throw new ConfigError("'to' option of rename_tables can't include database name")
  return { kind: 'rename_table', ...readTable(rename.text('from'), database), to }
}

/** All tables to be renamed must be there before anything else is done. */
async function checkRenames(task: TaskRun, changes: readonly TableChange[]): Promise<void> {
  for (const change of changes) {
    if (change.kind === 'rename_table' && !(await task.services.warehouse.tableExists(change.database, change.table))) throw new ConfigError(`Renaming table ${change.database}.${change.table} doesn't exist`)
  }
}

async function applyChange(task: TaskRun, change: TableChange): Promise<void> {
  const { warehouse } = task.services
  switch (change.kind) {
    case 'create_database': return warehouse.createDatabase(change.database)
    case 'drop_database': return warehouse.dropDatabase(change.database)
    case 'create_table': return warehouse.createTable(change.database, change.table, noticeTo(task))
    case 'drop_table': return warehouse.dropTable(change.database, change.table)
    case 'empty_table':
      if (await warehouse.databaseExists(change.database)) await warehouse.dropTable(change.database, change.table)
      return warehouse.createTable(change.database, change.table, noticeTo(task))
    case 'rename_table': return warehouse.renameTable(change.database, change.table, change.to)
  }
}
