import type { Millis } from '../model/clock.ts'
import { formatConsole } from '../model/time.ts'

export type Level = 'error' | 'warn' | 'info' | 'debug'

/** A line in digdag's console pattern (digdag §10.5). */
export const consoleLine = (at: Millis, zone: string, level: Level, thread: string, message: string): string =>
  `${formatConsole(at, zone)} [${level.toUpperCase()}] (${thread}) trowel: ${message}\n`
