import { ConfigError } from '../model/error.ts'

const LONGEST_NAME = 255
const NOT_IN_TASK_NAME = /[^a-zA-Z_0-9\-=[\]{}%&@`,.^]/u

/** What is wrong with the name of a project or workflow, in digdag's words (digdag §1.4). */
export function projectNameFaults(name: string): readonly string[] {
  const faults: string[] = []
  if (name === '') faults.push('must not be blank')
  if (/^[0-9]/.test(name)) faults.push('must not start with a numeric digit (0-9)')
  if (/^[+^@/\\:*?"<>|]/.test(name)) faults.push('must not include special symbols (+ ^ @ / \\ / : * ? " < > |)')
  if (name.endsWith('.dig')) faults.push('must not end with .dig')
  return [...faults, ...lengthFaults(name)]
}

/** What is wrong with the name of a revision or of a retry attempt. */
export const identifierFaults = (name: string): readonly string[] => [...(name === '' ? ['must not be blank'] : []), ...lengthFaults(name)]

const lengthFaults = (name: string): readonly string[] => (name.length > LONGEST_NAME ? [`must not be longer than ${LONGEST_NAME} characters`] : [])

/** What is wrong with the name of a task at the top level of a workflow. */
export function topTaskNameFaults(name: string): readonly string[] {
  return [...(name.includes('^') ? ['must not contain ^ character'] : []), ...taskNameFaults(name)]
}

/** What is wrong with the name of any task, `^sub` and its like included. Only the first letter at fault is told. */
export function taskNameFaults(name: string): readonly string[] {
  const offender = NOT_IN_TASK_NAME.exec(name.slice(1))
  return [...(offender === null ? [] : [`must not contain character '${offender[0]}'`]), ...lengthFaults(name)]
}

/** Throws what digdag answers to a bad name: `Validating project failed`, then a line for each fault. */
export function checkName(type: 'project' | 'workflow' | 'revision' | 'attempt request', field: string, name: string, faults: readonly string[]): void {
  if (faults.length === 0) return
  throw new ConfigError([`Validating ${type} failed`, ...faults.map((fault) => `${field} ${fault}: "${name}"`)].join('\n'))
}
