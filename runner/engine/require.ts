import { RunnerError } from '../model/error.ts'
import type { AttemptStarter } from '../model/operator.ts'
import type { Store } from '../model/store.ts'
import type { Starter } from './starter.ts'

/** What `require>` asks: an attempt of the latest revision for a session time, started if there is none (digdag §6.2). */
export function createRequire(parts: { readonly store: Store; readonly start: Starter; readonly drive: (attemptId: number) => void }): AttemptStarter {
  const { store } = parts
  return {
    startOrFind: async ({ project: target, workflowName, sessionTime, retryAttemptName, params }) => {
      const project = 'id' in target ? await store.findProject(target.id) : await store.findProjectByName(target.name)
      const revision = project === undefined || project.deletedAt !== null ? undefined : await store.findRevision(project.id)
      const workflow = revision === undefined ? undefined : (await store.workflowsOf(revision.id)).find(({ name }) => name === workflowName)
      if (workflow === undefined) return { kind: 'no-workflow' }
      try {
        const { attempt, session } = await parts.start.start({ workflowId: workflow.id, sessionTime, params, retryAttemptName })
        parts.drive(attempt.id)
        return { kind: 'started', attemptId: attempt.id, sessionId: session.id }
      } catch (error) {
        const existing = error instanceof RunnerError && error.code === 'conflict' ? await existingAttempt(store, { projectId: workflow.projectId, workflowName, sessionTime, retryAttemptName }) : undefined
        if (existing === undefined) throw error
        return { kind: 'found', ...existing }
      }
    },
    find: async (attemptId) => {
      const found = await store.findAttempt(attemptId)
      return found === undefined ? undefined : { done: found.attempt.done, success: found.attempt.success }
    },
  }
}

async function existingAttempt(store: Store, target: { readonly projectId: number; readonly workflowName: string; readonly sessionTime: number; readonly retryAttemptName: string | null }): Promise<{ readonly attemptId: number; readonly sessionId: number } | undefined> {
  const session = await store.findSessionAt(target.projectId, target.workflowName, Math.floor(target.sessionTime / 1000) * 1000)
  if (session === undefined) return undefined
  if (target.retryAttemptName === null) return { attemptId: session.lastAttempt.id, sessionId: session.session.id }
  const attempts = await store.listAttempts({ sessionId: session.session.id, includeRetried: true })
  const named = attempts.find(({ attempt }) => attempt.retryAttemptName === target.retryAttemptName)
  return named === undefined ? undefined : { attemptId: named.attempt.id, sessionId: session.session.id }
}
