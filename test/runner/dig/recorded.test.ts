import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { isObject, parseJson, stringifyJson, type Json, type JsonObject } from '../../../runner/model/json.ts'
import type { TaskDefinition } from '../../../runner/model/project.ts'
import { digdagMessage, loadProject, type LoadedProject, type SourceFiles } from '../../../runner/dig/load.ts'
import { suite } from '../../support/suite.ts'

const CASES = fileURLToPath(new URL('../../conformance/cases', import.meta.url))
/** Refusals that belong to schedules, which the engine checks after loading. */
const CHECKED_LATER = /schedule|invalid day|Invalid start|Invalid end/i

interface Spec { readonly about: string; readonly steps?: readonly JsonObject[]; readonly errors?: readonly string[]; readonly showConfig?: boolean; readonly workflow?: string }

const recorded = suite('recorded pushes')

for (const name of readdirSync(CASES).sort()) {
  const folder = join(CASES, name)
  const spec = parseJson(readFileSync(join(folder, 'case.json'), 'utf8')) as unknown as Spec
  recorded(`${name}: ${spec.about}`, () => checkCase(folder, spec))
}

function checkCase(folder: string, spec: Spec): void {
  const { results } = parseJson(readFileSync(join(folder, 'expected.json'), 'utf8')) as unknown as { readonly results: readonly JsonObject[] }
  let loaded: LoadedProject | undefined
  ;(spec.steps ?? [{ push: 'project' }, { start: {} }]).forEach((step, i) => {
    const result = results[i] ?? {}
    if (typeof step['push'] === 'string') loaded = checkPush(join(folder, step['push']), result['push'] as JsonObject, spec)
    else if ('start' in step && isObject(result['start']) && loaded !== undefined) checkTasks(loaded, result['start'], isObject(step['start']) && typeof step['start']['workflow'] === 'string' ? step['start']['workflow'] : spec.workflow ?? 'main')
  })
}

function checkPush(directory: string, expected: JsonObject, spec: Spec): LoadedProject {
  const loaded = loadProject(directoryFiles(directory), { root: '/project' })
  const errors = loaded.problems.filter(({ severity }) => severity === 'error')
  const message = expected['message']
  if (typeof message === 'string') {
    if (CHECKED_LATER.test(message)) return loaded
    assert.ok(errors.length > 0, `refused with ${message}`)
    for (const fragment of spec.errors ?? [message.split('\n')[0] ?? '']) assert.ok(digdagMessage(errors).includes(fragment), `${digdagMessage(errors)}\nshould contain ${fragment}`)
    return loaded
  }
  assert.equal(errors, [])
  const found = loaded.workflows.map(({ name, timezone, config }) => ({ name, timezone, ...(spec.showConfig && Object.keys(config).length > 0 ? { config } : {}) }))
  assert.is(stringifyJson(byName(found)), stringifyJson(byName(expected['workflows'] as unknown as readonly Named[])))
  return loaded
}

interface Named { readonly name: string }
const byName = (items: readonly Named[]): Json => [...items].sort((a, b) => (a.name < b.name ? -1 : 1)) as unknown as Json

/** Rows that stand in the text, the first of each name: names, parents, edges and configurations as recorded. */
function checkTasks(loaded: LoadedProject, attempt: JsonObject, workflow: string): void {
  const rows = attempt['tasks']
  if (!Array.isArray(rows)) return
  const tasks = loaded.workflows.find(({ name }) => name === workflow)?.tasks ?? []
  const expected = new Map((rows as unknown as readonly JsonObject[]).toReversed().filter((row) => !String(row['name']).includes('^')).map((row) => [String(row['name']), row]))
  const found = new Map(tasks.filter(({ fullName }) => !fullName.includes('^')).map((task) => [task.fullName, describe(task, tasks)]))
  assert.equal([...found.keys()].sort(), [...expected.keys()].sort())
  for (const [name, row] of found) assert.is(canonical(row), canonical(pick(expected.get(name) ?? {})), name)
}

const pick = ({ parent = null, upstreams = [], group, config = {} }: JsonObject): Json => ({ parent, upstreams, group: group ?? null, config })

/** The recordings show a task's `_export` beside its other keys, and leave empty things out. */
function describe(task: TaskDefinition, tasks: readonly TaskDefinition[]): Json {
  const nameAt = (index: number): string => tasks[index]?.fullName ?? ''
  const config = Object.fromEntries(Object.entries(task.config).filter(([key, value]) => key !== '_export' || (isObject(value) && Object.keys(value).length > 0)))
  return { parent: task.parentIndex === null ? null : nameAt(task.parentIndex), upstreams: task.upstreamIndexes.map(nameAt).sort(), group: task.isGroup, config }
}

/** JSON with sorted keys and numbers as numbers: a recording was written by a program that knows no `1.0`. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? Number(item) : isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item)
}

function directoryFiles(directory: string): SourceFiles {
  const paths = (readdirSync(directory, { recursive: true }) as string[]).filter((path) => statSync(join(directory, path)).isFile())
  return { list: () => paths, read: (path) => (paths.includes(path) ? readFileSync(join(directory, path)) : undefined) }
}

recorded.run()
