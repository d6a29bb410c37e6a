import { readFile, readdir } from 'node:fs/promises'
import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { isObject, mergeJson, type Json, type JsonObject } from '../../../runner/model/json.ts'
import { createEvaluator } from '../../../runner/dig/evaluate.ts'
import { readYaml } from '../../../runner/dig/yaml.ts'

// The recorded facts about templates, asked of the evaluator alone: the echo tasks of workflows that need no engine.
const CASES = new URL('../../conformance/cases/', import.meta.url)
const test = suite('recorded templates')
const evaluator = createEvaluator()
test.after(() => evaluator.close())

interface RecordedTask { readonly name: string; readonly output?: readonly string[]; readonly error?: string }

const readJson = async (path: string): Promise<JsonObject> => JSON.parse(await readFile(new URL(path, CASES), 'utf8')) as JsonObject

const builtins = (fullName: string, timezone: string, session: number): JsonObject => ({
  timezone, task_name: fullName, session_time: new Date(session).toISOString().replace(/\.\d+Z$/, '+00:00'), session_unixtime: session / 1000,
})

function* echoTasks(config: JsonObject, fullName: string, exported: JsonObject): Generator<{ readonly fullName: string; readonly exported: JsonObject; readonly local: JsonObject }> {
  const own = isObject(config['_export']) ? mergeJson(exported, config['_export']) : exported
  const { _export, ...local } = config
  if ('echo>' in local) yield { fullName, exported: own, local }
  for (const [key, child] of Object.entries(config)) {
    if (key.startsWith('+') && isObject(child)) yield* echoTasks(child, fullName + key, own)
  }
}

let compared = 0
const SKIPPED = new Set(['tmpl-stored-templates-are-evaluated']) // its tasks store values first

for (const name of (await readdir(CASES)).filter((entry) => /^(tmpl-|yaml-float|secret-(blanks|nested))/.test(entry) && !SKIPPED.has(entry))) {
  test(`${name} holds`, async () => {
    const { params = {} } = await readJson(`${name}/case.json`)
    const expected = await readJson(`${name}/expected.json`)
    const start = (expected['results'] as readonly JsonObject[]).find((result) => 'start' in result)?.['start'] as JsonObject
    const recorded = new Map((start['tasks'] as unknown as readonly RecordedTask[]).map((task) => [task.name, task]))
    const file = readYaml(await readFile(new URL(`${name}/project/main.dig`, CASES), 'utf8'), 'main.dig').value as JsonObject
    for (const { fullName, exported, local } of echoTasks(file, '+main', params as JsonObject)) {
      const task = recorded.get(fullName)
      if (task === undefined) continue
      const all = mergeJson(exported, builtins(fullName, (file['timezone'] as string | undefined) ?? 'UTC', Date.UTC(2026, 0, 2, 3, 4, 5)))
      compared++
      await (task.error === undefined ? sameOutput(all, local, task) : sameError(all, local, task))
    }
  })
}

test('many recorded tasks were compared', () => {
  assert.ok(compared >= 60, String(compared))
})

async function sameOutput(params: JsonObject, local: JsonObject, task: RecordedTask): Promise<void> {
  const config = await evaluator.evaluateTask({ params, local, project: task.name })
  assert.is(String(config['echo>'] as Json), (task.output ?? []).join('\n'), task.name)
}

async function sameError(params: JsonObject, local: JsonObject, task: RecordedTask): Promise<void> {
  const message = await evaluator.evaluateTask({ params, local, project: task.name }).then(() => 'no error', (error: Error) => `${error.message} (config)`)
  for (const fragment of (task.error ?? '').split(' … ')) assert.ok(message.includes(fragment), `${task.name}: ${message} lacks ${fragment}`)
}

test.run()
