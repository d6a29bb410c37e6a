import * as assert from 'uvu/assert'
import { loadLines } from '../../../runner/cli/load-lines.ts'
import type { Skipped } from '../../../runner/model/connector.ts'
import { suite } from '../../support/suite.ts'

const lines = suite('cli load lines')
const without = (account: string | null, metric: string, reason: string, more: Partial<Skipped> = {}): Skipped => ({ account, metric, reason, until: null, replacement: null, ...more })
const linesOf = (skipped: readonly Skipped[]): readonly string[] => loadLines({ table: 'db.t', rows: 1234, jobId: '1', alreadyLoaded: false, skipped })

lines('accounts that lack the same for the same reason share a line, and posts are counted together', () => {
  const removed = { until: '2025-04-21', replacement: 'views' }
  assert.equal(linesOf([
    without('a', 'impressions', 'removed by Meta', removed), without('a', '*', '2 media: posted before'), without('b', 'impressions', 'removed by Meta', removed),
    without('b', '*', '3 media: posted before'), without('b', 'saves', 'not for this account'), without(null, 'x', 'gone', { until: '2026-01-01' }),
  ]), [
    '  1,234 rows loaded into db.t',
    '    skipped impressions of a, b: removed by Meta on 2025-04-21; use views',
    '    skipped all metrics of a, b: 5 media: posted before',
    '    skipped saves of b: not for this account',
    '    skipped x: gone, removed on 2026-01-01',
  ])
})

lines('a hundred accounts are one line', () => {
  const skipped = Array.from({ length: 100 }, (_, i) => without(`a${i}`, 'reach', 'no number'))
  assert.equal(linesOf(skipped).slice(1), ['    skipped reach of 100 accounts (a0, a1, a2…): no number'])
})

lines.run()
