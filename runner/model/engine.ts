import type { Millis } from './clock.ts'
import type { JsonObject } from './json.ts'
import type { Problem } from './error.ts'
import type { ProjectRevision, Workflow } from './project.ts'
import type { Schedule } from './schedule.ts'
import type { AttemptDetails } from './session.ts'

/** What the server asks of the engine beyond reading the store: every verb checks, then writes once. */
export interface Engine {
  push(request: PushRequest): Promise<PushResult>
  /** @throws RunnerError `conflict` with the existing AttemptDetails as `conflicting`; `invalid` for what digdag answers with 400 */
  start(request: StartRequest): Promise<AttemptDetails>
  /** Undefined when the attempt is done or was killed before; else the attempt as before the kill. */
  kill(attemptId: number): Promise<AttemptDetails | undefined>
  skipSchedule(id: number, request: { readonly nextTime?: Millis; readonly fromTime?: Millis; readonly count?: number; readonly nextRunTime?: Millis; readonly dryRun?: boolean }): Promise<Schedule>
  disableSchedule(id: number): Promise<Schedule>
  enableSchedule(id: number, request: { readonly skipSchedule?: boolean; readonly nextTime?: Millis }): Promise<Schedule>
  backfill(id: number, request: { readonly fromTime: Millis; readonly attemptName?: string; readonly count?: number; readonly dryRun?: boolean }): Promise<readonly BackfilledAttempt[]>
  /** digdag §8.2 server modes; a local text is read in the workflow's zone. */
  truncateSessionTime(workflow: Workflow, text: string, mode: string | undefined): Millis
  setSecret(projectId: number, key: string, value: string): Promise<void>
  listSecrets(projectId: number): Promise<readonly string[]>
  deleteSecret(projectId: number, key: string): Promise<void>
  /** Something may have become ready: look at the store now. May be lost; a poll finds the work anyway. */
  wake(): void
}

/** A backfilled attempt; `attempt` is null in a dry run. */
export interface BackfilledAttempt { readonly sessionTime: Millis; readonly attempt: AttemptDetails | null }

export interface PushRequest {
  readonly project: string
  readonly revision: string
  /** The packed bytes (tar.gz). */
  readonly archive: Uint8Array
  readonly scheduleFrom?: Millis
  readonly clearSchedules?: readonly string[] | 'all'
  /** Accept workflow names that digdag refuses (contract: `lenient_names`). */
  readonly lenientNames?: boolean
}
export interface PushResult extends ProjectRevision { readonly workflows: readonly Workflow[]; readonly warnings: readonly Problem[] }

export interface StartRequest {
  readonly workflowId: number
  readonly sessionTime: Millis
  readonly params: JsonObject
  readonly retryAttemptName?: string | null
  readonly resume?: { readonly mode: 'failed'; readonly attemptId: number } | { readonly mode: 'from'; readonly attemptId: number; readonly from: string }
}
