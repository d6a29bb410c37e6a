import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../runner/model/clock.ts'
import type { Json } from '../../runner/model/json.ts'
import type { Batch, Column, LoadTarget, Row, Warehouse } from '../../runner/model/warehouse.ts'
import { openDuckdbWarehouse, type DuckdbWarehouseOptions } from '../../runner/warehouse/duckdb/open.ts'

export interface TestWarehouse {
  readonly warehouse: Warehouse
  readonly folder: string
  readonly path: string
  readonly stagingPath: string
  readonly notices: string[]
  query(sql: string, database?: string): Promise<readonly Row[]>
  load(target: Partial<LoadTarget> & { readonly key: string }, batches: Iterable<Batch> | AsyncIterable<Batch>): ReturnType<Warehouse['load']>
  end(): Promise<void>
}

export const SESSION_TIME = Date.UTC(2024, 0, 2)

/** A real DuckDB warehouse in a folder of its own. */
export function testWarehouse(options: Partial<DuckdbWarehouseOptions> = {}): TestWarehouse {
  const folder = mkdtempSync(join(tmpdir(), 'trowel-warehouse-'))
  const path = join(folder, 'warehouse.duckdb')
  const stagingPath = join(folder, 'staging')
  const warehouse = openDuckdbWarehouse({ path, stagingPath, clock: systemClock, who: 'a test', ...options })
  const notices: string[] = []
  const notice = (text: string): void => { notices.push(text) }
  return {
    warehouse, folder, path, stagingPath, notices,
    query: async (sql, database = 'db1') => (await warehouse.query({ database, sql, scheduledTime: SESSION_TIME, notice })).rows,
    load: (target, batches) => warehouse.load({ database: 'db1', table: 'tab', mode: 'append', ...target },
      async function* () { yield* batches }, { signal: new AbortController().signal, notice }),
    end: async () => {
      await warehouse.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A batch from columns as `name:type` and rows. */
export const batch = (columns: string, rows: readonly (readonly Json[])[], more: Partial<Batch> = {}): Batch =>
  ({ columns: columns.split(' ').map((text) => ({ name: text.split(':')[0] ?? '', type: (text.split(':')[1] ?? 'string') as Column['type'] })), rows, ...more })
