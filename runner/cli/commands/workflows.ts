import type { Json } from '../../model/json.ts'
import type { Workflow } from '../../client/client.ts'
import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson } from '../print.ts'
import { yamlText } from '../yaml-text.ts'

export const workflows: Command = {
  name: 'workflows',
  usage: 'workflows [project-name] [name]',
  summary: 'show workflows of the latest revisions, or one definition',
  service: true,
  options: [
    { flags: '--count <N>', about: 'how many (default 100)' },
    { flags: '--last-id <ID>', about: 'go on after this id' },
    { flags: '--order <asc|desc>', about: 'by id' },
    { flags: '--name <PATTERN>', about: 'only names that contain this' },
  ],
  args: { min: 0, max: 2 },
  run: (context, [project, name], options) => withService(context, {}, async ({ client }) => {
    if (project !== undefined && name !== undefined) {
      const workflow = await client.workflowNamed((await client.projectNamed(project)).id, name)
      if (context.json) printJson(context, workflow)
      else context.terminal.out(yamlText(workflow.config as Json))
      return 0
    }
    const order = options.text('order') === 'desc' ? 'desc' : options.text('order') === 'asc' ? 'asc' : undefined
    const found = project === undefined
      ? await client.listWorkflows({ count: options.int('count'), lastId: options.text('lastId'), order, namePattern: options.text('name') })
      : await client.workflowsOf((await client.projectNamed(project)).id)
    if (context.json) { printJson(context, { workflows: found }); return 0 }
    context.terminal.out(listing(found))
    context.note(`\nUse \`${context.typed(`workflows <project-name> <name>`)}\` to show details.`)
    return 0
  }),
}

function listing(found: readonly Workflow[]): string {
  let text = ''
  let last: string | undefined
  for (const workflow of found) {
    if (workflow.project.name !== last) text += `  ${workflow.project.name}\n`
    last = workflow.project.name
    text += `    ${workflow.name}\n`
  }
  return text
}
