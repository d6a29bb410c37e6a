import { UsageError, type Command } from '../command.ts'
import { withHome } from '../home.ts'
import { printJson } from '../print.ts'
import { readValues } from '../values-input.ts'

const INSTAGRAM = 'instagram_insight'

export const connections: Command = {
  name: 'connections',
  usage: 'connections [list] | set ID KEY[=VALUE|=@FILE|=-]... | delete ID...',
  summary: 'saved authentications, what td_authentication_id names; encrypted, never shown',
  options: [{ flags: '--type <TYPE>', about: 'the connector it is for (default instagram_insight)' }],
  args: { min: 0, max: Number.MAX_SAFE_INTEGER },
  notes: ['wf connections set 222222 access_token            asks for the token without echo', 'wf connections set 222222 access_token=@token.txt'],
  run: async (context, [verb = 'list', ...rest], options) => {
    if (verb === 'list') {
      const found = await withHome(context, ({ loads }) => loads.connections.list())
      if (context.json) printJson(context, { connections: found })
      else context.terminal.out(found.map(({ id, type, keys }) => `${id}  ${type}  ${keys.join(', ')}\n`).join(''))
      return 0
    }
    if (verb === 'set') {
      const [id, ...words] = rest
      if (id === undefined || words.length === 0) throw new UsageError('connections set takes an id and at least one KEY')
      const values = await readValues(words, context)
      const type = options.text('type') ?? INSTAGRAM
      await withHome(context, ({ loads }) => loads.connections.set(id, type, Object.fromEntries(values)))
      if (type === INSTAGRAM) for (const key of values.keys()) if (key !== 'access_token') context.note(`warning: ${key} is kept and read by nobody: an authentication of ${INSTAGRAM} is an access_token`)
      if (context.json) printJson(context, { id, keys: [...values.keys()] })
      else context.note(`Connection '${id}' set: ${[...values.keys()].join(', ')}`)
      return 0
    }
    if (verb !== 'delete' || rest.length === 0) throw new UsageError(verb === 'delete' ? 'connections delete takes at least one id' : `connections takes list, set or delete, not ${verb}`)
    await withHome(context, async ({ loads }) => {
      for (const id of rest) context.note((await loads.connections.delete(id)) ? `Connection '${id}' deleted` : `there is no connection '${id}'`)
    })
    if (context.json) printJson(context, { deleted: rest })
    return 0
  },
}
