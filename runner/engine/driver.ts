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
  /** Tasks as they are now. */
  count(): number
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

export function createDriver(parts: DriverParts, attemptId: number): Driver {
  const { store, clock } = parts
  const running = new Map<number, Stop>()
  const timers = new Map<number, () => void>()
  const alarmTimers = new Set<() => void>()
  const rung: Alarm[] = []
  let outcomes: { readonly taskId: number; readonly outcome: Outcome }[] = []
  let due: number[] = []
  let details: AttemptDetails | undefined
  let tree: Tree | undefined
  let inherited: Inheritance = { tasks: new Map(), rounds: new Map() }
  let scheduled = false
  let stepping = false
  let stale = true
  let first = true
  let stopping = false
  let look: (() => void) | undefined
  let end: (how: DriveEnd) => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const ended = new Promise<DriveEnd>((resolve, reject) => { end = resolve; fail = reject })
  let over = false
  const finish = (how: DriveEnd | { readonly error: unknown }): void => {
    if (over) return
    over = true
    for (const cancel of [...timers.values(), ...alarmTimers]) cancel()
    look?.()
    for (const controller of running.values()) controller.abort()
    if (typeof how === 'object') { fail(how.error); return }
    if (how !== 'stopped') parts.onEvent?.({ kind: 'attempt', attemptId, state: how, success: tree?.root.task.state === 'success' })
    end(how)
  }

  const ids = reservedIds(store)

  const wake = (): void => {
    if (scheduled || over) return
    scheduled = true
    setImmediate(() => { scheduled = false; void advance() })
  }
  const advance = async (): Promise<void> => {
    if (stepping || over || stopping) return
    stepping = true
    try {
      await oneStep()
    } catch (error) {
      finish({ error })
    } finally {
      stepping = false
    }
    if (outcomes.length + due.length + rung.length > 0 || stale) wake()
  }

  const load = async (): Promise<boolean> => {
    const found = await store.findAttempt(attemptId)
    if (found === undefined || found.attempt.done || !sameOwner(found.attempt.owner, parts.owner)) return false
    if (first) {
      inherited = await parts.inheritance(found)
      await parts.inherit(attemptId)
    }
    details = found
    tree = createTree(await store.listTasks(attemptId))
    stale = false
    for (const cancel of timers.values()) cancel()
    timers.clear()
    for (const node of tree.all()) if (node.task.state === 'retry_waiting' || node.task.state === 'group_retry_waiting') setTimer(node)
    if (found.attempt.cancelRequested) for (const controller of running.values()) controller.abort()
    return true
  }

  const setTimer = (node: Node): void => {
    const { id, retryAt } = node.task
    timers.get(id)?.()
    timers.set(id, atTime(retryAt ?? clock.now(), () => {
      timers.delete(id)
      due.push(id)
      wake()
    }))
  }

  const setAlarm = (alarm: Alarm, at: Millis): void => {
    const cancel = atTime(at, () => {
      alarmTimers.delete(cancel)
      rung.push(alarm)
      wake()
    })
    alarmTimers.add(cancel)
  }

  /** A timer of the platform may come a moment early, and a far one does; then it is set again. */
  const atTime = (at: Millis, callback: () => void): (() => void) => {
    let cancel: () => void = () => undefined
    const set = (): void => { cancel = clock.after(at - clock.now(), () => { if (clock.now() < at) set(); else callback() }) }
    set()
    return () => { cancel() }
  }

  const begin = (): void => {
    first = false
    if (details !== undefined) for (const alarm of parts.alarms(details)) setAlarm(alarm, alarm.at)
    const again = (): void => { look = clock.after(LOOK_AGAIN_MS, () => { void lookAgain().finally(() => { if (!over) again() }) }) }
    again()
  }

  /** Kills come from other processes too. */
  const lookAgain = async (): Promise<void> => {
    const found = await store.findAttempt(attemptId).catch(() => undefined)
    if (found === undefined || details === undefined) return
    if (found.attempt.cancelRequested !== details.attempt.cancelRequested || found.attempt.done || !sameOwner(found.attempt.owner, parts.owner)) { stale = true; wake() }
  }

  const oneStep = async (): Promise<void> => {
    if (stale && !(await load())) { finish('lost'); return }
    if (details === undefined || tree === undefined) return
    const at = clock.now()
    const step = createStep({ tree, at, ids, maxTasks: parts.maxTasks, resumed: inherited.tasks, note: (text) => parts.onEvent?.({ kind: 'note', level: 'warn', text }) })
    if (first) for (const node of tree.all()) if (node.task.state === 'running' && !running.has(node.task.id)) step.become(node, 'ready')
    const taken = { outcomes, due, rung: rung.splice(0) }
    outcomes = []
    due = []
    for (const { taskId, outcome } of taken.outcomes) {
      const node = tree.node(taskId)
      if (node !== undefined) await step.applyOutcome(node, outcome)
    }
    for (const id of taken.due) {
      const node = tree.node(id)
      if (node !== undefined) tree.touch(node)
    }
    for (const alarm of taken.rung) {
      const next = await alarm.ring({ tree, step, details, now: at })
      if (next !== undefined) setAlarm(alarm, next)
    }
    await step.settle()
    const claimed = stopping ? [] : step.claim()
    const isOver = DONE_STATES.has(tree.root.task.state) && claimed.length === 0 && running.size === 0
    const { changes, added, touched } = step.changes()
    if (changes.length + added.length > 0 || isOver) {
      parts.trigger('before-step')
      const written = await store.applyStep({
        attemptId, owner: parts.owner, cancelRequested: details.attempt.cancelRequested, at, changes, added,
        ...(isOver ? { finish: { success: tree.root.task.state === 'success' } } : {}),
      })
      if (!written) {
        stale = true
        outcomes = [...taken.outcomes, ...outcomes]
        rung.push(...taken.rung)
        return
      }
      parts.trigger('after-step')
    }
    if (first) parts.onEvent?.({ kind: 'attempt', attemptId, state: 'started', success: false })
    announce(touched)
    if (isOver) { finish('done'); return }
    if (over) return
    if (first) begin()
    for (const node of touched) {
      const { state } = node.task
      if (state === 'retry_waiting' || state === 'group_retry_waiting') setTimer(node)
    }
    for (const node of claimed) start(node, details, tree)
  }

  const announce = (touched: readonly Node[]): void => {
    for (const { task } of touched) {
      if (task.state === 'success') parts.hooks?.afterTask?.(task)
      parts.onEvent?.({ kind: 'task', attemptId, taskId: task.id, parentId: task.parentId, fullName: task.fullName, isGroup: task.isGroup, state: task.state, at: task.updatedAt, error: task.error?.message ?? null })
    }
  }

  const start = (node: Node, of: AttemptDetails, within: Tree): void => {
    if (stopping) return
    const controller = createStop()
    const taskId = node.task.id
    running.set(taskId, controller)
    if (of.attempt.cancelRequested) controller.abort()
    parts.dispatch(async () => {
      parts.trigger('before-run')
      const outcome = await parts.run({ details: of, node, tree: within, stop: controller, maxTasks: parts.maxTasks, inheritance: inherited })
      parts.trigger('after-run')
      return outcome
    }).then((outcome) => {
      node.runs++
      running.delete(taskId)
      if (stopping || over) return
      outcomes.push({ taskId, outcome })
      wake()
    }, (error: unknown) => {
      running.delete(taskId)
      finish({ error })
    })
  }

  wake()
  return {
    attemptId,
    ended,
    refresh: () => { stale = true; wake() },
    stop: async () => {
      stopping = true
      for (const controller of running.values()) controller.abort()
      await settled(() => running.size === 0 && !stepping)
      finish('stopped')
    },
    count: () => tree?.size ?? 0,
  }
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
