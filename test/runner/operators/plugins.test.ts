import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { builtinConnectors } from '../../../runner/connectors/index.ts'
import { openHome, push, start } from '../../../runner/index.ts'
import { builtinOperators } from '../../../runner/operators/index.ts'
import { configuredPlugins, createProjectPlugins, loadPlugins, projectPlugins, type PluginSpec } from '../../../runner/operators/plugins.ts'
import { suite } from '../../support/suite.ts'
import { makeTaskRun } from '../../support/task-run.ts'

const plugins = suite('operators from outside')
const EXAMPLE = fileURLToPath(new URL('../../../docs/examples/tally.mjs', import.meta.url))
const taken = new Set(builtinOperators().keys())
const options = { allowProjectPlugins: false, taken, takenConnectors: new Set(builtinConnectors().keys()) }
const CONNECTOR = fileURLToPath(new URL('../../../docs/examples/json-list.mjs', import.meta.url))
let root = ''
plugins.each.before(async () => { root = await mkdtemp(join(tmpdir(), 'trowel-plugins-')) })
plugins.each.after(() => rm(root, { recursive: true, force: true }))

const configured = (module: string): PluginSpec => ({ module, namedBy: 'configuration', folder: root })
const refused = (specs: readonly PluginSpec[], allow = false) => loadPlugins(specs, { ...options, allowProjectPlugins: allow }).then(() => '', (error: Error) => error.message)

plugins('the example of the documentation runs in a workflow when the configuration names it', async () => {
  const project = join(root, 'project')
  await mkdir(project)
  await writeFile(join(project, 'data.csv'), 'a\nb\n')
  await writeFile(join(project, 'main.dig'), '+count:\n  tally>: data.csv\n+show:\n  echo>: ${tally.lines} lines\n')
  await cp(EXAMPLE, join(root, 'tally.mjs'))
  const home = await openHome({ path: join(root, 'home'), settings: { 'operator.plugins': './tally.mjs' }, settingsFolder: root })
  try {
    await push(home, project, { project: 'p' })
    const { attempt, tasks } = await start(home, { project: 'p', workflow: 'main', session: '2026-01-02' })
    assert.is(attempt.attempt.success, true)
    assert.equal(tasks.find(({ fullName }) => fullName === '+main+count')?.storeParams, { tally: { lines: 2 } })
  } finally { await home.close() }
})

plugins("a connector of the documentation loads a list, once, when the configuration names it", async () => {
  const server = createServer((_request, response) => { response.end(JSON.stringify([{ id: 1, name: 'Kite' }, { id: 2 }])) })
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
  const project = join(root, 'project')
  await mkdir(project)
  await writeFile(join(project, 'shops.yml'), `in:\n  type: json_list\n  url: http://127.0.0.1:${(server.address() as AddressInfo).port}/\n  columns: {id: long, name: string}\n`)
  await writeFile(join(project, 'main.dig'), '+load:\n  td_load>: shops.yml\n  database: shop_data\n  table: shops\n')
  const home = await openHome({ path: join(root, 'home'), settings: { 'operator.plugins': CONNECTOR }, settingsFolder: root })
  try {
    await push(home, project, { project: 'p' })
    const { attempt } = await start(home, { project: 'p', workflow: 'main', session: '2026-01-02' })
    assert.is(attempt.attempt.success, true)
    const { rows } = await home.warehouse.query({ database: 'shop_data', sql: 'select id, name from shops order by id', scheduledTime: 0, signal: new AbortController().signal })
    assert.equal(rows.map((row) => row.map(String)), [['1', 'Kite'], ['2', 'null']])
  } finally {
    await home.close()
    server.close()
  }
})

plugins('the example reads its parameters, prints, and fails with its own text', async () => {
  const operator = (await loadPlugins([configured(EXAMPLE)], options)).operators.get('tally')
  const made = await makeTaskRun({ _command: 'a.txt', at_most: 1 })
  await writeFile(join(made.project, 'a.txt'), '1\n2\n')
  const message = await operator?.run(made.task).then(() => '', (error: Error) => error.message)
  await made.remove()
  assert.is(message, 'a.txt has 2 lines, more than 1')
  assert.is(operator?.retries, true)
})

plugins('a package is found upwards in node_modules, by what its import would load', async () => {
  for (const [name, manifest, file] of [['with-exports', { exports: { '.': { import: './lib/in.mjs', default: './no.mjs' } } }, 'lib/in.mjs'], ['with-main', { type: 'module', main: 'main.js' }, 'main.js'], ['@scope/plain', { type: 'module' }, 'index.js']] as const) {
    const folder = join(root, 'node_modules', name)
    await mkdir(join(folder, 'lib'), { recursive: true })
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name, ...manifest }))
    await writeFile(join(folder, file), `export const operators = [{ type: '${name.replace(/\W/g, '_').replace(/^_/, '')}', retries: false, run: async () => ({ kind: 'success' }) }]`)
  }
  const below = join(root, 'a', 'b')
  await mkdir(below, { recursive: true })
  const found = await loadPlugins(configuredPlugins(' with-exports, with-main ,@scope/plain,', below), options)
  assert.equal([...found.operators.keys()], ['with_exports', 'with_main', 'scope_plain'])
})

plugins('what is no plug-in is refused with what to do', async () => {
  const write = async (name: string, text: string) => { await writeFile(join(root, name), text); return configured(`./${name}`) }
  assert.is(await refused([configured('not-installed-anywhere')]), 'The plug-in package not-installed-anywhere is not installed')
  assert.match(await refused([configured('./none.mjs')]), /^The plug-in \.\/none\.mjs cannot be loaded: /)
  assert.match(await refused([await write('broken.mjs', 'export const = 1')]), /^The plug-in \.\/broken\.mjs cannot be loaded: /)
  assert.is(await refused([await write('empty.mjs', 'export const other = 1')]), 'The plug-in ./empty.mjs exports no list named operators or connectors')
  assert.is(await refused([await write('no-open.mjs', "export const connectors = [{ type: 'half' }]")]), 'The plug-in ./no-open.mjs exports something that is no connector')
  assert.is(await refused([await write('ours.mjs', "export const connectors = [{ type: 'instagram_insight', open() {} }]")]), 'The plug-in ./ours.mjs brings a connector instagram_insight, which exists already')
  assert.is(await refused([await write('odd.mjs', "export const operators = [{ type: 'Bad Name', run() {} }]")]), 'The plug-in ./odd.mjs exports something that is no operator')
  assert.is(await refused([await write('echo.mjs', "export const operators = [{ type: 'echo', run() {} }]")]), 'The plug-in ./echo.mjs brings echo>, which exists already')
  assert.is(await refused([configured(EXAMPLE), configured(EXAMPLE)]), `The plug-in ${EXAMPLE} brings tally>, which exists already`)
})

plugins('a pushed project brings operators only where that is allowed', async () => {
  await cp(EXAMPLE, join(root, 'tally.mjs'))
  const specs = projectPlugins({ modules: ['./tally.mjs'], repositories: ['x'] }, root)
  assert.match(await refused(specs), /^The project asks for the plug-in \.\/tally\.mjs, and plug-ins of pushed projects are not allowed here$/)
  assert.is(await refused(specs, true), '')
  assert.equal(projectPlugins({ dependencies: ['a:b:1'] }, root), [])
  assert.equal(projectPlugins(undefined, root), [])
  const lookup = createProjectPlugins({ allowProjectPlugins: true, taken })
  assert.is((await lookup.find('tally', { modules: ['./tally.mjs'] }, root))?.type, 'tally')
  assert.is(await lookup.find('other', { modules: ['./tally.mjs'] }, root), undefined)
  assert.is(await lookup.find('tally', undefined, root), undefined)
})

plugins('the documentation shows the list that modules export', async () => {
  const text = await readFile(fileURLToPath(new URL('../../../docs/plugins.md', import.meta.url)), 'utf8')
  assert.match(text, 'export const operators = [')
  assert.match(text, 'operator.plugins')
})

plugins.run()
