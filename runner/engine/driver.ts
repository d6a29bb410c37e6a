import type { Clock, Millis } from '../model/clock.ts'
import type { AttemptDetails, Owner } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import { DONE_STATES } from '../model/task.ts'
import type { Outcome } from './agent.ts'
import { sameOwner } from './owner.ts'
import type { EngineEvent, RunHooks, TriggerPoint } from './ports.ts'
import type { Inheritance } from './resume.ts'
import { createStop, type Stop } from './stop.ts'
import { createStep, type StepBuilder, type TaskIds } from './step.ts'
import { createTimers, type Timers } from './timers.ts'
import { createTree, type Node, type Tree } from './tree.ts'

/** How driving an attempt ended: done; taken or closed by somebody else; stopped here with work left. */
export type DriveEnd = 'done' | 'lost' | 'stopped'

export interface Driver {
  readonly attemptId: number
  readonly ended: Promise<DriveEnd>
  /** The store may have changed: a kill. */
  refresh(): void
  /** Ends running operators and stops; the attempt stays open. */
  stop(): Promise<void>
}

export interface DriverParts {
  readonly store: Store
  readonly clock: Clock
  readonly owner: Owner
  readonly maxTasks: number
  readonly onEvent: ((event: EngineEvent) => void) | undefined
  readonly hooks: RunHooks | undefined
  readonly trigger: (point: TriggerPoint) => void
  /** Waits for a free thread, then runs the operator. */
  readonly dispatch: (start: () => Promise<Outcome>) => Promise<Outcome>
  readonly run: (request: { readonly details: AttemptDetails; readonly node: Node; readonly tree: Tree; readonly stop: Stop; readonly maxTasks: number; readonly inheritance: Inheritance }) => Promise<Outcome>
  /** Tasks of the resumed attempt that are taken over when they are generated again (digdag §3.6). */
  readonly inheritance: (details: AttemptDetails) => Promise<Inheritance>
  /** What has to happen to the attempt at certain times. */
  readonly alarms: (details: AttemptDetails) => readonly Alarm[]
  /** Before the first run: what a dead owner left. */
  readonly inherit: (attemptId: number) => Promise<void>
}

/** Something that is due at a time while the attempt is open. */
export interface Alarm {
  readonly at: Millis
  /** Answers when to look again, if ever. */
  ring(state: { readonly tree: Tree; readonly step: StepBuilder; readonly details: AttemptDetails; readonly now: Millis }): Promise<Millis | undefined>
}

const LOOK_AGAIN_MS = 1000

interface Finished { readonly taskId: number; readonly outcome: Outcome }

/** An attempt being driven. What has happened waits in three lists until the next step takes it. */
interface Drive {
  readonly parts: DriverParts
  readonly attemptId: number
  readonly ids: TaskIds
  readonly running: Map<number, Stop>
  readonly timers: Timers
  readonly end: (how: DriveEnd | { readonly error: unknown }) => void
  outcomes: Finished[]
  due: number[]
  rung: Alarm[]
  details: AttemptDetails | undefined
  tree: Tree | undefined
  inherited: Inheritance
  /** The tree is not what the store has. */
  stale: boolean
  /** No step was made yet. */
  first: boolean
  scheduled: boolean
  stepping: boolean
  stopping: boolean
  over: boolean
}

export function createDriver(parts: DriverParts, attemptId: number): Driver {
  let resolve: (how: DriveEnd) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const ended = new Promise<DriveEnd>((one, other) => { resolve = one; reject = other })
  const drive: Drive = {
    parts, attemptId, ids: reservedIds(parts.store), running: new Map(), timers: createTimers(parts.clock), outcomes: [], due: [], rung: [], details: undefined, tree: undefined,
    inherited: { tasks: new Map(), rounds: new Map() }, stale: true, first: true, scheduled: false, stepping: false, stopping: false, over: false,
    end: (how) => {
      if (drive.over) return
      drive.over = true
      drive.timers.cancelAll()
      for (const stop of drive.running.values()) stop.abort()
      if (typeof how === 'object') { reject(how.error); return }
      if (how !== 'stopped') parts.onEvent?.({ kind: 'attempt', attemptId, state: how, success: drive.tree?.root.task.state === 'success' })
      resolve(how)
    },
  }
  wake(drive)
  return {
    attemptId,
    ended,
    refresh: () => { drive.stale = true; wake(drive) },
    stop: async () => {
      drive.stopping = true
      for (const stop of drive.running.values()) stop.abort()
      await settled(() => drive.running.size === 0 && !drive.stepping)
      drive.end('stopped')
    },
  }
}

/** Steps are made from the event loop, so that all that happened in one turn goes into one transaction. */
function wake(drive: Drive): void {
  if (drive.scheduled || drive.over) return
  drive.scheduled = true
  setImmediate(() => { drive.scheduled = false; void advance(drive) })
}

async function advance(drive: Drive): Promise<void> {
  if (drive.stepping || drive.over || drive.stopping) return
  drive.stepping = true
  try {
    await makeStep(drive)
  } catch (error) {
    drive.end({ error })
  } finally {
    drive.stepping = false
  }
  if (drive.outcomes.length + drive.due.length + drive.rung.length > 0 || drive.stale) wake(drive)
}

async function makeStep(drive: Drive): Promise<void> {
  if (drive.stale && !(await load(drive))) { drive.end('lost'); return }
  const { parts, details, tree } = drive
  if (details === undefined || tree === undefined) return
  const note = (text: string): void => { parts.onEvent?.({ kind: 'note', level: 'warn', text }) }
  const at = parts.clock.now()
  const step = createStep({ tree, at, ids: drive.ids, maxTasks: parts.maxTasks, resumed: drive.inherited.tasks, note })
  const taken: Taken = { outcomes: drive.outcomes, due: drive.due, rung: drive.rung }
  drive.outcomes = []
  drive.due = []
  drive.rung = []
  if (drive.first) for (const node of tree.all()) if (node.task.state === 'running' && !drive.running.has(node.task.id)) step.become(node, 'ready')
  await apply(drive, step, taken)
  await step.settle()
  const claimed = drive.stopping ? [] : step.claim()
  const isOver = DONE_STATES.has(tree.root.task.state) && claimed.length === 0 && drive.running.size === 0
  if (!(await write(drive, step, { at, isOver }))) {
    drive.stale = true
    drive.outcomes = [...taken.outcomes, ...drive.outcomes]
    drive.rung = [...taken.rung, ...drive.rung]
    return
  }
  goOn(drive, step.changes().touched, { claimed, isOver })
}

interface Taken { readonly outcomes: readonly Finished[]; readonly due: readonly number[]; readonly rung: readonly Alarm[] }

async function apply(drive: Drive, step: StepBuilder, { outcomes, due, rung }: Taken): Promise<void> {
  const { parts, details, tree } = drive
  if (details === undefined || tree === undefined) return
  for (const { taskId, outcome } of outcomes) {
    const node = tree.node(taskId)
    if (node !== undefined) await step.applyOutcome(node, outcome)
  }
  for (const id of due) {
    const node = tree.node(id)
    if (node !== undefined) tree.touch(node)
  }
  for (const alarm of rung) {
    const next = await alarm.ring({ tree, step, details, now: parts.clock.now() })
    if (next !== undefined) setAlarm(drive, alarm, next)
  }
}

/** False when a guard failed: somebody else changed the attempt. */
async function write({ parts, attemptId, details, tree }: Drive, step: StepBuilder, { at, isOver }: { readonly at: Millis; readonly isOver: boolean }): Promise<boolean> {
  const { changes, added } = step.changes()
  if (details === undefined || tree === undefined || (changes.length + added.length === 0 && !isOver)) return true
  parts.trigger('before-step')
  const written = await parts.store.applyStep({
    attemptId, owner: parts.owner, cancelRequested: details.attempt.cancelRequested, at, changes, added,
    ...(isOver ? { finish: { success: tree.root.task.state === 'success' } } : {}),
  })
  if (written) parts.trigger('after-step')
  return written
}

/** After a step: tells of it, sets timers, runs what was claimed. */
function goOn(drive: Drive, touched: readonly Node[], { claimed, isOver }: { readonly claimed: readonly Node[]; readonly isOver: boolean }): void {
  const { first, parts, attemptId, details, tree } = drive
  if (first) parts.onEvent?.({ kind: 'attempt', attemptId, state: 'started', success: false })
  announce(drive, touched)
  if (isOver) drive.end('done')
  if (drive.over || details === undefined || tree === undefined) return
  if (first) begin(drive, details)
  for (const node of touched) if (isWaiting(node)) setTimer(drive, node)
  for (const node of claimed) start(drive, node, { details, tree })
}

const isWaiting = ({ task }: Node): boolean => task.state === 'retry_waiting' || task.state === 'group_retry_waiting'

function announce({ parts, attemptId }: Drive, touched: readonly Node[]): void {
  for (const { task } of touched) {
    if (task.state === 'success') parts.hooks?.afterTask?.(task)
    parts.onEvent?.({ kind: 'task', attemptId, taskId: task.id, parentId: task.parentId, fullName: task.fullName, isGroup: task.isGroup, state: task.state, at: task.updatedAt, error: task.error?.message ?? null })
  }
}

/** Reads the attempt anew; false when it is not ours any more. */
async function load(drive: Drive): Promise<boolean> {
  const { parts, attemptId } = drive
  const found = await parts.store.findAttempt(attemptId)
  if (found === undefined || found.attempt.done || !sameOwner(found.attempt.owner, parts.owner)) return false
  if (drive.first) {
    drive.inherited = await parts.inheritance(found)
    await parts.inherit(attemptId)
  }
  drive.details = found
  drive.tree = createTree(await parts.store.listTasks(attemptId))
  drive.stale = false
  for (const node of drive.tree.all()) if (isWaiting(node)) setTimer(drive, node)
  if (found.attempt.cancelRequested) for (const stop of drive.running.values()) stop.abort()
  return true
}

/** Once the first step is written: alarms, and an eye on what other processes do, such as a kill. */
function begin(drive: Drive, details: AttemptDetails): void {
  drive.first = false
  for (const alarm of drive.parts.alarms(details)) setAlarm(drive, alarm, alarm.at)
  const look = (): void => {
    drive.timers.set('look', drive.parts.clock.now() + LOOK_AGAIN_MS, () => { void lookAgain(drive).finally(() => { if (!drive.over) look() }) })
  }
  look()
}

async function lookAgain(drive: Drive): Promise<void> {
  const { parts, details } = drive
  const found = await parts.store.findAttempt(drive.attemptId).catch(() => undefined)
  if (found === undefined || details === undefined) return
  if (found.attempt.cancelRequested === details.attempt.cancelRequested && !found.attempt.done && sameOwner(found.attempt.owner, parts.owner)) return
  drive.stale = true
  wake(drive)
}

function setTimer(drive: Drive, { task }: Node): void {
  drive.timers.set(task.id, task.retryAt ?? drive.parts.clock.now(), () => {
    drive.due.push(task.id)
    wake(drive)
  })
}

function setAlarm(drive: Drive, alarm: Alarm, at: Millis): void {
  drive.timers.set(alarm, at, () => {
    drive.rung.push(alarm)
    wake(drive)
  })
}

function start(drive: Drive, node: Node, of: { readonly details: AttemptDetails; readonly tree: Tree }): void {
  const { parts, running } = drive
  if (drive.stopping) return
  const stop = createStop()
  const taskId = node.task.id
  running.set(taskId, stop)
  if (of.details.attempt.cancelRequested) stop.abort()
  parts.dispatch(async () => {
    parts.trigger('before-run')
    const outcome = await parts.run({ ...of, node, stop, maxTasks: parts.maxTasks, inheritance: drive.inherited })
    parts.trigger('after-run')
    return outcome
  }).then((outcome) => {
    node.runs++
    running.delete(taskId)
    if (drive.stopping || drive.over) return
    drive.outcomes.push({ taskId, outcome })
    wake(drive)
  }, (error: unknown) => {
    running.delete(taskId)
    drive.end({ error })
  })
}

const STOP_WITHIN_MS = 5000
const STOP_LOOK_MS = 10

/** Real time on purpose: operators end by themselves, whatever the clock of the engine shows. */
async function settled(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < STOP_WITHIN_MS; waited += STOP_LOOK_MS) await new Promise((resolve) => setTimeout(resolve, STOP_LOOK_MS))
}

const SPARE_IDS = 32

/** Reserves a few more ids than asked for, so that small generated tasks do not cost a transaction each. */
export function reservedIds(store: Pick<Store, 'reserveTaskIds'>): TaskIds {
  let next = 0
  let left = 0
  return {
    take: async (count) => {
      if (count > left) {
        next = await store.reserveTaskIds(count + SPARE_IDS)
        left = count + SPARE_IDS
      }
      const first = next
      next += count
      left -= count
      return first
    },
  }
}
