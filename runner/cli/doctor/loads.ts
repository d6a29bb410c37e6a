import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { TextFile } from './finding.ts'

export type YamlModule = typeof import('yaml')

/** The `in:` of an instagram_insight load, as it stands in a file. */
export interface FoundLoad {
  readonly source: TextFile
  readonly map: YAMLMap
  readonly yaml: YamlModule
}

/** Every map with `type: instagram_insight` of a YAML text; a text that is no YAML has none (`wf check` tells why). */
export function findLoads(yaml: YamlModule, source: TextFile): readonly FoundLoad[] {
  if (!source.text.includes('instagram_insight')) return []
  const found: FoundLoad[] = []
  // digdag's files are YAML 1.1, in which `2020-04-15` and `yes` are read otherwise; here only places and texts matter.
  const document = yaml.parseDocument(source.text, { strict: false, uniqueKeys: false, schema: 'core' })
  yaml.visit(document, { Map: (_key, map) => { if (textAt(yaml, map, 'type') === 'instagram_insight') found.push({ source, map, yaml }) } })
  return found
}

export function pairAt(yaml: YamlModule, map: YAMLMap, key: string): Pair<Scalar, Node> | undefined {
  return map.items.find((pair) => yaml.isScalar(pair.key) && String(pair.key.value) === key) as Pair<Scalar, Node> | undefined
}

/** A scalar's text as it stands, without quotes; undefined for what is none. */
export function textAt(yaml: YamlModule, map: YAMLMap, key: string): string | undefined {
  const scalar = scalarAt(yaml, map, key)
  return scalar === undefined ? undefined : sourceText(scalar)
}

export function scalarAt(yaml: YamlModule, map: YAMLMap, key: string): Scalar | undefined {
  const value = pairAt(yaml, map, key)?.value
  return yaml.isScalar(value) && value.value !== null ? value : undefined
}

/** The text of a scalar: of a plain one as written, so that `6.0` and dates stay what they are. */
export const sourceText = (scalar: Scalar): string => (typeof scalar.value === 'string' ? scalar.value : scalar.source ?? String(scalar.value))

export const rangeOf = (node: Node | null | undefined): readonly [number, number] => [node?.range?.[0] ?? 0, node?.range?.[1] ?? 0]

export function listAt(yaml: YamlModule, map: YAMLMap, key: string): YAMLSeq | undefined {
  const value = pairAt(yaml, map, key)?.value
  return yaml.isSeq(value) ? value : undefined
}

/** The scalar with a metric's name: an entry itself, or its `value`. */
export function metricScalar(yaml: YamlModule, item: unknown): Scalar | undefined {
  if (yaml.isScalar(item)) return item
  return yaml.isMap(item) ? scalarAt(yaml, item, 'value') ?? scalarAt(yaml, item, 'metric') : undefined
}
