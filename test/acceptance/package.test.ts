import * as assert from 'uvu/assert'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ROOT } from '../support/sources.ts'
import { suite } from '../support/suite.ts'

const packages = suite('acceptance/package')
const LIMIT_MS = 300_000
const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version
let folder: string

function run(command: string, args: readonly string[], cwd: string): string {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' } })
  assert.is(done.status, 0, `${command} ${args.join(' ')}\n${done.stdout}\n${done.stderr}`)
  return done.stdout
}

/** An empty folder with one packed package installed in it. */
function installed(name: string): string {
  const place = join(folder, `use-${name}`)
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), '{"name": "somebody", "private": true}\n')
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, `${name}-${VERSION}.tgz`)], place)
  return place
}

packages.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'packed-'))
  assert.ok(existsSync(join(ROOT, 'dist', 'wf.js')), 'dist/ is missing: npm run build')
  run(process.execPath, [join(ROOT, 'scripts', 'pack.mjs'), '--no-build', '--into', folder], ROOT)
})

packages.after(() => rmSync(folder, { recursive: true, force: true }))

packages('the packed package gives wf, the SDK, the sandbox and the runner to a folder that has nothing else', () => {
  const place = installed('trowel')
  assert.is(run(join(place, 'node_modules', '.bin', 'wf'), ['--version'], place).trim(), VERSION)
  writeFileSync(join(place, 'use.mjs'), `
    import { createGraphClient } from 'trowel'
    import { createSandbox } from 'trowel/sandbox'
    import { openHome, push, start } from 'trowel/runner'
    import { mkdirSync, writeFileSync } from 'node:fs'
    const sandbox = await createSandbox()
    const graph = createGraphClient({ accessToken: sandbox.tokens.facebook, baseUrl: sandbox.url })
    const pages = await graph.me.accounts({ fields: ['name'] }).all()
    await sandbox.close()
    mkdirSync('project')
    writeFileSync('project/main.dig', '+a:\\n  echo>: hello\\n')
    const home = await openHome({ path: 'home' })
    await push(home, 'project', { project: 'p' })
    const { attempt } = await start(home, { project: 'p', workflow: 'main' })
    await home.close()
    console.log(pages.length > 0, attempt.attempt.success)
  `)
  assert.is(run(process.execPath, ['use.mjs'], place).trim(), 'true true')
  assert.is(run(process.execPath, ['-e', "console.log(typeof require('trowel').createGraphClient)"], place).trim(), 'function')
}, { limitMs: LIMIT_MS })

packages('what a compiler sees of the packed package has no error in it', () => {
  const place = join(folder, 'use-trowel')
  writeFileSync(join(place, 'use.mts'), "import { createGraphClient } from 'trowel'\nimport { openHome, type Operator } from 'trowel/runner'\nimport { createSandbox } from 'trowel/sandbox'\nexport const graph = createGraphClient({ accessToken: 'x' })\nexport const kinds: readonly unknown[] = [openHome, createSandbox]\nexport type Own = Operator\n")
  run(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022', '--types', 'node', '--typeRoots', join(ROOT, 'node_modules', '@types'), 'use.mts'], place)
}, { limitMs: LIMIT_MS })

packages('the SDK alone works by import and by require, and brings no DuckDB', () => {
  const place = installed('trowel-sdk')
  assert.is(run(process.execPath, ['--input-type=module', '-e', "import { createGraphClient } from 'trowel-sdk'; console.log(typeof createGraphClient({ accessToken: 'x' }).batch)"], place).trim(), 'function')
  assert.is(run(process.execPath, ['-e', "console.log(typeof require('trowel-sdk').createGraphClient)"], place).trim(), 'function')
  assert.not.ok(readdirSync(join(place, 'node_modules')).some((name) => /duckdb|libsql|quickjs/.test(name)))
}, { limitMs: LIMIT_MS })

packages('the SDK alone bundles for browsers and workers with nothing of Node in it', async () => {
  const place = join(folder, 'use-trowel-sdk')
  writeFileSync(join(place, 'page.mjs'), "import { createGraphClient, fetchUserInsights } from 'trowel-sdk'\nglobalThis.all = [createGraphClient, fetchUserInsights]\n")
  for (const platform of ['browser', 'neutral'] as const) {
    const { outputFiles, warnings } = await build({ entryPoints: [join(place, 'page.mjs')], bundle: true, splitting: true, format: 'esm', outdir: join(place, 'out'), write: false, platform, logLevel: 'silent' })
    assert.ok(outputFiles.length > 0)
    assert.equal(warnings.filter(({ text }) => !text.includes('cross-fetch')), [])
    assert.not.match(outputFiles.map((file) => file.text).join('\n'), /undici|["']node:/)
  }
}, { limitMs: LIMIT_MS })

packages('the SDK alone has types for both kinds of files, whatever way the compiler looks for them, and documentation under its own name', () => {
  const place = join(folder, 'use-trowel-sdk')
  const used = "import { createGraphClient, GraphError } from 'trowel-sdk'\nimport type { GraphClient } from 'trowel-sdk'\nexport const graph: GraphClient = createGraphClient({ accessToken: 'x' })\nexport const codeOf = (error: GraphError) => error instanceof GraphError ? error.code : undefined\n"
  for (const name of ['use.cts', 'use.mts', 'use.ts']) writeFileSync(join(place, name), used)
  const tsc = (...args: readonly string[]) => run(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2022,dom', ...args], place)
  for (const module of ['node16', 'nodenext']) tsc('--module', module, 'use.cts', 'use.mts', 'use.ts')
  tsc('--module', 'esnext', '--moduleResolution', 'bundler', 'use.ts')
  tsc('--module', 'commonjs', '--moduleResolution', 'node10', 'use.ts')
  const readme = readFileSync(join(place, 'node_modules', 'trowel-sdk', 'README.md'), 'utf8')
  assert.match(readme, "from 'trowel-sdk'")
  assert.not.match(readme, "from 'trowel'")
}, { limitMs: LIMIT_MS })

packages.run()
