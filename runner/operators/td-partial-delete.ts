import { ConfigError } from '../model/error.ts'
import type { Params } from '../model/params.ts'
import { instantOf, parseLocalTime, parseOffsetTime } from '../model/time.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { asTaskFailure, readDatabase, tdParams } from './td-common.ts'

const HOUR_S = 3600

/**
 * A time parameter as epoch seconds: a number, an ISO time with its offset, or one in the workflow's zone.
 * @throws ConfigError for anything else
 */
export function readEpoch(params: Params, key: string, zone: string): number {
  const text = params.text(key).trim()
  if (/^-?\d+$/.test(text)) return Number(text)
  const spaced = /^(.*\d) (Z|UTC|[+-]\d\d):?(\d\d)?$/.exec(text)
  const offset = spaced ? `${spaced[1]?.replace(' ', 'T')}${spaced[2] === 'UTC' ? 'Z' : spaced[2]}${spaced[3] === undefined ? (spaced[2]?.length === 3 && spaced[2] !== 'UTC' ? ':00' : '') : `:${spaced[3]}`}` : text
  const local = parseLocalTime(text)
  const time = parseOffsetTime(offset) ?? (local ? instantOf(local, zone, 'earlier') : undefined)
  if (time === undefined) throw new ConfigError(`Invalid time for '${key}': ${text}`, { hint: 'Write epoch seconds or e.g. 2016-01-01T00:00:00.' })
  return time / 1000
}

/** `td_partial_delete>`: deletes a table's rows of whole hours, `from` inclusive, `to` exclusive (digdag §6.7). */
export const tdPartialDelete = defineOperator({
  type: 'td_partial_delete',
  retries: true,
  run: async (task) => {
    const params = tdParams(task)
    const table = params.text('_command')
    const database = await readDatabase(task, params)
    const [from, to] = [readEpoch(params, 'from', task.info.timezone), readEpoch(params, 'to', task.info.timezone)]
    if (from % HOUR_S !== 0 || to % HOUR_S !== 0) throw new ConfigError("'from' and 'to' parameters must be whole hours")
    await asTaskFailure(() => task.services.warehouse.partialDelete(database, table, from, to))
    return SUCCESS
  },
})
