import PQueue from 'p-queue'
import { RunnerError } from '../model/error.ts'
import type { Engine } from '../model/engine.ts'
import type { AttemptDetails } from '../model/session.ts'
import { truncateSessionTime } from '../dig/session-time.ts'
import { createAgent } from './agent.ts'
import { createAlarms } from './alarms.ts'
import { createDriver, type Driver } from './driver.ts'
import { createLoop, type LoopControl } from './loop.ts'
import { endProcessGroup, ownerIsGone, sameOwner, HEARTBEAT_EVERY } from './owner.ts'
import type { EngineOptions } from './ports.ts'
import { createPush } from './push.ts'
import { createRequire } from './require.ts'
import { inheritanceOf } from './resume.ts'
import { createNodeRunner } from './run.ts'
import { scheduleVerbs } from './schedule-verbs.ts'
import { secretVerbs } from './secret-verbs.ts'
import { createStarter, type StartExtras } from './starter.ts'
import { schedulerOf } from './scheduler.ts'
import { createWorkspaces } from './workspace.ts'

export const DEFAULT_MAX_TASKS = 1000
export const DEFAULT_MAX_ATTEMPTS = 100

/** The engine with what only a process that drives attempts asks of it. */
export interface DrivingEngine extends Engine {
  /** `start` with the choices of `wf run`. */
  startWith(request: Parameters<Engine['start']>[0], extras: StartExtras): Promise<AttemptDetails>
  /**
   * Drives one attempt in the foreground to its end. Aborting the signal ends its operators and leaves the attempt stopped:
   * no server takes it up, `retry --resume` does.
   * @throws RunnerError `interrupted` when aborted, `busy` when another process drives it, `not-found`
   */
  runAttempt(attemptId: number, options?: { readonly signal?: AbortSignal }): Promise<AttemptDetails>
  /** Resolves once no attempt is driven here: those that `require>` started may outlive the one that asked. */
  idle(): Promise<void>
  /** What a server does: takes up open attempts, runs schedules. The answer stops it. */
  startLoop(): () => Promise<void>
  /** Whether the attempt is open and nobody drives it any more. */
  isInterrupted(details: AttemptDetails): boolean
  /** Stops what runs here; attempts stay open. */
  close(): Promise<void>
}

export function createEngine(options: EngineOptions): DrivingEngine {
  const { store, clock, owner } = options
  const maxTasks = options.maxTasks ?? DEFAULT_MAX_TASKS
  const drivers = new Map<number, Driver>()
  const queue = new PQueue({ concurrency: options.maxTaskThreads === undefined || options.maxTaskThreads <= 0 ? Infinity : options.maxTaskThreads })
  const workspaces = createWorkspaces(options)
  const findSecret = options.findSecret ?? ((projectId: number, key: string) => options.vault.get('secret', projectId, key))
  const agent = createAgent({ ...options, findSecret, hooks: options.hooks, onEvent: options.onEvent })
  const starter = createStarter({ ...options, maxTasks, maxAttempts: options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS })
  const runNode = createNodeRunner({ agent, store, workspaces, services: options.services, defaultParams: options.defaultParams ?? {}, attempts: createRequire({ store, start: starter, drive: (id) => { drive(id) } }) })
  const alarms = createAlarms(options)
  let heartbeat: (() => void) | undefined
  let closed = false

  const beat = (): void => {
    heartbeat = clock.after(HEARTBEAT_EVERY, () => {
      heartbeat = undefined
      if (drivers.size === 0 || closed) return
      store.heartbeat(owner, clock.now()).catch(() => undefined)
      beat()
    })
  }

  /** What a dead owner's tasks left running, also those of the attempt that is resumed. */
  const endLeftProcesses = async (attemptId: number): Promise<void> => {
    const resumed = (await store.findAttempt(attemptId))?.attempt.resumes?.attemptId
    for (const id of resumed === undefined ? [attemptId] : [attemptId, resumed]) for (const group of await store.processesOf(id)) endProcessGroup(group)
  }

  const drive = (attemptId: number): Driver => {
    const known = drivers.get(attemptId)
    if (known !== undefined) return known
    const driver = createDriver({
      store, clock, owner, maxTasks, alarms, onEvent: options.onEvent, hooks: options.hooks,
      trigger: options.trigger ?? (() => undefined),
      dispatch: (start) => queue.add(start),
      run: runNode,
      inheritance: (details) => inheritanceOf(store, details.attempt),
      inherit: endLeftProcesses,
    }, attemptId)
    drivers.set(attemptId, driver)
    if (heartbeat === undefined) beat()
    const forget = (): void => {
      drivers.delete(attemptId)
      if (drivers.size === 0) { heartbeat?.(); heartbeat = undefined }
      loop.wake()
    }
    driver.ended.then(forget, forget)
    return driver
  }

  /** Makes an attempt ours if nobody else drives it. */
  const take = async ({ attempt }: AttemptDetails): Promise<boolean> => {
    if (drivers.has(attempt.id) || sameOwner(attempt.owner, owner)) return true
    if (attempt.owner !== null && !ownerIsGone(attempt.owner, attempt.heartbeatAt, clock.now())) return false
    return store.takeAttempt(attempt.id, attempt.owner, owner, clock.now())
  }

  const loop: LoopControl = createLoop({ ...options, starter, take, drive, isDriven: (id) => drivers.has(id) })

  const start: DrivingEngine['startWith'] = async (request, extras) => {
    const details = await starter.start(request, extras)
    loop.wake()
    return details
  }

  return {
    push: createPush(options),
    start: (request) => start(request, {}),
    startWith: start,
    kill: async (attemptId) => {
      const before = await store.requestKill(attemptId, clock.now())
      drivers.get(attemptId)?.refresh()
      if (before !== undefined && !drivers.has(attemptId) && await take(before)) drive(attemptId)
      return before
    },
    ...scheduleVerbs({ store, clock, starter, wake: () => { loop.wake() } }),
    ...secretVerbs(options),
    truncateSessionTime: (workflow, text, mode) => truncateSessionTime({ text, mode, zone: workflow.timezone, scheduler: schedulerOf(workflow) }),
    wake: () => { loop.wake() },
    runAttempt: (attemptId, more = {}) => runInForeground(attemptId, more.signal),
    idle: async () => { while (drivers.size > 0) await Promise.allSettled([...drivers.values()].map((driver) => driver.ended)) },
    startLoop: () => {
      workspaces.sweep()
      return loop.start()
    },
    isInterrupted: ({ attempt }) => !attempt.done && attempt.owner !== null && !sameOwner(attempt.owner, owner) && ownerIsGone(attempt.owner, attempt.heartbeatAt, clock.now()),
    close: async () => {
      closed = true
      await loop.stop()
      await Promise.all([...drivers.values()].map((driver) => driver.stop()))
      heartbeat?.()
    },
  }

  async function runInForeground(attemptId: number, signal: AbortSignal | undefined): Promise<AttemptDetails> {
    const details = await store.findAttempt(attemptId)
    if (details === undefined) throw new RunnerError('not-found', `Resource does not exist: session attempt id=${attemptId}`)
    if (details.attempt.done) return details
    if (!(await take(details))) {
      throw new RunnerError('busy', `Attempt ${attemptId} is driven by process ${details.attempt.owner?.pid ?? ''} on ${details.attempt.owner?.host ?? ''}`, { hint: `follow it with: wf attempt ${attemptId}` })
    }
    workspaces.sweep()
    const driver = drive(attemptId)
    const stop = (): void => { void driver.stop() }
    if (signal?.aborted === true) stop()
    signal?.addEventListener('abort', stop)
    const end = await driver.ended.finally(() => { signal?.removeEventListener('abort', stop) })
    if (end === 'stopped') {
      await store.markStopped(attemptId, owner)
      throw new RunnerError('interrupted', `Attempt ${attemptId} was interrupted; what it finished is kept`, { hint: `go on with: wf retry ${attemptId} --resume` })
    }
    const after = await store.findAttempt(attemptId)
    if (after === undefined) throw new RunnerError('internal', `attempt ${attemptId} is gone`)
    return after
  }
}
