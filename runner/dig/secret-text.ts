import type { Problem } from '../model/error.ts'
import { atPath, type JsonObject } from '../model/json.ts'

const ANGLED = /\$<\s*secret\s*:\s*([^<>\n]+?)\s*>/g
const BARE = /\$\{\s*([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)*)\s*\}/g

/**
 * The other spellings of a secret in a `td_load>` configuration become `${secret:key}`, before its templates run: `$<secret:key>`,
 * and a bare `${a.b}` that no parameter answers and a secret of that name does (with a warning). So the value arrives after the
 * YAML was read and cannot change its shape.
 * @param file named in the warnings
 */
export function rewriteLoadSecrets(text: string, knownParams: JsonObject, knownSecrets: ReadonlySet<string>, file?: string): { readonly text: string; readonly warnings: readonly Problem[] } {
  const warnings: Problem[] = []
  const angled = text.replace(ANGLED, (_, key: string) => `\${secret:${key}}`)
  const rewritten = angled.replace(BARE, (whole, name: string, at: number) => {
    const path = name.split('.')
    if (!knownSecrets.has(name) || atPath(knownParams, path) !== undefined) return whole
    warnings.push(warning(name, angled, at, file))
    return `\${secret:${name}}`
  })
  return { text: rewritten, warnings }
}

function warning(name: string, text: string, at: number, file: string | undefined): Problem {
  const before = text.slice(0, at).split('\n')
  const position = file === undefined ? {} : { position: { file, line: before.length, column: (before.at(-1) ?? '').length + 1 } }
  return { message: `\${${name}} is no parameter; the secret of that name is used`, severity: 'warning', hint: `Write \${secret:${name}}`, ...position }
}
