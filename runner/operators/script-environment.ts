import { ConfigError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import { isArray, isObject, textOf, type JsonObject } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import { asObject, wrongType } from '../model/params.ts'

const NAME = /^[a-zA-Z_][a-zA-Z_0-9]*$/

/** The task's `_env`: names checked, values as text with secrets in place (digdag §3.7). */
export async function declaredEnvironment(task: TaskRun): Promise<Readonly<Record<string, string>>> {
  if (task.declaredEnvironment !== undefined) return task.declaredEnvironment()
  if (!task.local.has('_env')) return {}
  const declared = asObject(task.params.raw('_env') ?? {}, '_env')
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(declared)) {
    if (!NAME.test(name)) throw new ConfigError(`Invalid _env key name: ${name}`, { hint: 'names are letters, digits and _, not beginning with a digit' })
    if (isObject(value) || isArray(value) || value === null) throw wrongType('string type', name, value)
    result[name] = await task.secrets.fill(textOf(value))
  }
  return result
}

/**
 * Every parameter with a usable name as an environment variable, texts as they are, everything else as JSON (digdag §6.3).
 * @throws ConfigError `Parameter 'z' is required but null`
 */
export function parameterEnvironment(params: JsonObject): Readonly<Record<string, string>> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(params)) {
    if (!NAME.test(name)) continue
    if (value === null) {
      throw new ConfigError(`Parameter '${name}' is required but null`, { hint: `sh> passes every parameter to the script; give ${name} a value, or export it below this task only` })
    }
    const text = textOf(revealed(value))
    if (text.includes('\0')) throw new ConfigError(`Parameter '${name}' holds a NUL character, which no environment variable can carry`)
    result[name] = text
  }
  return result
}
