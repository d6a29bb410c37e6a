import { ConfigError } from '../model/error.ts'
import { mapTexts, revealed } from '../model/inert.ts'
import { isArray, isObject, stringifyJson, textOf, type Json } from '../model/json.ts'
import type { TaskRun } from '../model/operator.ts'
import { asText, type Params } from '../model/params.ts'
import { formText, readQuery, withQuery, type Pairs } from './http-query.ts'
import { checkUri, uriInMessages } from './java-uri.ts'

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])
const DEFAULT_TIMEOUT_SECONDS = 30
const HIDDEN_URI = 'http://***'

export interface Header {
  readonly name: string
  readonly value: string
  /** Not to be sent to another host after a redirect. */
  readonly secret: boolean
}

export interface Body { readonly text: string; readonly secret: boolean }

/** A request with its secrets in place. */
export interface HttpRequest {
  readonly method: string
  readonly uri: string
  /** For logs and messages: no secret, no user info. */
  readonly shownUri: string
  readonly secretUri: boolean
  readonly headers: readonly Header[]
  readonly body: Body | undefined
  readonly timeoutMs: number
  readonly retry: boolean
  readonly followRedirects: boolean
  readonly insecure: boolean
}

const SECRET = /\$\{\s*secret\s*:/

/** Whether a value, as evaluated and not yet revealed, names a secret. */
function namesSecret(value: Json): boolean {
  let found = false
  mapTexts(value, (text) => { found ||= SECRET.test(text); return text })
  return found
}

/** Reads the options that `http>` and `http_call>` share (digdag §6.4). */
export async function readRequest(task: TaskRun, params: Params, options: { readonly uriSecret: boolean }): Promise<HttpRequest> {
  const method = (params.optionalText('method') ?? 'GET').toUpperCase()
  const { uri, secret } = await readUri(task, params, options.uriSecret)
  const shownUri = secret ? HIDDEN_URI : uriInMessages(uri)
  checkUri(uri, secret ? HIDDEN_URI : uri)
  const body = await readBody(task, params)
  return {
    method, uri, shownUri, secretUri: secret, body: body?.body,
    headers: await readHeaders(task, params, body?.contentType),
    timeoutMs: (params.optionalInt('timeout') ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    retry: params.flag('retry', SAFE_METHODS.has(method)),
    followRedirects: params.flag('follow_redirects', true),
    insecure: params.flag('insecure', false),
  }
}

async function readUri(task: TaskRun, params: Params, uriSecret: boolean): Promise<{ readonly uri: string; readonly secret: boolean }> {
  const replacement = uriSecret ? await task.secrets.find('http.uri') : undefined
  const command = replacement === undefined ? params.text('_command') : ''
  const base = replacement ?? await task.secrets.fill(textOf(params.raw('_command') ?? command))
  const query = params.raw('query')
  const pairs = query === undefined ? [] : await readQuery(query, (text) => task.secrets.fill(text))
  const secret = replacement !== undefined || namesSecret(params.raw('_command') ?? '') || (query !== undefined && namesSecret(query))
  return { uri: withQuery(base, pairs), secret }
}

async function readHeaders(task: TaskRun, params: Params, contentType: string | undefined): Promise<readonly Header[]> {
  const headers: Header[] = []
  for (const entry of params.optionalList('headers') === undefined ? [] : params.raw('headers') as readonly Json[]) {
    const pairs = isObject(entry) ? Object.entries(entry) : []
    const [pair] = pairs
    if (pair === undefined || pairs.length !== 1) throw new ConfigError(`Invalid header: ${stringifyJson(revealed(entry))}`, { hint: 'write headers as a list of name: value' })
    if (pair[1] === null) throw new ConfigError(`Parameter '${pair[0]}' is required but null`)
    const header = { name: await task.secrets.fill(pair[0]), value: await task.secrets.fill(asText(pair[1], pair[0])), secret: namesSecret(entry) }
    // Identical pairs are sent once, as digdag does.
    if (!headers.some(({ name, value }) => name === header.name && value === header.value)) headers.push(header)
  }
  const authorization = await readAuthorization(task)
  const given = (name: string): boolean => headers.some((header) => header.name.toLowerCase() === name)
  return [
    ...(authorization === undefined ? headers : headers.filter(({ name }) => name.toLowerCase() !== 'authorization')),
    ...(authorization === undefined ? [] : [{ name: 'Authorization', value: authorization, secret: true }]),
    ...(contentType === undefined || given('content-type') ? [] : [{ name: 'Content-Type', value: contentType, secret: false }]),
  ]
}

/** The secret `http.authorization` as it is, else Basic from `http.user` and `http.password`. */
async function readAuthorization({ secrets }: TaskRun): Promise<string | undefined> {
  const raw = await secrets.find('http.authorization')
  if (raw !== undefined) return raw
  const user = await secrets.find('http.user')
  if (user === undefined) return undefined
  return `Basic ${Buffer.from(`${user}:${await secrets.find('http.password') ?? ''}`).toString('base64')}`
}

interface ReadBody { readonly body: Body; readonly contentType: string }

async function readBody(task: TaskRun, params: Params): Promise<ReadBody | undefined> {
  const raw = params.raw('content')
  if (raw === undefined) return undefined
  const content = await task.secrets.fillAll(raw)
  const nested = isObject(content) || isArray(content)
  const format = (params.optionalText('content_format') ?? (nested ? 'json' : 'text')).toLowerCase()
  const type = params.optionalText('content_type')
  const made = bodyText(content, format, raw)
  return { body: { text: made.text, secret: namesSecret(raw) }, contentType: (made.fixedType ? undefined : type) ?? made.type }
}

function bodyText(content: Json, format: string, raw: Json): { readonly text: string; readonly type: string; readonly fixedType?: boolean } {
  if (format === 'json') return { text: stringifyJson(content), type: 'application/json' }
  if (format === 'text' && !isObject(content) && !isArray(content)) return { text: textOf(content), type: 'plain/text' }
  if (format === 'form' && isObject(content)) return { text: formText(formFields(content, raw)), type: 'application/x-www-form-urlencoded', fixedType: true }
  throw new ConfigError(`Invalid content format for ${nodeType(content)}s: '${format}'`)
}

/** The names and texts of a form; in a message the value is as written, before secrets. */
function formFields(content: Json, raw: Json): Pairs {
  const written = isObject(raw) ? Object.values(raw) : []
  return Object.entries(isObject(content) ? content : {}).map(([name, value], i) => {
    if (isObject(value) || isArray(value)) throw new ConfigError(`Invalid form content field value: ${stringifyJson(revealed(written[i] ?? null))}`)
    return [name, textOf(value)] as const
  })
}

const nodeType = (value: Json): string =>
  isObject(value) ? 'object' : isArray(value) ? 'array' : value === null ? 'null' : typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'number'
