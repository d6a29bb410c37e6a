import { findingAt, OPEN_TOKEN, type Finding, type TextFile } from './finding.ts'
import { rangeOf, scalarAt, sourceText, textAt, type FoundLoad } from './loads.ts'

const DEFAULT_KEY = 'instagram.access_token'
const NAME = '[A-Za-z][\\w-]*(?:\\.[A-Za-z][\\w-]*)*'
const BARE = new RegExp(`^\\$\\{\\s*(${NAME})\\s*\\}$`)
const SECRET = new RegExp(`^\\$(?:\\{secret:(${NAME})\\}|<secret:(${NAME})>)$`)

/** A bare `${a.b}`, which digdag refuses: a token is a secret. */
export function checkToken(load: FoundLoad): readonly Finding[] {
  const scalar = scalarAt(load, 'access_token')
  if (!scalar) return []
  const [from, to] = rangeOf(scalar)
  const bare = BARE.exec(sourceText(load.source, scalar).trim())?.[1]
  if (bare === undefined) return []
  const key = bare.replace(/^secrets?\./, '')
  const text = load.source.text.slice(from, to).replace(/\$\{[^}]*\}/, `\${secret:${key}}`)
  return [findingAt(load.source, from, { message: `\${${bare}} is a parameter, and a token belongs into a secret`, hint: `write \${secret:${key}}, and set it with wf secrets --project P --set ${key}`, edits: [{ from, to, text }] })]
}

/** The secret that a load takes its token from; the key that `--fix` writes for a bare parameter. */
export function secretOf(load: FoundLoad): string | undefined {
  const text = textAt(load, 'access_token') ?? ''
  const [, braces, angles] = SECRET.exec(text) ?? []
  return braces ?? angles ?? BARE.exec(text)?.[1]?.replace(/^secrets?\./, '')
}

/** Access tokens written into a file, wherever they stand in it; they are not repeated. */
export function openTokens(file: TextFile): readonly Finding[] {
  return [...file.text.matchAll(OPEN_TOKEN)].map(({ index }) => findingAt(file, index, {
    message: 'an access token is written into the file, where anybody can read it',
    hint: `write \${secret:${DEFAULT_KEY}}, set it with wf secrets --project P --set ${DEFAULT_KEY}, and get a new token: this one is known`,
  }))
}
