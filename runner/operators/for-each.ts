import { ConfigError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import { setKey, textOf, type Json, type JsonObject } from '../model/json.ts'
import { branch, parallelSetting, withExports } from './branch.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { formEncoded } from './form-encoding.ts'
import { rawList, rawObject } from './values.ts'

/** Characters (UTF-16 units) of keys and values that task names keep. */
const NAME_PART_LENGTH = 8

/** `for_each>`: its `_do` for every combination of the lists, first key outermost (digdag §6.2, names §2.3). */
export const forEach = defineOperator({
  type: 'for_each',
  retries: false,
  run: async ({ params, services }) => {
    const body = branch(params, '_do')
    const lists = Object.entries(rawObject(params, '_command')).map(([key, value]) => ({ key, values: rawList(value, revealed(key)) }))
    const { limit } = services.taskLimit()
    if (lists.reduce((count, { values }) => count * values.length, 1) > limit) throw new ConfigError(`Too many for_each subtasks. Limit: ${limit}`)
    const group = parallelSetting(params)
    const rounds = combinations(lists)
    if (rounds.length === 0) return SUCCESS
    if (rounds.length > limit) throw new ConfigError(`Too many for_each subtasks. Limit: ${limit}`)
    const tasks: Record<string, JsonObject> = {}
    for (const round of rounds) setKey(tasks, taskName(round), withExports(body, exportsOf(round)))
    return { kind: 'success', subtasks: { ...tasks, ...group } }
  },
})

interface Chosen { readonly keyIndex: number; readonly key: string; readonly valueIndex: number; readonly value: Json }
type Round = readonly Chosen[]

/** The product of the lists; an empty list starts it anew, so that only the lists behind it count (recorded). */
function combinations(lists: readonly { readonly key: string; readonly values: readonly Json[] }[]): readonly Round[] {
  let rounds: readonly Round[] = []
  lists.forEach(({ key, values }, keyIndex) => {
    const choices = values.map((value, valueIndex): Chosen => ({ keyIndex, key, valueIndex, value }))
    rounds = rounds.length === 0 ? choices.map((choice) => [choice]) : rounds.flatMap((round) => choices.map((choice) => [...round, choice]))
  })
  return rounds
}

function exportsOf(round: Round): JsonObject {
  const exports: Record<string, Json> = {}
  for (const { key, value } of round) setKey(exports, key, value)
  return exports
}

const taskName = (round: Round): string =>
  `+for-${round.map(({ keyIndex, key, valueIndex, value }) => `${keyIndex}=${namePart(key)}=${valueIndex}=${namePart(value)}`).join('&')}`

const namePart = (value: Json): string => formEncoded(textOf(revealed(value)).slice(0, NAME_PART_LENGTH)).replaceAll('+', '%20')
