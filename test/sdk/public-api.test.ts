import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'

const test = suite('sdk public API')
const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))
const entry = join(root, 'sdk/index.ts')
const snapshot = join(here, 'public-api.txt')

/** One line for each export: what it is, and its signature or members. */
function publicApi(): string {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { readonly config: { readonly compilerOptions: object } }
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const program = ts.createProgram([entry], options)
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  const module = source && checker.getSymbolAtLocation(source)
  const lines = (module ? checker.getExportsOfModule(module) : []).map((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    return `${exported.name}: ${describe(checker, symbol, source as ts.SourceFile)}`
  })
  return `${lines.map((line) => line.replaceAll(/import\("[^"]*"\)\./g, '').replaceAll(/__@(\w+)@\d+/g, '[Symbol.$1]')).sort().join('\n')}\n`
}

function describe(checker: ts.TypeChecker, symbol: ts.Symbol, source: ts.SourceFile): string {
  const flags = ts.TypeFormatFlags.NoTruncation
  if (symbol.flags & ts.SymbolFlags.Interface) return `interface { ${checker.getDeclaredTypeOfSymbol(symbol).getProperties().map((property) => `${property.name}${property.flags & ts.SymbolFlags.Optional ? '?' : ''}`).join(', ')} }`
  if (symbol.flags & ts.SymbolFlags.Class) return `class { ${checker.getDeclaredTypeOfSymbol(symbol).getProperties().map((property) => property.name).join(', ')} }`
  const declaration = symbol.declarations?.[0]
  // As it is written: printing it resolved would write out the whole graph of nodes.
  if (declaration && ts.isTypeAliasDeclaration(declaration)) return `type ${declaration.type.getText().replaceAll(/\s+/g, ' ')}`
  if (declaration && ts.isFunctionDeclaration(declaration)) return signatureOf(declaration)
  return checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, source), source, flags)
}

/** As it is written, too: what it answers may be longer resolved than the compiler prints, and is then cut where the folder's name ends it. */
function signatureOf(declaration: ts.FunctionDeclaration): string {
  const whole = declaration.getText()
  const head = declaration.body ? whole.slice(0, declaration.body.getStart() - declaration.getStart()) : whole
  return head.replace(/^export (?:async )?function\*? ?\w*/, '').replaceAll(/\s+/g, ' ').trim()
}

test('exports are what test/sdk/public-api.txt says; run with UPDATE=1 after a deliberate change', () => {
  const now = publicApi()
  if (process.env['UPDATE'] === '1') writeFileSync(snapshot, now)
  assert.fixture(now, readFileSync(snapshot, 'utf8'))
})

test.run()
