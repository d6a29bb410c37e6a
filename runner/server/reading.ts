import type { Millis } from '../model/clock.ts'
import { RunnerError } from '../model/error.ts'
import { isObject, parseJson, type Json, type JsonObject } from '../model/json.ts'
import { instantOf, parseLocalTime, parseOffsetTime } from '../model/time.ts'
import type { Call } from './router.ts'

export const notFound = (what: string): RunnerError => new RunnerError('not-found', `Resource does not exist: ${what}`)
export const invalid = (message: string, hint?: string): RunnerError => new RunnerError('invalid', message, hint === undefined ? {} : { hint })

/** An id of the path. One that is no number is a thing that does not exist (digdag §10.1). */
export function pathId(call: Call, name: string): number {
  const id = wholeNumber(call.path[name])
  if (id === undefined) throw notFound(`${name} in the path is '${call.path[name] ?? ''}', not a number`)
  return id
}

/** A required text of the query; empty counts as missing. */
export function queryText(call: Call, name: string): string {
  const text = call.query.get(name)
  if (text === null || text === '') throw invalid(`${name}= is required`)
  return text
}

/** A whole number of the query. Anything else is a 404, as digdag's server answers. */
export function queryNumber(call: Call, name: string): number | undefined {
  const text = call.query.get(name)
  if (text === null || text === '') return undefined
  const value = wholeNumber(text)
  if (value === undefined) throw new RunnerError('not-found', `The value of the query parameter "${name}" is '${text}', not a whole number`)
  return value
}

export const queryFlag = (call: Call, name: string): boolean => ['true', '1'].includes((call.query.get(name) ?? '').toLowerCase())

/** `last_id` and `page_size` (digdag §10.1). */
export function page(call: Call): { readonly lastId?: number; readonly pageSize: number } {
  const { pageSize: most } = call.parts.limits
  const pageSize = queryNumber(call, 'page_size') ?? most
  if (pageSize > most) {
    throw invalid(`Your specified page_size is Optional.of(${pageSize}), but it is larger than MAX_PAGE_SIZE: ${most}. You must specify page_size with a number which is smaller than ${most}.`)
  }
  return { ...lastId(call), pageSize }
}

export function lastId(call: Call): { readonly lastId?: number } {
  const value = queryNumber(call, 'last_id')
  return value === undefined ? {} : { lastId: value }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Reads a body of at most `limit` bytes, stopping as soon as there are more. */
export async function readBody(request: Request, limit: number, tooLarge: string): Promise<Uint8Array> {
  const announced = wholeNumber(request.headers.get('content-length') ?? undefined)
  if (announced !== undefined && announced > limit) throw new RunnerError('limit', tooLarge)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body?.getReader()
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    size += read.value.length
    if (size > limit) throw new RunnerError('limit', tooLarge)
    chunks.push(read.value)
  }
  if (announced !== undefined && announced !== size) throw invalid("Content-Length header doesn't match with uploaded data size")
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)
}

/** The JSON object that a request brings; `{}` when it brings nothing. */
export async function readObject(call: Call): Promise<JsonObject> {
  requireType(call, ['application/json'])
  const { jsonBytes } = call.parts.limits
  const bytes = await readBody(call.request, jsonBytes, `Size of the request body exceeds limit (${jsonBytes} bytes)`)
  if (bytes.length === 0) return {}
  const value = parsed(new TextDecoder().decode(bytes))
  if (value === null) return {}
  if (!isObject(value)) throw invalid('The request body must be a JSON object')
  return value
}

function parsed(text: string): Json {
  try { return parseJson(text) } catch (error) { throw invalid(`The request body is not JSON: ${(error as Error).message}`) }
}

/** @throws RunnerError `invalid` when the body has another content type; none at all is accepted */
export function requireType(call: Call, types: readonly string[]): void {
  const type = (call.request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== '' && !types.includes(type)) throw invalid(`Cannot consume content type ${type}`, `Send Content-Type: ${types[0] ?? ''}.`)
}

/** A text of a body, or undefined when missing or null. */
export function bodyText(body: JsonObject, key: string): string | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`'${key}' must be a string`)
  return value
}

/** An id of a body: digits as text, or a number (digdag §10.1). */
export function bodyId(body: JsonObject, key: string): number {
  const value = body[key]
  const id = wholeNumber(typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)
  if (id === undefined) throw invalid(value === undefined ? `'${key}' is required` : `Invalid ID '${key}': expected digits`)
  return id
}

export function bodyCount(body: JsonObject, key: string): number | undefined {
  const value = body[key]
  if (value === undefined || value === null) return undefined
  const count = wholeNumber(typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)
  if (count === undefined) throw invalid(`'${key}' must be a whole number, zero or more`)
  return count
}

export const bodyFlag = (body: JsonObject, key: string): boolean => body[key] === true || body[key] === 'true'

/** An instant of a body: ISO with an offset or Z. */
export function bodyInstant(body: JsonObject, key: string): Millis | undefined {
  const text = bodyText(body, key)
  return text === undefined ? undefined : parseInstant(text, `Invalid ISO time format: ${text} ('${key}')`)
}

/** @throws RunnerError `invalid` with the given message */
export function parseInstant(text: string, message: string): Millis {
  const at = parseOffsetTime(text.replace(/\[[^\]]*\]$/, ''))
  if (at === undefined) throw invalid(message, 'Write it like 2026-01-02T03:04:05Z.')
  return at
}

/** A local ISO time with its seconds whole: Java leaves out those that are 0 and writes fractions. */
export const isoTime = (text: string): string => text.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?$/, (_, minute: string, second = ':00') => minute + second)

/** A time with an offset, or a local one in this zone (digdag's LocalTimeOrInstant). */
export function bodyTime(body: JsonObject, key: string, zone: string): Millis | undefined {
  const given = bodyText(body, key)
  if (given === undefined) return undefined
  const text = isoTime(given)
  const local = parseLocalTime(text)
  return local === undefined ? parseInstant(text, `Invalid timestamp format: ${text}`) : instantOf(local, zone, 'earlier')
}
