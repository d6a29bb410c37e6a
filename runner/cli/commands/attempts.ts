import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { attemptText, printJson } from '../print.ts'

export const attempts: Command = {
  name: 'attempts',
  usage: 'attempts [session-id]',
  summary: 'show attempts: the last of each session, or all of one session',
  service: true,
  options: [
    { flags: '-i, --last-id <ID>', about: 'attempts before this id' },
    { flags: '-s, --page-size <N>', about: 'how many (at most 100)' },
  ],
  args: { min: 0, max: 1 },
  run: (context, [sessionId], options) => withService(context, {}, async ({ client }) => {
    const page = { lastId: options.text('lastId'), pageSize: options.int('pageSize') }
    const found = sessionId === undefined ? await client.listAttempts(page) : await client.attemptsOf(sessionId, page)
    if (context.json) { printJson(context, { attempts: found }); return 0 }
    context.terminal.out(`Session attempts:\n${[...found].reverse().map((attempt) => attemptText(context, attempt)).join('')}`)
    if (found.length === 0) context.note(`Use \`${context.typed(`start`)}\` to start a session.`)
    return 0
  }),
}

export const attempt: Command = {
  name: 'attempt',
  usage: 'attempt <attempt-id>',
  summary: 'show one attempt',
  service: true,
  options: [],
  args: { min: 1, max: 1 },
  run: (context, [id = '']) => withService(context, {}, async ({ client }) => {
    const found = await client.attempt(id)
    if (context.json) printJson(context, found)
    else context.terminal.out(attemptText(context, found))
    return 0
  }),
}
