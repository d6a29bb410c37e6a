import { join, resolve } from 'node:path'
import { ClientError } from '../../client/error.ts'
import { RunnerError } from '../../model/error.ts'
import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson } from '../print.ts'

export const download: Command = {
  name: 'download',
  usage: 'download <project>',
  summary: 'unpack a revision of a project into a folder',
  service: true,
  options: [
    { flags: '-r, --revision <REVISION>', about: 'the revision (default the latest)' },
    { flags: '-o, --output <DIR>', about: 'the folder (default the name of the project)' },
  ],
  args: { min: 1, max: 1 },
  run: (context, [name = ''], options) => withService(context, {}, async ({ client }) => {
    const project = await client.projectNamed(name)
    const revision = options.text('revision') ?? project.revision
    const output = options.text('output') ?? name
    const bytes = await client.archive(project.id, revision).catch((error: unknown) => {
      if (error instanceof ClientError && error.kind === 'not-found') throw new RunnerError('not-found', `Project archive of revision '${revision}' does not exist.`)
      throw error
    })
    const { unpack, writeFiles } = await import('../../project/archive.ts')
    const files = await unpack(bytes)
    await writeFiles(files, resolve(context.cwd, output))
    if (context.json) { printJson(context, { project: name, revision, directory: output, files: files.map(({ path }) => path) }); return 0 }
    context.terminal.out(files.map(({ path, linkTarget }) => `  ${join(output, path)}${linkTarget === undefined ? '' : ` -> ${linkTarget}`}\n`).join(''))
    context.terminal.out(`Extracted project '${name}' revision '${revision}' to ${output}.\n`)
    return 0
  }),
}
