import type { TaskState } from '../model/task.ts'
import type { Terminal } from './context.ts'
import { displayWidth } from './rows.ts'

/** What is known of a task while it is watched. */
export interface WatchedTask {
  readonly id: number
  readonly parentId: number | null
  readonly fullName: string
  readonly isGroup: boolean
  readonly state: TaskState
  readonly error: string | null
}

/** Shows an attempt while it runs: a tree that is redrawn in place on a terminal, otherwise nothing but what tasks print. */
export interface LiveView {
  task(task: WatchedTask): void
  progress(taskId: number, text: string): void
  /** What a task printed. */
  output(text: string): void
  note(text: string): void
  /** Leaves the finished tree standing. */
  end(): void
}

const FRAME_MS = 100
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const MOST_LINES = 16
const MOST_AT_THE_END = 40
const ACTIVE: ReadonlySet<TaskState> = new Set(['running', 'retry_waiting', 'group_retry_waiting', 'planned', 'ready'])

export function createLiveView(options: { readonly terminal: Terminal; readonly draw: boolean; readonly output: (text: string) => void; readonly now: () => number }): LiveView {
  return options.draw ? drawnView(options) : plainView(options)
}

const plainView = ({ terminal, output }: Parameters<typeof createLiveView>[0]): LiveView =>
  ({ task: () => undefined, progress: () => undefined, output, note: (text) => terminal.err(`${text}\n`), end: () => undefined })

interface Row extends WatchedTask { readonly since: number; readonly until: number | undefined; readonly progress: string }

function drawnView({ terminal, output, now }: Parameters<typeof createLiveView>[0]): LiveView {
  const rows = new Map<number, Row>()
  let drawn = 0
  let frame = 0
  let dirty = false
  let timer: NodeJS.Timeout | undefined
  let isMidLine = false
  const erase = (): void => { if (drawn > 0) terminal.err(`\r\u001b[${drawn}A\u001b[0J`); drawn = 0 }
  const draw = (most: number): void => {
    erase()
    if (isMidLine) terminal.err('\n')
    isMidLine = false
    const lines = treeLines([...rows.values()], { now: now(), spinner: SPINNER[frame++ % SPINNER.length] ?? '', width: terminal.columns - 1, color: terminal.color, most })
    terminal.err(lines.map((line) => `${line}\n`).join(''))
    drawn = lines.length
  }
  const tick = (): void => { if (dirty || [...rows.values()].some(({ state }) => state === 'running')) { dirty = false; draw(MOST_LINES) } }
  const aside = (write: () => void): void => { erase(); write(); dirty = true }
  return {
    task: (task) => {
      timer ??= setInterval(tick, FRAME_MS).unref()
      const before = rows.get(task.id)
      const ended = !ACTIVE.has(task.state) && task.state !== 'blocked'
      rows.set(task.id, { ...task, since: before && before.state !== 'blocked' ? before.since : now(), until: ended ? now() : undefined, progress: before?.progress ?? '' })
      dirty = true
    },
    progress: (id, text) => { const row = rows.get(id); if (row) { rows.set(id, { ...row, progress: text }); dirty = true } },
    output: (text) => { if (text !== '') aside(() => { output(text); isMidLine = terminal.outIsTerminal && !text.endsWith('\n') }) },
    note: (text) => aside(() => terminal.err(`${text}\n`)),
    end: () => {
      clearInterval(timer)
      timer = undefined
      if (rows.size > 0) draw(MOST_AT_THE_END)
      drawn = 0
      rows.clear()
    },
  }
}

const MARKS: Readonly<Record<TaskState, string>> = { blocked: '·', ready: '○', retry_waiting: '↻', group_retry_waiting: '↻', running: '▸', planned: '▸', group_error: '✖', success: '✔', error: '✖', canceled: '⊘' }
const COLORS: Readonly<Partial<Record<TaskState, number>>> = { success: 32, error: 31, group_error: 31, running: 36, planned: 36, retry_waiting: 33, group_retry_waiting: 33, canceled: 33, blocked: 90 }

/** The tree as lines, each cut to the width; when there are too many, finished ones are left out first. */
export function treeLines(rows: readonly Row[], options: { readonly now: number; readonly spinner: string; readonly width: number; readonly color: boolean; readonly most: number }): readonly string[] {
  const children = new Map<number | null, Row[]>()
  for (const row of rows) children.set(row.parentId, [...(children.get(row.parentId) ?? []), row])
  const lines: { readonly text: string; readonly row: Row }[] = []
  const visit = (row: Row, depth: number, parentName: string): void => {
    lines.push({ row, text: lineText(row, depth, parentName, options) })
    for (const child of children.get(row.id) ?? []) visit(child, depth + 1, row.fullName)
  }
  const ids = new Set(rows.map(({ id }) => id))
  for (const row of rows) if (row.parentId === null || !ids.has(row.parentId)) visit(row, 0, '')
  if (lines.length <= options.most) return lines.map(({ text }) => text)
  const active = lines.filter(({ row }) => ACTIVE.has(row.state) || row.state === 'error')
  const kept = new Set((active.length >= options.most - 1 ? active.slice(0, options.most - 1) : [...active, ...lines.filter((line) => !active.includes(line)).slice(-(options.most - 1 - active.length))]))
  const done = rows.filter(({ state }) => state === 'success').length
  return [...lines.filter((line) => kept.has(line)).map(({ text }) => text), `  … ${done} of ${rows.length} tasks done`]
}

function lineText(row: Row, depth: number, parentName: string, options: { readonly now: number; readonly spinner: string; readonly width: number; readonly color: boolean }): string {
  const name = row.fullName.startsWith(parentName) ? row.fullName.slice(parentName.length) : row.fullName
  const mark = row.state === 'running' ? options.spinner : MARKS[row.state]
  const seconds = ((row.until ?? options.now) - row.since) / 1000
  const time = row.isGroup || row.state === 'blocked' || row.state === 'ready' ? '' : `  ${seconds.toFixed(1)} s`
  const progress = row.progress && (row.state === 'running' || row.state === 'success') ? `  ${row.progress}` : ''
  const error = row.error ? `  ${row.error.split('\n')[0] ?? ''}` : ''
  const body = cut(`${'  '.repeat(depth)}${mark} ${name}${time}${progress}${error}`, options.width)
  const color = COLORS[row.state]
  return options.color && color !== undefined ? body.replace(mark, `\u001b[${color}m${mark}\u001b[0m`) : body
}

function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  for (const char of text) { if (displayWidth(kept + char) > width - 1) break; kept += char }
  return `${kept}…`
}
