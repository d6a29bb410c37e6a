#!/usr/bin/env node
// Writes trowel-V.tgz, and trowel-sdk-V.tgz: the SDK alone, for those who want no DuckDB on their disk.
//   node scripts/pack.mjs [--into DIR]
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = process.argv.indexOf('--into')
const into = resolve(at < 0 ? root : process.argv[at + 1])
mkdirSync(into, { recursive: true })
const main = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

function pack(folder, args = []) {
  const done = spawnSync('npm', ['pack', '--pack-destination', into, ...args], { cwd: folder, encoding: 'utf8' })
  if (done.status !== 0) { process.stderr.write(done.stderr); process.exit(1) }
  console.log(join(into, done.stdout.trim().split('\n').at(-1)))
}

pack(root, process.argv.includes('--no-build') ? ['--ignore-scripts'] : [])

const sdk = mkdtempSync(join(tmpdir(), 'trowel-sdk-'))
for (const [from, to] of [['dist/sdk', 'dist/sdk'], ['dist/types/sdk', 'dist/types/sdk'], ['LICENSE', 'LICENSE']]) cpSync(join(root, from), join(sdk, to), { recursive: true })
for (const folder of ['dist/sdk/sandbox', 'dist/types/sdk/sandbox']) rmSync(join(sdk, folder), { recursive: true, force: true })
writeFileSync(join(sdk, 'README.md'), readFileSync(join(root, 'docs/sdk.md'), 'utf8').replaceAll("from 'trowel'", "from 'trowel-sdk'"))
const runs = { node: './dist/sdk/index.js', default: './dist/sdk/web.js' }
const dependencies = Object.fromEntries(['undici', 'cross-fetch'].map((name) => [name, main.dependencies[name]]))
writeFileSync(join(sdk, 'package.json'), `${JSON.stringify({
  name: 'trowel-sdk', version: main.version, description: "A typed SDK for Meta's Graph API (Instagram insights)", license: main.license, type: 'module', engines: main.engines, sideEffects: false,
  exports: { '.': { require: { types: './dist/types/sdk/index.d.cts', ...runs }, default: { types: './dist/types/sdk/index.d.ts', ...runs } }, './package.json': './package.json' },
  // For compilers and bundlers that do not read "exports".
  main: './dist/sdk/index.js', browser: './dist/sdk/web.js', types: './dist/types/sdk/index.d.ts', files: ['dist', 'README.md', 'LICENSE'], dependencies,
}, null, 2)}\n`)
pack(sdk)
rmSync(sdk, { recursive: true, force: true })
