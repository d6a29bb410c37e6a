import * as assert from 'uvu/assert'
import { isObject, type JsonObject } from '../../../runner/model/json.ts'
import { ConfigError } from '../../../runner/model/error.ts'
import { compileSubtasks, compileTree, compileWorkflow } from '../../../runner/dig/compile.ts'
import { readYaml } from '../../../runner/dig/yaml.ts'
import { suite } from '../../support/suite.ts'

const compiling = suite('compiling')

function config(text: string): JsonObject {
  const { value } = readYaml(text, 'main.dig')
  if (!isObject(value)) throw new Error('no mapping')
  return value
}

/** Each task as `+name <- +upstream…`, edges in their order. */
function edges(text: string): readonly string[] {
  const tasks = compileWorkflow('main', config(text))
  return tasks.slice(1).map(({ name, upstreamIndexes }) => [name, '<-', ...upstreamIndexes.map((index) => tasks[index]?.name)].join(' '))
}

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    assert.instance(error, ConfigError)
    return (error as Error).message
  }
  throw new Error('was not refused')
}
const refusedAs = (text: string): string => refusal(() => compileWorkflow('main', config(text)))

compiling('numbers tasks depth-first, the root being the first', () => {
  const tasks = compileWorkflow('main', config('_export: {a: 1}\n+g:\n  +x: {echo>: x}\n  +y: {echo>: y}\n+z: {echo>: z}\n'))
  assert.equal(tasks.map(({ index, fullName, parentIndex, isGroup }) => [index, fullName, parentIndex, isGroup]), [
    [0, '+main', null, true], [1, '+main+g', 0, true], [2, '+main+g+x', 1, false], [3, '+main+g+y', 1, false], [4, '+main+z', 0, false],
  ])
  assert.equal(tasks[0]?.config, { _export: { a: 1 } })
})

compiling('lets a task wait for the one before and for the background tasks since', () => {
  assert.equal(edges('+a: {echo>: a}\n+b: {echo>: b, _background: true}\n+c: {echo>: c}\n+d: {echo>: d, _background: true}\n+e: {echo>: e}\n'), ['+a <-', '+b <-', '+c <- +a +b', '+d <-', '+e <- +c +d'])
})

compiling('cuts a limited parallel group into chunks, and keeps an edge of _after beside the same one of the chunk', () => {
  assert.equal(edges('_parallel: {limit: "2"}\n+a: {echo>: a}\n+b: {echo>: b}\n+c: {echo>: c, _after: [+a]}\n+d: {echo>: d}\n+e: {echo>: e}\n'), ['+a <-', '+b <-', '+c <- +a +a +b', '+d <- +a +b', '+e <- +c +d'])
  assert.equal(edges('_parallel: {limit: -1}\n+a: {echo>: a}\n+b: {echo>: b, _after: [+a]}\n'), ['+a <-', '+b <- +a'])
})

compiling('takes out what it has consumed, and nothing else', () => {
  const [, a, b] = compileWorkflow('main', config('_parallel: true\n+a: {_background: false, echo>: a}\n+b: {_after: [+a], echo>: b}\n'))
  assert.equal(a?.config, { _background: false, 'echo>': 'a' })
  assert.equal(b?.config, { 'echo>': 'b' })
  assert.equal(compileWorkflow('main', config('+a: {_background: true, echo>: a}\n'))[1]?.config, { 'echo>': 'a' })
})

compiling('makes an empty group of a disabled task', () => {
  const [, task, ...others] = compileWorkflow('main', config('+a: {_disable: 1, _background: true, echo>: a, sh>: b, +c: {}}\n'))
  assert.equal([task?.isGroup, task?.config, others.length], [true, { _disable: true }, 0])
  assert.match(refusedAs('+a: {_disable: yes}\n'), /Expected 'true' or 'false' for key '_disable' but got "yes" \(string\)/)
})

compiling('joins a task given as a list, later keys at the earlier place', () => {
  const tasks = compileWorkflow('main', config('+g:\n  - +x: {echo>: one}\n  - +y: {echo>: two}\n  - +x: {echo>: three}\n'))
  assert.equal(tasks.map(({ name }) => name), ['+main', '+g', '+x', '+y'])
  assert.equal(tasks[2]?.config, { 'echo>': 'three' })
})

compiling('refuses with digdag’s words', () => {
  const refusals: Readonly<Record<string, string>> = {
    '+a: {echo>: a, +b: {echo>: b}}': 'A task can\'t have subtasks: {"echo>":"a"}', '+a: {_type: echo, +b: {}}': 'A task can\'t have subtasks: {"_type":"echo"}', '+a: {echo>: a, sh>: b}': 'A task can\'t have more than one operator: {"echo>":"a","sh>":"b"}',
    '+a: text': "Parameter '+a' must be an object or array of objects", '+g:\n  +a:\n': "Parameter '+a' must be an object or array of objects", '+a: [{}, 1]': "Parameter '+a' must be an object or array of objects",
    '+a: {echo>: a, _after: []}': 'Setting "_after" option is invalid if its parent task doesn\'t have "_parallel: true" option', '_parallel: true\n+a: {echo>: a, _background: "true"}': 'Setting "_background: true" option is invalid (unnecessary) if its parent task has "_parallel: true" option',
    '_parallel: true\n+a: {echo>: a, _after: [+a]}': "Dependency task '+a' does not exist", '_parallel: true\n+a: {echo>: a, _after: +b}': 'Expected array type for key \'_after\' but got "+b" (string)',
    '_parallel: 2': 'Invalid _parallel format: 2', '+g: {_parallel: ~}': 'Invalid _parallel format: null', '+g: {_parallel: [1]}': 'Invalid _parallel format: [1]', '_parallel: {}': "Parameter 'limit' is required but not set", '_parallel: tru': "Expected 'true' or 'false' for key '_parallel' but got \"tru\" (string)",
    '+a: {echo>: a, _error: text}': "Parameter '_error' must be an object", '+a: {echo>: a, _error: {echo>: a, sh>: b}}': 'A task can\'t have more than one operator: {"echo>":"a","sh>":"b"}',
    '+g:\n  "+a b!": {echo>: a}\n  +c d: {echo>: c}\n': 'io.digdag.core.repository.ModelValidationException: Validating workflow task failed\nname must not contain character \' \': "+a b!"\nname must not contain character \' \': "+c d"',
    '+g: {paralel: true, zzz: 1}\n+h: {export: 2}': 'io.digdag.core.repository.ModelValidationException: Validating workflow failed\n+main+g contains invalid keys: \'paralel\' (did you mean [_parallel]?), \'zzz\': "{"paralel":true,"zzz":1}"\n+main+h contains invalid keys: \'export\' (did you mean [_export]?): "{"export":2}"',
  }
  for (const [text, message] of Object.entries(refusals)) assert.is(refusedAs(text), message, text)
})

compiling('gathers every fault with the keys that lead to it', () => {
  const { faults } = compileTree({ parentFullName: '', name: '+main', config: config('+a: {echo>: a, sh>: b}\n+g:\n  _parallel: x\n  +b: 1\n+c: {echo>: c, _error: {color: red}}\n') })
  assert.equal(faults.map(({ path }) => path.join(' ')), ['+a sh>', '+g +b', '+g _parallel', '+c _error color'])
})

compiling('compiles what a run generated by the same rules', () => {
  const tasks = compileSubtasks({ parentFullName: '+main+a', suffix: '^sub', config: config('_parallel: true\n+x: {echo>: x}\n+y: {echo>: y, _after: [+x]}\n') })
  assert.equal(tasks.map(({ fullName, parentIndex, upstreamIndexes }) => [fullName, parentIndex, upstreamIndexes]), [['+main+a^sub', null, []], ['+main+a^sub+x', 0, []], ['+main+a^sub+y', 0, [1]]])
  assert.equal(compileSubtasks({ parentFullName: '+main+a', suffix: '^check', config: { 'echo>': 'x' } })[0]?.isGroup, false)
  assert.match(refusal(() => compileSubtasks({ parentFullName: '+m', suffix: '^sub', config: { '+for-0=v=1=*.csv': {} } })), /name must not contain character '\*': "\+for-0=v=1=\*\.csv"$/)
})

compiling('keeps the names of keys that objects have of themselves', () => {
  const tasks = compileWorkflow('main', config('+a: {echo>: a, constructor: 1, __proto__: {b: 2}, toString: 3}\n'))
  assert.equal(Object.keys(tasks[1]?.config ?? {}), ['echo>', 'constructor', '__proto__', 'toString'])
})

compiling.run()
