/** Kinds of tokens, named as SnakeYAML's messages name them. `none` holds the place of a key that did not come. */
export type TokenKind =
  | '<stream end>' | '<directive>' | '<document start>' | '<document end>' | '<block sequence start>' | '<block mapping start>' | '<block end>'
  | '[' | ']' | '{' | '}' | '-' | ',' | '?' | ':' | '<alias>' | '<anchor>' | '<tag>' | '<scalar>' | 'none' | 'error'

export interface Token {
  kind: TokenKind
  readonly offset: number
  /** A scalar's value, a name, or a tag's suffix. */
  readonly text: string
  /** A scalar without quotes or block indicator. */
  readonly plain?: boolean
  /** A tag's handle; undefined for `!<…>`. */
  readonly handle?: string | undefined
  /** A key that also opens a block mapping. */
  opens?: boolean
  error?: YamlSyntaxError
}

/** Something in a text that is not YAML, in SnakeYAML's words. */
export class YamlSyntaxError extends Error {
  override readonly name = 'YamlSyntaxError'
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** A place where a key may turn out to have begun: what stands before a `:` on the same line. */
interface SimpleKey { readonly token: Token; readonly required: boolean; readonly line: number; readonly offset: number; readonly column: number }

export interface Scanner {
  readonly text: string
  readonly tokens: Token[]
  offset: number
  line: number
  lineStart: number
  flowLevel: number
  indent: number
  readonly indents: number[]
  simpleKeyAllowed: boolean
  /** By flow level. */
  readonly simpleKeys: (SimpleKey | undefined)[]
}

const LONGEST_KEY = 1024

/**
 * Splits a text (lines end with `\n`) into tokens by the rules of YAML 1.1 as SnakeYAML reads it (digdag §1.1). An error is the
 * last token, for the parser may find something wrong before it.
 */
export function scan(text: string, scanScalar: ScalarScanner): readonly Token[] {
  const scanner: Scanner = { text, tokens: [], offset: 0, line: 0, lineStart: 0, flowLevel: 0, indent: -1, indents: [], simpleKeyAllowed: true, simpleKeys: [] }
  try {
    while (scanNext(scanner, scanScalar));
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error
    // A key that may still have come holds the parser up: it meets the error there, and nothing behind.
    const pending = scanner.simpleKeys.find((key) => key !== undefined)?.token
    if (pending !== undefined) Object.assign(pending, { kind: 'error', error })
    scanner.tokens.push({ kind: 'error', offset: error.offset, text: '', error })
  }
  return scanner.tokens
}

/** Reads a scalar from its first character on, and leaves the scanner behind it. */
export type ScalarScanner = (scanner: Scanner, style: 'plain' | "'" | '"' | '|' | '>') => string

/** A blank, a line end, or the end of the text. */
export const isBlankAt = (text: string, offset: number): boolean => {
  const code = text.charCodeAt(offset)
  return code === 32 || code === 10 || code === 9 || Number.isNaN(code)
}

const column = (scanner: Scanner): number => scanner.offset - scanner.lineStart

function push(scanner: Scanner, kind: TokenKind, length: number): void {
  scanner.tokens.push({ kind, offset: scanner.offset, text: '' })
  scanner.offset += length
}

function scanNext(scanner: Scanner, scanScalar: ScalarScanner): boolean {
  skipToToken(scanner)
  dropStaleKeys(scanner)
  unwind(scanner, column(scanner))
  const { text, offset } = scanner
  const character = text[offset]
  if (character === undefined) return endStream(scanner)
  if (column(scanner) === 0 && scanLineMarker(scanner, character)) return true
  switch (character) {
    case '[': case '{': return openFlow(scanner, character)
    case ']': case '}': return closeFlow(scanner, character)
    case ',': return separateFlow(scanner)
    case '*': return scanName(scanner, '<alias>')
    case '&': return scanName(scanner, '<anchor>')
    case '!': return scanTag(scanner)
    case "'": case '"': return addScalar(scanner, scanScalar, character)
    case '-': if (isBlankAt(text, offset + 1)) return enterBlock(scanner); break
    case '?': if (scanner.flowLevel > 0 || isBlankAt(text, offset + 1)) return explicitKey(scanner); break
    case ':': if (scanner.flowLevel > 0 || isBlankAt(text, offset + 1)) return separateValue(scanner); break
    case '|': case '>': if (scanner.flowLevel === 0) return addBlockScalar(scanner, scanScalar, character)
  }
  if (!NOT_PLAIN.has(character) || (isIndicator(scanner, character) && !isBlankAt(text, offset + 1))) return addScalar(scanner, scanScalar, 'plain')
  throw new YamlSyntaxError(cannotStart(character === '\t' ? '\\t(TAB)' : String.fromCodePoint(text.codePointAt(offset) ?? 0)), offset)
}

const NOT_PLAIN: ReadonlySet<string> = new Set(['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', "'", '"', '%', '@', '`', ' ', '\t', '\n'])
const isIndicator = ({ flowLevel }: Scanner, character: string): boolean => character === '-' || (flowLevel === 0 && (character === '?' || character === ':'))
const cannotStart = (character: string): string => `found character '${character}' that cannot start any token. (Do not use ${character} for indentation)`

/** Blanks, comments and empty lines. A tab is no blank here. */
function skipToToken(scanner: Scanner): void {
  const { text } = scanner
  for (;;) {
    while (text.charCodeAt(scanner.offset) === 32) scanner.offset++
    if (text[scanner.offset] === '#') scanner.offset = endOfLine(text, scanner.offset)
    if (!skipLineEnd(scanner)) return
    if (scanner.flowLevel === 0) scanner.simpleKeyAllowed = true
  }
}

export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}

/** Whether there was a line end to skip. */
export function skipLineEnd(scanner: Scanner): boolean {
  if (scanner.text.charCodeAt(scanner.offset) !== 10) return false
  scanner.lineStart = ++scanner.offset
  scanner.line++
  return true
}

function dropStaleKeys(scanner: Scanner): void {
  for (let level = 0; level <= scanner.flowLevel; level++) {
    const key = scanner.simpleKeys[level]
    if (key !== undefined && (key.line !== scanner.line || scanner.offset - key.offset > LONGEST_KEY)) dropKey(scanner, level)
  }
}

function dropKey(scanner: Scanner, level = scanner.flowLevel): void {
  const key = scanner.simpleKeys[level]
  if (key?.required === true) throw new YamlSyntaxError("could not find expected ':'", key.offset)
  scanner.simpleKeys[level] = undefined
}

function saveKey(scanner: Scanner): void {
  if (!scanner.simpleKeyAllowed) return
  dropKey(scanner)
  const token: Token = { kind: 'none', offset: scanner.offset, text: '' }
  scanner.tokens.push(token)
  const required = scanner.flowLevel === 0 && scanner.indent === column(scanner)
  scanner.simpleKeys[scanner.flowLevel] = { token, required, line: scanner.line, offset: scanner.offset, column: column(scanner) }
}

/** Ends the block collections that a line's indentation leaves. */
function unwind(scanner: Scanner, to: number): void {
  if (scanner.flowLevel > 0) return
  while (scanner.indent > to) {
    scanner.indent = scanner.indents.pop() ?? -1
    push(scanner, '<block end>', 0)
  }
}

function indentTo(scanner: Scanner, to: number): boolean {
  if (scanner.indent >= to) return false
  scanner.indents.push(scanner.indent)
  scanner.indent = to
  return true
}

function endBlocks(scanner: Scanner): void {
  unwind(scanner, -1)
  dropKey(scanner)
  scanner.simpleKeyAllowed = false
}

function endStream(scanner: Scanner): false {
  endBlocks(scanner)
  push(scanner, '<stream end>', 0)
  return false
}

/** A directive or a document marker at the beginning of a line. */
function scanLineMarker(scanner: Scanner, character: string): boolean {
  const { text, offset } = scanner
  const marker = character === '%' ? '<directive>' : documentMarker(text, offset)
  if (marker === undefined) return false
  endBlocks(scanner)
  const end = character === '%' ? endOfLine(text, offset) : offset + 3
  scanner.tokens.push({ kind: marker, offset, text: text.slice(offset, end) })
  scanner.offset = end
  return true
}

export function documentMarker(text: string, offset: number): '<document start>' | '<document end>' | undefined {
  if (!isBlankAt(text, offset + 3)) return undefined
  if (text.startsWith('---', offset)) return '<document start>'
  return text.startsWith('...', offset) ? '<document end>' : undefined
}

function openFlow(scanner: Scanner, kind: '[' | '{'): true {
  saveKey(scanner)
  scanner.flowLevel++
  scanner.simpleKeyAllowed = true
  push(scanner, kind, 1)
  return true
}

function closeFlow(scanner: Scanner, kind: ']' | '}'): true {
  dropKey(scanner)
  if (scanner.flowLevel > 0) scanner.flowLevel--
  scanner.simpleKeyAllowed = false
  push(scanner, kind, 1)
  return true
}

function separateFlow(scanner: Scanner): true {
  scanner.simpleKeyAllowed = true
  dropKey(scanner)
  push(scanner, ',', 1)
  return true
}

function enterBlock(scanner: Scanner): true {
  if (scanner.flowLevel === 0) {
    if (!scanner.simpleKeyAllowed) throw new YamlSyntaxError('sequence entries are not allowed here', scanner.offset)
    if (indentTo(scanner, column(scanner))) push(scanner, '<block sequence start>', 0)
  }
  scanner.simpleKeyAllowed = true
  dropKey(scanner)
  push(scanner, '-', 1)
  return true
}

function explicitKey(scanner: Scanner): true {
  if (scanner.flowLevel === 0) {
    if (!scanner.simpleKeyAllowed) throw new YamlSyntaxError('mapping keys are not allowed here', scanner.offset)
    if (indentTo(scanner, column(scanner))) push(scanner, '<block mapping start>', 0)
  }
  scanner.simpleKeyAllowed = scanner.flowLevel === 0
  dropKey(scanner)
  push(scanner, '?', 1)
  return true
}

function separateValue(scanner: Scanner): true {
  const key = scanner.simpleKeys[scanner.flowLevel]
  if (key !== undefined) {
    scanner.simpleKeys[scanner.flowLevel] = undefined
    key.token.kind = '?'
    key.token.opens = scanner.flowLevel === 0 && indentTo(scanner, key.column)
    scanner.simpleKeyAllowed = false
  } else {
    if (scanner.flowLevel === 0) {
      if (!scanner.simpleKeyAllowed) throw new YamlSyntaxError('mapping values are not allowed here', scanner.offset)
      if (indentTo(scanner, column(scanner))) push(scanner, '<block mapping start>', 0)
    }
    scanner.simpleKeyAllowed = scanner.flowLevel === 0
    dropKey(scanner)
  }
  push(scanner, ':', 1)
  return true
}

function addScalar(scanner: Scanner, scanScalar: ScalarScanner, style: 'plain' | "'" | '"'): true {
  saveKey(scanner)
  scanner.simpleKeyAllowed = false
  const { offset } = scanner
  const text = scanScalar(scanner, style)
  scanner.tokens.push({ kind: '<scalar>', offset, text, plain: style === 'plain' })
  return true
}

function addBlockScalar(scanner: Scanner, scanScalar: ScalarScanner, style: '|' | '>'): true {
  scanner.simpleKeyAllowed = true
  dropKey(scanner)
  const { offset } = scanner
  scanner.tokens.push({ kind: '<scalar>', offset, text: scanScalar(scanner, style), plain: false })
  return true
}

const NAME = /[\w-]+/y
const AFTER_NAME = /[\s?:,\]}%@`]|$/y

function scanName(scanner: Scanner, kind: '<alias>' | '<anchor>'): true {
  saveKey(scanner)
  scanner.simpleKeyAllowed = false
  const { text, offset } = scanner
  NAME.lastIndex = offset + 1
  const name = NAME.exec(text)?.[0] ?? ''
  const end = offset + 1 + name.length
  AFTER_NAME.lastIndex = end
  if (name === '' || !AFTER_NAME.test(text)) throw new YamlSyntaxError(`expected alphabetic or numeric character, but found ${text[end] ?? 'the end'}`, end)
  scanner.tokens.push({ kind, offset, text: name })
  scanner.offset = end
  return true
}

const VERBATIM = /!<([\w\-;/?:@&=+$,.!~*'()[\]%]+)>/y
const SHORT = /(!(?:[\w-]*!)?)([\w\-;/?:@&=+$,.~*'()[\]%]*)/y

function scanTag(scanner: Scanner): true {
  saveKey(scanner)
  scanner.simpleKeyAllowed = false
  const { text, offset } = scanner
  VERBATIM.lastIndex = offset
  SHORT.lastIndex = offset
  const verbatim = VERBATIM.exec(text)
  const match = verbatim ?? SHORT.exec(text)
  const end = offset + (match?.[0].length ?? 1)
  if (text.charCodeAt(end) === 9 || !isBlankAt(text, end)) throw new YamlSyntaxError(`expected ' ', but found '${text[end] ?? ''}'`, end)
  if (verbatim === null && match?.[2] === '' && match[1] !== '!') throw new YamlSyntaxError('expected URI, but found a blank', end)
  scanner.tokens.push(verbatim === null ? { kind: '<tag>', offset, text: match?.[2] ?? '', handle: match?.[1] ?? '!' } : { kind: '<tag>', offset, text: verbatim[1] ?? '' })
  scanner.offset = end
  return true
}
