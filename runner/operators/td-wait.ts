import { ConfigError } from '../model/error.ts'
import type { Json } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import type { Params } from '../model/params.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { parseDuration } from './duration.ts'
import { asTaskFailure, checkJobOptions, readDatabase, readEngine, readTable, runJob, tdParams } from './td-common.ts'
import { queryText } from './td.ts'

const SHORTEST_MS = 30_000
const LONGEST_MS = 2 * 24 * 3600 * 1000

/** How often to look: `interval`, 30 s by default (digdag §6.7, §13 no. 23). */
function readInterval({ services: { settings } }: TaskRun, params: Params): number {
  const system = (name: string, fallback: number): number => parseDuration(settings[`config.td.wait.${name}`] ?? '') ?? fallback
  const [shortest, longest] = [system('min_poll_interval', SHORTEST_MS), system('max_poll_interval', LONGEST_MS)]
  const text = params.optionalText('interval')
  const interval = text === undefined ? system('poll_interval', SHORTEST_MS) : parseDuration(text)
  if (interval === undefined) throw new ConfigError(`Invalid interval: ${text}`, { hint: 'Write e.g. 30s, 5m or 1h 30m.' })
  if (interval < shortest || interval > longest) throw new ConfigError(`poll interval must be at least ${shown(shortest)} and no greater than ${shown(longest)}`)
  return interval
}

const DAY_S = 86_400
const shown = (ms: number): string => (ms % (DAY_S * 1000) === 0 ? `${ms / (DAY_S * 1000)}d` : `${ms / 1000}s`)

/** NULL, false and the integer 0 are not yet; anything else is, also `'0'` and 0.0. */
const isTrue = (value: Json | undefined): boolean => !(value === undefined || value === null || value === false || value === 0)

/** `td_wait>`: repeats a query until the first value of its first row is true. */
export const tdWait = defineOperator({
  type: 'td_wait',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const database = await readDatabase(task, params)
    readEngine(task, params)
    checkJobOptions(params)
    const interval = readInterval(task, params)
    const { rows } = await runJob(task, { database, sql: await queryText(task, params), maxRows: 1 })
    return isTrue(rows[0]?.[0]) ? SUCCESS : { kind: 'poll', afterMs: interval, state: task.state }
  },
})

/** `td_wait_table>`: waits until a table exists and, with `rows`, has as many rows. */
export const tdWaitTable = defineOperator({
  type: 'td_wait_table',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const { database, table } = readTable(params.text('_command'), await readDatabase(task, params))
    const wanted = params.optionalInt('rows') ?? 0
    readEngine(task, params)
    checkJobOptions(params)
    const interval = readInterval(task, params)
    if (!(await asTaskFailure(() => task.services.warehouse.tableExists(database, table)))) return { kind: 'poll', afterMs: Math.min(interval, SHORTEST_MS), state: task.state }
    if (wanted <= 0) return SUCCESS
    const { rows } = await runJob(task, { database, sql: `SELECT count(*) FROM "${database.replaceAll('"', '""')}"."${table.replaceAll('"', '""')}"` })
    return Number(rows[0]?.[0] ?? 0) >= wanted ? SUCCESS : { kind: 'poll', afterMs: interval, state: task.state }
  },
})
