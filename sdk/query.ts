import { fieldsText } from './fields.ts'
import type { AnySelection } from './fields.ts'
import { GraphError } from './error.ts'

/** Parameters of a list or node call that are sent beside `fields`. */
const BESIDE_FIELDS = ['limit', 'after', 'before', 'since', 'until', 'user_id', 'q', 'is_place', 'is_promotable', 'ad_id', 'breakdown', 'period'] as const

/** The query of a node or list call. */
export function selectionQuery(selection: AnySelection): string {
  const besides = new Map<string, unknown>(BESIDE_FIELDS.filter((name) => selection[name] !== undefined).map((name) => [name, selection[name]]))
  const fields = fieldsText(besides.size === 0 ? selection : Object.fromEntries(Object.entries(selection).filter(([name]) => !besides.has(name))))
  return fields === '' ? parametersQuery(Object.fromEntries(besides)) : joined(`fields=${encodeURIComponent(fields)}`, parametersQuery(Object.fromEntries(besides)))
}

/** Parameters as a query; lists are joined by commas, dates become Unix seconds, undefined ones are left out. */
export function parametersQuery(parameters: Readonly<Record<string, unknown>>): string {
  let query = ''
  for (const name in parameters) {
    const value = parameters[name]
    if (value !== undefined) query = joined(query, `${name}=${encodeURIComponent(valueText(name, value))}`)
  }
  return query
}

export function joined(one: string, other: string): string {
  return one === '' ? other : other === '' ? one : `${one}&${other}`
}

function valueText(name: string, value: unknown): string {
  if (value instanceof Date) return String(Math.floor(value.getTime() / 1000))
  if (Array.isArray(value)) return value.join(',')
  if (typeof value === 'object' || typeof value === 'function') throw new GraphError(`"${name}" must be a string, a number or a list`, { code: 'invalid-parameter' })
  return String(value)
}

/** An id as a part of a path: what is not an id or a name cannot reach another path. */
export function pathSegment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw new GraphError(`"${id}" is not an id`, { code: 'invalid-parameter' })
  return encodeURIComponent(id)
}
