import * as assert from 'uvu/assert'
import ts from 'typescript'
import { readSources } from '../support/sources.ts'
import { suite } from '../support/suite.ts'

const sizes = suite('repo/sizes')
const FILE_LINES = 400
const FUNCTION_LINES = 60

const byHand = readSources(['sdk', 'codegen', 'runner', 'test', 'bench']).filter(({ path }) => !path.includes('/generated/'))

sizes(`no file by hand is longer than ${FILE_LINES} lines`, () => {
  assert.equal(byHand.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 })).filter(({ lines }) => lines > FILE_LINES), [])
})

sizes(`no function of the product is longer than ${FUNCTION_LINES} lines`, () => {
  const long: string[] = []
  for (const { path, text } of byHand.filter(({ path }) => !path.startsWith('test/') && !path.startsWith('bench/'))) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && 'body' in node && node.body) {
        const lines = file.getLineAndCharacterOfPosition(node.end).line - file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
        if (lines > FUNCTION_LINES) long.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1} has ${lines} lines`)
      }
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  assert.equal(long, [])
})

sizes.run()
