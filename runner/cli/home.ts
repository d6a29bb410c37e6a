import { dirname, resolve } from 'node:path'
import type { EngineEvent, RunHooks } from '../engine/ports.ts'
import type { JsonObject } from '../model/json.ts'
import { openHome, type Home } from '../index.ts'
import type { Context } from './context.ts'

/** What a command needs of the home beyond reading it. */
export interface HomeUse {
  readonly memory?: boolean
  readonly projectDirectory?: string
  readonly defaultParams?: JsonObject
  readonly hooks?: RunHooks
  readonly onEvent?: (event: EngineEvent) => void
  readonly findSecret?: (projectId: number, key: string) => Promise<string | undefined>
  /** Answers for single secrets before any store is asked (the sandbox's token). */
  readonly secretOverride?: (key: string) => string | undefined
  readonly handOver?: () => boolean
  readonly taskLogPath?: string
  readonly discardLogs?: boolean
  readonly graphUrl?: string
  readonly maxTaskThreads?: number
  readonly maxArchiveBytes?: number | undefined
  readonly catchUp?: 'all' | 'last' | 'none'
  readonly allowProjectPlugins?: boolean
  /** The directory of a push, remembered so that `wf run` there finds the project's secrets. */
  readonly pushedFrom?: string
  /** Templates in threads of their own (a server's). */
  readonly isolateTemplates?: boolean
  /** Shown to others who wait for the warehouse. */
  readonly who?: string
  /** Do not tell of interrupted attempts. */
  readonly quiet?: boolean
}

/** Opens the home that settings name, and says what killed processes left there. */
export async function openCommandHome(context: Context, use: HomeUse = {}): Promise<Home> {
  const { settings } = context
  const graphUrl = use.graphUrl ?? settings.graphUrl
  const home = await openHome({
    path: settings.home, key: settings.key, fsync: settings.fsync, clock: context.clock, warehousePath: settings.warehouse,
    lockTimeoutMs: settings.lockTimeoutMs, strictDatabases: settings.strictDatabases, environment: context.env, settings: settings.properties,
    settingsFolder: context.cwd, insecureHttp: settings.insecureHttp, version: context.version, notice: context.note,
    who: use.who ?? `${context.program} (process ${context.pid})`,
    ...(graphUrl === undefined ? {} : { graphUrl }),
    ...(settings.maxTasks === undefined ? {} : { maxTasks: settings.maxTasks }),
    ...(use.maxArchiveBytes === undefined ? {} : { maxArchiveBytes: use.maxArchiveBytes }),
    ...pick(use, ['memory', 'projectDirectory', 'defaultParams', 'hooks', 'onEvent', 'findSecret', 'secretOverride', 'handOver', 'taskLogPath', 'discardLogs', 'maxTaskThreads', 'catchUp', 'allowProjectPlugins', 'isolateTemplates']),
    ...(use.pushedFrom === undefined ? {} : { pushedFrom: resolve(context.cwd, use.pushedFrom) }),
  })
  if (!use.memory && !use.quiet) await tellInterrupted(context, home)
  return home
}

const pick = <T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> =>
  Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Partial<Pick<T, K>>

/** Opens the home, does something with it and closes it, whatever happens. */
export async function withHome<T>(context: Context, action: (home: Home) => Promise<T>, use: HomeUse = {}): Promise<T> {
  const home = await openCommandHome(context, use)
  try { return await action(home) } finally { await home.close() }
}

const MOST_TOLD = 3

/** The next command after a kill says so (design "Durability"); a server on the home takes interrupted ones up by itself. */
async function tellInterrupted(context: Context, home: Home): Promise<void> {
  if (home.server() !== undefined) return
  const open = await home.interrupted()
  for (const { attempt, project, workflow } of open.slice(0, MOST_TOLD)) {
    const how = attempt.stopped ? 'was stopped' : 'was interrupted: the process that ran it is gone'
    context.note(`note: attempt ${attempt.id} (${project.name} ${workflow.name}) ${how}. \`${context.typed(`retry ${attempt.id} --resume`)}\` goes on from the finished tasks.`)
  }
  if (open.length > MOST_TOLD) context.note(`note: ${open.length - MOST_TOLD} more attempts were interrupted; \`${context.typed('attempts')}\` shows them.`)
}

export const configFolder = (context: Context, file: string | undefined): string => (file === undefined ? context.cwd : dirname(resolve(context.cwd, file)))
