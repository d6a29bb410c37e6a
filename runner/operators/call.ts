import { readFile } from 'node:fs/promises'
import { ConfigError } from '../model/error.ts'
import { defineOperator } from './define.ts'

const EXTENSION = '.dig'

/** `call>`: runs another workflow file of the project as `^sub` (digdag §6.2). */
export const call = defineOperator({
  type: 'call',
  retries: true,
  run: async (task) => {
    const command = task.params.text('_command')
    const file = command.endsWith(EXTENSION) ? command : `${command}${EXTENSION}`
    const workspace = await task.workspace()
    const path = workspace.resolve(file)
    const text = await readWorkflow(path)
    const name = path.slice(path.lastIndexOf('/') + 1, -EXTENSION.length)
    return { kind: 'success', subtasks: await task.services.loadCalledWorkflow(path, text, name) }
  },
})

/** The text of a workflow file; the whole path is named when it is missing, as digdag does (recorded). */
async function readWorkflow(path: string): Promise<string> {
  try { return await readFile(path, 'utf8') } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new ConfigError(`File not found: ${path}`)
    throw new ConfigError(`Failed to read file: ${path}`, { cause })
  }
}
