import { RunnerError } from '../model/error.ts'
import { parseJson, stringifyJson, type JsonObject } from '../model/json.ts'
import type { Millis } from '../model/clock.ts'
import type { Store } from '../model/store.ts'

/** A load kept under a name: what `td_load> NAME` runs. The config keeps its `${…}` and `${secret:…}`. */
export interface SavedLoad { readonly name: string; readonly database: string; readonly table: string; readonly config: JsonObject; readonly project: string | null }

const SCOPE = 0
const NAME = /^[A-Za-z][\w.-]{0,254}$/

/** Saved loads with the state of their last success. */
export interface SavedLoads {
  /** @throws RunnerError `invalid` for a name that cannot be one */
  set(load: SavedLoad): Promise<void>
  find(name: string): Promise<SavedLoad | undefined>
  list(): Promise<readonly SavedLoad[]>
  delete(name: string): Promise<boolean>
  state(name: string): Promise<JsonObject>
  saveState(name: string, state: JsonObject): Promise<void>
}

export function createSavedLoads(store: () => Promise<Store>, now: () => Millis): SavedLoads {
  const read = async (kind: 'load' | 'load-state', name: string): Promise<JsonObject | undefined> => {
    const bytes = await (await store()).getValue(kind, SCOPE, name)
    return bytes && (parseJson(Buffer.from(bytes).toString('utf8')) as JsonObject)
  }
  const write = async (kind: 'load' | 'load-state', name: string, value: JsonObject): Promise<void> => (await store()).putValue(kind, SCOPE, name, Buffer.from(stringifyJson(value)), now())
  const find = async (name: string): Promise<SavedLoad | undefined> => (await read('load', name)) as unknown as SavedLoad | undefined
  return {
    set: async (load) => {
      if (!NAME.test(load.name) || /\.ya?ml$/.test(load.name)) throw new RunnerError('invalid', `'${load.name}' cannot be the name of a load`, { hint: 'letters, digits, _, - and dots, beginning with a letter, not ending in .yml' })
      await write('load', load.name, load as unknown as JsonObject)
    },
    find,
    list: async () => {
      const found = await Promise.all((await (await store()).listValues('load', SCOPE)).map(({ key }) => find(key)))
      return found.filter((load) => load !== undefined)
    },
    delete: async (name) => {
      await (await store()).deleteValue('load-state', SCOPE, name)
      return (await store()).deleteValue('load', SCOPE, name)
    },
    state: async (name) => (await read('load-state', name)) ?? {},
    saveState: (name, state) => write('load-state', name, state),
  }
}
