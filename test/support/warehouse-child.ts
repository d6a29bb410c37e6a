// Another process on a test's warehouse: `warehouse-child.ts FOLDER hold | load KEY [PAUSE-AT] | write`. It says on stdout
// where it is, and waits for a line on stdin where it is told to pause.
import { once } from 'node:events'
import { join } from 'node:path'
import { systemClock } from '../../runner/model/clock.ts'
import type { Batch } from '../../runner/model/warehouse.ts'
import { openDuckdbWarehouse } from '../../runner/warehouse/duckdb/open.ts'
import { batch } from './warehouse.ts'

const [folder = '', what = '', key = '', pauseAt] = process.argv.slice(2)
const warehouse = openDuckdbWarehouse({ path: join(folder, 'warehouse.duckdb'), stagingPath: join(folder, 'staging'), clock: systemClock, who: `child ${what}` })

async function at(point: string): Promise<void> {
  process.stdout.write(`${point}\n`)
  if (point === pauseAt || (key === 'slow' && point === 'unit u1')) await once(process.stdin, 'data')
}

async function* units(finished: ReadonlySet<string>): AsyncIterable<Batch> {
  for (const unit of ['u1', 'u2', 'u3'].filter((name) => !finished.has(name))) {
    const rows = Array.from({ length: 10 }, (_, n) => [key === 'pausing' ? unit : key, n] as const)
    yield batch('unit n:long', rows.slice(0, 5), { unit })
    await at(`rows ${unit}`)
    yield batch('unit n:long', rows.slice(5), { unit, finishes: [unit] })
    await at(`unit ${unit}`)
  }
  await at('sealing')
}

async function work(): Promise<void> {
  if (what === 'hold') {
    await warehouse.createDatabase('child')
    // A query that does not end keeps the file
    const stop = new AbortController()
    const held = warehouse.query({ database: 'child', sql: 'select count(*) from range(100000000) a, range(100000) b where a.range % 7 = b.range % 5', scheduledTime: 0, signal: stop.signal }).catch(() => undefined)
    process.stdout.write('holding\n')
    await once(process.stdin, 'data')
    stop.abort()
    await held
  } else if (what === 'load') {
    await warehouse.load({ database: 'db1', table: 'tab', mode: 'append', key }, units, { signal: new AbortController().signal, notice: () => undefined })
    await at('committed')
  } else if (what === 'write') {
    await warehouse.query({ database: 'db1', sql: 'insert into tab (n) select 2', scheduledTime: 0, key: 'write' })
  }
  await warehouse.close()
}

work().then(() => process.exit(0), (error: Error) => { process.stdout.write(`error ${error.message}\n`); process.exit(1) })
