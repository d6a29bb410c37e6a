import { graphDocument } from '../../generated/openapi.ts'
import type { Params } from './params.ts'
import { invalid } from './refusal.ts'

type Kind = 'integer' | 'number' | 'boolean'

/** The days from which fields of a schema exist, where the description gives one. */
export function fieldDates(schema: string): Readonly<Record<string, string>> {
  const found = graphDocument.components.schemas[schema]
  const dates = isRecord(found) ? found['x-since'] : undefined
  return isRecord(dates) ? Object.fromEntries(Object.entries(dates).map(([name, date]) => [name, String(date)])) : {}
}

/** Parameters by operation that must be a number or a boolean; others are judged where they are used, unknown ones ignored, as Meta does. */
let kinds: ReadonlyMap<string, ReadonlyMap<string, Kind>> | undefined

/** @throws Refusal when a parameter is not of the type that the description of the API gives it */
export function checkParams(operation: string, params: Params): void {
  kinds ??= readKinds()
  const typed = kinds.get(operation)
  if (typed === undefined) return
  for (const [name, kind] of typed) {
    const value = params.get(name)
    if (value === undefined || value === '' || name === 'limit') continue
    if (kind === 'boolean' && !/^(?:true|false|0|1)$/i.test(value)) throw invalid(`Param ${name} must be a boolean`)
    if (kind === 'integer' && !/^-?\d+$/.test(value)) throw invalid(`Param ${name} must be an integer`)
    if (kind === 'number' && !Number.isFinite(Number(value))) throw invalid(`Param ${name} must be a number`)
  }
}

function readKinds(): ReadonlyMap<string, ReadonlyMap<string, Kind>> {
  const found = new Map<string, ReadonlyMap<string, Kind>>()
  for (const methods of Object.values(graphDocument.paths)) {
    for (const operation of Object.values(methods)) {
      if (!isRecord(operation) || typeof operation.operationId !== 'string' || !Array.isArray(operation.parameters)) continue
      const typed = new Map(operation.parameters.flatMap((one) => typeOf(resolve(one)) ?? []))
      if (typed.size > 0) found.set(operation.operationId, typed)
    }
  }
  return found
}

function typeOf(parameter: unknown): readonly [readonly [string, Kind]] | undefined {
  if (!isRecord(parameter) || parameter.in !== 'query' || typeof parameter.name !== 'string' || !isRecord(parameter.schema)) return undefined
  const { type } = parameter.schema
  return type === 'integer' || type === 'number' || type === 'boolean' ? [[parameter.name, type]] : undefined
}

function resolve(parameter: unknown): unknown {
  if (!isRecord(parameter) || typeof parameter.$ref !== 'string') return parameter
  return graphDocument.components.parameters[parameter.$ref.split('/').at(-1) ?? '']
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
