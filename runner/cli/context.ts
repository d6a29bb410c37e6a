import type { Clock } from '../model/clock.ts'
import type { Settings } from './settings.ts'

/** Standard output and error, and what they are connected to. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  readonly columns: number
  readonly color: boolean
  /** All of standard input as text. */
  readInput(): Promise<string>
  /** A line typed by a person; `hidden` does not echo it. */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string>
}

/** What every command is handed: nothing below reads process.*. */
export interface Context {
  /** How hints name the program. */
  readonly program: string
  readonly version: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The zone of the machine, for times without one of their own. */
  readonly zone: string
  readonly userHome: string
  readonly host: string
  readonly pid: number
  readonly processStartedAt: string
  readonly clock: Clock
  readonly terminal: Terminal
  readonly settings: Settings
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal
  /** Progress is drawn only where somebody sees it. */
  readonly drawProgress: boolean
  readonly json: boolean
  /** A command as it can be typed next: the program's name before it, `--home` as it was given behind it. Hints of digdag's own do not repeat `-e` (as recorded). */
  typed(command: string): string
  /** The same with `-e` as it was given too, for a command that has to reach the same service. */
  typedThere(command: string): string
  /** Our own lines beside what a command answers: to standard error. */
  note(text: string): void
}
