import type { Position, Problem } from '../model/error.ts'

/** A text that a person wrote, with what it takes to point into it. Offsets count UTF-16 units from 0. */
export interface Source {
  readonly file: string
  readonly text: string
  position(offset: number): Position
  /** The line at the offset, with its number, and a caret under the column. */
  excerpt(offset: number): string
}

/** A place in a source, kept cheap: lines and columns are counted only when somebody asks. */
export interface Place { readonly source: Source; readonly offset: number }

export function createSource(file: string, text: string): Source {
  let starts: readonly number[] | undefined
  const position = (offset: number): Position => {
    starts ??= lineStarts(text)
    const line = lastAtOrBefore(starts, offset)
    return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
  return { file, text, position, excerpt: (offset) => drawExcerpt(text, position(offset)) }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Longer lines are cut around the column. */
const EXCERPT_WIDTH = 100

function drawExcerpt(text: string, { line, column }: Position): string {
  const content = (text.split('\n', line)[line - 1] ?? '').replace(/\r$/, '')
  const from = column <= EXCERPT_WIDTH ? 0 : column - EXCERPT_WIDTH / 2
  const shown = content.slice(from, from + EXCERPT_WIDTH)
  const label = String(line)
  const blanks = shown.slice(0, column - 1 - from).replace(/[^\t]/g, ' ')
  return `${label} | ${printable(shown)}\n${' '.repeat(label.length)} | ${blanks}^`
}

/** Control characters would garble a terminal; each is shown as one replacement character. */
const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD')

/**
 * When digdag would notice a problem. A `file` problem (a missing `!include`) ends the loading at once and alone; `syntax`,
 * `content` and `name` problems are gathered over all files, and `structure` problems come from the compiler, when every file
 * has been loaded (digdag §1.3).
 */
export type ProblemKind = 'file' | 'syntax' | 'content' | 'name' | 'structure'

export interface DigProblem extends Problem {
  readonly kind: ProblemKind
  /** The workflow file (not an included one) that the problem keeps from being used. */
  readonly workflowFile?: string
  /** What digdag writes above problems that it reports together. */
  readonly heading?: string
}

/** A problem at a place. */
export function problemAt(place: Place, kind: ProblemKind, message: string, more: { readonly severity?: Problem['severity']; readonly hint?: string } = {}): DigProblem {
  return {
    kind, message, severity: more.severity ?? 'error', position: place.source.position(place.offset), excerpt: place.source.excerpt(place.offset),
    ...(more.hint === undefined ? {} : { hint: more.hint }),
  }
}

/** Candidates within an edit distance of half their length, as digdag suggests keys (digdag §1.5). */
export const suggestions = (word: string, candidates: Iterable<string>): readonly string[] =>
  [...candidates].filter((candidate) => editDistance(word, candidate) <= Math.floor(candidate.length / 2))

/** The nearest candidate that is close enough to be a slip of the pen, or undefined. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Infinity
  for (const candidate of candidates) {
    const distance = isSwapped(word, candidate) ? 1 : editDistance(word, candidate)
    if (distance < least && distance <= Math.max(1, Math.floor(candidate.length / 3))) [best, least] = [candidate, distance]
  }
  return best
}

/** Whether two neighbouring letters were typed in the wrong order. */
function isSwapped(word: string, candidate: string): boolean {
  const at = [...word].findIndex((letter, i) => letter !== candidate[i])
  return at !== -1 && word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2) === candidate
}

export function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i)
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < right.length; j++) {
      const replaced = (row[j] ?? 0) + (left[i] === right[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[right.length] ?? 0
}
