import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const answers = suite('acceptance/json-answers')
let bench: Workbench
answers.each.before(() => { bench = createWorkbench({ 'main.dig': '+a:\n  echo>: hello\n' }) })
answers.each.after(() => bench.remove())

answers('init, migrate and selfupdate print one JSON value too, and their text on standard error', async () => {
  const first = await bench.wf(['init', '-t', 'instagram', 'shop', '--json'])
  assert.equal(JSON.parse(first.stdout), { directory: join(bench.directory, 'shop'), created: ['shop.dig', '.gitignore', 'config/user.yml', 'config/media.yml'] })
  assert.match(first.stderr, 'Creating shop/shop.dig\n')
  assert.equal((await bench.json<{ created: unknown }>(['init', '-t', 'instagram', 'shop'])).created, [])
  assert.equal(await bench.json(['migrate', 'check']), { upToDate: true })
  assert.match((await bench.json<{ trowel: string }>(['selfupdate'])).trowel, /^\d+\.\d+\.\d+/)
})

answers('a query into a file answers with the file and the number of its rows', async () => {
  bench.write({ 'make.dig': '+make:\n  td_ddl>:\n  database: shop\n  create_databases: [shop]\n' })
  await bench.ok(['run', 'make.dig'])
  const sql = 'select 1 as a union all select 2'
  assert.equal(await bench.json(['query', '-d', 'shop', sql, '--format', 'csv', '-o', 'a.csv']), { file: 'a.csv', rows: 2 })
  assert.is(readFileSync(join(bench.directory, 'a.csv'), 'utf8').replaceAll('\r', ''), 'a\n1\n2\n')
  assert.equal(await bench.json(['query', '-d', 'shop', sql, '-o', 'a.parquet', '--format', 'parquet']), { file: 'a.parquet', rows: 2 })
})

answers('a backfill that runs here answers with what came of each attempt, once all have ended', async () => {
  bench.write({ 'daily.dig': 'timezone: UTC\nschedule:\n  daily>: 07:00:00\n+a:\n  sh>: test "$session_date" != 2026-01-02\n' })
  await bench.ok(['push', 'garden'])
  const command = ['backfill', 'garden', 'daily', '--from', '2026-01-01', '--count', '2', '--json']
  const planned = JSON.parse(await bench.ok([...command, '--dry-run'])) as { attempts: unknown[] }
  assert.is(planned.attempts.length, 2)
  const { exit, stdout, stderr } = await bench.wf(command)
  const answer = JSON.parse(stdout) as { attempts: { status: string }[]; ended: { attempt: unknown; tasks: unknown; errors: { task: string }[]; loads: unknown }[] }
  assert.is(exit, 1)
  assert.equal(answer.attempts.map(({ status }) => status), ['success', 'error'])
  assert.equal(answer.attempts, answer.ended.map(({ attempt }) => attempt))
  assert.equal(answer.ended.map(({ tasks, errors, loads }) => [tasks, errors.map(({ task }) => task), loads]), [[{ success: 2 }, [], []], [{ group_error: 1, error: 1, success: 1 }, ['+daily+a'], []]])
  assert.match(stderr, /attempt 2 error: .*\n {2}go on: wf retry 2 --resume/)
})

answers('an archive does not hold the one made before it', async () => {
  const bytes = async (): Promise<number> => (await bench.json<{ bytes: number }>(['archive'])).bytes
  assert.is(await bytes(), await bytes())
  assert.equal((await bench.json<{ files: number }>(['archive', '-o', 'packed.tgz'])).files, 2, 'main.dig and the archive of another name')
  assert.equal((await bench.json<{ files: number }>(['archive', '-o', 'packed.tgz'])).files, 2)
})

answers('an address of the Graph API that cannot be used is refused by its variable, with the option that allows it', async () => {
  bench.write({ token: 'EAAtoken' })
  for (const command of [['accounts', '--token-file', 'token'], ['token', 'show', '--connection', 'c']]) {
    await bench.ok(['connections', 'set', 'c', 'access_token=EAAtoken'])
    const refused = async (url: string): Promise<string> => {
      const { exit, stdout, stderr } = await bench.wf(command, { env: { TROWEL_GRAPH_URL: url } })
      assert.equal([exit, stdout], [1, ''], url)
      return stderr
    }
    assert.is(await refused('http://graph.example.com'), 'error: TROWEL_GRAPH_URL=http://graph.example.com would send the token in clear\nhint: use https, a loopback address, or --insecure-http on a network you trust\n')
    assert.match(await refused('here'), /^error: TROWEL_GRAPH_URL is no http address/)
  }
})

answers('a number that cannot be a port or a wait is refused before anything is opened', async () => {
  for (const [argv, wanted] of [[['server', '-n', '99999'], 'error: A port is from 0 to 65535, not 99999\n'], [['sandbox', '--port', '0', '--latency', '-1'], '--latency is a number of milliseconds, not -1\n']] as const) {
    const { exit, stdout, stderr } = await bench.wf(argv)
    assert.equal([exit, stdout], [1, ''])
    assert.match(stderr, wanted)
    assert.not.match(stderr, /\n {4}at /)
  }
})

answers.run()
