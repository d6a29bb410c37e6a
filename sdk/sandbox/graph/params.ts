import { invalid } from './refusal.ts'

/** Parameters of a request: the query's, then those of a form or JSON body. */
export type Params = ReadonlyMap<string, string>

export function readQuery(query: string): Map<string, string> {
  const params = new Map<string, string>()
  if (query === '') return params
  for (const [name, value] of new URLSearchParams(query)) {
    const listed = /^([a-z_]+)\[\d*\]$/.exec(name)
    if (listed?.[1] === undefined) params.set(name, value)
    else params.set(listed[1], params.has(listed[1]) ? `${params.get(listed[1])},${value}` : value)
  }
  return params
}

/** A form-encoded, multipart or JSON body; anything else has no parameters. */
export function readBody(body: string, contentType: string): Map<string, string> {
  if (body === '') return new Map()
  if (contentType.includes('json')) return readJson(body)
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1]
  return contentType.includes('multipart') && boundary !== undefined ? readMultipart(body, boundary) : readQuery(body)
}

function readJson(body: string): Map<string, string> {
  let value: unknown
  try { value = JSON.parse(body) } catch { throw invalid('The request body is not valid JSON') }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return new Map()
  return new Map(Object.entries(value).map(([name, one]) => [name, typeof one === 'string' ? one : JSON.stringify(one)]))
}

function readMultipart(body: string, boundary: string): Map<string, string> {
  const params = new Map<string, string>()
  for (const part of body.split(`--${boundary}`)) {
    const name = /name="([^"]+)"/.exec(part)?.[1]
    const start = part.indexOf('\r\n\r\n')
    if (name !== undefined && start >= 0) params.set(name, part.slice(start + 4).replace(/\r\n$/, ''))
  }
  return params
}

/** A list, written with commas, as a JSON array, or as `name[0]=…`. */
export function listOf(value: string | undefined): readonly string[] {
  if (value === undefined || value.trim() === '') return []
  const text = value.trim()
  if (text.startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(text)
      if (Array.isArray(parsed)) return parsed.map(String)
    } catch { /* not JSON: read as a plain list below, and refused by name */ }
  }
  return text.split(',').map((one) => one.trim())
}

/** A limit as Meta reads it: missing → `usual`, above `most` → `most`. */
export function limitOf(value: string | undefined, usual: number, most: number): number {
  if (value === undefined || value === '') return usual
  const number = Number(value)
  if (!Number.isInteger(number)) throw invalid('Param limit must be an integer')
  if (number < 0) throw invalid('Param limit must be non-negative')
  return number === 0 ? usual : Math.min(number, most)
}
