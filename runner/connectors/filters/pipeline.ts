import { ConfigError } from '../../model/error.ts'
import { isArray, type Json, type JsonObject } from '../../model/json.ts'
import { asObject, createParams } from '../../model/params.ts'
import type { Batch } from '../../model/warehouse.ts'
import { addTime } from './add-time.ts'
import { expandJson } from './expand-json.ts'
import type { Filter, FilterContext } from './filter.ts'
import { removeColumns } from './remove-columns.ts'
import { rename } from './rename.ts'

const FILTERS: Readonly<Record<string, (config: JsonObject, context: FilterContext) => Filter>> = {
  add_time: addTime, rename, remove_columns: removeColumns, expand_json: expandJson,
}

/** The `filters` of a load, in their order, as one. */
export interface Pipeline {
  apply(batch: Batch): Batch
  /** The name of a source's column behind all filters, or undefined when one takes it out. */
  renamed(name: string): string | undefined
}

/** @throws ConfigError for a filter that is not known or not configured rightly */
export function createPipeline(filters: Json | undefined, context: FilterContext): Pipeline {
  if (filters !== undefined && filters !== null && !isArray(filters)) throw new ConfigError('filters must be a list')
  const steps = (isArray(filters) ? filters : []).map((filter) => createFilter(asObject(filter, 'filters'), context))
  return {
    apply: (batch) => steps.reduce((before, step) => step.apply(before), batch),
    renamed: (name) => steps.reduce<string | undefined>((before, step) => (before === undefined ? undefined : step.renamed(before)), name),
  }
}

function createFilter(config: JsonObject, context: FilterContext): Filter {
  const type = createParams(config).text('type')
  const make = FILTERS[type]
  if (!make) throw new ConfigError(`Unknown filter '${type}'. Known here: ${Object.keys(FILTERS).join(', ')}`)
  return make(config, context)
}
