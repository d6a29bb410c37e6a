import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError, type Command } from '../command.ts'
import { printJson } from '../print.ts'
import { TEMPLATES } from '../templates.ts'

const FORBIDDEN_FIRST = /^[0-9+^@/\\:*?"<>|]/

export const init: Command = {
  name: 'init',
  usage: 'init <dir>',
  summary: 'create a new workflow project',
  options: [{ flags: '-t, --type <EXAMPLE_TYPE>', about: `${Object.keys(TEMPLATES).join(', ')} (default echo)` }],
  args: { min: 1, max: 1 },
  run: async (context, [directory = '.'], options) => {
    const type = options.text('type') ?? 'echo'
    const template = Object.hasOwn(TEMPLATES, type) ? TEMPLATES[type] : undefined
    if (!template) throw new UsageError(`--type has an invalid value: ${type} (one of ${Object.keys(TEMPLATES).join(', ')})`)
    const path = resolve(context.cwd, directory)
    const name = basename(path)
    if (FORBIDDEN_FIRST.test(name) || name.endsWith('.dig')) throw new UsageError(`'${name}' cannot be the name of a workflow: it must not start with a digit or a special symbol, nor end in .dig`, { showUsage: false })
    const files = template.files(name)
    const workflow = files[0]?.path ?? ''
    const tell = context.json ? context.terminal.err : context.terminal.out
    const created: string[] = []
    const answer = (): number => { if (context.json) printJson(context, { directory: path, created }); return 0 }
    if (existsSync(join(path, workflow))) { tell(`File ${join(directory, workflow)} already exists.\n`); return answer() }
    for (const file of files) {
      const target = join(path, file.path)
      if (existsSync(target)) continue
      tell(`  Creating ${directory === '.' ? `./${file.path}` : join(directory, file.path)}\n`)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, file.text)
      created.push(file.path)
    }
    const enter = directory === '.' ? '' : `\`cd ${directory}\` and then `
    tell(template.done(context.program, enter, workflow, name))
    return answer()
  },
}
