import { ConfigError } from '../model/error.ts'
import { isArray, type Json } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import { asList, asObject, asText, createParams, type Params } from '../model/params.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { asTaskFailure, noticeTo, readDatabase, readTable, tdParams, type TableName } from './td-common.ts'
import { parsed } from './values.ts'

interface Rename { readonly from: TableName; readonly to: string }
type Step = (task: TaskRun) => Promise<void>

/** `td_ddl>`: makes, empties, drops and renames databases and tables, in digdag's order (digdag §6.7). What is there or missing already is no error. */
export const tdDdl = defineOperator({
  type: 'td_ddl',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const database = await readDatabase(task, params)
    const databases = (key: string): readonly string[] => listOf(params, key).map((item) => asText(item, key))
    const tables = (key: string): readonly TableName[] => databases(key).map((name) => readTable(name, database))
    const renames = listOf(params, 'rename_tables').map((item) => readRename(item, database))
    const empty = tables('empty_tables')
    const emptied = databases('empty_databases')
    const steps: readonly Step[] = [
      ...[...databases('drop_databases'), ...emptied].map((name): Step => ({ services }) => services.warehouse.dropDatabase(name)),
      ...[...databases('create_databases'), ...emptied].map((name): Step => ({ services }) => services.warehouse.createDatabase(name)),
      ...tables('drop_tables').map((table) => dropTable(table)),
      ...empty.map((table) => dropTable(table, true)),
      ...[...tables('create_tables'), ...empty].map((table): Step => (run) => run.services.warehouse.createTable(table.database, table.table, noticeTo(run))),
      ...renames.map(({ from, to }): Step => ({ services }) => services.warehouse.renameTable(from.database, from.table, to)),
    ]
    await asTaskFailure(async () => {
      await checkRenames(task, renames)
      for (const step of steps) await step(task)
    })
    return SUCCESS
  },
})

/** A list, or JSON text of one. */
function listOf(params: Params, key: string): readonly Json[] {
  const value = params.get(key)
  if (value === undefined) return []
  return isArray(value) ? value : asList(parsed(value), key)
}

function readRename(item: Json, database: string): Rename {
  const rename = createParams(asObject(item, 'rename_tables'))
  const to = rename.text('to')
  if (to.includes('.')) throw new ConfigError("'to' option of rename_tables can't include database name")
  return { from: readTable(rename.text('from'), database), to }
}

/** Emptying a table whose database is missing makes both; dropping one there is the error (as on Treasure Data). */
const dropTable = ({ database, table }: TableName, thenCreated = false): Step => async ({ services: { warehouse } }) => {
  if (thenCreated && !(await warehouse.databaseExists(database))) return
  await warehouse.dropTable(database, table)
}

async function checkRenames(task: TaskRun, renames: readonly Rename[]): Promise<void> {
  for (const { from } of renames) {
    if (!(await task.services.warehouse.tableExists(from.database, from.table))) throw new ConfigError(`Renaming table ${from.database}.${from.table} doesn't exist`)
  }
}
