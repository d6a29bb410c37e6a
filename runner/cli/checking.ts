import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { digdagMessage, loadProject } from '../dig/load.ts'
import type { Problem } from '../model/error.ts'
import { RunnerError } from '../model/error.ts'
import { isObject } from '../model/json.ts'
import type { CompiledWorkflow } from '../model/project.ts'
import type { Scheduler } from '../model/schedule.ts'
import { readSchedule } from '../dig/schedule.ts'
import { checkProject as findOddities } from '../dig/check.ts'
import { builtinOperators } from '../operators/index.ts'
import { openDirectory } from '../project/directory.ts'

export interface CheckedProject {
  readonly directory: string
  /** How the directory is called in a list. */
  readonly label: string
  readonly workflows: readonly CompiledWorkflow[]
  readonly problems: readonly Problem[]
  /** digdag's own text when there are errors. */
  readonly message: string
}

/** Reads a project from its directory and finds what is wrong and what is odd in it; nothing is run. */
export async function checkProject(directory: string, label: string): Promise<CheckedProject> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw new RunnerError('not-found', `there is no directory ${directory}`, { hint: 'name a project directory with --project' })
  const files = openDirectory(directory)
  const loaded = loadProject(files, { root: directory, lenientNames: true, warnings: true, schedules: true })
  const errors = loaded.problems.filter(({ severity }) => severity === 'error')
  const more = findOddities(loaded, { operators: [...builtinOperators().keys()], files })
  return { directory, label, workflows: loaded.workflows, problems: [...loaded.problems, ...more], message: errors.length > 0 ? digdagMessage(errors) : '' }
}

/** Directories at and below one that hold a workflow file; hidden ones and `node_modules` are passed over. */
export function findProjects(directory: string): readonly string[] {
  const entries = readdirSync(directory, { withFileTypes: true })
  const here = entries.some((entry) => entry.isFile() && entry.name.endsWith('.dig') && !entry.name.startsWith('.')) ? [directory] : []
  return [...here, ...entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules').flatMap((entry) => findProjects(join(directory, entry.name)))]
}

/** The schedule of a workflow, or undefined when it has none or a broken one. */
export function scheduleOf(workflow: CompiledWorkflow): Scheduler | undefined {
  const config = workflow.config['schedule']
  return isObject(config ?? null) ? readSchedule(config as never, workflow.timezone).scheduler : undefined
}
