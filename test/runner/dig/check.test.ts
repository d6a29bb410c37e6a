import * as assert from 'uvu/assert'
import { checkProject } from '../../../runner/dig/check.ts'
import { loadProject } from '../../../runner/dig/load.ts'
import { suite } from '../../support/suite.ts'

const checking = suite('warnings of a check')

function warnings(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const all: Readonly<Record<string, string>> = { 'main.dig': text, ...others }
  const files = { list: () => ['main.dig'], read: (path: string) => all[path] }
  const loaded = loadProject(files, { root: '/p' })
  assert.equal(loaded.problems, [])
  return checkProject(loaded, { operators: ['echo', 'sh', 'if', 'call', 'td', 'td_load', 'fail', 'loop'], files }).map(({ severity, position, message, hint }) => {
    assert.is(severity, 'warning')
    return `${position?.file}:${position?.line}:${position?.column} ${message}${hint?.startsWith('Did you mean') === true ? ` ${hint}` : ''}`
  })
}

checking('are none for a sound workflow', () => {
  assert.equal(warnings('timezone: Asia/Tokyo\n_export: {a: 1}\n_retry: 2\n+a:\n  _check: ~\n  if>: ${a > 0}\n  _do:\n    +b: {echo>: "${a}"}\n  _error: {echo>: e}\n+c:\n  _retry: {limit: 3, interval: 10, interval_type: exponential}\n  +d: {td>: q.sql}\n+e: {td_load>: saved_load}\n+f: {call>: sub}\n+g: {_type: "${kind}"}\n', { 'q.sql': 'select 1', 'sub.dig': '{}' }), [])
})

checking('name unknown operators, also in what a task generates', () => {
  assert.equal(warnings('+a: {ehco>: a}\n+b:\n  if>: true\n  _do: {frobnicate>: x}\n'), ['main.dig:1:6 Unknown task type: ehco Did you mean echo>?', 'main.dig:4:9 Unknown task type: frobnicate'])
})

checking('tell mistakes that digdag finds only when the task runs', () => {
  assert.equal(warnings('+a:\n  loop>: 2\n  _do:\n    echo>: a\n    sh>: b\n'), ['main.dig:5:5 A task can\'t have more than one operator: {"echo>":"a","sh>":"b"}'])
})

checking('name keys that do nothing', () => {
  assert.equal(warnings('+a:\n  echo>: a\n  retry: 1\n  _retyr: 1\n  _retry: 2\n+g:\n  timezone: UTC\n  _check: {echo>: c}\n  _retry: "${n}"\n  +b: {sh>: b}\n'), [
    'main.dig:5:3 _retry has no effect on echo>', 'main.dig:3:3 retry is a parameter without effect Did you mean _retry?', 'main.dig:4:3 _retyr is a parameter without effect Did you mean _retry?',
    'main.dig:7:3 timezone has no effect within a task', 'main.dig:8:3 _check of a group or workflow never runs', 'main.dig:9:3 _retry: "${n}" of a group is ignored',
  ])
})

checking('name exports that cannot mean what they say', () => {
  assert.equal(warnings('_export:\n  session_time: x\n  sh>: y\n+a:\n  _export: text\n  echo>: a\n'), ['main.dig:2:3 session_time is set by digdag, so exporting it has no effect', 'main.dig:3:3 The exported parameter sh> decides the operator of tasks that have none', "main.dig:5:3 Parameter '_export' must be an object"])
})

checking('name files that are not there, and mistakes in called ones', () => {
  assert.equal(warnings('+a: {td>: gone.sql}\n+b: {td_load>: config/load.yml}\n+c: {call>: sub}\n+d: {td>: "${file}"}\n', { 'sub.dig': 'colour: red\n' }), ['main.dig:1:6 File not found: gone.sql', 'main.dig:2:6 File not found: config/load.yml', "sub.dig:1:1 Workflow 'sub' includes unknown keys: [colour]"])
  assert.equal(warnings('_export: {_workdir: d}\n+a: {td>: gone.sql}\n'), [])
})

checking('point at a template that is not closed', () => {
  assert.equal(warnings('+a:\n  echo>: hello ${name\n'), ['main.dig:2:3 A template is not closed: ${name'])
})

checking.run()
