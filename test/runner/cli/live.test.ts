import * as assert from 'uvu/assert'
import { createLiveView, treeLines, type WatchedTask } from '../../../runner/cli/live.ts'
import type { Terminal } from '../../../runner/cli/context.ts'
import { suite } from '../../support/suite.ts'

const live = suite('cli/live')

const row = (id: number, parentId: number | null, fullName: string, more: Partial<WatchedTask> = {}) =>
  ({ id, parentId, fullName, isGroup: false, state: 'success' as const, error: null, since: 0, until: 1500, progress: '', ...more })
const options = { now: 2000, spinner: '*', width: 60, color: false, most: 16 }

live('children stand below their parent by the rest of their name, with state, seconds, progress and error', () => {
  assert.equal(treeLines([
    row(1, null, '+main', { isGroup: true, state: 'planned' }), row(2, 1, '+main+load'),
    { ...row(3, 1, '+main+big', { state: 'running' }), until: undefined, progress: '12,000 rows' },
    row(4, 1, '+main+bad', { state: 'error', error: 'no such file\nmore' }), row(5, 1, '+main+later', { state: 'blocked' }),
  ], options), ['▸ +main', '  ✔ +load  1.5 s', '  * +big  2.0 s  12,000 rows', '  ✖ +bad  1.5 s  no such file', '  · +later'])
})

live('no line is wider than the terminal, full-width letters counted twice', () => {
  const [line = ''] = treeLines([row(1, null, '+日本語のとても長い名前のタスクです')], { ...options, width: 20 })
  assert.is(line, '✔ +日本語のとても長…')
})

live('of a long tree what is under way and what failed stays, and the rest is counted', () => {
  const rows = [row(1, null, '+m', { isGroup: true, state: 'planned' }), ...Array.from({ length: 50 }, (_, i) => row(i + 2, 1, `+m+t${i}`, { state: i === 3 ? 'error' : i === 40 ? 'running' : i > 40 ? 'blocked' : 'success' }))]
  const lines = treeLines(rows, { ...options, most: 8 })
  assert.is(lines.length, 8)
  assert.ok(lines.some((line) => line.includes('+t3 ')) && lines.some((line) => line.includes('+t40 ')))
  assert.is(lines.at(-1), '  … 39 of 51 tasks done')
})

function recorded(): { readonly terminal: Terminal; readonly text: () => string } {
  let text = ''
  return {
    text: () => text,
    terminal: { out: (more) => { text += more }, err: (more) => { text += more }, outIsTerminal: true, errIsTerminal: true, columns: 80, color: false, readInput: async () => '', ask: async () => '' },
  }
}

live('where nothing is drawn only what tasks print and notes are shown', () => {
  const { terminal, text } = recorded()
  const view = createLiveView({ terminal, draw: false, output: terminal.out, now: () => 0 })
  view.task({ id: 1, parentId: null, fullName: '+main', isGroup: true, state: 'planned', error: null })
  view.output('printed\n')
  view.note('warning: x')
  view.end()
  assert.is(text(), 'printed\nwarning: x\n')
})

live('the finished tree stands after what was printed, on a line of its own', () => {
  const { terminal, text } = recorded()
  const view = createLiveView({ terminal, draw: true, output: terminal.out, now: () => 0 })
  view.task({ id: 1, parentId: null, fullName: '+main', isGroup: true, state: 'success', error: null })
  view.output('no newline')
  view.end()
  assert.is(text(), 'no newline\n✔ +main\n')
})

live.run()
