import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson, sessionText } from '../print.ts'

/** digdag §9.3: `session ID` shows one; otherwise a page, oldest first. */
export const sessions: Command = {
  name: 'sessions',
  usage: 'sessions [project-name] [name]',
  summary: 'show sessions; `session <id>` shows one',
  service: true,
  options: [
    { flags: '-i, --last-id <ID>', about: 'sessions before this id' },
    { flags: '-s, --page-size <N>', about: 'how many (at most 100)' },
  ],
  args: { min: 0, max: 2 },
  run: (context, [project, workflow], options) => withService(context, {}, async ({ client }) => {
    if (project !== undefined && /^\d+$/.test(project)) {
      const session = await client.session(project)
      if (context.json) printJson(context, session)
      else context.terminal.out(sessionText(context, session))
      return 0
    }
    const page = { lastId: options.text('lastId'), pageSize: options.int('pageSize') }
    const found = project === undefined ? await client.listSessions(page) : await client.sessionsOf((await client.projectNamed(project)).id, { ...page, workflow })
    if (context.json) { printJson(context, { sessions: found }); return 0 }
    context.terminal.out(`Sessions:\n${[...found].reverse().map((session) => sessionText(context, session)).join('')}`)
    if (found.length === 0) context.note(`Use \`${context.typed(`start`)}\` to start a session.`)
    return 0
  }),
}
