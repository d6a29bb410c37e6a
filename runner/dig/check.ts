import { ConfigError, messageOf } from '../model/error.ts'
import { isArray, isObject, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import { compileTree, isOperator, joinedTask } from './compile.ts'
import { loadCalledWorkflow, type LoadedProject, type SourceFiles } from './load.ts'
import { nearest, problemAt, type DigProblem } from './problem.ts'
import type { YamlResult } from './yaml.ts'

export interface CheckOptions {
  /** Types of the operators that there are, without `>`. */
  readonly operators: readonly string[]
  readonly files: SourceFiles
}

type Path = readonly string[]

/** One workflow being checked. */
interface Check {
  readonly options: CheckOptions
  readonly text: YamlResult
  readonly found: DigProblem[]
  /** A file argument may count from a `_workdir`, which only a run knows. */
  readonly hasWorkdir: boolean
}

/** Warnings for what digdag accepts and the writer hardly meant (digdag §13): found without running anything. */
export function checkProject(loaded: LoadedProject, options: CheckOptions): readonly DigProblem[] {
  return loaded.workflows.flatMap(({ name, config }) => {
    const text = loaded.texts.get(name)
    if (text === undefined) return []
    const check: Check = { options, text, found: [], hasWorkdir: stringifyJson(config).includes('"_workdir":') }
    visitTask(check, config, [])
    checkTemplates(check, config, [])
    return check.found
  })
}

function warn(check: Check, path: Path, message: string, hint?: string): void {
  check.found.push(problemAt(check.text.placeOf(path), 'structure', message, { severity: 'warning', ...(hint === undefined ? {} : { hint }) }))
}

function visitTask(check: Check, config: JsonObject, path: Path): void {
  if (config['_disable'] === true) return
  checkExport(check, config['_export'], [...path, '_export'])
  if (isOperator(config)) checkOperator(check, config, path)
  else checkGroup(check, config, path)
  for (const key of Object.keys(config)) {
    if (key.startsWith('+')) visitJoined(check, config, path, key)
    else if (GENERATING.has(key)) visitGenerated(check, config[key] ?? null, path, key)
  }
}

function visitJoined(check: Check, config: JsonObject, path: Path, key: string): void {
  try {
    visitTask(check, joinedTask(config, key), [...path, key])
  } catch (error) {
    // The compiler, or visitGenerated, has told it.
    if (!(error instanceof ConfigError)) throw error
  }
}

/** Keys whose value becomes tasks when the task runs. */
const GENERATING: ReadonlySet<string> = new Set(['_do', '_else_do', '_check', '_error'])

function visitGenerated(check: Check, value: Json, path: Path, key: string): void {
  if (!isObject(value)) return
  const at = [...path, key]
  if (key !== '_error') {
    for (const fault of compileTree({ parentFullName: '', name: '^sub', config: value }).faults) warn(check, [...at, ...fault.path], fault.message, 'digdag finds this only when the task runs: it then fails.')
  }
  visitTask(check, value, at)
}

function checkExport(check: Check, value: Json | undefined, path: Path): void {
  if (value === undefined || value === null) return
  if (!isObject(value)) {
    warn(check, path, "Parameter '_export' must be an object", 'The start of this workflow will be refused.')
    return
  }
  for (const key of Object.keys(value)) {
    if (key.endsWith('>') || key === '_type') warn(check, [...path, key], `The exported parameter ${key} decides the operator of tasks that have none`, 'Rename the parameter, or move the operator into a task.')
    else if (BUILT_IN.has(key)) warn(check, [...path, key], `${key} is set by digdag, so exporting it has no effect`, 'Give the parameter another name.')
  }
}

/** Variables that no `_export` overrides (digdag §5). */
const BUILT_IN: ReadonlySet<string> = new Set([
  'timezone', 'project_id', 'session_id', 'attempt_id', 'session_uuid', 'session_time', 'session_date', 'session_date_compact', 'session_local_time', 'session_tz_offset',
  'session_unixtime', 'task_name',
])

const WITHOUT_EFFECT_IN_GROUPS = ['timezone', 'schedule', 'sla'] as const

function checkGroup(check: Check, config: JsonObject, path: Path): void {
  if (path.length > 0) {
    for (const key of WITHOUT_EFFECT_IN_GROUPS) if (Object.hasOwn(config, key)) warn(check, [...path, key], `${key} has no effect within a task`, `Move ${key} to the top level of the file.`)
  }
  if (isObject(config['_check'])) warn(check, [...path, '_check'], '_check of a group or workflow never runs', 'Add a task at the end of the group instead, or put _check in a task with an operator.')
  const retry = config['_retry']
  if (retry !== undefined && !isGroupRetry(retry)) warn(check, [...path, '_retry'], `_retry: ${stringifyJson(retry)} of a group is ignored`, 'Use a number, or {limit, interval, interval_type: constant or exponential}. It is not a template here.')
}

function isGroupRetry(retry: Json): boolean {
  if (isObject(retry)) return isCount(retry['limit']) && (retry['interval_type'] === undefined || /^(?:constant|exponential)$/i.test(String(retry['interval_type'])))
  return isCount(retry)
}

const isCount = (value: Json | undefined): boolean => typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value)) || (typeof value === 'object' && value !== null && !isArray(value) && !isObject(value))

/** Their own failure is never retried, and they have no children whose failure could be (digdag §2.5). */
const NEVER_RETRIED: ReadonlySet<string> = new Set(['echo', 'fail', 'wait', 'notify'])

function checkOperator(check: Check, config: JsonObject, path: Path): void {
  const key = Object.keys(config).find((name) => name.endsWith('>'))
  const type = config['_type'] ?? key?.slice(0, -1)
  if (typeof type !== 'string' || type.includes('${')) return
  const at = [...path, config['_type'] === undefined ? key ?? '' : '_type']
  if (!check.options.operators.includes(type)) warnUnknownOperator(check, at, type)
  if (NEVER_RETRIED.has(type) && Object.hasOwn(config, '_retry')) warn(check, [...path, '_retry'], `_retry has no effect on ${type}>`, 'Put the task in a group and give the group the _retry.')
  checkKeys(check, config, path)
  checkCommandFile(check, type, config['_type'] === undefined ? config[key ?? ''] : config['_command'], at)
}

function warnUnknownOperator(check: Check, path: Path, type: string): void {
  const near = nearest(type, check.options.operators)
  warn(check, path, `Unknown task type: ${type}`, near === undefined ? 'The task will fail unless a plug-in brings this operator.' : `Did you mean ${near}>?`)
}

const TASK_KEYS: ReadonlySet<string> = new Set([
  '_type', '_command', '_export', '_error', '_check', '_retry', '_parallel', '_background', '_after', '_do', '_else_do', '_disable', '_env', '_secrets',
])
/** Keys that are easily written without their underscore; no operator has a parameter of these names. */
const MISSING_UNDERSCORE: ReadonlySet<string> = new Set(['do', 'else_do', 'retry', 'export', 'error', 'check', 'background', 'parallel', 'after'])

function checkKeys(check: Check, config: JsonObject, path: Path): void {
  for (const key of Object.keys(config)) {
    if (MISSING_UNDERSCORE.has(key)) warn(check, [...path, key], `${key} is a parameter without effect`, `Did you mean _${key}?`)
    else if (key.startsWith('_') && !TASK_KEYS.has(key)) {
      const near = nearest(key, TASK_KEYS)
      if (near !== undefined) warn(check, [...path, key], `${key} is a parameter without effect`, `Did you mean ${near}?`)
    }
  }
}

/** Operators whose command names a file of the project. */
const FILE_COMMANDS: ReadonlySet<string> = new Set(['call', 'td', 'td_load', 'td_for_each', 'mail', 'pg', 'embulk'])

function checkCommandFile(check: Check, type: string, command: Json | undefined, path: Path): void {
  if (!FILE_COMMANDS.has(type) || typeof command !== 'string' || command === '' || check.hasWorkdir || /\$[{<]/.test(command)) return
  const file = type === 'call' && !command.endsWith('.dig') ? `${command}.dig` : command
  const content = check.options.files.read(file)
  if (content === undefined) {
    // A saved load is named where a file could be.
    if (type !== 'td_load' || /\.ya?ml(?:\.\w+)?$/.test(file)) warn(check, path, `File not found: ${file}`, 'Paths count from the folder of the project.')
  } else if (type === 'call') checkCalled(check, file, content, path)
}

function checkCalled(check: Check, file: string, content: string | Uint8Array, path: Path): void {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  try {
    loadCalledWorkflow(text, file, check.options.files, file.replace(/\.dig$/, ''))
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    if (error.problems.length === 0) warn(check, path, `${file}: ${messageOf(error)}`)
    for (const problem of error.problems) check.found.push({ kind: 'structure', ...problem, severity: 'warning' })
  }
}

/** A template that is not closed silently stays as it is, and so does what follows it (digdag §13.6). */
function checkTemplates(check: Check, value: Json, path: Path): void {
  if (typeof value === 'string') {
    const open = value.lastIndexOf('${')
    if (open !== -1 && !value.includes('}', open)) warn(check, path, `A template is not closed: ${value.slice(open, open + 40)}`, 'Write } at its end. Text that is to keep ${ is written ${\'$\'}{.')
  } else if (isArray(value)) value.forEach((item, i) => checkTemplates(check, item, [...path, String(i)]))
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) checkTemplates(check, item, [...path, key])
}
