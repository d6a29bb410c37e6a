import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as assert from 'uvu/assert'
import { isAlias, isMap, isScalar, isSeq, parseDocument as parseWithPackage, type Node } from 'yaml'
import { digdagMessage, loadProject } from '../../../runner/dig/load.ts'
import { checkProject } from '../../../runner/dig/check.ts'
import { parseDocument, type YamlNode } from '../../../runner/dig/yaml-parser.ts'
import { YamlSyntaxError } from '../../../runner/dig/yaml-scanner.ts'
import { suite } from '../../support/suite.ts'

const fuzz = suite('mutated workflow files')

const CASES = fileURLToPath(new URL('../../conformance/cases', import.meta.url))
const SEEDS = (readdirSync(CASES, { recursive: true }) as string[]).filter((path) => path.endsWith('main.dig')).sort().map((path) => readFileSync(join(CASES, path), 'utf8'))

/** A small generator of numbers, so that a failure comes again. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const PIECES = [
  ' ', '  ', '\n', '\n\n', '\t', ':', ': ', '- ', '? ', '{', '}', '[', ']', ',', '"', "'", '|', '>', '|2-', '#', ' # c', '&a ', '*a', '!', '!!int ', '!include : x', '<<: *a', '${', '}', '---\n', '...\n', '%YAML 1.1\n', '@', '`', '\\', '\u0000',
  '+x:\n', 'echo>: ', '_parallel: true\n', '_after: [+a]\n', '_background: true\n', '_error: ', '_do: ', '_retry: 1\n', '0.5', '010', '~', '{}', '[]', '😀', '\uD800', '\r\n', '\u0085', 'true', '+', '^', '_disable: true\n', 'timezone: X\n', '_export: 1\n', '_type: echo\n',
]

function mutated(seed: number): string {
  const next = random(seed)
  let text = SEEDS[next(SEEDS.length)] ?? ''
  for (let edits = 1 + next(4); edits > 0; edits--) {
    const at = next(text.length + 1)
    const until = at + (next(3) === 0 ? next(12) : 0)
    const piece = next(4) === 0 ? text.slice(next(text.length), next(text.length)) : PIECES[next(PIECES.length)] ?? ''
    text = text.slice(0, at) + piece + text.slice(until)
  }
  return text
}

fuzz('give problems with positions and excerpts, never an error of ours, and none takes long', () => {
  let refused = 0
  for (let seed = 0; seed < 10_000; seed++) {
    const text = mutated(seed)
    const files = { list: () => ['main.dig'], read: (path: string) => (path === 'main.dig' ? text : path === 'x' ? 'a: 1' : undefined) }
    const started = performance.now()
    const loaded = loadProject(files, { root: '/p', warnings: true })
    const problems = [...loaded.problems, ...checkProject(loaded, { operators: ['echo', 'sh', 'if', 'loop'], files })]
    assert.ok(performance.now() - started < 2000, `seed ${seed} took long`)
    for (const { message, position } of problems) assert.ok(message !== '' && (position?.line ?? 0) >= 1 && (position?.column ?? 0) >= 1, `seed ${seed}: ${message}`)
    if (loaded.workflows.length > 0) continue
    refused++
    assert.ok(digdagMessage(loaded.problems.filter(({ severity }) => severity === 'error')) !== '', `seed ${seed}`)
  }
  assert.ok(refused > 2000 && refused < 9500, `${refused} of them were refused`)
})

type Tree = string | null | readonly Tree[] | { readonly entries: readonly (readonly [Tree, Tree])[] }

function ourTree(node: YamlNode | undefined): Tree {
  if (node === undefined) return null
  if (node.kind === 'scalar') return node.text
  if (node.kind === 'alias') return `*${node.name}`
  return node.kind === 'sequence' ? node.items.map(ourTree) : { entries: node.entries.map(({ key, value }) => [ourTree(key), ourTree(value)] as const) }
}

function theirTree(node: Node | null): Tree {
  if (node === null) return ''
  if (isScalar(node)) return String(node.source)
  if (isAlias(node)) return `*${node.source}`
  if (isSeq(node)) return node.items.map((item) => theirTree(item as Node))
  return isMap(node) ? { entries: node.items.map(({ key, value }) => [theirTree(key as Node), theirTree(value as Node | null)] as const) } : ''
}

fuzz('are read as the yaml package reads them, wherever both accept them', () => {
  let compared = 0
  for (let seed = 0; seed < 2500; seed++) {
    // A lone \r and U+0085 end lines in YAML 1.1 only; a block scalar at the end of the file has its last line end in YAML 1.2 only.
    const text = `${seed < SEEDS.length ? SEEDS[seed] : mutated(seed).replaceAll(/[\r\u0085]/g, '').replaceAll('\uD800', '')}\n`
    const theirs = parseWithPackage(text, { version: '1.1', schema: 'failsafe', merge: false, uniqueKeys: false, resolveKnownTags: false, prettyErrors: false })
    if (theirs.errors.length > 0) continue
    try {
      const ours = parseDocument(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
      assert.equal(ours === undefined ? '' : ourTree(ours), theirTree(theirs.contents), `seed ${seed}: ${JSON.stringify(text)}`)
      compared++
    } catch (error) {
      // What SnakeYAML refuses and the package takes: the tables of the dialect hold those.
      if (!(error instanceof YamlSyntaxError)) throw error
    }
  }
  assert.ok(compared > 700, `${compared} compared`)
})

fuzz.run()
