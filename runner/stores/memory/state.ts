import type { Project, Revision, Workflow } from '../../model/project.ts'
import type { Schedule } from '../../model/schedule.ts'
import type { Attempt, AttemptDetails, Owner, Session, SessionDetails } from '../../model/session.ts'
import type { Task } from '../../model/task.ts'

/** Everything a store keeps, by id, in the order of the ids. */
export interface State {
  readonly projects: Map<number, Project>
  readonly revisions: Map<number, Revision>
  readonly archives: Map<number, Uint8Array>
  readonly workflows: Map<number, Workflow>
  readonly sessions: Map<number, Session>
  readonly lastAttempts: Map<number, number>
  readonly attempts: Map<number, Attempt>
  /** By attempt. */
  readonly tasks: Map<number, Map<number, Task>>
  readonly processes: Map<number, { readonly pid: number; readonly startedAt: string }>
  readonly schedules: Map<number, Schedule>
  readonly values: Map<string, { readonly key: string; readonly value: Uint8Array; readonly updatedAt: number }>
  /** The last id given in each kind. */
  readonly ids: Map<string, number>
}

export const emptyState = (): State => ({
  projects: new Map(), revisions: new Map(), archives: new Map(), workflows: new Map(), sessions: new Map(), lastAttempts: new Map(), attempts: new Map(),
  tasks: new Map(), processes: new Map(), schedules: new Map(), values: new Map(), ids: new Map(),
})

/** The first of `count` new ids of a kind. */
export function newIds(state: State, kind: string, count = 1): number {
  const last = state.ids.get(kind) ?? 0
  state.ids.set(kind, last + count)
  return last + 1
}

export const sameOwner = (a: Owner | null, b: Owner | null): boolean => a === b || (a !== null && b !== null && a.host === b.host && a.pid === b.pid && a.startedAt === b.startedAt)

function required<T>(rows: ReadonlyMap<number, T>, id: number, what: string): T {
  const row = rows.get(id)
  if (row === undefined) throw new Error(`the store lacks the ${what} ${id} that an attempt refers to`)
  return row
}

export const detailsOf = (state: State, attempt: Attempt): AttemptDetails => ({
  attempt, session: required(state.sessions, attempt.sessionId, 'session'), project: required(state.projects, attempt.projectId, 'project'),
  revision: required(state.revisions, attempt.revisionId, 'revision'), workflow: required(state.workflows, attempt.workflowId, 'workflow'),
})

export function sessionDetails(state: State, session: Session | undefined): SessionDetails | undefined {
  const last = session === undefined ? undefined : state.attempts.get(state.lastAttempts.get(session.id) ?? 0)
  if (session === undefined || last === undefined) return undefined
  const { project, workflow } = detailsOf(state, last)
  return { session, project, workflowId: workflow.id, lastAttempt: last, timezone: last.timezone }
}

export const find = <T>(rows: ReadonlyMap<number, T>, wanted: (row: T) => boolean): T | undefined => {
  for (const row of rows.values()) if (wanted(row)) return row
  return undefined
}
export const filter = <T>(rows: ReadonlyMap<number, T>, wanted: (row: T) => boolean): readonly T[] => [...rows.values()].filter(wanted)

/** A part of a name, letters of ASCII in any case, as SQLite's `like` compares. */
export const contains = (text: string, part: string): boolean => folded(text).includes(folded(part))
const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
