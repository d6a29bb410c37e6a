import { CLIENT_VERSION } from '../../client/client.ts'
import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson } from '../print.ts'

export const version: Command = {
  name: 'version',
  usage: 'version',
  summary: 'show the version of this program and of the service',
  service: true,
  options: [],
  args: { min: 0, max: 0 },
  run: (context) => withService(context, {}, async ({ client }) => {
    const server = await client.version()
    if (context.json) { printJson(context, { client: CLIENT_VERSION, trowel: context.version, server }); return 0 }
    context.terminal.out(`Client version: ${CLIENT_VERSION}\nServer version: ${server.version}\n`)
    context.note(`${context.program} ${context.version}${server.trowel ? `; the server is trowel ${server.trowel}` : ''}`)
    return 0
  }),
}
