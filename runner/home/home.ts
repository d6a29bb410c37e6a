import type { DrivingEngine } from '../engine/create.ts'
import type { Clock } from '../model/clock.ts'
import type { JsonObject } from '../model/json.ts'
import type { TaskLogs } from '../model/logs.ts'
import type { Project } from '../model/project.ts'
import type { Operator } from '../model/operator.ts'
import type { AttemptDetails, Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import type { Vault } from '../model/vault.ts'
import type { Warehouse } from '../model/warehouse.ts'
import type { EngineEvent, RunHooks } from '../engine/ports.ts'
import type { PluginSpec } from '../operators/plugins.ts'
import type { Loads } from './loads.ts'
import type { ServerNote } from './server-note.ts'

/** How a home is opened. Everything from the surroundings comes in here; nothing below reads environment or arguments. */
export interface HomeOptions {
  /** The folder of state, warehouse, logs, outbox and key; made with mode 0700. */
  readonly path: string
  /** 32 bytes base64 in place of the key file. */
  readonly key?: string | undefined
  readonly fsync?: boolean
  readonly clock?: Clock
  /** State in memory, for `wf run`: nothing is kept, and the home only lends its key, secrets and warehouse. */
  readonly memory?: boolean
  /** Default `warehouse.duckdb` in the home. */
  readonly warehousePath?: string
  readonly lockTimeoutMs?: number
  readonly strictDatabases?: boolean
  /** What scripts inherit; cleaned of what is ours before it reaches them. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** digdag's properties: `config.mail.host`, `param_server.type`, `operator.plugins`… */
  readonly settings?: Readonly<Record<string, string>>
  /** Where the folder of relative plug-ins is. */
  readonly settingsFolder?: string
  readonly graphUrl?: string | undefined
  readonly insecureHttp?: boolean
  readonly maxTasks?: number
  /** Evaluate `${…}` in threads of their own, so that an endless expression delays nobody else: what a server does. */
  readonly isolateTemplates?: boolean
  readonly maxTaskThreads?: number
  readonly maxArchiveBytes?: number
  readonly catchUp?: 'all' | 'last' | 'none'
  /** Tasks work in this directory instead of an unpacked revision. */
  readonly projectDirectory?: string
  /** Under every attempt (`-p` of a local run). */
  readonly defaultParams?: JsonObject
  readonly hooks?: RunHooks
  readonly findSecret?: (projectId: number, key: string) => Promise<string | undefined>
  /** Answers for single secrets before any store is asked. */
  readonly secretOverride?: (key: string) => string | undefined
  /** The directory of a push, remembered with the project's name. */
  readonly pushedFrom?: string
  readonly allowProjectPlugins?: boolean
  /** Where task logs go instead of the home (`run -O`). */
  readonly taskLogPath?: string
  /** Keep nothing of what tasks print: who runs them sees it. */
  readonly discardLogs?: boolean
  /** Operators from outside beside `operator.plugins`. */
  readonly plugins?: readonly PluginSpec[]
  /** Whether started attempts are left to a server of this home. */
  readonly handOver?: () => boolean
  readonly onEvent?: (event: EngineEvent) => void
  /** Lines for the person: waiting for the warehouse, databases made. */
  readonly notice?: (text: string) => void
  /** The command and its purpose, shown to others who wait for the warehouse. */
  readonly who?: string
  /** Trowel's version for REST. */
  readonly version?: string
}

/** An opened home: the parts put together. */
export interface Home {
  readonly path: string
  readonly owner: Owner
  readonly clock: Clock
  readonly store: Store
  readonly vault: Vault
  readonly logs: TaskLogs
  readonly engine: DrivingEngine
  readonly operators: ReadonlyMap<string, Operator>
  readonly warehouse: Warehouse
  readonly outboxPath: string
  /** digdag's REST API as a function. */
  handle(request: Request): Promise<Response>
  saveQuery(query: { readonly name: string; readonly database: string; readonly query: string }): Promise<void>
  /** Writes a query's result as Parquet; answers the number of rows. */
  exportParquet(request: { readonly database: string; readonly sql: string; readonly path: string; readonly signal: AbortSignal }): Promise<number>
  /** Attempts whose owner is gone or was stopped. */
  interrupted(): Promise<readonly AttemptDetails[]>
  /** The server that runs on this home now, if one does. */
  server(): ServerNote | undefined
  readonly loads: Loads
  /** The project last pushed from a directory, if it still is there. */
  pushedProject(directory: string): Promise<Project | undefined>
  /** A project of the lasting store, also for a run in memory. */
  projectNamed(name: string): Promise<Project | undefined>
  /** Removes attempts that ended before a time with their logs and reports, and revisions nothing uses with what was unpacked of them. */
  prune(before: number): Promise<{ readonly attempts: readonly number[]; readonly sessions: number; readonly revisions: number }>
  close(): Promise<void>
}
