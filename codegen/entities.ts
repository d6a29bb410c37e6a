import { Project, StructureKind } from 'ts-morph'
import type { InterfaceDeclarationStructure, OptionalKind, PropertySignatureStructure } from 'ts-morph'
import { keyOf, union } from './literal.ts'
import type { Host, Model, SchemaObject } from './model.ts'

/** Schemas that a call answers and whose fields can be chosen. */
export function nodeSchemas(model: Model): readonly (readonly [string, SchemaObject])[] {
  return Object.entries(model.graph.components.schemas).filter(([, schema]) => schema['x-always'])
}

/** `entities.ts`: an interface for each node, and the table of what may be asked of it. */
export function entitiesText(model: Model): string {
  const file = new Project({ useInMemoryFileSystem: true, manipulationSettings: { indentationText: '  ' as never } }).createSourceFile('entities.ts')
  const { schemas } = model.graph.components
  const nodes = new Set(nodeSchemas(model).map(([name]) => name))
  for (const [name, schema] of Object.entries(schemas)) {
    if (name.endsWith('List') || name === 'ErrorBody') continue
    if (schema.properties) file.addInterface(interfaceOf(name, schema, nodes.has(name)))
    else file.addTypeAlias({ isExported: true, name, type: typeOf(schema) })
  }
  file.addInterface({
    isExported: true, name: 'Nodes', docs: ['What may be asked of each node: its fields, its edges, the nodes it points to, the fields that are never left out, and those of one host.'],
    properties: nodeSchemas(model).map(([name, schema]) => tableRow(name, schema)),
  })
  file.addTypeAlias({ isExported: true, name: 'NodeName', type: 'keyof Nodes' })
  return file.getFullText().replaceAll(/;$/gm, '')
}

function interfaceOf(name: string, schema: SchemaObject, isNode: boolean): InterfaceDeclarationStructure {
  const always = new Set(isNode ? schema['x-always'] : schema.required)
  const skipped = new Set([...Object.keys(schema['x-edges'] ?? {})])
  const properties = Object.entries(schema.properties ?? {}).filter(([key]) => !skipped.has(key)).map(([key, property]): OptionalKind<PropertySignatureStructure> => ({
    name: keyOf(key), isReadonly: true, hasQuestionToken: !always.has(key), type: typeOf(property), ...docs(property.description),
  }))
  return { kind: StructureKind.Interface, isExported: true, name, properties, ...docs(schema.description) }
}

function tableRow(name: string, schema: SchemaObject): OptionalKind<PropertySignatureStructure> {
  const edges = Object.entries(schema['x-edges'] ?? {})
  const targets = Object.entries({ ...schema['x-nodes'], ...pointsTo(schema) })
  const only = (host: Host) => union(Object.entries(schema['x-hosts-of'] ?? {}).filter(([, hosts]) => !hosts.includes(host)).map(([field]) => field))
  const map = (pairs: readonly (readonly [string, string])[]) => pairs.length === 0 ? '{}' : `{ ${pairs.map(([key, target]) => `${keyOf(key)}: '${target}'`).join(', ')} }`
  return {
    name, isReadonly: true,
    type: `{ fields: ${name}, edges: ${map(edges)}, nodes: ${map(targets)}, always: ${union(schema['x-always'] ?? [])}, notOn: { facebook: ${only('facebook')}, instagram: ${only('instagram')} } }`,
  }
}

/** Properties that are nodes of their own and can be expanded without being edges. */
function pointsTo(schema: SchemaObject): Record<string, string> {
  const expandable = new Set(['DiscoveredUser', 'MentionedMedia', 'MentionedComment'])
  return Object.fromEntries(Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const target = property.$ref?.split('/').at(-1) ?? ''
    return expandable.has(target) ? [[key, target] as const] : []
  }))
}

/** A schema as a TypeScript type. */
export function typeOf(schema: SchemaObject): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'unknown'
  if (schema.enum) return union(schema.enum)
  if (schema.const !== undefined) return union([schema.const])
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(' | ')
  if (schema.properties) {
    const required = new Set(schema.required)
    return `{ ${Object.entries(schema.properties).map(([key, property]) => `readonly ${keyOf(key)}${required.has(key) ? '' : '?'}: ${typeOf(property)}`).join(', ')} }`
  }
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ type })).join(' | ')
  if (schema.type === 'array') return `readonly ${wrapped(typeOf(schema.items ?? {}))}[]`
  if (schema.type === 'object') return `Readonly<Record<string, ${schema.additionalProperties ? typeOf(schema.additionalProperties) : 'unknown'}>>`
  return { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' }[String(schema.type)] ?? 'unknown'
}

function wrapped(type: string): string {
  return type.includes(' | ') ? `(${type})` : type
}

function docs(text: string | undefined): { docs?: string[] } {
  return text ? { docs: [text] } : {}
}
