import * as assert from 'uvu/assert'
import { stringifyJson } from '../../../runner/model/json.ts'
import { readYaml } from '../../../runner/dig/yaml.ts'
import { suite } from '../../support/suite.ts'

const yaml = suite('YAML dialect')

const FILES: Readonly<Record<string, string>> = { x: 'from: x\nm: {b: 2}', list: '- 1', empty: '', twice: 'a: 1\na: 2', loop: '!include : loop', anchor: 'c: *a', 'd/up': '!include : ../x', 'd/near': '!include : e', 'd/e': 'deep: 1', '5': 'five: 5' }
const read = (text: string) => readYaml(text, 'm.dig', { include: (path) => FILES[path], root: '/root' })

/** The value as JSON, or the problems as `line:column message`. */
function outcome(text: string): string {
  const { value, problems } = read(text)
  return value === undefined ? problems.map(({ position, message }) => `${position?.line}:${position?.column} ${message}`).join(' | ') : stringifyJson(value)
}

function table(title: string, rows: Readonly<Record<string, string>>): void {
  yaml(title, () => { for (const [text, expected] of Object.entries(rows)) assert.is(outcome(text), expected, JSON.stringify(text)) })
}

table('types plain scalars as digdag does', {
  'a: 12': '{"a":12}', 'a: -3': '{"a":-3}', 'a: +5': '{"a":5}', 'a: 1_000': '{"a":1000}', 'a: -0': '{"a":0}', 'a: 1_': '{"a":1}',
  'a: 007': '{"a":7}', 'a: 010': '{"a":8}', 'a: 08': '{"a":"08"}', 'a: 0o7': '{"a":"0o7"}', 'a: 0_7': '{"a":7}', 'a: 00': '{"a":0}',
  'a: 0x1F': '{"a":31}', 'a: -0x1F': '{"a":-31}', 'a: 0b101': '{"a":5}', 'a: 0X1f': '{"a":"0X1f"}', 'a: 0x': '{"a":"0x"}', 'a: 0b': '{"a":"0b"}',
  'a: 1.5': '{"a":1.5}', 'a: 1.': '{"a":1.0}', 'a: .5': '{"a":0.5}', 'a: 1e3': '{"a":1000.0}', 'a: 1e7': '{"a":1.0E7}', 'a: 1.5e-3': '{"a":0.0015}',
  'a: 0.5': '{"a":"0.5"}', 'a: -0.5': '{"a":"-0.5"}', 'a: 0.0': '{"a":"0.0"}', 'a: 0e3': '{"a":"0e3"}', 'a: 00.5': '{"a":"00.5"}',
  'a: 1:30.5': '{"a":90.5}', 'a: -1:30.5': '{"a":-90.5}', 'a: 1:30:00.5': '{"a":5400.5}', 'a: 1:75.5': '{"a":"1:75.5"}', 'a: 7:00': '{"a":"7:00"}', 'a: +09:00': '{"a":"+09:00"}',
  'a: true': '{"a":true}', 'a: False': '{"a":false}', 'a: TRUE': '{"a":"TRUE"}', 'a: yes': '{"a":"yes"}', 'a: n': '{"a":"n"}',
  'a: ~': '{"a":null}', 'a: NULL': '{"a":null}', 'a:': '{"a":null}', 'a: nULL': '{"a":"nULL"}', 'a: 2016-01-01': '{"a":"2016-01-01"}',
  'a: .inf': '{"a":"Infinity"}', 'a: -.INF': '{"a":"-Infinity"}', 'a: .nan': '{"a":"NaN"}', 'a: 1e400': '{"a":"Infinity"}', 'a: -1e400': '{"a":"-Infinity"}',
  'a: 12345678901234567890123': '{"a":12345678901234567890123}', 'a: "12"': '{"a":"12"}', "a: '~'": '{"a":"~"}',
})

table('reads standard tags, and refuses others', {
  'a: !!str 010': '{"a":"010"}', 'a: !!int "12"': '{"a":12}', 'a: !!int "1:30"': '{"a":90}', 'a: !!float 0.5': '{"a":0.5}', 'a: !!float 1': '{"a":1.0}', 'a: !!bool "yes"': '{"a":true}', 'a: !!null x': '{"a":null}',
  'a: !!timestamp 2016-01-01': '{"a":1451606400000}', 'a: !!timestamp 2016-01-01 09:00:00.5 +09:00': '{"a":1451606400500}', 'a: !!binary "aGVs\n  bG8="': '{"a":"aGVsbG8="}',
  'a: !!set {x, y}': '{"a":["x","y"]}', 'a: !!omap [x: 1, y: 2]': '{"a":{"x":1,"y":2}}', 'a: !!pairs [x: 1, x: 2]': '{"a":[["x",1],["x",2]]}',
  'a: ! "12"': '{"a":12}', 'a: ! 010': '{"a":8}', 'a: !<tag:yaml.org,2002:str> 12': '{"a":"12"}',
  'a: !!int x': '1:4 For input string: "x"', 'a: 0x_': '1:4 For input string: "0x_"', 'a: !foo x': '1:4 could not determine a constructor for the tag !foo', 'a: !foo [x]': '1:4 could not determine a constructor for the tag !foo',
  'a: !foo x\nb: !bar {c: 1}': '1:4 could not determine a constructor for the tag !foo | 2:4 could not determine a constructor for the tag !bar',
})

table('makes text of every key', {
  '1: a\n010: b\n1.50: c\nTrue: d\nyes: e': '{"1":"a","8":"b","1.5":"c","true":"d","yes":"e"}', '+1: a\n"+2": b\n+08: c': '{"1":"a","+2":"b","+08":"c"}',
  '[a, b]: 1': '{"[a, b]":1}', '? {a: 1, b: ~}\n: 2': '{"{a=1, b=null}":2}', '0x1: a\n1: b': '{"1":"b"}', '.inf: a': '{"Infinity":"a"}',
  '~: a': '1:1 Null key for a Map not allowed in JSON (use a converting NullKeySerializer?)', '"~": a': '{"~":"a"}', '__proto__: {a: 1}': '{"__proto__":{"a":1}}',
})

table('refuses equal keys, as written', {
  'a: 1\n"a": 2': '2:1 Duplicated keys: [a]', 'a: 1\na: 2\nb: 1\nb: 2': '2:1 Duplicated keys: [a, b]', 'm: {x: 1, x: 2}\nn: {y: 1, y: 2}': '1:11 Duplicated keys: [x] | 2:11 Duplicated keys: [y]',
  'p: &p {x: 1}\nd: {<<: *p, <<: *p}': '2:13 Duplicated keys: [<<]', '!include : x\n!include : 5': '{"from":"x","m":{"b":2},"five":5}',
})

table('knows anchors, aliases and merges', {
  'a: &v 010\nb: *v\nc: &v two\nd: *v': '{"a":8,"b":8,"c":"two","d":"two"}', '&k key: *k': '{"key":"key"}', 'a: *x': '1:4 found undefined alias x', 'a: &a [*a]': '1:8 the alias a stands within the value it names',
  'p: &p {x: 1, m: {a: 1}}\nq: {<<: *p, x: 9, m: {b: 2}}': '{"p":{"x":1,"m":{"a":1}},"q":{"x":9,"m":{"b":2}}}', 'p: &p {x: 1}\nq: {x: 9, <<: *p}': '{"p":{"x":1},"q":{"x":9}}',
  'p: &p {x: 1}\nq: &q {x: 2, z: 3}\nr: {<<: [*p, *q], w: 0}': '{"p":{"x":1},"q":{"x":2,"z":3},"r":{"x":1,"z":3,"w":0}}', '"<<": text': '{"<<":"text"}',
  '<<: text': '1:1 expected a mapping or list of mappings for merging, but found scalar', 'p: &p {}\nq: {<<: [*p, 3]}': '2:5 expected a mapping for merging, but found scalar',
  'a: &a 1\n!include : anchor': '1:4 found undefined alias a',
})

table('takes tabs only where SnakeYAML does', {
  'a: x\t# c': '{"a":"x"}', 'a: "b\t\n  c"': '{"a":"b c"}', '# \ta\na: b\tc': '{"a":"b\\tc"}', 'a: |\n  b\n  \tc': '{"a":"b\\n\\tc"}',
  'a: {\tb: 1}': tab(1, 5), 'a:\t': tab(1, 3), '-\tx': tab(1, 2), 'a: "x"\t# c': tab(1, 7), 'a:\n\tb: 1': tab(2, 1), 'a: |\t\n x': tab(1, 5),
})

function tab(line: number, column: number): string {
  return `${line}:${column} found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)`
}

table('refuses broken syntax in SnakeYAML’s words', {
  'a: b: c': '1:5 mapping values are not allowed here', 'a: x\n  b: c': '2:4 mapping values are not allowed here', 'a: 1\nfoo\n': "2:1 could not find expected ':'",
  'a: @x': "1:4 found character '@' that cannot start any token. (Do not use @ for indentation)", 'a: `x`': "1:4 found character '`' that cannot start any token. (Do not use ` for indentation)", 'a: %x': "1:4 found character '%' that cannot start any token. (Do not use % for indentation)",
  'a: "\\/"': '1:6 found unknown escape character /(47)', 'a: "\\\'"': "1:6 found unknown escape character '(39)", 'a: [${x}]': "1:6 expected ',' or ']', but got {", 'a: {b: ${x}}': "1:9 expected ',' or '}', but got {",
  'a:\n  b: 1\n c: 2': "3:2 expected <block end>, but found '<block mapping start>'", 'a: - b': '1:4 sequence entries are not allowed here', 'a: 1\n---\nb: 2': '2:1 expected a single document in the stream but found another document',
  'a: "x': '1:6 found unexpected end of stream', 'a: [1, 2': "1:9 expected ',' or ']', but got <stream end>", 'a: \u0007': '1:4 special characters are not allowed', '%YAML 2.0\n---\na: 1': '1:1 found incompatible YAML document (version 2.0)',
})

table('reads what SnakeYAML reads', {
  '\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n': '{"a":1,"b":"x\\ny\\n"}', 'a: x\rb: y': '{"a":"x","b":"y"}', '%YAML 1.1\n---\na: 1\n...\n': '{"a":1}', 'a: {"x":1}': '{"a":{"x":1}}', 'a: {b:1}': '{"a":{"b:1":null}}', 'a: {b, c: , d: 1}': '{"a":{"b":null,"c":null,"d":1}}',
  'a: {\nb: 1,\n  c: [\n2]\n}': '{"a":{"b":1,"c":[2]}}', 'x:\n  a: "p\nq"\n  b: \'r\n s\'': '{"x":{"a":"p q","b":"r s"}}', '': 'null', '# c': 'null', '- a\n- b': '["a","b"]', '- a: 1\n  b: 2': '[{"a":1,"b":2}]',
})

table('includes files by a key', {
  'm: {a: 1}\n!include : x': '{"m":{"a":1,"b":2},"from":"x"}', '!include : x\nm: 3': '{"from":"x","m":3}', '{!include : x}': '{"from":"x","m":{"b":2}}', 'a:\n  !include : x': '{"a":{"from":"x","m":{"b":2}}}', 'a:\n  - !include : d/near': '{"a":[{"deep":1}]}',
  '!include : 5': '{"five":5}', 'a: !include x': '1:4 !include cannot stand as a value', 'a: [!include x]': '1:5 !include cannot stand as a value', '!include : /x': '1:1 File name must not include ..: /x', '!include : a/../../x': '1:1 File name must not include ..: a/../../x',
  '!include : d/up': '1:1 File name must not include ..: ../x', '!include : gone.yml': '1:1 /root/gone.yml', '!include : ${a}': '1:1 /root/${a}', '!include : loop': '1:1 loop includes itself', '!include : list': '1:1 Expected object to load Config but got [1]', '!include : empty': '1:1 Expected object to load Config but got null',
  '!include : twice': '2:1 Duplicated keys: [a]', '!include: x': '1:1 could not determine a constructor for the tag !include:',
})

yaml('tells positions in the file where the text stands, through includes and merges', () => {
  const { positionOf } = read('a: 1\nb:\n  - c: 2\n!include : x\nt: [{+k: 1}, {+k: 2}]\np: &p\n  q: 1\nr:\n  <<: *p\n')
  assert.equal(positionOf(['b', 0, 'c']), { file: 'm.dig', line: 3, column: 5 })
  assert.equal(positionOf(['m', 'b']), { file: 'x', line: 2, column: 5 })
  assert.equal(positionOf(['t', '+k']), { file: 'm.dig', line: 5, column: 15 })
  assert.equal(positionOf(['r', 'q']), { file: 'm.dig', line: 7, column: 3 })
  assert.equal(positionOf(['b', 0, 'gone', 'deeper']), { file: 'm.dig', line: 3, column: 5 })
  assert.is(positionOf(['gone']), undefined)
})

yaml('tells every syntax problem with its line, an excerpt and a hint', () => {
  const { problems } = read('+a:\n  echo>: ${ {a: 1}.a }\n+b:\n\techo>: b\n')
  assert.equal(problems.map(({ position, message, excerpt, hint }) => [position?.line, position?.column, message, excerpt, hint]), [
    [2, 15, 'mapping values are not allowed here', '2 |   echo>: ${ {a: 1}.a }\n  |               ^', 'Put a value that holds a template in double quotes: "${…}".'],
    [4, 1, "found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)", '4 | \techo>: b\n  | ^', 'Use spaces instead of the tab.'],
  ])
})

yaml('warns of scalars that read otherwise than they look, when it is asked to', () => {
  const { value, problems } = readYaml('a: 0.5\nb: [010, 7, 00]\nc: yes\necho>: on\nd: "0.5"\ne: 1:30.5\n', 'm.dig', { warnings: true })
  assert.is(stringifyJson(value ?? null), '{"a":"0.5","b":[8,7,0],"c":"yes","echo>":"on","d":"0.5","e":90.5}')
  assert.equal(problems.map(({ severity, position, message }) => `${severity} ${position?.line}: ${message}`), ['warning 1: 0.5 is text, not a number', 'warning 2: 010 is the octal number 8', 'warning 3: yes is text, not a boolean', 'warning 6: 1:30.5 is a number to base 60, not a time'])
})

yaml('reads load configurations leniently: the later key wins and !include is a plain unknown tag', () => {
  const { value } = readYaml('in: {a: 1, a: 2}', 'load.yml', { lenient: true })
  assert.is(stringifyJson(value ?? null), '{"in":{"a":2}}')
  assert.is(readYaml('!include : x', 'load.yml', { lenient: true }).problems[0]?.message, 'could not determine a constructor for the tag !include')
})

yaml('bounds nesting and what aliases repeat', () => {
  assert.match(outcome(`a: ${'['.repeat(5000)}${']'.repeat(5000)}`), /nested/)
  const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`)
  assert.match(outcome(['l0: &l0 x', ...levels].join('\n')), /means more than 1000000 values/)
})

yaml.run()
