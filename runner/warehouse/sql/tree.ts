import { isBlank, type Token } from './tokens.ts'

/** Tokens with what stands in a pair of brackets as one node. */
export type Node = Token | Group
export interface Group { readonly kind: 'group'; readonly open: Token; readonly items: readonly Node[]; readonly close: Token | undefined }

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Groups tokens by brackets. Brackets that do not match are left for the engine to refuse. */
export function groupTokens(tokens: readonly Token[]): readonly Node[] {
  let at = 0
  const read = (until: string | undefined): { items: Node[]; close: Token | undefined } => {
    const items: Node[] = []
    for (let token = tokens[at]; token; token = tokens[at]) {
      at++
      const closing = token.kind === 'symbol' ? CLOSING[token.text] : undefined
      if (token.kind === 'symbol' && token.text === until) return { items, close: token }
      if (closing === undefined) items.push(token)
      else items.push({ kind: 'group', open: token, ...read(closing) })
    }
    return { items, close: undefined }
  }
  return read(undefined).items
}

/** The next node that means something, from `at` on. */
export function solidAfter(nodes: readonly Node[], at: number): number {
  let next = at
  while (isToken(nodes[next]) && isBlank(nodes[next] as Token)) next++
  return next
}

export const isGroup = (node: Node | undefined): node is Group => node?.kind === 'group'
export const isToken = (node: Node | undefined): node is Token => node !== undefined && node.kind !== 'group'
export const blank = (node: Node): boolean => isToken(node) && isBlank(node)

/** The nodes that mean something. */
export const solid = (nodes: readonly Node[]): readonly Node[] => nodes.filter((node) => !blank(node))

/** The parts between top-level commas; none for an empty list. */
export function splitArguments(items: readonly Node[]): readonly (readonly Node[])[] {
  if (solid(items).length === 0) return []
  const parts: Node[][] = [[]]
  for (const item of items) {
    if (isToken(item) && item.text === ',') parts.push([])
    else parts[parts.length - 1]?.push(item)
  }
  return parts
}
