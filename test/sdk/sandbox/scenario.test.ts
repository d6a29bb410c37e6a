import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { ScenarioError, createSandboxCore } from '../../../sdk/sandbox/index.ts'
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
  assert.ok(value.value > 850 && value.value < 1150)
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
  assert.is(await problem('accounts:\n  - page: A\n    folowers: 3\n'), 'FILE:3:5: there is no "folowers" here\n        folowers: 3\n        ^')
  assert.match(await problem('accounts:\n  - followers: 3\n'), /^FILE:2:5: must have required property 'page'/)
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

test('all problems come at once', async () => {
  const text = await problem('latencyMs: -1\naccounts:\n  - page: A\n    followers: many\n')
  assert.match(text, /FILE:1:12: must be >= 0/)
  assert.match(text, /FILE:4:16: must be integer/)
})

test('a file that is not there, and a date that is none, say so', async () => {
  let message = ''
  try { await createSandboxCore({ scenario: join(folder, 'missing.yml') }) } catch (error) { message = (error as Error).message }
  assert.match(message, /^The scenario file .*missing\.yml cannot be read: ENOENT/)
  try { await createSandboxCore({ asOf: 'yesterday' }) } catch (error) { message = (error as Error).message }
  assert.is(message, '"yesterday" is not a date: write YYYY-MM-DD or an ISO 8601 instant, as in 2020-06-20')
})

test.run()
