// Joins the chunks that a command loads anyway into one file: opening one file is faster than opening thirty.
import { parse } from 'acorn'
import { build } from 'esbuild'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const CORE = 'core.js'

/** All that the outputs of `entries` import statically, without what `except` imports. */
function closure(outputs, entries, except) {
  const seen = new Set(except)
  const found = []
  const visit = (path) => {
    for (const { path: target, kind, external } of outputs[path].imports) {
      if (external || kind !== 'import-statement' || seen.has(target)) continue
      seen.add(target)
      found.push(target)
      visit(target)
    }
  }
  entries.forEach(visit)
  return found
}

/** The statements of a module that import from chunks, with their places. */
const importsOf = (source) => parse(source, { ecmaVersion: 2024, sourceType: 'module' }).body.filter(({ type }) => type === 'ImportDeclaration')

/**
 * @param meta esbuild's metafile of the build with splitting
 * @param hot sources whose static imports are to be one file, e.g. `runner/cli/commands/run.ts`
 * @param cold an output whose own imports stay as they are
 */
export async function mergeChunks({ meta, root, hot, cold }) {
  const { outputs } = meta
  const outputOf = (source) => Object.keys(outputs).find((path) => outputs[path].entryPoint === source)
  const coldPath = outputOf(cold)
  const kept = closure(outputs, [coldPath], [])
  const chunks = closure(outputs, hot.map(outputOf), kept).filter((path) => outputs[path].entryPoint === undefined)
  const number = new Map(chunks.map((path, i) => [basename(path), i]))
  const folder = join(root, dirname(chunks[0]))
  const text = chunks.map((path, i) => `export{${outputs[path].exports.map((name) => `${name} as ${name}_${i}`).join(',')}}from './${basename(path)}'`).join('\n')
  const staysOutside = { name: 'outside', setup: (made) => made.onResolve({ filter: /.*/ }, ({ path, kind }) => (kind === 'entry-point' || number.has(basename(path)) ? undefined : { path, external: true })) }
  await build({ stdin: { contents: text, resolveDir: folder }, bundle: true, format: 'esm', target: 'node20', platform: 'node', minify: true, charset: 'utf8', legalComments: 'none', outfile: join(folder, CORE), plugins: [staysOutside], logLevel: 'warning' })
  for (const path of Object.keys(outputs)) {
    if (chunks.includes(path) || !path.endsWith('.js')) continue
    const file = join(root, path)
    const source = readFileSync(file, 'utf8')
    let rest = ''
    let at = 0
    for (const statement of importsOf(source)) {
      const i = number.get(basename(statement.source.value))
      if (i === undefined) continue
      const names = statement.specifiers.map(({ imported, local }) => `${imported.name}_${i} as ${local.name}`)
      rest += `${source.slice(at, statement.start)}import{${names.join(',')}}from${JSON.stringify(statement.source.value.replace(basename(statement.source.value), CORE))};`
      at = statement.end
    }
    writeFileSync(file, joined(rest + source.slice(at)))
  }
  for (const path of chunks) rmSync(join(root, path))
}

/** Several imports from the core become one. */
function joined(source) {
  const imports = importsOf(source).filter((statement) => basename(statement.source.value) === CORE)
  if (imports.length < 2) return source
  const names = imports.flatMap(({ specifiers }) => specifiers.map(({ imported, local }) => `${imported.name} as ${local.name}`))
  const [first] = imports
  let text = ''
  let at = 0
  for (const statement of imports) {
    text += source.slice(at, statement.start)
    if (statement === first) text += `${names.length > 0 ? `import{${names.join(',')}}from` : 'import'}${JSON.stringify(first.source.value)};`
    at = statement.end
  }
  return text + source.slice(at)
}
