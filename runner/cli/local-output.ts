import { appendFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { consoleLine, type Level } from '../engine/console.ts'
import type { EngineEvent } from '../engine/ports.ts'
import type { Context } from './context.ts'
import { LOG_LEVELS } from './settings.ts'

/** digdag's logger of a local run: lines on standard output, or in the file of `-L`, cut down by `-l`. */
export interface LocalOutput {
  line(level: Level, message: string): void
  /** The text to show for a line, empty when it goes elsewhere or is cut. */
  text(level: Level, message: string): string
  lineOf(event: Extract<EngineEvent, { readonly kind: 'line' }>): string
  close(): void
}

export function createLocalOutput(context: Context): LocalOutput {
  const { logFile, logLevel } = context.settings
  const most = LOG_LEVELS.indexOf(logLevel)
  const shown = (level: Level, whole: string): string => {
    if (LOG_LEVELS.indexOf(level) > most) return ''
    if (logFile === undefined) return whole
    appendFileSync(resolve(context.cwd, logFile), whole)
    return ''
  }
  const text = (level: Level, message: string): string => shown(level, consoleLine(context.clock.now(), context.zone, level, 'main', message))
  return {
    text,
    line: (level, message) => (context.json ? context.terminal.err : context.terminal.out)(text(level, message)),
    lineOf: (event) => shown(event.level, consoleLine(context.clock.now(), context.zone, event.level, `0:default${event.fullName}`, event.text)),
    close: () => undefined,
  }
}
