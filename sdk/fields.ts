import { GraphError } from './error.ts'
import type { Host } from './generated/catalogue.ts'
import type { MediaInsight, NodeName, Nodes, Paging, UserInsight } from './generated/entities.ts'
import type { CheckedMediaQuery, CheckedUserQuery, MediaInsightsQuery, MediaMetricChecks, NamesIn, UserInsightsQuery, When } from './insights/types.ts'
import type { Unlisted, unlistedName } from './unlisted.ts'

type NotOn<N extends NodeName, H extends Host> = [H] extends ['instagram'] ? Nodes[N]['notOn']['instagram'] : [H] extends ['facebook'] ? Nodes[N]['notOn']['facebook'] : never

/** The fields of a node that a host serves. */
export type FieldName<N extends NodeName, H extends Host = Host> = Exclude<keyof Nodes[N]['fields'], NotOn<N, H>> & string

/** `username`, `media_id` and `comment_id` say which account, media or comment is meant. */
interface Lookup {
  readonly business_discovery: { readonly username: string }
  readonly mentioned_media: { readonly media_id: string }
  readonly mentioned_comment: { readonly comment_id: string }
}

/** Which part of an edge: a page of at most `limit`, from a cursor on, or a span of time. */
export interface Modifiers {
  readonly limit?: number | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly since?: When | undefined
  readonly until?: When | undefined
}

/** An expanded edge: a selection of its nodes; of media insights the metrics alone, or with a breakdown; of user insights a whole query. */
type EdgeSelection<T, H extends Host> = T extends NodeName ? Selection<T, H> & Modifiers : T extends 'UserInsight' ? UserInsightsQuery : MediaInsightsQuery['metric'] | MediaInsightsQuery

/** What to read of a node: `fields` by name, and edges by key, each with a selection of its own. Without `fields` Meta answers its default, the id. */
export type Selection<N extends NodeName, H extends Host = Host> = { readonly fields?: readonly (FieldName<N, H> | Unlisted)[] | undefined }
  & { readonly [E in keyof Nodes[N]['edges'] as E extends NotOn<N, H> ? never : E]?: EdgeSelection<Nodes[N]['edges'][E], H> | undefined }
  & { readonly [E in keyof Nodes[N]['nodes'] as E extends NotOn<N, H> ? never : E]?: (Nodes[N]['nodes'][E] extends NodeName ? Selection<Nodes[N]['nodes'][E], H> & (E extends keyof Lookup ? Lookup[E] : unknown) : never) | undefined }

/** A selection as it was given; what its node does not have, or Meta refuses, turns into a message. `More` are the parameters beside the selection. */
export type Checked<S, N extends NodeName, H extends Host, V extends string, More = unknown> = (S extends CheckedKeys<S, N, H, V, More> ? S : CheckedKeys<S, N, H, V, More>) & Selection<N, H> & Partial<More>

type CheckedKeys<S, N extends NodeName, H extends Host, V extends string, More> = {
  readonly [P in keyof S]: P extends 'fields' | keyof More ? S[P]
    : P extends NotOn<N, H> ? `${P & string} is served on graph.facebook.com only`
      : P extends keyof Nodes[N]['edges'] ? CheckedEdge<S[P], Nodes[N]['edges'][P], H, V>
        : P extends keyof Nodes[N]['nodes'] ? CheckedNode<S[P], Nodes[N]['nodes'][P], H, V, P>
          : `${P & string} is neither an edge nor a parameter here`
}

type CheckedNode<S, T, H extends Host, V extends string, P> = T extends NodeName ? CheckedKeys<S, T, H, V, P extends keyof Lookup ? Lookup[P] : unknown> : never

type CheckedEdge<S, T, H extends Host, V extends string> =
  T extends NodeName ? CheckedKeys<S, T, H, V, Modifiers>
    : T extends 'UserInsight' ? S extends UserInsightsQuery ? CheckedUserQuery<S, H, V> : S
      : S extends readonly string[] ? MediaMetricChecks<S, { readonly metric: S }, H, V, string> : S extends MediaInsightsQuery ? CheckedMediaQuery<S, H, V, string> : S

/** A page of an expanded edge. Links are taken out: they carry the token; `more` says that one led to another page. */
export interface Edge<T> { readonly data: readonly T[], readonly paging?: Pick<Paging, 'cursors'> & { readonly more?: true } }

/** Nodes without an id: they come whole. */
type Idless = 'Permission' | 'ContentPublishingLimit'

type Show<T> = { [K in keyof T]: T[K] } & {}

type FieldsOf<N extends NodeName, F> = F extends readonly (infer K)[]
  ? { readonly [P in keyof Nodes[N]['fields'] as P extends K ? P extends Nodes[N]['always'] ? P : never : never]-?: Nodes[N]['fields'][P] }
    & { readonly [P in keyof Nodes[N]['fields'] as P extends K ? P extends Nodes[N]['always'] ? never : P : never]?: Nodes[N]['fields'][P] }
    & { readonly [P in K as P extends { readonly [unlistedName]: infer U extends string } ? U : never]?: unknown }
  : N extends Idless ? Nodes[N]['fields'] : { readonly id: string }

type EdgeResult<T, S> = T extends NodeName ? Edge<Selected<T, S>> : Edge<(T extends 'UserInsight' ? UserInsight : MediaInsight) & { readonly name: ExpandedMetrics<S> }>
type ExpandedMetrics<S> = S extends readonly string[] ? NamesIn<S> : S extends { readonly metric: infer M extends readonly string[] } ? NamesIn<M> : string

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
const INSIGHT_MODIFIERS = ['metric', 'period', 'metric_type', 'breakdown', 'timeframe', 'since', 'until'] as const
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
  const text = value instanceof Date ? String(Math.floor(value.getTime() / 1000)) : String(value)
  // Nothing in Graph's expansion syntax escapes these: a value holding one would change what is asked.
  if (name !== 'metric' && name !== 'breakdown' && UNSAFE.test(text)) throw new GraphError(`"${name}" cannot hold any of ( ) { } ,: ${text}`, { code: 'invalid-parameter' })
  return text
}
