import { createSource, problemAt, type DigProblem, type Source } from './problem.ts'
import { parseDocument, type YamlNode } from './yaml-parser.ts'
import { YamlSyntaxError } from './yaml-scanner.ts'

export interface Syntax {
  /** The source that the nodes' offsets count in. */
  readonly source: Source
  /** Undefined where the document is empty or broken. */
  readonly root: YamlNode | undefined
  readonly problems: readonly DigProblem[]
}

/** What SnakeYAML's reader lets through; everything else is refused (digdag §1.1). */
const UNREADABLE = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** More problems than these are echoes of the first ones. */
const MOST_PROBLEMS = 10

/** Reads the syntax of the one document of a text. */
export function parseSyntax(file: string, text: string): Syntax {
  const source = createSource(file, normalised(text))
  const unreadable = UNREADABLE.exec(source.text)
  if (unreadable !== null) return { source, root: undefined, problems: [unreadableProblem(source, unreadable[0], unreadable.index)] }
  const problems: DigProblem[] = []
  const root = parseFrom(source, 0, problems)
  return { source, root, problems }
}

/** Without a byte order mark, all line ends as `\n`. */
function normalised(text: string): string {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
  return /[\r\x85]/.test(bare) ? bare.replace(/\r\n?|\x85/g, '\n') : bare
}

/** Behind an error reading goes on at the next line that begins at the margin, so that a second mistake is told as well. */
function parseFrom(source: Source, start: number, problems: DigProblem[]): YamlNode | undefined {
  try {
    return parseDocument(start === 0 ? source.text : source.text.slice(start))
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error
    const offset = Math.min(start + error.offset, source.text.length)
    problems.push(syntaxProblem(source, error.message, offset))
    const next = nextTopLine(source.text, offset)
    if (next !== undefined && problems.length < MOST_PROBLEMS) parseFrom(source, next, problems)
    return undefined
  }
}

const TOP_LINE = /^[^\s#\-}\]]/gm

function nextTopLine(text: string, offset: number): number | undefined {
  const newline = text.indexOf('\n', offset)
  if (newline === -1) return undefined
  TOP_LINE.lastIndex = newline + 1
  return TOP_LINE.exec(text)?.index
}

function unreadableProblem(source: Source, character: string, offset: number): DigProblem {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return problemAt({ source, offset }, 'syntax', 'special characters are not allowed', { hint: `Remove the character U+${code}, or write it as an escape in double quotes.` })
}

function syntaxProblem(source: Source, message: string, offset: number): DigProblem {
  const { text } = source
  const end = text.indexOf('\n', offset)
  const hint = syntaxHint(message, text.slice(text.lastIndexOf('\n', offset - 1) + 1, end === -1 ? text.length : end))
  return problemAt({ source, offset }, 'syntax', message, hint === undefined ? {} : { hint })
}

function syntaxHint(message: string, line: string): string | undefined {
  if (message.includes('TAB')) return 'Use spaces instead of the tab.'
  if (message.includes('single document')) return 'Keep one document in the file: take the second --- out.'
  if (line.includes('${') && !message.startsWith('expected <block end>')) return 'Put a value that holds a template in double quotes: "${…}".'
  if (message.startsWith('mapping values')) return 'Quote a value that holds ": ", or put it on a line of its own.'
  if (message.startsWith('could not find')) return /^\s*[\w+>-]+:\S/.test(line) ? 'Write a space after the colon.' : 'A line of a mapping is a key, a colon, and a value.'
  if (message.includes('cannot start any token')) return 'Put the value in quotes.'
  if (message.startsWith('expected <block end>')) return 'Give all keys of one mapping the same indentation.'
  if (message.includes('unexpected end')) return 'A quoted text is not closed.'
  return message.startsWith("expected ','") ? 'Put a comma between items; quote a text that holds one of , ? [ ] { }.' : undefined
}
