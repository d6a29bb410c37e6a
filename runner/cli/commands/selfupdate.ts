import type { Command } from '../command.ts'
import { printJson } from '../print.ts'

export const selfupdate: Command = {
  name: 'selfupdate',
  usage: 'selfupdate',
  summary: 'how to get a newer version (nothing is downloaded)',
  options: [],
  args: { min: 0, max: 1 },
  run: async (context) => {
    const tell = context.json ? context.terminal.err : context.terminal.out
    tell(`${context.program} ${context.version} is an npm package: update it the way it was installed (npm install ./trowel-VERSION.tgz, or git pull && npm ci in a clone).\n`)
    if (context.json) printJson(context, { trowel: context.version })
    return 0
  },
}
