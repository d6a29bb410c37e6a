#!/usr/bin/env node
// Writes docs/compatibility.md from the lists of deliberate differences: node scripts/compatibility.mjs
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'test', 'conformance')
const target = join(root, 'docs', 'compatibility.md')
const readList = (name) => Object.entries(JSON.parse(readFileSync(join(folder, name), 'utf8')))
const count = (name) => readdirSync(join(folder, name)).filter((id) => existsSync(join(folder, name, id, 'case.json'))).length
const placeOf = (id) => ['cases', 'cli-cases'].find((name) => existsSync(join(folder, name, id, 'case.json')))

function row([id, reason]) {
  const place = placeOf(id)
  if (place === undefined) throw new Error(`there is no recorded case ${id}`)
  const { about } = JSON.parse(readFileSync(join(folder, place, id, 'case.json'), 'utf8'))
  return `| \`${id}\` | ${about.replaceAll('|', '\\|')} | ${reason.replaceAll('|', '\\|')} |`
}

const table = (entries) => ['| case | what digdag does | here, and why |', '|---|---|---|', ...entries.map(row)].join('\n')

export function compatibilityText() {
  const known = readList('known.json')
  const always = new Set(known.map(([id]) => id))
  const embedded = readList('known-embedded.json').filter(([id]) => !always.has(id))
  return `<!-- Written by scripts/compatibility.mjs from test/conformance/known.json and known-embedded.json; do not edit. -->
# Where trowel differs from digdag on purpose

What the real digdag (0.10.6) does was recorded: ${count('cases')} projects that were pushed to its server and run, and ${count('cli-cases')} series of commands that were
typed. \`npm test\` does the same with trowel and compares, in one process; \`npm run conformance\` does it over a socket. All agree but those below.
"§13" is the list of digdag's quirks in the fact sheet.

${table(known)}

Without a server \`wf start\` runs the attempt itself, to its end. So these cases, which need an attempt to outlive its command, hold only with a server:

${table(embedded)}
`
}

export const compatibilityFile = target

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, compatibilityText())
  console.log(`wrote ${target}`)
}
