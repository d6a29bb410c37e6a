import { Lexer, parseDocument, type ParsedNode, type YAMLParseError } from 'yaml'
import { createSource, problemAt, type DigProblem, type Source } from './problem.ts'
import { padContinuations } from './yaml-padding.ts'

/** What SnakeYAML's reader lets through; everything else is refused (digdag §1.1). */
const UNREADABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** More problems than these are echoes of the first ones. */
const MOST_PROBLEMS = 10

export interface Syntax {
  /** The source that the node's offsets count in. */
  readonly source: Source
  /** Null where the document is empty or broken. Scalars are left as text. */
  readonly root: ParsedNode | null
  readonly problems: readonly DigProblem[]
}

/** Reads the syntax of one document. */
export function parseSyntax(file: string, text: string): Syntax {
  const source = createSource(file, /\r(?!\n)/.test(text) ? text.replace(/\r(?!\n)/g, '\n') : text)
  const refused = unreadable(source) ?? incompatible(source)
  if (refused !== undefined) return { source, root: null, problems: [refused] }
  const syntax = parse(source)
  if (!syntax.problems.some(({ message }) => message === FLOW_ENDS || message === QUOTE_ENDS)) return syntax
  const padded = padContinuations(source)
  const again = padded === undefined ? syntax : parse(padded)
  return again.problems.length === 0 ? again : syntax
}

function parse(source: Source): Syntax {
  const tabs = source.text.includes('\t') ? tabProblems(source, source.text) : []
  try {
    const document = parseDocument(source.text, {
      version: '1.1', schema: 'failsafe', merge: false, uniqueKeys: false, resolveKnownTags: false, prettyErrors: false, logLevel: 'error', keepSourceTokens: false,
    })
    const found = document.errors.filter((error) => error.code !== 'TAB_AS_INDENT' || tabs.length === 0).map((error) => syntaxProblem(source, error))
    return { source, root: document.contents, problems: firstOfEachLine([...tabs, ...found]) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { source, root: null, problems: [problemAt({ source, offset: 0 }, 'syntax', TOO_DEEP)] }
  }
}

function firstOfEachLine(problems: readonly DigProblem[]): readonly DigProblem[] {
  const byLine = new Map<number, DigProblem>()
  for (const problem of problems) {
    const line = problem.position?.line ?? 0
    if (!byLine.has(line)) byLine.set(line, problem)
  }
  return [...byLine.entries()].sort(([a], [b]) => a - b).slice(0, MOST_PROBLEMS).map(([, problem]) => problem)
}

function unreadable(source: Source): DigProblem | undefined {
  const found = UNREADABLE.exec(source.text)
  if (found === null) return undefined
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return problemAt({ source, offset: found.index }, 'syntax', 'special characters are not allowed', { hint: `Remove the character U+${code}, or write it as an escape in double quotes.` })
}

function incompatible(source: Source): DigProblem | undefined {
  const major = /^%YAML[ ]+(\d+)\./.exec(source.text)?.[1]
  return major === undefined || major === '1' ? undefined : problemAt({ source, offset: 0 }, 'syntax', `found incompatible YAML document (version ${major})`, { hint: 'Take the line out, or write %YAML 1.1.' })
}

/** Tabs where SnakeYAML takes none: everywhere between tokens, but for the blanks behind a plain scalar (digdag §1.1). */
function tabProblems(source: Source, text: string): readonly DigProblem[] {
  const problems: DigProblem[] = []
  let offset = 0
  let scalarFollows = false
  let afterPlain = false
  for (const token of new Lexer().lex(text)) {
    const tab = /^[ \t]+$/.test(token) ? token.indexOf('\t') : -1
    if (tab !== -1 && !afterPlain && !scalarFollows) problems.push(tabProblem(source, offset + tab))
    const marker = token === '\u0002' || token === '\u0018' || token === '\u001f'
    afterPlain = scalarFollows && !marker
    scalarFollows = token === '\u001f'
    if (!marker) offset += token.length
  }
  return problems
}

const tabProblem = (source: Source, offset: number): DigProblem => problemAt({ source, offset }, 'syntax',
  "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)", { hint: 'Use spaces instead of the tab.' })

function syntaxProblem(source: Source, error: YAMLParseError): DigProblem {
  const { text } = source
  const offset = Math.min(Math.max(0, error.pos[0]), text.length)
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, endOfLine(text, offset))
  const hint = syntaxHint(error, line)
  return problemAt({ source, offset }, 'syntax', syntaxMessage(error, text, offset), hint === undefined ? {} : { hint })
}

const endOfLine = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}

/** SnakeYAML's words for what the parser found, as digdag's messages carry them. */
function syntaxMessage(error: YAMLParseError, text: string, offset: number): string {
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0x20)
  switch (error.code) {
    case 'BLOCK_AS_IMPLICIT_KEY': return error.message.startsWith('Nested') ? 'mapping values are not allowed here' : 'block sequence entries are not allowed here'
    case 'MULTILINE_IMPLICIT_KEY': return 'mapping values are not allowed here'
    case 'KEY_OVER_1024_CHARS': return "could not find expected ':'"
    case 'TAB_AS_INDENT': return "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"
    case 'BAD_SCALAR_START': return `found character '${character}' that cannot start any token. (Do not use ${character} for indentation)`
    case 'BAD_DQ_ESCAPE': return unknownEscape(String.fromCodePoint(text.codePointAt(offset + 1) ?? 0x20))
    case 'BAD_INDENT': return indentMessage(error.message)
    case 'RESOURCE_EXHAUSTION': return TOO_DEEP
    case 'MULTIPLE_DOCS': return 'expected a single document in the stream but found another document'
    case 'MISSING_CHAR': return missingMessage(error.message, character)
    default: return unexpectedMessage(error.message, character)
  }
}

const TOO_DEEP = 'The text is nested too deeply'
const FLOW_ENDS = "expected ',' or a closing bracket, but the collection does not end"
const QUOTE_ENDS = 'found unexpected end of stream'

function unexpectedMessage(message: string, character: string): string {
  if (message.includes('block-seq-ind')) return 'block sequence entries are not allowed here'
  const flow = /^Unexpected flow-(map|seq)-start at node end/.exec(message)
  if (flow !== null) return `expected ',' or '}', but got ${character}`
  return /^Unexpected .* token in YAML|at node end$/.test(message) ? `expected <block end>, but found '${character}'` : message
}

export const unknownEscape = (character: string): string => `found unknown escape character ${character}(${character.codePointAt(0) ?? 0})`

function indentMessage(message: string): string {
  if (message.startsWith('Flow')) return FLOW_ENDS
  return message.includes('sequence') ? "expected <block end>, but found '-'" : "expected <block end>, but found '<block mapping start>'"
}

function missingMessage(message: string, character: string): string {
  if (message.includes('followed by map values')) return "could not find expected ':'"
  if (message.startsWith('Missing closing')) return QUOTE_ENDS
  if (message.includes('must end with')) return FLOW_ENDS
  if (message.startsWith('Missing ,')) return `expected ',' or '${message.includes('map') ? '}' : ']'}', but got ${character}`
  return message
}

function syntaxHint(error: YAMLParseError, line: string): string | undefined {
  if (error.code === 'MULTIPLE_DOCS') return 'Keep one document in the file: take the second --- out.'
  if (/\$\{/.test(line) && error.code !== 'BAD_INDENT') return 'Put a value that holds a template in double quotes: "${…}".'
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' || error.code === 'MULTILINE_IMPLICIT_KEY') return 'Quote a value that holds ": ", or put it on a line of its own.'
  if (error.code === 'BAD_SCALAR_START') return 'Put the value in quotes.'
  if (error.code === 'MISSING_CHAR' && error.message.includes('map values') && /^\s*[\w+>-]+:\S/.test(line)) return 'Write a space after the colon.'
  if (error.code === 'BAD_INDENT') return 'Give all keys of one mapping the same indentation.'
  return undefined
}
