import { RunnerError } from '../model/error.ts'
import type { Home } from '../index.ts'
import type { Context } from './context.ts'

/** Without a server nobody else would end an attempt whose process is gone; one that runs elsewhere sees the kill by itself. */
export async function endHere(context: Context, home: Home, id: number): Promise<void> {
  try { await home.engine.runAttempt(id, { signal: context.signal }) } catch (error) {
    if (!(error instanceof RunnerError && error.code === 'busy')) throw error
  }
}
