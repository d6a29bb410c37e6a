import { isDate, isInstant } from './clock.ts'
import type { Fault, FaultKind } from './faults.ts'
import { suggestion } from './nearest.ts'
import { faultSchemas } from './scenario-schema.ts'

/** The part of a JSON schema that faults need; a scenario file is judged by ajv, with positions. */
interface Small {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minLength?: number
  /** There for a date or an instant. */
  readonly $ref?: string
}

/**
 * A fault that came from outside, judged by its schema.
 * @throws RangeError saying what is wrong and what there is
 */
export function checkFault(value: unknown): Fault {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new RangeError('A fault is an object, as in {"kind": "throttle", "code": 4}')
  const given = value as Readonly<Record<string, unknown>>
  const kind = String(given.kind)
  if (!Object.hasOwn(faultSchemas, kind)) throw new RangeError(`There is no fault "${kind}"${suggestion(kind, Object.keys(faultSchemas))}`)
  const schema = faultSchemas[kind as FaultKind]
  const properties = schema.properties as Readonly<Record<string, Small>>
  for (const name of schema.required) if (!Object.hasOwn(given, name)) throw new RangeError(`A fault of kind "${kind}" needs "${name}"`)
  for (const [name, one] of Object.entries(given)) {
    if (!Object.hasOwn(properties, name)) throw new RangeError(`A fault of kind "${kind}" has no "${name}"${suggestion(name, Object.keys(properties))}`)
    const problem = problemOf(one, properties[name] ?? {})
    if (problem !== undefined) throw new RangeError(`"${name}" of a fault of kind "${kind}" must be ${problem}`)
  }
  return value as Fault
}

function problemOf(value: unknown, schema: Small): string | undefined {
  if (schema.enum !== undefined) return schema.enum.includes(value) ? undefined : `one of ${schema.enum.join(', ')}`
  if (schema.$ref !== undefined) return typeof value === 'string' && (isDate(value) || isInstant(value)) ? undefined : 'a date such as 2026-11-24 or an instant such as 2026-11-24T09:30:00Z'
  if (schema.type === 'string') return typeof value === 'string' && value.length >= (schema.minLength ?? 0) ? undefined : 'a text'
  if (schema.type === 'integer' || schema.type === 'number') {
    const right = typeof value === 'number' && (schema.type === 'integer' ? Number.isInteger(value) : Number.isFinite(value))
    if (!right) return `a ${schema.type === 'integer' ? 'whole ' : ''}number`
    if (schema.minimum !== undefined && value < schema.minimum) return `at least ${schema.minimum}`
    if (schema.maximum !== undefined && value > schema.maximum) return `at most ${schema.maximum}`
    if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum) return `more than ${schema.exclusiveMinimum}`
  }
  return undefined
}
