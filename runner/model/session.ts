import type { Millis } from './clock.ts'
import type { JsonObject } from './json.ts'
import type { Project, Revision, Workflow } from './project.ts'

export interface Session {
  readonly id: number
  readonly projectId: number
  readonly workflowName: string
  readonly uuid: string
  /** Whole seconds, in milliseconds. */
  readonly time: Millis
}

/** The process that drives an attempt. It is gone when no such process (same start time) runs on this host, elsewhere when its heartbeat is older than 60 s. */
export interface Owner { readonly host: string; readonly pid: number; readonly startedAt: string }

export interface Attempt {
  readonly id: number
  readonly sessionId: number
  readonly projectId: number
  readonly revisionId: number
  readonly workflowId: number
  /** 1, 2, … within the session. */
  readonly index: number
  readonly retryAttemptName: string | null
  readonly params: JsonObject
  readonly timezone: string
  readonly done: boolean
  readonly success: boolean
  readonly cancelRequested: boolean
  readonly createdAt: Millis
  readonly finishedAt: Millis | null
  /** The first attempt of the chain of resumes, itself when it resumes nothing: part of a load's key (design). */
  readonly chainId: number
  readonly owner: Owner | null
  readonly heartbeatAt: Millis | null
  /** Ctrl-C: no server takes it up; `retry --resume` does. */
  readonly stopped: boolean
  /** Wake-ups wait until this attempt is done: sessions of a backfill run one after the other. */
  readonly afterAttemptId: number | null
  /** The attempt whose finished tasks were taken over, and from where on tasks run again (null: those that had not succeeded). */
  readonly resumes?: { readonly attemptId: number; readonly from: string | null } | null
}

/** What reading an attempt usually needs at once. */
export interface AttemptDetails { readonly attempt: Attempt; readonly session: Session; readonly project: Project; readonly revision: Revision; readonly workflow: Workflow }

export interface SessionDetails { readonly session: Session; readonly project: Project; readonly workflowId: number | null; readonly lastAttempt: Attempt; readonly timezone: string }

export type AttemptStatus = 'running' | 'success' | 'error' | 'killed'

/** Status for people (digdag §3.4). */
export const statusOf = (attempt: Attempt): AttemptStatus =>
  !attempt.done ? 'running' : attempt.success ? 'success' : attempt.cancelRequested ? 'killed' : 'error'
