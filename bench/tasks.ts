import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from './figures.ts'
import { median } from './figures.ts'
import { run, runMeasured, wf, withFolder } from './programs.ts'

const MAX_TASKS = '200000'
const SIZES = [990, 10_000, 100_000] as const

/** What a task of a long row costs, how that grows, and the memory it takes. */
export async function measure(report: Report): Promise<void> {
  await withFolder(async (folder) => {
    const transaction = median([await guardedTransaction(folder, 1), await guardedTransaction(folder, 2), await guardedTransaction(folder, 3)])
    report.figure('a guarded transaction through libsql', transaction, 'ms')
    const costs: number[] = []
    for (const size of SIZES) {
      const { ms, maxMb } = await perTask(folder, size, [])
      costs.push(ms)
      report.figure(`${size.toLocaleString('en')} tasks in a row`, ms, 'ms a task')
      report.figure(`${size.toLocaleString('en')} tasks in a row, next to the transaction`, ms / transaction, '×')
      report.figure(`${size.toLocaleString('en')} tasks in a row, resident at most`, maxMb, 'MB')
    }
    const [small = 1, middle = 1, large = 1] = costs
    report.figure('a task of 10,000 next to one of 990', middle / small, '×', { atMost: 1.3 })
    report.figure('a task of 100,000 next to one of 10,000', large / middle, '×', { atMost: 1.3 })
    report.figure('990 tasks in a row, --fsync', (await perTask(folder, SIZES[0], ['--fsync'])).ms, 'ms a task')
  })
}

/** An embedded `wf start` of so many echoes, less what one with a single echo takes. */
async function perTask(folder: string, size: number, options: readonly string[]): Promise<{ readonly ms: number, readonly maxMb: number }> {
  const project = join(folder, `p${size}`)
  const home = join(folder, `home${size}`)
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'row.dig'), Array.from({ length: size }, (_, i) => `+t${i}:\n  echo>: step ${i}\n`).join(''))
  writeFileSync(join(project, 'one.dig'), '+t:\n  echo>: step\n')
  await run([wf, 'push', 'bench', '--project', project, '--home', home])
  const start = (workflow: string, session: string) => runMeasured([wf, 'start', 'bench', workflow, '--session', session, '--home', home, '--max-tasks', MAX_TASKS, ...options])
  const round = options.length === 0 ? 1 : 2
  const one = await start('one', `2020-01-0${round}`)
  const many = await start('row', `2020-01-0${round}`)
  return { ms: (many.seconds - one.seconds) * 1000 / size, maxMb: many.maxMb }
}

const STEPS = 3_000

/** ms for a durable step: a row changes from the state that it must be in, another is written. */
async function guardedTransaction(folder: string, round: number): Promise<number> {
  const { default: Libsql } = await import('libsql')
  const database = new Libsql(join(folder, `steps${round}.db`))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE task (id INTEGER PRIMARY KEY, state INTEGER, text TEXT); CREATE TABLE done (id INTEGER PRIMARY KEY, text TEXT)')
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')]
  const insert = database.prepare('INSERT INTO task VALUES (?, 0, ?)')
  begin.run()
  for (let i = 0; i < STEPS; i++) insert.run(i, `step ${i}`)
  commit.run()
  const [move, write] = [database.prepare('UPDATE task SET state = 1 WHERE id = ? AND state = 0'), database.prepare('INSERT INTO done VALUES (?, ?)')]
  const started = process.hrtime.bigint()
  for (let i = 0; i < STEPS; i++) {
    begin.run()
    if (move.run(i).changes !== 1) throw new Error('another has moved the task')
    write.run(i, `step ${i}`)
    commit.run()
  }
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  database.close()
  return ms / STEPS
}
