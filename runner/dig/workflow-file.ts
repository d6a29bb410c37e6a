import { isObject, setKey, type Json, type JsonObject } from '../model/json.ts'
import { wrongType } from '../model/params.ts'
import { parseZone } from '../model/time.ts'
import { projectNameFaults, topTaskNameFaults } from './names.ts'
import type { ProblemKind } from './problem.ts'

/** A workflow file in the form in which it is stored (digdag §1.4). */
export interface WorkflowFile {
  readonly timezone: string
  /** `_export`, then the other keys of the top level, then the tasks; without `timezone`. */
  readonly config: JsonObject
}

/** Something that keeps a file from being a workflow, with the path of the key at fault. */
export interface FileFault {
  readonly path: readonly string[]
  readonly kind: ProblemKind
  /** digdag's text. */
  readonly message: string
  readonly heading?: string
  /** The name of the workflow itself is at fault, and so its file's. */
  readonly ofFileName?: boolean
}

const SETTINGS = ['schedule', 'sla', '_error', '_check', '_retry', '_parallel'] as const
/** Keys of the top level beside tasks (digdag §1.5). */
export const TOP_LEVEL_KEYS = ['timezone', '_export', ...SETTINGS] as const

/** Checks the top level of a workflow file. Every fault is told, those first that digdag would meet first. */
export function readWorkflowFile(name: string, content: JsonObject): { readonly file: WorkflowFile; readonly faults: readonly FileFault[] } {
  const timezone = timezoneOf(content)
  const exported = content['_export'] ?? {}
  const stored = storedConfig(content, isObject(exported) ? exported : {})
  const faults: FileFault[] = []
  if (timezone === undefined) faults.push({ path: ['timezone'], kind: 'content', message: wrongType(ZONE_TYPE, 'timezone', content['timezone'] ?? null).message })
  if (!isObject(exported)) faults.push({ path: ['_export'], kind: 'content', message: "Parameter '_export' must be an object" })
  for (const [key, value] of Object.entries(stored)) {
    if (value === null) faults.push({ path: [key], kind: 'content', message: `Parameter '${key}' is required but null` })
  }
  return { file: { timezone: timezone ?? 'UTC', config: stored }, faults: [...faults, ...unknownKeys(name, content), ...nameFaults(name, content)] }
}

/** The Java type in digdag's message. */
const ZONE_TYPE = '[reference type, class com.google.common.base.Optional<java.time.ZoneId>]'

/** UTC without a `timezone`; undefined when it is no Java zone id (digdag §1.3). */
function timezoneOf(content: JsonObject): string | undefined {
  const value = content['timezone'] ?? ''
  if (value === '') return 'UTC'
  return typeof value === 'string' ? zoneOf(value) : undefined
}

const zones = new Map<string, string | undefined>()
const MOST_ZONES = 1000

/** Asking the platform for a region costs more than reading a file; few names come again and again. */
function zoneOf(text: string): string | undefined {
  if (!zones.has(text)) {
    if (zones.size >= MOST_ZONES) zones.clear()
    zones.set(text, parseZone(text))
  }
  return zones.get(text)
}

function storedConfig(content: JsonObject, exported: JsonObject): JsonObject {
  const config: Record<string, Json> = {}
  if (Object.keys(exported).length > 0) config['_export'] = exported
  for (const key of SETTINGS) if (content[key] !== undefined) config[key] = content[key]
  for (const [key, value] of Object.entries(content)) if (key.startsWith('+')) setKey(config, key, value)
  return config
}

const KNOWN: ReadonlySet<string> = new Set(TOP_LEVEL_KEYS)

function unknownKeys(name: string, content: JsonObject): readonly FileFault[] {
  const unknown = Object.keys(content).filter((key) => !key.startsWith('+') && !KNOWN.has(key))
  return unknown.slice(0, 1).map((key) => ({ path: [key], kind: 'content', message: `Workflow '${name}' includes unknown keys: [${unknown.join(', ')}]` }))
}

const HEADING = 'Validating workflow failed'

function nameFaults(name: string, content: JsonObject): readonly FileFault[] {
  const ofTasks = Object.keys(content).filter((key) => key.startsWith('+')).flatMap((key) =>
    topTaskNameFaults(key).map((fault): FileFault => ({ path: [key], kind: 'name', heading: HEADING, message: `task name ${fault}: "${key}"` })))
  const ofFile = projectNameFaults(name).map((fault): FileFault => ({ path: [], kind: 'name', heading: HEADING, message: `name ${fault}: "${name}"`, ofFileName: true }))
  return [...ofTasks, ...ofFile]
}
