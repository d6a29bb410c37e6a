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
 * The answers of a batch in its order. Each element succeeds or fails alone; null are: one whose connection is dropped by a fault, one
 * that depends on a failed one, and one whose answer went into another element, unless `omit_response_on_success` is false.
 * @throws Refusal for what is no batch, or more than 50 elements
 */
export function answerBatch(call: Call, send: (request: SandboxRequest) => SandboxResponse): readonly unknown[] {
  const elements = readElements(call.params.get('batch') ?? '')
  const withHeaders = !/^(?:false|0)$/i.test(call.params.get('include_headers') ?? '')
  const answers = new Map<string, SandboxResponse>()
  const needed = new Set(elements.flatMap(referencesOf))
  return elements.map((element) => {
    const waitedFor = [...referencesOf(element), ...(element.depends_on === undefined ? [] : [element.depends_on])]
    if (waitedFor.some((name) => failed(answers.get(name)))) return null
    const answer = send(requestOf(call, element, answers))
    if (element.name !== undefined) answers.set(element.name, answer)
    if (answer.drop) return null
    if (element.name !== undefined && answer.status < 400 && (element.omit_response_on_success ?? needed.has(element.name))) return null
    return { code: answer.status, ...(withHeaders ? { headers: Object.entries(answer.headers).map(([name, value]) => ({ name, value })) } : {}), body: answer.body }
  })
}

function readElements(text: string): readonly Element[] {
  let value: unknown
  try { value = JSON.parse(text) } catch { value = undefined }
  if (!Array.isArray(value) || !value.every(isElement)) throw invalid('batch parameter must be a JSON array')
  if (value.length > MOST_ELEMENTS) throw new Refusal({ code: -3, type: 'GraphBatchException', message: `Too many requests in batch message. Maximum batch size is ${MOST_ELEMENTS}` })
  return value
}

function isElement(value: unknown): value is Element {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const { method, relative_url: url, body, name, headers } = value as Readonly<Record<string, unknown>>
  return [method, url, body, name].every((one) => one === undefined || typeof one === 'string') && (headers === undefined || Array.isArray(headers))
}

const failed = (answer: SandboxResponse | undefined) => answer !== undefined && (answer.drop || answer.status >= 400)

function requestOf(call: Call, element: Element, answers: ReadonlyMap<string, SandboxResponse>): SandboxRequest {
  const path = fill(element.relative_url ?? '', answers).replace(/^\/+/, '')
  const body = element.body === undefined ? undefined : fill(element.body, answers)
  const version = /^v\d+\.\d+(?:\/|$|\?)/.test(path) || call.version === undefined ? '' : `${call.version}/`
  const token = /[?&]access_token=/.test(path) || /(?:^|&)access_token=/.test(body ?? '') || call.token === undefined ? '' : `${path.includes('?') ? '&' : '?'}access_token=${encodeURIComponent(call.token)}`
  const proof = call.params.get('appsecret_proof')
  const tail = token === '' || proof === undefined ? token : `${token}&appsecret_proof=${encodeURIComponent(proof)}`
  const headers = Object.fromEntries((element.headers ?? []).map(({ name, value }) => [String(name).toLowerCase(), String(value)]))
  return {
    method: element.method ?? 'GET', url: `${call.base}/${version}${path}${tail}`,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }, body,
  }
}

/** `{result=NAME:$.path}`, plain or percent-encoded. */
const REFERENCE = /(?:\{|%7B)result(?:=|%3D)(.+?)(?::|%3A)(?:\$|%24)(.*?)(?:\}|%7D)/gi

const referencesOf = ({ relative_url: url = '', body = '' }: Element) => [...url.matchAll(REFERENCE), ...body.matchAll(REFERENCE)].map(([, name = '']) => decoded(name))

/** Puts what earlier elements answered in place of references to them. */
function fill(text: string, answers: ReadonlyMap<string, SandboxResponse>): string {
  return text.replaceAll(REFERENCE, (_, name: string, path: string) => {
    const answer = answers.get(decoded(name))
    return answer === undefined ? '' : encodeURIComponent(walk([JSON.parse(answer.body) as unknown], stepsOf(decoded(path))).join(','))
  })
}

/** The steps of a JSONPath, as in `$.data[0].id`, `$.data.*.id`, `$..id`: names, places, `*`, and `..` for any depth. */
const stepsOf = (path: string) => [...path.matchAll(/\.\.|\.?([^.[\]'"]+)|\[['"]?([^'"\]]+)['"]?\]/g)].map(([whole, name, place]) => name ?? place ?? whole)

function walk(values: readonly unknown[], [part, ...rest]: readonly string[]): readonly unknown[] {
  if (part === undefined) return values.filter((value) => typeof value !== 'object')
  if (part === '..') return walk(values.flatMap(withinOf), rest)
  return walk(values.flatMap((value) => {
    if (value === null || typeof value !== 'object') return []
    return part === '*' ? Object.values(value) : Object.hasOwn(value, part) ? [(value as Readonly<Record<string, unknown>>)[part]] : []
  }), rest)
}

const withinOf = (value: unknown): readonly unknown[] => (value === null || typeof value !== 'object' ? [] : [value, ...Object.values(value).flatMap(withinOf)])

function decoded(text: string): string {
  try { return decodeURIComponent(text) } catch { return text }
}
