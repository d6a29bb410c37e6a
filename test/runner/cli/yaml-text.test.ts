import * as assert from 'uvu/assert'
import { yamlText } from '../../../runner/cli/yaml-text.ts'
import { readYaml } from '../../../runner/dig/yaml.ts'
import { Float, stringifyJson, type Json } from '../../../runner/model/json.ts'
import { randomFrom } from '../../support/random.ts'
import { suite } from '../../support/suite.ts'

const yaml = suite('cli/yaml-text')

yaml('texts stand in double quotes, keys plain, lists at the depth of their key', () => {
  assert.is(yamlText({ 'echo>': 'a "b"\nc', count: 1, f: new Float(1), list: ['x', { k: 'v', more: [1] }], empty: {}, none: [], nothing: null }),
    'echo>: "a \\"b\\"\\nc"\ncount: 1\nf: 1.0\nlist:\n- "x"\n- k: "v"\n  more:\n  - 1\nempty: {}\nnone: []\nnothing: null\n')
  assert.is(yamlText({}), '{}\n')
})

yaml('keys that could be read as something else are quoted', () => {
  assert.is(yamlText({ yes: 1, '12': 2, 'a: b': 3, '': 4, '+1': 5, 'a ': 6, '+task': 7, '^error': 8 }), '"12": 2\n"yes": 1\n"a: b": 3\n"": 4\n"+1": 5\n"a ": 6\n+task: 7\n^error: 8\n')
})

yaml('whatever is written is read again as it was', () => {
  const { below } = randomFrom(7)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T
  const words = ['a', 'true', '12', '1.0', ' x ', '#c', 'a: b', '- a', '"', "'", '\\', '\n\n', '\t', '日本', '${x}', '~', '2026-01-02', '\u2028', '', '*', '&a', '!t', '%', '@', '`', '{', '[1]', '0x1f', '1e3', '<<', '=', '?']
  const value = (depth: number): Json => {
    const kind = below(depth > 0 ? 7 : 5)
    if (kind === 0) return pick(words)
    if (kind === 1) return below(2000) - 1000
    if (kind === 2) return pick([true, false, null])
    if (kind === 3) return new Float(below(100))
    if (kind === 4) return 12345678901234567890n
    if (kind === 5) return Array.from({ length: below(4) }, () => value(depth - 1))
    return Object.fromEntries(Array.from({ length: below(4) }, () => [pick(words.filter((word) => word !== '<<')), value(depth - 1)]))
  }
  for (let i = 0; i < 300; i++) {
    const written = { v: value(4) }
    const { value: read, problems } = readYaml(yamlText(written), 'x.yml')
    assert.equal(problems.filter(({ severity }) => severity === 'error'), [], yamlText(written))
    assert.is(stringifyJson(read as Json), stringifyJson(written as Json))
  }
})

yaml.run()
