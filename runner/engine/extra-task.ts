import { ConfigError } from '../model/error.ts'
import { isObject, mergeJson, type Json, type JsonObject } from '../model/json.ts'
import type { Task } from '../model/task.ts'

type Configured = Pick<Task, 'localConfig' | 'exportConfig'>

/** A setting of a task as digdag reads it: its own key over one of the same name in its own `_export`, maps merged. */
export function settingOf({ localConfig, exportConfig }: Configured, key: string): Json | undefined {
  const own = Object.hasOwn(localConfig, key) ? localConfig[key] : undefined
  const exported = Object.hasOwn(exportConfig, key) ? exportConfig[key] : undefined
  if (own === undefined) return exported
  return isObject(own) && isObject(exported) ? mergeJson(exported, own) : own
}

/**
 * The `_error` or `_check` of a task; undefined when there is none, or an empty one.
 * @throws ConfigError `Parameter '_check' must be an object`
 */
export function extraTask(task: Configured, key: '_error' | '_check'): JsonObject | undefined {
  const value = settingOf(task, key) ?? null
  if (value === null) return undefined
  if (!isObject(value)) throw new ConfigError(`Parameter '${key}' must be an object`)
  return Object.keys(value).length > 0 ? value : undefined
}

export function hasExtraTask(task: Configured, key: '_error' | '_check'): boolean {
  const value = settingOf(task, key) ?? null
  return isObject(value) && Object.keys(value).length > 0
}
