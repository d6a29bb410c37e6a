import type { Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { readYaml } from '../../dig/yaml.ts'
import { nearest } from '../../dig/problem.ts'
import type { Problem } from '../../model/error.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'
import type { TextFile } from './finding.ts'

export type YamlModule = typeof import('yaml')

/** The `in:` of an instagram_insight load, as it stands in a file. */
export interface FoundLoad {
  readonly source: TextFile
  readonly map: YAMLMap
  /** What stands around `in:`, with `out:` beside it. */
  readonly around: YAMLMap | undefined
  readonly yaml: YamlModule
}

const TYPE = 'instagram_insight'
/** Stands for each character of a `${…}` while YAML is read: templates are evaluated before, so they may hold what YAML could not. */
const MASK = '\uE000'

export interface FoundLoads { readonly loads: readonly FoundLoad[]; readonly problems: readonly Problem[] }

/** Every load of Instagram insights in a YAML text, misspelt ones too; or why the text is no YAML. */
export function findLoads(yaml: YamlModule, source: TextFile): FoundLoads {
  if (!/insta?gram/i.test(source.text)) return { loads: [], problems: [] }
  const masked = source.text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, (template) => template.replace(/[^\r\n]/g, MASK))
  const { problems } = readYaml(masked, source.file, { lenient: true })
  const wrong = problems.filter(({ severity, kind }) => severity === 'error' && kind === 'syntax')
  if (wrong.length > 0) return { loads: [], problems: wrong.map((problem) => ({ ...problem, ...(problem.excerpt === undefined ? {} : { excerpt: unmasked(problem.excerpt, source.text, problem.position?.line) }) })) }
  const loads: FoundLoad[] = []
  // digdag's files are YAML 1.1, in which `2020-04-15` and `yes` are read otherwise; here only places and texts matter.
  const document = yaml.parseDocument(masked, { strict: false, uniqueKeys: false, schema: 'core' })
  const isLoad = (map: YAMLMap, key: unknown): boolean => { const type = textAt({ source, map, yaml, around: undefined }, 'type'); return type === TYPE || (key === 'in' && type !== undefined && nearest(type, [TYPE]) === TYPE) }
  yaml.visit(document, { Map: (_key, map, path) => { if (isLoad(map, keyOf(yaml, path.at(-1)))) loads.push({ source, map, yaml, around: path.findLast((one) => yaml.isMap(one)) }) } })
  return { loads, problems: [] }
}

const keyOf = (yaml: YamlModule, parent: unknown): unknown => (yaml.isPair(parent) && yaml.isScalar(parent.key) ? parent.key.value : undefined)

const unmasked = (excerpt: string, text: string, line = 1): string => {
  const [shown = '', caret = ''] = excerpt.split('\n')
  return shown.includes(MASK) ? `${shown.slice(0, shown.indexOf('|') + 2)}${(text.split(/\r?\n/)[line - 1] ?? '').slice(0, 100)}\n${caret}` : excerpt
}

export function pairAt({ yaml, map }: Pick<FoundLoad, 'yaml' | 'map'>, key: string): Pair<Scalar, Node> | undefined {
  return map.items.find((pair) => yaml.isScalar(pair.key) && String(pair.key.value) === key) as Pair<Scalar, Node> | undefined
}

/** A scalar's text as it stands, without quotes; undefined for what is none. */
export function textAt(load: FoundLoad, key: string): string | undefined {
  const scalar = scalarAt(load, key)
  return scalar === undefined ? undefined : sourceText(load.source, scalar).trim()
}

export function scalarAt(load: Pick<FoundLoad, 'yaml' | 'map'>, key: string): Scalar | undefined {
  const value = pairAt(load, key)?.value
  return load.yaml.isScalar(value) && value.value !== null ? value : undefined
}

/** The text of a scalar: of a plain one as written, so that `6.0` and dates stay what they are. */
export function sourceText({ text }: TextFile, scalar: Scalar): string {
  const value = typeof scalar.value === 'string' ? scalar.value : scalar.source ?? String(scalar.value)
  if (!value.includes(MASK)) return value
  const [from, to] = rangeOf(scalar)
  const written = text.slice(from, to)
  if (/^[|>]/.test(written)) return written.slice(written.indexOf('\n') + 1).trim()
  return /^['"]/.test(written) ? written.slice(1, -1) : written
}

/** The value of a node, with MASKED where templates will put something. */
export const MASKED = MASK
export const holdsTemplate = (value: Json | undefined): boolean =>
  typeof value === 'string' ? value.includes(MASK) : isArray(value) ? value.some(holdsTemplate) : isObject(value) && Object.entries(value).some(([key, inner]) => key.includes(MASK) || holdsTemplate(inner))

export const rangeOf = (node: Node | null | undefined): readonly [number, number] => [node?.range?.[0] ?? 0, node?.range?.[1] ?? 0]

export function listAt(load: FoundLoad, key: string): YAMLSeq | undefined {
  const value = pairAt(load, key)?.value
  return load.yaml.isSeq(value) ? value : undefined
}
