import { INERT_DOLLAR, inert } from '../model/inert.ts'

/** A piece of a template's result, in order. */
export interface Piece {
  readonly text: string
  readonly origin: 'file' | 'expression'
  /** It may hold data of a remote system: its own dollars are inert already. */
  readonly isData: boolean
}

/**
 * Joins the pieces so that no result of an expression completes what stands before it: a dollar in front of a result that
 * begins with `{` becomes inert, and so does a `${` that is still open where data comes in (`inert.ts`).
 */
export function joinPieces(pieces: readonly Piece[]): string {
  let text = ''
  for (const piece of pieces) {
    if (piece.origin === 'expression' && piece.text.startsWith('{') && text.endsWith('$')) text = text.slice(0, -1) + INERT_DOLLAR
    if (piece.isData && text.includes('${')) text = closeOpen(text)
    text += piece.text
  }
  return text
}

function closeOpen(text: string): string {
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') open.push(text[at - 1] === '$' ? at - 1 : -1)
    else if (text[at] === '}') open.pop()
  }
  let result = text
  for (const at of open) if (at >= 0) result = result.slice(0, at) + INERT_DOLLAR + result.slice(at + 1)
  return result
}

const REFERENCE = /\$\{[^}]*\}?/g

/**
 * What an expression computed: a reference in it counts only when it stands as it is in what the expression could see,
 * not when the expression put it together (of a price and a dollar sign, say).
 * @param seen JSON texts and sources in which a reference may stand
 */
export function keepWrittenReferences(result: string, seen: readonly string[]): string {
  if (!result.includes('${')) return result
  return result.replace(REFERENCE, (reference) => {
    const escaped = JSON.stringify(reference).slice(1, -1)
    return seen.some((text) => text.includes(reference) || text.includes(escaped)) ? reference : inert(reference)
  })
}
