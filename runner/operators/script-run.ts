import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../model/error.ts'
import { mapTexts, revealed } from '../model/inert.ts'
import { isObject, parseJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import { RuntimeFailure, type TaskResult, type TaskRun } from '../model/operator.ts'
import type { Params } from '../model/params.ts'
import { runContained } from './docker.ts'
import { declaredEnvironment } from './script-environment.ts'
import { textList } from './values.ts'

const OWNER_ONLY = 0o600

export interface ScriptRun {
  /** As in digdag's texts: `Python`, `Ruby`. */
  readonly language: string
  readonly interpreter: readonly string[]
  /** The program that is run, and its name in the private folder. */
  readonly program: string
  readonly fileName: string
  /** Arguments before the input and output files. */
  readonly args: readonly string[]
  /** What stands between "code N" and the message. */
  readonly messageMark: string
}

/** `python:` or `ruby:`, a program or a list with its options. */
export function interpreterOf(params: Params, key: string, fallback: string): readonly string[] {
  const value = params.get(key)
  if (value !== undefined && typeof value !== 'string' && !Array.isArray(value)) throw new ConfigError(`Invalid ${key}: ${stringifyJson(value)}`)
  const list = textList(params, key) ?? [fallback]
  if (list.length === 0) throw new ConfigError(`Invalid ${key}: []`)
  return list
}

/** Runs a script that takes its parameters from one JSON file and leaves its results in another (digdag §6.3). */
export async function runScript(task: TaskRun, params: Params, script: ScriptRun): Promise<TaskResult> {
  const declared = await declaredEnvironment(task)
  const workspace = await task.workspace()
  const folder = await workspace.scratch()
  const [input, output, program] = ['input.json', 'output.json', script.fileName].map((name) => join(folder, name)) as [string, string, string]
  await writeFile(program, script.program, { mode: OWNER_ONLY })
  // The task's own parameters are asked too, so that each of them counts as used.
  await writeFile(input, stringifyJson({ params: revealed({ ...params.json, ...task.params.json }) }), { mode: OWNER_ONLY })
  const [interpreter, ...options] = script.interpreter as [string, ...string[]]
  const env = { ...task.services.environment, ...declared }
  const command = { program: interpreter, args: [...options, program, ...script.args, input, output], cwd: workspace.workdir, env }
  const code = await runContained(task, params, { command, declared, workspace, folder })
  const result = await readResult(output)
  const error = result?.['error']
  if (code !== 0 || isObject(error)) throw new RuntimeFailure(failureText(script, code, error))
  if (result === undefined) throw new RuntimeFailure('output.json does not exist. Something unexpected error happened. Please check logs.')
  return success(task, result)
}

async function readResult(path: string): Promise<JsonObject | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined || text.trim() === '') return undefined
  try {
    const value = parseJson(text)
    return isObject(value) ? value : undefined
  } catch (cause) { throw new RuntimeFailure(`The results of the script are not JSON (NaN and infinite numbers cannot be stored): ${(cause as Error).message}`, 'runtime', { cause }) }
}

function failureText({ language, messageMark }: ScriptRun, code: number, error: Json | undefined): string {
  const head = `${language} command failed with code ${code}`
  if (!isObject(error)) return head
  const trace = Array.isArray(error['backtrace']) ? error['backtrace'].map((line) => `\n\tfrom ${line}`).join('') : ''
  return `${head}${messageMark}${error['message']} (${error['class']})${trace}`
}

function success(task: TaskRun, result: JsonObject): TaskResult {
  const part = (key: string): JsonObject => (isObject(result[key]) ? result[key] : {})
  const [subtasks, exports, stores] = [part('subtask_config'), part('export_params'), part('store_params')]
  warnOfTemplates(task, { ...exports, ...stores })
  return { kind: 'success', exports, stores, ...(Object.keys(subtasks).length > 0 ? { subtasks } : {}) }
}

/** What scripts store is a template for later tasks, as in digdag; whoever stores foreign text should know. */
function warnOfTemplates(task: TaskRun, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) {
    let found = false
    mapTexts(value, (text) => { found ||= text.includes('${'); return text })
    if (found) task.log.line('warn', `The stored parameter '${key}' contains \${…}, which later tasks evaluate.`)
  }
}
