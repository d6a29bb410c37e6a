import { GROUP_KEYS } from './compile.ts'
import { nearest } from './problem.ts'
import { TOP_LEVEL_KEYS, type FileFault } from './workflow-file.ts'
import type { YamlResult } from './yaml.ts'

/** What to do about a fault at the top level of a workflow file. */
export function topLevelHint(yaml: YamlResult, { path, message }: FileFault): string | undefined {
  const [key] = path
  if (key === undefined) return undefined
  if (key === 'timezone') return 'Use a region (Asia/Tokyo), UTC or an offset (+09:00). A template cannot stand here.'
  if (message.includes('required but null')) return 'Give it a value, or take the key out. A task without work is written {}.'
  if (message.startsWith('task name')) return 'A task name is + and then letters A to Z, digits and _ - = [ ] { } % & @ , . `'
  return message.includes('unknown keys') ? unknownKeyHint(yaml, key) : undefined
}

function unknownKeyHint(yaml: YamlResult, key: string): string {
  const { source, offset } = yaml.placeOf([key])
  if (source.text[offset] === '+') return `Unquoted, ${source.text.slice(offset).split(':', 1)[0] ?? key} is a number. Write the task's name in quotes: "+${key}".`
  if (key.endsWith('>')) return `An operator stands in a task:  +name:  and below it, indented,  ${key}: …`
  const near = nearest(key, TOP_LEVEL_KEYS)
  if (near !== undefined) return `Did you mean ${near}?`
  return `A task's name begins with +; parameters stand below _export. Known keys: ${TOP_LEVEL_KEYS.join(', ')}.`
}

/** What to do about a fault that the compiler found. */
export function structureHint(message: string): string | undefined {
  if (message.includes('more than one operator')) return 'Make two tasks of it.'
  if (message.includes("can't have subtasks")) return 'Take the operator out, or put it in a task of its own before the others.'
  if (message.includes('contains invalid keys')) return `Without an operator (name>:) this is a group. It may have ${GROUP_KEYS.join(', ')}, and tasks, whose names begin with +.`
  if (message.startsWith('Dependency task')) return '_after names earlier tasks of the same group, with their +.'
  if (message.includes('must be an object or array')) return 'A task is a mapping: an operator such as  echo>: text  on a line of its own, indented.'
  if (message.includes("key '_parallel'")) return 'A template cannot stand here: _parallel of a group is read before anything runs.'
  return undefined
}
