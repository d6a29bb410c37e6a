import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from '../command.ts'
import { packProject } from '../packing.ts'
import { printJson } from '../print.ts'

export const archive: Command = {
  name: 'archive',
  usage: 'archive',
  summary: 'pack a project into a file, to be sent later with `upload`',
  options: [
    { flags: '--project <DIR>', about: 'the directory (default this one)' },
    { flags: '-o, --output <FILE>', about: 'the file (default digdag.archive.tar.gz)' },
    { flags: '--copy-outgoing-symlinks', about: 'pack what links out of the directory point to' },
  ],
  args: { min: 0, max: 0 },
  run: async (context, _args, options) => {
    const target = options.text('output') ?? 'digdag.archive.tar.gz'
    const packed = await packProject(context, options.text('project'), { copyOutgoingSymlinks: options.flag('copyOutgoingSymlinks'), target })
    writeFileSync(resolve(context.cwd, target), packed.archive)
    if (context.json) { printJson(context, { file: target, files: packed.files.length, bytes: packed.archive.length }); return 0 }
    context.terminal.out(`Created ${target}.\nUse \`${context.typed(`upload ${target} <project> <revision>`)}\` to upload a new project revision.\n`)
    return 0
  },
}
