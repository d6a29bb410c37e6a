import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'

const test = suite('sdk types')
const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'types')
const root = dirname(dirname(folder))
const files = readdirSync(folder).filter((name) => name.endsWith('.ts')).sort()

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { readonly config: { readonly compilerOptions: object } }
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
const program = ts.createProgram(files.map((name) => join(folder, name)), options)

/** Line (from 1) → part of the message that the compiler must give there. */
function expectations(text: string): ReadonlyMap<number, string> {
  return new Map(text.split('\n').flatMap((line, index) => {
    const wanted = /^\s*\/\/ error: (.*)$/.exec(line)?.[1]
    return wanted === undefined ? [] : [[index + 2, wanted] as const]
  }))
}

for (const name of files) {
  test(`${name} is refused exactly where it says, with the message it says`, () => {
    const source = program.getSourceFile(join(folder, name))
    assert.ok(source)
    const wanted = expectations(readFileSync(join(folder, name), 'utf8'))
    assert.ok(wanted.size > 0)
    const given = new Map<number, string>()
    for (const diagnostic of program.getSemanticDiagnostics(source)) {
      const line = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1
      given.set(line, `${given.get(line) ?? ''}${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`)
    }
    const wrong = [
      ...[...wanted].filter(([line, text]) => !given.get(line)?.includes(text)).map(([line, text]) => `line ${line}: expected "${text}", got "${given.get(line) ?? 'nothing'}"`),
      ...[...given].filter(([line]) => !wanted.has(line)).map(([line, text]) => `line ${line}: nothing was expected, got "${text}"`),
    ]
    assert.equal(wrong, [])
  })
}

test('metrics that Meta removed are marked as deprecated with date and replacement', () => {
  const rules = readFileSync(join(root, 'sdk/generated/metric-rules.ts'), 'utf8')
  assert.match(rules, /@deprecated Refused by v22\.0 since 2025-01-21, by every version since 2025-04-21\. Use views\.\s*\*\/\s*readonly impressions/)
})

test.run()
