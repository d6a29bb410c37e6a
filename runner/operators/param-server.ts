import { ConfigError } from '../model/error.ts'
import { inert } from '../model/inert.ts'
import { setKey, type Json } from '../model/json.ts'
import type { ParamServer, TaskRun } from '../model/operator.ts'
import { defineOperator, SUCCESS } from './define.ts'

function server({ services }: TaskRun): ParamServer {
  if (services.paramServer === undefined) {
    throw new ConfigError('param_server.type is required to use this operator.', { hint: 'set param_server.type = local (or postgresql) in the configuration file' })
  }
  return services.paramServer
}

/** The local keys that name parameters; the operator's own key and settings such as `_retry` do not. */
function keysOf({ local }: TaskRun): readonly string[] {
  const keys = Object.keys(local.json).filter((key) => !key.startsWith('_') && !key.endsWith('>'))
  if (keys.length === 0) throw new ConfigError('no key is set.', { hint: 'write key: value below the operator' })
  return keys
}

/** `param_set>`: keeps each local key's value as text, for all projects (digdag §6.8). */
export const paramSet = defineOperator({
  type: 'param_set',
  retries: true,
  run: async (task) => {
    const store = server(task)
    for (const key of keysOf(task)) await store.set(key, task.local.text(key))
    return SUCCESS
  },
})

/** `param_get>`: stores kept values as data under the names given; a missing one as empty text (digdag §6.8). */
export const paramGet = defineOperator({
  type: 'param_get',
  retries: true,
  run: async (task) => {
    const store = server(task)
    const stores: Record<string, Json> = {}
    for (const key of keysOf(task)) setKey(stores, task.local.text(key), inert(await store.get(key) ?? ''))
    return { kind: 'success', stores }
  },
})
