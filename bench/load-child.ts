import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createPipeline } from '../runner/connectors/filters/pipeline.ts'
import { systemClock } from '../runner/model/clock.ts'
import type { Batch, Column, Row } from '../runner/model/warehouse.ts'
import { openDuckdbWarehouse } from '../runner/warehouse/duckdb/open.ts'

// Started by load.ts: loads so many rows one way into a folder, and prints the seconds it took.
const COLUMNS: readonly Column[] = [
  { name: 'account_id', type: 'string' }, { name: 'username', type: 'string' }, { name: 'metric', type: 'string' }, { name: 'period', type: 'string' },
  { name: 'day', type: 'string' }, { name: 'title', type: 'string' }, { name: 'value', type: 'long' }, { name: 'share', type: 'double' },
]
const BATCH = 2_000
/** Rows of a unit that a resumed load would not read again. */
const UNIT = 20_000
const STARTED_S = 1_790_000_000
const METRICS = ['reach', 'views', 'likes', 'comments', 'saves', 'shares']

const DAYS = Array.from({ length: 700 }, (_, i) => new Date((STARTED_S + i * 86_400) * 1000).toISOString().slice(0, 10))
const ACCOUNTS = Array.from({ length: 1000 }, (_, i) => [`1784140000000${i}`, `account.${i}`] as const)

/** Cheap to make, so that what is measured is the loading. */
const rowAt = (i: number): Row => [...ACCOUNTS[i % ACCOUNTS.length] ?? [], METRICS[i % METRICS.length] ?? '', 'day', DAYS[i % DAYS.length] ?? '', 'Accounts reached', i % 100_000, (i % 1000) / 7]

async function* batches(rows: number): AsyncIterable<Batch> {
  for (let from = 0; from < rows; from += BATCH) {
    const unit = `unit ${Math.floor(from / UNIT)}`
    yield { columns: COLUMNS, rows: Array.from({ length: Math.min(BATCH, rows - from) }, (_, i) => rowAt(from + i)), unit, finishes: (from + BATCH) % UNIT === 0 ? [unit] : [] }
  }
}

async function byLoadingPath(rows: number, folder: string): Promise<number> {
  const warehouse = openDuckdbWarehouse({ path: join(folder, 'warehouse.duckdb'), stagingPath: join(folder, 'staging'), clock: systemClock, who: 'bench' })
  const pipeline = createPipeline([{ type: 'add_time', to_column: { name: 'time' }, from_value: { mode: 'upload_time' } }], { startedAt: systemClock.now(), warn: () => undefined })
  const read = async function* (): AsyncIterable<Batch> { for await (const batch of batches(rows)) yield pipeline.apply(batch) }
  const outcome = await warehouse.load({ database: 'bench', table: 'numbers', mode: 'append', key: 'bench' }, read, { signal: new AbortController().signal, notice: () => undefined })
  await warehouse.close()
  return outcome.rows
}

/** What a program does that uses DuckDB directly: a value at a time into the table's appender, one transaction. */
async function byAppender(rows: number, folder: string): Promise<number> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(join(folder, 'raw.duckdb'))
  const connection = await instance.connect()
  await connection.run('CREATE TABLE numbers (account_id VARCHAR, username VARCHAR, metric VARCHAR, period VARCHAR, day VARCHAR, title VARCHAR, value BIGINT, share DOUBLE, time BIGINT)')
  const appender = await connection.createAppender('numbers')
  for await (const batch of batches(rows)) {
    for (const row of batch.rows) {
      for (const cell of row.slice(0, 6)) appender.appendVarchar(String(cell))
      appender.appendBigInt(BigInt(row[6] as number))
      appender.appendDouble(row[7] as number)
      appender.appendBigInt(BigInt(STARTED_S))
      appender.endRow()
    }
  }
  appender.closeSync()
  connection.closeSync()
  instance.closeSync()
  return rows
}

const [way, count = '0', folder = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const begun = process.hrtime.bigint()
const loaded = await (way === 'load' ? byLoadingPath : byAppender)(Number(count), folder)
process.stdout.write(JSON.stringify({ seconds: Number(process.hrtime.bigint() - begun) / 1e9, rows: loaded }))
