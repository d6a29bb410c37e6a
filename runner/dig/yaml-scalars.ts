import { documentMarker, endOfLine, isBlankAt, skipLineEnd, YamlSyntaxError, type ScalarScanner, type Scanner } from './yaml-scanner.ts'

/** Reads scalars of every style (digdag §1.1). */
export const scanScalar: ScalarScanner = (scanner, style) => {
  switch (style) {
    case 'plain': return scanPlain(scanner)
    case "'": case '"': return scanQuoted(scanner, style)
    default: return scanBlock(scanner, style === '>')
  }
}

const TAB = 9
const NEWLINE = 10
const SPACE = 32
const column = (scanner: Scanner): number => scanner.offset - scanner.lineStart

function scanPlain(scanner: Scanner): string {
  const { text } = scanner
  const indent = scanner.indent + 1
  let value = ''
  let spaces = ''
  for (;;) {
    if (text[scanner.offset] === '#') return value
    const end = plainEnd(text, scanner.offset, scanner.flowLevel > 0)
    if (end === scanner.offset) return value
    scanner.simpleKeyAllowed = false
    value += spaces + text.slice(scanner.offset, end)
    scanner.offset = end
    spaces = plainSpaces(scanner)
    if (spaces === '' || text[scanner.offset] === '#' || (scanner.flowLevel === 0 && column(scanner) < indent)) return value
  }
}

/** Where a run of a plain scalar without blanks ends. */
function plainEnd(text: string, from: number, inFlow: boolean): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at)
    if (Number.isNaN(code) || code === SPACE || code === NEWLINE || code === TAB) return at
    if (code === COLON && (isBlankAt(text, at + 1) || (inFlow && AFTER_FLOW_KEY.has(text[at + 1] ?? '')))) return at
    if (inFlow && ENDS_IN_FLOW.has(code)) return at
  }
}

const COLON = 0x3a
const AFTER_FLOW_KEY: ReadonlySet<string> = new Set([',', '[', ']', '{', '}'])
const ENDS_IN_FLOW: ReadonlySet<number> = new Set([...',?[]{}'].map((character) => character.charCodeAt(0)))

/** What the blanks behind a run mean if another run follows: themselves, or folded line ends. Empty: the scalar ends. */
function plainSpaces(scanner: Scanner): string {
  const { text } = scanner
  const start = scanner.offset
  skipBlanks(scanner)
  const blanks = text.slice(start, scanner.offset)
  if (!skipLineEnd(scanner)) return blanks
  scanner.simpleKeyAllowed = true
  if (isMarker(scanner)) return ''
  let breaks = ''
  for (;;) {
    while (text.charCodeAt(scanner.offset) === SPACE) scanner.offset++
    if (!skipLineEnd(scanner)) return breaks === '' ? ' ' : breaks
    breaks += '\n'
    if (isMarker(scanner)) return ''
  }
}

const isMarker = ({ text, offset }: Scanner): boolean => documentMarker(text, offset) !== undefined

function skipBlanks(scanner: Scanner): void {
  for (let code = scanner.text.charCodeAt(scanner.offset); code === SPACE || code === TAB; code = scanner.text.charCodeAt(scanner.offset)) scanner.offset++
}

function scanQuoted(scanner: Scanner, quote: "'" | '"'): string {
  const { text } = scanner
  scanner.offset++
  let value = ''
  for (;;) {
    value += quote === '"' ? doubleRun(scanner) : singleRun(scanner)
    if (text[scanner.offset] === quote) break
    value += quotedSpaces(scanner)
  }
  scanner.offset++
  return value
}

const SINGLE_RUN = /[^' \t\n]+/y
const DOUBLE_RUN = /[^"\\ \t\n]+/y

function takeRun(scanner: Scanner, pattern: RegExp): string {
  pattern.lastIndex = scanner.offset
  const run = pattern.exec(scanner.text)?.[0] ?? ''
  scanner.offset += run.length
  return run
}

function singleRun(scanner: Scanner): string {
  let value = takeRun(scanner, SINGLE_RUN)
  while (scanner.text.startsWith("''", scanner.offset)) {
    scanner.offset += 2
    value += `'${takeRun(scanner, SINGLE_RUN)}`
  }
  return value
}

function doubleRun(scanner: Scanner): string {
  let value = takeRun(scanner, DOUBLE_RUN)
  while (scanner.text[scanner.offset] === '\\') value += escaped(scanner) + takeRun(scanner, DOUBLE_RUN)
  return value
}

const ESCAPES: Readonly<Record<string, string>> = {
  0: '\0', a: '\u0007', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\u001b', ' ': ' ', '"': '"', '\\': '\\', N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029',
}
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function escaped(scanner: Scanner): string {
  const { text } = scanner
  const offset = ++scanner.offset
  const character = text[offset] ?? ''
  if (Object.hasOwn(ESCAPES, character)) {
    scanner.offset++
    return ESCAPES[character] ?? ''
  }
  if (Object.hasOwn(HEX_DIGITS, character)) return hexEscape(scanner, HEX_DIGITS[character] ?? 0)
  if (skipLineEnd(scanner)) return quotedBreaks(scanner)
  if (character === '') throw new YamlSyntaxError(UNEXPECTED_END, offset)
  throw new YamlSyntaxError(`found unknown escape character ${character}(${character.charCodeAt(0)})`, offset)
}

function hexEscape(scanner: Scanner, digits: number): string {
  const start = scanner.offset + 1
  const hex = scanner.text.slice(start, start + digits)
  const code = Number.parseInt(hex, 16)
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length < digits || code > 0x10ffff) throw new YamlSyntaxError(`expected escape sequence of ${digits} hexadecimal numbers, but found: ${hex}`, start)
  scanner.offset = start + digits
  return String.fromCodePoint(code)
}

const UNEXPECTED_END = 'found unexpected end of stream'

function quotedSpaces(scanner: Scanner): string {
  const start = scanner.offset
  skipBlanks(scanner)
  if (scanner.offset >= scanner.text.length) throw new YamlSyntaxError(UNEXPECTED_END, scanner.offset)
  const blanks = scanner.text.slice(start, scanner.offset)
  if (!skipLineEnd(scanner)) return blanks
  const breaks = quotedBreaks(scanner)
  return breaks === '' ? ' ' : breaks
}

function quotedBreaks(scanner: Scanner): string {
  for (let breaks = ''; ; breaks += '\n') {
    if (isMarker(scanner)) throw new YamlSyntaxError('found unexpected document separator', scanner.offset)
    skipBlanks(scanner)
    if (!skipLineEnd(scanner)) return breaks
  }
}

interface Header { readonly chomping: '+' | '-' | ''; /** Given indentation, or 0. */ readonly increment: number }

function blockHeader(scanner: Scanner): Header {
  const { text } = scanner
  let chomping: Header['chomping'] = ''
  let increment = 0
  for (let i = 0; i < 2; i++) {
    const character = text[scanner.offset] ?? ''
    if (character === '0') throw new YamlSyntaxError('expected indentation indicator in the range 1-9, but found 0', scanner.offset)
    if ((character === '+' || character === '-') && chomping === '') chomping = character
    else if (/[1-9]/.test(character) && increment === 0) increment = Number(character)
    else break
    scanner.offset++
  }
  const next = text[scanner.offset]
  if (next !== undefined && next !== ' ' && next !== '\n') throw new YamlSyntaxError(next === '\t' ? BAD_TAB : `expected chomping or indentation indicators, but found ${next}`, scanner.offset)
  return { chomping, increment }
}

const BAD_TAB = "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"

function skipHeaderEnd(scanner: Scanner): void {
  const { text } = scanner
  while (text.charCodeAt(scanner.offset) === SPACE) scanner.offset++
  if (text[scanner.offset] === '#') scanner.offset = endOfLine(text, scanner.offset)
  if (!skipLineEnd(scanner) && scanner.offset < text.length) throw new YamlSyntaxError(`expected a comment or a line break, but found ${text[scanner.offset] ?? ''}`, scanner.offset)
}

function scanBlock(scanner: Scanner, folded: boolean): string {
  const { text } = scanner
  scanner.offset++
  const { chomping, increment } = blockHeader(scanner)
  skipHeaderEnd(scanner)
  const least = Math.max(1, scanner.indent + 1)
  const leading = increment === 0 ? leadingBreaks(scanner) : { breaks: '', widest: 0 }
  const indent = increment === 0 ? Math.max(least, leading.widest) : least + increment - 1
  let breaks = increment === 0 ? leading.breaks : blockBreaks(scanner, indent)
  let value = ''
  let lineEnd = ''
  while (column(scanner) === indent && scanner.offset < text.length) {
    value += breaks
    const startsText = !isTabOrSpace(text, scanner.offset)
    const end = endOfLine(text, scanner.offset)
    value += text.slice(scanner.offset, end)
    scanner.offset = end
    lineEnd = skipLineEnd(scanner) ? '\n' : ''
    breaks = blockBreaks(scanner, indent)
    if (column(scanner) !== indent || scanner.offset >= text.length) break
    if (folded && lineEnd === '\n' && startsText && !isTabOrSpace(text, scanner.offset)) value += breaks === '' ? ' ' : ''
    else value += lineEnd
  }
  return value + (chomping === '-' ? '' : lineEnd) + (chomping === '+' ? breaks : '')
}

const isTabOrSpace = (text: string, offset: number): boolean => {
  const code = text.charCodeAt(offset)
  return code === SPACE || code === TAB
}

/** Empty lines before the first of a block scalar, and the widest indentation among them and it. */
function leadingBreaks(scanner: Scanner): { readonly breaks: string; readonly widest: number } {
  let breaks = ''
  let widest = 0
  for (;;) {
    while (scanner.text.charCodeAt(scanner.offset) === SPACE) scanner.offset++
    widest = Math.max(widest, column(scanner))
    if (!skipLineEnd(scanner)) return { breaks, widest }
    breaks += '\n'
  }
}

function blockBreaks(scanner: Scanner, indent: number): string {
  for (let breaks = ''; ; breaks += '\n') {
    while (column(scanner) < indent && scanner.text.charCodeAt(scanner.offset) === SPACE) scanner.offset++
    if (!skipLineEnd(scanner)) return breaks
  }
}
