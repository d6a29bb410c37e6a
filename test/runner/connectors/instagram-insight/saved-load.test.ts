import * as assert from 'uvu/assert'
import type { JsonObject } from '../../../../runner/model/json.ts'
import { createSandbox } from '../../../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../../../sdk/sandbox/index.ts'
import { suite } from '../../../support/suite.ts'
import { distinct, load, quickClock, TODAY, where } from './support.ts'

const saved = suite('connectors/instagram-insight saved loads')
let sandbox: Sandbox
saved.each.before(async () => { sandbox = await createSandbox({ asOf: TODAY }) })
saved.each.after(() => sandbox.close())

const CONFIG: JsonObject = { data_type: 'user', metrics: ['reach-day', 'views-day'], since: '2026-11-01' }
const daysOf = (state: JsonObject | undefined): unknown => Object.values(state?.['accounts'] ?? {})

saved('an appending load goes on with the day after the last, for each account and metric, and doubles none', async () => {
  const first = await load(sandbox, CONFIG, { mode: 'append' })
  assert.equal(distinct(where(first.rows, { metric: 'reach' }), 'day').length, 23)
  assert.equal(daysOf(first.state), [{ 'reach-day': '2026-11-24', 'views-day': '2026-11-24' }])
  sandbox.control.turnClock(2 * 24 * 3600)
  const clock = quickClock('2026-11-26T20:00:00Z')
  const second = await load(sandbox, { ...CONFIG, metrics: ['reach-day', 'views-day', 'likes-day'] }, { mode: 'append', state: first.state ?? {}, clock })
  assert.equal(distinct(where(second.rows, { metric: 'reach' }), 'day'), ['2026-11-24', '2026-11-25'])
  assert.is(where(second.rows, { metric: 'likes' }).length, 25)
})

saved('a load that is up to date brings nothing and does not fail', async () => {
  const { state } = await load(sandbox, CONFIG, { mode: 'append' })
  const again = await load(sandbox, CONFIG, { mode: 'append', state: state ?? {} })
  assert.equal([again.error, again.rows.length, again.state], [undefined, 0, state])
})

saved('an upserting load reads the last days again, three unless told', async () => {
  const first = await load(sandbox, CONFIG, { mode: 'upsert' })
  const again = await load(sandbox, CONFIG, { mode: 'upsert', state: first.state ?? {} })
  assert.equal(distinct(where(again.rows, { metric: 'reach' }), 'day'), ['2026-11-21', '2026-11-22', '2026-11-23'])
  const more = await load(sandbox, { ...CONFIG, trailing_days: 5 }, { mode: 'upsert', state: first.state ?? {} })
  assert.is(where(more.rows, { metric: 'reach' }).length, 5)
})

saved('days without numbers yet are not passed over by an upserting load', async () => {
  sandbox.control.addFault({ kind: 'empty' })
  const { state } = await load(sandbox, CONFIG, { mode: 'upsert' })
  assert.equal(daysOf(state), [{ 'reach-day': '2026-11-10', 'views-day': '2026-11-10' }])
})

saved('a day comes once it is over in US Pacific time, to the minute', async () => {
  for (const at of ['2026-11-24T09:59:00Z', '2026-11-24T10:01:00Z', '2026-11-25T07:59:00Z', '2026-11-25T08:01:00Z']) {
    sandbox.control.setClock(at)
    const { rows } = await load(sandbox, { ...CONFIG, until: '2026-11-26' }, { clock: quickClock(at) })
    const last = new Date(Date.parse(at) - 8 * 3600_000 - 24 * 3600_000).toISOString().slice(0, 10)
    assert.is(distinct(where(rows, { metric: 'reach' }), 'day').at(-1), last, at)
    assert.is(new Set(where(rows, { metric: 'views' }).map((row) => row['day'])).size, where(rows, { metric: 'views' }).length)
  }
})

saved('without incremental the state is neither read nor written', async () => {
  const { rows, state } = await load(sandbox, { ...CONFIG, incremental: false }, { state: { accounts: { x: {} } } })
  assert.is(where(rows, { metric: 'reach' }).length, 23)
  assert.is(state, undefined)
})

saved('a token that ends within 14 days is told, by what was kept with it, else by Meta', async () => {
  const warned = async (more: Parameters<typeof load>[2]): Promise<readonly string[]> => (await load(sandbox, { data_type: 'profile' }, more)).lines.filter((line) => line.includes('token'))
  assert.equal(await warned({}), [])
  assert.match((await warned({ tokenExpiresAt: async () => Date.parse('2026-12-01T00:00:00Z') }))[0] ?? '', /^warn The access token expires on 2026-12-01, in 6 days/)
  sandbox.control.turnClock(40 * 24 * 3600)
  assert.match((await warned({ clock: quickClock('2027-01-03T20:00:00Z') }))[0] ?? '', /^warn The access token expires on 2027-01-13, in 10 days/)
  const { lines } = await load(sandbox, { data_type: 'profile', access_token: sandbox.tokens.instagram }, { clock: quickClock('2027-01-03T20:00:00Z') })
  assert.ok(lines.some((line) => line.startsWith('info When the access token expires is not known')))
})

saved.run()
