import { Project } from 'ts-morph'
import type { MethodSignatureStructure, OptionalKind, ParameterDeclarationStructure } from 'ts-morph'
import { quote, union } from './literal.ts'
import { typeOf } from './entities.ts'
import type { Model } from './model.ts'
import { operationRows } from './operations.ts'
import type { OperationRow } from './operations.ts'

const IMPORTS: readonly (readonly [string, readonly string[]])[] = [
  ['./catalogue.ts', ['Host']],
  ['./entities.ts', ['AccessToken', 'DebugToken', 'Success']],
  ['../fields.ts', ['Checked', 'Modifiers', 'Selected', 'Selection']],
  ['../insights/types.ts', ['MediaInsightsCall', 'UserInsightsCall']],
  ['../options.ts', ['CallOptions']],
  ['../page.ts', ['Pages']],
]
/** Calls that are written by hand, because they do more than send one request. */
const BY_HAND = new Set(['graph.batch', 'graph.exchangeToken', 'graph.exchangeInstagramToken', 'graph.refreshInstagramToken', 'graph.debugToken'])
const MODIFIERS = ['limit', 'after', 'before', 'since', 'until'] as const
const SELECTION_PARAMETERS: ReadonlySet<string> = new Set(['fields', ...MODIFIERS])
const NODES: readonly string[] = ['graph', 'person', 'page', 'user', 'media', 'comment', 'hashtag']

/** `accessors.ts`: an interface for each node with a method for each operation. */
export function accessorsText(model: Model): string {
  const file = new Project({ useInMemoryFileSystem: true, manipulationSettings: { indentationText: '  ' as never } }).createSourceFile('accessors.ts')
  const table = operationRows(model.graph).filter((row) => !BY_HAND.has(row.id))
  for (const node of NODES) {
    file.addInterface({
      isExported: true, name: `${node[0]?.toUpperCase()}${node.slice(1)}${node === 'graph' ? 'Root' : 'Node'}`,
      typeParameters: [{ name: 'H', constraint: 'Host' }, { name: 'V', constraint: 'string' }, ...node === 'media' ? [{ name: 'K', constraint: 'string' }] : []],
      properties: node === 'graph' ? [] : [{ name: 'id', isReadonly: true, type: 'string' }],
      methods: table.filter((row) => row.operation['x-node'] === node).map(methodOf),
    })
  }
  const text = file.getFullText().replaceAll(/;$/gm, '').replaceAll(/insights\(call: (\w+<[^>]*>)\): void/g, 'readonly insights: $1')
  const imports = IMPORTS.map(([path, names]) => [path, names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))] as const).filter(([, names]) => names.length > 0)
  return `${imports.map(([path, names]) => `import type { ${names.join(', ')} } from '${path}'\n`).join('')}\n${text}`
}

function methodOf(row: OperationRow): OptionalKind<MethodSignatureStructure> {
  const { operation } = row
  const name = operation['x-call'] ?? row.id
  const docs = [`${operation.description ?? ''}\n\n\`${row.method.toUpperCase()} ${row.path}\``]
  if (operation['x-kind'] === 'insights') return { name, docs, parameters: [{ name: 'call', type: operation['x-node'] === 'user' ? 'UserInsightsCall<H, V>' : 'MediaInsightsCall<H, V, K>' }], returnType: 'void' }
  const result = operation['x-result'] ?? 'unknown'
  const host = hostParameter(row)
  const options = { name: 'options', hasQuestionToken: true, type: 'CallOptions' }
  const extra = row.parameters.filter((parameter) => parameter.in === 'query' && !SELECTION_PARAMETERS.has(parameter.name))
  const extraType = extra.map((parameter) => `readonly ${parameter.name}${parameter.required ? '' : '?'}: ${typeOf(parameter.schema)}${parameter.required ? '' : ' | undefined'}`).join(', ')
  if (operation['x-kind'] === 'call') {
    const parameters = extra.length > 0 ? [{ name: 'parameters', type: `{ ${extraType} }` }] : []
    return { name, docs, parameters: [...host, ...parameters, options], returnType: `Promise<${result}>` }
  }
  const list = operation['x-kind'] === 'list'
  const modifiers = MODIFIERS.filter((modifier) => row.parameters.some((parameter) => parameter.name === modifier))
  const beside = [...modifiers.length > 0 ? [`Pick<Modifiers, ${union(modifiers)}>`] : [], ...extra.length > 0 ? [`{ ${extraType} }`] : []].join(' & ')
  const constraint = `Selection<${quote(result)}, H>${beside === '' ? '' : ` & ${beside}`}`
  const required = extra.some((parameter) => parameter.required)
  return {
    name, docs,
    typeParameters: [{ name: 'S', isConst: true, constraint, ...required ? {} : { default: '{}' } }],
    parameters: [...host, { name: 'selection', hasQuestionToken: !required, type: `Checked<S, ${quote(result)}, H, V${beside === '' ? '' : `, ${beside}`}>` }, options],
    returnType: `${list ? 'Pages' : 'Promise'}<Selected<${quote(result)}, S>>`,
  }
}

/** An operation of one host is a compile error on a client of the other, whose text says so. */
function hostParameter({ operation }: OperationRow): OptionalKind<ParameterDeclarationStructure>[] {
  const hosts = operation['x-hosts'] ?? []
  const only = hosts.length === 1 ? hosts[0] : undefined
  return only === undefined ? [] : [{ name: 'this', type: `[H] extends ['${only}'] ? unknown : ${quote(`${operation['x-call']} is served on graph.${only}.com only`)}` }]
}
