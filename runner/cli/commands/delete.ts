import { RunnerError } from '../../model/error.ts'
import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { fields, instantText, printJson } from '../print.ts'

export const deleteProject: Command = {
  name: 'delete',
  usage: 'delete <project-name>',
  summary: 'delete a project; its sessions and logs stay readable by id',
  service: true,
  options: [{ flags: '--force', about: 'do not ask' }],
  args: { min: 1, max: 1 },
  run: (context, [name = ''], options) => withService(context, {}, async ({ client }) => {
    const project = await client.projectNamed(name)
    const show = context.json ? context.note : context.terminal.out
    show(`Project:\n${fields([
      ['id', project.id], ['name', project.name], ['latest revision', project.revision],
      ['created at', instantText(context, project.createdAt)], ['last updated at', instantText(context, project.updatedAt)],
    ])}`)
    if (!options.flag('force')) {
      const answer = await context.terminal.ask('Are you sure you want to delete this project? [y/N]: ')
      if (!/^(y|yes)$/i.test(answer.trim())) throw new RunnerError('interrupted', 'canceled.')
    }
    const deleted = await client.deleteProject(project.id)
    if (context.json) printJson(context, deleted)
    context.note(`Project '${name}' is deleted.`)
    return 0
  }),
}
