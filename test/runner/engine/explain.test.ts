import * as assert from 'uvu/assert'
import { explainTask, overriddenParams, type ExplainInput, type ExplainedParam } from '../../../runner/engine/explain.ts'
import type { JsonObject } from '../../../runner/model/json.ts'
import { suite } from '../../support/suite.ts'

const test = suite('explaining parameters')

const CONFIG: JsonObject = {
  _export: { td: { database: 'root', engine: 'presto' }, who: 'file' },
  '+before': { 'py>': 'x' },
  '+g': {
    _export: { td: { database: 'group' } },
    '+first': { 'echo>': 'x' },
    '+t': { 'echo>': '${who}', _export: { mine: 1 }, session_date: 'local' },
    '+later': { 'echo>': 'x' },
  },
  '+behind': { 'echo>': 'x' },
}
const workflow = { name: 'main', timezone: 'Asia/Tokyo', config: CONFIG }
const explain = (more: Partial<ExplainInput> = {}) => explainTask({ workflow, task: '+t', sessionTime: Date.UTC(2026, 0, 2), ...more })
const find = (params: readonly ExplainedParam[], ...name: readonly string[]): ExplainedParam => {
  const found = params.find((param) => param.name.join('.') === name.join('.'))
  if (found === undefined) throw new Error(`no ${name.join('.')}`)
  return found
}

test('the layer that wins is named with its place, and what it hides', () => {
  const { params } = explain({ start: { who: 'start', extra: 1, td: { database: 'start' } }, revision: { extra: 0 } })
  assert.equal(find(params, 'td', 'database'), {
    name: ['td', 'database'], value: 'group', origin: { layer: 'export', task: '+main+g', path: ['+g', '_export', 'td', 'database'] },
    overrode: [{ value: 'root', origin: { layer: 'export', task: '+main', path: ['_export', 'td', 'database'] } }, { value: 'start', origin: { layer: 'start' } }],
  })
  assert.equal(find(params, 'who').origin, { layer: 'export', task: '+main', path: ['_export', 'who'] })
  assert.equal(find(params, 'extra'), { name: ['extra'], value: 1, origin: { layer: 'start' }, overrode: [{ value: 0, origin: { layer: 'revision' } }] })
  assert.equal(find(params, 'mine').origin, { layer: 'own-export', task: '+main+g+t', path: ['+g', '+t', '_export', 'mine'] })
  assert.equal(find(params, 'td', 'engine').value, 'presto')
})

test('a built-in beats everything but a key of the task itself', () => {
  const { params } = explain({ start: { session_time: 'mine', session_date: 'mine' } })
  assert.equal([find(params, 'session_time').value, find(params, 'session_time').origin.layer], ['2026-01-02T09:00:00+09:00', 'built-in'])
  assert.equal([find(params, 'session_date').value, find(params, 'session_date').origin.path], ['local', ['+g', '+t', 'session_date']])
  assert.equal(find(params, 'session_date').overrode.map(({ origin }) => origin.layer), ['built-in', 'start'])
  assert.is(find(params, 'task_name').value, '+main+g+t')
})

test('a value in the place of a map, and a map in the place of a value, hide each other', () => {
  const { params } = explain({ start: { who: { deep: 1 }, mine: 2 } })
  assert.equal(find(params, 'who').overrode, [{ value: 1, origin: { layer: 'start' } }])
  assert.not.ok(params.some((param) => param.name.join('.') === 'who.deep'))
})

test('tasks before it may store values; those beside and behind may not', () => {
  assert.equal(explain().mayStore, ['+main+before', '+main+g+first'])
})

test('an unknown task is refused', () => {
  assert.throws(() => explain({ task: '+nobody' }), /doesn't match with any tasks/)
})

test('a start parameter that an _export hides is found, wherever it stands; an equal one is not', () => {
  const found = overriddenParams(workflow, { who: 'start', td: { database: 'start', other: 1 }, mine: 1 })
  assert.equal(found.map(({ name, given, value, by }) => [name.join('.'), given, value, by.task]), [
    ['who', 'start', 'file', '+main'], ['td.database', 'start', 'root', '+main'], ['td.database', 'start', 'group', '+main+g'],
  ])
})

test.run()
