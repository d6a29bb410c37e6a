import { UsageError, type Command } from '../command.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, w: 604_800_000 }

export const prune: Command = {
  name: 'prune',
  usage: 'prune --older-than 90d',
  summary: 'remove finished attempts, their logs, and revisions nothing uses',
  options: [{ flags: '--older-than <AGE>', about: 'a number with d, h, m or w, such as 90d' }],
  args: { min: 0, max: 0 },
  run: async (context, _args, options) => {
    const text = options.text('olderThan')
    const match = /^(\d+)\s*([dhmw])$/.exec(text ?? '')
    if (!match) throw new UsageError(text === undefined ? '--older-than is required, such as --older-than 90d' : `--older-than takes a number with d, h, m or w, such as 90d, not ${text}`)
    const before = context.clock.now() - Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0)
    const removed = await withHome(context, ({ prune: removeOld }) => removeOld(before))
    if (context.json) printJson(context, { attempts: removed.attempts.length, sessions: removed.sessions, revisions: removed.revisions })
    else context.terminal.out(`Removed ${removed.attempts.length} attempts, ${removed.sessions} sessions and ${removed.revisions} revisions older than ${text}.\n`)
    return 0
  },
}
