/** What stands between the expressions of a text, and the expressions, in order (digdag §4.2). */
export interface Template {
  readonly parts: readonly TemplatePart[]
  /** Names that digdag's own tokenizer leaves behind for expressions to see: what it matched last (digdag §4.1). */
  readonly leftovers: { readonly all: string; readonly match: string | null }
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `path`: the expression is only a name, or names joined by dots. */
  | { readonly kind: 'expression'; readonly source: string; readonly path?: readonly string[] }

// left for the secret layer: lower-case letters and a colon directly after the brace
const KEPT_PREFIX = /[a-z]+:/y

/** Cuts a text by the rules of digdag's extended syntax, in which braces inside an expression are counted. */
export function readTemplate(text: string): Template {
  const parts: TemplatePart[] = []
  let position = 0
  let leftovers: Template['leftovers'] = { all: '', match: null }
  const addText = (literal: string) => { if (literal !== '') parts.push({ kind: 'text', text: literal.replaceAll('$$', '$') }) }
  while (position < text.length) {
    const start = findStart(text, position)
    if (start === -1) {
      addText(text.slice(position))
      return { parts, leftovers: { all: '', match: null } }
    }
    addText(text.slice(position, start))
    leftovers = { all: text.slice(start), match: text.slice(start + 2) }
    const end = findEnd(text, start + 2)
    if (end === -1) {
      addText(text.slice(start))
      return { parts, leftovers }
    }
    if (end > start + 2) parts.push(expression(text.slice(start + 2, end)))
    position = end + 1
  }
  return { parts, leftovers }
}

function findStart(text: string, from: number): number {
  for (let at = text.indexOf('${', from); at !== -1; at = text.indexOf('${', at + 2)) {
    if (at + 2 >= text.length) return -1
    KEPT_PREFIX.lastIndex = at + 2
    if (!KEPT_PREFIX.test(text)) return at
  }
  return -1
}

function findEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '{') depth++
    else if (character === '}' && depth-- === 0) return at
  }
  return -1
}

const PATH = /^\s*[A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*\s*$/
// the template's own variables stand in the way of parameters of these names
const NOT_A_NAME = new Set(('break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with ' +
  'undefined NaN Infinity print __t __p __j').split(' '))

function expression(source: string): TemplatePart {
  if (!PATH.test(source)) return { kind: 'expression', source }
  const path = source.trim().split(/\s*\.\s*/)
  return NOT_A_NAME.has(path[0] ?? '') ? { kind: 'expression', source } : { kind: 'expression', source, path }
}
