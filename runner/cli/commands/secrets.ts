import { UsageError, type Command } from '../command.ts'
import { withService } from '../connect.ts'
import type { Context } from '../context.ts'
import { openLocalSecrets, type SecretPlace } from '../local-secrets.ts'
import { printJson } from '../print.ts'
import { checkKey, readSecrets } from '../secrets-input.ts'

export const secrets: Command = {
  name: 'secrets',
  usage: 'secrets [--local] [--project <project>] [--set <key>=<value>] [--delete key]',
  summary: 'set, list and delete secrets; values are never shown again',
  service: true,
  options: [
    { flags: '--project <PROJECT>', about: 'secrets of a project' },
    { flags: '--local', about: 'secrets of local runs (`run`)' },
    { flags: '--set <KEY...>', about: 'KEY=VALUE, KEY=@FILE, KEY=- (standard input), KEY (asked without echo), @FILE or @- (a map)', repeats: true },
    { flags: '--delete <KEY...>', about: 'remove', repeats: true },
  ],
  args: { min: 0, max: Number.MAX_SAFE_INTEGER },
  notes: ['wf secrets --project ig_insights --set instagram.access_token', 'KEY=VALUE stays in the history of your shell: type KEY alone and be asked.'],
  run: async (context, _args, options) => {
    const project = options.text('project')
    const set = options.list('set')
    const remove = options.list('delete')
    if ((project === undefined) === !options.flag('local')) throw new UsageError('Please specify either --project or --local')
    if (set.length > 0 && remove.length > 0) throw new UsageError('Please specify only one of --set or --delete')
    for (const key of remove) checkKey(key)
    const values = await readSecrets(set, context)
    const work = (place: SecretPlace): Promise<number> => change(context, place, values, remove)
    return project === undefined ? work(await openLocalSecrets(context)) : withService(context, {}, async ({ client }) => {
      const { id } = await client.projectNamed(project)
      return work({ keys: () => client.secretKeys(id), set: (key, value) => client.setSecret(id, key, value), remove: (key) => client.deleteSecret(id, key) })
    })
  },
}

async function change(context: Context, place: SecretPlace, values: ReadonlyMap<string, string>, remove: readonly string[]): Promise<number> {
  for (const [key, value] of values) { await place.set(key, value); context.note(`Secret '${key}' set`) }
  for (const key of remove) { await place.remove(key); context.note(`Secret '${key}' deleted`) }
  if (values.size > 0 || remove.length > 0) {
    if (context.json) printJson(context, { set: [...values.keys()], deleted: remove })
    return 0
  }
  const keys = await place.keys()
  if (context.json) printJson(context, { secrets: keys.map((key) => ({ key })) })
  else context.terminal.out(keys.map((key) => `${key}\n`).join(''))
  return 0
}
