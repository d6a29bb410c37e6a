import type { Millis } from './clock.ts'

/** One run of one task wrote this file (digdag §10.5). */
export interface LogFile { readonly fileName: string; readonly fileSize: number; readonly taskName: string; readonly fileTime: Millis; readonly agentId: string }

export interface LogWriter {
  write(bytes: Uint8Array | string): void
  /** Everything is on disk, gzip closed. */
  close(): Promise<void>
}

/** Where task logs are kept: gzip files in the home. */
export interface TaskLogs {
  open(attempt: { readonly id: number; readonly createdAt: Millis }, taskName: string, at: Millis): LogWriter
  list(attempt: { readonly id: number; readonly createdAt: Millis }, taskPrefix?: string): Promise<readonly LogFile[]>
  /** The gzip bytes as they are now (a running task's too), or undefined. A name with a path in it throws RunnerError `invalid`. */
  read(attempt: { readonly id: number; readonly createdAt: Millis }, fileName: string): Promise<Uint8Array | undefined>
  remove(attemptIds: readonly number[]): Promise<void>
}
