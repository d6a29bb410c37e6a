import { ConfigError } from '../../model/error.ts'
import type { JsonObject } from '../../model/json.ts'
import { asText, createParams } from '../../model/params.ts'
import { perColumns, type Filter } from './filter.ts'

/** `remove_columns`: takes out the columns of `remove`, or all but those of `keep` (td §4.2). */
export function removeColumns(config: JsonObject): Filter {
  const params = createParams(config)
  const list = (key: string): readonly string[] | undefined => params.optionalList(key)?.map((name) => asText(name, key))
  const [remove, keep] = [list('remove'), list('keep')]
  if ((remove === undefined) === (keep === undefined)) throw new ConfigError('remove_columns needs exactly one of remove and keep')
  const named = remove ?? keep ?? []
  const stays = (name: string): boolean => named.includes(name) === (keep !== undefined)
  const lenient = params.flag('accept_unmatched_columns', false)
  const indexesOf = perColumns((columns) => {
    const missing = named.filter((name) => !columns.some((column) => column.name === name))
    if (missing.length > 0 && !lenient) throw new ConfigError(`remove_columns: there is no column '${missing.join("', '")}'`, { hint: 'accept_unmatched_columns: true lets that pass.' })
    const indexes = columns.flatMap(({ name }, i) => (stays(name) ? [i] : []))
    return { indexes, columns: indexes.flatMap((i) => columns[i] ?? []) }
  })
  return {
    apply: (batch) => {
      const { indexes, columns } = indexesOf(batch.columns)
      return { ...batch, columns, rows: batch.rows.map((row) => indexes.map((i) => row[i] ?? null)) }
    },
    renamed: (name) => (stays(name) ? name : undefined),
  }
}
