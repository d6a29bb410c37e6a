import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf } from '../model/error.ts'
import { UsageError } from './command.ts'
import type { Terminal } from './context.ts'

/** Values from `KEY=VALUE`, `KEY=@FILE` (one final newline is cut off), `KEY=-`, and `KEY`, which is asked without echo. */
export async function readValues(words: readonly string[], around: { readonly cwd: string; readonly terminal: Terminal }): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const word of words) {
    const at = word.indexOf('=')
    const key = at < 0 ? word : word.slice(0, at)
    const value = at < 0 ? undefined : word.slice(at + 1)
    if (!/^[A-Za-z][\w.-]*$/.test(key)) throw new UsageError(`'${key}' cannot be the key of a value`)
    if (found.has(key)) throw new UsageError(`${key} is given twice`)
    const text = value === undefined ? await around.terminal.ask(`${key}: `, { hidden: true }) : value === '-' ? trimmed(await around.terminal.readInput()) : value.startsWith('@') ? fromFile(around.cwd, value.slice(1)) : value
    if (text === '') throw new UsageError(`the value of ${key} is empty`, { showUsage: false })
    found.set(key, text)
  }
  return found
}

const trimmed = (text: string): string => text.replace(/\r?\n$/, '')

function fromFile(cwd: string, file: string): string {
  try { return trimmed(readFileSync(resolve(cwd, file), 'utf8')) } catch (error) { throw new UsageError(`cannot read ${file}: ${messageOf(error)}`, { showUsage: false }) }
}
