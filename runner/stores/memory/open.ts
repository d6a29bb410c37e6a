import type { Millis } from '../../model/clock.ts'
import type { Store } from '../../model/store.ts'
import { attemptVerbs } from './attempts.ts'
import { projectVerbs, scheduleVerbs } from './projects.ts'
import { emptyState, filter, type State } from './state.ts'

/** The engine's state in the process alone: what a local run needs, without reading a database engine first. */
export function openMemoryStore(): Store {
  const state = emptyState()
  const placeOf = (kind: string, scope: number, key: string): string => JSON.stringify([kind, scope, key])
  return {
    ...projectVerbs(state), ...scheduleVerbs(state), ...attemptVerbs(state),
    putValue: async (kind, scope, key, value, at) => { state.values.set(placeOf(kind, scope, key), { key, value: Uint8Array.from(value), updatedAt: at }) },
    getValue: async (kind, scope, key) => state.values.get(placeOf(kind, scope, key))?.value,
    listValues: async (kind, scope) => [...state.values].filter(([place, { key }]) => place === placeOf(kind, scope, key))
      .map(([, { key, updatedAt }]) => ({ key, updatedAt })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    deleteValue: async (kind, scope, key) => state.values.delete(placeOf(kind, scope, key)),
    prune: async (before) => prune(state, before),
    close: async () => undefined,
  }
}

function prune(state: State, before: Millis): Awaited<ReturnType<Store['prune']>> {
  const open = filter(state.attempts, (one) => !one.done)
  const attempts = filter(state.attempts, (one) => one.done && (one.finishedAt ?? before) < before &&
    !open.some((other) => other.resumes?.attemptId === one.id || other.chainId === one.chainId || other.afterAttemptId === one.id)).map(({ id }) => id)
  for (const id of attempts) { state.tasks.delete(id); state.attempts.delete(id) }
  const gone = filter(state.sessions, (session) => {
    const [last] = filter(state.attempts, (one) => one.sessionId === session.id).map(({ id }) => id).reverse()
    if (last !== undefined) state.lastAttempts.set(session.id, last)
    return last === undefined
  })
  for (const { id } of gone) { state.sessions.delete(id); state.lastAttempts.delete(id) }
  const unused = filter(state.revisions, (one) => one.createdAt < before && !filter(state.attempts, ({ revisionId }) => revisionId === one.id).length &&
    (state.projects.get(one.projectId)?.deletedAt !== null || filter(state.revisions, ({ projectId, id }) => projectId === one.projectId && id > one.id).length > 0))
  for (const { id } of unused) {
    state.revisions.delete(id)
    state.archives.delete(id)
    for (const workflow of filter(state.workflows, ({ revisionId }) => revisionId === id)) state.workflows.delete(workflow.id)
  }
  return { attempts, sessions: gone.length, revisions: unused.length }
}
