/** A place in a file. Line and column count from 1. */
export interface Position { readonly file: string; readonly line: number; readonly column: number }

/** One thing wrong in a text that a person wrote. `message` is digdag's own text where digdag has one. */
export interface Problem {
  readonly message: string
  readonly severity: 'error' | 'warning'
  readonly position?: Position
  /** The line at fault with a caret under the column, already laid out over two or three lines. */
  readonly excerpt?: string
  /** What to do about it. */
  readonly hint?: string
}

/** What kind of failure: the closed set on which programs may rely. */
export type ErrorCode =
  | 'invalid' // refused input (400)
  | 'unauthorized' // no or wrong credentials (401)
  | 'forbidden' // (403)
  | 'not-found' // (404)
  | 'conflict' // (409)
  | 'unprocessable' // (422)
  | 'limit' // a size or count limit (400)
  | 'config' // a workflow's text or parameter is wrong
  | 'busy' // another process holds what is needed
  | 'newer-store' // the home was written by a newer version
  | 'wrong-key' // the key does not open the secrets
  | 'disk' // no room, no permission, unreadable
  | 'interrupted' // ended by a signal
  | 'unavailable' // not available here (cloud operators, missing commands)
  | 'internal' // our own mistake (500)

/** The one error family of the runner. `message` says what, where and why; `hint` what to do. */
export class RunnerError extends Error {
  override readonly name = 'RunnerError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly problems: readonly Problem[]
  /** The thing in the way, for a conflict: what a 409 carries as its body. */
  readonly conflicting: unknown
  constructor(code: ErrorCode, message: string, more: { readonly hint?: string; readonly problems?: readonly Problem[]; readonly conflicting?: unknown; readonly cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.hint = more.hint
    this.problems = more.problems ?? []
    this.conflicting = more.conflicting
  }
}

/** A mistake in a task's configuration; shown with digdag's class hint ` (config)`. */
export class ConfigError extends RunnerError {
  constructor(message: string, more: { readonly hint?: string; readonly problems?: readonly Problem[]; readonly cause?: unknown } = {}) { super('config', message, more) }
}

/** The text of anything thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
