/** A service under test as a function. */
export type Handle = (request: Request) => Promise<Response>

export interface Answer { readonly status: number; readonly bytes: Buffer; json<T>(): T }

export interface Api {
  call(method: string, path: string, options?: { readonly query?: Readonly<Record<string, string | undefined>>; readonly body?: unknown; readonly raw?: Uint8Array }): Promise<Answer>
  /** The same, but a refusal throws. */
  must<T>(method: string, path: string, options?: { readonly query?: Readonly<Record<string, string | undefined>>; readonly body?: unknown; readonly raw?: Uint8Array }): Promise<T>
}

export function createApi(handle: Handle): Api {
  const call: Api['call'] = async (method, path, { query = {}, body, raw } = {}) => {
    const search = new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)).toString()
    const response = await handle(new Request(`http://127.0.0.1/api${path}${search ? `?${search}` : ''}`, {
      method,
      headers: raw ? { 'content-type': 'application/gzip', 'content-length': String(raw.length) } : body === undefined ? {} : { 'content-type': 'application/json' },
      ...(raw ? { body: new Uint8Array(raw) } : body === undefined ? {} : { body: JSON.stringify(body) }),
    }))
    const bytes = Buffer.from(await response.arrayBuffer())
    return { status: response.status, bytes, json: <T>() => (bytes.length ? JSON.parse(bytes.toString('utf8')) : undefined) as T }
  }
  return {
    call,
    must: async <T>(method: string, path: string, options = {}) => {
      const answer = await call(method, path, options)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.bytes.toString('utf8').slice(0, 300)}`)
      return answer.json<T>()
    },
  }
}
