import { join } from 'node:path'
import type { Report } from './figures.ts'
import { median } from './figures.ts'
import { dist, runMeasured, withFolder } from './programs.ts'

const MILLION = 1_000_000
const ROUNDS = 3
const CHILD = join(import.meta.dirname, 'load-child.ts')

interface Loaded { readonly seconds: number, readonly rows: number }

/** Rows through the loading path (batches, filters, staging, commit) next to DuckDB's raw appender on the same rows; each run is a process of its own. */
export async function measure(report: Report): Promise<void> {
  await withFolder(async (folder) => {
    const child = async (way: string, rows: number, name: string) => {
      const { stdout, maxMb } = await runMeasured(['--import', 'tsx', CHILD, way, String(rows), join(folder, name)], { env: { BENCH_DIST: dist } })
      return { ...JSON.parse(stdout) as Loaded, maxMb }
    }
    const [raw, own] = [[] as number[], [] as number[]]
    let small = 0
    for (let i = 0; i < ROUNDS; i++) {
      raw.push((await child('appender', MILLION, `raw${i}`)).seconds)
      const loaded = await child('load', MILLION, `load${i}`)
      own.push(loaded.seconds)
      small = Math.max(small, loaded.maxMb)
      if (loaded.rows !== MILLION) throw new Error(`${loaded.rows} rows were loaded`)
    }
    report.figure('1,000,000 rows by the raw appender', median(raw), 's')
    report.figure('1,000,000 rows through the loading path', median(own), 's')
    report.figure('the loading path next to the raw appender', median(raw) / median(own), '× its rate', { atLeast: 0.5 })
    const large = await child('load', 10 * MILLION, 'large')
    report.figure('1,000,000 rows, resident at most', small, 'MB')
    report.figure('10,000,000 rows, resident at most', large.maxMb, 'MB')
    report.figure('10,000,000 rows, memory next to 1,000,000', large.maxMb / small, '×', { atMost: 1.2 })
  })
}
