import type { Client } from '../client/client.ts'
import { splitConfig } from '../engine/generate.ts'
import type { ResumeMode } from '../engine/resume.ts'
import { planResume, type PlannedStep } from '../engine/resume-plan.ts'
import type { JsonObject } from '../model/json.ts'
import type { Task, TaskState } from '../model/task.ts'
import type { Context } from './context.ts'
import { printJson, type RestTask } from './print.ts'

/** Shows what a retry would skip and run, and why; nothing is started. */
export async function showPlan(context: Context, client: Client, what: { readonly attemptId: string; readonly workflowId: string; readonly resume: 'failed' | { readonly from: string } | undefined }): Promise<number> {
  const workflow = await client.workflow(what.workflowId)
  const tasks = (await client.tasks(what.attemptId)).map(storedTask)
  const mode: ResumeMode | { readonly mode: 'all' } = what.resume === undefined ? { mode: 'all' } : what.resume === 'failed' ? { mode: 'failed' } : { mode: 'from', from: what.resume.from }
  const steps = planResume({ workflow: { name: workflow.name, config: workflow.config as JsonObject }, tasks, mode })
  if (context.json) { printJson(context, { attempt: what.attemptId, revision: workflow.revision, tasks: steps.map(({ fullName, action, reason, changed }) => ({ task: fullName, action, reason, changed })) }); return 0 }
  context.terminal.out(planText(steps))
  for (const { fullName } of steps.filter(({ changed }) => changed)) context.note(`warning: ${fullName} is skipped although its definition has changed since it succeeded; --resume-from ${fullName} runs it again`)
  context.note(`Nothing is started. ${steps.filter(({ action, isGroup }) => action === 'run' && !isGroup).length} tasks would run, ${steps.filter(({ action, isGroup }) => action === 'skip' && !isGroup).length} would be skipped.`)
  return 0
}

function planText(steps: readonly PlannedStep[]): string {
  const width = Math.min(60, Math.max(...steps.map(({ fullName }) => fullName.length)))
  return steps.map(({ fullName, action, reason }) => `  ${action}  ${action === 'run' ? ' ' : ''}${fullName.padEnd(width)}  ${reason}\n`).join('')
}

/** A task of the REST API as the engine keeps it; what a plan does not look at is empty. */
const storedTask = (task: RestTask): Task => ({
  id: Number(task.id), attemptId: 0, fullName: task.fullName, parentId: task.parentId === null ? null : Number(task.parentId), upstreamIds: task.upstreams.map(Number),
  isGroup: task.isGroup, state: task.state as TaskState, flags: { cancelRequested: task.cancelRequested, delayedError: false, delayedGroupError: false, initial: true },
  ...splitConfig(task.config as JsonObject), exportParams: {}, storeParams: {}, resetStoreParams: [], stateParams: {}, subtaskConfig: null, error: null, retryAt: null, startedAt: null, updatedAt: 0,
})
