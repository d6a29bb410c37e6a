import type { Millis } from '../model/clock.ts'
import { RunnerError } from '../model/error.ts'
import { isObject, mergeJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import type { TaskDefinition } from '../model/project.ts'
import { compileWorkflow } from '../dig/compile.ts'
import { withBuiltinVariables } from '../dig/variables.ts'
import { splitConfig } from './generate.ts'
import { matchingNames } from './resume.ts'

/** Where a value comes from (digdag §3.5), lowest precedence first. */
export type Layer = 'server' | 'revision' | 'start' | 'export' | 'own-export' | 'built-in' | 'local'

export interface Origin {
  readonly layer: Layer
  /** The task whose text holds it. */
  readonly task?: string
  /** The keys that lead to it in the workflow's file. */
  readonly path?: readonly string[]
}

export interface ExplainedParam {
  /** The keys that lead to the value, `['td', 'database']`. */
  readonly name: readonly string[]
  /** As written: templates are evaluated for each task only. */
  readonly value: Json
  readonly origin: Origin
  /** What it hides, the nearest first. */
  readonly overrode: readonly { readonly value: Json; readonly origin: Origin }[]
}

export interface Explanation {
  readonly task: TaskDefinition
  readonly params: readonly ExplainedParam[]
  /** Tasks before this one that may store values; only a run knows which. A store of theirs beats everything up to the exports of the groups they share. */
  readonly mayStore: readonly string[]
}

export interface ExplainInput {
  readonly workflow: { readonly name: string; readonly timezone: string; readonly config: JsonObject }
  /** A full name or its end, as `--resume-from` takes it. */
  readonly task: string
  readonly server?: JsonObject
  readonly revision?: JsonObject
  readonly start?: JsonObject
  readonly sessionTime: Millis
}

interface LayerValues { readonly origin: Origin; readonly values: JsonObject }

/**
 * What a task will see, value by value, with the layer that wins and what it hides (digdag §3.5).
 * @throws RunnerError `invalid` when no task, or more than one, ends in the name; ConfigError of the compiler
 */
export function explainTask(input: ExplainInput): Explanation {
  const tasks = compileWorkflow(input.workflow.name, input.workflow.config)
  const fullName = matchingNames(tasks.map((task) => task.fullName), input.task)
  const task = tasks.find((one) => one.fullName === fullName)
  if (task === undefined) throw new RunnerError('invalid', `There is no task ${input.task}`)
  return { task, params: explainLayers(layersOf(input, tasks, task)), mayStore: earlierOperators(tasks, task) }
}

function layersOf(input: ExplainInput, tasks: readonly TaskDefinition[], task: TaskDefinition): readonly LayerValues[] {
  const given: readonly LayerValues[] = [
    { origin: { layer: 'server' }, values: input.server ?? {} },
    { origin: { layer: 'revision' }, values: input.revision ?? {} },
    { origin: { layer: 'start' }, values: input.start ?? {} },
    ...ancestorsOf(tasks, task).map((one) => exportsOf(tasks, one, 'export')),
    exportsOf(tasks, task, 'own-export'),
  ]
  const params = given.reduce((merged, { values }) => mergeJson(merged, values), {} as JsonObject)
  const { localConfig } = splitConfig(task.config)
  return [...given, { origin: { layer: 'built-in' }, values: builtInsOver(params, input, task) }, { origin: { layer: 'local', task: task.fullName, path: pathOf(tasks, task) }, values: localConfig }]
}

const exportsOf = (tasks: readonly TaskDefinition[], task: TaskDefinition, layer: Layer): LayerValues =>
  ({ origin: { layer, task: task.fullName, path: [...pathOf(tasks, task), '_export'] }, values: splitConfig(task.config).exportConfig })

/** Ids are known only once the attempt is there. */
const AT_START = ['session_id', 'attempt_id', 'session_uuid', 'project_id']

function builtInsOver(params: JsonObject, { workflow, sessionTime }: ExplainInput, task: TaskDefinition): JsonObject {
  const full = withBuiltinVariables({ params, timezone: workflow.timezone, sessionTime, sessionId: 0, sessionUuid: '', attemptId: 0, projectId: 0, taskName: task.fullName, retryAttemptName: null })
  return Object.fromEntries(Object.entries(full).flatMap(([key, value]) => {
    if (AT_START.includes(key)) return [[key, '(known at the start)']]
    return params[key] === value ? [] : [[key, value]]
  }))
}

function ancestorsOf(tasks: readonly TaskDefinition[], task: TaskDefinition): readonly TaskDefinition[] {
  const parent = task.parentIndex === null ? undefined : tasks[task.parentIndex]
  return parent === undefined ? [] : [...ancestorsOf(tasks, parent), parent]
}

/** The keys of a task in the workflow's file; the root has none. */
const pathOf = (tasks: readonly TaskDefinition[], task: TaskDefinition): readonly string[] => [...ancestorsOf(tasks, task), task].slice(1).map(({ name }) => name)

/** Deep merge, remembering for each leaf what stood there before. */
export function explainLayers(layers: readonly LayerValues[]): readonly ExplainedParam[] {
  const found = new Map<string, ExplainedParam>()
  for (const { origin, values } of layers) {
    for (const { name, value } of leaves(values, [])) {
      const key = name.join('\0')
      const hidden = [...found].filter(([other]) => other === key || other.startsWith(`${key}\0`) || key.startsWith(`${other}\0`))
      const overrode = hidden.flatMap(([, one]) => [{ value: one.value, origin: one.origin }, ...one.overrode])
      const own = origin.path === undefined ? origin : { ...origin, path: [...origin.path, ...name] }
      const replaced = hidden.some(([other]) => other === key)
      for (const [other] of hidden) if (other !== key) found.delete(other)
      if (!replaced) found.delete(key)
      found.set(key, { name, value, origin: own, overrode })
    }
  }
  return [...found.values()]
}

function leaves(object: JsonObject, path: readonly string[]): readonly { readonly name: readonly string[]; readonly value: Json }[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const name = [...path, key]
    // What a task generates is no parameter of its own.
    if (path.length === 0 && ['_do', '_else_do', '_check', '_error'].includes(key)) return []
    return isObject(value) && Object.keys(value).length > 0 ? leaves(value, name) : [{ name, value }]
  })
}

function earlierOperators(tasks: readonly TaskDefinition[], task: TaskDefinition): readonly string[] {
  const before = new Set<number>()
  const addUpstreams = (one: TaskDefinition): void => {
    for (const index of one.upstreamIndexes) {
      const upstream = tasks[index]
      if (upstream === undefined || before.has(index)) continue
      before.add(index)
      addUpstreams(upstream)
    }
  }
  for (const one of [...ancestorsOf(tasks, task), task]) addUpstreams(one)
  const isBelow = (one: TaskDefinition): boolean => before.has(one.index) || (one.parentIndex !== null && isBelow(tasks[one.parentIndex] as TaskDefinition))
  return tasks.filter((one) => !one.isGroup && isBelow(one)).map((one) => one.fullName)
}

export interface OverriddenParam { readonly name: readonly string[]; readonly given: Json; readonly by: Origin; readonly value: Json }

/** Start parameters that an `_export` of the file will hide from tasks below it (digdag §3.5). */
export function overriddenParams(workflow: ExplainInput['workflow'], start: JsonObject): readonly OverriddenParam[] {
  const tasks = compileWorkflow(workflow.name, workflow.config)
  return tasks.flatMap((task) => {
    const exported = exportsOf(tasks, task, 'export')
    return explainLayers([{ origin: { layer: 'start' }, values: start }, exported])
      .filter(({ origin, value, overrode }) => origin.layer === 'export' && overrode.some((one) => one.origin.layer === 'start' && stringifyJson(one.value) !== stringifyJson(value)))
      .map(({ name, value, origin, overrode }) => ({ name, value, by: origin, given: overrode.find((one) => one.origin.layer === 'start')?.value ?? null }))
  })
}
