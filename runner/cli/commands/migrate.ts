import { UsageError, type Command } from '../command.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'

export const migrate: Command = {
  name: 'migrate',
  usage: 'migrate run|check',
  summary: 'bring the store of the home to this version (every command does so by itself, after a backup)',
  options: [],
  args: { min: 1, max: 1 },
  run: async (context, [verb]) => {
    if (verb !== 'run' && verb !== 'check') throw new UsageError('migrate takes run or check')
    await withHome(context, async () => undefined)
    if (context.json) printJson(context, { upToDate: true })
    else context.terminal.out(verb === 'run' ? 'Migrations successfully finished\n' : 'No update\n')
    return 0
  },
}
