import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { accessorsText } from '../../codegen/accessors.ts'
import { typeOf } from '../../codegen/entities.ts'
import { generate } from '../../codegen/generate.ts'
import { literal } from '../../codegen/literal.ts'
import type { Model, SchemaObject } from '../../codegen/model.ts'
import { operationRows } from '../../codegen/operations.ts'
import { problemsOf } from '../../codegen/problems.ts'
import { readModel } from '../../codegen/read.ts'
import { drifted } from '../../codegen/write.ts'
import { suite } from '../support/suite.ts'

const test = suite('codegen')
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const model = readModel(join(root, 'codegen/specs'))

test('the checked-in files are what the specifications give', async () => {
  assert.equal(drifted(root, await generate(model, root)), [])
})

test('a changed specification is noticed', async () => {
  const versions = [...model.versions, { version: 'v28.0', introduced: '2027-02-01', until: null }]
  const paths = drifted(root, await generate({ ...model, versions }, root))
  assert.equal(paths, ['sdk/generated/catalogue.ts'])
})

test('every generated source says where it comes from and how to make it again', async () => {
  for (const { path, text } of await generate(model, root)) {
    if (path.endsWith('.ts')) assert.match(text.split('\n')[0] ?? '', 'npm run generate')
  }
})

test('the specifications do not contradict themselves', () => {
  assert.equal(problemsOf(model), [])
})

test('contradictions are found, all of them', () => {
  const [reach] = model.metrics.user
  const broken: Model = {
    ...model,
    versions: [...model.versions].reverse(),
    metrics: { ...model.metrics, user: [...model.metrics.user, ...reach ? [reach] : []] },
    validators: { ...model.validators, lists: [{ node: 'user', host: 'both', from: '2018-01-01', derived: true, metrics: ['reech'] }] },
  }
  const found = problemsOf(broken).map((problem) => `${problem.file} ${problem.where} ${problem.message}`)
  assert.ok(found.includes('metrics.yaml user reach stands twice'))
  assert.ok(found.includes('validators.yaml user from 2018-01-01 metric reech is not in metrics.yaml'))
  assert.ok(found.some((text) => text.startsWith('versions.yaml')))
})

test('the lists the API validates against are the literal ones, in their order', () => {
  const newest = (node: string, host: string) => model.validators.lists.filter((list) => list.node === node && [host, 'both'].includes(list.host)).at(-1)
  assert.is(newest('user', 'facebook')?.metrics.length, 28)
  assert.is(newest('media', 'facebook')?.metrics.length, 23)
  assert.is(newest('media', 'instagram')?.metrics.length, 29)
  assert.equal(newest('user', 'facebook')?.metrics.slice(0, 3), ['reach', 'follower_count', 'website_clicks'])
})

test('accessors have a method for every operation that is not written by hand', () => {
  const text = accessorsText(model)
  for (const row of operationRows(model.graph)) {
    if (row.operation['x-node'] !== 'graph') assert.match(text, new RegExp(`\\b${row.operation['x-call']}(<|:|\\()`))
  }
})

test('digdag\'s API has its endpoints of every kind', () => {
  const ids = operationRows(model.digdag).map((row) => row.id)
  for (const id of ['putProject', 'getProjects', 'putAttempt', 'killAttempt', 'getTasks', 'getLogFile', 'putSecret', 'skipSchedule', 'backfillSchedule', 'getTruncatedSessionTime']) assert.ok(ids.includes(id), id)
  assert.is(new Set(ids).size, ids.length)
})

const TYPES: readonly (readonly [SchemaObject, string])[] = [
  [{ type: 'string' }, 'string'],
  [{ type: ['string', 'integer'] }, 'string | number'],
  [{ type: 'string', enum: ['a', 'b'] }, "'a' | 'b'"],
  [{ type: 'array', items: { type: ['string', 'null'] } }, 'readonly (string | null)[]'],
  [{ $ref: '#/components/schemas/IgUser' }, 'IgUser'],
  [{ type: 'object', required: ['a'], properties: { a: { type: 'number' }, b: { type: 'boolean' } } }, '{ readonly a: number, readonly b?: boolean }'],
  [{ type: 'object' }, 'Readonly<Record<string, unknown>>'],
  [{ oneOf: [{ type: 'number' }, { type: 'object', additionalProperties: { type: 'number' } }] }, 'number | Readonly<Record<string, number>>'],
]

for (const [given, want] of TYPES) {
  test(`schema ${JSON.stringify(given)} is the type ${want}`, () => { assert.is(typeOf(given), want) })
}

test('values become source text that says the same', () => {
  assert.is(literal({ a: "it's", 'b-c': [1, null, true], d: undefined, e: {} }), "{ a: 'it\\'s', 'b-c': [1, null, true], e: {} }")
})

test('the lock names every specification', () => {
  const lock = JSON.parse(readFileSync(join(root, 'sdk/generated/lock.json'), 'utf8')) as { readonly specs: Readonly<Record<string, string>> }
  assert.equal(Object.keys(lock.specs).sort(), ['digdag.yaml', 'graph.yaml', 'metrics.yaml', 'validators.yaml', 'versions.yaml'])
})

test.run()
