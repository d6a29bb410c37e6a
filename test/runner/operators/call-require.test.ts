import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { JsonObject } from '../../../runner/model/json.ts'
import type { AttemptStarter, Services, TaskResult } from '../../../runner/model/operator.ts'
import { call } from '../../../runner/operators/call.ts'
import { requireWorkflow } from '../../../runner/operators/require.ts'
import { suite } from '../../support/suite.ts'
import { failureOf, makeTaskRun, runOnce, type MakeOptions } from '../../support/task-run.ts'

const operators = suite('call> and require>')
type Target = Parameters<AttemptStarter['startOrFind']>[0]

operators('call> adds .dig, reads the file and hands path, text and name on', async () => {
  const asked: unknown[] = []
  const services: Partial<Services> = { loadCalledWorkflow: async (...args) => { asked.push(args); return { '+a': { 'echo>': 'x' } } } }
  const made = await makeTaskRun({ _command: 'jobs/daily' }, { services })
  await mkdir(join(made.project, 'jobs'))
  await writeFile(join(made.project, 'jobs', 'daily.dig'), '+a: {echo>: x}')
  assert.equal(await call.run(made.task), { kind: 'success', subtasks: { '+a': { 'echo>': 'x' } } })
  assert.equal(asked, [[join(made.project, 'jobs/daily.dig'), '+a: {echo>: x}', 'daily']])
  await made.remove()
})

operators('call> of a missing file names its whole path, and one outside of the project is refused', async () => {
  assert.match((await failureOf(call, { _command: 'jobs/none' })).message, /^File not found: \/.*\/project\/jobs\/none\.dig$/)
  assert.match((await failureOf(call, { _command: '../out' })).message, /^File name must not be outside of project path \(.*\): \.\.\/out\.dig$/)
})

/** Attempts that end as told: the first call starts or finds, later ones look. */
function attempts(found: Awaited<ReturnType<AttemptStarter['startOrFind']>>, ends: readonly { readonly done: boolean; readonly success: boolean }[]): { readonly options: MakeOptions; readonly targets: Target[] } {
  const targets: Target[] = []
  let looks = 0
  const starter: AttemptStarter = { startOrFind: async (target) => { targets.push(target); return found }, find: async () => ends[Math.min(looks++, ends.length - 1)] }
  return { targets, options: { services: { attempts: starter } } }
}

const STARTED = { kind: 'started', attemptId: 11, sessionId: 5 } as const
const FOUND = { kind: 'found', attemptId: 11, sessionId: 5 } as const
const requires = async (params: JsonObject, options: MakeOptions): Promise<TaskResult> => (await runOnce(requireWorkflow, params, options)).result

operators('require> starts the workflow of its own project at its session time and polls until it is done', async () => {
  const { options, targets } = attempts(STARTED, [{ done: false, success: false }, { done: false, success: false }, { done: true, success: true }])
  const params = { _command: 'child', params: { mode: 'good' }, session_time: '2026-01-02T09:00:00+09:00' }
  const first = await requires(params, options)
  const state = { target_attempt_id: 11, target_session_id: 5, require_kicked: true }
  assert.equal(first, { kind: 'poll', afterMs: 1000, state: { ...state, retry: 1 } })
  assert.equal(targets, [{ project: { id: 1 }, workflowName: 'child', sessionTime: Date.UTC(2026, 0, 2), params: { mode: 'good' }, retryAttemptName: null }])
  assert.equal(await requires(params, { ...options, state: { ...state, retry: 5 } }), { kind: 'poll', afterMs: 10_000, state: { ...state, retry: 6 } })
  assert.equal(await requires(params, { ...options, state: { ...state, retry: 6 } }), { kind: 'success' })
  assert.is(targets.length, 1)
})

operators('a failed dependent workflow fails require> unless that is to be ignored', async () => {
  const failed = attempts(STARTED, [{ done: true, success: false }])
  const failure = await failureOf(requireWorkflow, { _command: 'child' }, failed.options)
  assert.is(failure.message, 'Dependent workflow failed. Session id: 5, attempt id: 11')
  assert.is(failure.name, 'TaskFailure')
  assert.equal(await requires({ _command: 'child', ignore_failure: true }, failed.options), { kind: 'success' })
})

operators('rerun_on decides whether an attempt that was there already is run again', async () => {
  const again = async (rerun: string, success: boolean) => {
    const { options } = attempts(FOUND, [{ done: true, success }])
    const result = await requires({ _command: 'child', rerun_on: rerun, ignore_failure: true }, options)
    return result.kind === 'poll' && typeof result.state['rerun_on_retry_attempt_name'] === 'string' && result.afterMs === 0
  }
  assert.equal([await again('none', false), await again('failed', false), await again('failed', true), await again('all', true)], [false, true, false, true])
})

operators('a rerun starts under the kept name and counts as its own, also when a crash lost that it did', async () => {
  const { options, targets } = attempts(FOUND, [{ done: true, success: false }])
  const failure = await failureOf(requireWorkflow, { _command: 'child', rerun_on: 'all' }, { ...options, state: { rerun_on_retry_attempt_name: 'again-1' } })
  assert.match(failure.message, /^Dependent workflow failed/)
  assert.is(targets[0]?.retryAttemptName, 'again-1')
})

operators('require> reads its target from its own keys only', async () => {
  const { options, targets } = attempts(STARTED, [{ done: true, success: true }])
  await requires({ _command: 'child', project_id: 99 }, { ...options, local: { 'require>': 'child' } })
  await requires({ _command: 'child', project_name: 'other', retry_attempt_name: 'r' }, options)
  assert.equal(targets.map(({ project, retryAttemptName }) => ({ project, retryAttemptName })), [{ project: { id: 1 }, retryAttemptName: null }, { project: { name: 'other' }, retryAttemptName: 'r' }])
})

operators('require> refuses bad settings and a workflow that does not exist', async () => {
  const { options } = attempts({ kind: 'no-workflow' }, [])
  const fails = async (params: JsonObject) => (await failureOf(requireWorkflow, { _command: 'child', ...params }, options)).message
  assert.is(await fails({ rerun_on: 'sometimes' }), 'invalid rerun_on option:sometimes')
  assert.is(await fails({ project_id: 1, project_name: 'x' }), "Both project_id and project_name can't be set")
  assert.is(await fails({ session_time: 'tomorrow' }), 'Expected class java.time.Instant for key \'session_time\' but got "tomorrow" (string)')
  assert.is(await fails({ ignore_failure: true }), 'Dependent workflow does not exist. projectId: 1, workflowName:child')
  assert.is(await fails({ project_name: 'nowhere' }), 'Dependent workflow does not exist. projectName: nowhere, workflowName:child')
})

operators.run()
