import * as assert from 'uvu/assert'
import { ConfigError } from '../../../runner/model/error.ts'
import { digdagMessage, loadCalledWorkflow, loadProject, type LoadOptions, type SourceFiles } from '../../../runner/dig/load.ts'
import { suite } from '../../support/suite.ts'

const loading = suite('loading a project')

const source = (files: Readonly<Record<string, string>>): SourceFiles => ({ list: () => Object.keys(files), read: (path) => files[path] })
const load = (files: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}) => loadProject(source(files), { root: '/p', ...options })
const message = (files: Readonly<Record<string, string>>): string => digdagMessage(load(files).problems.filter(({ severity }) => severity === 'error'))

loading('stores the keys of a workflow in digdag’s order, without timezone', () => {
  const { workflows } = load({ 'main.dig': '+b: {echo>: b}\n_retry: 1\n+a: {echo>: a}\nsla: {time: "01:00"}\ntimezone: UTC+9\n_error: {echo>: e}\n_export: {k: 1}\nschedule: {daily>: "07:00:00"}\n' })
  assert.equal(workflows.map(({ name, timezone, config }) => [name, timezone, Object.keys(config)]), [['main', 'UTC+09:00', ['_export', 'schedule', 'sla', '_error', '_retry', '+b', '+a']]])
})

loading('takes for workflows the files of the directory itself, in their order', () => {
  assert.equal(load({ 'z.dig': '{}', 'sub/x.dig': '[', '.hidden.dig': '[', 'a.dig': '{}', 'old.draft.dig': '[', '.digdagignore': '*.draft.dig\n', 'x.DIG': '[' }).workflows.map(({ name }) => name), ['z', 'a'])
})

loading('tells the failures of all files together, one for each file, as digdag does', () => {
  assert.is(message({ 'one.dig': 'color: red\n_export: 1\n', 'two.dig': '- x\n', 'three.dig': '+b c: {echo>: x}\n+d e: {}\n', 'four.dig': '+a: {echo>: a, sh>: b}\n', 'five.dig': 'a: b: c\n' }), [
    'Validating project failed', "workflow /p/one.dig Parameter '_export' must be an object", 'workflow /p/two.dig Expected object to load Config but got ["x"]',
    "workflow /p/three.dig Validating workflow failed", 'task name must not contain character \' \': "+b c"', 'task name must not contain character \' \': "+d e"', "workflow /p/five.dig mapping values are not allowed here\n in 'string', line 1, column 5",
  ].join('\n'))
})

loading('comes to the compiler’s refusals only when every file was read, and tells the first', () => {
  assert.is(message({ 'a.dig': '+x: {echo>: a, sh>: b}\n+y: {echo>: a, py>: b}\n', 'b.dig': '+x: {echo>: c, rb>: b}\n' }), 'A task can\'t have more than one operator: {"echo>":"a","sh>":"b"}')
})

loading('stops at a missing included file, whatever else is wrong', () => {
  assert.is(message({ 'a.dig': 'color: red\n', 'b.dig': '!include : conf/gone.yml\n' }), '/p/conf/gone.yml')
})

loading('gives every problem its place, an excerpt and a way out', () => {
  const { problems } = load({ 'main.dig': '+a:\n  echo>: one\n  sh>: two\n+g:\n  retry: 1\n' })
  assert.equal(problems.map(({ position, excerpt }) => `${position?.file}:${position?.line}:${position?.column}\n${excerpt}`), ['main.dig:3:3\n3 |   sh>: two\n  |   ^', 'main.dig:5:3\n5 |   retry: 1\n  |   ^'])
  assert.is(problems[0]?.hint, 'Make two tasks of it.')
  assert.match(problems[1]?.hint ?? '', /Without an operator \(name>:\) this is a group/)
})

loading('tells what is wrong with schedules and SLAs when it is asked to', () => {
  const files = { 'main.dig': '+a: {echo>: a}\nschedule: {daily>: "10:00"}\n' }
  assert.equal(load(files).problems, [])
  assert.equal(load(files, { schedules: true }).problems.map(({ message, position }) => `${position?.line}:${position?.column} ${message}`), ['2:1 daily> scheduler requires hh:mm:ss format: 10:00'])
})

loading('points into the included file where the mistake stands there', () => {
  const { problems } = load({ 'main.dig': '!include : lib/tasks.dig\n', 'lib/tasks.dig': '+a:\n  echo>: one\n  sh>: two\n' })
  assert.equal(problems.map(({ position }) => position), [{ file: 'lib/tasks.dig', line: 3, column: 3 }])
})

loading('holds file names to the rules of names, unless it is lenient', () => {
  const refusals: Readonly<Record<string, string>> = {
    '1x.dig': 'Validating project failed\nworkflow /p/1x.dig Validating workflow failed\nname must not start with a numeric digit (0-9): "1x"', '@x.dig': 'Validating project failed\nworkflow /p/@x.dig Validating workflow failed\nname must not include special symbols (+ ^ @ / \\ / : * ? " < > |): "@x"',
    'x.dig.dig': 'Validating project failed\nworkflow /p/x.dig.dig Validating workflow failed\nname must not end with .dig: "x.dig"', 'my flow.dig': 'io.digdag.core.repository.ModelValidationException: Validating workflow task failed\nname must not contain character \' \': "+my flow"',
  }
  for (const [file, text] of Object.entries(refusals)) assert.is(message({ [file]: '{}' }), text)
  const { workflows, problems } = load({ 'my flow.dig': '{}', 'x.dig.dig': '{}', 'a+b.dig': '{}', 'ok.dig': '{}' }, { lenientNames: true })
  assert.equal(workflows.map(({ name }) => name), ['my flow', 'x.dig', 'ok'])
  assert.equal(problems.map(({ severity, position }) => `${severity} ${position?.file}`), ['warning my flow.dig', 'warning x.dig.dig', 'error a+b.dig'])
})

loading('says what to do about an unknown key at the top level', () => {
  const hint = (text: string): string | undefined => load({ 'main.dig': text }).problems[0]?.hint
  assert.is(hint('_exprot: {a: 1}\n'), 'Did you mean _export?')
  assert.match(hint('echo>: hello\n') ?? '', /An operator stands in a task/)
  assert.match(hint('+1:\n  echo>: one\n') ?? '', /\+1 is a number\. Write the task's name in quotes/)
})

loading('reads a called file by the same rules, with its folder as _workdir', () => {
  const files = source({ 'd/job.dig': 'x', 'd/conf.yml': '_export: {k: 1}\n' })
  assert.equal(loadCalledWorkflow('timezone: Asia/Tokyo\n!include : conf.yml\n+a: {echo>: a}\n', 'd/job.dig', files, 'd/job'), { _export: { k: 1, _workdir: 'd' }, '+a': { 'echo>': 'a' } })
  assert.equal(loadCalledWorkflow('_export: {_workdir: e}\n', 'd/job.dig', files, 'd/job'), { _export: { _workdir: 'd/e' } })
  assert.equal(loadCalledWorkflow('{}', 'job.dig', files, 'job'), {})
  assert.equal(Object.keys(loadCalledWorkflow('+a: {echo>: a}\n', 'd/1 x.dig', files, 'd/1 x')), ['_export', '+a'])
})

loading('refuses a called file with digdag’s text, and tells where', () => {
  try {
    loadCalledWorkflow('color: red\n+a: {}\nsize: 1\n', 'd/job.dig', source({}), 'd/job')
    assert.unreachable()
  } catch (error) {
    assert.instance(error, ConfigError)
    assert.is((error as ConfigError).message, "Workflow 'd/job' includes unknown keys: [color, size]")
    assert.equal((error as ConfigError).problems.map(({ position }) => position), [{ file: 'd/job.dig', line: 1, column: 1 }])
  }
})

loading.run()
