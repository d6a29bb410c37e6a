import type { Engine } from '../model/engine.ts'
import type { AttemptStarter } from '../model/operator.ts'
import type { AttemptDetails } from '../model/session.ts'
import { truncateSessionTime } from '../dig/session-time.ts'
import { createAgent } from './agent.ts'
import { createAlarms } from './alarms.ts'
import { createDrivers, type Drivers } from './drivers.ts'
import { createLoop, type LoopControl } from './loop.ts'
import { ownerIsGone, sameOwner } from './owner.ts'
import type { EngineOptions } from './ports.ts'
import { createPush } from './push.ts'
import { createRequire } from './require.ts'
import { createNodeRunner, type NodeRunner } from './run.ts'
import { scheduleVerbs } from './schedule-verbs.ts'
import { secretVerbs } from './secret-verbs.ts'
import { createStarter, type StartExtras } from './starter.ts'
import { schedulerOf } from './scheduler.ts'
import { createWorkspaces, type Workspaces } from './workspace.ts'

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
  const { store, clock } = options
  const workspaces = createWorkspaces(options)
  const maxTasks = options.maxTasks ?? DEFAULT_MAX_TASKS
  const starter = createStarter({ ...options, maxTasks, maxAttempts: options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS })
  const drivers: Drivers = createDrivers({
    store, clock, owner: options.owner, maxTasks, maxTaskThreads: options.maxTaskThreads ?? 0, onEvent: options.onEvent, hooks: options.hooks,
    trigger: options.trigger ?? (() => undefined), alarms: createAlarms(options),
    run: createRunner(options, workspaces, createRequire({ store, start: starter, drive: (id) => { drivers.drive(id) } })),
    onEnd: () => { loop.wake() },
  })
  const loop: LoopControl = createLoop({ ...options, starter, take: drivers.take, drive: drivers.drive, isDriven: drivers.isDriven })
  const start: DrivingEngine['startWith'] = async (request, extras) => {
    const details = await starter.start(request, extras)
    loop.wake()
    return details
  }
  return {
    push: createPush(options),
    start: (request) => start(request, {}),
    startWith: start,
    kill: (attemptId) => kill(options, drivers, attemptId),
    ...scheduleVerbs({ store, clock, starter, wake: () => { loop.wake() } }),
    ...secretVerbs(options),
    truncateSessionTime: (workflow, text, mode) => truncateSessionTime({ text, mode, zone: workflow.timezone, scheduler: schedulerOf(workflow) }),
    wake: () => { loop.wake() },
    runAttempt: async (attemptId, { signal } = {}) => {
      workspaces.sweep()
      return drivers.runInForeground(attemptId, signal)
    },
    idle: drivers.idle,
    startLoop: () => {
      workspaces.sweep()
      return loop.start()
    },
    isInterrupted: ({ attempt }) => !attempt.done && attempt.owner !== null && !sameOwner(attempt.owner, options.owner) && ownerIsGone(attempt.owner, attempt.heartbeatAt, clock.now()),
    close: async () => {
      await loop.stop()
      await drivers.stop()
    },
  }
}

function createRunner(options: EngineOptions, workspaces: Workspaces, attempts: AttemptStarter): NodeRunner {
  const findSecret = options.findSecret ?? ((projectId: number, key: string) => options.vault.get('secret', projectId, key))
  const agent = createAgent({ ...options, findSecret, hooks: options.hooks, onEvent: options.onEvent })
  return createNodeRunner({ agent, workspaces, attempts, store: options.store, services: options.services, defaultParams: options.defaultParams ?? {} })
}

/** Marks the attempt; where nobody drives it, it is driven to its end here, so that what it left in the world is cleaned up. */
async function kill({ store, clock }: EngineOptions, drivers: Drivers, attemptId: number): Promise<AttemptDetails | undefined> {
  const before = await store.requestKill(attemptId, clock.now())
  drivers.refresh(attemptId)
  if (before !== undefined && !drivers.isDriven(attemptId) && await drivers.take(before)) drivers.drive(attemptId)
  return before
}
