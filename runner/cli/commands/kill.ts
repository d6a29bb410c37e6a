import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { endHere } from '../ending.ts'
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
      const before = await client.attempt(id).catch(() => { throw error })
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
