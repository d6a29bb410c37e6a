import type { Call } from './call.ts'
import { Refusal, invalid } from './graph/refusal.ts'
import type { SandboxRequest, SandboxResponse } from './requests.ts'

/** One request of a batch (IG §2.18). */
interface Element {
  readonly method?: string
  readonly relative_url?: string
  readonly body?: string
  readonly headers?: readonly { readonly name: string, readonly value: string }[]
  readonly name?: string
  readonly depends_on?: string
  readonly omit_response_on_success?: boolean
}

const MOST_ELEMENTS = 50

/**
 * The answers of a batch in its order. Each element succeeds or fails alone; one whose connection is dropped by a fault is null.
 * @throws Refusal for what is no batch, or more than 50 elements
 */
export function answerBatch(call: Call, send: (request: SandboxRequest) => SandboxResponse): readonly unknown[] {
  const elements = readElements(call.params.get('batch') ?? '')
  const withHeaders = call.params.get('include_headers') !== 'false'
  const answers = new Map<string, SandboxResponse>()
  const needed = new Set(elements.flatMap((element) => references(element.relative_url ?? '')))
  return elements.map((element) => {
    const waitedFor = element.depends_on === undefined ? undefined : answers.get(element.depends_on)
    if (waitedFor !== undefined && waitedFor.status >= 400) return null
    const answer = send(requestOf(call, element, fill(element.relative_url ?? '', answers)))
    if (element.name !== undefined) answers.set(element.name, answer)
    if (answer.drop) return null
    if (element.name !== undefined && answer.status < 400 && (element.omit_response_on_success ?? needed.has(element.name))) return null
    return { code: answer.status, ...(withHeaders ? { headers: Object.entries(answer.headers).map(([name, value]) => ({ name, value })) } : {}), body: answer.body }
  })
}

function readElements(text: string): readonly Element[] {
  let value: unknown
  try { value = JSON.parse(text) } catch { value = undefined }
  if (!Array.isArray(value) || value.some((one) => one === null || typeof one !== 'object')) throw invalid('batch parameter must be a JSON array')
  if (value.length > MOST_ELEMENTS) throw new Refusal({ code: -3, type: 'GraphBatchException', message: `Too many requests in batch message. Maximum batch size is ${MOST_ELEMENTS}` })
  return value as readonly Element[]
}

function requestOf(call: Call, element: Element, relative: string): SandboxRequest {
  const path = relative.replace(/^\/+/, '')
  const version = /^v\d+\.\d+(?:\/|$|\?)/.test(path) || call.version === undefined ? '' : `${call.version}/`
  const token = /[?&]access_token=/.test(path) || call.token === undefined ? '' : `${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(call.token)}`
  const proof = call.params.get('appsecret_proof')
  const tail = token === '' || proof === undefined ? token : `${token}&appsecret_proof=${encodeURIComponent(proof)}`
  const headers = Object.fromEntries((element.headers ?? []).map(({ name, value }) => [name.toLowerCase(), value]))
  return {
    method: element.method ?? 'GET', url: `${call.base}/${version}${path}${tail}`,
    headers: { ...headers, ...(element.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }, body: element.body,
  }
}

const REFERENCE = /\{result=([^:}]+):\$([^}]*)\}/g

const references = (url: string) => [...decoded(url).matchAll(REFERENCE)].map(([, name = '']) => name)

/** Puts what earlier elements answered in place of `{result=NAME:$.path}`. */
function fill(url: string, answers: ReadonlyMap<string, SandboxResponse>): string {
  const text = decoded(url)
  if (!text.includes('{result=')) return url
  return text.replaceAll(REFERENCE, (_, name: string, path: string) => {
    const answer = answers.get(name)
    return answer === undefined ? '' : encodeURIComponent(walk([JSON.parse(answer.body) as unknown], path.split('.').filter((part) => part !== '')).join(','))
  })
}

function walk(values: readonly unknown[], [part, ...rest]: readonly string[]): readonly unknown[] {
  if (part === undefined) return values.filter((value) => typeof value !== 'object')
  return walk(values.flatMap((value) => {
    if (value === null || typeof value !== 'object') return []
    return part === '*' ? Object.values(value) : Object.hasOwn(value, part) ? [(value as Readonly<Record<string, unknown>>)[part]] : []
  }), rest)
}

function decoded(url: string): string {
  try { return url.includes('%7B') ? decodeURIComponent(url) : url } catch { return url }
}
