import { scanScalar } from './yaml-scalars.ts'
import { scan, YamlSyntaxError, type Token, type TokenKind } from './yaml-scanner.ts'

/** A node of a YAML document. `tag` is resolved (`!!int` is `tag:yaml.org,2002:int`), undefined when none was written. */
export type YamlNode = ScalarNode | AliasNode | SequenceNode | MappingNode

interface Properties { readonly offset: number; readonly anchor?: string | undefined; readonly tag?: string | undefined }
export interface ScalarNode extends Properties { readonly kind: 'scalar'; readonly text: string; /** Without quotes or block indicator. */ readonly plain: boolean }
export interface SequenceNode extends Properties { readonly kind: 'sequence'; readonly items: readonly YamlNode[] }
export interface MappingNode extends Properties { readonly kind: 'mapping'; readonly entries: readonly { readonly key: YamlNode; readonly value: YamlNode }[] }
export interface AliasNode { readonly kind: 'alias'; readonly offset: number; readonly name: string }

interface Parser {
  readonly tokens: readonly Token[]
  next: number
  handles: Readonly<Record<string, string>>
}

/** Deeper nesting is refused. */
export const DEEPEST = 200
const STANDARD_PREFIX = 'tag:yaml.org,2002:'
const DEFAULT_HANDLES = { '!': '!', '!!': STANDARD_PREFIX }

/**
 * Reads the one document of a text whose lines end with `\n`, as SnakeYAML reads YAML 1.1; undefined when there is none.
 * @throws YamlSyntaxError at the first thing that is no YAML
 */
export function parseDocument(text: string): YamlNode | undefined {
  const parser: Parser = { tokens: scan(text, scanScalar), next: 0, handles: DEFAULT_HANDLES }
  skipAll(parser, '<document end>')
  if (peek(parser).kind === '<stream end>') return undefined
  const root = parseExplicitStart(parser) && endsDocument(peek(parser).kind) ? emptyScalar(peek(parser).offset) : parseNode(parser, BLOCK, 0)
  const ended = skipAll(parser, '<document end>')
  const after = peek(parser)
  if (after.kind === '<stream end>') return root
  if (after.kind === '<document start>' || (ended && endsDocument(after.kind))) throw new YamlSyntaxError('expected a single document in the stream but found another document', after.offset)
  throw new YamlSyntaxError(`expected '<document start>', but found '${after.kind}'`, after.offset)
}

const endsDocument = (kind: TokenKind): boolean => kind === '<stream end>' || kind === '<document start>' || kind === '<document end>' || kind === '<directive>'

/** The token to come. An error of the scanner shows itself only now. */
function peek(parser: Parser): Token {
  let token = parser.tokens[parser.next]
  while (token?.kind === 'none') token = parser.tokens[++parser.next]
  if (token === undefined) throw new YamlSyntaxError('found unexpected end of stream', 0)
  if (token.error !== undefined) throw token.error
  return token
}

/** The kind of the token to come, a key that opens a block mapping being that mapping's start first. */
function peekKind(parser: Parser): TokenKind {
  const token = peek(parser)
  return token.opens === true ? '<block mapping start>' : token.kind
}

function skipAll(parser: Parser, kind: TokenKind): boolean {
  const { next } = parser
  while (peek(parser).kind === kind) parser.next++
  return parser.next > next
}

/** Directives and `---`; false for a document that begins without. */
function parseExplicitStart(parser: Parser): boolean {
  if (peek(parser).kind !== '<directive>' && peek(parser).kind !== '<document start>') return false
  const handles: Record<string, string> = { ...DEFAULT_HANDLES }
  for (let token = peek(parser); token.kind === '<directive>'; token = peek(parser)) {
    parser.next++
    const [name, first = '', second = ''] = token.text.slice(1).split(/[ \t]+/)
    if (name === 'TAG') handles[first] = second
    if (name === 'YAML' && !/^1\.\d+$/.test(first)) throw new YamlSyntaxError(`found incompatible YAML document (version ${first})`, token.offset)
  }
  parser.handles = handles
  const token = peek(parser)
  if (token.kind !== '<document start>') throw new YamlSyntaxError(`expected '<document start>', but found '${token.kind}'`, token.offset)
  parser.next++
  return true
}

const emptyScalar = (offset: number): ScalarNode => scalarNode({ offset }, '', true)

/** Where a node stands: in a block, as a value that may be a sequence on the key's own column, or in `[ ]` and `{ }`. */
type Context = 0 | 1 | 2
const BLOCK: Context = 0
const BLOCK_VALUE: Context = 1
const FLOW: Context = 2

function parseNode(parser: Parser, context: Context, depth: number): YamlNode {
  if (depth > DEEPEST) throw new YamlSyntaxError(`The text is nested deeper than ${DEEPEST} levels`, peek(parser).offset)
  const first = peek(parser)
  if (first.kind === '<alias>') {
    parser.next++
    return { kind: 'alias', offset: first.offset, name: first.text }
  }
  if (first.kind === '<scalar>') {
    parser.next++
    return scalarNode({ offset: first.offset }, first.text, first.plain === true)
  }
  const properties: Properties = first.kind === '<anchor>' || first.kind === '<tag>' ? parseProperties(parser) : { offset: first.offset }
  const content = parseContent(parser, context, properties, depth)
  if (content !== undefined) return content
  if (peek(parser) !== first) return scalarNode(properties, '', true)
  throw new YamlSyntaxError(`expected the node content, but found '${peekKind(parser)}'`, first.offset)
}

function parseProperties(parser: Parser): Properties {
  const { offset } = peek(parser)
  let anchor: string | undefined
  let tag: string | undefined
  for (let token = peek(parser); ; token = peek(parser)) {
    if (token.kind === '<anchor>' && anchor === undefined) anchor = token.text
    else if (token.kind === '<tag>' && tag === undefined) tag = resolvedTag(parser, token)
    else return { offset, anchor, tag }
    parser.next++
  }
}

function resolvedTag({ handles }: Parser, { handle, text, offset }: Token): string {
  if (handle === undefined || (handle === '!' && text === '')) return handle === undefined ? text : '!'
  const prefix = Object.hasOwn(handles, handle) ? handles[handle] : undefined
  if (prefix === undefined) throw new YamlSyntaxError(`found undefined tag handle ${handle}`, offset)
  return prefix + text
}

function parseContent(parser: Parser, context: Context, properties: Properties, depth: number): YamlNode | undefined {
  const token = peek(parser)
  switch (peekKind(parser)) {
    case '<scalar>':
      parser.next++
      return scalarNode(properties, token.text, token.plain === true)
    case '[': return sequenceNode(properties, parseFlowSequence(parser, depth))
    case '{': return mappingNode(properties, parseFlowMapping(parser, depth))
    case '-': return context === BLOCK_VALUE ? sequenceNode(properties, parseEntries(parser, depth)) : undefined
    case '<block sequence start>': return context === FLOW ? undefined : sequenceNode(properties, parseBlockSequence(parser, depth))
    case '<block mapping start>': return context === FLOW ? undefined : mappingNode(properties, parseBlockMapping(parser, depth))
    default: return undefined
  }
}

const scalarNode = ({ offset, anchor, tag }: Properties, text: string, plain: boolean): ScalarNode => ({ kind: 'scalar', offset, anchor, tag, text, plain })
const sequenceNode = ({ offset, anchor, tag }: Properties, items: readonly YamlNode[]): SequenceNode => ({ kind: 'sequence', offset, anchor, tag, items })
const mappingNode = ({ offset, anchor, tag }: Properties, entries: readonly Entry[]): MappingNode => ({ kind: 'mapping', offset, anchor, tag, entries })

type Entry = MappingNode['entries'][number]

function parseBlockSequence(parser: Parser, depth: number): readonly YamlNode[] {
  parser.next++
  const items = parseEntries(parser, depth)
  expectBlockEnd(parser)
  return items
}

/** Entries of a block sequence. In one that stands on its key's own column a key or value ends it. */
function parseEntries(parser: Parser, depth: number): readonly YamlNode[] {
  const items: YamlNode[] = []
  while (peek(parser).kind === '-') {
    const { offset } = peek(parser)
    parser.next++
    const kind = peekKind(parser)
    items.push(kind === '-' || kind === '?' || kind === ':' || kind === '<block end>' ? emptyScalar(offset + 1) : parseNode(parser, BLOCK, depth + 1))
  }
  return items
}

function expectBlockEnd(parser: Parser): void {
  const kind = peekKind(parser)
  if (kind !== '<block end>') throw new YamlSyntaxError(`expected <block end>, but found '${kind}'`, peek(parser).offset)
  parser.next++
}

function parseBlockMapping(parser: Parser, depth: number): readonly Entry[] {
  const start = peek(parser)
  if (start.opens === true) start.opens = false
  else parser.next++
  const entries: Entry[] = []
  while (peekKind(parser) === '?') {
    const key = parseBlockPart(parser, depth)
    entries.push({ key, value: peekKind(parser) === ':' ? parseBlockPart(parser, depth) : emptyScalar(peek(parser).offset) })
  }
  expectBlockEnd(parser)
  return entries
}

/** What stands behind a key's or a value's indicator, which is the next token. */
function parseBlockPart(parser: Parser, depth: number): YamlNode {
  const { offset } = peek(parser)
  parser.next++
  const kind = peekKind(parser)
  return kind === '?' || kind === ':' || kind === '<block end>' ? emptyScalar(offset + 1) : parseNode(parser, BLOCK_VALUE, depth + 1)
}

function parseFlowSequence(parser: Parser, depth: number): readonly YamlNode[] {
  parser.next++
  const items: YamlNode[] = []
  while (moreInFlow(parser, ']', items.length === 0)) {
    const token = peek(parser)
    items.push(token.kind === '?' ? mappingNode({ offset: token.offset }, [parseFlowEntry(parser, ']', depth)]) : parseNode(parser, FLOW, depth + 1))
  }
  return items
}

function parseFlowMapping(parser: Parser, depth: number): readonly Entry[] {
  parser.next++
  const entries: Entry[] = []
  while (moreInFlow(parser, '}', entries.length === 0)) {
    if (peek(parser).kind === '?') entries.push(parseFlowEntry(parser, '}', depth))
    else {
      const key = parseNode(parser, FLOW, depth + 1)
      entries.push({ key, value: emptyScalar(peek(parser).offset) })
    }
  }
  return entries
}

/** Takes a comma between items, or the end. */
function moreInFlow(parser: Parser, end: ']' | '}', first: boolean): boolean {
  if (!first && peek(parser).kind !== end) {
    const token = peek(parser)
    if (token.kind !== ',') throw new YamlSyntaxError(`expected ',' or '${end}', but got ${token.kind}`, token.offset)
    parser.next++
  }
  if (peek(parser).kind !== end) return true
  parser.next++
  return false
}

function parseFlowEntry(parser: Parser, end: ']' | '}', depth: number): Entry {
  const key = parseFlowPart(parser, end, depth)
  return { key, value: peek(parser).kind === ':' ? parseFlowPart(parser, end, depth) : emptyScalar(peek(parser).offset) }
}

function parseFlowPart(parser: Parser, end: ']' | '}', depth: number): YamlNode {
  const { offset } = peek(parser)
  parser.next++
  const { kind } = peek(parser)
  return kind === ':' || kind === ',' || kind === end ? emptyScalar(offset + 1) : parseNode(parser, FLOW, depth + 1)
}
