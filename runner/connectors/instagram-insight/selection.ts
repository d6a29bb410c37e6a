import { isGraphError, unlisted } from '../../../sdk/index.ts'

/** What to read of a node: fields by name, and edges with a selection of their own. */
export interface Wanted {
  readonly fields: readonly string[]
  readonly limit?: number
  readonly edges?: Readonly<Record<string, Wanted>>
}

/** As the client takes it. */
export function selectionOf({ fields, limit, edges = {} }: Wanted): { readonly fields: ReturnType<typeof unlisted>[]; readonly limit?: number } {
  return { fields: fields.map((name) => unlisted(name)), ...(limit === undefined ? {} : { limit }), ...Object.fromEntries(Object.entries(edges).map(([edge, wanted]) => [edge, selectionOf(wanted)])) }
}

/** The names of fields that a refusal says do not exist. */
const NONEXISTING = /nonexisting field \((\w+)\)/g

/** Reads with the fields that Meta knows: one that it refuses by name is left out, of an expanded edge first, for those know fewer. */
export async function withoutUnknown<T>(wanted: Wanted, read: (wanted: Wanted) => Promise<T>): Promise<T> {
  try { return await read(wanted) } catch (error) {
    const less = lessBy(error, wanted)
    if (less === undefined) throw error
    return withoutUnknown(less, read)
  }
}

/** The selection without the fields that an error names; undefined where it names none of them. */
export function lessBy(error: unknown, wanted: Wanted): Wanted | undefined {
  if (!isGraphError(error) || error.code !== 'unknown-field') return undefined
  return [...error.message.matchAll(NONEXISTING)].map(([, name = '']) => name).reduce<Wanted | undefined>((less, name) => without(less ?? wanted, name) ?? less, undefined)
}

function without(wanted: Wanted, name: string): Wanted | undefined {
  for (const [edge, inner] of Object.entries(wanted.edges ?? {})) {
    const less = without(inner, name)
    if (less) return { ...wanted, edges: { ...wanted.edges, [edge]: less } }
  }
  return name !== 'id' && wanted.fields.includes(name) ? { ...wanted, fields: wanted.fields.filter((field) => field !== name) } : undefined
}
