import type { Node, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Json } from '../../model/json.ts'
import type { Edit } from './edit.ts'
import { holdsTemplate, listAt, pairAt, rangeOf, scalarAt, sourceText, type FoundLoad } from './loads.ts'

/** One metric of `metrics` or `incremental_user_metrics`, as it stands in the file. */
export interface Entry {
  readonly list: YAMLSeq
  readonly item: Scalar | YAMLMap
  /** The scalar with the name: the entry itself, or its `value`. */
  readonly name: Scalar
  readonly text: string
  readonly value: Json
}

/** What is to stand in an entry's place. */
export interface Renamed { readonly metric: string; readonly period?: string; readonly metricType?: string; readonly breakdown?: string; readonly timeframe?: string }

/** The entries of a load's lists; those that a template will fill in are left out. */
export function entriesOf(load: FoundLoad, keys: readonly string[]): readonly Entry[] {
  const { yaml } = load
  return keys.flatMap((key) => {
    const list = listAt(load, key)
    return (list?.items ?? []).flatMap((item): readonly Entry[] => {
      if (!list || (!yaml.isScalar(item) && !yaml.isMap(item))) return []
      const name = yaml.isScalar(item) ? item : scalarAt({ yaml, map: item }, 'value') ?? scalarAt({ yaml, map: item }, 'metric')
      const value = item.toJSON() as Json
      return name === undefined || holdsTemplate(value) ? [] : [{ list, item, name, text: sourceText(load.source, name), value }]
    })
  })
}

/** Writes another metric into an entry. What the entry says besides stays, as do quotes and comments. */
export function rewritten(load: FoundLoad, { item, name }: Entry, { name: token, period, metricType, breakdown, timeframe }: Renamed & { readonly name: string }): readonly Edit[] {
  const { source: { text }, yaml } = load
  const [from, to] = rangeOf(name)
  if (yaml.isScalar(item)) return [{ from, to, text: breakdown === undefined ? quotedLike(text.slice(from, to), token) : `{value: ${token}, breakdown: ${flowText(breakdown)}}` }]
  const place = { yaml, map: item }
  const more = Object.entries({ period, metric_type: metricType, breakdown, timeframe }).flatMap(([key, value]): readonly Edit[] => {
    const old = scalarAt(place, key)
    if (value === undefined || (!old && (key === 'period' || key === 'metric_type'))) return []
    if (old) { const [start, end] = rangeOf(old); return [{ from: start, to: end, text: quotedLike(text.slice(start, end), value) }] }
    return [added(text, item, to, `${key}: ${flowText(value)}`)]
  })
  return [{ from, to, text: quotedLike(text.slice(from, to), token) }, ...more]
}

/** A further key of a map: behind the name in `{…}`, else on a line of its own. */
function added(text: string, map: YAMLMap, nameEnd: number, pair: string): Edit {
  if (map.flow === true) return { from: nameEnd, to: nameEnd, text: `, ${pair}` }
  const [start] = rangeOf(map)
  const end = lineEnd(text, nameEnd)
  const newline = text[end - 1] === '\r' ? '\r\n' : '\n'
  const at = newline.length === 2 ? end - 1 : end
  return { from: at, to: at, text: `${newline}${' '.repeat(start - lineStart(text, start))}${pair}` }
}

const flowText = (value: string): string => (value.includes(',') ? `"${value}"` : value)
const quotedLike = (written: string, text: string): string => (/^['"]/.test(written) ? `${written[0]}${text}${written[0]}` : text)

/** Takes an entry out of its list, `together` with others; no edit where nothing would be left of the list, or where another place refers to the entry. */
export function removalOf(load: FoundLoad, entry: Entry, together: readonly Entry[]): readonly Edit[] {
  const { text } = load.source
  const { list, item } = entry
  const items = list.items as readonly Node[]
  const goes = (one: Node): boolean => together.some((other) => other.item === one)
  if (items.every(goes) || item.anchor !== undefined) return []
  const [from, to] = [rangeOf(item)[0], contentEnd(load, item)]
  if (list.flow !== true) return [{ from: dashLine(text, from), to: nextLine(text, to), text: '' }]
  if (/^\s*$/.test(text.slice(lineStart(text, from), from)) && /^\s*(,\s*)?(#.*)?$/.test(text.slice(to, lineEnd(text, to)))) return [{ from: lineStart(text, from), to: nextLine(text, to), text: '' }]
  return [inlineRemoval(load, items, items.indexOf(item), goes)]
}

/** With the comma behind it, or, where all that follow go too, with the comma before the first of them. */
function inlineRemoval(load: FoundLoad, items: readonly Node[], index: number, goes: (item: Node) => boolean): Edit {
  const startOf = (i: number): number => rangeOf(items[i])[0]
  const endOf = (i: number): number => contentEnd(load, items[i] as Node)
  if (items.slice(index).some((one) => !goes(one))) return { from: startOf(index), to: startOf(index + 1), text: '' }
  const kept = items.findLastIndex((one) => !goes(one))
  const between = load.source.text.slice(endOf(kept), startOf(kept + 1))
  // A comment behind the last one that stays keeps its comma, which a list may end with.
  if (between.includes('#')) return { from: startOf(index), to: endOf(index), text: '' }
  return { from: endOf(kept), to: endOf(items.length - 1), text: '' }
}

/** A block map's range ends with the line break behind it. */
function contentEnd({ yaml }: FoundLoad, item: Node): number {
  if (!yaml.isMap(item) || item.flow === true) return rangeOf(item)[1]
  return Math.max(...item.items.map((pair) => rangeOf((pair.value ?? pair.key) as Node)[1]))
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1
const lineEnd = (text: string, at: number): number => { const end = text.indexOf('\n', at); return end === -1 ? text.length : end }
const nextLine = (text: string, at: number): number => Math.min(text.length, lineEnd(text, at) + 1)

/** The beginning of the line with an item's dash, which may stand above the item. */
function dashLine(text: string, from: number): number {
  let start = lineStart(text, from)
  while (start > 0 && !/^\s*-(\s|$)/.test(text.slice(start, lineEnd(text, start)))) start = lineStart(text, start - 1)
  return start
}

/** The place of a metric that a message names, or of the list that holds it. */
export function placeOfMetric(load: FoundLoad, key: string, message: string): number | undefined {
  const quoted = [...message.matchAll(/'([^']+)'|(?:of|:) ([\w-]+) /g)].map(([, one, other]) => one ?? other)
  const entry = entriesOf(load, [key]).find(({ text }) => quoted.some((name) => name === text || name === text.split('-')[0]))
  return entry === undefined ? pairAt(load, key)?.key.range?.[0] : rangeOf(entry.name)[0]
}
