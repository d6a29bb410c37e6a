import * as assert from 'uvu/assert'
import { hasFailed, isDone, nextMove, type Move, type TaskView } from '../../../runner/engine/progress.ts'
import { TASK_STATES, TRANSITIONS } from '../../../runner/model/task.ts'
import { suite } from '../../support/suite.ts'

const test = suite('the next move of a task')

const FLAGS = { cancelRequested: false, delayedError: false, delayedGroupError: false, initial: true }
const view = (more: Partial<TaskView>): TaskView => ({
  state: 'blocked', isGroup: false, flags: FLAGS, parentState: 'planned', waitsFor: 0, progressing: 0, startable: 0, failed: 0, retryLeft: false, hasErrorTask: false, due: false, ...more,
})
const flags = (more: Partial<typeof FLAGS>) => ({ ...FLAGS, ...more })
const become = (to: TaskView['state']): Move => ({ kind: 'become', to })

const TABLE: readonly [title: string, given: Partial<TaskView>, want: Move | undefined][] = [
  ['an operator starts when its group is planned and nothing is before it', {}, become('ready')],
  ['a group starts as planned', { isGroup: true }, become('planned')],
  ['a task waits for its upstreams', { waitsFor: 1 }, undefined],
  ['a task waits for its group', { parentState: 'blocked' }, undefined],
  ['a task of a group that waits for its next round waits too', { parentState: 'group_retry_waiting' }, undefined],
  ['a task that is new in a group taken over as done starts', { parentState: 'success' }, become('ready')],
  ['a task of a failed group never starts', { parentState: 'group_error' }, undefined],
  ['a killed operator that could start is canceled', { flags: flags({ cancelRequested: true }) }, become('canceled')],
  ['a killed group that could start is planned first', { isGroup: true, flags: flags({ cancelRequested: true }) }, become('planned')],
  ['a waiting task is not ready before its time', { state: 'retry_waiting' }, undefined],
  ['a waiting task is ready at its time', { state: 'retry_waiting', due: true }, become('ready')],
  ['a waiting group is ready at its time', { state: 'group_retry_waiting', isGroup: true, due: true }, become('ready')],
  ['a ready operator is left to the agent', { state: 'ready' }, undefined],
  ['a ready group starts its next round', { state: 'ready', isGroup: true }, { kind: 'start-round' }],
  ['a running task is left to its operator', { state: 'running' }, undefined],
  ['a group waits for children under way', { state: 'planned', isGroup: true, progressing: 1, failed: 1 }, undefined],
  ['a group waits for children that can start', { state: 'planned', isGroup: true, startable: 1 }, undefined],
  ['a group without failed children succeeds', { state: 'planned', isGroup: true }, become('success')],
  ['a killed group is canceled before anything else', { state: 'planned', flags: flags({ cancelRequested: true, delayedError: true, delayedGroupError: true }), failed: 1, retryLeft: true, hasErrorTask: true }, become('canceled')],
  ['a task whose own run failed ends as error after its ^error', { state: 'planned', flags: flags({ delayedError: true }), failed: 1, retryLeft: true }, become('error')],
  ['a group ends as group_error after its ^error', { state: 'planned', isGroup: true, flags: flags({ delayedGroupError: true }), failed: 1, retryLeft: true }, become('group_error')],
  ['a retry comes before the error tasks', { state: 'planned', failed: 1, retryLeft: true, hasErrorTask: true }, { kind: 'wait-for-round' }],
  ['a failed group runs its ^error', { state: 'planned', failed: 1, hasErrorTask: true }, { kind: 'add-error-tasks', alert: false, error: true }],
  ['a failed root alerts', { state: 'planned', parentState: null, failed: 2 }, { kind: 'add-error-tasks', alert: true, error: false }],
  ['a failed root alerts and runs its ^error', { state: 'planned', parentState: null, failed: 1, hasErrorTask: true }, { kind: 'add-error-tasks', alert: true, error: true }],
  ['a failed group without ^error ends', { state: 'planned', failed: 1 }, become('group_error')],
]

for (const [title, given, want] of TABLE) test(title, () => { assert.equal(nextMove(view(given)), want) })

test('a task that is done never moves', () => {
  for (const state of TASK_STATES.filter(isDone)) assert.is(nextMove(view({ state, failed: 1, due: true })), undefined, state)
})

test('every move is one of the table of transitions', () => {
  const booleans = [true, false]
  for (const state of TASK_STATES) for (const isGroup of booleans) for (const parentState of [null, ...TASK_STATES]) {
    for (let bits = 0; bits < 2 ** 9; bits++) {
      const bit = (n: number): boolean => (bits & (1 << n)) !== 0
      const move = nextMove(view({
        state, isGroup, parentState, waitsFor: Number(bit(0)), progressing: Number(bit(1)), startable: Number(bit(2)), failed: Number(bit(3)), retryLeft: bit(4), hasErrorTask: bit(5), due: bit(6),
        flags: flags({ cancelRequested: bit(7), delayedError: bit(8) }),
      }))
      if (move?.kind === 'become') assert.ok(TRANSITIONS[state].includes(move.to), `${state} → ${move.to}`)
    }
  }
})

test('failed states are done', () => {
  assert.equal(TASK_STATES.filter(hasFailed), ['group_error', 'error'])
  assert.ok(TASK_STATES.filter(hasFailed).every(isDone))
})

test.run()
