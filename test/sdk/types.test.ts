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
// As strict as a reader's project may be.
const strictest = { ...options, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }
const program = ts.createProgram(files.map((name) => join(folder, name)), strictest)

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
    assert.is(wanted.size > 0, name !== 'accepted.ts')
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

/** A language service over one file, as an editor has it; `|` marks places in its text. */
function editor(marked: string) {
  const path = join(folder, 'typed.ts')
  const parts = marked.split('|')
  const text = parts.join('')
  const places = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('').length)
  const service = ts.createLanguageService({
    readDirectory: ts.sys.readDirectory, directoryExists: ts.sys.directoryExists, getDirectories: ts.sys.getDirectories, getScriptFileNames: () => [path], getScriptVersion: () => '1', getCompilationSettings: () => strictest, getDefaultLibFileName: ts.getDefaultLibFilePath, getCurrentDirectory: () => root,
    fileExists: (name) => name === path || ts.sys.fileExists(name), readFile: (name) => name === path ? text : ts.sys.readFile(name),
    getScriptSnapshot: (name) => { const found = name === path ? text : ts.sys.readFile(name); return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found) },
  })
  const offered = places.map((place) => service.getCompletionsAtPosition(path, place, {})?.entries.map((entry) => `${entry.name}${entry.kindModifiers?.includes('deprecated') ? ' (deprecated)' : ''}`).sort() ?? [])
  const told = places.map((place) => { const info = service.getQuickInfoAtPosition(path, place); return `${ts.displayPartsToString(info?.displayParts)}\n${ts.displayPartsToString(info?.documentation)} ${info?.tags?.map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`).join(' ') ?? ''}` })
  return { offered, told, suggestions: service.getSuggestionDiagnostics(path).map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n')) }
}

test('an editor shows when a metric was removed and what replaces it, and strikes its answer through', () => {
  const { told: [said = ''], offered: [, members], suggestions } = editor(`import { createGraphClient } from '../../sdk/index.ts'
const answer = await createGraphClient({ accessToken: 'EAA', version: 'v21.0' }).media('1').insights({ metric: ['impressions', 'reach'] })
void answer.|impressions
void answer.|`)
  assert.match(said, /@deprecated Refused by v22\.0 since 2025-01-21, by every version since 2025-04-21\. Use views\./)
  assert.equal(members, ['impressions (deprecated)', 'reach'])
  assert.ok(suggestions.includes("'impressions' is deprecated."))
})

test('an editor offers metrics, periods, forms, breakdowns, kinds, fields and edges, and no metric that is gone', () => {
  const { offered: [metrics = [], periods, forms, breakdowns, kinds = [], kindMetrics = [], keys, fields = [], nested, expanded = []] } = editor(`import { createGraphClient } from '../../sdk/index.ts'
const graph = createGraphClient({ accessToken: 'EAA' })
void graph.user('1').insights({ metric: ['|'], period: '|', metric_type: '|', breakdown: '|' })
void graph.media('1', '|').insights({ metric: ['|'] })
void graph.user('1').media({ | })
void graph.user('1').get({ fields: ['|'], media: { | } })
void graph.user('1').get({ media: { insights: ['|'] } })`)
  assert.ok(metrics.includes('reach') && !metrics.includes('audience_city'))
  assert.equal(periods, ['day', 'days_28', 'lifetime', 'month', 'total_over_range', 'week'])
  assert.equal(forms, ['default', 'time_series', 'total_value'])
  assert.ok(breakdowns?.includes('follow_type'))
  assert.ok(kinds.includes('REELS'))
  assert.ok(kindMetrics.includes('navigation') && !kindMetrics.includes('plays'))
  assert.equal(keys, ['after', 'before', 'children', 'collaborators', 'comments', 'fields', 'insights', 'limit', 'since', 'until'])
  assert.ok(fields.includes('followers_count') && !fields.includes('account_type'))
  assert.equal(nested, keys)
  assert.ok(expanded.includes('views') && !expanded.includes('video_views'))
})

test.run()
