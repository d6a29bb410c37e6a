import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { readTemplate } from '../../../runner/dig/evaluate-template.ts'

const test = suite('template')

const cut = (text: string): string =>
  readTemplate(text).parts.map((part) => (part.kind === 'text' ? part.text : `<${part.source}>`)).join('')

test('expressions are cut out of the text around them', () => {
  assert.is(cut('before ${a} and ${b + 1}'), 'before <a> and <b + 1>')
  assert.is(cut('${a}${b}'), '<a><b>')
  assert.is(cut('nothing'), 'nothing')
})

test('a double dollar is one dollar, and does not stop an expression', () => {
  assert.equal(['a$$b $$$ $$$$', '$${a}', '$$${a}', '$$$${a}', '$ $x $1 $( ${a}'].map(cut), ['a$b $$ $$', '$<a>', '$<a>', '$$<a>', '$ $x $1 $( <a>'])
})

test('braces inside an expression are counted, in JavaScript texts too', () => {
  assert.is(cut('${ {x: {y: 1}}.x } ${f(function() { return 1 })}'), '< {x: {y: 1}}.x > <f(function() { return 1 })>')
  assert.is(cut('${"{}"} tail ${a}'), '<"{}"> tail <a>')
  assert.is(cut('${"}"}'), '<">"}')
})

test('what is never closed stays as it is to the end, but for double dollars', () => {
  assert.equal(['${a} then ${"{"} tail ${a}', 'pre ${a} mid ${a', 'ends with ${', '${a ${a}', '${', '$${a $$'].map(cut), ['<a> then ${"{"} tail ${a}', 'pre <a> mid ${a', 'ends with ${', '${a ${a}', '${', '$${a $'])
})

test('a lower-case word and a colon are left for others, with the expressions inside', () => {
  assert.equal(['${secret:a.b}', '${x:1} ${abc:${a}}', '${A:x}', '${ secret:k}', '${a ? b : 1}', '${secret:$$}'].map(cut), ['${secret:a.b}', '${x:1} ${abc:<a>}', '<A:x>', '< secret:k>', '<a ? b : 1>', '${secret:$}'])
})

test('an empty expression is the empty text', () => {
  assert.is(cut('[${}] [${}${}]'), '[] []')
  assert.is(cut('[${ }]'), '[< >]')
})

test('names joined by dots are told from other expressions', () => {
  const path = (text: string) => readTemplate(text).parts.map((part) => (part.kind === 'expression' ? part.path : undefined))[0]
  assert.equal(['${a}', '${ a . b.c }', '${a.class}', '${this}', '${this.a}', '${a.b()}', '${null}', '${print}', '${a[0]}', '${日本}'].map(path),
    [['a'], ['a', 'b', 'c'], ['a', 'class'], undefined, undefined, undefined, undefined, undefined, undefined, undefined])
})

test('what the tokenizer matched last is kept for expressions to see', () => {
  assert.equal(readTemplate('x ${a}').leftovers, { all: '${a}', match: 'a}' })
  assert.equal(readTemplate('x ${a} y').leftovers, { all: '', match: null })
})

test.run()
