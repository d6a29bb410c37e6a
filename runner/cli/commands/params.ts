import { resolve } from 'node:path'
import { explainTask, type ExplainedParam, type Explanation, type Origin } from '../../engine/explain.ts'
import { digdagMessage, loadProject } from '../../dig/load.ts'
import type { Position } from '../../model/error.ts'
import { ConfigError, RunnerError } from '../../model/error.ts'
import { stringifyJson, textOf, type Json } from '../../model/json.ts'
import { openDirectory } from '../../project/directory.ts'
import { PARAM_OPTIONS, type Command } from '../command.ts'
import { scheduleOf } from '../checking.ts'
import type { Context } from '../context.ts'
import { readParams } from '../params-option.ts'
import { printJson } from '../print.ts'
import { runSession } from '../run-session.ts'

/** Where a value stands in a file, when it does. */
type Locate = (origin: Origin) => Position | undefined

export const params: Command = {
  name: 'params',
  usage: 'params <workflow.dig> <+task>',
  summary: 'show each parameter that a task will see, what set it and what it overrode',
  options: [
    { flags: '--project <DIR>', about: 'the project directory (default this one)' },
    { flags: '-t, --session <TIME>', about: 'the session: schedule, hourly, daily, "yyyy-MM-dd" or "yyyy-MM-dd HH:mm:ss" (default that of `run`)' },
    ...PARAM_OPTIONS,
  ],
  args: { min: 2, max: 2 },
  notes: ['wf params daily_load.dig +load_user -p td.database=test', '', 'Values are shown as written: ${…} is evaluated when the task runs.'],
  run: async (context, [workflowName = '', task = ''], options) => {
    const directory = resolve(context.cwd, options.text('project') ?? '.')
    const loaded = loadProject(openDirectory(directory), { root: directory, lenientNames: true })
    const errors = loaded.problems.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new ConfigError(digdagMessage(errors), { problems: errors })
    const name = workflowName.replace(/\.dig$/, '')
    const workflow = loaded.workflows.find((one) => one.name === name)
    if (!workflow) throw new RunnerError('not-found', `Workflow '${name}' does not exist in ${options.text('project') ?? 'this directory'}.`, { hint: `there are: ${loaded.workflows.map((one) => one.name).join(', ') || 'none'}` })
    const start = readParams({ properties: context.settings.properties, file: options.text('paramsFile'), pairs: options.list('param'), cwd: context.cwd })
    const session = runSession({ text: options.text('session') ?? 'last', now: context.clock.now(), zone: workflow.timezone, workflow: name, scheduler: scheduleOf(workflow), statusRoot: undefined })
    const explanation = explainTask({ workflow, task, start, sessionTime: session.time })
    const text = loaded.texts.get(name)
    const locate: Locate = ({ path }) => (path === undefined ? undefined : text?.positionOf(path))
    if (context.json) printJson(context, asJson(explanation, locate))
    else show(context, explanation, locate)
    return 0
  },
}

const LAYERS: Readonly<Record<Origin['layer'], string>> = {
  server: 'the configuration', revision: 'the revision', start: '-p', export: '_export of', 'own-export': '_export of', 'built-in': 'built in', local: 'the task itself',
}

function originText(origin: Origin, locate: Locate): string {
  const place = locate(origin)
  const layer = origin.layer === 'export' || origin.layer === 'own-export' ? `${LAYERS[origin.layer]} ${origin.task ?? ''}` : LAYERS[origin.layer]
  return place === undefined ? layer : `${place.file}:${place.line}:${place.column}, ${layer}`
}

const valueText = (value: Json): string => (typeof value === 'string' ? JSON.stringify(value) : stringifyJson(value))

function show(context: Context, { task, params: found, mayStore }: Explanation, locate: Locate): void {
  const lines = [`${task.fullName} sees:`, '']
  const groups: readonly (readonly [string, (param: ExplainedParam) => boolean])[] = [['', ({ origin }) => origin.layer !== 'built-in'], ['built in:', ({ origin, overrode }) => origin.layer === 'built-in' && overrode.length === 0], ['built in, over others:', ({ origin, overrode }) => origin.layer === 'built-in' && overrode.length > 0]]
  for (const [title, belongs] of groups) {
    const params = found.filter(belongs)
    if (params.length === 0) continue
    if (title !== '') lines.push('', `${title}`)
    const width = Math.min(44, Math.max(...params.map((param) => param.name.join('.').length + valueText(param.value).length + 2)))
    for (const param of params) {
      const text = `${param.name.join('.')}: ${valueText(param.value)}`
      lines.push(`  ${param.origin.layer === 'built-in' ? text : `${text.padEnd(width)}  ${originText(param.origin, locate)}`}`)
      for (const hidden of param.overrode) lines.push(`      over ${valueText(hidden.value)} of ${originText(hidden.origin, locate)}`)
    }
  }
  if (mayStore.length > 0) lines.push('', `Tasks before it may store more, which only a run tells: ${mayStore.join(', ')}`, 'A stored value beats -p, and the _export of groups that both stand in.')
  context.terminal.out(`${lines.join('\n')}\n`)
}

const asJson = ({ task, params: found, mayStore }: Explanation, locate: Locate): unknown => ({
  task: task.fullName, mayStore,
  params: found.map((param) => ({
    name: param.name.join('.'), value: plain(param.value), ...originJson(param.origin, locate),
    overrode: param.overrode.map((hidden) => ({ value: plain(hidden.value), ...originJson(hidden.origin, locate) })),
  })),
})

const plain = (value: Json): unknown => (typeof value === 'bigint' ? textOf(value) : JSON.parse(stringifyJson(value)))
const originJson = (origin: Origin, locate: Locate): object => ({ layer: origin.layer, task: origin.task ?? null, position: locate(origin) ?? null })
