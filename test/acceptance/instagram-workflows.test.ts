import * as assert from 'uvu/assert'
import { createSandbox } from '../../sdk/sandbox/index.ts'
import type { Sandbox, Scenario } from '../../sdk/sandbox/index.ts'
import { suite } from '../support/suite.ts'
import { failures, testHome, TODAY, type TestHome } from './support.ts'

const workflows = suite('acceptance/instagram workflows')
const PROJECT = new URL('../../workflows/ig_insights', import.meta.url).pathname
const HOUR_MS = 3_600_000
const LIMIT = { limitMs: 240_000 }
/** Of the 140 posts of the seed three are older than the business account. */
const POSTS = 137
let sandbox: Sandbox
let at: TestHome
workflows.each.before(async () => {
  sandbox = await createSandbox({ asOf: new Date(TODAY) })
  at = await testHome(sandbox.url)
  await at.push(PROJECT, 'ig_insights', { 'instagram.access_token': sandbox.tokens.facebook })
})
workflows.each.after(async () => {
  await at.end()
  await sandbox.close()
})

const one = async (sql: string): Promise<number> => Number((await at.rows('ig_insights', sql))[0]?.[0])

workflows('three commands bring four weeks of an account and its posts, and a second run doubles nothing', async () => {
  const first = await at.start('ig_insights', 'daily_load')
  assert.equal(failures(first), [])
  assert.is(await one("SELECT count(DISTINCT day) FROM user_insights WHERE metric = 'reach'"), 28)
  assert.equal(await at.rows('ig_insights', "SELECT min(day), max(day) FROM user_insights WHERE metric = 'reach'"), [['2026-10-27', '2026-11-23']])
  assert.is(await one("SELECT count(DISTINCT day) FROM user_insights WHERE metric = 'views'"), 28)
  assert.is(await one("SELECT count(DISTINCT breakdown) FROM user_insights WHERE metric = 'follower_demographics'"), 3)
  assert.is(await one('SELECT count(DISTINCT media_id) FROM media_insights'), POSTS)
  const counts = [await one('SELECT count(*) FROM user_insights'), await one('SELECT count(*) FROM media_insights')]
  const again = await at.start('ig_insights', 'daily_load', new Date(TODAY + HOUR_MS).toISOString())
  assert.equal(failures(again), [])
  assert.equal([await one('SELECT count(*) FROM user_insights'), await one('SELECT count(*) FROM media_insights')], counts)
}, LIMIT)

workflows('a saved authentication takes the place of the secret', async () => {
  const before = await at.start('ig_insights', 'daily_load_with_authentication')
  assert.match(failures(before).join('\n'), /There is no authentication 'my_instagram'/)
  await at.home.loads.connections.set('my_instagram', 'instagram_insight', { access_token: sandbox.tokens.pages['Kite Bakery'] ?? '' })
  const after = await at.start('ig_insights', 'daily_load_with_authentication', new Date(TODAY + HOUR_MS).toISOString())
  assert.equal(failures(after), [])
  assert.is(await one("SELECT count(DISTINCT metric) FROM user_insights"), 2)
})

workflows('stories swept every few hours end with one final row each', async () => {
  await sweep(0)
  const seen = await one('SELECT count(DISTINCT media_id) FROM story_insights')
  assert.ok(seen >= 2)
  assert.is(await one('SELECT count(*) FROM story_final'), 0)
  for (let hours = 3; hours <= 27; hours += 3) assert.equal(failures(await sweep(hours)), [], `${hours} hours later`)
  const ended = await one('SELECT count(*) FROM story_final')
  assert.ok(ended >= seen, `${ended} of ${seen} have ended`)
  assert.is(await one('SELECT count(*) FROM (SELECT media_id FROM story_final GROUP BY media_id HAVING count(*) > 1)'), 0)
  assert.ok((await one('SELECT max(hours_before_end) FROM story_final')) <= 3)
  assert.ok((await one('SELECT min(reach) FROM story_final')) >= 5)
}, LIMIT)

workflows('a story that fewer than five have seen has a final row too, without numbers', async () => {
  await replaceSandbox({ accounts: [{ page: 'Kite Bakery', username: 'kite.bakery', followers: 5200, media: { count: 1, days: 10 }, stories: { perDay: 4, fewViewersEvery: 2 } }] })
  // Among them hours in which no story that can be seen has had its viewers.
  await sweep(0)
  const seen = await one('SELECT count(*) FROM stories')
  for (let hours = 3; hours <= 24; hours += 3) assert.equal(failures(await sweep(hours)), [], `${hours} hours later`)
  assert.ok(seen >= 3)
  assert.is(await one('SELECT count(*) FROM story_final WHERE hours_before_end <= 3 AND gone_early = 0'), seen)
  assert.ok((await one('SELECT count(*) FROM story_final WHERE reach IS NULL AND views IS NULL')) >= 1)
  assert.ok((await one('SELECT count(*) FROM story_final WHERE reach >= 5')) >= 1)
}, LIMIT)

workflows('a story that sweeps did not find any more before its end was taken back by its account, and not missed', async () => {
  await sweep(0)
  const [media = ''] = (await at.rows('ig_insights', 'SELECT media_id FROM stories ORDER BY posted_at LIMIT 1'))[0] as readonly string[]
  for (let hours = 3; hours <= 21; hours += 3) await sweep(hours)
  for (const table of ['stories', 'story_insights']) await at.rows('ig_insights', `UPDATE ${table} SET time = ${TODAY / 1000} WHERE media_id = '${media}'`)
  assert.equal(failures(await sweep(24)), [])
  assert.equal(await at.rows('ig_insights', 'SELECT media_id, hours_before_end > 3 FROM story_final WHERE gone_early = 1'), [[media, true]])
}, LIMIT)

workflows('a story that ended long after its last reading fails the sweep, once', async () => {
  await sweep(0)
  const late = failures(await sweep(23))
  assert.match(late.join('\n'), /Stories were missed: \d+ last read more than three hours before the end/)
  assert.equal(failures(await sweep(24)).filter((line) => line.includes('no sweep')), [])
}, LIMIT)

workflows('no sweep for longer than a story lives fails the next one loudly', async () => {
  await sweep(0)
  assert.match(failures(await sweep(30)).join('\n'), /no sweep for 30 hours, so a story may have come and gone unseen/)
}, LIMIT)

/** Another Graph API, for a home of its own. */
async function replaceSandbox(scenario: Scenario): Promise<void> {
  await at.end()
  await sandbox.close()
  sandbox = await createSandbox({ asOf: new Date(TODAY), scenario })
  at = await testHome(sandbox.url)
  await at.push(PROJECT, 'ig_insights', { 'instagram.access_token': sandbox.tokens.facebook })
}

async function sweep(hours: number) {
  const now = TODAY + hours * HOUR_MS
  sandbox.control.setClock(new Date(now))
  at.clock.turn(now)
  return at.start('ig_insights', 'stories', new Date(now).toISOString())
}

workflows.run()
