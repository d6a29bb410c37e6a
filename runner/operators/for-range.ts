import { ConfigError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { createParams } from '../model/params.ts'
import { branch, parallelSetting, withExports } from './branch.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { asLong, rawObject, requiredValue } from './values.ts'

interface Range { readonly from: bigint; readonly to: bigint; readonly step: bigint }

/** `for_range>`: its `_do` for each step of a half-open range (digdag §6.2). */
export const forRange = defineOperator({
  type: 'for_range',
  retries: false,
  run: async ({ params, services }) => {
    const body = branch(params, '_do')
    const { from, to, step } = readRange(revealed(rawObject(params, '_command')))
    const count = to > from ? (to - from + step - 1n) / step : 0n
    const { limit } = services.taskLimit()
    if (count > BigInt(limit)) throw new ConfigError(`Too many for_range subtasks (${count}). Limit: ${limit}`)
    const group = parallelSetting(params)
    if (count === 0n) return SUCCESS
    const tasks: Record<string, JsonObject> = {}
    for (let index = 0; index < Number(count); index++) {
      const start = from + step * BigInt(index)
      const end = start + step < to ? start + step : to
      tasks[`+range-from=${start}&to=${end}`] = withExports(body, { range: { from: whole(start), to: whole(end), index } })
    }
    return { kind: 'success', subtasks: { ...tasks, ...group } }
  },
})

function readRange(command: JsonObject): Range {
  const params = createParams(command)
  const from = asLong(requiredValue(params, 'from'), 'from')
  const to = asLong(requiredValue(params, 'to'), 'to')
  const [step, slices] = [params.get('step'), params.get('slices')]
  if (step !== undefined && slices !== undefined) throw new ConfigError('Setting both step and slices options to for_range is invalid')
  if (step !== undefined) return { from, to, step: atLeastOne(step, 'step') }
  if (slices === undefined) throw new ConfigError('step or slices option is required for for_range')
  const parts = atLeastOne(slices, 'slices')
  return { from, to, step: to > from ? (to - from + parts - 1n) / parts : 1n }
}

function atLeastOne(value: Json, key: string): bigint {
  const number = asLong(value, key)
  if (number < 1n) throw new ConfigError(`${key} option must be same or greater than 1 but got ${number}`)
  return number
}

const whole = (value: bigint): Json => (Number.isSafeInteger(Number(value)) ? Number(value) : value)
