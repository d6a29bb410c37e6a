import * as assert from 'uvu/assert'
import { suite } from '../../support/suite.ts'
import { ConfigError } from '../../../runner/model/error.ts'
import { INERT_DOLLAR, inert, revealed } from '../../../runner/model/inert.ts'
import { Float, type JsonObject } from '../../../runner/model/json.ts'
import { createEvaluator, type Evaluator } from '../../../runner/dig/evaluate.ts'

const test = suite('evaluate')
const evaluator = createEvaluator()
test.after(() => evaluator.close())

const text = (template: string, params: JsonObject = {}, project = 'p'): Promise<string> => evaluator.evaluateText({ text: template, scope: params, project })
const failureOf = async (template: string, params: JsonObject = {}, of: Evaluator = evaluator): Promise<ConfigError> => {
  try { await of.evaluateText({ text: template, scope: params, project: 'p' }) } catch (error) {
    assert.instance(error, ConfigError)
    return error as ConfigError
  }
  throw new Error(`${template} was evaluated`)
}

test('plain names read as text without loss of order or form', async () => {
  const params = { f: new Float(1), g: 2.5, big: 9007199254740993n, e: 1e21, list: [1, 'b', null, { k: new Float(2) }], map: { z: 1, a: [true] }, nothing: null, flag: false, s: 'x' }
  assert.is(await text('${f} ${g} ${big} ${e} ${list} ${map} [${nothing}] ${flag} ${s} [${map.none}] ${ map . z }', params), '1 2.5 9007199254740992 1e+21 [1,"b",null,{"k":2}] {"z":1,"a":[true]} [] false x [] 1')
})

test('a plain name gives the same with and without the engine', async () => {
  const params = { f: new Float(1), big: 123456789012345678901234567890n, list: [1e-7, new Float(1e21)], map: { b: null, c: 'é' }, s: 'a"b\\' }
  for (const name of ['f', 'big', 'list', 'map', 's', 'map.b', 'map.c', 'map.d']) assert.is(await text(`\${${name}}`, params), await text(`\${(${name})}`, params), name)
})

test('beyond ECMAScript 5 the engine knows what digdag\'s does: length() of a text, named groups, looking behind, texts in order', async () => {
  const params = { s: 'abc', l: ['b', 'A', 'a', 'é', 'Z', 'f', 'a b', 'ab'] }
  assert.is(await text('${s.length()} ${s.replace("b", "").length()}', params), '3 2')
  assert.is(await text('${/(?<=a)b/.test("ab")} ${"2026-01".replace(/(?<y>\\d+)-/, "$1/")}', params), 'true 2026/01')
  assert.is(await text('${l.sort(function (a, b) { return a.localeCompare(b) }).join()}', params), 'a,A,ab,a b,b,é,f,Z')
  assert.match((await failureOf('${Object.keys("ab")}')).message, 'TypeError: Object.keys called on non-object')
})

test('inherited members and lengths are left to the engine', async () => {
  assert.is(await text('${map.toString()} ${list.length} ${s.length} ${map.constructor}', { map: {}, list: [1, 2], s: 'abc' }), '[object Object] 2 3 undefined')
})

test('a task is evaluated top down in merged order, nested objects in the scope of raw params', async () => {
  const config = await evaluator.evaluateTask({
    params: { a: 1, b: 'b of ${a}', nested: { name: '${b}', own: 'x', next: '${own}' }, list: ['${a}', { in: '${b}' }] },
    local: { a: '${1 + 9}', c: '<${b}>', _check: { 'echo>': '${broken}' }, _error: { 'echo>': '${broken}' }, _do: { 'echo>': '${i}' }, deep: { _else_do: ['${nope}'], on: '${a}' } }, project: 'p',
  })
  assert.equal(config, { a: '10', b: 'b of 10', nested: { name: 'b of ${a}', own: 'x', next: 'x' }, list: ['10', { in: 'b of ${a}' }], c: '<b of 10>', _do: { 'echo>': '${i}' }, deep: { _else_do: ['${nope}'], on: '1' } })
  assert.equal(Object.keys(config), ['a', 'b', 'nested', 'list', 'c', '_do', 'deep'])
})

test('an error quotes the whole text, and in a file the file', async () => {
  const missing = await failureOf('before ${no_such} after')
  assert.is(missing.message, 'Failed to evaluate a variable before ${no_such} after (ReferenceError: no_such is not defined)')
  assert.match(missing.hint ?? '', '-p no_such=')
  const inFile = await evaluator.evaluateText({ text: 'select ${no_such}', scope: {}, project: 'p', file: 'q.sql' }).catch((error: Error) => error.message)
  assert.is(inFile, 'Failed to evaluate a variable select ${no_such} (ReferenceError: no_such is not defined) in q.sql')
})

test('a missing name is explained', async () => {
  const hintOf = (params: JsonObject, local: JsonObject) => evaluator.evaluateTask({ params, local, project: 'p' }).then(() => undefined, (error: ConfigError) => error.hint)
  assert.match(await hintOf({ database: 'd' }, { 'echo>': '${databse}' }) ?? '', 'Did you mean database?')
  assert.match(await hintOf({}, { v: 1, content: { a: '${v}' } }) ?? '', 'not inside a mapping')
  assert.match(await hintOf({}, { 'sh>': '${later}', later: 1 }) ?? '', 'only by keys below it')
})

test('errors of the engine are worded as digdag words them', async () => {
  const params = { m: {}, list: [1], nothing: null }
  assert.match((await failureOf('${m.x.y}', params)).message, "(TypeError: Cannot read property 'y' of undefined)")
  assert.match((await failureOf('${nothing.x}', params)).message, "(TypeError: Cannot read property 'x' of null)")
  assert.match((await failureOf('${list.includes(1)}', params)).message, '(TypeError: list.includes is not a function)')
  assert.match((await failureOf('${(function() { throw "plain words" })()}')).message, '(plain words)')
  assert.match((await failureOf('${(function() { throw new RangeError("too far") })()}')).message, '(RangeError: too far)')
  assert.match((await failureOf('${Java.type("java.lang.System")}')).message, 'java.lang.System')
})

test('newer syntax is refused with the older spelling as a hint', async () => {
  const hints: readonly (readonly [string, RegExp])[] = [
    ['${list.map(v => v * 2)}', /function\(x\)/], ['${(function() { let q = 1; return q })()}', /write var/], ['${`x`}', /join texts with \+/], ['${Math.max(...list)}', /apply/],
    ['${2 ** 3}', /Math\.pow/], ['${a ?? 1}', /a != null/], ['${a?.b}', /a && a\.b/], ['${ {a} }', /\{a: a\}/],
  ]
  for (const [template, hint] of hints) {
    const error = await failureOf(template, { list: [1], a: 1 })
    assert.match(error.message, 'SyntaxError', template)
    assert.match(error.hint ?? '', hint, template)
  }
  assert.match((await failureOf('${list.includes(1)}', { list: [1] })).hint ?? '', 'indexOf')
})

test('a syntax error anywhere in the text comes before anything is evaluated', async () => {
  for (const template of ['${no_such} ${a;b}', '${ } ${no_such}', '${var b = 2}', '${a // x}', '${"}"}', '${A:x}', '${1) + (}']) assert.match((await failureOf(template)).message, 'SyntaxError', template)
})

test('assignments and new globals hold for one text only', async () => {
  assert.is(await text('${a = 5} ${a} ${b = 7} ${b} ${(function() { c = 1; this.d = 2; return typeof c + typeof d })()}', { a: 1 }), '5 5 7 7 numbernumber')
  assert.is(await text('${a} ${typeof b} ${typeof c} ${typeof d}', { a: 1 }), '1 undefined undefined undefined')
})

test('nothing a text does to the library is seen by the next', async () => {
  await text('${(function() { Array.prototype.map = 1; Object.prototype.evil = 2; Math.floor = 3; String.prototype.trim = 4; JSON.stringify = 5; Date = 6; moment.fn.format = 7; moment.locale("x"); moment.leak = 8; return "" })()}')
  await text('${eval("moment.leak = 9; moment()._locale.leak = 1; Math.leak = 1")}${moment()._locale._months[0] = "x"}${arguments.callee.leak = 1}')
  await text('${(function() { Object.defineProperty(this, "stuck", {value: 1, configurable: false}); return "" })()}')
  assert.is(await text('${[1].map(function(x) { return x + 1 })} ${typeof ({}).evil} ${Math.floor(1.5)} ${" t ".trim()} ${typeof Date} ${moment.utc(0).format("YYYY")} ${typeof moment.leak} ${typeof stuck} ${moment.utc(0).format("MMMM")}'), '[2] undefined 1 t function 1970 undefined undefined January')
})

test('no context serves two projects', async () => {
  await text('${(function() { try { (0, eval)("x = 1"); Object.keep = 1 } catch (e) {} return "" })()}', {}, 'one')
  assert.is(await text('${typeof x} ${typeof Object.keep}', {}, 'two'), 'undefined undefined')
})

test('objects of a text may have members of built-in names', async () => {
  assert.is(await text('${(function() { var o = {}; o.toString = function() { return "mine" }; o.constructor = 1; return o + "" + o.constructor })()}'), 'mine1')
})

test('nothing of the host is in sight', async () => {
  assert.is(await text('${[typeof process, typeof require, typeof globalThis, typeof fetch, typeof console, typeof setTimeout, typeof Function("return this")().process, typeof ({}).constructor.constructor("return process")].join()}').catch((error: Error) => error.message), 'undefined,undefined,undefined,undefined,undefined,undefined,undefined,function')
})

test('texts have the methods of java.lang.String', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['"a.b.c".replaceAll("[.]", "-")', 'a-b-c'], ['"John Smith".replaceAll("(\\\\w+) (\\\\w+)", "$2, $1")', 'Smith, John'], ['"aBc".replaceAll("(?i)b", "\\\\$")', 'a$c'], ['"a1b22".replaceFirst("\\\\d+", "#")', 'a#b22'],
    ['"x+y".replaceAll("\\\\Q+\\\\E", "-")', 'x-y'], ['"abc".matches("ab")', 'false'], ['"ab1".matches("\\\\p{Alpha}+\\\\p{Digit}")', 'true'], ['"Abc".equalsIgnoreCase("aBC")', 'true'], ['"abc".hashCode()', '96354'],
    ['"b".compareTo("a")', '1'], ['"  x ".strip() + "|"', 'x|'], ['"".isEmpty()', 'true'], ['"abc".startsWith("b", 1)', 'true'], ['"a".repeat(3)', 'aaa'], ['"%05.1f|%-4s|%x".formatted(3.14159, "ab", 255)', '003.1|ab  |ff'],
    ['Java.type("java.lang.String").format("%03d %,d %+d %s%%", 7, 1234567, 5, "x")', '007 1,234,567 +5 x%'], ['Java.type("java.lang.String").join("-", ["a", "b"])', 'a-b'],
  ]
  for (const [expression, expected] of cases) assert.is(await text(`\${${expression}}`), expected, expression)
})

test('Date and moment stand in the zone of the task', async () => {
  const at = (zone: string, expression: string) => text(`\${${expression}}`, { timezone: zone })
  assert.is(await at('Asia/Tokyo', 'new Date(0).toString()'), 'Thu Jan 01 1970 09:00:00 GMT+0900 (JST)')
  assert.is(await at('-03:30', 'new Date(0).getHours() + ":" + new Date(0).getMinutes() + " " + new Date(0).getTimezoneOffset()'), '20:30 210')
  assert.is(await at('Asia/Tokyo', 'new Date("2026/01/02").getTime()'), String(Date.UTC(2026, 0, 1, 15)))
  assert.is(await at('Asia/Tokyo', 'new Date("Fri, 02 Jan 2026 03:04:05 GMT").getTime()'), String(Date.UTC(2026, 0, 2, 3, 4, 5)))
  assert.is(await at('America/New_York', '(function() { var d = new Date(2026, 2, 7, 12); d.setDate(8); return d.getHours() + " " + d.toISOString() })()'), '12 2026-03-08T16:00:00.000Z')
  assert.is(await at('Europe/Berlin', 'moment("2026-03-28").add(1, "month").startOf("week").format()'), '2026-04-26T00:00:00+02:00')
  assert.is(await at('UTC', 'new Date(new Date(5)).getTime() + " " + new Date(moment(7)).getTime() + " " + isNaN(new Date(undefined).getTime()) + " " + (typeof Date())'), '5 7 true string')
  assert.is((await failureOf('${new Date()}', { timezone: 'Mars/Base' })).message, 'Unknown time zone: Mars/Base')
})

test('an endless expression ends after the time limit and leaves the evaluator usable', async () => {
  const quick = createEvaluator({ timeLimitMs: 100 })
  const started = performance.now()
  assert.match((await failureOf('${(function() { for (;;) {} })()}', {}, quick)).message, 'it ran longer than 100 ms')
  assert.match((await failureOf('${/(a+)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")}', {}, quick)).message, 'it ran longer than 100 ms')
  assert.match((await failureOf('${(function() { for (;;) try { for (;;) {} } catch (e) {} })()}', {}, quick)).message, 'it ran longer than 100 ms')
  assert.ok(performance.now() - started < 5000)
  assert.is(await quick.evaluateText({ text: '${1 + 1}', scope: {}, project: 'p' }), '2')
  await quick.close()
})

test('memory and depth are bounded', async () => {
  const small = createEvaluator({ timeLimitMs: 10_000, memoryLimitBytes: 16 * 1024 * 1024 })
  assert.match((await failureOf('${(function() { var a = []; for (;;) a.push([1, 2, 3, 4]) })()}', {}, small)).message, 'it needed more than 16 MB of memory')
  assert.match((await failureOf('${(function f() { return f() })()}', {}, small)).message, '(RangeError: Maximum call stack size exceeded)')
  assert.match((await failureOf('${eval(new Array(20000).join("("))}', {}, small)).message, '(RangeError: Maximum call stack size exceeded)')
  assert.match((await failureOf('${new Array(1e9).join("x")}', {}, small)).message, 'RangeError')
  assert.is(await small.evaluateText({ text: '${1 + 1}', scope: {}, project: 'p' }), '2')
  await small.close()
})

test('in a worker an endless expression delays no other text', async () => {
  const server = createEvaluator({ isolate: 'worker', timeLimitMs: 1500 })
  assert.is(await server.evaluateText({ text: '${1 + 1}', scope: {}, project: 'p' }), '2')
  const endless = failureOf('${(function() { for (;;) {} })()}', {}, server)
  const native = failureOf('${JSON.stringify(new Array(4e9))}', {}, server)
  const others = await Promise.all([1, 2, 3].map((n) => server.evaluateText({ text: '${n + 1}', scope: { n }, project: `q${n}` })))
  assert.equal(others, ['2', '3', '4'])
  assert.is(await Promise.race([endless.then(() => 'endless first'), Promise.resolve('others first')]), 'others first')
  assert.match((await endless).message, 'it ran longer than 1500 ms')
  assert.match((await native).message, /it ran longer than|it needed more than/)
  assert.is(await server.evaluateText({ text: '${2 + 2}', scope: {}, project: 'p' }), '4')
  await server.close()
})

test('a warm evaluation takes well under a millisecond', async () => {
  await text('${a + 1}', { a: 1 })
  const started = performance.now()
  for (let i = 0; i < 500; i++) await text('${a + 1}', { a: i })
  assert.ok((performance.now() - started) / 500 < 2, String((performance.now() - started) / 500))
})

// ---- data of remote systems (model/inert.ts)

const data = (value: string): string => inert(value)

test('data is never a template', async () => {
  const stored = { body: data('${1 + 1} $$ ${secret:k}') }
  const config = await evaluator.evaluateTask({ params: stored, local: { 'echo>': '<${body}>', computed: '${body.trim()}', whole: '${this.body}', evil: '${eval("body")}' }, project: 'p' })
  for (const key of ['body', 'echo>', 'computed', 'whole', 'evil']) assert.not.ok(String(config[key]).includes('$'), key)
  assert.is(revealed(config['echo>'] as string), '<${1 + 1} $$ ${secret:k}>')
  const again = await evaluator.evaluateTask({ params: config, local: {}, project: 'p' })
  assert.equal(again, config)
})

test('data without a dollar sign names no secret either', async () => {
  const result = await text('${secret:${key}}', { key: data('other.key') })
  assert.not.match(result, /^\$\{secret:/)
  assert.is(revealed(result), '${secret:other.key}')
})

test('an expression sees data as it is', async () => {
  assert.is(revealed(await text('${body.indexOf("$")} ${body.length}', { body: data('a$b') })), '1 3')
})

test('a dollar that an expression makes of data is inert, one made of the file is not', async () => {
  assert.is(await text("${'$'}{#x}"), '${#x}')
  assert.is(await text("${'$' + price}", { price: '{secret:k}' }), `${INERT_DOLLAR}{secret:k}`)
  assert.is(await text("${price.replace('x', '$')}", { price: 'x{secret:k}' }), `${INERT_DOLLAR}{secret:k}`)
  assert.is(await text('${flag ? carried : 1}', { flag: true, carried: '${secret:k}' }), '${secret:k}')
  assert.is(await text('${carried}', { carried: '${secret:k}' }), '${secret:k}')
})

test('data that stands behind a dollar of the file completes nothing', async () => {
  assert.is(await text('$${price}', { price: '{secret:k}' }), `${INERT_DOLLAR}{secret:k}`)
  assert.is(await text("${'$'}${price}", { price: '{secret:k}' }), `${INERT_DOLLAR}{secret:k}`)
  assert.is(await text('cost $${price}', { price: '5' }), 'cost $5')
})

test('data names no secret and stands in no open expression', async () => {
  assert.is(await text('${secret:${key}}', { key: data('a$b') }), `${INERT_DOLLAR}{secret:a${INERT_DOLLAR}b}`)
  assert.is(await text('${secret:x} ${secret:${key}.b}', { key: data('$') }), `\${secret:x} ${INERT_DOLLAR}{secret:${INERT_DOLLAR}.b}`)
  assert.is(await text('${secret:${stage}.key}', { stage: 'prod' }), '${secret:prod.key}')
})

test('a value derived from data in a nested place stays data', async () => {
  const config = await evaluator.evaluateTask({ params: { rows: [{ name: data('${evil}') }], title: 'x' }, local: { list: ['${rows[0].name}', '${title}$'], map: { inner: '${JSON.stringify(rows)}' } }, project: 'p' })
  assert.equal(revealed(config['list'] as string[]), ['${evil}', 'x$'])
  assert.not.ok(JSON.stringify([(config['list'] as string[])[0], config['map']]).includes('$'))
})

test.run()
