import type { Clock, Millis } from '../model/clock.ts'
import { ConfigError } from '../model/error.ts'
import { isObject, type JsonObject } from '../model/json.ts'
import { asFlag } from '../model/params.ts'
import type { AttemptDetails } from '../model/session.ts'
import type { Store } from '../model/store.ts'
import type { TaskState } from '../model/task.ts'
import { slaTime } from '../dig/sla.ts'
import type { Alarm } from './driver.ts'
import type { OutsideServices } from './ports.ts'
import { infoOf } from './run.ts'
import { isDone } from './progress.ts'
import type { Node, Tree } from './tree.ts'

export interface AlarmParts {
  readonly store: Store
  readonly clock: Clock
  readonly services: OutsideServices
  readonly attemptTtl?: Millis
  readonly taskTtl?: Millis
}

const DAY: Millis = 24 * 3600 * 1000
const DEFAULT_ATTEMPT_TTL: Millis = 7 * DAY
const DEFAULT_TASK_TTL: Millis = DAY
const TTL_LOOK_EVERY: Millis = 60_000

/** Marks attempts of a backfill, which have no SLA (digdag §7.4). */
const isBackfilled = (details: AttemptDetails): boolean => details.attempt.afterAttemptId !== null

/** What has to happen to an attempt at certain times: its SLA (digdag §7.5) and the limits on its life (digdag §3.4). */
export const createAlarms = (parts: AlarmParts) => (details: AttemptDetails): readonly Alarm[] => {
  const ttl = createTtlAlarm(parts)
  const at = isBackfilled(details) ? undefined : slaTimeOf(details)
  return at === undefined ? [ttl] : [ttl, { at, ring: ringSla }]
}

const slaTimeOf = ({ attempt, workflow }: AttemptDetails): Millis | undefined => slaTime(workflow.config, attempt.createdAt, attempt.timezone)

const SLA = '^sla'

const ringSla: Alarm['ring'] = async ({ tree, step, details }) => {
  const { root } = tree
  const config = details.workflow.config['sla'] ?? null
  // A later owner of the attempt finds what the first one added.
  if (!isObject(config) || root.children.some((child) => child.task.fullName.startsWith(`${root.task.fullName}${SLA}`))) return undefined
  if (isDone(root.task.state)) return undefined
  const { time: _time, duration: _duration, alert = null, fail = null, ...tasks } = config
  if (flag(alert, true)) await step.addUncounted(root, '^sla^alert', { _type: 'notify', _command: 'SLA violation' })
  if (flag(fail, false)) await step.addUncounted(root, '^sla^fail', { _type: 'fail', _command: 'SLA violation' })
  try {
    await step.addUncounted(root, SLA, tasks)
  } catch (error) {
    // digdag looks at these tasks only now; what the SLA does beside them stays.
    if (!(error instanceof ConfigError)) throw error
  }
  return undefined
}

/** A value of the wrong type counts as the default. */
function flag(value: JsonObject[string], fallback: boolean): boolean {
  if (value === null || value === undefined) return fallback
  try { return asFlag(value, 'sla') } catch { return fallback }
}

const TIMED: ReadonlySet<TaskState> = new Set(['running', 'retry_waiting', 'group_retry_waiting'])

function createTtlAlarm({ store, clock, services, attemptTtl = DEFAULT_ATTEMPT_TTL, taskTtl = DEFAULT_TASK_TTL }: AlarmParts): Alarm {
  return {
    at: clock.now() + TTL_LOOK_EVERY,
    ring: async ({ tree, details, now }) => {
      if (details.attempt.cancelRequested) return undefined
      const message = now - details.attempt.createdAt > attemptTtl ? 'Workflow execution timeout' : taskTimeout(tree, now - taskTtl)
      if (message === undefined) return now + TTL_LOOK_EVERY
      await store.requestKill(details.attempt.id, now)
      await services.notify(message, infoOf(details, tree.root, { tasks: new Map(), rounds: new Map() })).catch(() => undefined)
      return undefined
    },
  }
}

function taskTimeout(tree: Tree, before: Millis): string | undefined {
  const late = [...tree.all()].filter((node: Node) => TIMED.has(node.task.state) && node.task.startedAt !== null && node.task.startedAt < before)
  return late.length === 0 ? undefined : `Task execution timeout: ${late.map((node) => node.task.id).join(', ')}`
}
