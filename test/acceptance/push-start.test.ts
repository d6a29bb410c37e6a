import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'
import { createWorkbench, type Workbench } from '../support/workbench.ts'

const pushStart = suite('acceptance/push-start')
let bench: Workbench
/** A log without the lines of the logger. */
const printed = (log: string): string => log.replace(/^\d{4}-.* \[INFO\] .*\n/gm, '')

pushStart.each.before(() => {
  bench = createWorkbench({ 'main.dig': '+first:\n  echo>: hello ${name}\n+second:\n  sh>: cat words.txt\n', 'words.txt': 'from a file\n' })
})
pushStart.each.after(() => bench.remove())

pushStart('a pushed workflow is started, runs here to its end, and tells what its tasks printed', async () => {
  await bench.ok(['push', 'garden'])
  const { exit, stdout, stderr } = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'name=you'])
  assert.is(exit, 0, stderr)
  assert.match(stdout, 'Started a session attempt:\n  session id: 1\n  attempt id: 1\n')
  assert.match(stdout, /hello you\nfrom a file\n/)
  assert.match(stderr, /attempt 1 success: 3 success, \d+\.\d s/)
  assert.is(printed(await bench.ok(['log', '1'])), 'hello you\nfrom a file\n')
})

pushStart('under --json nothing but one value stands on standard output, and what tasks print on standard error', async () => {
  await bench.ok(['push', 'garden', '--json'])
  const { stdout, stderr } = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'name=you', '--json'])
  const ended = JSON.parse(stdout) as { attempt: { id: string; status: string }; tasks: unknown; errors: unknown; loads: unknown; seconds: number }
  assert.is(ended.attempt.status, 'success')
  assert.equal([ended.tasks, ended.errors, ended.loads], [{ success: 3 }, [], []])
  assert.type(ended.seconds, 'number')
  assert.match(stderr, /hello you\nfrom a file\n/)
})

pushStart('every list is one JSON value in the shape of the REST API', async () => {
  await bench.ok(['push', 'garden'])
  await bench.ok(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'name=x'])
  const keys = async (argv: readonly string[]): Promise<string> => Object.keys(await bench.json<object>(argv)).join()
  for (const [argv, wanted] of [
    [['projects'], 'projects'], [['workflows'], 'workflows'], [['sessions'], 'sessions'], [['attempts'], 'attempts'], [['attempts', '1'], 'attempts'], [['tasks', '1'], 'tasks'], [['schedules'], 'schedules'],
    [['secrets', '--project', 'garden'], 'secrets'], [['connections'], 'connections'], [['load', 'list'], 'loads'], [['check'], 'projects'],
  ] as const) assert.is(await keys(argv), wanted, argv.join(' '))
  for (const argv of [['attempt', '1'], ['session', '1'], ['workflows', 'garden', 'main']]) assert.is((await bench.json<{ id: string }>(argv)).id, '1', argv.join(' '))
  assert.equal((await bench.ok(['log', '1', '--json'])).trim().split('\n').map((line) => (JSON.parse(line) as { line: string }).line).filter((line) => !line.includes('[INFO]')), ['hello x', 'from a file'])
})

pushStart('a session time that was started before is a conflict that names the attempt and the command to type', async () => {
  await bench.ok(['push', 'garden'])
  await bench.ok(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'name=x'])
  const again = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02', '--json'])
  assert.is(again.exit, 1)
  assert.is(again.stdout, '')
  assert.match(again.stderr, 'already exists (session_id=1, attempt_id=1, session_time=2026-01-02T00:00Z)')
  assert.match(again.stderr, 'hint: use `wf retry 1 --latest-revision --all`')
  assert.equal((await bench.json<{ attempts: unknown[] }>(['attempts'])).attempts.length, 1)
})

pushStart('a second push makes a revision of its own; what was started before keeps the old one', async () => {
  await bench.ok(['push', 'garden', '-r', 'one'])
  await bench.ok(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'name=x'])
  bench.write({ 'main.dig': '+other:\n  echo>: new\n' })
  await bench.ok(['push', 'garden', '-r', 'two'])
  assert.is(printed(await bench.ok(['log', '1'])), 'hello x\nfrom a file\n')
  assert.match(await bench.ok(['start', 'garden', 'main', '--session', '2026-01-03']), /\nnew\n/)
  assert.match(await bench.ok(['start', 'garden', 'main', '--session', '2026-01-04', '--revision', 'one', '-p', 'name=old']), /hello old/)
})

pushStart('a broken workflow is refused with its place, and the project stays as it was', async () => {
  await bench.ok(['push', 'garden', '-r', 'one'])
  bench.write({ 'main.dig': '+first:\n  echo>: a\n  sh>: b\n' })
  const { exit, stderr } = await bench.wf(['push', 'garden'])
  assert.is(exit, 1)
  assert.match(stderr, /main\.dig:\d+:\d+: error: /)
  assert.is((await bench.json<{ projects: { revision: string }[] }>(['projects'])).projects[0]?.revision, 'one')
})

pushStart('a start parameter that an _export hides is warned about, and params tells why', async () => {
  bench.write({ 'main.dig': '_export:\n  name: written\n+first:\n  echo>: ${name}\n' })
  await bench.ok(['push', 'garden'])
  const { stderr } = await bench.wf(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'name=given'])
  assert.match(stderr, 'warning: -p name=given is overridden by the _export of +main')
  const shown = await bench.ok(['params', 'main.dig', '+first', '-p', 'name=given'])
  assert.match(shown, /name: "written"\s+main\.dig:2:\d+, _export of \+main\n\s+over "given" of -p\n/)
})

pushStart('near misses of commands and options are named', async () => {
  assert.match((await bench.wf(['strat', 'a', 'b'])).stderr, 'hint: did you mean `wf start`?')
  assert.match((await bench.wf(['start', 'a', 'b', '--sesion', 'now'])).stderr, 'error: Unknown option: --sesion\nhint: did you mean --session?')
  assert.is((await bench.wf(['start', 'a'])).exit, 1)
})

pushStart('prune removes what ended long ago, with its logs', async () => {
  await bench.ok(['push', 'garden'])
  await bench.ok(['start', 'garden', 'main', '--session', '2026-01-02', '-p', 'name=x'])
  assert.equal(await bench.json(['prune', '--older-than', '1h']), { attempts: 0, sessions: 0, revisions: 0 })
  assert.equal(await bench.json(['prune', '--older-than', '0m']), { attempts: 1, sessions: 1, revisions: 0 })
  assert.is((await bench.wf(['log', '1'])).exit, 1)
})

pushStart.run()
