import { ConfigError } from '../../model/error.ts'
import { Float, type Json, type JsonObject } from '../../model/json.ts'
import { createParams, type Params } from '../../model/params.ts'
import type { Batch, Column, Row } from '../../model/warehouse.ts'
import { perColumns, type Filter, type FilterContext } from './filter.ts'
import { timeReader, type TimeReader } from './time-format.ts'

const DEFAULT_FORMAT = '%Y-%m-%d %H:%M:%S %z'
/** Milliseconds of one of the unit. */
const UNITS: Readonly<Record<string, number>> = { sec: 1000, milli: 1, micro: 1e-3, nano: 1e-6 }

type Output = (millis: number) => Json
/** The time of a row, in epoch milliseconds, or undefined for none. */
type Source = (row: Row, columns: readonly Column[]) => number | undefined

/** `add_time`: a time column from another column or from a value (td §4.2). A column that has its name already becomes `name_`. */
export function addTime(config: JsonObject, context: FilterContext): Filter {
  const params = createParams(config)
  const to = params.nested('to_column')
  const name = to.text('name')
  const output = readOutput(to, name)
  const [fromColumn, fromValue] = [params.optionalObject('from_column'), params.optionalObject('from_value')]
  if ((fromColumn === undefined) === (fromValue === undefined)) throw new ConfigError('add_time needs exactly one of from_column and from_value', { hint: 'E.g. from_value: {mode: upload_time}.' })
  const source = fromColumn ? columnSource(createParams(fromColumn)) : valueSource(createParams(fromValue ?? {}), context)
  const columnsOf = perColumns((columns): readonly Column[] => [...columns.map((column) => (column.name === name ? { ...column, name: freeName(name, columns) } : column)), { name, type: output.type }])
  return {
    apply: (batch): Batch => ({ ...batch, columns: columnsOf(batch.columns), rows: batch.rows.map((row) => {
      const millis = source(row, batch.columns)
      return [...row, millis === undefined ? null : output.write(millis)]
    }) }),
    renamed: (column) => (column === name ? `${name}_` : column),
  }
}

function freeName(name: string, columns: readonly Column[]): string {
  let free = `${name}_`
  while (columns.some((column) => column.name === free)) free += '_'
  return free
}

function readOutput(to: Params, name: string): { readonly type: Column['type']; readonly write: Output } {
  const type = to.optionalText('type') ?? 'long'
  if (type !== 'long' && type !== 'timestamp') throw new ConfigError(`add_time: to_column.type must be long or timestamp, not '${type}'`)
  const unit = unitOf(to)
  // `time` is a long on Treasure Data whatever is asked for
  if (type === 'long' || name === 'time') return { type: 'long', write: (millis) => Math.floor(millis / (name === 'time' && type === 'timestamp' ? 1000 : unit)) }
  return { type: 'string', write: (millis) => `${new Date(millis).toISOString().replace('T', ' ').replace('Z', '')}000 UTC` }
}

function unitOf(params: Params): number {
  const text = params.optionalText('unix_timestamp_unit') ?? 'sec'
  const unit = UNITS[text]
  if (unit === undefined) throw new ConfigError(`Unknown unix_timestamp_unit '${text}'`, { hint: `Use one of ${Object.keys(UNITS).join(', ')}.` })
  return unit
}

function columnSource(params: Params): Source {
  const name = params.text('name')
  const read = valueReader(params)
  const indexOf = perColumns((columns) => {
    const index = columns.findIndex((column) => column.name === name)
    if (index === -1) throw new ConfigError(`add_time: there is no column '${name}' to take the time from`, { hint: `There are ${columns.map((column) => column.name).join(', ')}.` })
    return index
  })
  return (row, columns) => read(row[indexOf(columns)] ?? null)
}

/** A value as milliseconds: numbers by `unix_timestamp_unit`, texts by `timestamp_format`. */
function valueReader(params: Params): (value: Json) => number | undefined {
  const unit = unitOf(params)
  const reader: TimeReader = timeReader(params.optionalText('timestamp_format') ?? DEFAULT_FORMAT, params.optionalText('timezone') ?? 'UTC')
  return (value) => {
    if (value === null) return undefined
    if (typeof value === 'number' || typeof value === 'bigint') return Number(value) * unit
    if (value instanceof Float) return value.value * unit
    return typeof value === 'string' ? reader(value) ?? (/^-?\d+$/.test(value) ? Number(value) * unit : undefined) : undefined
  }
}

function valueSource(params: Params, context: FilterContext): Source {
  const mode = params.optionalText('mode') ?? 'fixed_time'
  if (mode === 'upload_time') return () => context.startedAt
  const read = valueReader(params)
  const fixed = (key: string): number => {
    const value = params.get(key)
    const millis = value === undefined ? undefined : read(value)
    if (millis === undefined) throw new ConfigError(value === undefined ? `add_time: from_value.${key} is required for mode ${mode}` : `add_time: from_value.${key} is no time: ${String(value)}`, { hint: `The format is timestamp_format, '${DEFAULT_FORMAT}' by default.` })
    return millis
  }
  if (mode === 'fixed_time') {
    const millis = fixed('value')
    return () => millis
  }
  if (mode !== 'incremental_time') throw new ConfigError(`add_time: unknown mode '${mode}'`, { hint: 'Use fixed_time, incremental_time or upload_time.' })
  const [from, to] = [fixed('from'), fixed('to')]
  if (to < from) throw new ConfigError('add_time: from_value.to is before from_value.from')
  const seconds = Math.floor((to - from) / 1000) + 1
  let row = 0
  return () => from + (row++ % seconds) * 1000
}
