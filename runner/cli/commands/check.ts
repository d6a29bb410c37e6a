import { relative, resolve } from 'node:path'
import { ConfigError, type Problem } from '../../model/error.ts'
import { isArray, isObject, textOf, type Json, type JsonObject } from '../../model/json.ts'
import type { CompiledWorkflow } from '../../model/project.ts'
import { formatConsole } from '../../model/time.ts'
import { PARAM_OPTIONS, type Command } from '../command.ts'
import type { Context } from '../context.ts'
import { checkProject, findProjects, scheduleOf, type CheckedProject } from '../checking.ts'
import { problemText } from '../failure.ts'
import { readParams } from '../params-option.ts'
import { differenceText, printJson } from '../print.ts'
import { yamlText } from '../yaml-text.ts'
import { formatInstant } from '../../model/time.ts'

export const check: Command = {
  name: 'check',
  usage: 'check [workflow.dig] [options...]',
  summary: 'show workflow definitions, and what is wrong with them',
  options: [
    { flags: '--project <DIR>', about: 'a project directory (default this one); may be repeated', repeats: true },
    { flags: '--recursive', about: 'every project below the directories' },
    ...PARAM_OPTIONS,
  ],
  args: { min: 0, max: 1 },
  run: async (context, [workflow], options) => {
    const params = readParams({ properties: context.settings.properties, file: options.text('paramsFile'), pairs: options.list('param'), cwd: context.cwd })
    const named = options.list('project')
    const roots = (named.length === 0 ? ['.'] : named).map((directory) => resolve(context.cwd, directory))
    const directories = options.flag('recursive') ? roots.flatMap(findProjects) : roots
    const several = directories.length > 1 || options.flag('recursive')
    const checked = await Promise.all(directories.map((directory) => checkProject(directory, several ? relative(context.cwd, directory) || '.' : '.')))
    if (context.json) { printJson(context, { projects: checked.map(asJson) }); return checked.some(hasErrors) ? 1 : 0 }
    if (several) return reportSeveral(context, checked)
    return reportOne(context, checked[0], { params: named.length === 0 ? params : { ...params, _project_path: roots[0] ?? '' }, workflow })
  },
}

const errorsOf = (project: CheckedProject): readonly Problem[] => project.problems.filter(({ severity }) => severity === 'error')
const hasErrors = (project: CheckedProject): boolean => errorsOf(project).length > 0

function reportSeveral(context: Context, checked: readonly CheckedProject[]): number {
  for (const project of checked) for (const problem of project.problems) context.terminal.err(problemText(problem))
  const workflows = checked.reduce((sum, project) => sum + project.workflows.length, 0)
  const bad = checked.filter(hasErrors)
  for (const project of bad) context.terminal.out(`  ${project.label}: ${errorsOf(project).length} error${errorsOf(project).length === 1 ? '' : 's'}\n`)
  context.terminal.out(`${checked.length} projects, ${workflows} workflows read, ${bad.length} project${bad.length === 1 ? '' : 's'} with errors\n`)
  return bad.length > 0 ? 1 : 0
}

/** digdag §9.2. */
function reportOne(context: Context, project: CheckedProject | undefined, given: { readonly params: JsonObject; readonly workflow: string | undefined }): number {
  const { terminal } = context
  terminal.out(`  System default timezone: ${context.zone}\n\n`)
  if (!project) return 0
  for (const problem of project.problems.filter(({ severity }) => severity === 'warning')) terminal.err(problemText(problem))
  if (hasErrors(project)) throw new ConfigError(project.message, { problems: errorsOf(project) })
  const { workflows } = project
  terminal.out(`  Definitions (${workflows.length} workflows):\n${workflows.map(definitionText).join('')}\n`)
  terminal.out(`  Parameters:\n${indent(yamlText(given.params))}\n`)
  const scheduled = workflows.filter(({ config }) => isObject(config['schedule'] ?? null))
  terminal.out(`  Schedules (${scheduled.length} entries):\n${scheduled.map((workflow) => scheduleText(context, workflow)).join('')}\n`)
  const wanted = given.workflow?.replace(/\.dig$/, '')
  if (wanted !== undefined && !workflows.some(({ name }) => name === wanted)) context.note(`note: there is no workflow '${wanted}' here; all workflows of the project were checked`)
  return 0
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ')

const definitionText = (workflow: CompiledWorkflow): string => `    ${workflow.name} (${workflow.tasks.length} tasks)\n${requiredBy(workflow).map((target) => `      -> ${target}\n`).join('')}`

function requiredBy(workflow: CompiledWorkflow): readonly string[] {
  const found = new Set<string>()
  const visit = (value: Json): void => {
    if (isArray(value)) { value.forEach(visit); return }
    if (!isObject(value)) return
    for (const [key, item] of Object.entries(value)) {
      if (key === 'require>' && item !== null && !isObject(item) && !isArray(item)) found.add(textOf(item))
      visit(item)
    }
  }
  visit(workflow.config)
  return [...found]
}

function scheduleText(context: Context, workflow: CompiledWorkflow): string {
  const first = scheduleOf(workflow)?.first(context.clock.now())
  const written = indent(indent(yamlText(workflow.config['schedule']))).replace(/^ {2}/gm, '')
  if (!first) return `    ${workflow.name}:\n${written}`
  return `    ${workflow.name}:\n${written}      first session time: ${formatConsole(first.time, context.zone)}\n      first scheduled to run at: ${formatConsole(first.runTime, context.zone)} (${differenceText(context, formatInstant(first.runTime))})\n`
}

const asJson = (project: CheckedProject): unknown => ({
  directory: project.directory, workflows: project.workflows.map(({ name, timezone, tasks }) => ({ name, timezone, tasks: tasks.length })),
  problems: project.problems.map(({ message, severity, position, hint }) => ({ severity, message, position: position ?? null, hint: hint ?? null })),
})
