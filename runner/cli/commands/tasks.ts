import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson, taskText } from '../print.ts'

export const tasks: Command = {
  name: 'tasks',
  usage: 'tasks <attempt-id>',
  summary: 'show the tasks of an attempt',
  service: true,
  options: [],
  args: { min: 1, max: 1 },
  run: (context, [id = '']) => withService(context, {}, async ({ client }) => {
    const found = await client.tasks(id)
    if (context.json) { printJson(context, { tasks: found }); return 0 }
    context.terminal.out(`${found.map((task) => taskText(context, task)).join('')}${found.length} entries.\n`)
    return 0
  }),
}
