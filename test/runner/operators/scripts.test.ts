import { spawnSync } from 'node:child_process'
import { chmod, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { INERT_DOLLAR } from '../../../runner/model/inert.ts'
import type { JsonObject } from '../../../runner/model/json.ts'
import { RuntimeFailure, type Operator } from '../../../runner/model/operator.ts'
import { embulk } from '../../../runner/operators/embulk.ts'
import { py } from '../../../runner/operators/py.ts'
import { rb } from '../../../runner/operators/rb.ts'
import { sh } from '../../../runner/operators/sh.ts'
import { suite } from '../../support/suite.ts'
import { failureOf, makeTaskRun, runOnce, type MakeOptions } from '../../support/task-run.ts'

const scripts = suite('script operators')
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0
const printed = async (operator: Operator, params: JsonObject, options: MakeOptions = {}): Promise<string> => (await runOnce(operator, params, options)).made.printed()
const fails = async (operator: Operator, params: JsonObject, options: MakeOptions = {}) => {
  const failure = await failureOf(operator, params, options)
  return failure instanceof RuntimeFailure ? `${failure.message} (${failure.hint})` : failure.message
}

scripts('sh> runs a script of several lines in the project and logs both streams in order', async () => {
  assert.is(await printed(sh, { _command: 'x=1\necho out $x; echo err >&2; echo out again\nbasename "$(pwd)"\n' }), 'out 1\nerr\nout again\nproject\n')
})

scripts('the exit code decides, and a signal counts as 128 and its number', async () => {
  assert.is(await printed(sh, { _command: 'false; echo went on' }), 'went on\n')
  assert.is(await fails(sh, { _command: 'exit 7' }), 'Command failed with code 7 (runtime)')
  assert.is(await fails(sh, { _command: 'no_such_command_here' }), 'Command failed with code 127 (runtime)')
  assert.is(await fails(sh, { _command: 'kill -9 $$' }), 'Command failed with code 137 (runtime)')
})

scripts('sh> takes scalars as text and refuses lists, maps and nothing', async () => {
  assert.is(await printed(sh, { _command: true }), '')
  assert.is(await fails(sh, { _command: ['echo', 'x'] }), `Expected string type for key '_command' but got ["echo","x"] (array)`)
  assert.is(await fails(sh, {}), "Parameter '_command' is required but not set")
})

scripts('shell: names the interpreter, in an exported block too, where a local key wins', async () => {
  assert.is(await printed(sh, { _command: 'a=(x y z); echo ${a[1]}', shell: ['bash'] }, { secrets: {} }), 'y\n')
  assert.is(await printed(sh, { sh: { shell: ['python3'] }, _command: 'print("from python")' }), 'from python\n')
  assert.is(await printed(sh, { sh: { shell: ['python3'] }, shell: ['/bin/sh'], _command: 'echo from sh' }), 'from sh\n')
  assert.is(await fails(sh, { _command: 'false; echo no', shell: ['/bin/sh', '-e'] }), 'Command failed with code 1 (runtime)')
  assert.is(await fails(sh, { _command: 'x', shell: 'bash' }), `Expected array type for key 'shell' but got "bash" (string)`)
  assert.match(await fails(sh, { _command: 'x', shell: ['/no/such/shell'] }), /^Cannot run program "\/no\/such\/shell" \(in directory ".*"\): error=2, No such file or directory \(io\)$/)
  assert.match(await fails(sh, { _command: 'x', shell: ['no_such_shell'] }), /^Cannot run program "no_such_shell"/)
})

scripts('every parameter with a usable name is in the environment, what is no text as JSON', async () => {
  const params = { t: "a  'b' \"c\" $HOME `x` \\ é\nz", n: 1.5, b: true, l: [1, 'x'], m: { k: 1 }, e: '', 'with-dash': 'no', 'd.ot': 'no' }
  const out = await printed(sh, { ...params, _command: `printf '%s|' "$t" "$n" "$b" "$l" "$m" "$e" "$_command"; env | grep -c -e '^with-dash=' -e '^d[.]ot=' || true` })
  assert.match(out, `${params.t}|1.5|true|[1,"x"]|{"k":1}||printf`)
  assert.match(out, /\|0\n$/)
  assert.is(await fails(sh, { z: null, _command: 'echo unused' }), "Parameter 'z' is required but null")
})

scripts('_env wins over parameters, takes secrets, and refuses odd names and missing secrets', async () => {
  assert.is(await printed(sh, { who: 'param', _command: 'echo "$who|$A|$B"', _env: { who: 'env', A: 1.5, B: '<${secret:k}>' } }, { secrets: { k: 'v1' } }), 'env|1.5|<v1>\n')
  assert.is(await fails(sh, { _command: 'x', _env: { 'a-b': 'x' } }), 'Invalid _env key name: a-b')
  assert.is(await fails(sh, { _command: 'x', _env: { A: '${secret:gone}' } }), "Secret not found for key: 'gone' (secret not found)")
  assert.is(await printed(sh, { _env: { A: 'exported' }, _command: 'echo "[$A]"' }, { local: { 'sh>': 'x' } }), '[]\n')
})

scripts('a secret is put into the script as it is, and data never names one', async () => {
  const secrets = { odd: '$$ ${a} ${secret:b} "q" $(x)', b: 'no' }
  assert.is(await printed(sh, { _command: "printf '%s' '${secret:odd}'" }, { secrets }), secrets.odd)
  assert.is(await printed(sh, { _command: `printf '%s' '${INERT_DOLLAR}{secret:b}'` }, { secrets }), '${secret:b}')
  assert.is(await fails(sh, { _command: 'echo ${name:-none}' }), "Invalid parametrization: '${name:-none}'")
})

scripts('the script is a private file in a private folder outside of the project', async () => {
  const made = await makeTaskRun({ _command: 'ls -l "$0" | cut -c1-10; ls -ld "$(dirname "$0")" | cut -c1-10; echo "$0"' })
  await sh.run(made.task)
  const [file, folder, path = ''] = made.printed().split('\n')
  assert.equal([file, folder], ['-rw-------', 'drwx------'])
  assert.not.ok(path.startsWith(made.project))
  assert.equal(await readdir(made.project), [])
  await made.remove()
})

scripts('the environment of a script is what the services give and nothing of this process', async () => {
  process.env['TROWEL_PROBE'] = 'leak'
  try {
    assert.is(await printed(sh, { _command: 'env | cut -d= -f1 | grep -c TROWEL || true' }), '0\n')
  } finally { delete process.env['TROWEL_PROBE'] }
})

scripts('a kill ends the script and what it started, whose process group was recorded', async () => {
  const made = await makeTaskRun({ _command: 'sleep 300 & echo child $!; echo ready; wait' })
  let seen = ''
  const task = { ...made.task, log: { ...made.task.log, write: (text: string | Uint8Array) => { seen += Buffer.from(text).toString(); if (seen.includes('ready')) made.abort() } } }
  const message = await sh.run(task).then(() => 'ended', (error: Error) => error.message)
  assert.is(message, 'Got a cancel-requested: attempt_id=3, task_id=7')
  assert.is(made.processes.length, 1)
  const child = Number(/child (\d+)/.exec(seen)?.[1])
  // A process that has ended may still stand in the list until somebody asks for its status.
  const lives = (): boolean => /^[^Z\s]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(child)]).stdout.toString())
  while (lives()) await new Promise((done) => setImmediate(done))
  await made.remove()
})

const JOB = `
import digdag
import os

class Greeter(object):
    def __init__(self, greeting="hello"):
        self.greeting = greeting
    def run(self, name):
        print(self.greeting + " " + name)
    def loud(self, name, mark="!"):
        print((self.greeting + " " + name).upper() + mark)

def plain(name, times=2, missing=None):
    print(name * times, missing)

def everything(a, **kwargs):
    print(a, sorted(k for k in kwargs if not k.startswith("z")))

def keep():
    digdag.env.store({"a": 1, "m": {"x": 1.0, "big": 12345678901234567890}}, b="two")
    digdag.env.export({"seen": "by children"}, t="\${x}")

def plan(count):
    for i in range(count):
        digdag.env.add_subtask(plain, name="n%d" % i)
    digdag.env.add_subtask(Greeter.loud, name="m")
    digdag.env.add_subtask({"echo>": "two", "_export": {"k": 2}})

def boom():
    digdag.env.store(kept=1)
    raise ValueError("bad value: 7")

def leave(code):
    import sys
    sys.exit(code)

def show_env():
    print(os.environ.get("word"), os.environ.get("EXTRA"), digdag.env.params["word"])

def infinite():
    digdag.env.store(x=float("nan"))

def die():
    os._exit(3)

def vanish():
    os._exit(0)
`

async function python(params: JsonObject, options: MakeOptions = {}, module = JOB): Promise<{ readonly printed: string; readonly result: unknown; readonly error: string; readonly lines: readonly string[] }> {
  const made = await makeTaskRun({ python: 'python3', ...params }, options)
  await writeFile(join(made.project, 'job.py'), module)
  await writeFile(join(made.project, 'needy.py'), 'import not_installed_anywhere\ndef f(): pass\n')
  try {
    const result = await py.run(made.task)
    return { printed: made.printed(), result, error: '', lines: made.lines }
  } catch (error) { return { printed: made.printed(), result: undefined, error: (error as Error).message, lines: made.lines } } finally { await made.remove() }
}

if (has('python3')) {
  scripts('py> binds arguments by name, from functions, classes and methods', async () => {
    assert.is((await python({ _command: 'job.plain', name: 'ab', times: 3 })).printed, 'ababab None\n')
    assert.is((await python({ _command: 'job.plain', name: 'cd', missing: [1], unknown: 'x' })).printed, 'cdcd [1]\n')
    assert.is((await python({ _command: 'job.Greeter', name: 'ann' })).printed, 'hello ann\n')
    assert.is((await python({ _command: 'job.Greeter.loud', name: 'ann', greeting: 'good day', mark: '?' })).printed, 'GOOD DAY ANN?\n')
    assert.is((await python({ _command: 'job.everything', _type: 'py', 'py>': 'job.everything', a: 1, m: 2 })).printed, `1 ['_command', '_type', 'm', 'py>', 'python']\n`)
  })

  scripts('py> stores, exports and adds subtasks by the results file, and warns of stored templates', async () => {
    const kept = await python({ _command: 'job.keep' })
    assert.match(JSON.stringify(kept.result, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)), '"stores":{"a":1,"m":{"x":1,"big":"12345678901234567890n"},"b":"two"}')
    assert.ok(kept.lines.some((line) => line.startsWith("warn The stored parameter 't' contains ${…}")))
    assert.equal((await python({ _command: 'job.plan', count: 1 })).result, {
      kind: 'success', exports: {}, stores: {},
      subtasks: { '+subtask0': { name: 'n0', 'py>': 'job.plain' }, '+subtask1': { name: 'm', 'py>': 'job.Greeter.loud' }, '+subtask2': { 'echo>': 'two', _export: { k: 2 } } },
    })
  })

  scripts('a failed py> says message, class and trace, and stores nothing', async () => {
    const { error } = await python({ _command: 'job.boom' })
    assert.match(error, /^Python command failed with code 1\nError messages from python: bad value: 7 \(ValueError\)\n\tfrom File ".*job\.py", line \d+, in boom$/)
    assert.match((await python({ _command: 'job.plain' })).error, "Error messages from python: Method 'plain' requires parameter 'name' but not set (TypeError)")
    assert.match((await python({ _command: 'job.Greeter.loud' })).error, "Method 'loud' requires parameter 'name' but not set (TypeError)")
    assert.match((await python({ _command: 'job.no_such_function' })).error, "Module 'job' has no attribute 'no_such_function' (AttributeError)")
    assert.match((await python({ _command: 'a.b.f' })).error, "No module named 'a' (ModuleNotFoundError)")
    assert.match((await python({ _command: 'a.f' })).error, 'Empty module name (ValueError)')
    assert.match((await python({ _command: 'needy.f' })).error, "No module named 'not_installed_anywhere' (ModuleNotFoundError)")
    for (const code of [0, 4]) assert.match((await python({ _command: 'job.leave', code })).error, new RegExp(`Failed to call python command with code:${code} Possible cause: .*duplicate module name with standard library \\(SystemExit\\)`))
    assert.is((await python({ _command: 'job.die' })).error, 'Python command failed with code 3')
    assert.is((await python({ _command: 'job.vanish' })).error, 'output.json does not exist. Something unexpected error happened. Please check logs.')
    assert.match((await python({ _command: 'job.infinite' })).error, /not JSON/)
  })

  scripts('parameters are no environment variables of python, _env is', async () => {
    assert.is((await python({ _command: 'job.show_env', word: 'x', _env: { EXTRA: 'e-${secret:k}' } }, { secrets: { k: '1' } })).printed, 'None e-1 x\n')
  })

  scripts('script: runs a text as the program, and python: takes a list or refuses what is no program', async () => {
    const script = "import json, sys; p = json.load(open(sys.argv[1]))['params']; print(p['word'], len(sys.argv)); open(sys.argv[2], 'w').write(json.dumps({'store_params': {'got': 1}}))"
    const { printed: text, result } = await python({ script, word: 'ok' })
    assert.is(text, 'ok 3\n')
    assert.equal(result, { kind: 'success', exports: {}, stores: { got: 1 } })
    assert.is((await python({ _command: 'job.plain', name: 'a', python: ['python3', '-O'] })).printed, 'aa None\n')
    assert.is((await python({ _command: 'job.plain', python: 3 })).error, 'Invalid python: 3')
    assert.match((await python({ _command: 'job.plain', python: '/no/such/python' })).error, 'Cannot run program "/no/such/python"')
  })
} else scripts.skip('py> calls functions', 'no python3 on this machine')

const SHOP = `
class Shop
  def initialize(city = "Oslo")
    @city = city
  end
  def open(name, mark: "")
    puts "#{name} in #{@city}#{mark}"
    Digdag.env.store(last: name)
  end
end
class Outer; class Inner; def go; puts "inner"; end; end; end
def plain(name, times = 2)
  puts name * times
end
def broken
  raise ArgumentError, "wrong kind"
end
def many
  Digdag.env.export(shared: "s")
  2.times { |i| Digdag.env.add_subtask(:plain, name: "n#{i}", times: 1) }
  Digdag.env.add_subtask(Shop, :open, name: "x")
end
`

async function ruby(params: JsonObject): Promise<{ readonly printed: string; readonly result: unknown; readonly error: string }> {
  const made = await makeTaskRun({ rb: { require: 'shop' }, ...params })
  await writeFile(join(made.project, 'shop.rb'), SHOP)
  try {
    const result = await rb.run(made.task)
    return { printed: made.printed(), result, error: '' }
  } catch (error) { return { printed: made.printed(), result: undefined, error: (error as Error).message } } finally { await made.remove() }
}

if (has('ruby')) {
  scripts('rb> calls methods of the top level, of classes and of nested classes, arguments by name', async () => {
    assert.is((await ruby({ _command: 'plain', name: 'kiosk' })).printed, 'kioskkiosk\n')
    const opened = await ruby({ _command: 'Shop.open', name: 'kiosk', city: 'Rome', mark: '!' })
    assert.is(opened.printed, 'kiosk in Rome!\n')
    assert.equal(opened.result, { kind: 'success', exports: {}, stores: { last: 'kiosk' } })
    assert.is((await ruby({ _command: 'Outer::Inner.go' })).printed, 'inner\n')
  })

  scripts('rb> adds subtasks, exports, and tells what failed', async () => {
    assert.equal((await ruby({ _command: 'many' })).result, {
      kind: 'success', exports: { shared: 's' }, stores: {},
      subtasks: { '+subtask0': { name: 'n0', times: 1, 'rb>': 'plain' }, '+subtask1': { name: 'n1', times: 1, 'rb>': 'plain' }, '+subtask2': { name: 'x', 'rb>': 'Shop.open' } },
    })
    assert.match((await ruby({ _command: 'broken' })).error, /^Ruby command failed with code 1: wrong kind \(ArgumentError\)\n\tfrom .*shop\.rb:\d+:in /)
    assert.match((await ruby({ _command: 'plain' })).error, "Method 'plain' requires parameter 'name' but not set (ArgumentError)")
  })
} else scripts.skip('rb> calls methods', 'no ruby on this machine')

/** Tells what it was asked; `run` runs what stands behind the image: /bin/sh and a script. */
const FAKE_DOCKER = `#!/bin/sh
echo "docker $*" | sed -e 's#-t trowel-[0-9a-f]*#-t IMAGE#'
[ "$1" = run ] || exit 0
while [ "$1" != /bin/sh ]; do shift; done
echo "in container A=$A"
exec "$@"
`

async function withFakeDocker(params: JsonObject, docker: JsonObject): Promise<string> {
  const made = await makeTaskRun(params)
  const fake = join(made.project, 'fake-docker')
  await writeFile(fake, FAKE_DOCKER)
  await chmod(fake, 0o755)
  const run = await makeTaskRun({ ...params, docker: { docker: fake, ...docker } })
  try { await sh.run(run.task); return run.printed() } finally { await made.remove(); await run.remove() }
}

scripts('docker: runs the script in a container with project and script mounted, values of variables not among the arguments', async () => {
  const out = await withFakeDocker({ _command: 'echo inside', A: 'secret value' }, { image: 'img', pull_always: true, run_options: ['--network', 'none'] })
  const [pull = '', run = '', inside, script] = out.split('\n')
  assert.is(pull, 'docker pull img')
  assert.match(run, /^docker run -i --rm --name \S+ -v (\S+):\1 -v (\S+):\2 -w \1 .*-e A .*--network none img \/bin\/sh \2\/runner\.sh$/)
  assert.not.match(run, 'secret value')
  assert.equal([inside, script], ['in container A=secret value', 'inside'])
})

scripts('docker: builds an image of the given lines in a folder that holds nothing but its file', async () => {
  const out = await withFakeDocker({ _command: 'echo x' }, { image: 'base', build: ['apt-get -y update'], build_options: ['--quiet'] })
  assert.match(out, /^docker build -f (\S+)\/image\/Dockerfile --quiet -t IMAGE \1\/image\n/)
})

scripts('without the docker command the task says so', async () => {
  const failure = await failureOf(sh, { _command: 'echo x', docker: { image: 'img', docker: 'no-such-docker' } })
  assert.is(failure.message, 'The task asks for docker and the command no-such-docker is not here')
})

scripts('embulk> runs the command on a config with secrets in place, and fails with its code', async () => {
  const made = await makeTaskRun({ _command: { in: { type: 'x', token: '${secret:k}' } } }, { secrets: { k: 'a"b' } })
  const bin = join(made.project, 'embulk')
  await writeFile(bin, '#!/bin/sh\ncat "$2"\nexit 5\n')
  await chmod(bin, 0o755)
  const task = { ...made.task, services: { ...made.task.services, environment: { PATH: `${made.project}:/usr/bin:/bin` } } }
  const message = await embulk.run(task).then(() => '', (error: Error) => error.message)
  assert.is(message, 'Command failed with code 5')
  assert.is(made.printed(), '{"in":{"type":"x","token":"a\\"b"}}')
  await made.remove()
  assert.match(await fails(embulk, { _command: {} }, { environment: { PATH: '/nowhere' } }), /^Cannot run program "embulk"/)
})

scripts('no process stays and the private folder is as private as it says', async () => {
  const made = await makeTaskRun({ _command: 'true' })
  await sh.run(made.task)
  const folder = await (await made.task.workspace()).scratch()
  assert.is((await stat(folder)).mode & 0o777, 0o700)
  await made.remove()
})

scripts.run()
