import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'
import * as assert from 'uvu/assert'
import { createSandbox } from '../../sdk/sandbox/index.ts'
import type { Sandbox } from '../../sdk/sandbox/index.ts'
import { suite } from '../support/suite.ts'

const test = suite('sdk documentation')
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const examples = [...readFileSync(join(root, 'docs/sdk.md'), 'utf8').matchAll(/^## (.+)$[^]*?^```ts\n([^]*?)^```$/gm)].map(([, title = '', code = '']) => ({ title, code }))
let folder = ''
let sandbox: Sandbox

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trowel-docs-'))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  sandbox = await createSandbox({ asOf: '2026-11-24T12:00:00Z' })
})
test.after(async () => {
  rmSync(folder, { recursive: true })
  await sandbox.close()
})

test('every section has an example', () => {
  const sections = readFileSync(join(root, 'docs/sdk.md'), 'utf8').match(/^## /gm)?.length
  assert.is(examples.length, sections)
})

test('every example compiles as a reader would type it', () => {
  const files = examples.map(({ code }, index) => {
    const path = join(folder, `example-${index}.ts`)
    writeFileSync(path, code)
    return path
  })
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { readonly config: { readonly compilerOptions: object } }
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, exactOptionalPropertyTypes: true, paths: { trowel: [join(root, 'sdk/index.ts')] }, typeRoots: [join(root, 'node_modules/@types')] }, root)
  const program = ts.createProgram(files, options)
  const wrong = files.flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)).map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n')))
  assert.equal(wrong, [])
})

for (const [index, { title, code }] of examples.entries()) {
  test(`the example of "${title}" runs`, async () => {
    const path = join(folder, `run-${index}.ts`)
    writeFileSync(path, code.replaceAll("from 'trowel'", `from '${pathToFileURL(join(root, 'sdk/index.ts')).href}'`))
    const printed: unknown[] = []
    const log = console.log
    Object.assign(process.env, { GRAPH_URL: sandbox.url, GRAPH_TOKEN: sandbox.tokens.facebook, GRAPH_USER: sandbox.pages[0]?.instagramId })
    console.log = (...parts: unknown[]) => { printed.push(parts) }
    try { await import(pathToFileURL(path).href) } finally { console.log = log }
    assert.ok(printed.length > 0)
  })
}

test.run()
