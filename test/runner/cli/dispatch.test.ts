import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { createWorkbench, type Workbench } from '../../support/workbench.ts'

const dispatch = suite('cli/dispatch')
let bench: Workbench
dispatch.before(() => { bench = createWorkbench({}) })
dispatch.after(() => bench.remove())

const refused = async (argv: readonly string[]): Promise<string> => {
  const { exit, stdout, stderr } = await bench.wf(argv)
  assert.equal([exit, stdout], [1, ''])
  return stderr
}

dispatch('a command that is not there is refused with the one that was meant, or with where options stand', async () => {
  assert.match(await refused(['chrat']), /hint: did you mean `wf chart`\?\n$/)
  assert.match(await refused(['--home', 'x', 'projects']), /hint: options stand behind the command: wf COMMAND --home …\n$/)
})

dispatch('a port that cannot be one is told as such, and so is a date', async () => {
  assert.match(await refused(['sandbox', '--port', '99999']), /error: --port is from 0 to 65535, not 99999\n$/)
  assert.match(await refused(['sandbox', '--port', '0', '--as-of', 'soon']), /error: --as-of takes a date such as 2020-06-20/)
})

dispatch('a warehouse is a file: an address is refused, and nothing is made of it', async () => {
  const { exit, stdout, stderr } = await bench.wf(['query', '-d', 'shop_db', 'select 1'], { env: { TROWEL_WAREHOUSE: 'td://us01/shop' } })
  assert.equal([exit, stdout, existsSync(join(bench.directory, 'td:'))], [1, '', false])
  assert.match(stderr, /^error: TROWEL_WAREHOUSE is the path of a DuckDB file, and td:\/\/us01\/shop is an address\nhint: /)
})

dispatch('a saved load that fails says how to run it again, for it leaves no attempt', async () => {
  const text = await refused(['load', 'run', 'nightly', '--project', 'garden'])
  assert.match(text, "there is no project 'garden'")
  const { exit, stderr } = await bench.wf(['load', 'run', 'nightly'])
  assert.is(exit, 1)
  assert.match(stderr, "There is no saved load 'nightly'")
  assert.match(stderr, /\n {2}again: wf load run nightly( |\n)/)
  assert.not.match(stderr, 'retry')
})

dispatch('a key of a saved authentication that no connector reads is told', async () => {
  const { exit, stderr } = await bench.wf(['connections', 'set', 'shop', 'acces_token=x', 'access_token=y'])
  assert.equal([exit, stderr.match(/^warning: .*$/gm)], [0, ['warning: acces_token is kept and read by nobody: an authentication of instagram_insight is an access_token']])
  assert.match((await bench.wf(['connections', 'set', 'other', '--type', 'x', 'key=y'])).stderr, /^Connection 'other' set: key\n$/)
})

dispatch('a missing secret, and a load of which Meta has removed everything, say what to type', async () => {
  bench.write({
    'old.dig': '+load:\n  td_load>: old.yml\n  database: shop_db\n  table: insights\n',
    'old.yml': 'in:\n  type: instagram_insight\n  access_token: ${secret:instagram.access_token}\n  facebook_page_name: Kite Bakery\n  data_type: user\n  metrics: [impressions-day]\nout: {mode: append}\n',
  })
  const missing = await bench.wf(['run', 'old.dig'])
  assert.match(missing.stderr, /Secret not found for key: 'instagram\.access_token'.*\n {4}hint: wf secrets --local --set instagram\.access_token\n/)
  await bench.ok(['push', 'old'])
  const unset = await bench.wf(['start', 'old', 'old', '--session', 'now'])
  assert.match(unset.stderr, /\n {4}hint: wf secrets --project old --set instagram\.access_token\n/)
  const removed = await bench.wf(['run', 'old.dig', '--sandbox', '--rerun'])
  assert.match(removed.stderr, /impressions: removed by Meta on 2025-04-21; use views\n {4}hint: `wf doctor` in the project's directory/)
})

dispatch('a chart where nothing was loaded yet says so', async () => {
  assert.match(await refused(['chart']), 'error: there is no database ig_insights: nothing was loaded into it\nhint: load something first')
})

dispatch('the project that init makes is healthy, loads, and doubles nothing when it runs again', async () => {
  await bench.ok(['init', '-t', 'instagram', 'shop'])
  const cwd = join(bench.directory, 'shop')
  assert.is(await bench.ok(['doctor', '--offline'], { cwd }), '2 files with loads of Instagram insights: 0 errors, 0 warnings\n')
  const rows = async (): Promise<string> => bench.ok(['query', '-d', 'ig_insights', 'select count(*) from user_insights'])
  const first = await bench.wf(['run', 'shop.dig', '--sandbox'], { cwd })
  assert.match(first.stderr, /rows loaded into ig_insights\.user_insights\n[^]*\n {4}skipped all metrics of kite\.bakery: 3 media: posted before/)
  const loaded = await rows()
  await bench.ok(['run', 'shop.dig', '--sandbox', '--rerun'], { cwd })
  assert.is(await rows(), loaded)
})

dispatch.run()
