import type { Engine } from '../model/engine.ts'
import { RunnerError } from '../model/error.ts'
import type { Vault } from '../model/vault.ts'

const SEGMENT = /^[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?$/
const LONGEST_KEY = 255
const LARGEST_VALUE = 16 * 1024

/** Secrets of a project, checked as digdag does (digdag §4.6). */
export function secretVerbs({ vault }: { readonly vault: Vault }): Pick<Engine, 'setSecret' | 'listSecrets' | 'deleteSecret'> {
  return {
    setSecret: async (projectId, key, value) => {
      checkKey(key)
      if (Buffer.byteLength(value) > LARGEST_VALUE) throw new RunnerError('invalid', 'Invalid secret', { hint: `the value of ${key} is larger than 16 KiB` })
      await vault.put('secret', projectId, key, value)
    },
    listSecrets: async (projectId) => (await vault.list('secret', projectId)).map(({ key }) => key),
    deleteSecret: async (projectId, key) => {
      checkKey(key)
      await vault.delete('secret', projectId, key)
    },
  }
}

function checkKey(key: string): void {
  if (key.length <= LONGEST_KEY && key.split('.').every((segment) => SEGMENT.test(segment))) return
  throw new RunnerError('invalid', 'Invalid secret', { hint: 'a key is words of letters, digits, _ and -, joined by dots, such as instagram.access_token' })
}
