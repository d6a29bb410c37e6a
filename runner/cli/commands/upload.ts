import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, RunnerError } from '../../model/error.ts'
import { UsageError, type Command } from '../command.ts'
import { withService } from '../connect.ts'
import { PUSH_OPTIONS, scheduleFrom, upload as send } from './push.ts'

export const upload: Command = {
  name: 'upload',
  usage: 'upload <file> <project> -r <revision>',
  summary: 'create a revision of a project from a packed file',
  service: true,
  options: PUSH_OPTIONS,
  args: { min: 2, max: 2 },
  run: async (context, [file = '', project = ''], options) => {
    const from = scheduleFrom(context, options.text('scheduleFrom'))
    const revision = options.text('revision') ?? randomUUID()
    if (revision === '') throw new UsageError('revision cannot be empty')
    let archive: Uint8Array
    try { archive = readFileSync(resolve(context.cwd, file)) } catch (error) { throw new RunnerError('disk', `cannot read ${file}: ${messageOf(error)}`, { cause: error }) }
    return withService(context, {}, ({ client }) => send(context, client, { project, revision, archive, scheduleFrom: from }))
  },
}
