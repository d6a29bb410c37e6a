#!/usr/bin/env node
// Bundles dist/: the command and the runner (one graph of lazily loaded chunks), the SDK without any Node built-in, and the types.
//   node scripts/build.mjs [--no-types] [--into DIR]
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mergeChunks } from './merge-chunks.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = process.argv.indexOf('--into')
const target = at < 0 ? join(root, 'dist') : resolve(process.argv[at + 1])
process.chdir(root)
mkdirSync(dirname(target), { recursive: true })
// Built beside its place and moved there at the end: whoever uses the bundle meets a whole one.
const outdir = mkdtempSync(join(dirname(target), '.build-'))
process.once('exit', () => rmSync(outdir, { recursive: true, force: true }))

const common = { bundle: true, format: 'esm', target: 'node20', logLevel: 'warning', charset: 'utf8', legalComments: 'none', outdir, splitting: true, outbase: '.' }

// Packages with binaries or WebAssembly stay where npm put them; what is small is bundled, since one file loads faster than many.
const external = ['libsql', '@duckdb/node-api', 'quickjs-emscripten', 'cross-fetch', 'pg', 'ajv', 'nodemailer', 'tar-stream', 'undici', 'yaml']
const requireForBundledCommonJs = "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);"

/** commander asks for child processes at once and uses them for executable subcommands only, which there are none of. */
const lazyChildProcess = {
  name: 'lazy-child-process',
  setup: (made) => {
    made.onResolve({ filter: /^node:child_process$/ }, ({ importer }) => (/[/\\]commander[/\\]/.test(importer) ? { path: 'child_process', namespace: 'lazy' } : undefined))
    made.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({ contents: "module.exports = { spawn: (...args) => require('node:child_process').spawn(...args) }" }))
  },
}

/** Who only asks over a pool gets undici's pool, bundled: the whole package is read twice as long, for a fetch, caches and mocks that nobody there uses. */
const undiciCore = {
  name: 'undici-core',
  setup: (made) => {
    made.onResolve({ filter: /^undici$/ }, ({ importer }) => (/sdk[/\\]node-transport\.ts$/.test(importer) ? { path: 'undici-core', namespace: 'undici-core' } : undefined))
    made.onLoad({ filter: /.*/, namespace: 'undici-core' }, () => ({ resolveDir: root, contents: "export { default as Agent } from './node_modules/undici/lib/dispatcher/agent.js'" }))
  },
}

const { metafile } = await build({
  ...common,
  metafile: true,
  platform: 'node',
  entryPoints: { wf: 'runner/cli/main.ts', story: 'runner/cli/story.ts', 'evaluate-worker': 'runner/dig/evaluate-worker.ts', 'runner/index': 'runner/index.ts', 'sdk/sandbox/index': 'sdk/sandbox/index.ts' },
  external,
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: requireForBundledCommonJs },
  minify: true,
  plugins: [lazyChildProcess, undiciCore],
})

await mergeChunks({ meta: metafile, root, hot: ['runner/cli/dispatch.ts', 'runner/cli/commands/run.ts'], cold: 'runner/cli/main.ts' })

const sdk = { ...common, platform: 'neutral', mainFields: ['module', 'main'], external: ['undici', 'cross-fetch', 'node:*'], chunkNames: 'sdk/chunks/[name]-[hash]' }
await build({ ...sdk, entryPoints: { 'sdk/index': 'sdk/index.ts' } })

/** Browsers, workers and what bundles for them: undici is not even named there. */
const webTransport = {
  name: 'web-transport',
  setup: (made) => { made.onResolve({ filter: /\/node-transport\.ts$/ }, () => ({ path: join(root, 'sdk', 'web-transport.ts') })) },
}
await build({ ...sdk, splitting: false, entryPoints: { 'sdk/web': 'sdk/index.ts' }, plugins: [webTransport] })

chmodSync(join(outdir, 'wf.js'), 0o755)

if (!process.argv.includes('--no-types')) {
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
  if (existsSync(tsc)) {
    // The compiler takes either a project or files: these are the settings of tsconfig.json that matter to what is declared.
    const args = ['--declaration', '--emitDeclarationOnly', '--outDir', join(outdir, 'types'), '--rootDir', '.', '--target', 'es2022', '--lib', 'es2023', '--module', 'nodenext', '--types', 'node', '--strict',
      '--noUncheckedIndexedAccess', '--skipLibCheck', '--allowImportingTsExtensions', '--verbatimModuleSyntax', 'sdk/index.ts', 'sdk/sandbox/index.ts', 'runner/index.ts']
    const done = spawnSync(process.execPath, [tsc, ...args], { stdio: 'inherit' })
    if (done.status !== 0) process.exit(1)
    writeFileSync(join(outdir, 'types', 'sdk', 'index.d.cts'), await commonJsTypes())
  }
}

/** What a CommonJS file sees of the SDK: its compiler may not take types from an ECMAScript module, though Node lets it `require` one. */
async function commonJsTypes() {
  const mode = "with { 'resolution-mode': 'import' }"
  const values = Object.entries(await import(pathToFileURL(join(outdir, 'sdk', 'index.js')).href)).map(([name, value]) => {
    const type = /^class\b/.test(String(value)) ? `export type ${name} = InstanceType<Sdk['${name}']>\n` : ''
    return `export declare const ${name}: Sdk['${name}']\n${type}`
  })
  return `export type * from './index.js' ${mode}\ntype Sdk = typeof import('./index.js', { ${mode.replace(' {', ': {')} })\n${values.join('')}`
}

chmodSync(outdir, 0o755)
const before = `${outdir}-before`
if (existsSync(target)) renameSync(target, before)
renameSync(outdir, target)
rmSync(before, { recursive: true, force: true })
