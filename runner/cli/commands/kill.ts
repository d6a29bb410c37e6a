import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson } from '../print.ts'

export const kill: Command = {
  name: 'kill',
  usage: 'kill <attempt-id>',
  summary: 'kill a running attempt; its running processes are stopped too',
  options: [],
  args: { min: 1, max: 1 },
  run: (context, [id = '']) => withService(context, {}, async ({ client }) => {
    const attempt = await client.kill(id)
    if (context.json) printJson(context, attempt)
    else context.terminal.out(`Kill requested for session attempt ${attempt.id}\n`)
    return 0
  }),
}
