import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import type { Clock } from '../../runner/model/clock.ts'
import { ConfigError } from '../../runner/model/error.ts'
import { mapTexts, revealed } from '../../runner/model/inert.ts'
import type { Json, JsonObject } from '../../runner/model/json.ts'
import { RuntimeFailure, type Operator, type Services, type TaskInfo, type TaskResult, type TaskRun } from '../../runner/model/operator.ts'
import { createParams } from '../../runner/model/params.ts'

/** A clock turned by hand: waiting takes no time. */
export interface HandClock extends Clock { advance(ms: number): void }

export function handClock(start = Date.UTC(2026, 0, 2, 3, 4, 5)): HandClock {
  let now = start
  let waiting: { at: number; callback: () => void }[] = []
  return {
    now: () => now,
    after: (delay, callback) => {
      const entry = { at: now + delay, callback }
      waiting.push(entry)
      return () => { waiting = waiting.filter((other) => other !== entry) }
    },
    advance: (ms) => {
      now += ms
      const due = waiting.filter(({ at }) => at <= now)
      waiting = waiting.filter(({ at }) => at > now)
      for (const { callback } of due) callback()
    },
  }
}

export interface Made {
  readonly task: TaskRun
  /** What the task printed. */
  printed(): string
  /** Our own log lines, `level message`. */
  readonly lines: readonly string[]
  readonly project: string
  readonly outbox: string
  readonly processes: readonly number[]
  readonly notices: readonly string[]
  abort(): void
  remove(): Promise<void>
}

export interface MakeOptions {
  readonly secrets?: Readonly<Record<string, string>>
  readonly state?: JsonObject
  readonly clock?: Clock
  readonly cancelRequested?: boolean
  readonly environment?: Readonly<Record<string, string>>
  readonly settings?: Readonly<Record<string, string>>
  readonly services?: Partial<Services>
  readonly info?: Partial<TaskInfo>
  /** Local keys, when they are not all of `params`. */
  readonly local?: JsonObject
  /** Templates of files, text to text. */
  readonly evaluate?: (text: string) => string
}

export const INFO: TaskInfo = {
  taskId: 7, attemptId: 3, chainId: 3, round: 0, sessionId: 2, sessionUuid: '00000000-0000-4000-8000-000000000000', sessionTime: Date.UTC(2026, 0, 2), timezone: 'UTC',
  projectId: 1, projectName: 'p', workflowName: 'main', revision: 'r1', fullName: '+main+t', retryAttemptName: null,
}

/** A run of one task on a real folder, with everything around it replaced by something small that works. */
export async function makeTaskRun(params: JsonObject, options: MakeOptions = {}): Promise<Made> {
  const root = await mkdtemp(join(tmpdir(), 'trowel-task-'))
  const [project, scratch, outbox] = [join(root, 'project'), join(root, 'scratch'), join(root, 'outbox')]
  await mkdir(project)
  const chunks: Buffer[] = []
  const [lines, processes, notices]: [string[], number[], string[]] = [[], [], []]
  const abortion = new AbortController()
  const fill = async (text: string): Promise<string> => revealed(fillSecrets(text, options.secrets ?? {}))
  const task: TaskRun = {
    info: { ...INFO, ...options.info }, params: createParams(params), local: createParams(options.local ?? params), state: options.state ?? {},
    cancelRequested: options.cancelRequested ?? false, signal: abortion.signal, clock: options.clock ?? handClock(),
    log: { write: (text) => { chunks.push(Buffer.from(text)) }, line: (level, message) => { lines.push(`${level} ${message}`) }, progress: () => undefined },
    secrets: { find: async (key) => options.secrets?.[key], fill, fillAll: async (value: Json) => mapTexts(value, (text) => revealed(fillSecrets(text, options.secrets ?? {}))) },
    templates: { evaluate: async (text) => (options.evaluate ?? ((same) => same))(text) },
    workspace: async () => ({
      projectPath: project, workdir: project,
      resolve: (file) => inProject(project, file),
      readText: (file) => readProjectFile(project, file),
      template: async (file) => (options.evaluate ?? ((same) => same))(await readProjectFile(project, file)),
      scratch: async () => { await mkdir(scratch, { recursive: true, mode: 0o700 }); return scratch },
    }),
    services: {
      outboxPath: outbox, environment: options.environment ?? { PATH: process.env['PATH'] ?? '', HOME: root }, settings: options.settings ?? {},
      taskLimit: () => ({ limit: 1000, current: 1 }), paramServer: undefined,
      notify: async (message: string) => { notices.push(message) }, recordProcess: (pid: number) => { processes.push(pid) },
      ...options.services,
    } as Services,
  }
  return {
    task, lines, project, outbox, processes, notices,
    printed: () => Buffer.concat(chunks).toString('utf8'),
    abort: () => abortion.abort(),
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

function inProject(project: string, file: string): string {
  const path = resolve(project, file)
  const way = relative(project, path)
  if (way.startsWith('..') || isAbsolute(way)) throw new ConfigError(`File name must not be outside of project path (${project}): ${file}`)
  return path
}

async function readProjectFile(project: string, file: string): Promise<string> {
  try { return await readFile(inProject(project, file), 'utf8') } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`File not found: ${file}`)
  }
}

function fillSecrets(text: string, secrets: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([^:}]*):([^}]*)\}/g, (whole, word: string, key: string) => {
    if (word.trim() !== 'secret') throw new ConfigError(`Invalid parametrization: '${whole}'`)
    const value = secrets[key.trim()]
    if (value === undefined) throw new RuntimeFailure(`Secret not found for key: '${key.trim()}'`, 'secret not found')
    return value
  })
}

/** Runs an operator once on a fresh task and removes its folders. */
export async function runOnce(operator: Operator, params: JsonObject, options: MakeOptions = {}): Promise<{ readonly result: TaskResult; readonly made: Made }> {
  const made = await makeTaskRun(params, options)
  try { return { result: await operator.run(made.task), made } } finally { await made.remove() }
}

/** The failure of a run, or an error when there was none. */
export async function failureOf(operator: Operator, params: JsonObject, options: MakeOptions = {}): Promise<Error & { readonly hint?: string }> {
  const made = await makeTaskRun(params, options)
  try {
    const result = await operator.run(made.task)
    throw new Error(`expected a failure, but the task ended with ${JSON.stringify(result)}`)
  } catch (error) { return error as Error } finally { await made.remove() }
}
