import * as assert from 'uvu/assert'
import { suite } from '../support/suite.ts'
import { importsOf, readSources, type Source } from '../support/sources.ts'

const layers = suite('repo/layers')
const sources = readSources(['sdk', 'codegen', 'runner'])

/** Who may import whom (the table of the design). The first row that fits a file's path is its row. */
const TABLE: readonly { readonly folder: string; readonly may: readonly string[] }[] = [
  { folder: 'sdk/sandbox/', may: ['sdk/sandbox/', 'sdk/generated/'] },
  { folder: 'sdk/', may: ['sdk/'] },
  { folder: 'codegen/', may: ['codegen/'] },
  { folder: 'runner/model/', may: ['runner/model/'] },
  { folder: 'runner/dig/', may: ['runner/dig/', 'runner/model/'] },
  { folder: 'runner/project/', may: ['runner/project/', 'runner/model/'] },
  { folder: 'runner/stores/', may: ['runner/stores/', 'runner/model/'] },
  { folder: 'runner/warehouse/', may: ['runner/warehouse/', 'runner/model/'] },
  { folder: 'runner/connectors/instagram-insight/', may: ['runner/connectors/', 'runner/model/', 'sdk/index.ts'] },
  { folder: 'runner/connectors/', may: ['runner/connectors/', 'runner/model/'] },
  { folder: 'runner/operators/', may: ['runner/operators/', 'runner/model/'] },
  { folder: 'runner/engine/', may: ['runner/engine/', 'runner/model/', 'runner/dig/', 'runner/project/'] },
  { folder: 'runner/client/', may: ['runner/client/'] },
  { folder: 'runner/server/', may: ['runner/server/', 'runner/model/', 'runner/engine/', 'runner/client/generated/'] },
  { folder: 'runner/cli/', may: ['runner/', 'sdk/index.ts', 'sdk/sandbox/'] },
  { folder: 'runner/home/', may: ['runner/'] },
  { folder: 'runner/index.ts', may: ['runner/'] },
  { folder: 'runner/version.ts', may: [] },
]
const NOT_EVEN: readonly { readonly folder: string; readonly not: string }[] = [
  { folder: 'sdk/', not: 'sdk/sandbox/' },
  { folder: 'runner/index.ts', not: 'runner/cli/' },
  { folder: 'runner/home/', not: 'runner/cli/' },
]

function violation(source: Source, target: string): string | undefined {
  const row = TABLE.find(({ folder }) => source.path.startsWith(folder))
  if (!row) return `${source.path} is in no row of the table`
  const forbidden = NOT_EVEN.find(({ folder, not }) => source.path.startsWith(folder) && !source.path.startsWith(not) && target.startsWith(not))
  return !forbidden && row.may.some((folder) => target.startsWith(folder)) ? undefined : `${source.path} imports ${target}`
}

layers('every import goes the way the design allows', () => {
  assert.equal(sources.flatMap((source) => importsOf(source).local.map((target) => violation(source, target))).filter(Boolean), [])
})

layers('no file can reach itself through imports', () => {
  const edges = new Map(sources.map((source) => [source.path, importsOf(source).eager]))
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') { cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → ')); return }
    state.set(path, 'open')
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of edges.keys()) visit(path, [])
  assert.equal(cycles, [])
})

layers('only the command reads process.*', () => {
  const readers = sources.filter(({ path, text }) => path.startsWith('runner/') && !path.startsWith('runner/cli/') && /(?<![\w.'])process\.(argv|env|cwd|std(in|out|err)|exit)\b/.test(text))
  assert.equal(readers.map(({ path }) => path), [])
})

layers('nothing is exported as default, and nothing re-exports everything', () => {
  assert.equal(sources.filter(({ path, text }) => !path.includes('/generated/') && /^export (default|\* from)/m.test(text)).map(({ path }) => path), [])
})

layers('imports of built-ins carry node:, relative ones end in .ts', () => {
  const bad = sources.flatMap((source) => importsOf(source).specifiers.filter((name) => (name.startsWith('.') && !/\.(ts|json)$/.test(name)) || /^(fs|path|os|crypto|http|https|zlib|stream|util|url|child_process|worker_threads|buffer|events)(\/|$)/.test(name)).map((name) => `${source.path}: ${name}`))
  assert.equal(bad, [])
})

layers.run()
