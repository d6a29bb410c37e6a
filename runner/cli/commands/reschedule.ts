import { formatConsole, formatInstant, parseOffsetTime } from '../../model/time.ts'
import type { Client } from '../../client/client.ts'
import { UsageError, type Command } from '../command.ts'
import { withService } from '../connect.ts'
import type { Context } from '../context.ts'
import { printJson, scheduleText } from '../print.ts'

export const reschedule: Command = {
  name: 'reschedule',
  usage: 'reschedule <schedule-id> | <project-name> <name>',
  summary: 'skip sessions of a schedule, or change when it runs next',
  service: true,
  options: [
    { flags: '-s, --skip <N>', about: 'skip this many sessions from now' },
    { flags: '-t, --skip-to <TIME>', about: 'skip to the first session that runs at or after it: "yyyy-MM-dd HH:mm:ss Z", UNIX seconds or now' },
    { flags: '-a, --run-at <TIME>', about: 'when the next session runs' },
    { flags: '-d, --dry-run', about: 'change nothing' },
  ],
  args: { min: 1, max: 2 },
  run: async (context, [target = '', workflow], options) => {
    const skip = options.int('skip')
    const skipTo = options.text('skipTo')
    if (skip === undefined && skipTo === undefined) throw new UsageError('-s or -t is required')
    if (skip !== undefined && skipTo !== undefined) throw new UsageError("-s and -t can't be set together", { showUsage: false })
    const runAt = options.text('runAt')
    const request = {
      ...(skipTo === undefined ? { fromTime: formatInstant(context.clock.now()), count: skip ?? 0 } : { nextTime: momentOption(context, skipTo, '-t, --skip-to') }),
      ...(runAt === undefined ? {} : { nextRunTime: momentOption(context, runAt, '-a, --run-at') }),
      dryRun: options.flag('dryRun'),
    }
    return withService(context, {}, async ({ client }) => {
      const summary = await client.skipSchedule(await scheduleId(client, target, workflow), request)
      if (context.json) printJson(context, summary)
      else context.terminal.out(`${scheduleText(context, summary, { project: false })}\n`)
      context.note(options.flag('dryRun') ? 'Schedule is not updated.' : `Use \`${context.typed(`schedules`)}\` to show schedules.`)
      return 0
    })
  },
}

/** A schedule's id from the two forms of the command line. */
export async function scheduleId(client: Client, target: string, workflow: string | undefined): Promise<string> {
  return workflow === undefined ? target : (await client.scheduleOf((await client.projectNamed(target)).id, workflow)).id
}

/** `now`, `yyyy-MM-dd HH:mm:ss Z` or UNIX seconds, as an ISO instant. */
export function momentOption(context: Context, text: string, option: string): string {
  if (text === 'now') return formatInstant(context.clock.now())
  if (/^-?\d+$/.test(text)) return formatInstant(Number(text) * 1000)
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (Z|[+-]\d\d:?\d\d)$/.exec(text)
  const at = match && parseOffsetTime(`${match[1]}T${match[2]}${(match[3] ?? '').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`)
  if (typeof at === 'number') return formatInstant(at)
  throw new UsageError(`${option} option must be "yyyy-MM-dd HH:mm:ss Z" format or UNIX timestamp: ${text}\nhint: current local time is "${formatConsole(context.clock.now(), context.zone)}"`, { showUsage: false })
}
