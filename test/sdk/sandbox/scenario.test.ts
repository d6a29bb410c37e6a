import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as assert from 'uvu/assert'
import { parse as parseYaml } from 'yaml'
import { ScenarioError, createSandboxCore, scenarioSchema } from '../../../sdk/sandbox/index.ts'
import { suite } from '../../support/suite.ts'
import { ask, unix } from './support.ts'

const test = suite('sandbox scenario')

let folder: string
test.before(async () => { folder = await mkdtemp(join(tmpdir(), 'trowel-scenario-')) })
test.after(() => rm(folder, { recursive: true, force: true }))

async function file(text: string): Promise<string> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.yml`)
  await writeFile(path, text)
  return path
}

async function problem(text: string): Promise<string> {
  const path = await file(text)
  try { await createSandboxCore({ scenario: path }) } catch (error) {
    assert.instance(error, ScenarioError)
    return (error as Error).message.replaceAll(path, 'FILE')
  }
  throw new Error('the scenario was taken')
}

test('a file gives accounts, numbers, media and faults', async () => {
  const scenario = await file(`
seed: demo
asOf: 2026-11-24
accounts:
  - page: Blue Door
    username: blue.door
    followers: 5000
    media: {count: 2000, days: 729, mix: [REELS, FEED_IMAGE], preConversion: 1}
    numbers:
      reach: {base: 1000, trend: 0, weekly: [1, 1, 1, 1, 1, 1, 1], noise: 0}
      views: 70
  - page: No Account
    instagram: false
faults:
  - {kind: error, code: 2, every: 40, path: /media}
`)
  const { get, account, sandbox } = await ask({ scenario, asOf: undefined })
  assert.equal(sandbox.pages.map((page) => [page.name, page.username]), [['Blue Door', 'blue.door'], ['No Account', undefined]])
  assert.equal(get(`/v25.0/${account()}?fields=followers_count,media_count`).body, { followers_count: 5000, media_count: 2000, id: account() })
  const since = unix('2026-10-02T07:00:00Z')
  const [value] = get(`/v25.0/${account()}/insights?metric=reach&period=day&since=${since}&until=${since + 1}`).body.data[0].values
  assert.is(value.value, 1000)
  const views = get(`/v25.0/${account()}/insights?metric=views&period=day&metric_type=total_value&since=${since}&until=${since + 86_401}`).body.data[0]
  assert.is(views.total_value.value, 140)
  assert.equal(sandbox.control.faults().length, 1)
})

test('repeat makes many accounts, and ten of 2,000 posts with two years of numbers are quick', async () => {
  const scenario = { accounts: [{ page: 'Shop', repeat: 10, followers: 20_000, media: { count: 2000, days: 729 } }] }
  const started = performance.now()
  const { get, sandbox } = await ask({ scenario })
  assert.is(sandbox.pages.length, 10)
  assert.is(sandbox.pages[9]?.name, 'Shop 10')
  const ids = new Set<string>()
  for (const page of sandbox.pages) {
    for (let path: string | undefined = `/v25.0/${page.instagramId}/media?fields=id,timestamp&limit=100`; path !== undefined;) {
      const { data, paging }: { data: { id: string }[], paging: { next?: string } } = get(path).body
      for (const { id } of data) ids.add(id)
      path = paging.next?.slice(paging.next.indexOf('/v25.0'))
    }
  }
  assert.is(ids.size, 20_000)
  assert.ok(performance.now() - started < 20_000)
})

test('a problem names file, line and column, with the line and a way out', async () => {
  assert.is(await problem('accounts:\n  - page: A\n    folowers: 3\n'), 'FILE:3:5: there is no "folowers" here (did you mean followers?)\n        folowers: 3\n        ^')
  assert.match(await problem('accounts:\n  - followers: 3\n'), /^FILE:2:5: "page" is missing/)
  assert.match(await problem('accounts:\n  - page: A\n    media: {mix: [CAT]}\n'), /^FILE:3:19: must be one of FEED_IMAGE, FEED_CAROUSEL, FEED_VIDEO, REELS, AD/)
  assert.match(await problem('faults:\n  - {kind: throttle, code: 5}\n'), /FILE:2:\d+: must be one of 4, 17, 32, 613, 80002/)
  assert.match(await problem('accounts: [\n'), /^FILE:2:1: /)
})

test('the example of the documentation is a scenario', async () => {
  const text = await readFile(new URL('../../../docs/sandbox.md', import.meta.url), 'utf8')
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(text) ?? []
  const { sandbox, get, account } = await ask({ scenario: await file(example), asOf: undefined })
  assert.is(sandbox.pages.length, 12)
  assert.is(get(`/v25.0/${account()}/stories`).body.data.length, 4)
  const { data } = get(`/v25.0/${account()}/media?fields=like_count&limit=20`).body
  assert.is(data.length, 20)
  assert.is(sandbox.control.faults().length, 2)
})

test('every example of the documentation is a scenario, for the schema alone too', async () => {
  const text = await readFile(new URL('../../../docs/sandbox.md', import.meta.url), 'utf8')
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example)
  // As an editor reads it: with the formats of the standard, and without what ajv adds.
  const validate = new Ajv2020({ strict: false, formats: { 'date': /^\d{4}-\d{2}-\d{2}$/, 'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/ } }).compile(JSON.parse(JSON.stringify(scenarioSchema)) as object)
  assert.is(examples.length, 3)
  for (const example of examples) {
    await createSandboxCore({ scenario: await file(example) })
    assert.is(validate(parseYaml(example)), true, JSON.stringify(validate.errors))
  }
  assert.is(validate({ faults: [{ kind: 'throttle', code: 5 }] }), false)
  assert.is(validate({ accounts: [{ page: 'A', numbers: { raech: 3 } }] }), false)
})

test('names that nothing answers to are refused, with the one that was meant', async () => {
  assert.match(await problem('accounts:\n  - page: A\n    numbers: {raech: 3}\n'), /^FILE:3:15: there is no "raech" here \(did you mean reach\?\)/)
  assert.match(await problem('accounts:\n  - page: A\n    numbers: {follower_count: 3}\n'), /^FILE:3:15: there is no "follower_count" here: new followers of a day are "gained"/)
  assert.match(await problem('accounts:\n  - page: A\n    numbers: {views: {groups: {media_product_type: {REELS: 3}}}}\n'), /\(did you mean REEL\?\)/)
  assert.match(await problem('accounts:\n  - page: A\n    posts: [{posted: 2026-11-20, kind: REELS, numbers: {comments: 3}}]\n'), /^FILE:3:57: .*write comments beside numbers/)
  assert.match(await problem('faults:\n  - {kind: throtle, code: 4}\n'), /^FILE:2:12: there is no fault "throtle" \(did you mean throttle\?\)/)
  assert.match(await problem('tokens: {facebook: {without: [instagram_insights]}}\n'), /^FILE:1:31: must be one of public_profile, .*not "instagram_insights"/)
})

test('numbers and parts that a post of its kind never shows are refused', async () => {
  const post = (text: string) => problem(`accounts:\n  - page: A\n    posts:\n      - {posted: 2026-11-20, ${text}}\n`)
  assert.match(await post('kind: REELS, numbers: {reach: 3, navigation: 4}'), /^FILE:4:63: REELS has no navigation/)
  assert.match(await post('kind: FEED_IMAGE, children: 3'), /^FILE:4:48: FEED_IMAGE has no children: FEED_CAROUSEL has/)
  assert.match(await post('kind: STORY, comments: 3'), /^FILE:4:43: STORY has no comments/)
})

test('a fault for an account that is not there is refused', async () => {
  assert.match(await problem('accounts:\n  - {page: Shop, repeat: 3}\nfaults:\n  - {kind: drop, account: Shopp 2}\n'), /^FILE:4:27: there is no account "Shopp 2" here \(did you mean Shop 2\?\)/)
  const { sandbox } = await ask({ scenario: await file('accounts:\n  - {page: Shop, repeat: 3}\nfaults:\n  - {kind: drop, account: Shop 2}\n') })
  assert.is(sandbox.control.faults().length, 1)
})

test('dates that are none are refused where they stand', async () => {
  assert.match(await problem('asOf: 2026-02-30\n'), /^FILE:1:7: must be a date such as 2026-11-24, not "2026-02-30"/)
  assert.match(await problem('asOf: 2026-11-24T10:00\n'), /^FILE:1:7: must be an instant such as 2026-11-24T09:30:00Z/)
  assert.match(await problem('accounts:\n  - page: A\n    numbers: {reach: {days: {2026-13-01: 3}}}\n'), /^FILE:3:30: "2026-13-01" is not a date/)
  assert.match(await problem('faults:\n  - {kind: error, from: 2026-11-25, until: 2026-11-24}\n'), /^FILE:2:44: must be later than from \(2026-11-25\)/)
})

test('what contradicts itself is refused', async () => {
  assert.match(await problem('accounts:\n  - {page: A, repeat: 2, pageId: "12345678"}\n'), /^FILE:2:26: "pageId" cannot stand beside "repeat"/)
  assert.match(await problem('accounts:\n  - page: A\n    posts: []\n    media: {count: 3}\n'), /^FILE:4:5: "media" cannot stand beside "posts"/)
  assert.match(await problem('tokens: {facebook: {expires: never, expiresInDays: 3}}\n'), /^FILE:1:37: "expiresInDays" cannot stand beside "expires"/)
  assert.match(await problem('accounts:\n  - {page: Shop, repeat: 3}\n  - page: Shop 2\n'), /^FILE:3:11: "Shop 2" is already the page of another account \(number 1\)/)
  assert.match(await problem('accounts:\n  - {page: A, username: x}\n  - {page: B, username: x}\n'), /^FILE:3:25: "x" is already the user name of another account \(number 1\)/)
  assert.match(await problem('accounts:\n  - {page: A, repeat: 10, username: a.name.of.twenty.nine.letters}\n'), /^FILE:2:37: "a\.name\.of\.twenty\.nine\.letters10?" is longer than 30 characters/)
})

test('all problems come at once', async () => {
  const text = await problem('latencyMs: -1\naccounts:\n  - page: A\n    followers: many\n')
  assert.match(text, /FILE:1:12: must be >= 0/)
  assert.match(text, /FILE:4:16: must be a whole number, not "many"/)
})

test('a file that is not there, and a date that is none, say so', async () => {
  let message = ''
  try { await createSandboxCore({ scenario: join(folder, 'missing.yml') }) } catch (error) { message = (error as Error).message }
  assert.match(message, /^The scenario file .*missing\.yml cannot be read: ENOENT/)
  try { await createSandboxCore({ asOf: 'yesterday' }) } catch (error) { message = (error as Error).message }
  assert.is(message, '"yesterday" is not a date: write YYYY-MM-DD or an ISO 8601 instant, as in 2020-06-20')
})

test.run()
