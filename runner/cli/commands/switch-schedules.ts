import type { Client } from '../../client/client.ts'
import type { Command } from '../command.ts'
import { withService } from '../connect.ts'
import { printJson } from '../print.ts'

const command = (name: 'enable' | 'disable'): Command => ({
  name,
  usage: `${name} [schedule-id | project-name [name]]`,
  summary: `${name} a schedule by id, or those of a project or of one workflow`,
  service: true,
  options: [],
  args: { min: 1, max: 2 },
  run: (context, [target = '', workflow]) => withService(context, {}, async ({ client }) => {
    const changed = []
    for (const id of await scheduleIds(client, target, workflow)) changed.push(name === 'enable' ? await client.enableSchedule(id) : await client.disableSchedule(id))
    if (context.json) printJson(context, { schedules: changed })
    else context.terminal.out(changed.map(({ id }) => `${name === 'enable' ? 'Enabled' : 'Disabled'} schedule id: ${id}\n`).join(''))
    return 0
  }),
})

/** A number is a schedule's id (digdag §9.3). */
async function scheduleIds(client: Client, target: string, workflow: string | undefined): Promise<readonly string[]> {
  if (workflow === undefined && /^\d+$/.test(target)) return [target]
  const project = await client.projectNamed(target)
  return workflow === undefined ? (await client.schedulesOf(project.id)).map(({ id }) => id) : [(await client.scheduleOf(project.id, workflow)).id]
}

export const enable = command('enable')
export const disable = command('disable')
