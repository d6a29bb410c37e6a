import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readYaml } from '../dig/yaml.ts'
import type { SkippedResult } from '../engine/ports.ts'
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts'
import { formatLocal, formatOffset, type Zone } from '../model/time.ts'
import type { Task } from '../model/task.ts'
import { yamlText } from './yaml-text.ts'

/** `yyyyMMdd'T'HHmmss±hhmm`: the folder of a session's status files (digdag §8.3). */
export const statusFolderName = (at: number, zone: Zone): string => `${formatLocal(at, zone, "yyyyMMdd'T'HHmmss")}${formatOffset(at, zone, false)}`

/** Success files of one session: read to skip, written as tasks succeed. Compatible with `digdag run`, both ways. */
export interface StatusFolder {
  readonly path: string
  find(fullName: string): SkippedResult | undefined
  save(task: Task): void
}

export function openStatusFolder(path: string): StatusFolder {
  return {
    path,
    find: (fullName) => {
      const file = fileOf(path, fullName)
      return existsSync(file) ? resultOf(readFileSync(file, 'utf8'), file) : undefined
    },
    save: (task) => {
      mkdirSync(path, { recursive: true })
      writeFileSync(fileOf(path, task.fullName), statusText(task))
    },
  }
}

/** A full name holds no `/` but may hold what some file systems refuse; digdag writes it as it is. */
const fileOf = (path: string, fullName: string): string => join(path, `${fullName.replaceAll('/', '%2F')}.yml`)

const statusText = (task: Task): string => yamlText({
  fullName: task.fullName, state: 'success',
  result: {
    subtaskConfig: task.subtaskConfig ?? {}, exportParams: task.exportParams, resetStoreParams: task.resetStoreParams, storeParams: task.storeParams,
    report: { inputs: [], outputs: [] },
  },
})

function resultOf(text: string, file: string): SkippedResult | undefined {
  const { value } = readYaml(text, file)
  if (!isObject(value ?? null) || (value as JsonObject)['state'] !== 'success') return undefined
  const result = (value as JsonObject)['result']
  const object = (key: string): JsonObject => { const found = isObject(result ?? null) ? (result as JsonObject)[key] : undefined; return isObject(found ?? null) ? found as JsonObject : {} }
  const resets = isObject(result ?? null) ? (result as JsonObject)['resetStoreParams'] : undefined
  const subtasks = object('subtaskConfig')
  return {
    exports: object('exportParams'), stores: object('storeParams'), resets: resetPaths(resets),
    ...(Object.keys(subtasks).length > 0 ? { subtasks } : {}),
  }
}

/** digdag writes a path as a list of keys, or as one text. */
const resetPaths = (value: Json | undefined): readonly (readonly string[])[] =>
  (isArray(value) ? value.map((path) => (isArray(path) ? path.map(String) : String(path).split('.'))) : [])

const FOLDER = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)([+-]\d\d)(\d\d)$/

/** The newest session of a workflow that left success files, or undefined. */
export function lastSession(root: string, workflow: string): number | undefined {
  let folders: readonly string[]
  try { folders = readdirSync(root) } catch { return undefined }
  const times = folders.flatMap((name) => {
    const match = FOLDER.exec(name)
    if (!match || !hasFileOf(join(root, name), workflow)) return []
    return [Date.parse(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}${match[7]}:${match[8]}`)]
  })
  return times.length === 0 ? undefined : Math.max(...times)
}

const hasFileOf = (folder: string, workflow: string): boolean => readdirSync(folder).some((file) => file.endsWith('.yml') && (file === `+${workflow}.yml` || file.startsWith(`+${workflow}+`) || file.startsWith(`+${workflow}^`)))
