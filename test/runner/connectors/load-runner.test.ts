import * as assert from 'uvu/assert'
import { createLoadRunner, type LoadRunnerParts } from '../../../runner/connectors/load-runner.ts'
import type { Connector, ConnectorContext, LoadReport } from '../../../runner/model/connector.ts'
import type { JsonObject } from '../../../runner/model/json.ts'
import type { LoadRequest } from '../../../runner/model/operator.ts'
import type { Batch } from '../../../runner/model/warehouse.ts'
import { suite } from '../../support/suite.ts'
import { INFO } from '../../support/task-run.ts'
import { batch, testWarehouse, type TestWarehouse } from '../../support/warehouse.ts'

const runner = suite('connectors/load-runner')
let at: TestWarehouse
let states: Record<string, JsonObject>
let opened: { config: JsonObject; context: ConnectorContext }[]
const lines: string[] = []
runner.each.before(() => {
  at = testWarehouse()
  states = {}
  opened = []
  lines.length = 0
})
runner.each.after(() => at.end())

/** A source of numbers: `from` up to `to`, one unit each; it fails at `failAt`, and remembers where it ended. */
const numbers: Connector = {
  type: 'numbers',
  open: async (config, context) => {
    opened.push({ config, context })
    const [from, to, failAt] = [Number(config['from'] ?? 0), Number(config['to']), config['failAt']]
    return {
      columns: batch('Number:long odd:string', []).columns, keys: ['Number'],
      read: async function* (finished): AsyncIterable<Batch> {
        for (let n = from; n < to; n++) {
          if (finished.has(String(n))) continue
          if (n === failAt) throw new Error('cut off')
          yield batch('Number:long odd:string', [[n, n % 2 === 0 ? null : 'yes']], { unit: String(n), finishes: [String(n)] })
        }
      },
      skipped: () => (config['skips'] === true ? [{ account: 'a', metric: 'm', reason: 'gone', until: null, replacement: null }] : []),
      nextState: () => ({ in: { from: to, to: to + 3 } }),
    }
  },
}

const SAVED: JsonObject = { in: { type: 'numbers', to: 3 } }

async function run(request: Partial<LoadRequest>, parts: Partial<LoadRunnerParts> = {}): Promise<LoadReport> {
  const loads = createLoadRunner({
    warehouse: at.warehouse, connectors: new Map([['numbers', numbers]]), clock: { now: () => Date.UTC(2024, 0, 2), after: () => () => undefined }, settings: { a: 'b' },
    authentication: async (id) => ({ id }),
    saved: {
      find: async (name) => (name === 'mine' ? { database: 'db1', table: 'tab', config: SAVED } : undefined),
      state: async (name) => states[name] ?? {}, saveState: async (name, state) => { states[name] = state },
    },
    ...parts,
  })
  return loads.run({
    info: INFO, database: 'db1', table: 'tab', scheduledTime: INFO.sessionTime, signal: new AbortController().signal,
    log: { write: () => undefined, line: (level, message) => { lines.push(`${level} ${message}`) }, progress: () => undefined }, ...request,
  })
}
const load = (input: JsonObject, more: JsonObject = {}, request: Partial<LoadRequest> = {}): Promise<LoadReport> => run({ config: { in: { type: 'numbers', ...input }, ...more }, ...request })
const refused = async (work: Promise<unknown>): Promise<string> => work.then(() => 'it did not fail', (error: Error) => error.message)

runner('loads a configuration and reports', async () => {
  const report = await load({ to: 3, skips: true })
  assert.equal({ ...report, jobId: 'digits' }, { table: 'db1.tab', rows: 3, jobId: 'digits', alreadyLoaded: false, skipped: [{ account: 'a', metric: 'm', reason: 'gone', until: null, replacement: null }] })
  assert.equal(await at.query('select number, odd from tab order by 1'), [[0, null], [1, 'yes'], [2, null]])
  assert.ok(lines.includes(`info Loaded 3 rows into db1.tab (job ${report.jobId})`))
  assert.equal([opened[0]?.config, opened[0]?.context.scheduledTime, opened[0]?.context.settings], [{ type: 'numbers', to: 3, skips: true }, INFO.sessionTime, { a: 'b' }])
})

runner('passes rows through the filters', async () => {
  await load({ to: 2 }, { filters: [{ type: 'rename', rules: [{ rule: 'upper_to_lower' }] }, { type: 'remove_columns', remove: ['odd'] }, { type: 'add_time', to_column: { name: 'time' }, from_value: { mode: 'upload_time' } }] })
  assert.equal(await at.query('select * from tab order by 1'), [[0, 1704153600], [1, 1704153600]])
})

runner('copies out.time_column into time', async () => {
  await load({ to: 2 }, { out: { time_column: 'Number' } })
  assert.equal(await at.query('select number, time from tab order by 1'), [[0, 0], [1, 1]])
})

runner('makes the columns when not one row comes', async () => {
  assert.is((await load({ to: 0 })).rows, 0)
  assert.equal((await at.warehouse.listTables('db1'))[0]?.columns.map(({ name }) => name), ['number', 'odd', 'time'])
})

/** A source that fails once, and then reads what is left. */
function failingOnce(): { readonly connector: Connector; readonly read: string[] } {
  let failed = false
  const read: string[] = []
  return { read, connector: { type: 'numbers', open: async (config, context) => {
    const source = await numbers.open(config, context)
    return { ...source, read: async function* (finished) {
      for await (const one of source.read(finished)) {
        if (one.unit === '2' && !failed) { failed = true; throw new Error('cut off') }
        read.push(one.unit ?? '')
        yield one
      }
    } }
  } } }
}

runner('goes on after a failure, also with another token, and does nothing when it was done', async () => {
  const { connector, read } = failingOnce()
  const parts = { connectors: new Map([['numbers', connector]]) }
  const config = (token: string): Partial<LoadRequest> => ({ config: { in: { type: 'numbers', to: 4, access_token: token } } })
  assert.is(await refused(run(config('one'), parts)), 'cut off')
  assert.is((await run(config('two'), parts)).rows, 4)
  assert.equal(read, ['0', '1', '2', '3'])
  const again = await run(config('three'), parts)
  assert.is(again.alreadyLoaded, true)
  assert.equal(read.length, 4)
  assert.match(lines.at(-1) ?? '', /nothing was loaded again/)
  assert.equal(await at.query('select count(*) from tab'), [[4]])
})

runner('begins anew when something else is asked for', async () => {
  const { connector, read } = failingOnce()
  const parts = { connectors: new Map([['numbers', connector]]) }
  await refused(run({ config: { in: { type: 'numbers', to: 4 } } }, parts))
  await run({ config: { in: { type: 'numbers', to: 5 } } }, parts)
  assert.equal(read, ['0', '1', '0', '1', '2', '3', '4'])
})

runner('a new round or a new session loads again, a resumed attempt does not', async () => {
  await load({ to: 1 })
  await load({ to: 1 }, {}, { info: { ...INFO, attemptId: 99, taskId: 100 } })
  assert.equal(await at.query('select count(*) from tab'), [[1]])
  await load({ to: 1 }, {}, { info: { ...INFO, round: 1 } })
  await load({ to: 1 }, {}, { info: { ...INFO, sessionUuid: 'other' } })
  await load({ to: 1 }, {}, { info: { ...INFO, chainId: 4 } })
  assert.equal(await at.query('select count(*) from tab'), [[4]])
})

runner('upserts by the source\'s keys under their new names', async () => {
  const out = { out: { mode: 'upsert' }, filters: [{ type: 'rename', columns: { Number: 'id' } }] }
  await load({ to: 3 }, out)
  await load({ from: 1, to: 5 }, out, { info: { ...INFO, round: 1 } })
  assert.equal(await at.query('select id from tab order by 1'), [[0], [1], [2], [3], [4]])
  assert.match(await refused(load({ to: 3 }, { out: { mode: 'upsert' }, filters: [{ type: 'remove_columns', remove: ['Number'] }] })), /upsert needs column 'Number'/)
})

const next = (round: number): Partial<LoadRequest> => ({ name: 'mine', info: { ...INFO, round } })

runner('a saved load goes on where its last success ended', async () => {
  assert.equal((await run(next(0))).rows, 3)
  assert.equal(states['mine'], { in: { from: 3, to: 6 } })
  assert.equal((await run(next(1))).rows, 3)
  assert.equal(opened[1]?.context.state, { in: { from: 3, to: 6 } })
  assert.equal(await at.query('select number from tab order by 1'), [0, 1, 2, 3, 4, 5].map((n) => [n]))
})

runner('a saved load that fails keeps its state', async () => {
  states['mine'] = { in: { failAt: 1 } }
  assert.is(await refused(run(next(0))), 'cut off')
  assert.equal(states['mine'], { in: { failAt: 1 } })
})

runner('a crash between commit and state is made good, but never takes the state back', async () => {
  const kept = states
  assert.is(await refused(run(next(0), { saved: { find: async () => ({ database: 'db1', table: 'tab', config: SAVED }), state: async () => ({}), saveState: async () => { throw new Error('crash') } } })), 'crash')
  assert.equal(kept, {})
  assert.is((await run(next(0))).alreadyLoaded, true)
  assert.equal(states['mine'], { in: { from: 3, to: 6 } })
  await run(next(1))
  await run(next(0))
  assert.equal(states['mine'], { in: { from: 6, to: 9 } })
})

runner('a saved load is filled for each run, and what it remembers is not', async () => {
  states['mine'] = { in: { note: '${secret:other}' } }
  await run({ config: undefined, name: 'mine', fill: async (config) => ({ in: { ...(config['in'] as JsonObject), token: 'filled' } }) })
  assert.equal(opened[0]?.config, { type: 'numbers', to: 3, token: 'filled', note: '${secret:other}' })
})

runner('says what is wrong with a load', async () => {
  assert.match(await refused(run({ config: { in: { type: 'letters' } } })), /no connector for in.type: letters/)
  assert.match(await refused(load({ to: 1 }, { out: { mode: 'merge' } })), /Unknown out.mode: merge. Use one of append, .*upsert/)
  assert.match(await refused(run({ name: 'other' })), /no saved load 'other'. wf load set NAME FILE/)
  assert.match(await refused(run({ config: { in: {} } })), /'type' is required/)
  assert.match(await refused(load({ to: 1 }, { filters: [{ type: 'nope' }] })), /Unknown filter 'nope'/)
})

runner('reads the shapes that td connector reads', async () => {
  await run({ config: { config: { in: { type: 'numbers', to: 1 } } } })
  await run({ config: { type: 'numbers', to: 2 }, info: { ...INFO, round: 1 } })
  assert.equal(await at.query('select count(*) from tab'), [[3]])
})

runner.run()
