import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readYaml } from '../dig/yaml.ts'
import { ConfigError } from '../model/error.ts'
import { isObject, stringifyJson, type JsonObject } from '../model/json.ts'

/**
 * Reads a `-P` file or a map of secrets the way a `.dig` is read: digdag's scalar types, `!include` relative to the file.
 * @throws ConfigError with every problem of the text
 */
export function loadParamsText(text: string, file: string, directory: string): JsonObject {
  const include = (path: string): string | undefined => { try { return readFileSync(resolve(directory, path), 'utf8') } catch { return undefined } }
  const { value, problems } = readYaml(text, file, { include, root: directory })
  const errors = problems.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (value === undefined || first) throw new ConfigError(first?.message ?? `${file} is empty`, { problems: errors, hint: `${file} must be a map of parameters in YAML or JSON` })
  if (!isObject(value)) throw new ConfigError(`Expected object to load Config but got ${stringifyJson(value)}`)
  return value
}
