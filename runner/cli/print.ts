import type { components } from '../client/generated/api.ts'
import { formatConsole, parseOffsetTime } from '../model/time.ts'
import type { Context } from './context.ts'

type Schemas = components['schemas']
export type RestAttempt = Schemas['Attempt']
export type RestSession = Schemas['Session']
export type RestTask = Schemas['Task']
export type RestSchedule = Schemas['Schedule'] | Schemas['ScheduleSummary']
export type RestProject = Schemas['Project']
export type RestWorkflow = Schemas['Workflow']

/** Lines of `  key: value`, the layout of digdag §9.4. */
export const fields = (pairs: readonly (readonly [string, string])[], indent = '  '): string => pairs.map(([key, value]) => `${indent}${key}: ${value}\n`).join('')

/** An instant in the zone of the machine; empty for null. */
export const instantText = (context: Context, instant: string | null | undefined): string => {
  const at = instant ? parseOffsetTime(instant) : undefined
  return at === undefined ? '' : formatConsole(at, context.zone)
}

/** An offset time in its own offset: `2016-01-01 00:00:00 +0900`. */
export const offsetTimeText = (time: string): string => time.replace('T', ' ').replace(/(?:\.\d+)?([+-]\d\d):?(\d\d)$/, ' $1$2').replace(/Z$/, ' +0000')

/** `in 1h 2m 3s` or `2m 3s ago`, zero parts left out from the left; days are hours, as digdag writes them. */
export function differenceText(context: Context, instant: string): string {
  const seconds = Math.trunc(((parseOffsetTime(instant) ?? 0) - context.clock.now()) / 1000)
  const size = Math.abs(seconds)
  const parts = [[Math.floor(size / 3600), 'h'], [Math.floor(size / 60) % 60, 'm'], [size % 60, 's']] as const
  const first = parts.findIndex(([value]) => value > 0)
  const text = parts.slice(first < 0 ? 2 : first).map(([value, unit]) => `${value}${unit}`).join(' ')
  return seconds < 0 ? `${text} ago` : `in ${text}`
}

const json = (value: unknown): string => JSON.stringify(value)

/** What `start` and `retry` print. */
export const startedAttempt = (context: Context, attempt: RestAttempt): string => `Started a session attempt:\n${fields([
  ['session id', attempt.sessionId],
  ['attempt id', attempt.id],
  ...commonPairs(context, attempt),
])}\n`

const commonPairs = (context: Context, attempt: RestAttempt): readonly (readonly [string, string])[] => [
  ['uuid', attempt.sessionUuid],
  ['project', attempt.project.name],
  ['workflow', attempt.workflow.name],
  ['session time', offsetTimeText(attempt.sessionTime)],
  ['retry attempt name', attempt.retryAttemptName ?? ''],
  ['params', json(attempt.params)],
  ['created at', instantText(context, attempt.createdAt)],
]

export const attemptText = (context: Context, attempt: RestAttempt): string => `${fields([
  ['session id', attempt.sessionId],
  ['attempt id', attempt.id],
  ...commonPairs(context, attempt),
  ['finished at', instantText(context, attempt.finishedAt)],
  ['kill requested', String(attempt.cancelRequested)],
  ['status', attempt.interrupted ? 'running (interrupted)' : attempt.status],
])}\n`

export const backfilledText = (context: Context, attempt: RestAttempt): string => `${fields([['id', attempt.id], ...commonPairs(context, attempt)])}\n`

export function sessionText(context: Context, session: RestSession): string {
  const last = session.lastAttempt
  const status = !last ? 'pending' : !last.done ? 'running' : last.success ? 'success' : last.cancelRequested ? 'killed' : 'error'
  return `${fields([
    ['session id', session.id],
    ['attempt id', last?.id ?? ''],
    ['uuid', session.sessionUuid],
    ['project', session.project.name],
    ['workflow', session.workflow.name],
    ['session time', offsetTimeText(session.sessionTime)],
    ['retry attempt name', last?.retryAttemptName ?? ''],
    ['params', json(last?.params ?? {})],
    ['created at', instantText(context, last?.createdAt)],
    ['kill requested', String(last?.cancelRequested ?? false)],
    ['status', status],
  ])}\n`
}

export const taskText = (context: Context, task: RestTask): string => `${fields([
  ['id', task.id],
  ['name', task.fullName],
  ['state', task.state],
  ['started', instantText(context, task.startedAt)],
  ['updated', instantText(context, task.updatedAt)],
  ['config', json(task.config)],
  ['parent', task.parentId ?? 'null'],
  ['upstreams', `[${task.upstreams.join(', ')}]`],
  ['export params', json(task.exportParams)],
  ['store params', json(task.storeParams)],
  ['state params', json(task.stateParams)],
  ...(typeof task.error['message'] === 'string' ? [['error', String(task.error['message'])] as const] : []),
], '   ')}\n`

export const scheduleText = (context: Context, schedule: RestSchedule, options: { readonly project: boolean }): string => fields([
  ['id', schedule.id],
  ...(options.project ? [['project', schedule.project.name] as const] : []),
  ['workflow', schedule.workflow.name],
  ['disabled at', instantText(context, schedule.disabledAt)],
  ['next session time', offsetTimeText(schedule.nextScheduleTime)],
  ['next scheduled to run at', `${instantText(context, schedule.nextRunTime)} (${differenceText(context, schedule.nextRunTime)})`],
])

export const projectText = (context: Context, project: RestProject): string => `${fields([
  ['name', project.name],
  ['id', project.id],
  ['revision', project.revision],
  ['archive type', project.archiveType],
  ['project created at', instantText(context, project.createdAt)],
  ['revision updated at', instantText(context, project.updatedAt)],
])}\n`

/** One JSON value on standard output, for scripts. */
export const printJson = (context: Context, value: unknown): void => context.terminal.out(`${json(value)}\n`)
