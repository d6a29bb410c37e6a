import { ConfigError } from '../model/error.ts'
import { revealed } from '../model/inert.ts'
import { isObject } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import { asText, createParams, type Params } from '../model/params.ts'

/**
 * The text that a "query-like" argument names (digdag §4.5): a template file of the project, `{data: text}`, or, without
 * a command, the text of another parameter. Templates are evaluated.
 */
export async function templateText(task: TaskRun, params: Params, alias: string): Promise<string> {
  const command = params.get('_command')
  if (command === undefined) return params.text(alias)
  if (isObject(command)) return createParams(command).text('data')
  const file = asText(command, '_command')
  if (file.trim() === '') throw new ConfigError("Parameter '_command' is required but not set", { hint: `name a file, or give the text as ${alias}:` })
  return revealed(await (await task.workspace()).template(file))
}
