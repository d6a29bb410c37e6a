import type { Problem } from '../model/error.ts'
import type { JsonObject } from '../model/json.ts'
import type { Scheduler } from '../model/schedule.ts'

export type ScheduledWorkflow = { readonly name: string; readonly timezone: string; readonly config: JsonObject }
export function readScheduler(_workflow: ScheduledWorkflow, _purpose: 'push' | 'use'): { readonly scheduler?: Scheduler; readonly problems: readonly Problem[] } { return { problems: [] } }
export function schedulerOf(workflow: ScheduledWorkflow): Scheduler | undefined { return readScheduler(workflow, 'use').scheduler }
