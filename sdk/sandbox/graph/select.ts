import { dateOf } from '../world/dates.ts'
import type { Context } from './context.ts'
import type { Field } from './fields.ts'
import { readFields } from './fields.ts'
import { invalid } from './refusal.ts'

/** Gives a field's value; undefined leaves the key out, as Meta does for what it does not have. */
export type Read<N> = (node: N, context: Context, field: Field) => unknown

export interface NodeType<N> {
  /** Meta's name for it, told when a field does not exist. */
  readonly name: string
  readonly fields: Readonly<Record<string, Read<N>>>
  /** The day from which a field exists, where it is not as old as the node. */
  readonly since?: Readonly<Record<string, string>>
  /** What is shown when no fields are asked for; `id` always is. */
  readonly usual: readonly string[]
}

/** The asked fields of a node; `id` comes last when it was not asked for. */
export function select<N>(context: Context, type: NodeType<N>, node: N, fields: readonly Field[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const field of fields) {
    const read = Object.hasOwn(type.fields, field.name) ? type.fields[field.name] : undefined
    if (read === undefined || isEarly(context, type, field.name)) throw invalid(`Tried accessing nonexisting field (${field.name}) on node type (${type.name})`)
    const value = read(node, context, field)
    if (value !== undefined) shown[field.key] = value
  }
  if (!Object.hasOwn(shown, 'id') && type.fields.id !== undefined) shown.id = type.fields.id(node, context, ID_FIELD)
  return shown
}

function isEarly<N>(context: Context, type: NodeType<N>, name: string): boolean {
  const since = type.since?.[name]
  return since !== undefined && since > dateOf(context.now)
}

const ID_FIELD: Field = { name: 'id', key: 'id', args: new Map(), fields: undefined, inner: undefined }

/** The fields of a request or of a field's braces, else the usual ones. */
export function wanted<N>(type: NodeType<N>, text: string | undefined): readonly Field[] {
  return readFields(text === undefined || text.trim() === '' ? type.usual.join(',') : text)
}
