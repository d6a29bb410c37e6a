import { ConfigError } from '../model/error.ts'
import type { JsonObject } from '../model/json.ts'
import { branch, parallelSetting, withExports } from './branch.ts'
import { defineOperator, SUCCESS } from './define.ts'

/** `loop>`: its `_do` a number of times with `i` exported (digdag §6.2). A visible `count` wins over the command (recorded). */
export const loop = defineOperator({
  type: 'loop',
  retries: false,
  run: async ({ params, services }) => {
    const body = branch(params, '_do')
    const command = params.int('_command')
    const count = params.optionalInt('count') ?? command
    const { limit } = services.taskLimit()
    if (count > limit) throw new ConfigError(`Too many loop subtasks. Limit: ${limit}`)
    const group = parallelSetting(params)
    if (count <= 0) return SUCCESS
    const tasks: Record<string, JsonObject> = {}
    for (let i = 0; i < count; i++) tasks[`+loop-${i}`] = withExports(body, { i })
    return { kind: 'success', subtasks: { ...tasks, ...group } }
  },
})
