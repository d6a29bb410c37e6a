import { GraphError } from './error.ts'
import { expands } from './fields.ts'
import type { AnySelection } from './fields.ts'
import type { Host } from './generated/catalogue.ts'
import { operations } from './generated/operations.ts'
import type { Operation } from './generated/operations.ts'
import type { CallOptions } from './options.ts'
import { withoutLinks } from './links.ts'
import { createPages } from './page.ts'
import { joined, parametersQuery, pathSegment, selectionQuery } from './query.ts'
import type { Send } from './transport.ts'

/** What an accessor needs of the client. */
export interface CallContext {
  readonly host: Host
  /** `/v27.0`. */
  readonly versionPath: string
  readonly send: Send
  /** The proof for a token, where the client has an app secret. */
  readonly prove?: ((token: string) => string | Promise<string>) | undefined
}

interface Handle { readonly id: string | undefined }
type Call = (this: Handle, parameters?: AnySelection, options?: CallOptions) => unknown

/** Makes accessors of a kind of node from the table of operations. */
export function createNodes(context: CallContext): (node: string, id: string) => object {
  const prototypes = new Map<string, object>()
  return (node, id) => {
    const known = prototypes.get(node) ?? prototypeOf(context, node)
    prototypes.set(node, known)
    return Object.assign(Object.create(known) as object, { id })
  }
}

function prototypeOf(context: CallContext, node: string): object {
  const own = Object.values(operations).filter((operation) => operation.node === node)
  return Object.fromEntries(own.map((operation) => [operation.call, callOf(context, operation)]))
}

function callOf(context: CallContext, operation: Operation): Call {
  switch (operation.kind) {
    case 'node': return async function (selection = {}, options = {}) {
      const answer = await sendTo(context, operation, this.id, selectionQuery(selection), options)
      return expands(selection) ? withoutLinks(answer) : answer
    }
    case 'list': return function (selection = {}, options = {}) { return listOf(context, operation, this.id, selection, options) }
    case 'insights': return function (parameters = {}, options = {}) { return insightsOf(context, operation, this.id, parameters, options) }
    case 'call': return async function (parameters = {}, options = {}) {
      const bare = !operation.path.includes('{') && operation.method === 'DELETE'
      return sendTo(context, operation, this.id, bare ? '' : parametersQuery(parameters), bare ? parameters as CallOptions : options)
    }
  }
}

function listOf(context: CallContext, operation: Operation, id: string | undefined, selection: AnySelection, options: CallOptions) {
  const { after, limit, ...rest } = selection as { readonly after?: string, readonly limit?: number }
  const first = { after, limit: limit === undefined || operation.limit === null ? limit : Math.min(limit, operation.limit) }
  const clean = expands(rest) ? cleanItems : (page: unknown) => page
  return createPages(operation.paging, first, async (page) => clean(await sendTo(context, operation, id, joined(selectionQuery(rest), parametersQuery({ limit: page.limit, after: page.after })), page.after === undefined ? options : { priority: 1, ...options })))
}

/** Items of a page without the links of their own edges; the page's link says whether another follows. */
function cleanItems(page: unknown): unknown {
  withoutLinks((page as { readonly data?: unknown }).data)
  return page
}

async function insightsOf(context: CallContext, operation: Operation, id: string | undefined, parameters: AnySelection, options: CallOptions): Promise<object> {
  const answer = await sendTo(context, operation, id, parametersQuery(parameters), options) as { readonly data?: readonly { readonly name: string }[] }
  const found: Record<string, unknown> = {}
  for (const insight of answer.data ?? []) found[insight.name] = insight
  return found
}

/** Sends one operation; the id is undefined where the operation has no node. */
export function sendTo({ host, versionPath, send }: CallContext, operation: Operation, id: string | undefined, query: string, options: CallOptions, more: { readonly body?: string, readonly anonymous?: boolean, readonly cost?: number } = {}): Promise<unknown> {
  if (!operation.hosts.includes(host)) {
    const error = new GraphError(`${operation.node}.${operation.call} is served on graph.${operation.hosts.join(' and ')}.com only`, { code: 'wrong-host' })
    return Promise.reject(error)
  }
  const node = id === undefined ? '' : `/${pathSegment(id)}`
  return send({
    method: operation.method,
    path: `${operation.versioned ? versionPath : ''}${node}${operation.path}`,
    query,
    budget: operation.budget,
    repeatable: operation.method === 'GET' || operation.call === 'hide' || operation.call === 'batch',
    options,
    // An empty list is an answer, none at all is not: it would pass for the end.
    ...operation.kind === 'insights' || (operation.kind === 'list' && operation.paging !== 'none') ? { list: true } : {},
    ...more,
  })
}
