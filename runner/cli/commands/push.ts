import { randomUUID } from 'node:crypto'
import type { Client, PushedProject } from '../../client/client.ts'
import { RunnerError } from '../../model/error.ts'
import { UsageError, type Command } from '../command.ts'
import { withService } from '../connect.ts'
import type { Context } from '../context.ts'
import { packProject, temporaryArchiveName } from '../packing.ts'
import { fields, printJson } from '../print.ts'
import { momentOption } from './reschedule.ts'

export const PUSH_OPTIONS = [
  { flags: '-r, --revision <REVISION>', about: 'name of the revision (default a new UUID)' },
  { flags: '--schedule-from <TIME>', about: 'schedules begin at this time, "yyyy-MM-dd HH:mm:ss Z" or UNIX seconds (default now)' },
] as const

export const push: Command = {
  name: 'push',
  usage: 'push <project> -r <revision>',
  summary: 'create a revision of a project from a directory',
  service: true,
  options: [
    { flags: '--project <DIR>', about: 'the directory (default this one)' },
    ...PUSH_OPTIONS,
    { flags: '--copy-outgoing-symlinks', about: 'pack what links out of the directory point to' },
  ],
  args: { min: 1, max: 1 },
  run: async (context, [project = ''], options) => {
    const from = scheduleFrom(context, options.text('scheduleFrom'))
    const packed = await packProject(context, options.text('project'), { copyOutgoingSymlinks: options.flag('copyOutgoingSymlinks'), target: temporaryArchiveName(context) })
    const revision = options.text('revision') ?? randomUUID()
    if (revision === '') throw new UsageError('revision cannot be empty')
    return withService(context, { pushedFrom: options.text('project') ?? '.' }, async ({ client }) => upload(context, client, { project, revision, archive: packed.archive, scheduleFrom: from }))
  },
}

export const scheduleFrom = (context: Context, text: string | undefined): string | undefined => (text === undefined ? undefined : momentOption(context, text, '--schedule-from'))

/** Sends a packed project and prints what became of it (digdag §9.4). */
export async function upload(context: Context, client: Client, what: { readonly project: string; readonly revision: string; readonly archive: Uint8Array; readonly scheduleFrom: string | undefined }): Promise<number> {
  if (what.project.includes('/')) throw new RunnerError('invalid', `'${what.project}' cannot be the name of a project: it must not contain /`)
  const pushed = await client.push({ ...what, lenientNames: true })
  warn(context, pushed)
  if (context.json) { printJson(context, pushed); return 0 }
  context.terminal.out(`Uploaded:\n${fields([
    ['id', pushed.id], ['name', pushed.name], ['revision', pushed.revision], ['archive type', pushed.archiveType],
    ['project created at', pushed.createdAt], ['revision updated at', pushed.updatedAt],
  ])}\nUse \`${context.typed(`workflows`)}\` to show all workflows.\n`)
  return 0
}

function warn(context: Context, pushed: PushedProject): void {
  for (const { message, hint, position } of pushed.warnings ?? []) {
    context.note(`${position ? `${position.file}:${position.line}:${position.column}: ` : ''}warning: ${message}${hint ? `\n  hint: ${hint}` : ''}`)
  }
}
