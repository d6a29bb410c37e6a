import { graphDocument } from '../../generated/openapi.ts'
import type { Params } from './params.ts'
import { invalid } from './refusal.ts'

/** The days from which fields of a schema exist, where the description gives one. */
export function fieldDates(schema: string): Readonly<Record<string, string>> {
  const found = graphDocument.components.schemas[schema]
  const dates = isRecord(found) ? found['x-since'] : undefined
  return isRecord(dates) ? Object.fromEntries(Object.entries(dates).map(([name, date]) => [name, String(date)])) : {}
}

/** What the description says of a query parameter. */
interface Rule { readonly name: string, readonly type: string | undefined, readonly values: readonly string[] | undefined, readonly required: boolean }
interface Operation { readonly method: string, readonly rules: readonly Rule[] }

let operations: ReadonlyMap<string, Operation> | undefined

/** The HTTP method of an operation; GET for what is not described. */
export const methodOf = (operation: string) => described(operation)?.method ?? 'GET'

/**
 * Judges parameters by the description of the API: missing ones, and those that are not of their type or list. Unknown ones are ignored, as
 * Meta does. Insights judge theirs themselves, in an order of their own (IG §10).
 * @throws Refusal
 */
export function checkParams(operation: string, params: Params): void {
  for (const rule of described(operation)?.rules ?? []) {
    const value = params.get(rule.name)
    if (value === undefined || value === '') {
      if (rule.required) throw invalid(`The parameter ${rule.name} is required`)
    } else checkValue(rule, value)
  }
}

function checkValue({ name, type, values }: Rule, value: string): void {
  if (type === 'boolean' && !/^(?:true|false|0|1)$/i.test(value)) throw invalid(`Param ${name} must be a boolean`)
  if (type === 'integer' && !/^-?\d+$/.test(value)) throw invalid(`Param ${name} must be an integer`)
  if (type === 'number' && !Number.isFinite(Number(value))) throw invalid(`Param ${name} must be a number`)
  if (values?.includes(value) === false) throw invalid(`Param ${name} must be one of {${values.join(', ')}}`)
}

function described(operation: string): Operation | undefined {
  operations ??= new Map(Object.values(graphDocument.paths).flatMap((item) => Object.entries(item).flatMap(([method, one]) => readOperation(method, one))))
  return operations.get(operation)
}

function readOperation(method: string, operation: unknown): readonly (readonly [string, Operation])[] {
  if (!isRecord(operation) || typeof operation.operationId !== 'string') return []
  const given = operation['x-kind'] !== 'insights' && Array.isArray(operation.parameters) ? operation.parameters : []
  return [[operation.operationId, { method: method.toUpperCase(), rules: given.flatMap((one) => readRule(resolve(one))) }]]
}

function readRule(parameter: unknown): readonly Rule[] {
  if (!isRecord(parameter) || parameter.in !== 'query' || typeof parameter.name !== 'string') return []
  const schema = isRecord(parameter.schema) ? parameter.schema : {}
  return [{
    name: parameter.name, type: typeof schema.type === 'string' ? schema.type : undefined,
    values: Array.isArray(schema.enum) ? schema.enum.map(String) : undefined, required: parameter.required === true,
  }]
}

function resolve(parameter: unknown): unknown {
  if (!isRecord(parameter) || typeof parameter.$ref !== 'string') return parameter
  return graphDocument.components.parameters[parameter.$ref.split('/').at(-1) ?? '']
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
