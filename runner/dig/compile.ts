import { ConfigError, messageOf } from '../model/error.ts'
import { isArray, isObject, setKey, stringifyJson, type Json, type JsonObject } from '../model/json.ts'
import { asFlag, asInt, asList, asText } from '../model/params.ts'
import type { TaskDefinition } from '../model/project.ts'
import { inHashOrder } from './java-order.ts'
import { taskNameFaults } from './names.ts'
import { suggestions } from './problem.ts'

/** Something that the compiler refuses, with the path of the key at fault from the workflow's root. */
export interface StructureFault {
  readonly path: readonly string[]
  /** digdag's text. */
  readonly message: string
  /** digdag's first line, above faults that it reports together. */
  readonly heading?: string
}

/** Compiles a workflow into its tasks, the root first and depth-first from there (digdag §2).
 * @throws ConfigError with digdag's text for the first fault */
export const compileWorkflow = (name: string, config: JsonObject): readonly TaskDefinition[] => compileOrThrow('', `+${name}`, config)

/** The kind of task that the engine adds below a task. */
export type SubtaskSuffix = '^sub' | '^check' | '^error' | '^failure-alert' | '^sla' | `^sla^${string}`

/** Compiles what a run generated, by the same rules as a file; index 0 is the generated task itself, which may be an operator.
 * @throws ConfigError with digdag's text for the first fault */
export const compileSubtasks = (options: { readonly parentFullName: string; readonly suffix: SubtaskSuffix; readonly config: JsonObject }): readonly TaskDefinition[] =>
  compileOrThrow(options.parentFullName, options.suffix, options.config)

function compileOrThrow(parentFullName: string, name: string, config: JsonObject): readonly TaskDefinition[] {
  const { tasks, faults } = compileTree({ parentFullName, name, config })
  const [first] = faults
  if (first === undefined) return tasks
  const together = first.heading === undefined ? [first] : faults.filter((fault) => fault.heading === first.heading)
  throw new ConfigError([...(first.heading === undefined ? [] : [first.heading]), ...together.map((fault) => fault.message)].join('\n'))
}

/**
 * Compiles and gathers every fault, in the order in which digdag would meet them.
 * @param options.checkRootName also hold the root's own name, which comes from a file's, to the rules of task names
 */
export function compileTree(options: { readonly parentFullName: string; readonly name: string; readonly config: JsonObject; readonly checkRootName?: boolean }): { readonly tasks: readonly TaskDefinition[]; readonly faults: readonly StructureFault[] } {
  const compiler: Compiler = { rows: [], faults: [], invalidKeys: [] }
  collect(compiler, { parent: null, parentFullName: options.parentFullName, name: options.name, path: [] }, options.config)
  const tasks = compiler.rows.map(({ path: _path, ...row }): TaskDefinition => row)
  const named = options.checkRootName === true ? compiler.rows : compiler.rows.slice(1)
  return { tasks, faults: [...compiler.faults, ...named.flatMap(nameFaults), ...compiler.invalidKeys] }
}

const EXCEPTION = 'io.digdag.core.repository.ModelValidationException:'

const nameFaults = ({ name, path }: Row): readonly StructureFault[] =>
  taskNameFaults(name).map((fault) => ({ path, heading: `${EXCEPTION} Validating workflow task failed`, message: `name ${fault}: "${name}"` }))

interface Compiler {
  readonly rows: Row[]
  readonly faults: StructureFault[]
  /** Unknown keys of groups: digdag reports them last, and together. */
  readonly invalidKeys: StructureFault[]
}

interface Row extends Omit<TaskDefinition, 'config' | 'upstreamIndexes'> {
  upstreamIndexes: number[]
  config: JsonObject
  readonly path: readonly string[]
}

/** Where a task stands: the name it gets and the keys that lead to it. */
interface Place { readonly parent: Row | null; readonly parentFullName: string; readonly name: string; readonly path: readonly string[] }

/** Keys that a group may have beside its tasks (digdag §1.5), in digdag's order. */
export const GROUP_KEYS = ['timezone', 'schedule', 'sla', '_parallel', '_background', '_after', '_error', '_check', '_retry', '_export', '_secrets'] as const
const GROUP_KEY_SET: ReadonlySet<string> = new Set(GROUP_KEYS)
/** digdag suggests keys in the order of a Java set. */
const IN_HASH_ORDER = inHashOrder(GROUP_KEYS)

/** Runs a reading that may refuse; the refusal becomes a fault. */
function reading<T>(compiler: Compiler, path: readonly string[], fallback: T, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    compiler.faults.push({ path, message: messageOf(error) })
    return fallback
  }
}

function collect(compiler: Compiler, place: Place, original: JsonObject): Row {
  const children = Object.keys(original).filter((key) => key.startsWith('+')).flatMap((key) => {
    const config = reading(compiler, [...place.path, key], undefined, () => joinedTask(original, key))
    return config === undefined ? [] : [{ key, config }]
  })
  const config = Object.fromEntries(Object.entries(original).filter(([key]) => !key.startsWith('+')))
  if (reading(compiler, [...place.path, '_disable'], false, () => flagOf(config, '_disable'))) return addRow(compiler, place, true, { _disable: true })
  return isOperator(config) ? collectOperator(compiler, place, config, children.length > 0) : collectGroup(compiler, place, config, children)
}

/** Whether a task does something itself; any other is a group (digdag §1.2). */
export const isOperator = (config: JsonObject): boolean => Object.keys(config).some((key) => key === '_type' || key.endsWith('>'))

/** A task's mapping; a list of mappings is joined in order, a later key replacing the whole value of an earlier one (digdag §1.5). */
export function joinedTask(parent: JsonObject, key: string): JsonObject {
  const value = parent[key]
  if (isObject(value)) return value
  if (!isArray(value) || !value.every(isObject)) throw new ConfigError(`Parameter '${key}' must be an object or array of objects`)
  const joined: Record<string, Json> = {}
  for (const item of value) for (const [name, part] of Object.entries(item)) setKey(joined, name, part)
  return joined
}

function addRow(compiler: Compiler, { parent, parentFullName, name, path }: Place, isGroup: boolean, config: JsonObject): Row {
  const row: Row = { index: compiler.rows.length, name, fullName: parentFullName + name, parentIndex: parent?.index ?? null, upstreamIndexes: [], isGroup, config, path }
  compiler.rows.push(row)
  return row
}

function collectOperator(compiler: Compiler, place: Place, config: JsonObject, hasChildren: boolean): Row {
  if (hasChildren) compiler.faults.push({ path: place.path, message: `A task can't have subtasks: ${stringifyJson(config)}` })
  const operators = Object.keys(config).filter((key) => key.endsWith('>'))
  if (operators.length > 1) compiler.faults.push({ path: [...place.path, operators[1] ?? ''], message: `A task can't have more than one operator: ${stringifyJson(config)}` })
  checkErrorTask(compiler, place, config)
  return addRow(compiler, place, false, config)
}

interface Child { readonly key: string; readonly config: JsonObject }

function collectGroup(compiler: Compiler, place: Place, config: JsonObject, children: readonly Child[]): Row {
  const row = addRow(compiler, place, true, config)
  checkGroupKeys(compiler, row)
  const rows = children.map(({ key, config: child }) => collect(compiler, { parent: row, parentFullName: row.fullName, name: key, path: [...place.path, key] }, child))
  const parallel = reading(compiler, [...place.path, '_parallel'], SEQUENTIAL, () => parallelOf(config))
  if (parallel.isParallel) addParallelEdges(compiler, rows, parallel.limit)
  else addSequentialEdges(compiler, rows)
  checkErrorTask(compiler, place, config)
  return row
}

function checkGroupKeys(compiler: Compiler, { fullName, config, path }: Row): void {
  const unknown = Object.keys(config).filter((key) => !GROUP_KEY_SET.has(key))
  const [first] = unknown
  if (first === undefined) return
  const named = unknown.map((key) => {
    const near = suggestions(key, IN_HASH_ORDER)
    return near.length === 0 ? `'${key}'` : `'${key}' (did you mean [${near.join(', ')}]?)`
  })
  const message = `${fullName} contains invalid keys: ${named.join(', ')}: "${stringifyJson(config)}"`
  compiler.invalidKeys.push({ path: [...path, first], heading: `${EXCEPTION} Validating workflow failed`, message })
}

/** `_error` is compiled up front, for nobody could tell of its mistakes later (digdag §1.5). */
function checkErrorTask(compiler: Compiler, place: Place, config: JsonObject): void {
  const path = [...place.path, '_error']
  const errorTask = reading(compiler, path, {}, () => objectOf(config, '_error'))
  if (Object.keys(errorTask).length === 0) return
  for (const fault of compileTree({ parentFullName: place.parentFullName + place.name, name: '^error', config: errorTask }).faults) compiler.faults.push({ ...fault, path: [...path, ...fault.path] })
}

function addSequentialEdges(compiler: Compiler, rows: readonly Row[]): void {
  let before: number[] = []
  for (const row of rows) {
    if (Object.hasOwn(row.config, '_after')) compiler.faults.push({ path: [...row.path, '_after'], message: AFTER_WITHOUT_PARALLEL })
    if (reading(compiler, [...row.path, '_background'], false, () => flagOf(row.config, '_background'))) before.push(row.index)
    else {
      row.upstreamIndexes.push(...before)
      before = [row.index]
    }
    row.config = without(row.config, '_background')
  }
}

const AFTER_WITHOUT_PARALLEL = 'Setting "_after" option is invalid if its parent task doesn\'t have "_parallel: true" option'
const BACKGROUND_IN_PARALLEL = 'Setting "_background: true" option is invalid (unnecessary) if its parent task has "_parallel: true" option'

/** Without a limit no edges but those of `_after`; with one, each chunk waits for the whole chunk before (digdag §2.2). An edge may stand twice, as in digdag. */
function addParallelEdges(compiler: Compiler, rows: readonly Row[], limit: number): void {
  const chunk = limit > 0 ? limit : rows.length
  const earlier = new Map<string, number>()
  let before: number[] = []
  rows.forEach((row, i) => {
    addAfterEdges(compiler, row, earlier)
    if (i > 0 && i % chunk === 0) before = rows.slice(i - chunk, i).map(({ index }) => index)
    // All of a chunk wait for the same ones: one list for them all, or a wide group would take the square of its width.
    row.upstreamIndexes = row.upstreamIndexes.length === 0 ? before : [...row.upstreamIndexes, ...before]
    row.config = without(row.config, '_after')
    earlier.set(row.name, row.index)
  })
}

function addAfterEdges(compiler: Compiler, row: Row, earlier: ReadonlyMap<string, number>): void {
  if (reading(compiler, [...row.path, '_background'], false, () => flagOf(row.config, '_background'))) compiler.faults.push({ path: [...row.path, '_background'], message: BACKGROUND_IN_PARALLEL })
  for (const name of reading(compiler, [...row.path, '_after'], [], () => namesOf(row.config, '_after'))) {
    const index = earlier.get(name)
    if (index === undefined) compiler.faults.push({ path: [...row.path, '_after'], message: `Dependency task '${name}' does not exist` })
    else row.upstreamIndexes.push(index)
  }
}

function without(config: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(config, key)) return config
  const { [key]: _removed, ...rest } = config
  return rest
}

export interface Parallel { readonly isParallel: boolean; /** Tasks of a chunk; 0 or less: no limit. */ readonly limit: number }
const SEQUENTIAL: Parallel = { isParallel: false, limit: 0 }

/** What `_parallel` asks for (digdag §2.2).
 * @throws ConfigError `Invalid _parallel format: …` */
export function parallelOf(config: JsonObject): Parallel {
  const value = Object.hasOwn(config, '_parallel') ? config['_parallel'] : undefined
  if (value === undefined) return SEQUENTIAL
  if (typeof value === 'boolean' || typeof value === 'string') return { isParallel: asFlag(value, '_parallel'), limit: 0 }
  if (!isObject(value)) throw new ConfigError(`Invalid _parallel format: ${stringifyJson(value)}`)
  const { limit } = value
  if (limit === undefined) throw new ConfigError("Parameter 'limit' is required but not set")
  if (limit === null) throw new ConfigError("Parameter 'limit' is required but null")
  return { isParallel: true, limit: asInt(limit, 'limit') }
}

const valueOf = (config: JsonObject, key: string): Json => (Object.hasOwn(config, key) ? config[key] : undefined) ?? null

function flagOf(config: JsonObject, key: string): boolean {
  const value = valueOf(config, key)
  return value !== null && asFlag(value, key)
}

function objectOf(config: JsonObject, key: string): JsonObject {
  const value = valueOf(config, key)
  if (value === null) return {}
  if (isObject(value)) return value
  throw new ConfigError(`Parameter '${key}' must be an object`)
}

function namesOf(config: JsonObject, key: string): readonly string[] {
  const value = valueOf(config, key)
  return value === null ? [] : asList(value, key).map((item) => (item === null ? 'null' : asText(item, key)))
}
