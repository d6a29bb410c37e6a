import { Lexer } from 'yaml'
import { createSource, type Source } from './problem.ts'

const PAD = ' '.repeat(256)
const MOST_LINES = 200

/**
 * SnakeYAML does not care how far the lines of quoted text and of `[ ]` and `{ }` are indented; the parser does. The source with
 * such lines moved to the right, where blanks mean nothing; undefined when there are none.
 */
export function padContinuations(source: Source): Source | undefined {
  let { text } = source
  const padding = new Map<number, number>()
  while (padding.size < MOST_LINES) {
    const start = outdentedLine(text)
    if (start === undefined) break
    const line = text.slice(0, start).split('\n').length - 1
    if (padding.has(line)) return undefined
    padding.set(line, PAD.length)
    text = text.slice(0, start) + PAD + text.slice(start)
  }
  return padding.size === 0 ? undefined : createSource(source.file, text, padding)
}

const FLOW_BROKEN = '\u0018'
const MARKERS: ReadonlySet<string> = new Set(['\u0002', '\u001f', FLOW_BROKEN])

/** Where the first line begins at which the lexer gave a collection or a quoted text up. */
function outdentedLine(text: string): number | undefined {
  let offset = 0
  let before = ''
  for (const token of new Lexer().lex(text)) {
    if (token === FLOW_BROKEN) return lineThatGoesOn(text, text.lastIndexOf('\n', offset - 1) + 1)
    if (!MARKERS.has(token)) offset += token.length
    if (before !== '\u001f' && isUnclosed(token)) {
      const newline = text.indexOf('\n', offset - 1)
      return newline === -1 ? undefined : lineThatGoesOn(text, newline + 1)
    }
    before = token
  }
  return undefined
}

const isUnclosed = (token: string): boolean => /^(?:"(?:[^"\\]|\\[^])*\\?|'(?:[^']|'')*)$/.test(token)

/** A document marker ends a collection or a text for SnakeYAML too. */
const lineThatGoesOn = (text: string, start: number): number | undefined => (/^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(start, start + 4)) ? undefined : start)
