import type { Clock } from '../model/clock.ts'
import { ConfigError } from '../model/error.ts'
import type { TaskRun } from '../model/operator.ts'
import { canceled, defineOperator, SUCCESS } from './define.ts'
import { parseDuration } from './duration.ts'

const SHORTEST_WAIT_MS = 1000
const STARTED = 'wait_start_time_millis'

/** `wait>`: lets a time pass, by polling unless `blocking` (digdag §6.2). */
export const wait = defineOperator({
  type: 'wait',
  retries: false,
  run: async (task) => {
    const { durationMs, blocking, pollMs } = readSettings(task)
    if (blocking) {
      await sleep(task.clock, durationMs, task.signal)
      if (task.signal.aborted) throw canceled(task)
      return SUCCESS
    }
    const now = task.clock.now()
    const kept = task.state[STARTED]
    const started = typeof kept === 'number' ? kept : now
    const left = started + durationMs - now
    if (left <= 0) return SUCCESS
    return { kind: 'poll', afterMs: pollMs ?? Math.max(left, SHORTEST_WAIT_MS), state: { ...task.state, [STARTED]: started } }
  },
})

interface WaitSettings { readonly durationMs: number; readonly blocking: boolean; readonly pollMs: number | undefined }

function readSettings({ params }: TaskRun): WaitSettings {
  const settings = attempt(() => ({
    durationMs: duration(params.text('_command')),
    blocking: params.flag('blocking', false),
    pollMs: params.has('poll_interval') ? duration(params.text('poll_interval')) : undefined,
  }))
  if (settings.blocking && settings.pollMs !== undefined) throw new ConfigError("poll_interval can't be specified with blocking:true")
  return settings
}

function attempt<T>(read: () => T): T {
  try { return read() } catch (cause) {
    throw new ConfigError('Invalid configuration', { cause, hint: 'write a duration as 1d 2h 3m 4s, each part optional' })
  }
}

function duration(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new ConfigError(`Invalid duration: ${text}`)
  return ms
}

/** Resolves after the delay, or at once when the signal is aborted. */
const sleep = (clock: Clock, delay: number, signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  if (signal.aborted) { resolve(); return }
  const end = () => { cancel(); signal.removeEventListener('abort', end); resolve() }
  const cancel = clock.after(delay, end)
  signal.addEventListener('abort', end)
})
