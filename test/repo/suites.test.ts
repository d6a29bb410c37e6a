import * as assert from 'uvu/assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importsOf, readSources, ROOT } from '../support/sources.ts'
import { suite } from '../support/suite.ts'
import { VERSION } from '../../runner/version.ts'

const suites = suite('repo/suites')
const tests = readSources(['test']).filter(({ path }) => path.endsWith('.test.ts'))

suites('only test/support/suite.ts takes its suites from uvu itself', () => {
  const bare = readSources(['test', 'bench']).filter((source) => source.path !== 'test/support/suite.ts' && importsOf(source).specifiers.includes('uvu'))
  assert.equal(bare.map(({ path }) => path), [])
})

suites('every test file runs each suite that it makes', () => {
  const silent = tests.flatMap(({ path, text }) => [...text.matchAll(/^const (\w+) = suite\(/gm)].map((match) => match[1] ?? '').filter((name) => !new RegExp(`^${name}\\.run\\(\\)`, 'm').test(text)).map((name) => `${path}: ${name}`))
  assert.equal(silent, [])
  assert.equal(tests.filter(({ text }) => !/\bsuite\(/.test(text)).map(({ path }) => path), [])
})

suites('no test is left out or run alone by a forgotten mark', () => {
  assert.equal(tests.filter(({ path, text }) => path !== 'test/repo/suites.test.ts' && /^\s*\w+\.only\(/m.test(text)).map(({ path }) => path), [])
})

suites('the version in code is the version of the package', () => {
  assert.is(VERSION, JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
})

suites('nothing in the repository names a path of a machine', () => {
  const named = readSources(['sdk', 'codegen', 'runner', 'test', 'bench']).filter(({ path, text }) => path !== 'test/repo/suites.test.ts' && /\/(work\/(main|shared|\.library)|tmp\/helpers)\b/.test(text))
  assert.equal(named.map(({ path }) => path), [])
})

suites.run()
