import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createGraphClient, isGraphError, type GraphClient, type Host } from '../../sdk/index.ts'
import { messageOf, RunnerError } from '../model/error.ts'
import type { Home } from '../index.ts'
import { UsageError, type Option, type Options } from './command.ts'
import type { Context } from './context.ts'

export const TOKEN_OPTIONS: readonly Option[] = [
  { flags: '--project <PROJECT>', about: 'the secret instagram.access_token of a project' },
  { flags: '--connection <ID>', about: 'the access_token of a saved authentication' },
  { flags: '--key <KEY>', about: 'another key of that secret (default instagram.access_token)' },
  { flags: '--insecure-http', about: 'allow plain http to a Graph API beyond this machine' },
]

const DEFAULT_KEY = 'instagram.access_token'

/** A token and where it is kept. */
export interface TokenSource {
  readonly token: string
  /** For messages, never the token. */
  readonly place: string
  save(token: string): Promise<void>
}

/** The token that the options name. @throws UsageError, RunnerError `not-found` with what to type */
export async function findToken(context: Context, home: Home, options: Options): Promise<TokenSource> {
  const [projectName, connectionId, file] = [options.text('project'), options.text('connection'), options.text('tokenFile')]
  if ([projectName, connectionId, file].filter((choice) => choice !== undefined).length !== 1) throw new UsageError('give exactly one of --project, --connection and --token-file')
  if (file !== undefined) return fromFile(context, file)
  if (projectName !== undefined) {
    const key = options.text('key') ?? DEFAULT_KEY
    const project = await home.store.findProjectByName(projectName)
    const token = project === undefined ? undefined : await home.vault.get('secret', project.id, key)
    if (project === undefined) throw new RunnerError('not-found', `there is no project '${projectName}'`, { hint: `\`${context.typed(`projects`)}\` shows those there are` })
    if (token === undefined) throw new RunnerError('not-found', `project '${projectName}' has no secret ${key}`, { hint: `${context.program} secrets --project ${projectName} --set ${key}` })
    return { token: token.trim(), place: `secret ${key} of ${projectName}`, save: (next) => home.vault.put('secret', project.id, key, next) }
  }
  const id = connectionId ?? ''
  const found = await home.loads.connections.find(id)
  const token = found?.values['access_token']
  if (typeof token !== 'string') throw new RunnerError('not-found', `there is no access_token in a connection '${id}'`, { hint: `${context.program} connections set ${id} access_token` })
  return { token, place: `connection ${id}`, save: (next) => home.loads.connections.set(id, found?.type ?? 'instagram_insight', { access_token: next }) }
}

function fromFile(context: Context, file: string): TokenSource {
  try {
    const token = readFileSync(resolve(context.cwd, file), 'utf8').trim()
    return { token, place: file, save: async () => { throw new RunnerError('invalid', 'a token in a file is not changed', { hint: 'keep it as a secret or a connection' }) } }
  } catch (error) { throw new RunnerError('disk', `cannot read ${file}: ${messageOf(error)}`, { cause: error }) }
}

/** Whether a token is one of Instagram Login (graph.instagram.com). */
export const isInstagramToken = (token: string): boolean => token.startsWith('IG')

/** A client for a token, at the address of `TROWEL_GRAPH_URL` where that is set. */
export function graphFor(context: Context, token: string): GraphClient<Host> {
  const { graphUrl, insecureHttp } = context.settings
  try {
    return createGraphClient({
      accessToken: token, host: isInstagramToken(token) ? 'instagram' : 'facebook', signal: context.signal, insecureHttp,
      ...(graphUrl === undefined ? {} : { baseUrl: graphUrl }),
    }) as GraphClient<Host>
  } catch (error) {
    if (!isGraphError(error) || graphUrl === undefined) throw error
    if (error.code === 'insecure-url') throw new RunnerError('invalid', `TROWEL_GRAPH_URL=${graphUrl} would send the token in clear`, { hint: 'use https, a loopback address, or --insecure-http on a network you trust' })
    throw new RunnerError('invalid', 'TROWEL_GRAPH_URL is no http address without credentials and query', { hint: 'such as http://127.0.0.1:65433, what `wf sandbox` prints' })
  }
}
