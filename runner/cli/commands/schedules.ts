import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson, scheduleText } from '../print.ts'

export const schedules: Command = {
  name: 'schedules',
  usage: 'schedules',
  summary: 'show schedules',
  service: true,
  options: [{ flags: '-i, --last-id <ID>', about: 'schedules after this id' }],
  args: { min: 0, max: 0 },
  run: (context, _args, options) => withService(context, {}, async ({ client }) => {
    const found = await client.listSchedules({ lastId: options.text('lastId') })
    if (context.json) { printJson(context, { schedules: found }); return 0 }
    context.terminal.out(`Schedules:\n${found.map((schedule) => `${scheduleText(context, schedule, { project: true })}\n`).join('')}${found.length} entries.\n`)
    context.note(`Use \`${context.typed(`workflows [project-name] [name]`)}\` to show workflow details.`)
    return 0
  }),
}
