import * as assert from 'uvu/assert'
import { coalesced } from '../../../../runner/connectors/instagram-insight/coalesce.ts'
import type { JsonObject } from '../../../../runner/model/json.ts'
import type { Batch } from '../../../../runner/model/warehouse.ts'
import { createSandbox } from '../../../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../../../sdk/sandbox/index.ts'
import { suite } from '../../../support/suite.ts'
import { kept, load, quickClock, TODAY } from './support.ts'

const resume = suite('connectors/instagram-insight resumes')
let sandbox: Sandbox
resume.each.before(async () => { sandbox = await createSandbox({ asOf: TODAY }) })
resume.each.after(() => sandbox.close())

const CASES: readonly JsonObject[] = [
  { data_type: 'user', metrics: ['reach-day', 'views-day', 'follower_demographics-lifetime'], since: '2026-09-20', until: '2026-10-05' },
  { data_type: 'media', metrics: ['reach', 'views', 'follows'], media_edges: ['media', 'stories'] },
  { data_type: 'media_list' },
  { data_type: 'comments' },
  { data_type: 'tags' },
]

for (const config of CASES) {
  resume(`data_type ${String(config['data_type'])}, cut off after any batch, has each row once in the end`, async () => {
    const whole = await load(sandbox, config)
    assert.is(whole.error, undefined)
    const expected = whole.batches.flatMap(({ rows }) => rows.map((row) => JSON.stringify(row))).sort()
    for (let cutAfter = 1; cutAfter < whole.batches.length; cutAfter += Math.ceil(whole.batches.length / 6)) {
      const finished = new Set<string>()
      const first = kept(await load(sandbox, config, { cutAfter }), finished)
      const second = kept(await load(sandbox, config, { finished: new Set(finished) }), finished)
      assert.equal([...first, ...second].sort(), expected, `cut off after ${cutAfter} batches`)
    }
  }, { limitMs: 180_000 })
}

resume('windows stay those of the first run when a day has gone by', async () => {
  const config: JsonObject = { data_type: 'user', metrics: ['reach-day'], since: '2026-09-01' }
  const finished = new Set<string>()
  const first = kept(await load(sandbox, config, { cutAfter: 2 }), finished)
  sandbox.control.turnClock(26 * 3600)
  const second = kept(await load(sandbox, config, { finished: new Set(finished), clock: quickClock('2026-11-25T22:00:00Z') }), finished)
  const days = [...first, ...second].map((row) => (JSON.parse(row) as readonly unknown[])[11])
  assert.is(days.length, 84)
  assert.is(new Set(days).size, 84)
})

resume('what was read just before a refusal is kept', async () => {
  const refused = new Error('refused')
  async function* reading(): AsyncGenerator<Batch, void, undefined> {
    for (const unit of ['a', 'b']) yield { columns: [{ name: 'n', type: 'long' }], rows: [[1]], unit, finishes: [unit] }
    throw refused
  }
  const finished: string[] = []
  let thrown: unknown
  // Its timers never ring: nothing is handed on for having waited.
  try { for await (const { finishes = [] } of coalesced(reading(), { now: () => 0, after: () => () => undefined })) finished.push(...finishes) } catch (error) { thrown = error }
  assert.is(thrown, refused)
  assert.equal(finished, ['a', 'b'])
})

resume('what is finished is not asked for again', async () => {
  const config: JsonObject = { data_type: 'user', metrics: ['reach-day'], since: '2025-11-01', until: '2026-11-01' }
  const finished = new Set<string>()
  kept(await load(sandbox, config), finished)
  sandbox.control.reset()
  const { error } = await load(sandbox, config, { finished })
  assert.is(error, undefined)
  assert.is(sandbox.control.requests().byKind['user.insights'] ?? 0, 0)
})

resume.run()
