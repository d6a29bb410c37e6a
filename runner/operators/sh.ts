import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../model/error.ts'
import { isArray, isObject, textOf, type Json } from '../model/json.ts'
import { RuntimeFailure } from '../model/operator.ts'
import { asText, wrongType, type Params } from '../model/params.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { runContained } from './docker.ts'
import { declaredEnvironment, parameterEnvironment } from './script-environment.ts'

const OWNER_ONLY = 0o600

/** `sh>`: runs a script (digdag §6.3). The script is a private file outside the project, since it may hold secrets. */
export const sh = defineOperator({
  type: 'sh',
  retries: true,
  run: async (task) => {
    const params = task.params.withDefaults('sh')
    const shell = params.has('shell') ? params.list('shell').map((part) => asText(part, 'shell')) : ['/bin/sh']
    const [program, ...options] = shell
    if (program === undefined) throw new ConfigError("Parameter 'shell' is an empty list", { hint: 'name a shell, such as [bash, -e]' })
    const text = await task.secrets.fill(scriptText(params))
    // The task's own parameters are asked too, so that each of them counts as used.
    const declared = { ...parameterEnvironment({ ...params.json, ...task.params.json }), ...await declaredEnvironment(task) }
    const workspace = await task.workspace()
    const folder = await workspace.scratch()
    const script = join(folder, 'runner.sh')
    await writeFile(script, text, { mode: OWNER_ONLY })
    await chmod(script, OWNER_ONLY)
    const command = { program, args: [...options, script], cwd: workspace.workdir, env: { ...task.services.environment, ...declared } }
    const code = await runContained(task, params, { command, declared, workspace, folder })
    if (code !== 0) throw new RuntimeFailure(`Command failed with code ${code}`)
    return SUCCESS
  },
})

/** The script as evaluated; inert dollars stay inert until secrets are in place. */
function scriptText(params: Params): string {
  const value: Json | undefined = params.raw('_command')
  if (value === undefined) return params.text('_command')
  if (isObject(value) || isArray(value)) throw wrongType('string type', '_command', value)
  return textOf(value)
}
