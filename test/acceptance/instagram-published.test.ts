import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { diagnose, mend } from '../../runner/cli/doctor/diagnose.ts'
import { createSandbox } from '../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../sdk/sandbox/index.ts'
import { suite } from '../support/suite.ts'
import { failures, testHome, type TestHome } from './support.ts'

/** A project in the shape of the one that Treasure Data publishes for this connector (IG §7.4, §7.6). */
const published = suite('acceptance/instagram project as published')
const LIMIT = { limitMs: 240_000 }
const TOKEN = 'instagram.access_token'
let sandbox: Sandbox
let at: TestHome

async function begin(asOf: string, options: { readonly strictPages?: boolean } = {}): Promise<void> {
  sandbox = await createSandbox({ asOf, ...options })
  // The machine's clock stands where it stands: only the server lives at another date.
  at = await testHome(sandbox.url, Date.UTC(2026, 10, 24, 12))
  const directory = join(at.folder, 'project')
  await mkdir(join(directory, 'config'), { recursive: true })
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(directory, name), text)
  await at.push(directory, 'ig_insights', { [TOKEN]: sandbox.tokens.facebook })
}
published.each.after(async () => {
  await at.end()
  await sandbox.close()
})

const load = (credential: string): string => `in:
  type: instagram_insight
  ${credential}
  facebook_page_name: 'some shop'
  data_type: user
  incremental: true
  since: '2020-04-20'
  until: '2020-06-16'
  use_individual_metrics: true
  incremental_user_metrics:
    - { value: phone_call_clicks-day }
    - { value: impressions-week }
    - { value: impressions-day }
out: {mode: append}
exec: {}
filters:
  - from_value: {mode: upload_time}
    to_column: {name: time}
    type: add_time
`

const workflow = (config: string): string => `schedule:
  daily>: 03:00:00

sla:
  time: 09:00
  +late:
    echo>: late

_export:
  td:
    dest_db: shop_db
    dest_table: shop_insights

+prepare:
  td_ddl>:
  database: \${td.dest_db}
  create_tables: ["\${td.dest_table}"]

+load:
  td_load>: ${config}
  database: \${td.dest_db}
  table: \${td.dest_table}
`

const SPACED = 'load_with_ an authentication.dig'
const FILES: Readonly<Record<string, string>> = {
  'daily_load.dig': workflow('config/daily_load.yml'),
  [SPACED]: workflow(`config/${SPACED}.yml`),
  [`${SPACED}.dig`]: workflow(`config/${SPACED}.yml`),
  'config/daily_load.yml': load(`access_token: \${${TOKEN}}`),
  [`config/${SPACED}.yml`]: load('td_authentication_id: 414243'),
}

published('loads all its rows from a server of its own time', async () => {
  await begin('2020-06-20')
  assert.equal(failures(await at.start('ig_insights', 'daily_load')), [])
  assert.equal(await at.rows('shop_db', 'SELECT metric, period, count(*), min(day), max(day), count(time) FROM shop_insights GROUP BY metric, period ORDER BY metric, period'), [
    ['impressions', 'day', 57, '2020-04-20', '2020-06-15', 57], ['impressions', 'week', 57, '2020-04-20', '2020-06-15', 57], ['phone_call_clicks', 'day', 57, '2020-04-20', '2020-06-15', 57],
  ])
  assert.ok(at.lines.some((line) => line.includes(`\${${TOKEN}} is no parameter; the secret of that name is used`)))
}, LIMIT)

published('loads with an authentication, from file names with a space and a double suffix', async () => {
  await begin('2020-06-20')
  await at.home.loads.connections.set('414243', 'instagram_insight', { access_token: sandbox.tokens.facebook })
  for (const name of ['load_with_ an authentication', `load_with_ an authentication.dig`]) assert.equal(failures(await at.start('ig_insights', name)), [], name)
  assert.equal(await at.rows('shop_db', 'SELECT count(*) FROM shop_insights'), [[2 * 3 * 57]])
}, LIMIT)

published('fails today with one line for each removed metric and one for the window', async () => {
  await begin('2026-11-24')
  const finished = await at.start('ig_insights', 'daily_load')
  const [message = ''] = failures(finished)
  const lines = message.split('\n')
  assert.is(lines.filter((line) => /^phone_call_clicks: removed by Meta on 2025-01-08; use profile_links_taps/.test(line)).length, 1)
  assert.is(lines.filter((line) => /^impressions: removed by Meta on 2025-04-21; use views/.test(line)).length, 1)
  assert.is(lines.filter((line) => /2020-04-20 to 2020-06-16 \(exclusive\) is older than what Meta still answers: Meta keeps two years only/.test(line)).length, 1)
  assert.is(lines.length, 4)
  assert.not.ok(message.includes(sandbox.tokens.facebook))
  assert.equal(await at.rows('shop_db', 'SELECT count(*) FROM shop_insights'), [[0]])
}, LIMIT)

published('a page that is not there is an error that names the ones that are', async () => {
  await begin('2020-06-20', { strictPages: true })
  const [message = ''] = failures(await at.start('ig_insights', 'daily_load'))
  assert.match(message, /There is no page 'some shop' that this token may see/)
  assert.match(message, /Kite Bakery/)
}, LIMIT)

published('loads rows of today once the doctor has mended its files', async () => {
  await begin('2026-11-24')
  const directory = join(at.folder, 'project')
  const before = await diagnose(directory, Date.UTC(2026, 10, 24, 12), (path) => path)
  assert.equal(before.map(({ path }) => path), ['config/daily_load.yml', `config/${SPACED}.yml`])
  assert.is(mend(directory, before).length, 4 + 1 + 4)
  assert.equal((await diagnose(directory, Date.UTC(2026, 10, 24, 12), (path) => path)).flatMap(({ findings }) => findings), [])
  await at.push(directory, 'ig_insights')
  assert.equal(failures(await at.start('ig_insights', 'daily_load')), [])
  assert.equal(await at.rows('shop_db', 'SELECT metric, count(DISTINCT day) FROM shop_insights GROUP BY metric ORDER BY metric'), [['profile_links_taps', 1], ['views', 1]])
  // It appends: the next night brings the next day, and none twice.
  assert.equal(failures(await at.start('ig_insights', 'daily_load', '2026-11-25T00:00:00Z')), [])
  assert.equal(await at.rows('shop_db', "SELECT day, count(*) FROM shop_insights WHERE metric = 'views' GROUP BY day ORDER BY day"), [['2026-11-22', 1], ['2026-11-23', 1]])
}, LIMIT)

published.run()
