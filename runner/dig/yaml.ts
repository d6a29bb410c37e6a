import type { Position } from '../model/error.ts'
import { isArray, isObject, setKey, stringifyJson, textOf, type Json, type JsonObject } from '../model/json.ts'
import { inHashOrder } from './java-order.ts'
import { problemAt, type DigProblem, type Place, type Source } from './problem.ts'
import { scalarQuirk } from './quirks.ts'
import { plainValue, taggedValue } from './scalar.ts'
import { parseSyntax } from './yaml-syntax.ts'
import type { AliasNode, MappingNode, ScalarNode, SequenceNode, YamlNode } from './yaml-parser.ts'

export interface YamlOptions {
  /** For configurations that are not digdag's own (`td_load>`): a later key wins over an equal one, and there is no `!include`. */
  readonly lenient?: boolean
  /** Also tell what reads otherwise than it looks (`0.5`, `010`, `yes`). */
  readonly warnings?: boolean
  /** Reads a file of an `!include`; without it an `!include` is a problem. */
  readonly include?: (path: string) => string | undefined
  /** Put before the paths of missing included files in messages. */
  readonly root?: string
}

export interface YamlResult {
  /** Undefined when the text has an error. */
  readonly value: Json | undefined
  readonly problems: readonly DigProblem[]
  /** Where the key or item at this path was written; of a path that leads nowhere, its deepest part that does. */
  placeOf(path: readonly (string | number)[]): Place
  positionOf(path: readonly (string | number)[]): Position | undefined
}

/** Reads digdag's YAML dialect (digdag §1.1): SnakeYAML's syntax, digdag's scalar types, and objects that went through JSON. */
export function readYaml(text: string, file: string, options: YamlOptions = {}): YamlResult {
  const reading: Reading = { options, problems: [], marks: new WeakMap() }
  const { source, value } = readSource(text, reading, [file])
  const placeOf = (path: readonly (string | number)[]): Place => placeIn(reading, value, path) ?? { source, offset: 0 }
  return {
    value: reading.problems.some((problem) => problem.severity === 'error') ? undefined : value,
    problems: reading.problems, placeOf,
    positionOf: (path) => {
      const place = placeIn(reading, value, path)
      return place?.source.position(place.offset)
    },
  }
}

/** One reading, over the file and what it includes. */
interface Reading {
  readonly options: YamlOptions
  readonly problems: DigProblem[]
  /** Of each mapping and list, where its keys and items were written. */
  readonly marks: WeakMap<object, Marks>
}
type Marks = Map<string | number, Place>

/** One file within a reading. */
interface Builder {
  readonly reading: Reading
  readonly source: Source
  /** The files being read, the outermost first. */
  readonly chain: readonly string[]
  /** Undefined while the anchored value is still being read. */
  readonly anchors: Map<string, { readonly value: Json; readonly size: number } | undefined>
  /** Values so far, those that aliases repeat counted again. */
  size: number
}

/** Aliases can make a small text mean a huge value. */
const MOST_VALUES = 1_000_000

function readSource(text: string, reading: Reading, chain: readonly string[]): { readonly source: Source; readonly value: Json | undefined } {
  const { source, root, problems } = parseSyntax(chain.at(-1) ?? '', text)
  reading.problems.push(...problems)
  if (problems.length > 0) return { source, value: undefined }
  const builder: Builder = { reading, source, chain, anchors: new Map(), size: 0 }
  return { source, value: root === undefined ? null : build(builder, root) }
}

function placeIn(reading: Reading, root: Json | undefined, path: readonly (string | number)[]): Place | undefined {
  let place: Place | undefined
  let value: Json | undefined = root
  for (const key of path) {
    // A task given as a list of mappings is joined: its keys stand in the items.
    if (isArray(value) && typeof key === 'string') value = value.findLast((item) => isObject(item) && Object.hasOwn(item, key))
    if (typeof value !== 'object' || value === null) break
    const next = reading.marks.get(value)?.get(key)
    if (next === undefined) break
    place = next
    value = (value as Record<string | number, Json>)[key]
  }
  return place
}

const report = (builder: Builder, node: YamlNode, kind: DigProblem['kind'], message: string, hint?: string): void => {
  builder.reading.problems.push(problemAt({ source: builder.source, offset: node.offset }, kind, message, hint === undefined ? {} : { hint }))
}

function build(builder: Builder, node: YamlNode): Json {
  builder.size += 1
  if (builder.size > MOST_VALUES) return refuseSize(builder, node)
  if (node.kind === 'alias') return buildAlias(builder, node)
  const { anchor } = node
  if (anchor === undefined) return buildNode(builder, node)
  const before = builder.size
  builder.anchors.set(anchor, undefined)
  const value = buildNode(builder, node)
  builder.anchors.set(anchor, { value, size: builder.size - before })
  return value
}

function refuseSize(builder: Builder, node: YamlNode): null {
  const message = `The text means more than ${MOST_VALUES} values; aliases repeat too much`
  if (!builder.reading.problems.some((problem) => problem.message === message)) report(builder, node, 'content', message)
  return null
}

function buildAlias(builder: Builder, node: AliasNode): Json {
  const anchored = builder.anchors.get(node.name)
  if (anchored !== undefined) {
    builder.size += anchored.size
    return anchored.value
  }
  if (builder.anchors.has(node.name)) report(builder, node, 'content', `the alias ${node.name} stands within the value it names`)
  else report(builder, node, 'syntax', `found undefined alias ${node.name}`, 'An alias works only after its anchor and in the same file.')
  return null
}

function buildNode(builder: Builder, node: ScalarNode | SequenceNode | MappingNode): Json {
  if (node.kind === 'mapping') return buildMapping(builder, node)
  if (node.kind === 'sequence') return buildList(builder, node)
  if (node.tag === '!include' && builder.reading.options.lenient !== true) {
    report(builder, node, 'file', '!include cannot stand as a value', 'Write it as a key of the mapping, with a space before the colon: "!include : path/to/file.dig".')
    return null
  }
  return scalarValue(builder, node)
}

function scalarValue(builder: Builder, node: ScalarNode): Json {
  const { text, tag } = node
  if (tag === undefined && !node.plain) return text
  const name = tag === undefined || tag === '!' ? undefined : standardName(tag)
  if (tag !== undefined && tag !== '!' && name === undefined) return unknownTag(builder, node, tag)
  if (node.plain && text === '<<' && name === undefined) return unknownTag(builder, node, `${STANDARD_PREFIX}merge`)
  const value = name === undefined ? plainValue(text) : taggedValue(name, text)
  if (value !== undefined) return value
  report(builder, node, 'content', name === undefined || name === 'int' || name === 'float' ? `For input string: "${text}"` : `The text ${JSON.stringify(text)} does not fit the tag !!${name}`)
  return null
}

const STANDARD_PREFIX = 'tag:yaml.org,2002:'
const SCALAR_TAGS = new Set(['str', 'int', 'float', 'null', 'bool', 'timestamp', 'binary'])

function standardName(tag: string): string | undefined {
  const name = tag.startsWith(STANDARD_PREFIX) ? tag.slice(STANDARD_PREFIX.length) : undefined
  return name !== undefined && SCALAR_TAGS.has(name) ? name : undefined
}

function unknownTag(builder: Builder, node: YamlNode, tag: string): null {
  report(builder, node, 'content', `could not determine a constructor for the tag ${tag}`, tag.startsWith('!include') ? 'Write a space before the colon: "!include : path/to/file.dig".' : undefined)
  return null
}

function buildList(builder: Builder, node: SequenceNode): Json {
  const items: Json[] = []
  const marks: Marks = new Map()
  for (const item of node.items) {
    marks.set(items.length, { source: builder.source, offset: item.offset })
    items.push(build(builder, item))
    quirk(builder, item)
  }
  builder.reading.marks.set(items, marks)
  switch (node.tag) {
    case undefined: case '!': case `${STANDARD_PREFIX}seq`: return items
    case `${STANDARD_PREFIX}omap`: return Object.assign({}, ...items.filter(isObject)) as JsonObject
    case `${STANDARD_PREFIX}pairs`: return items.filter(isObject).flatMap((item) => Object.entries(item).map(([key, value]) => [key, value]))
    default: return unknownTag(builder, node, node.tag)
  }
}

function buildMapping(builder: Builder, node: MappingNode): Json {
  const mapping: Mapping = { result: {}, marks: new Map(), written: new Set(), duplicates: [] }
  for (const { key, value } of node.entries) addEntry(builder, mapping, key, value)
  const [duplicate] = mapping.duplicates
  if (duplicate !== undefined && builder.reading.options.lenient !== true) {
    report(builder, duplicate, 'content', `Duplicated keys: [${inHashOrder([...mapping.written]).filter((key) => mapping.duplicates.some(({ text }) => text === key)).join(', ')}]`, 'Keep one of them: a mapping has each key once.')
  }
  builder.reading.marks.set(mapping.result, mapping.marks)
  const { tag } = node
  if (tag === undefined || tag === '!' || tag === `${STANDARD_PREFIX}map`) return mapping.result
  return tag === `${STANDARD_PREFIX}set` ? Object.keys(mapping.result) : unknownTag(builder, node, tag)
}

interface Mapping {
  readonly result: Record<string, Json>
  readonly marks: Marks
  /** Keys as written, for digdag compares those. */
  readonly written: Set<string>
  readonly duplicates: ScalarNode[]
}

function addEntry(builder: Builder, mapping: Mapping, key: YamlNode, value: YamlNode): void {
  if (key.kind === 'scalar') {
    if (key.tag === '!include' && builder.reading.options.lenient !== true) return includeFile(builder, mapping, key, build(builder, value))
    if (mapping.written.has(key.text)) mapping.duplicates.push(key)
    else mapping.written.add(key.text)
    if (key.plain && key.text === '<<' && key.tag === undefined) return mergeInto(builder, mapping, key, build(builder, value))
  }
  const name = keyText(builder, key)
  mapping.marks.set(name, { source: builder.source, offset: key.offset })
  setKey(mapping.result, name, build(builder, value))
  if (!name.endsWith('>')) quirk(builder, value)
}

function keyText(builder: Builder, key: YamlNode): string {
  const value = build(builder, key)
  if (value !== null) return javaText(value)
  report(builder, key, 'file', 'Null key for a Map not allowed in JSON (use a converting NullKeySerializer?)', 'Give the key a name, or put null in quotes.')
  return 'null'
}

/** A key as Java writes it, lists as `[a, b]` and mappings as `{a=1}`. */
function javaText(value: Json): string {
  if (isArray(value)) return `[${value.map(javaText).join(', ')}]`
  if (isObject(value)) return `{${Object.entries(value).map(([key, item]) => `${key}=${javaText(item)}`).join(', ')}}`
  return textOf(value)
}

/** `<<`: keys that are not there yet, one level deep; of several mappings the first wins. */
function mergeInto(builder: Builder, mapping: Mapping, key: YamlNode, value: Json): void {
  const sources = isArray(value) ? value : [value]
  for (const source of sources) {
    if (!isObject(source)) {
      report(builder, key, 'content', `expected a mapping ${isArray(value) ? '' : 'or list of mappings '}for merging, but found ${isArray(source) ? 'sequence' : 'scalar'}`)
      continue
    }
    const marks = builder.reading.marks.get(source)
    for (const [name, item] of Object.entries(source)) {
      if (Object.hasOwn(mapping.result, name)) continue
      setKey(mapping.result, name, item)
      const place = marks?.get(name)
      if (place !== undefined) mapping.marks.set(name, place)
    }
  }
}

function includeFile(builder: Builder, mapping: Mapping, key: YamlNode, value: Json): void {
  const name = textOf(value)
  const path = includedPath(builder.source.file, name)
  if (path === undefined) {
    report(builder, key, 'file', `File name must not include ..: ${name}`, 'An included file must stand in the folder of the file that includes it, or below.')
    return
  }
  if (builder.chain.includes(path)) {
    report(builder, key, 'content', `${path} includes itself`)
    return
  }
  const text = builder.reading.options.include?.(path)
  if (text === undefined) {
    const { root } = builder.reading.options
    report(builder, key, 'file', root === undefined ? path : `${root}/${path}`, `There is no such file. The path of an !include counts from the folder of ${builder.source.file}, and is not a template.`)
    return
  }
  const before = builder.reading.problems.length
  const { source, value: included } = readSource(text, builder.reading, [...builder.chain, path])
  if (isObject(included)) overlay(builder.reading, mapping.result, mapping.marks, included)
  else if (builder.reading.problems.length === before) builder.reading.problems.push(notMapping({ source, offset: 0 }, included ?? null))
}

/** digdag's refusal of a root that is no mapping. */
export const notMapping = (place: Place, value: Json): DigProblem =>
  problemAt(place, 'content', `Expected object to load Config but got ${stringifyJson(value)}`, { hint: 'The file must hold a mapping: lines of the form "key: value". An empty one is written {}.' })

/** An included path from the project's root; undefined when it leaves the folder of the including file. */
function includedPath(file: string, name: string): string | undefined {
  if (name.startsWith('/')) return undefined
  const folder = file.split('/').slice(0, -1)
  const parts: string[] = []
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return [...folder, ...parts].join('/')
}

/** Lays an included mapping over what stands before it: mapping by mapping, anything else replaced (digdag §1.1). */
function overlay(reading: Reading, target: Record<string, Json>, marks: Marks, included: JsonObject): void {
  const places = reading.marks.get(included)
  for (const [key, value] of Object.entries(included)) {
    const old = Object.hasOwn(target, key) ? target[key] : undefined
    setKey(target, key, isObject(old) && isObject(value) ? overlaid(reading, old, value) : value)
    const place = places?.get(key)
    if (place !== undefined && !marks.has(key)) marks.set(key, place)
  }
}

function overlaid(reading: Reading, base: JsonObject, included: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...base }
  const marks: Marks = new Map(reading.marks.get(base))
  overlay(reading, result, marks, included)
  reading.marks.set(result, marks)
  return result
}

function quirk(builder: Builder, node: YamlNode): void {
  if (builder.reading.options.warnings !== true || node.kind !== 'scalar' || !node.plain || node.tag !== undefined) return
  const found = scalarQuirk(node.text)
  if (found !== undefined) builder.reading.problems.push(problemAt({ source: builder.source, offset: node.offset }, 'content', found.message, { severity: 'warning', hint: found.hint }))
}
