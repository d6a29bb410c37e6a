import { ConfigError } from '../model/error.ts'
import { isObject, type JsonObject } from '../model/json.ts'
import { asFlag, type Params } from '../model/params.ts'
import { branch } from './branch.ts'
import { defineOperator, SUCCESS } from './define.ts'
import { requiredValue } from './values.ts'

/** `if>`: runs `_do` or `_else_do` as `^sub` (digdag §6.2). */
export const conditional = defineOperator({
  type: 'if',
  retries: false,
  run: async ({ params }) => {
    const condition = asFlag(requiredValue(params, '_command'), '_command')
    const [whenTrue, whenFalse] = [given(params, '_do'), given(params, '_else_do')]
    if (whenTrue === undefined && whenFalse === undefined) throw new ConfigError('Both _do and _else_do are not specified.')
    const subtasks = condition ? whenTrue : whenFalse
    return subtasks === undefined ? SUCCESS : { kind: 'success', subtasks }
  },
})

/** A branch that is set; an empty one counts as missing (recorded). */
function given(params: Params, key: string): JsonObject | undefined {
  const value = params.raw(key)
  return value === undefined || (isObject(value) && Object.keys(value).length === 0) ? undefined : branch(params, key)
}
