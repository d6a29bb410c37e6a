import type { Millis } from './clock.ts'

/** A stored schedule: one per project and workflow name. */
export interface Schedule {
  readonly id: number
  readonly projectId: number
  readonly workflowId: number
  readonly workflowName: string
  readonly timezone: string
  readonly nextRunTime: Millis
  /** The session time of the next run. */
  readonly nextScheduleTime: Millis
  /** The last session started successfully, or null. */
  readonly lastSessionTime: Millis | null
  readonly disabledAt: Millis | null
  readonly createdAt: Millis
  readonly updatedAt: Millis
}

/** When a schedule is over (digdag §7.2). */
export const NEVER: Millis = Date.UTC(9999, 0, 1)

export interface ScheduleTime { readonly time: Millis; readonly runTime: Millis }

/** The times of one `schedule:` in its zone (digdag §7.2). All pure. */
export interface Scheduler {
  readonly skipOnOvertime: boolean
  /** Milliseconds, or null. */
  readonly skipDelayedBy: Millis | null
  /** The first session whose run time is at or after this. */
  first(at: Millis): ScheduleTime
  /** The first session strictly after this. */
  next(after: Millis): ScheduleTime
  /** The last session strictly before this. */
  last(before: Millis): ScheduleTime
}
