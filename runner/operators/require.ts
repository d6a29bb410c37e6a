import { randomUUID } from 'node:crypto'
import { ConfigError } from '../model/error.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { TaskFailure, type TaskResult, type TaskRun } from '../model/operator.ts'
import { asObject } from '../model/params.ts'
import { parseOffsetTime } from '../model/time.ts'
import { defineOperator, SUCCESS } from './define.ts'

const LONGEST_POLL_SECONDS = 10
const RERUN_CHOICES = ['none', 'failed', 'all'] as const
type RerunOn = (typeof RERUN_CHOICES)[number]

interface Target {
  readonly project: { readonly id: number } | { readonly name: string }
  readonly workflowName: string
  readonly sessionTime: number
  readonly params: JsonObject
  readonly retryAttemptName: string | null
}

interface Awaited { readonly attemptId: number; readonly sessionId: number; readonly kicked: boolean }

/** `require>`: waits for another workflow's attempt of the same session time, which it starts when there is none (digdag §6.2). */
export const requireWorkflow = defineOperator({
  type: 'require',
  retries: true,
  run: async (task) => {
    const ignoreFailure = task.params.flag('ignore_failure', false)
    const rerunOn = readRerunOn(task)
    const target = readTarget(task)
    const awaited = knownAttempt(task.state) ?? await startOrFind(task, target)
    const attempt = await task.services.attempts.find(awaited.attemptId)
    if (attempt === undefined) throw new TaskFailure(`Dependent workflow failed. Session id: ${awaited.sessionId}, attempt id: ${awaited.attemptId}`)
    if (!attempt.done) return pollAgain(task.state, awaited)
    if (!awaited.kicked && (rerunOn === 'all' || (rerunOn === 'failed' && !attempt.success))) return rerun()
    if (attempt.success || ignoreFailure) return SUCCESS
    throw new TaskFailure(`Dependent workflow failed. Session id: ${awaited.sessionId}, attempt id: ${awaited.attemptId}`)
  },
})

function readRerunOn({ params }: TaskRun): RerunOn {
  const text = params.optionalText('rerun_on') ?? 'none'
  const choice = RERUN_CHOICES.find((name) => name === text)
  if (choice === undefined) throw new ConfigError(`invalid rerun_on option:${text}`, { hint: `write one of ${RERUN_CHOICES.join(', ')}` })
  return choice
}

function readTarget({ params, local, info, state }: TaskRun): Target {
  const workflowName = params.text('_command')
  const [projectId, projectName] = [local.optionalInt('project_id'), local.optionalText('project_name')]
  if (projectId !== undefined && projectName !== undefined) throw new ConfigError("Both project_id and project_name can't be set")
  const given = params.raw('params')
  const rerunName = state['rerun_on_retry_attempt_name']
  return {
    project: projectName === undefined ? { id: projectId ?? info.projectId } : { name: projectName },
    workflowName,
    sessionTime: readSessionTime(params.optionalText('session_time'), info.sessionTime),
    params: given === undefined ? {} : asObject(given, 'params'),
    retryAttemptName: typeof rerunName === 'string' ? rerunName : local.optionalText('retry_attempt_name') ?? null,
  }
}

function readSessionTime(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback
  const time = parseOffsetTime(text)
  if (time === undefined) throw new ConfigError(`Expected class java.time.Instant for key 'session_time' but got ${JSON.stringify(text)} (string)`, { hint: 'write it as 2026-01-02T03:04:05+00:00' })
  return time
}

/** The attempt that an earlier run of the task found or started. */
function knownAttempt(state: JsonObject): Awaited | undefined {
  const [attemptId, sessionId] = [state['target_attempt_id'], state['target_session_id']]
  return typeof attemptId === 'number' && typeof sessionId === 'number' ? { attemptId, sessionId, kicked: state['require_kicked'] === true } : undefined
}

async function startOrFind(task: TaskRun, target: Target): Promise<Awaited> {
  const found = await task.services.attempts.startOrFind(target)
  if (found.kind === 'no-workflow') {
    const project = 'name' in target.project ? `projectName: ${target.project.name}` : `projectId: ${target.project.id}`
    throw new TaskFailure(`Dependent workflow does not exist. ${project}, workflowName:${target.workflowName}`)
  }
  return { attemptId: found.attemptId, sessionId: found.sessionId, kicked: found.kind === 'started' || target.retryAttemptName === task.state['rerun_on_retry_attempt_name'] }
}

function pollAgain(state: JsonObject, awaited: Awaited): TaskResult {
  const polls = typeof state['retry'] === 'number' ? state['retry'] : 0
  return { kind: 'poll', afterMs: Math.min(2 ** polls, LONGEST_POLL_SECONDS) * 1000, state: { ...state, ...remembered(awaited), retry: polls + 1 } }
}

const remembered = ({ attemptId, sessionId, kicked }: Awaited): Readonly<Record<string, Json>> =>
  ({ target_attempt_id: attemptId, target_session_id: sessionId, require_kicked: kicked })

/** Begins again under a new retry name, which is kept before the start so that a crash does not start two. */
const rerun = (): TaskResult => ({ kind: 'poll', afterMs: 0, state: { rerun_on_retry_attempt_name: randomUUID() } })
