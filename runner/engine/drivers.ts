import PQueue from 'p-queue'
import { RunnerError } from '../model/error.ts'
import type { AttemptDetails, Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import { createDriver, type Driver, type DriverParts } from './driver.ts'
import { endProcessGroup, HEARTBEAT_EVERY, ownerIsGone, sameOwner } from './owner.ts'
import { inheritanceOf } from './resume.ts'

/** The attempts that this process drives. */
export interface Drivers {
  /** Begins to drive an attempt that is ours, unless it is driven already. */
  drive(attemptId: number): Driver
  isDriven(attemptId: number): boolean
  /** Makes an attempt ours if nobody else drives it. */
  take(details: AttemptDetails): Promise<boolean>
  /** An attempt may have been changed in the store. */
  refresh(attemptId: number): void
  /** See `DrivingEngine.runAttempt`. */
  runInForeground(attemptId: number, signal: AbortSignal | undefined): Promise<AttemptDetails>
  idle(): Promise<void>
  stop(): Promise<void>
}

export interface DriversParts extends Omit<DriverParts, 'dispatch' | 'inheritance' | 'inherit'> {
  /** 0 or less: no limit. */
  readonly maxTaskThreads: number
  /** A driver has come to its end. */
  readonly onEnd: () => void
}

/** As many as digdag lets an attempt have tasks: what runs there at once runs at once here, and a hundred thousand do not crowd the memory. */
const UNLIMITED_THREADS = 1000

export function createDrivers(parts: DriversParts): Drivers {
  const { store, clock, owner } = parts
  const drivers = new Map<number, Driver>()
  const queue = new PQueue({ concurrency: parts.maxTaskThreads <= 0 ? UNLIMITED_THREADS : parts.maxTaskThreads })
  const heartbeat = createHeartbeat(parts, () => drivers.size > 0)
  const drive = (attemptId: number): Driver => {
    const known = drivers.get(attemptId)
    if (known !== undefined) return known
    const driver = createDriver({
      ...parts, dispatch: (start) => queue.add(start), inheritance: ({ attempt }) => inheritanceOf(store, attempt), inherit: (id) => endLeftProcesses(store, id),
    }, attemptId)
    drivers.set(attemptId, driver)
    heartbeat.start()
    const forget = (): void => {
      drivers.delete(attemptId)
      if (drivers.size === 0) heartbeat.stop()
      parts.onEnd()
    }
    driver.ended.then(forget, forget)
    return driver
  }
  const take = async ({ attempt }: AttemptDetails): Promise<boolean> => {
    if (drivers.has(attempt.id) || sameOwner(attempt.owner, owner)) return true
    if (attempt.owner !== null && !ownerIsGone(attempt.owner, attempt.heartbeatAt, clock.now())) return false
    return store.takeAttempt(attempt.id, attempt.owner, owner, clock.now())
  }
  return {
    drive, take,
    isDriven: (attemptId) => drivers.has(attemptId),
    refresh: (attemptId) => { drivers.get(attemptId)?.refresh() },
    runInForeground: (attemptId, signal) => runInForeground({ store, owner, drive, take }, attemptId, signal),
    idle: async () => { while (drivers.size > 0) await Promise.allSettled([...drivers.values()].map((driver) => driver.ended)) },
    stop: async () => {
      await Promise.all([...drivers.values()].map((driver) => driver.stop()))
      heartbeat.stop()
    },
  }
}

/** What a dead owner's tasks left running, also those of the attempt that is resumed. */
async function endLeftProcesses(store: Store, attemptId: number): Promise<void> {
  const resumed = (await store.findAttempt(attemptId))?.attempt.resumes?.attemptId
  for (const id of resumed === undefined ? [attemptId] : [attemptId, resumed]) for (const group of await store.processesOf(id)) await endProcessGroup(group)
}

/** Says from time to time that this owner is there, while it drives anything. */
function createHeartbeat({ store, clock, owner }: DriversParts, isNeeded: () => boolean): { start(): void; stop(): void } {
  let cancel: (() => void) | undefined
  const start = (): void => {
    cancel ??= clock.after(HEARTBEAT_EVERY, () => {
      cancel = undefined
      if (!isNeeded()) return
      store.heartbeat(owner, clock.now()).catch(() => undefined)
      start()
    })
  }
  return { start, stop: () => { cancel?.(); cancel = undefined } }
}

interface Foreground extends Pick<Drivers, 'drive' | 'take'> { readonly store: Store; readonly owner: Owner }

async function runInForeground({ store, owner, drive, take }: Foreground, attemptId: number, signal: AbortSignal | undefined): Promise<AttemptDetails> {
  const details = await store.findAttempt(attemptId)
  if (details === undefined) throw new RunnerError('not-found', `Resource does not exist: session attempt id=${attemptId}`)
  if (details.attempt.done) return details
  if (!(await take(details))) {
    throw new RunnerError('busy', `Attempt ${attemptId} is driven by process ${details.attempt.owner?.pid ?? ''} on ${details.attempt.owner?.host ?? ''}`, { hint: `follow it with: wf attempt ${attemptId}` })
  }
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
