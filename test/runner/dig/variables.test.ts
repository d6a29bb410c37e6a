import { readFile, readdir } from 'node:fs/promises'
import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { isObject, mergeJson, type JsonObject } from '../../../runner/model/json.ts'
import { formatOffsetTime } from '../../../runner/model/time.ts'
import { createEvaluator } from '../../../runner/dig/evaluate.ts'
import { readSchedule } from '../../../runner/dig/schedule.ts'
import { readSessionTime } from '../../../runner/dig/session-time.ts'
import { withBuiltinVariables } from '../../../runner/dig/variables.ts'
import { readYaml } from '../../../runner/dig/yaml.ts'

const CASES = new URL('../../conformance/cases/', import.meta.url)
const test = suite('variables')
const evaluator = createEvaluator()
test.after(() => evaluator.close())

const variables = (params: JsonObject, more: { readonly timezone?: string; readonly retryAttemptName?: string } = {}): JsonObject => withBuiltinVariables({
  params, timezone: more.timezone ?? 'UTC', sessionTime: Date.UTC(2026, 0, 2, 3, 4, 5), sessionId: 1, sessionUuid: '2b3f1f1e-0000-4000-8000-000000000000', attemptId: 2, projectId: 3, taskName: '+main+a', retryAttemptName: more.retryAttemptName ?? null,
})

test('the session, its ids and the task are always there', () => {
  assert.equal(variables({}, { timezone: 'Asia/Tokyo' }), {
    timezone: 'Asia/Tokyo', project_id: 3, session_id: 1, attempt_id: 2, session_uuid: '2b3f1f1e-0000-4000-8000-000000000000', session_time: '2026-01-02T12:04:05+09:00', session_date: '2026-01-02', session_date_compact: '20260102',
    session_local_time: '2026-01-02 12:04:05', session_tz_offset: '+0900', session_unixtime: 1767323045, last_executed_session_time: '', last_executed_session_date: '', last_executed_session_date_compact: '',
    last_executed_session_local_time: '', last_executed_session_tz_offset: '+0900', last_executed_session_unixtime: '', task_name: '+main+a',
  })
})

test('given values of built-in names do not count, and keep their place', () => {
  const result = variables({ task_name: 'mine', x: 1, session_id: 'mine', retry_attempt_name: 'mine', last_session_date: 'mine', next_session_unixtime: 5 })
  assert.equal(Object.keys(result).slice(0, 3), ['task_name', 'x', 'session_id'])
  assert.equal([result['task_name'], result['session_id'], result['retry_attempt_name'], result['last_session_date'], result['next_session_unixtime']], ['+main+a', 1, undefined, undefined, undefined])
})

test('a last, next or last executed session time gives what derives from it', () => {
  const result = variables({ last_session_time: '2016-01-01T00:00:00+00:00', next_session_time: '2016-01-02T00:00:00+00:00', last_executed_session_time: '2015-12-31T00:00:00+00:00' }, { timezone: 'Asia/Tokyo' })
  assert.equal([result['last_session_time'], result['last_session_local_time'], result['next_session_unixtime'], result['last_executed_session_date_compact'], result['last_executed_session_time']], ['2016-01-01T00:00:00+00:00', '2016-01-01 09:00:00', 1451692800, '20151231', '2015-12-31T00:00:00+00:00'])
})

test('a session time that is none stays as it is and gives nothing', () => {
  for (const text of ['start', '2016-01-01T00:00:00Z', '2016-01-01']) {
    const result = variables({ last_session_time: text, last_executed_session_time: text })
    assert.equal([result['last_session_time'], result['last_session_date'], result['last_executed_session_time'], result['last_executed_session_date']], [text, undefined, text, undefined])
  }
})

test('a retry attempt name is there when the attempt has one', () => {
  assert.is(variables({}, { retryAttemptName: 'again' })['retry_attempt_name'], 'again')
})

interface Start { readonly session?: string; readonly retry?: string; readonly mode?: string }
interface RecordedTask { readonly name: string; readonly output?: readonly string[] }

for (const name of (await readdir(CASES)).filter((entry) => /^(var-(?!in-shell|task-name|cannot)|session-(local|dst|schedule-params))/.test(entry))) {
  test(`${name} holds`, async () => {
    const given = JSON.parse(await readFile(new URL(`${name}/case.json`, CASES), 'utf8')) as { session?: string; params?: JsonObject; steps?: readonly { start?: Start }[] }
    const { results } = JSON.parse(await readFile(new URL(`${name}/expected.json`, CASES), 'utf8')) as { results: readonly { start?: { sessionTime: string; params?: JsonObject; tasks: readonly RecordedTask[] } }[] }
    const file = readYaml(await readFile(new URL(`${name}/project/main.dig`, CASES), 'utf8'), 'main.dig').value as JsonObject
    const timezone = (file['timezone'] as string | undefined) ?? 'UTC'
    let compared = 0
    for (const [i, step] of (given.steps ?? [{}, { start: {} }]).entries()) {
      const recorded = results[i]?.start
      if (step.start === undefined || recorded === undefined) continue
      const sessionTime = readSessionTime(step.start.session ?? given.session ?? '2026-01-02T03:04:05+00:00', timezone)
      assert.is(formatOffsetTime(sessionTime, timezone), recorded.sessionTime)
      const scheduler = 'schedule' in file ? readSchedule(file['schedule'] ?? null, timezone).scheduler : undefined
      const times = scheduler && { last_session_time: formatOffsetTime(scheduler.last(sessionTime).time, timezone), next_session_time: formatOffsetTime(scheduler.next(sessionTime).time, timezone) }
      const params = { ...given.params, ...times }
      if (recorded.params) assert.equal(params, recorded.params)
      for (const { name: taskName, output } of recorded.tasks) {
        const task = file[taskName.replace('+main', '')] ?? null
        if (output === undefined || !isObject(task)) continue
        const all = withBuiltinVariables({ params: mergeJson(params, {}), timezone, sessionTime, sessionId: 1, sessionUuid: '2b3f1f1e-0000-4000-8000-000000000000', attemptId: 1, projectId: 1, taskName, retryAttemptName: step.start.retry ?? null })
        const config = await evaluator.evaluateTask({ params: all, local: task, project: name })
        assert.is(String(config['echo>']).trim(), output.join('\n'), `${name} ${taskName}`)
        compared++
      }
    }
    assert.ok(compared > 0)
  })
}

test.run()
