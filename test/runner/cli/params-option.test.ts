import * as assert from 'uvu/assert'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readParams } from '../../../runner/cli/params-option.ts'
import { readProperties } from '../../../runner/cli/properties.ts'
import { readSettings } from '../../../runner/cli/settings.ts'
import { parseArguments } from '../../../runner/cli/parse.ts'
import { server } from '../../../runner/cli/commands/server.ts'
import { start } from '../../../runner/cli/commands/start.ts'
import { suite } from '../../support/suite.ts'

const options = suite('cli/options')

const read = (pairs: readonly string[], more: { readonly file?: string; readonly properties?: Readonly<Record<string, string>>; readonly cwd?: string } = {}) =>
  readParams({ pairs, file: more.file, properties: more.properties ?? {}, cwd: more.cwd ?? '/' })

options('-p nests by dots, lies over the -P file, and that over params.* properties', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trowel-options-'))
  writeFileSync(join(folder, 'p.yml'), 'a: {b: 1, c: file}\nn: 010\n')
  assert.equal(read(['a.b=given', 'x='], { file: 'p.yml', cwd: folder, properties: { 'params.a.d': 'property', 'params.a.c': 'property', other: '1' } }), { a: { d: 'property', c: 'file', b: 'given' }, n: 8, x: '' })
  assert.throws(() => read(['n.m=1'], { file: 'p.yml', cwd: folder }), /Parameter 'n\.m' is set but 'n' is not a object/)
  rmSync(folder, { recursive: true })
})

options('a comma begins another parameter where a key follows, as digdag splits', () => {
  assert.equal(read(['a=1,b=2']), { a: '1', b: '2' })
  assert.equal(read(['a=1,2']), { a: '1,2' })
  assert.throws(() => read(['novalue']), /expected a value of the form a=b but got:novalue/)
})

options('Java properties: comments, separators, continuations and escapes', () => {
  assert.equal(readProperties('# c\n! c\na = 1\nb:2\nc 3\nlong = one \\\n   two\nk\\ ey = \\u0041\\t\nempty\n'), { a: '1', b: '2', c: '3', long: 'one two', 'k ey': 'A\t', empty: '' })
})

options('places come from options, then the environment, then their defaults', () => {
  const settings = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) => readSettings(parseArguments(start, argv).options, { cwd: '/w', userHome: '/u', env })
  assert.is(settings([]).home, '/u/.local/share/trowel')
  assert.is(settings([], { XDG_DATA_HOME: '/x' }).home, '/x/trowel')
  assert.is(settings([], { XDG_DATA_HOME: '/x', TROWEL_HOME: '/t' }).home, '/t')
  assert.is(settings(['--home', 'here'], { TROWEL_HOME: '/t' }).home, '/w/here')
  assert.is(settings([]).endpoint, undefined)
  assert.is(settings([], { TROWEL_ENDPOINT: 'host:1' }).endpoint, 'http://host:1')
  assert.is(settings(['-e', 'https://a.example/'], { TROWEL_ENDPOINT: 'host:1' }).endpoint, 'https://a.example')
  assert.is(settings([], { DIGDAG_CONFIG: 'client.http.endpoint = other:2' }).endpoint, 'http://other:2')
  assert.is(settings([]).warehouse, '/u/.local/share/trowel/warehouse.duckdb')
})

options('what a command does not know, and a number that is none, is an error', () => {
  assert.throws(() => parseArguments(server, ['--prot', '1']), /Unknown option: --prot\nhint: did you mean --port\?/)
  assert.throws(() => parseArguments(server, ['--port', 'x']).options.int('port'), /couldn't convert "x"/)
  assert.throws(() => parseArguments(server, ['--port']), /Expected a value after parameter --port/)
})

options.run()
