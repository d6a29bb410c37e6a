import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { systemClock } from '../../../../runner/model/clock.ts'
import { Float, isArray, isObject, parseJson, type Json } from '../../../../runner/model/json.ts'
import type { QueryResult, Warehouse } from '../../../../runner/model/warehouse.ts'
import { openDuckdbWarehouse } from '../../../../runner/warehouse/duckdb/open.ts'
import { suite } from '../../../support/suite.ts'

const recorded = suite('warehouse/sql recorded')
const FOLDER = new URL('../../../conformance/sql/', import.meta.url)

interface Case {
  readonly id: string
  readonly setup?: readonly string[]
  readonly sql: string
  readonly ordered?: boolean
  readonly context?: { readonly scheduled_time?: number }
  readonly expected: { readonly error?: unknown; readonly columns: readonly { readonly name: string; readonly type: string }[]; readonly rows: readonly (readonly Json[])[] }
}
/** `wrong` is the worst: an answer that differs. `lenient` answers what Trino refuses. */
type Outcome = 'pass' | 'wrong' | 'refused' | 'lenient'

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^(tiny|small|big)?int(eger)?$/, 'integer'], [/^decimal/, 'decimal'], [/^(double|real)/, 'double'], [/^(varchar|char)/, 'varchar'], [/^timestamp.*with/, 'instant'], [/^timestamp/, 'timestamp'],
  [/^time/, 'time'], [/^interval/, 'interval'], [/^array/, 'array'], [/^map/, 'map'], [/^row/, 'row'],
]
const classOf = (type: string): string => CLASSES.find(([pattern]) => pattern.test(type))?.[1] ?? type

/** A value in one form: numbers as numbers, maps as sorted pairs, times without trailing zeros. */
function plain(value: Json, type: string): unknown {
  if (value instanceof Float) return value.value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string' && type.startsWith('timestamp')) return value.replace(/\.(\d*?)0+(?= |$)/, (_, kept: string) => (kept === '' ? '' : `.${kept}`))
  if (isObject(value)) return Object.entries(value).map(([key, item]) => [key, plain(item, '')]).sort()
  if (!isArray(value)) return value
  const items = value.map((item) => plain(item, ''))
  return type.startsWith('map') ? items.sort() : items
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a === 'boolean' || typeof b === 'boolean') return false
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  if (typeof a !== 'number' && typeof b !== 'number') return String(a) === String(b)
  const [x, y] = [Number(a), Number(b)]
  return Object.is(x, y) || x === y || Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y))
}

function agrees({ expected, ordered }: Case, result: QueryResult): boolean {
  const types = expected.columns.map(({ type }) => type)
  const form = (rows: QueryResult['rows']): readonly unknown[][] => {
    const plainRows = rows.map((row) => row.map((value, i) => plain(value, types[i] ?? '')))
    return ordered === true ? plainRows : plainRows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  const [got, want] = [form(result.rows), form(expected.rows)]
  return result.columns.length === types.length && expected.columns.every(({ name, type }, i) => name === result.columns[i]?.name && (want.every((row) => row[i] === null) || classOf(type) === classOf(result.columns[i]?.sqlType ?? '')))
    && got.length === want.length && got.every((row, i) => same(row, want[i]))
}

async function outcomeOf(warehouse: Warehouse, one: Case): Promise<Outcome> {
  for (const database of ['db', 'other_db']) {
    await warehouse.dropDatabase(database)
    await warehouse.createDatabase(database)
  }
  const run = (sql: string): Promise<QueryResult> => warehouse.query({ database: 'db', sql, scheduledTime: (one.context?.scheduled_time ?? 0) * 1000 })
  const answer = await (async () => { for (const sql of one.setup ?? []) await run(sql); return run(one.sql) })().catch(() => undefined)
  if (one.expected.error !== undefined) return answer === undefined ? 'pass' : 'lenient'
  return answer === undefined ? 'refused' : agrees(one, answer) ? 'pass' : 'wrong'
}

recorded('statements answer what the recorded engine answers, but for those listed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trowel-sql-'))
  const warehouse = openDuckdbWarehouse({ path: join(folder, 'w.duckdb'), stagingPath: join(folder, 'staging'), clock: systemClock, who: 'a test', shortestName: 1 })
  const differing: Record<string, Outcome> = {}
  const counts: Record<Outcome, number> = { pass: 0, wrong: 0, refused: 0, lenient: 0 }
  try {
    for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl')).sort()) {
      for (const line of readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n')) {
        const one = parseJson(line) as unknown as Case
        const outcome = await outcomeOf(warehouse, one)
        counts[outcome]++
        if (outcome !== 'pass') differing[one.id] = outcome
      }
    }
  } finally {
    await warehouse.close()
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(JSON.stringify(counts))
  if (process.env['RECORD_KNOWN']) console.log(JSON.stringify(differing, null, 1))
  assert.equal(differing, JSON.parse(readFileSync(new URL('../known-sql.json', FOLDER), 'utf8')))
}, { limitMs: 300_000 })

recorded.run()
