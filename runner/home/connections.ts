import { RunnerError } from '../model/error.ts'
import { parseJson, stringifyJson, type JsonObject } from '../model/json.ts'
import type { Vault } from '../model/vault.ts'

/** A saved authentication, what `td_authentication_id` names: encrypted like secrets. */
export interface SavedConnection { readonly id: string; readonly type: string; readonly values: JsonObject }

const SCOPE = 0

export interface Connections {
  /** Adds to and replaces single values of a connection. */
  set(id: string, type: string, values: JsonObject): Promise<void>
  find(id: string): Promise<SavedConnection | undefined>
  list(): Promise<readonly { readonly id: string; readonly type: string; readonly keys: readonly string[] }[]>
  delete(id: string): Promise<boolean>
}

export function createConnections(vault: Vault): Connections {
  const find = async (id: string): Promise<SavedConnection | undefined> => {
    const text = await vault.get('connection', SCOPE, id)
    return text === undefined ? undefined : { id, ...(parseJson(text) as unknown as Omit<SavedConnection, 'id'>) }
  }
  return {
    find,
    set: async (id, type, values) => {
      if (id.trim() === '' || id.length > 255) throw new RunnerError('invalid', 'the id of a connection is a text of 1 to 255 characters')
      const before = await find(id)
      await vault.put('connection', SCOPE, id, stringifyJson({ type, values: { ...before?.values, ...values } }))
    },
    list: async () => Promise.all((await vault.list('connection', SCOPE)).map(async ({ key }) => {
      const saved = await find(key)
      return { id: key, type: saved?.type ?? '', keys: Object.keys(saved?.values ?? {}) }
    })),
    delete: (id) => vault.delete('connection', SCOPE, id),
  }
}
