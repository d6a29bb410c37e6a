import * as assert from 'uvu/assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../support/sources.ts'
import { suite } from '../support/suite.ts'

const compatibility = suite('repo/compatibility')
const listOf = (name: string): Readonly<Record<string, string>> => JSON.parse(readFileSync(join(ROOT, 'test', 'conformance', name), 'utf8')) as Readonly<Record<string, string>>

compatibility('docs/compatibility.md is what the lists of known differences give (node scripts/compatibility.mjs)', async () => {
  const { compatibilityText, compatibilityFile } = await import(pathToFileURL(join(ROOT, 'scripts', 'compatibility.mjs')).href) as { compatibilityText(): string; compatibilityFile: string }
  assert.is(readFileSync(compatibilityFile, 'utf8'), compatibilityText())
})

compatibility('every known difference gives the number of a quirk or the word security', () => {
  assert.equal(Object.entries(listOf('known.json')).filter(([, reason]) => !/^(?:§13 no\. \d+|security): .{20}/.test(reason)), [])
  assert.ok(Object.keys(listOf('known.json')).length < 15)
})

compatibility.run()
