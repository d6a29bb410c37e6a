import { isArray, isObject, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import type { TaskDefinition } from '../model/project.ts'
import type { Task } from '../model/task.ts'
import { compileWorkflow } from '../dig/compile.ts'
import { joinedConfig } from './generate.ts'
import { selectResumed, type ResumeMode } from './resume.ts'

/** What a resume will do with one task, and why. */
export interface PlannedStep {
  readonly fullName: string
  readonly isGroup: boolean
  readonly action: 'skip' | 'run'
  readonly reason: string
  /** Skipped although its definition is another than the one that succeeded (digdag trusts names alone, digdag §13). */
  readonly changed: boolean
}

/**
 * What `retry` would skip and run again.
 * @throws RunnerError `invalid` with digdag's texts, as the retry itself would
 */
export function planResume(input: { readonly workflow: { readonly name: string; readonly config: JsonObject }; readonly tasks: readonly Task[]; readonly mode: ResumeMode | { readonly mode: 'all' } }): readonly PlannedStep[] {
  const { mode, tasks } = input
  const definitions = compileWorkflow(input.workflow.name, input.workflow.config)
  const skipped = new Map((mode.mode === 'all' ? [] : selectResumed(tasks, mode)).map((task) => [task.fullName, task]))
  const latest = new Map(tasks.map((task) => [task.fullName, task]))
  const planned = definitions.map((definition) => stepOf(definition, skipped.get(definition.fullName), latest.get(definition.fullName), mode.mode))
  const names = new Set(definitions.map(({ fullName }) => fullName))
  const generated = [...skipped.values()].filter((task) => !names.has(task.fullName) && runsAgain(task, planned))
  return [...planned, ...generated.map((task): PlannedStep => ({ fullName: task.fullName, isGroup: task.isGroup, action: 'skip', changed: false, reason: 'succeeded; taken over if it is generated again' }))]
}

/** A generated task matters only below an operator that runs again. */
const runsAgain = (task: Task, planned: readonly PlannedStep[]): boolean =>
  planned.some((step) => step.action === 'run' && !step.isGroup && task.fullName.startsWith(`${step.fullName}^`))

function stepOf(definition: TaskDefinition, taken: Task | undefined, before: Task | undefined, mode: 'failed' | 'from' | 'all'): PlannedStep {
  const { fullName, isGroup } = definition
  if (definition.index === 0) return { fullName, isGroup, action: 'run', reason: 'the workflow itself', changed: false }
  if (taken !== undefined) {
    const changed = canonical(joinedConfig(taken)) !== canonical(definition.config)
    return { fullName, isGroup, action: 'skip', changed, reason: changed ? 'succeeded, although its definition has changed since' : 'succeeded' }
  }
  return { fullName, isGroup, action: 'run', changed: false, reason: reasonToRun(before, mode) }
}

function reasonToRun(before: Task | undefined, mode: 'failed' | 'from' | 'all'): string {
  if (before === undefined) return 'it is new'
  if (before.state === 'success') return mode === 'all' ? 'everything runs again' : 'it stands at or behind the task to begin at'
  if (before.state === 'blocked') return 'it had not started'
  return before.state === 'canceled' ? 'it was canceled' : before.isGroup ? 'a task below it failed' : before.state === 'running' ? 'it was interrupted' : 'it failed'
}

/** Text that is equal for equal values, whatever the order of keys. */
function canonical(value: Json): string {
  if (isArray(value)) return `[${value.map(canonical).join()}]`
  if (!isObject(value)) return stringifyJson(value)
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join()}}`
}
