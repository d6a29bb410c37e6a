import { literal, union } from './literal.ts'
import type { Method, Model, OpenApi, OperationObject, ParameterObject } from './model.ts'

/** An operation with its place: a row of the table. */
export interface OperationRow {
  readonly id: string
  readonly method: Method
  readonly path: string
  readonly operation: OperationObject
  readonly parameters: readonly ParameterObject[]
}

const METHODS: ReadonlySet<string> = new Set<Method>(['get', 'post', 'put', 'delete'])

/** The operations of a document in its order, references to parameters followed. */
export function operationRows(document: OpenApi): readonly OperationRow[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (Object.entries(item) as [Method, OperationObject][]).filter(([method]) => METHODS.has(method)).map(([method, operation]) => ({
      id: operation.operationId,
      method,
      path,
      operation,
      parameters: (operation.parameters ?? []).map((parameter) => '$ref' in parameter ? parameterNamed(document, parameter.$ref) : parameter),
    })))
}

function parameterNamed(document: OpenApi, ref: string): ParameterObject {
  const found = document.components.parameters?.[ref.split('/').at(-1) ?? '']
  if (!found) throw new Error(`${ref} is not in the document`)
  return found
}

const INTERFACE = `export type Paging = 'cursor' | 'cursor-without-links' | 'after' | 'window' | 'none'

/** Which rate limit a call counts against (IG §6). */
export type Budget = 'instagram' | 'platform' | 'pages'

/** One row: what exists, and how it is called. */
export interface Operation {
  readonly node: string
  readonly call: string
  readonly kind: 'node' | 'list' | 'insights' | 'call'
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** What follows the node's id, or the whole path where there is no node. */
  readonly path: string
  readonly paging: Paging
  /** The largest page. */
  readonly limit: number | null
  readonly hosts: readonly Host[]
  readonly budget: Budget
  readonly versioned: boolean
  readonly result: string
}
`

/** `operations.ts`: the table from which the accessors are made at run time. */
export function operationsText(model: Model): string {
  const table = operationRows(model.graph)
  const lines = table.map((row) => `  ${literal(row.id)}: ${literal(rowOf(row))},\n`)
  return [
    "import type { Host } from './catalogue.ts'\n",
    INTERFACE,
    `export type OperationId = ${union(table.map((row) => row.id))}\n`,
    `export const operations: Readonly<Record<OperationId, Operation>> = {\n${lines.join('')}}\n`,
  ].join('\n')
}

function rowOf({ operation, method, path, parameters }: OperationRow) {
  const hasNode = parameters.some((parameter) => parameter.in === 'path') || path === '/me'
  return {
    node: operation['x-node'],
    call: operation['x-call'],
    kind: operation['x-kind'],
    method: method.toUpperCase(),
    path: hasNode ? path.replace(/^\/[^/]+/, '') : path,
    paging: operation['x-paging'] ?? 'none',
    limit: operation['x-limit'] ?? null,
    hosts: operation['x-hosts'],
    budget: operation['x-budget'],
    versioned: !operation['x-unversioned'],
    result: operation['x-result'],
  }
}
