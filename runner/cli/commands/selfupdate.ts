import type { Command } from '../command.ts'

export const selfupdate: Command = {
  name: 'selfupdate',
  usage: 'selfupdate',
  summary: 'how to get a newer version (nothing is downloaded)',
  options: [],
  args: { min: 0, max: 1 },
  run: async (context) => {
    context.terminal.out(`${context.program} ${context.version} is an npm package: update it the way it was installed (npm install ./trowel-VERSION.tgz, or git pull && npm ci in a clone).\n`)
    return 0
  },
}
