import type { Millis } from './clock.ts'
import type { JsonObject } from './json.ts'

// project: a named set of files · revision: one pushed state of a project · workflow: one .dig file of a revision ·
// session: a workflow at a session time · attempt: one try at a session · task: a node of an attempt's tree ·
// operator: what a task does (`sh>`) · schedule: when sessions start by themselves · secret: a value only operators read.

export interface Project { readonly id: number; readonly name: string; readonly createdAt: Millis; readonly deletedAt: Millis | null }

export interface Revision {
  readonly id: number
  readonly projectId: number
  readonly name: string
  readonly createdAt: Millis
  readonly archiveType: 'db' | 'none'
  /** Base64 of the MD5 of the packed bytes; null without an archive. */
  readonly archiveMd5: string | null
  /** Parameters under every attempt of this revision (digdag §3.5, layer 2). */
  readonly defaultParams: JsonObject
}

export interface ProjectRevision { readonly project: Project; readonly revision: Revision }

/** One workflow of one revision, as stored: a new id with every push. */
export interface Workflow {
  readonly id: number
  readonly projectId: number
  readonly revisionId: number
  readonly name: string
  /** A Java zone id such as `Asia/Tokyo` or `+09:00`. */
  readonly timezone: string
  /** The definition in stored order, without `timezone` (digdag §1.4). */
  readonly config: JsonObject
}

/** A task as compiled, before it has an id. Index 0 is the root. */
export interface TaskDefinition {
  readonly index: number
  readonly name: string
  readonly fullName: string
  readonly parentIndex: number | null
  readonly upstreamIndexes: readonly number[]
  readonly isGroup: boolean
  /** Local keys and `_export`; child tasks, `_background` and `_after` taken out. */
  readonly config: JsonObject
}

/** A workflow name with its stored form and its tasks. */
export interface CompiledWorkflow {
  readonly name: string
  readonly timezone: string
  readonly config: JsonObject
  readonly tasks: readonly TaskDefinition[]
}

/** A file of a project or an archive: a regular file or a symbolic link. */
export interface ProjectFile {
  /** With `/`, relative to the project. */
  readonly path: string
  readonly mode: number
  readonly content: Uint8Array
  /** Where a link points; then `content` is empty. */
  readonly linkTarget?: string
}
