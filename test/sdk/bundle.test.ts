import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'

const test = suite('sdk bundle')
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const CORE_LIMIT = 15 * 1024

/** A platform-neutral bundle: an import of a Node built-in would not resolve, and fail. */
async function bundled(source: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' }, bundle: true, splitting: true, minify: true, format: 'esm', write: false, metafile: true, outdir: 'out',
    platform: 'neutral', mainFields: ['module', 'main'], conditions: ['import'], target: 'es2022', external: ['undici', 'cross-fetch'],
  })
  const entry = outputFiles.find((file) => file.path.endsWith('stdin.js'))
  return { gzipped: gzipSync(entry?.contents ?? '').length, text: entry?.text ?? '', inputs: Object.keys(metafile.inputs), files: outputFiles.map((file) => file.text) }
}

test('the client with all its calls is at most 15 kB gzipped', async () => {
  const { gzipped } = await bundled("export { createGraphClient } from './sdk/index.ts'")
  assert.ok(gzipped <= CORE_LIMIT, `${gzipped} bytes`)
})

test('it is as small for whoever bundles the package, which is one file already', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trowel-bundle-'))
  try {
    await build({ entryPoints: [join(root, 'sdk/index.ts')], bundle: true, splitting: true, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], outdir: folder, external: ['undici', 'cross-fetch'] })
    const { gzipped } = await bundled(`export { createGraphClient } from '${join(folder, 'index.js')}'`)
    assert.ok(gzipped <= CORE_LIMIT, `${gzipped} bytes`)
  } finally { rmSync(folder, { recursive: true }) }
})

test('nothing of it asks for a Node built-in, and undici loads only with the Node transport', async () => {
  const { text, files } = await bundled("export * from './sdk/index.ts'")
  assert.not.match(text, /["']node:|from\s*["']undici|import\s*["']undici/)
  assert.ok(files.some((file) => /from\s*["']undici["']/.test(file)))
})

test('neither the description of the API nor the sandbox comes along', async () => {
  const { inputs } = await bundled("export * from './sdk/index.ts'")
  assert.equal(inputs.filter((path) => /openapi|schema\.ts|sandbox|metric-texts|validators/.test(path)), [])
})

test.run()
