import { isObject, type JsonObject } from '../../model/json.ts'
import type { Attempt, Session } from '../../model/session.ts'
import type { AttemptPlan, BeginResult, Step, Store } from '../../model/store.ts'
import { DONE_STATES, type Task } from '../../model/task.ts'
import { detailsOf, filter, find, newIds, sameOwner, sessionDetails, type State } from './state.ts'

type AttemptVerbs = Pick<Store, 'begin' | 'findAttempt' | 'listAttempts' | 'findSession' | 'findSessionAt' | 'listSessions' | 'countActiveAttempts' | 'requestKill' |
  'openAttempts' | 'takeAttempt' | 'markStopped' | 'heartbeat' | 'recordProcess' | 'processesOf' | 'listTasks' | 'reserveTaskIds' | 'applyStep'>

const DEFAULT_PAGE = 100

export function attemptVerbs(state: State): AttemptVerbs {
  const update = (id: number, change: Partial<Attempt>): void => { const before = state.attempts.get(id); if (before) state.attempts.set(id, { ...before, ...change }) }
  const owned = (id: number, owner: Attempt['owner']): boolean => { const attempt = state.attempts.get(id); return attempt !== undefined && !attempt.done && sameOwner(attempt.owner, owner) }
  const newestFirst = <T>(rows: readonly T[], pageSize = DEFAULT_PAGE): readonly T[] => [...rows].reverse().slice(0, pageSize)
  const details = (id: number) => { const attempt = state.attempts.get(id); return attempt && detailsOf(state, attempt) }
  return {
    begin: async (plan) => begin(state, plan),
    findAttempt: async (id) => details(id),
    listAttempts: async ({ lastId = Infinity, pageSize, projectName, workflowName, includeRetried = false, sessionId }) => newestFirst(filter(state.attempts, (one) => {
      const { project, session } = detailsOf(state, one)
      return one.id < lastId && (projectName === undefined || (project.name === projectName && project.deletedAt === null)) && (workflowName === undefined || session.workflowName === workflowName) &&
        (sessionId === undefined || one.sessionId === sessionId) && (includeRetried || state.lastAttempts.get(one.sessionId) === one.id)
    }), pageSize).map((one) => detailsOf(state, one)),
    findSession: async (id) => sessionDetails(state, state.sessions.get(id)),
    findSessionAt: async (projectId, name, time) => sessionDetails(state, sessionAt(state, projectId, name, time)),
    listSessions: async ({ lastId = Infinity, pageSize, projectId, workflowName }) => newestFirst(filter(state.sessions, (one) =>
      one.id < lastId && state.projects.get(one.projectId)?.deletedAt === null && (projectId === undefined || one.projectId === projectId) && (workflowName === undefined || one.workflowName === workflowName) &&
      state.lastAttempts.has(one.id)), pageSize).flatMap((one) => sessionDetails(state, one) ?? []),
    countActiveAttempts: async (of) => filter(state.attempts, (one) => !one.done && (of === undefined || (one.projectId === of.projectId && state.sessions.get(one.sessionId)?.workflowName === of.workflowName))).length,
    requestKill: async (id, at) => {
      const before = details(id)
      if (before === undefined || before.attempt.done || before.attempt.cancelRequested) return undefined
      const tasks = tasksOf(state, id)
      for (const task of tasks.values()) if (!DONE_STATES.has(task.state)) tasks.set(task.id, { ...task, flags: { ...task.flags, cancelRequested: true }, updatedAt: at })
      update(id, { cancelRequested: true })
      return before
    },
    openAttempts: async () => filter(state.attempts, (one) => !one.done).map((one) => detailsOf(state, one)),
    takeAttempt: async (id, from, to, at) => {
      if (!owned(id, from)) return false
      update(id, { owner: to, heartbeatAt: to === null ? null : at })
      return true
    },
    markStopped: async (id, owner) => { if (owned(id, owner)) update(id, { stopped: true }) },
    heartbeat: async (owner, at) => { for (const one of filter(state.attempts, ({ id }) => owned(id, owner))) update(one.id, { heartbeatAt: at }) },
    recordProcess: async (taskId, group) => { if (group === null) state.processes.delete(taskId); else state.processes.set(taskId, group) },
    processesOf: async (id) => [...tasksOf(state, id).keys()].flatMap((taskId) => { const group = state.processes.get(taskId); return group === undefined ? [] : [{ taskId, ...group }] }),
    listTasks: async (id) => [...tasksOf(state, id).values()].sort((a, b) => a.id - b.id),
    reserveTaskIds: async (count) => newIds(state, 'task', count),
    applyStep: async (step) => applyStep(state, step),
  }
}

const tasksOf = (state: State, attemptId: number): Map<number, Task> => state.tasks.get(attemptId) ?? new Map<number, Task>()

const sessionAt = (state: State, projectId: number, name: string, time: number): Session | undefined =>
  find(state.sessions, (one) => one.projectId === projectId && one.workflowName === name && one.time === time)

function begin(state: State, plan: AttemptPlan): BeginResult {
  const known = sessionAt(state, plan.projectId, plan.workflowName, plan.sessionTime)
  const before = known === undefined ? [] : filter(state.attempts, (one) => one.sessionId === known.id)
  const taken = before.find((one) => (one.retryAttemptName ?? '') === (plan.retryAttemptName ?? ''))
  if (taken !== undefined) return { kind: 'conflict', attempt: plan.retryAttemptName === null ? before.at(-1) ?? taken : taken }
  const session = known ?? { id: newIds(state, 'session'), projectId: plan.projectId, workflowName: plan.workflowName, uuid: crypto.randomUUID(), time: plan.sessionTime }
  state.sessions.set(session.id, session)
  if (plan.closes !== null) close(state, plan.closes, plan.createdAt)
  const id = newIds(state, 'attempt')
  const attempt: Attempt = {
    id, sessionId: session.id, projectId: plan.projectId, revisionId: plan.revisionId, workflowId: plan.workflowId, index: Math.max(0, ...before.map(({ index }) => index)) + 1,
    retryAttemptName: plan.retryAttemptName, params: plan.params, timezone: plan.timezone, done: false, success: false, cancelRequested: false, createdAt: plan.createdAt, finishedAt: null,
    chainId: (plan.resumes === null ? undefined : state.attempts.get(plan.resumes)?.chainId) ?? id, owner: plan.owner, heartbeatAt: plan.owner === null ? null : plan.createdAt,
    stopped: false, afterAttemptId: plan.afterAttemptId, resumes: plan.resumes === null ? null : { attemptId: plan.resumes, from: plan.resumeFrom ?? null },
  }
  state.attempts.set(id, attempt)
  state.lastAttempts.set(session.id, id)
  state.tasks.set(id, plannedTasks(state, id, plan))
  return { kind: 'begun', attempt, session }
}

/** What was under way in a closed attempt counts as canceled; finished and never started tasks stay as they are. */
function close(state: State, attemptId: number, at: number): void {
  const attempt = state.attempts.get(attemptId)
  if (attempt === undefined || attempt.done) return
  state.attempts.set(attemptId, { ...attempt, done: true, success: false, finishedAt: at })
  const tasks = tasksOf(state, attemptId)
  for (const task of tasks.values()) if (task.state !== 'blocked' && !DONE_STATES.has(task.state)) tasks.set(task.id, { ...task, state: 'canceled', updatedAt: at })
}

function plannedTasks(state: State, attemptId: number, plan: AttemptPlan): Map<number, Task> {
  const first = newIds(state, 'task', plan.tasks.length)
  const tasks = new Map<number, Task>()
  plan.tasks.forEach((task, index) => {
    const { _export: exported = null, ...localConfig } = task.config
    const exportConfig: JsonObject = isObject(exported) ? exported : {}
    tasks.set(first + index, {
      id: first + index, attemptId, fullName: task.fullName, parentId: task.parentIndex === null ? null : first + task.parentIndex, upstreamIds: task.upstreamIndexes.map((upstream) => first + upstream),
      isGroup: task.isGroup, state: task.state, flags: { cancelRequested: false, delayedError: false, delayedGroupError: false, initial: task.initial }, localConfig, exportConfig,
      exportParams: {}, storeParams: {}, resetStoreParams: [], stateParams: {}, subtaskConfig: null, ...task.takenOver, error: null, retryAt: null, startedAt: null, updatedAt: plan.createdAt,
    })
  })
  return tasks
}

/** Everything is checked before anything is written. */
function applyStep(state: State, step: Step): boolean {
  const attempt = state.attempts.get(step.attemptId)
  if (attempt === undefined || attempt.done || !sameOwner(attempt.owner, step.owner)) return false
  if (step.cancelRequested !== undefined && step.cancelRequested !== attempt.cancelRequested) return false
  const tasks = tasksOf(state, step.attemptId)
  const changed = new Map<number, Task>()
  for (const { id, from, to, set } of step.changes) {
    const before = changed.get(id) ?? tasks.get(id)
    if (before === undefined || before.state !== from) return false
    changed.set(id, { ...before, ...set, state: to, updatedAt: step.at })
  }
  for (const task of changed.values()) tasks.set(task.id, task)
  for (const task of step.added) tasks.set(task.id, task)
  if (step.finish !== undefined) state.attempts.set(attempt.id, { ...attempt, done: true, success: step.finish.success, finishedAt: step.at })
  return true
}
