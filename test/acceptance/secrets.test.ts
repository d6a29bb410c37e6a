import * as assert from 'uvu/assert'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const secrets = suite('acceptance/secrets')
let bench: Workbench
const VALUE = 'opensesame-7f3a9'

secrets.each.before(async () => {
  bench = createWorkbench({ 'main.dig': '+use:\n  sh>: test "$(printf %s "$KEY" | cksum)" = "$(cat sum.txt)" && echo it fits\n  _env:\n    KEY: ${secret:box.key}\n', 'sum.txt': `${execFileSync('cksum', { input: VALUE, encoding: 'utf8' })}` })
  await bench.ok(['push', 'garden'])
})
secrets.each.after(() => bench.remove())

const filesBelow = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile())

secrets('a secret from standard input reaches the task, is listed by name, and stands nowhere in the home', async () => {
  const { stderr } = await bench.wf(['secrets', '--project', 'garden', '--set', 'box.key=-'], { stdin: VALUE })
  assert.is(stderr, "Secret 'box.key' set\n")
  assert.match(await bench.ok(['start', 'garden', 'main', '--session', '2026-01-02']), /it fits\n$/)
  assert.is(await bench.ok(['secrets', '--project', 'garden']), 'box.key\n')
  for (const argv of [['tasks', '1', '--json'], ['attempts', '--json'], ['log', '1']]) assert.not.match(await bench.ok(argv), VALUE)
  for (const path of filesBelow(bench.home)) assert.not.ok(readFileSync(path).includes(VALUE), path)
  assert.is(statSync(bench.home).mode & 0o777, 0o700)
  assert.is(statSync(join(bench.home, 'key')).mode & 0o777, 0o600)
})

secrets('every form of --set is read, and a doubled, empty or misnamed key sets nothing at all', async () => {
  bench.write({ 'one.txt': 'text of a file', 'many.json': '{"b": 2, "c.d": "three"}' })
  await bench.ok(['secrets', '--project', 'garden', '--set', 'a=@one.txt', '@many.json', 'e=5'])
  assert.equal((await bench.json<{ secrets: { key: string }[] }>(['secrets', '--project', 'garden'])).secrets.map(({ key }) => key).sort(), ['a', 'b', 'c.d', 'e'])
  for (const words of [['x=1', 'x=2'], ['y='], ['1z=1'], ['x=1', '.dot=2']]) assert.is((await bench.wf(['secrets', '--project', 'garden', '--set', ...words])).exit, 1, words.join(' '))
  assert.is((await bench.json<{ secrets: unknown[] }>(['secrets', '--project', 'garden'])).secrets.length, 4)
  await bench.ok(['secrets', '--project', 'garden', '--delete', 'a', 'b', 'c.d', 'e', 'never.was'])
  assert.equal(await bench.json(['secrets', '--project', 'garden']), { secrets: [] })
})

secrets('a local run takes secrets of the configuration, else local ones, else those of the project last pushed from its directory', async () => {
  const attempt = async (more: readonly string[] = []): Promise<{ readonly exit: number; readonly stderr: string }> => bench.wf(['run', 'main.dig', '--no-save', '--session', '2026-01-02', ...more])
  assert.match((await attempt()).stderr, "Secret not found for key: 'box.key'")
  await bench.ok(['secrets', '--project', 'garden', '--set', `box.key=${VALUE}`])
  const lent = await attempt()
  assert.is(lent.exit, 0, lent.stderr)
  assert.match(lent.stderr, 'secret box.key: of the project garden, last pushed from this directory')
  await bench.ok(['secrets', '--local', '--set', 'box.key=another'])
  assert.is((await attempt()).exit, 1)
  writeFileSync(join(bench.directory, 'mine.properties'), `secrets.box.key = ${VALUE}\n`)
  assert.is((await attempt(['-c', 'mine.properties'])).exit, 0)
})

secrets('a wrong TROWEL_KEY is one clear error and changes nothing', async () => {
  await bench.ok(['secrets', '--project', 'garden', '--set', `box.key=${VALUE}`])
  for (const key of ['short', randomBytes(32).toString('base64')]) {
    const { exit, stdout, stderr } = await bench.wf(['secrets', '--project', 'garden', '--set', 'box.key=other', 'more=1'], { env: { TROWEL_KEY: key } })
    assert.is(exit, 1)
    assert.is(stdout, '')
    assert.match(stderr, /^error: The key .*\nhint: .*\n$/)
  }
  assert.match(await bench.ok(['start', 'garden', 'main', '--session', '2026-01-02']), /it fits\n$/)
})

secrets('connections keep values that are never shown', async () => {
  await bench.ok(['connections', 'set', 'my page', 'access_token=-'], { stdin: `${VALUE}\n` })
  const listed = await bench.json<{ connections: unknown }>(['connections'])
  assert.equal(listed, { connections: [{ id: 'my page', type: 'instagram_insight', keys: ['access_token'] }] })
  for (const path of filesBelow(bench.home)) assert.not.ok(readFileSync(path).includes(VALUE), path)
  await bench.ok(['connections', 'delete', 'my page'])
  assert.equal(await bench.json(['connections']), { connections: [] })
})

secrets('a credential that a saved load holds in clear is warned of, and never shown', async () => {
  writeFileSync(join(bench.directory, 'open.yml'), `in: {type: instagram_insight, access_token: ${VALUE}, data_type: user}\n`)
  writeFileSync(join(bench.directory, 'kept.yml'), "in: {type: instagram_insight, access_token: '${secret:a.b}', data_type: user}\n")
  const set = await bench.wf(['load', 'set', 'open', 'open.yml', '-d', 'shop_data', '--table', 'users'])
  assert.match(set.stderr, /open\.yml holds a credential in clear/)
  const kept = await bench.wf(['load', 'set', 'kept', 'kept.yml', '-d', 'shop_data', '--table', 'users'])
  assert.not.match(kept.stderr, /in clear/)
  for (const shown of [await bench.ok(['load', 'show', 'open']), JSON.stringify(await bench.json(['load', 'show', 'open']))]) {
    assert.not.ok(shown.includes(VALUE))
    assert.match(shown, /\*\*\*/)
  }
  assert.match(await bench.ok(['load', 'show', 'kept']), /\$\{secret:a\.b\}/)
})

secrets.run()
