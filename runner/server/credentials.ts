import { createHash, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { RunnerError, messageOf } from '../model/error.ts'

/** Who may come in: people by name and password, programs by token (contract). */
export interface Credentials {
  /** Judges an `Authorization` header. The time it takes does not depend on how much of it is right. */
  judge(header: string | undefined): 'accepted' | 'missing' | 'refused'
  /** For `WWW-Authenticate`. */
  readonly challenge: string
}

/** User name under which a browser may give a token as its password. */
const TOKEN_USER = 'token'

export function createCredentials(known: { readonly users?: readonly { readonly name: string; readonly password: string }[]; readonly tokens?: readonly string[] }): Credentials {
  const tokens = known.tokens ?? []
  const basic = [...(known.users ?? []).map((user) => `${user.name}:${user.password}`), ...tokens.map((token) => `${TOKEN_USER}:${token}`)].map(digest)
  const bearer = tokens.map(digest)
  return {
    challenge: 'Basic realm="trowel", charset="UTF-8"',
    judge: (header) => {
      if (header === undefined) return 'missing'
      const [, scheme = '', value = ''] = /^(\S+)\s+(.*?)\s*$/.exec(header) ?? []
      if (scheme.toLowerCase() === 'basic') return isAmong(basic, Buffer.from(value, 'base64'))
      return scheme.toLowerCase() === 'bearer' ? isAmong(bearer, Buffer.from(value)) : 'refused'
    },
  }
}

const digest = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest()

function isAmong(expected: readonly Buffer[], given: Uint8Array): 'accepted' | 'refused' {
  const asked = digest(given)
  let found = false
  for (const one of expected) found = timingSafeEqual(one, asked) || found
  return found ? 'accepted' : 'refused'
}

/**
 * Reads `--basic-auth-file` (a line `NAME:PASSWORD` each) and `--token-file` (a token a line); blank lines and lines
 * that begin with # are left out. Undefined when neither is given.
 * @throws RunnerError `invalid` when a file cannot be read, is empty, or a line has no colon
 */
export async function readCredentials(files: { readonly basicAuthFile?: string | undefined; readonly tokenFile?: string | undefined }): Promise<Credentials | undefined> {
  if (files.basicAuthFile === undefined && files.tokenFile === undefined) return undefined
  const users = files.basicAuthFile === undefined ? [] : (await lines(files.basicAuthFile, 'NAME:PASSWORD')).map(({ text, line }) => user(text, `${files.basicAuthFile}:${line}`))
  const tokens = files.tokenFile === undefined ? [] : (await lines(files.tokenFile, 'one token')).map(({ text }) => text)
  return createCredentials({ users, tokens })
}

function user(text: string, where: string): { readonly name: string; readonly password: string } {
  const colon = text.indexOf(':')
  if (colon < 1) throw new RunnerError('invalid', `${where}: a line must be NAME:PASSWORD`, { hint: 'Put a colon between the name and the password.' })
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}

async function lines(file: string, form: string): Promise<readonly { readonly text: string; readonly line: number }[]> {
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RunnerError('invalid', `Cannot read the credentials file ${file}: ${messageOf(cause)}`, { cause })
  })
  const found = content.split(/\r?\n/).map((text, i) => ({ text, line: i + 1 })).filter(({ text }) => text.trim() !== '' && !text.startsWith('#'))
  if (found.length === 0) throw new RunnerError('invalid', `The credentials file ${file} holds nothing`, { hint: `Write ${form} on each line.` })
  return found
}
