import { RunnerError } from '../../model/error.ts'
import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson, projectText } from '../print.ts'

export const projects: Command = {
  name: 'projects',
  usage: 'projects [name]',
  summary: 'show projects',
  service: true,
  options: [
    { flags: '--count <N>', about: 'how many (default 100)' },
    { flags: '--last-id <ID>', about: 'go on after this id' },
    { flags: '--name <PATTERN>', about: 'only names that contain this' },
  ],
  args: { min: 0, max: 1 },
  run: (context, [name], options) => withService(context, {}, async ({ client }) => {
    const found = name === undefined
      ? await client.listProjects({ count: options.int('count'), lastId: options.text('lastId'), namePattern: options.text('name') })
      : [await client.findProject(name)].filter((project) => project !== undefined)
    if (name !== undefined && found.length === 0) throw new RunnerError('not-found', `Project '${name}' does not exist.`)
    if (context.json) { printJson(context, { projects: found }); return 0 }
    context.terminal.out(`Projects\n${found.map((project) => projectText(context, project)).join('')}`)
    context.note(`Use \`${context.typed(`workflows <project-name>`)}\` to show details.`)
    return 0
  }),
}
