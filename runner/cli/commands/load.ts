import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isWrittenOut, withCredentials } from '../../connectors/credentials.ts'
import { readYaml } from '../../dig/yaml.ts'
import { ConfigError, messageOf, RunnerError } from '../../model/error.ts'
import { isObject, type JsonObject } from '../../model/json.ts'
import { FOREGROUND_OPTIONS, UsageError, type Command, type Options } from '../command.ts'
import type { Context } from '../context.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'
import { runSavedLoad } from '../saved-load-run.ts'
import { yamlText } from '../yaml-text.ts'

export const load: Command = {
  name: 'load',
  usage: 'load set NAME FILE --database D --table T | list | show NAME | delete NAME | run NAME',
  summary: 'saved loads, what `td_load> NAME` runs, with their incremental state',
  options: [
    { flags: '-d, --database <DATABASE>', about: 'the database of the table' },
    { flags: '--table <TABLE>', about: 'the table' },
    { flags: '--project <PROJECT>', about: 'run: the project whose secrets are read' },
    ...FOREGROUND_OPTIONS,
  ],
  args: { min: 1, max: 3 },
  run: async (context, [verb = '', name, file], options) => {
    if (verb === 'list') return list(context)
    if (name === undefined) throw new UsageError(`load ${verb} takes the name of a load`)
    if (verb === 'set') return set(context, name, file, options)
    if (verb === 'show') return show(context, name)
    if (verb === 'delete') {
      const deleted = await withHome(context, ({ loads }) => loads.saved.delete(name))
      if (!deleted) throw missing(name)
      if (context.json) printJson(context, { deleted: name })
      else context.note(`Load '${name}' deleted`)
      return 0
    }
    if (verb === 'run') return runSavedLoad(context, name, options)
    throw new UsageError(`load takes set, list, show, delete or run, not ${verb}`)
  },
}

const missing = (name: string): RunnerError => new RunnerError('not-found', `there is no saved load '${name}'`, { hint: '`wf load list` shows those there are' })

async function list(context: Context): Promise<number> {
  const found = await withHome(context, ({ loads }) => loads.saved.list())
  if (context.json) printJson(context, { loads: found.map(({ name, database, table }) => ({ name, database, table })) })
  else context.terminal.out(found.map(({ name, database, table }) => `${name}  ${database}.${table}\n`).join(''))
  return 0
}

async function set(context: Context, name: string, file: string | undefined, options: Options): Promise<number> {
  const [database, table] = [options.text('database'), options.text('table')]
  if (file === undefined || database === undefined || table === undefined) throw new UsageError('load set takes NAME FILE --database D --table T')
  const config = readConfig(context, file)
  let open = false
  withCredentials(config, (value) => { open ||= isWrittenOut(value); return value })
  if (open) context.note(`${file} holds a credential in clear, and the home now keeps it so: a secret is kept encrypted, access_token: ${'${secret:instagram.access_token}'} reads one`)
  await withHome(context, ({ loads }) => loads.saved.set({ name, database, table, config, project: options.text('project') ?? null }))
  if (context.json) printJson(context, { name, database, table })
  else context.note(`Load '${name}' set: ${file} into ${database}.${table}. Run it with \`td_load>: ${name}\` or \`${context.typed(`load run ${name}`)}\`.`)
  return 0
}

function readConfig(context: Context, file: string): JsonObject {
  let text: string
  try { text = readFileSync(resolve(context.cwd, file), 'utf8') } catch (error) { throw new RunnerError('disk', `cannot read ${file}: ${messageOf(error)}`, { cause: error }) }
  const { value, problems } = readYaml(text, file, { lenient: true })
  if (isObject(value ?? null)) return value as JsonObject
  throw new ConfigError(`${file} is no load configuration`, { problems, hint: 'a map with in:, and if wanted out:, filters:' })
}

async function show(context: Context, name: string): Promise<number> {
  const { kept, state } = await withHome(context, async ({ loads }) => ({ kept: await loads.saved.find(name), state: await loads.saved.state(name) }))
  if (!kept) throw missing(name)
  const found = { ...kept, config: withCredentials(kept.config, (value) => (isWrittenOut(value) ? '***' : value)) }
  if (context.json) printJson(context, { ...found, state })
  else context.terminal.out(`database: ${found.database}\ntable: ${found.table}\nconfig:\n${yamlText(found.config).replace(/^(?=.)/gm, '  ')}state:\n${yamlText(state).replace(/^(?=.)/gm, '  ')}`)
  return 0
}
