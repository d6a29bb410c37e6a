import { RunnerError } from '../../model/error.ts'
import type { Home } from '../../index.ts'
import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import type { Context } from '../context.ts'
import { printJson } from '../print.ts'

export const kill: Command = {
  name: 'kill',
  usage: 'kill <attempt-id>',
  summary: 'kill a running attempt; its running processes are stopped too',
  service: true,
  options: [],
  args: { min: 1, max: 1 },
  run: (context, [id = '']) => withService(context, { quiet: true }, async ({ client, home }) => {
    const attempt = await client.kill(id).catch(async (error: unknown) => {
      const before = await client.attempt(id)
      // A kill that was asked for before still waits for somebody who ends the attempt.
      if (home === undefined || before.done || !before.cancelRequested) throw error
      return before
    })
    if (home !== undefined && home.server() === undefined) await endHere(context, home, Number(id))
    if (context.json) printJson(context, attempt)
    else context.terminal.out(`Kill requested for session attempt ${attempt.id}\n`)
    return 0
  }),
}

/** Without a server nobody else would end an attempt whose process is gone; one that runs elsewhere sees the kill by itself. */
async function endHere(context: Context, home: Home, id: number): Promise<void> {
  try { await home.engine.runAttempt(id, { signal: context.signal }) } catch (error) {
    if (!(error instanceof RunnerError && error.code === 'busy')) throw error
  }
}
