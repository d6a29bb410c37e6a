import { ConfigError } from '../model/error.ts'
import { setKey, type JsonObject } from '../model/json.ts'
import { branch, parallelSetting, withExports } from './branch.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { checkJobOptions, readDatabase, readEngine, rowMap, runJob, tdParams } from './td-common.ts'
import { queryText } from './td.ts'

/** `td_for_each>`: its `_do` for every row of a query, the row's values as `td.each.COLUMN` (digdag §6.7). NULL is exported as null. */
export const tdForEach = defineOperator({
  type: 'td_for_each',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const body = branch(params, '_do')
    const group = parallelSetting(params)
    const database = await readDatabase(task, params)
    readEngine(task, params)
    checkJobOptions(params)
    const { limit } = task.services.taskLimit()
    const result = await runJob(task, { database, sql: await queryText(task, params), maxRows: limit + 1 })
    if (result.rows.length > limit) throw new ConfigError(`Too many tasks. Limit: ${limit}`)
    const nested = result.columns.find(({ type }) => type.startsWith('array') || type.startsWith('map'))
    if (nested) throw new ConfigError(`Column '${nested.name}' of the query is a ${nested.type}; td_for_each> takes numbers, texts, booleans and NULL`, { hint: `Use json_format(cast(${nested.name} as json)).` })
    if (result.rows.length === 0) return SUCCESS
    const tasks: Record<string, JsonObject> = {}
    result.rows.forEach((row, i) => setKey(tasks, `+td-for-each-${i}`, withEach(body, rowMap(result, row))))
    return { kind: 'success', subtasks: { ...tasks, ...group } }
  },
})

function withEach(body: JsonObject, each: JsonObject): JsonObject {
  const exports = body['_export']
  const before = typeof exports === 'object' && exports !== null && !Array.isArray(exports) ? (exports as JsonObject)['td'] : undefined
  const td = typeof before === 'object' && before !== null && !Array.isArray(before) ? (before as JsonObject) : {}
  return withExports(body, { td: { ...td, each } })
}
