import { randomUUID } from 'node:crypto'
import { formatInstant, formatOffsetTime, instantOf, parseLocalTime } from '../../model/time.ts'
import { FOREGROUND_OPTIONS, UsageError, type Command } from '../command.ts'
import { endingJson, endingOf, summaryText, type Ending } from '../foreground.ts'
import { backfilledText, printJson } from '../print.ts'
import { withStarter } from '../starting.ts'
import { scheduleId } from './reschedule.ts'

export const backfill: Command = {
  name: 'backfill',
  usage: 'backfill <schedule-id> | <project-name> <name>',
  summary: 'start the sessions of a schedule that lie before its next one, one after the other',
  service: true,
  options: [
    { flags: '-f, --from <TIME>', about: '"yyyy-MM-dd[ HH:mm:ss]" in the zone of the workflow (required)' },
    { flags: '--count <N>', about: 'how many sessions (default all)' },
    { flags: '--name <NAME>', about: 'name of the attempts (default a new UUID)' },
    { flags: '-d, --dry-run', about: 'list the sessions and start none' },
    { flags: '--detach', about: 'embedded: return at once and leave them to the server of this home' },
    ...FOREGROUND_OPTIONS,
  ],
  args: { min: 1, max: 2 },
  run: async (context, [target = '', workflowName], options) => {
    const from = options.text('from')
    if (from === undefined) throw new UsageError('--from option is required', { showUsage: false })
    const local = /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(from) ? parseLocalTime(from) : undefined
    if (!local) throw new UsageError(`--from must be "yyyy-MM-dd", or "yyyy-MM-dd HH:mm:SS" format: ${from}`, { showUsage: false })
    const dryRun = options.flag('dryRun')
    return withStarter(context, options, async (starter) => {
      const { client } = starter
      const id = await scheduleId(client, target, workflowName)
      const schedule = await client.schedule(id)
      const { timezone } = schedule.workflow.id === null ? { timezone: 'UTC' } : await client.workflow(schedule.workflow.id)
      const fromTime = formatInstant(instantOf(local, timezone, 'earlier'))
      const count = options.int('count')
      const { attempts } = await client.backfill(id, { fromTime, attemptName: options.text('name') ?? randomUUID(), dryRun, ...(count === undefined ? {} : { count }) })
      const driven = !dryRun && attempts.length > 0 && starter.mode !== 'leave'
      if (!context.json) context.terminal.out(`Session attempts:\n${attempts.map((attempt) => backfilledText(context, attempt)).join('')}`)
      else if (!driven) printJson(context, { attempts })
      if (dryRun || attempts.length === 0) { context.note('No session attempts started.'); return 0 }
      context.note(`Backfill session attempts started.\nUse \`${context.typed(`sessions`)}\` to show the session attempts.`)
      if (!driven) return 0
      const ended: Ending[] = []
      for (const attempt of attempts) {
        const startedAt = context.clock.now()
        context.note(`\n${formatOffsetTime(Date.parse(attempt.sessionTime), timezone)}:`)
        const ending = await endingOf(context, client, await starter.drive(attempt.id), startedAt)
        context.terminal.err(summaryText(context, ending))
        ended.push(ending)
      }
      if (context.json) printJson(context, { attempts: ended.map(({ attempt }) => attempt), ended: ended.map(endingJson) })
      return ended.every(({ attempt }) => attempt.success) ? 0 : 1
    })
  },
}
