import { GraphError } from './error.ts'
import type { Host } from './generated/catalogue.ts'
import type { MediaInsight, NodeName, Nodes, Paging, UserInsight } from './generated/entities.ts'
import type { Unlisted, unlistedName } from './unlisted.ts'

/** The fields of a node that a host serves. */
export type FieldName<N extends NodeName, H extends Host = Host> = Exclude<keyof Nodes[N]['fields'], [H] extends ['instagram'] ? Nodes[N]['notOn']['instagram'] : [H] extends ['facebook'] ? Nodes[N]['notOn']['facebook'] : never> & string

/** Metrics of an expanded insights edge: names alone, or with what they need. */
export type InsightSelection = readonly string[] | {
  readonly metric: readonly string[]
  readonly period?: string
  readonly metric_type?: string
  readonly breakdown?: string | readonly string[]
  readonly since?: number | string
  readonly until?: number | string
}

type EdgeSelection<T> = T extends NodeName ? Selection<T> & Modifiers : InsightSelection

/** `username`, `mediaId` and `commentId` say which account, media or comment is meant. */
interface Lookup {
  readonly business_discovery: { readonly username: string }
  readonly mentioned_media: { readonly media_id: string }
  readonly mentioned_comment: { readonly comment_id: string }
}

export interface Modifiers {
  readonly limit?: number
  readonly after?: string
  readonly before?: string
  readonly since?: number | string
  readonly until?: number | string
}

/** What to read of a node: `fields` by name, and edges by key, each with a selection of its own. Without `fields` Meta answers its default, the id. */
export type Selection<N extends NodeName, H extends Host = Host> = { readonly fields?: readonly (FieldName<N, H> | Unlisted)[] }
  & { readonly [E in keyof Nodes[N]['edges']]?: EdgeSelection<Nodes[N]['edges'][E]> }
  & { readonly [E in keyof Nodes[N]['nodes']]?: Nodes[N]['nodes'][E] extends NodeName ? Selection<Nodes[N]['nodes'][E]> & (E extends keyof Lookup ? Lookup[E] : unknown) : never }

/** A selection as it was given; a key that is neither an edge nor a parameter turns into a message. `More` are the parameters beside the selection. */
export type Checked<S, N extends NodeName, More = unknown> = Exclude<keyof S, 'fields' | keyof Nodes[N]['edges'] | keyof Nodes[N]['nodes'] | keyof Modifiers | keyof More> extends never ? S
  : { readonly [P in keyof S]: P extends 'fields' | keyof Nodes[N]['edges'] | keyof Nodes[N]['nodes'] | keyof Modifiers | keyof More ? S[P] : `${P & string} is neither an edge nor a parameter here` }

/** A page of an expanded edge. Links are taken out: they carry the token. */
export interface Edge<T> { readonly data: readonly T[], readonly paging?: Pick<Paging, 'cursors'> }

/** Nodes without an id: they come whole. */
type Idless = 'Permission' | 'ContentPublishingLimit'

type Show<T> = { [K in keyof T]: T[K] }

type FieldsOf<N extends NodeName, F> = F extends readonly (infer K)[]
  ? { readonly [P in keyof Nodes[N]['fields'] as P extends K ? P extends Nodes[N]['always'] ? P : never : never]-?: Nodes[N]['fields'][P] }
    & { readonly [P in keyof Nodes[N]['fields'] as P extends K ? P extends Nodes[N]['always'] ? never : P : never]?: Nodes[N]['fields'][P] }
    & { readonly [P in K as P extends { readonly [unlistedName]: infer U extends string } ? U : never]?: unknown }
  : N extends Idless ? Nodes[N]['fields'] : { readonly id: string }

type EdgeResult<T, S> = T extends 'UserInsight' ? Edge<UserInsight> : T extends 'MediaInsight' ? Edge<MediaInsight> : T extends NodeName ? Edge<Selected<T, S>> : never

/** What a selection answers: the fields it names, and its edges. The id always comes. */
export type Selected<N extends NodeName, S> = Show<
  (N extends Idless ? unknown : { readonly id: string })
  & FieldsOf<N, S extends { readonly fields: infer F } ? F : undefined>
  & { readonly [E in keyof S & keyof Nodes[N]['edges']]?: EdgeResult<Nodes[N]['edges'][E], S[E]> }
  & { readonly [E in keyof S & keyof Nodes[N]['nodes']]?: Nodes[N]['nodes'][E] extends NodeName ? Selected<Nodes[N]['nodes'][E], S[E]> : never }
>

/** A selection as the serializer reads it. */
export type AnySelection = Readonly<Record<string, unknown>>

const OWN_KEYS: ReadonlySet<string> = new Set(['fields', 'limit', 'after', 'before', 'since', 'until', 'username', 'media_id', 'comment_id', 'user_id', 'hide', 'q', 'input_token'])
const MODIFIERS = ['username', 'media_id', 'comment_id', 'limit', 'after', 'before', 'since', 'until'] as const
const INSIGHT_MODIFIERS = ['metric', 'period', 'metric_type', 'breakdown', 'since', 'until'] as const
const UNSAFE = /[(){},]/

/** A selection as the text of the `fields` parameter, such as `id,media.limit(50){id,insights.metric(reach)}`; empty when nothing was chosen. */
export function fieldsText(selection: AnySelection): string {
  const parts: string[] = []
  if (Array.isArray(selection['fields'])) parts.push(...selection['fields'] as string[])
  for (const key in selection) if (!OWN_KEYS.has(key) && selection[key] !== undefined) parts.push(edgeText(key, selection[key]))
  return parts.join(',')
}

/** Whether a selection asks for an edge. */
export function expands(selection: AnySelection): boolean {
  for (const key in selection) if (!OWN_KEYS.has(key) && typeof selection[key] === 'object') return true
  return false
}

function edgeText(edge: string, value: unknown): string {
  if (Array.isArray(value)) return `${edge}.metric(${(value as string[]).join(',')})`
  if (value === null || typeof value !== 'object') throw new GraphError(`"${edge}" is not a parameter of this call, and as an edge it needs a selection`, { code: 'configuration' })
  const selection = value as AnySelection
  if ('metric' in selection) return edge + modifiersText(selection, INSIGHT_MODIFIERS)
  const fields = fieldsText(selection)
  return `${edge}${modifiersText(selection, MODIFIERS)}${fields === '' ? '' : `{${fields}}`}`
}

function modifiersText(selection: AnySelection, names: readonly string[]): string {
  return names.filter((name) => selection[name] !== undefined).map((name) => `.${name}(${modifierValue(name, selection[name])})`).join('')
}

function modifierValue(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(',')
  const text = String(value)
  // Nothing in Graph's expansion syntax escapes these: a value holding one would change what is asked.
  if (name !== 'metric' && name !== 'breakdown' && UNSAFE.test(text)) throw new GraphError(`"${name}" cannot hold any of ( ) { } ,: ${text}`, { code: 'invalid-parameter' })
  return text
}
