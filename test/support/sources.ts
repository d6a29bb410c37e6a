import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface Source { readonly path: string; readonly text: string }

/** The TypeScript files below folders, by path from the root. */
export const readSources = (folders: readonly string[]): readonly Source[] => folders.flatMap((folder) =>
  (existsSync(join(ROOT, folder)) ? readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/'))).sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })))

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** What a file imports: `local` project files of any kind, `eager` those loaded with it (cycles), and all specifiers as written. */
export function importsOf(source: Source): { readonly local: readonly string[]; readonly eager: readonly string[]; readonly specifiers: readonly string[] } {
  const statements = [...source.text.matchAll(STATEMENT)].map((match) => ({ name: match[2] ?? '', type: match[1] !== undefined }))
  const dynamic = [...source.text.matchAll(DYNAMIC)].map((match) => match[1] ?? '')
  const resolve = (name: string): string => posix.normalize(posix.join(posix.dirname(source.path), name))
  return {
    local: [...statements.map(({ name }) => name), ...dynamic].filter((name) => name.startsWith('.')).map(resolve),
    eager: statements.filter(({ name, type }) => !type && name.startsWith('.')).map(({ name }) => resolve(name)),
    specifiers: [...statements.map(({ name }) => name), ...dynamic],
  }
}
