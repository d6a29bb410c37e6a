import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf } from '../model/error.ts'
import { isArray, isObject, textOf } from '../model/json.ts'
import type { Terminal } from './context.ts'
import { UsageError } from './command.ts'
import { loadParamsText } from './params-file.ts'

const KEY = /^[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?(?:\.[a-zA-Z](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?)*$/
const MAX_KEY_LENGTH = 255
const MAX_VALUE_BYTES = 16 * 1024

/** Secrets by key, from the forms of `secrets --set`: `k=v`, `k=@file`, `k=-`, `@file`, `@-`, `k` (asked without echo). */
export async function readSecrets(words: readonly string[], around: { readonly cwd: string; readonly terminal: Terminal }): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  let inputRead = false
  const input = async (): Promise<string> => {
    if (inputRead) throw new UsageError('Can only read once from stdin', { showUsage: false })
    inputRead = true
    return around.terminal.readInput()
  }
  const file = (name: string): string => {
    try { return readFileSync(resolve(around.cwd, name), 'utf8') } catch (error) { throw new UsageError(`cannot read ${name}: ${messageOf(error)}`, { showUsage: false }) }
  }
  const add = (key: string, value: string): void => {
    checkSecret(key, value)
    if (found.has(key)) throw new UsageError(`Duplicate --set secret key: '${key}'`)
    found.set(key, value)
  }
  for (const word of words) {
    if (word.startsWith('@')) {
      const text = word === '@-' ? await input() : file(word.slice(1))
      for (const [key, value] of mapOf(text, word)) add(key, value)
      continue
    }
    const at = word.indexOf('=')
    if (at < 0) { checkKey(word); add(word, await around.terminal.ask(`${word}: `, { hidden: true })); continue }
    const key = word.slice(0, at)
    const value = word.slice(at + 1)
    checkKey(key)
    add(key, value === '-' ? await input() : value.startsWith('@') ? file(value.slice(1)) : value)
  }
  return found
}

function mapOf(text: string, source: string): readonly (readonly [string, string])[] {
  const map = loadParamsText(text, source, '.')
  if (!isObject(map)) throw new UsageError(`${source} must hold a map of keys and values`, { showUsage: false })
  return Object.entries(map).map(([key, value]) => {
    // Numbers and booleans are taken as texts, as recorded.
    if (value === null || isObject(value) || isArray(value)) throw new UsageError(`Invalid secret value for key: ${key}`, { showUsage: false })
    return [key, textOf(value)] as const
  })
}

export function checkKey(key: string): void {
  if (!KEY.test(key) || key.length > MAX_KEY_LENGTH) throw new UsageError(`Invalid secret key: ${key}`)
}

function checkSecret(key: string, value: string): void {
  checkKey(key)
  if (value === '') throw new UsageError(`the value of secret '${key}' is empty; to remove the secret use --delete ${key}`, { showUsage: false })
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES) throw new UsageError(`Invalid secret value for key: ${key} (longer than ${MAX_VALUE_BYTES} bytes)`, { showUsage: false })
}
