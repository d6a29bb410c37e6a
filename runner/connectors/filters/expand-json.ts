import { ConfigError } from '../../model/error.ts'
import { Float, isArray, isObject, parseJson, stringifyJson, textOf, type Json, type JsonObject } from '../../model/json.ts'
import { asObject, createParams, type Params } from '../../model/params.ts'
import type { Column, Row } from '../../model/warehouse.ts'
import { perColumns, type Filter, type FilterContext } from './filter.ts'
import { timeReader } from './time-format.ts'

interface Expanded { readonly column: Column; readonly path: readonly string[]; read(value: Json): Json }

/** `expand_json`: values out of a column of JSON text as columns of their own (td §4.2). Rows whose text is no JSON object are left out. */
export function expandJson(config: JsonObject, context: FilterContext): Filter {
  const params = createParams(config)
  const source = params.text('json_column_name')
  const root = pathOf((params.optionalText('root') ?? '$.').replace(/^\$\.?/, ''))
  const zone = params.optionalText('time_zone') ?? params.optionalText('default_timezone') ?? 'UTC'
  const expanded = params.list('expanded_columns').map((column) => readColumn(createParams(asObject(column, 'expanded_columns')), zone))
  const keep = params.flag('keep_expanding_json_column', false)
  const strict = params.flag('stop_on_invalid_record', false)
  const planOf = perColumns((columns) => {
    const at = columns.findIndex(({ name }) => name === source)
    if (at === -1) throw new ConfigError(`expand_json: there is no column '${source}'`, { hint: `There are ${columns.map(({ name }) => name).join(', ')}.` })
    return { at, columns: [...columns.filter((_, i) => keep || i !== at), ...expanded.map(({ column }) => column)] }
  })
  let skipped = 0
  const expand = (row: Row, at: number): readonly Row[] => {
    const value = rootOf(row[at] ?? null, root)
    if (value === undefined) {
      if (strict) throw new ConfigError(`expand_json: the value of column '${source}' is no JSON object: ${textOf(row[at] ?? null).slice(0, 100)}`)
      if (++skipped === 1) context.warn(`expand_json: rows whose column '${source}' is no JSON object are left out`)
      return []
    }
    return [[...row.filter((_, i) => keep || i !== at), ...expanded.map((column) => column.read(valueAt(value, column.path)))]]
  }
  return {
    apply: (batch) => {
      const { at, columns } = planOf(batch.columns)
      return { ...batch, columns, rows: batch.rows.flatMap((row) => expand(row, at)) }
    },
    renamed: (name) => (name === source && !keep ? undefined : name),
  }
}

/** The JSON value below the root; NULL is an object without members, undefined is what cannot be read. */
function rootOf(value: Json, root: readonly string[]): Json | undefined {
  if (value === null) return {}
  try {
    const parsed = typeof value === 'string' ? parseJson(value) : value
    const below = valueAt(parsed, root)
    return isObject(below) || isArray(below) ? below : undefined
  } catch { return undefined }
}

const pathOf = (text: string): readonly string[] => [...text.matchAll(/\[['"]?([^\]'"]+)['"]?\]|[^.[\]]+/g)].map(([whole, index]) => index ?? whole)

function valueAt(value: Json, path: readonly string[]): Json {
  let current: Json | undefined = value
  for (const key of path) {
    if (isArray(current)) current = current[Number(key)]
    else current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined
  }
  return current ?? null
}

function readColumn(params: Params, defaultZone: string): Expanded {
  const name = params.text('name')
  const type = params.text('type')
  const reader = READERS[type]
  if (!reader) throw new ConfigError(`expand_json: unknown type '${type}' of column '${name}'`, { hint: `Use one of ${Object.keys(READERS).join(', ')}.` })
  const { columnType, read } = reader(params, defaultZone)
  return { column: { name, type: columnType }, path: pathOf(name), read: (value) => (value === null ? null : read(value)) }
}

type Reader = (params: Params, zone: string) => { readonly columnType: Column['type']; readonly read: (value: Json) => Json }

const numberOf = (value: Json): number | undefined => {
  const number = value instanceof Float ? value.value : typeof value === 'boolean' ? Number(value) : typeof value === 'string' && value.trim() === '' ? NaN : Number(textOf(value))
  return Number.isFinite(number) ? number : undefined
}

const READERS: Readonly<Record<string, Reader>> = {
  boolean: () => ({ columnType: 'long', read: (value) => (typeof value === 'boolean' ? Number(value) : value === 'true' ? 1 : value === 'false' ? 0 : null) }),
  long: () => ({ columnType: 'long', read: (value) => (typeof value === 'bigint' ? value : truncated(numberOf(value))) }),
  double: () => ({ columnType: 'double', read: (value) => numberOf(value) ?? null }),
  string: () => ({ columnType: 'string', read: (value) => textOf(value) }),
  json: () => ({ columnType: 'string', read: (value) => stringifyJson(value) }),
  timestamp: (params, zone) => {
    const reader = timeReader(params.optionalText('format') ?? '%Y-%m-%d %H:%M:%S.%N %z', params.optionalText('timezone') ?? zone)
    return { columnType: 'string', read: (value) => {
      const millis = reader(textOf(value))
      return millis === undefined ? null : `${new Date(millis).toISOString().replace('T', ' ').replace('Z', '')}000 UTC`
    } }
  },
}

const truncated = (value: number | undefined): number | null => (value === undefined ? null : Math.trunc(value))
