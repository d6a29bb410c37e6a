import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { revealed } from '../model/inert.ts'
import { isObject, stringifyJson } from '../model/json.ts'
import { RuntimeFailure, type TaskRun } from '../model/operator.ts'
import { runContained } from './docker.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { declaredEnvironment } from './script-environment.ts'

/** `embulk>`: runs the embulk command on a config file (templates, then secrets) or on a config given in place (digdag §6.3). */
export const embulk = defineOperator({
  type: 'embulk',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('embulk')
    const declared = await declaredEnvironment(task)
    const workspace = await task.workspace()
    const folder = await workspace.scratch()
    const config = join(folder, 'config.yml')
    await writeFile(config, await configText(task), { mode: 0o600 })
    const command = { program: 'embulk', args: ['run', config], cwd: workspace.workdir, env: { ...task.services.environment, ...declared } }
    const code = await runContained(task, params, { command, declared, workspace, folder })
    if (code !== 0) throw new RuntimeFailure(`Command failed with code ${code}`)
    return SUCCESS
  },
})

/** The config as JSON, which is YAML too: secrets come after the text was read, so none can change its shape. */
async function configText(task: TaskRun): Promise<string> {
  const command = task.params.raw('_command')
  if (isObject(command)) return stringifyJson(revealed(await task.secrets.fillAll(command)))
  const file = task.params.text('_command')
  const text = await (await task.workspace()).template(file)
  if (task.services.readYaml === undefined) return task.secrets.fill(text)
  return stringifyJson(revealed(await task.secrets.fillAll(task.services.readYaml(text, file))))
}
