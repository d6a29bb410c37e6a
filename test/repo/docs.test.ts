import * as assert from 'uvu/assert'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newestVersion } from '../../sdk/index.ts'
import { KEYS, readSettings } from '../../runner/connectors/instagram-insight/config.ts'
import { MEDIA_PRESETS, mediaPreset, userPreset } from '../../runner/connectors/instagram-insight/presets.ts'
import { DATA_TYPES, TABLES } from '../../runner/connectors/instagram-insight/tables.ts'
import { createEvaluator } from '../../runner/dig/evaluate.ts'
import { readYaml } from '../../runner/dig/yaml.ts'
import { isObject, type JsonObject } from '../../runner/model/json.ts'
import { readSources, ROOT } from '../support/sources.ts'
import { suite } from '../support/suite.ts'

const docs = suite('repo/docs')
const connector = readFileSync(join(ROOT, 'docs/instagram-insight.md'), 'utf8')

/** The part below a heading, up to the next of its level. */
function section(title: string, level = '##'): string {
  const [, rest = ''] = connector.split(`\n${level} ${title}\n`)
  return rest.split(new RegExp(`^${level.slice(0, -1)}#? `, 'm'))[0] ?? ''
}

/** The cells of every table row. */
const rowsOf = (text: string): readonly (readonly string[])[] => text.split('\n').filter((line) => /^\| (?!-)/.test(line)).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
const namesIn = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
const sorted = (names: readonly string[]): readonly string[] => [...names].sort()

docs('every relative link of the README, CONTRIBUTING and docs leads to a file', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'workflows/ig_insights/README.md', ...readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
  const broken = pages.flatMap((page) => [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to = '']) => to).filter((to) => !existsSync(join(ROOT, dirname(page), to))).map((to) => `${page}: ${to}`))
  assert.equal(broken, [])
})

docs('every parameter of instagram_insight is documented, and no other', () => {
  assert.equal(sorted(rowsOf(section('Parameters')).flatMap(([keys]) => namesIn(keys))), sorted(KEYS))
})

docs('the numbers that are documented as defaults are the defaults', () => {
  const { limits, totalDays, reading, incremental } = readSettings({ type: 'instagram_insight', data_type: 'user', access_token: 'IGAA' })
  const documented = Object.fromEntries(rowsOf(section('Parameters')).flatMap(([keys, value]) => namesIn(keys).map((key) => [key, namesIn(value)[0] ?? ''])))
  const actual = {
    concurrency: limits.concurrency, throttle_threshold: limits.throttleThreshold, throttle_rate_per_second: limits.throttleRatePerSecond, throttle_wait_in_millis: limits.throttleWaitMs,
    connect_timeout_in_millis: limits.connectTimeoutMs, idle_timeout_in_millis: limits.idleTimeoutMs, response_timeout_millis: limits.responseTimeoutMs,
    total_days: totalDays, day_reading: reading, incremental,
  }
  for (const [key, value] of Object.entries(actual)) assert.is(documented[key], String(value), key)
})

for (const type of DATA_TYPES) {
  docs(`the columns of ${type} are documented with type and key`, () => {
    const title = /^### (.*)$/gm
    const [heading = ''] = [...connector.matchAll(title)].map(([, text = '']) => text).filter((text) => namesIn(text).includes(type))
    const documented = rowsOf(section(heading, '###')).slice(1).flatMap(([names, kind, key]) => namesIn(names).map((name) => `${name} ${kind}${key === '' ? '' : ' key'}`))
    const { columns, keys } = TABLES[type]
    assert.equal(sorted(documented), sorted(columns.map(({ name, type: kind }) => `${name} ${kind}${keys.includes(name) ? ' key' : ''}`)))
  })
}

docs('the presets stand for what is documented on the day that the page names', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')
  const at = { host: 'facebook', version: newestVersion(now), now } as const
  const rows = rowsOf(section('Metrics'))
  for (const name of Object.keys(MEDIA_PRESETS)) {
    const row = rows.find(([cell]) => cell === `\`${name}\``)
    assert.equal(namesIn(row?.[2]), mediaPreset(name, at).map(({ metric }) => metric), name)
  }
  const tokens = rows.flatMap(([cell]) => namesIn(cell)).filter((token) => token.includes('-'))
  assert.equal(sorted(tokens), sorted(['reached_audience_demographics-lifetime', ...new Set(userPreset(at).map(({ metric, period }) => `${metric}-${period}`))]))
})

docs('every load that is shown is one that the connector takes', () => {
  const loads = [...connector.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = '']) => readYaml(text, 'docs/instagram-insight.md').value)
  assert.ok(loads.length > 0)
  for (const load of loads) {
    assert.ok(isObject(load ?? null))
    readSettings((load as JsonObject)['in'] as JsonObject)
  }
})

docs('the loads of ig_insights take a page by any name, several, and all of them', async () => {
  const evaluator = createEvaluator()
  const folder = join(ROOT, 'workflows/ig_insights/config')
  for (const file of readdirSync(folder)) {
    for (const page of ['Kite Bakery', `It's "a": {page}`, '*', 121711913869662, ['Kite Bakery', 'Harbor Cycles']]) {
      const text = await evaluator.evaluateText({ text: readFileSync(join(folder, file), 'utf8'), scope: { page, authentication: 'mine', session_date: '2026-11-24' }, project: 'p', file })
      const { pages } = readSettings((readYaml(text, file).value as JsonObject)['in'] as JsonObject)
      assert.equal(pages, page === '*' ? 'all' : [page].flat().map(String), `${file} with ${String(page)}`)
    }
  }
})

docs('every message that is explained is one that the program can print', () => {
  const program = readSources(['runner', 'sdk']).map(({ text }) => text).join('\n')
  const messages = rowsOf(section('Troubleshooting')).slice(1).flatMap(([cell]) => namesIn(cell))
  assert.ok(messages.length > 25)
  const strange = messages.filter((message) => message.split(/'[^']*'|\b(?:NAME|ID|DATE|OTHER|ADDRESS|N|A|B|v[NM]\.0)\b:?|…/).some((piece) => piece.trim().length > 7 && !program.includes(piece.trim())))
  assert.equal(strange, [])
})

docs.run()
