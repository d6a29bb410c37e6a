import { stringifyJson, textOf, type JsonObject } from '../model/json.ts'
import type { Context } from './context.ts'

/** Warns of start parameters that an `_export` of the workflow will hide (digdag §3.5). */
export async function warnOverridden(context: Context, workflow: { readonly name: string; readonly timezone: string; readonly config: JsonObject }, params: JsonObject): Promise<void> {
  if (Object.keys(params).length === 0) return
  const { overriddenParams } = await import('../engine/explain.ts')
  for (const { name, given, value, by } of overriddenParams(workflow, params)) {
    const key = name.join('.')
    context.note(`warning: -p ${key}=${textOf(given)} is overridden by the _export of ${by.task ?? workflow.name}, ${key}: ${stringifyJson(value)} (an _export wins over -p, as in digdag). \`${context.typed(`params ${workflow.name} +TASK`)}\` shows what a task sees.`)
  }
}
