import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigError, RunnerError } from '../model/error.ts'
import { isObject, mergeJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import { loadParamsText } from './params-file.ts'
import { UsageError } from './command.ts'

/**
 * `params.*` properties, below the `-P` file, below `-p` (digdag §8.3). All `-p` values are text; dots nest.
 * @throws UsageError for a form that is not a=b; ConfigError when a dot goes through a scalar
 */
export function readParams(input: { readonly properties: Readonly<Record<string, string>>; readonly file: string | undefined; readonly pairs: readonly string[]; readonly cwd: string }): JsonObject {
  const fromProperties = Object.entries(input.properties).filter(([key]) => key.startsWith('params.')).map(([key, value]) => [key.slice('params.'.length), value] as const)
  const base = fromProperties.reduce<JsonObject>((params, [key, value]) => setNested(params, key, value), {})
  const withFile = input.file === undefined ? base : mergeJson(base, readParamsFile(input.file, input.cwd))
  return input.pairs.flatMap(splitPairs).reduce<JsonObject>((params, [key, value]) => setNested(params, key, value), withFile)
}

/** A comma starts another parameter where `key=` follows (JCommander's rule, digdag §13 no. 36). */
function splitPairs(text: string): readonly (readonly [string, string])[] {
  const parts: string[] = []
  for (const piece of text.split(',')) {
    if (parts.length === 0 || piece.includes('=')) parts.push(piece)
    else parts[parts.length - 1] += `,${piece}`
  }
  return parts.map((part) => {
    const at = part.indexOf('=')
    if (at < 0) throw new UsageError(`Parameter -p expected a value of the form a=b but got:${part}`, { showUsage: false })
    return [part.slice(0, at).trim(), part.slice(at + 1).trimEnd()] as const
  })
}

function setNested(params: JsonObject, key: string, value: string): JsonObject {
  const [first = '', ...rest] = key.split('.')
  if (rest.length === 0) return { ...params, [first]: value }
  const inner: Json | undefined = Object.hasOwn(params, first) ? params[first] : undefined
  if (inner !== undefined && !isObject(inner)) throw new ConfigError(`Parameter '${key}' is set but '${first}' is not a object (${stringifyJson(inner)})`)
  return { ...params, [first]: setNested(isObject(inner) ? inner : {}, rest.join('.'), value) }
}

function readParamsFile(file: string, cwd: string): JsonObject {
  const path = resolve(cwd, file)
  let text: string
  try { text = readFileSync(path, 'utf8') } catch (error) {
    throw new RunnerError('disk', `${file} (no such file)`, { cause: error, hint: 'the -P option names a YAML or JSON file' })
  }
  return loadParamsText(text, file, dirname(path))
}
