import { ConfigError, RunnerError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import type { Params } from '../model/params.ts'
import { defineOperator } from './define.ts'
import { asTaskFailure, jobStores, readDatabase, readTable, tdParams } from './td-common.ts'

/** What to load: a configuration, or the name of a saved load. */
type Source = { readonly kind: 'config'; readonly config: JsonObject } | { readonly kind: 'saved'; readonly name: string }

/** `td_load>`: runs a bulk load from a YAML file, from `config:`, or a saved one by its name (digdag §6.7, §4.6). */
export const tdLoad = defineOperator({
  type: 'td_load',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const database = await readDatabase(task, params)
    const source = await readSource(task, params)
    const target = source.kind === 'config' ? readTable(params.text('table'), database) : { database, table: params.optionalText('table') }
    const report = await asTaskFailure(() => task.services.loads.run({
      info: task.info, database: target.database, ...(target.table === undefined ? {} : { table: target.table }),
      ...(source.kind === 'config' ? { config: source.config } : { name: source.name, fill: (config: JsonObject) => filledSaved(task, config, source.name) }),
      scheduledTime: task.info.sessionTime, log: task.log, signal: task.signal,
    }))
    return { kind: 'success', stores: jobStores({ jobId: report.jobId, numRecords: report.rows }) }
  },
})

async function readSource(task: TaskRun, params: Params): Promise<Source> {
  const command = params.optionalText('_command')
  const name = params.optionalText('name')
  const config = params.raw('config')
  if (name !== undefined && config !== undefined) throw new ConfigError('The parameters config and name cannot both be set')
  if (command !== undefined && command !== '' && (name !== undefined || config !== undefined)) throw new ConfigError('Only the command or one of the config and name params may be set')
  if (command !== undefined && command !== '') return /\.ya?ml$/.test(command) ? { kind: 'config', config: await fileConfig(task, command) } : { kind: 'saved', name: command }
  if (name !== undefined) return { kind: 'saved', name }
  if (config !== undefined) return { kind: 'config', config: await filled(task, config) }
  throw new ConfigError('No parameter is set')
}

/** Text → templates → YAML → secrets, in this order: a secret's value can never change the shape of the YAML. */
async function fileConfig(task: TaskRun, file: string): Promise<JsonObject> {
  const { services, templates } = task
  const workspace = await task.workspace()
  const text = await workspace.readText(file)
  const evaluated = await (templates.evaluateLoadConfig ?? templates.evaluate)(text, file)
  if (!services.readYaml) throw new RunnerError('unavailable', 'Reading YAML is not set up here')
  return filled(task, services.readYaml(revealed(evaluated), file))
}

/** A saved load was read as YAML when it was set: its texts are evaluated one by one, and keep its shape. */
async function filledSaved(task: TaskRun, config: JsonObject, name: string): Promise<JsonObject> {
  const { templates } = task
  const evaluated = async (value: Json): Promise<Json> => {
    if (typeof value === 'string') return value.includes('$') ? (templates.evaluateLoadConfig ?? templates.evaluate)(value, `saved load ${name}`) : value
    if (isArray(value)) return Promise.all(value.map(evaluated))
    return isObject(value) ? Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await evaluated(item)] as const))) : value
  }
  return filled(task, await evaluated(config))
}

async function filled(task: TaskRun, value: Json): Promise<JsonObject> {
  const whole = revealed(await task.secrets.fillAll(value))
  if (!isObject(whole)) throw new ConfigError('Failed to parse yaml file', { hint: 'A load is a map with in:, out: and filters:.' })
  return whole
}
