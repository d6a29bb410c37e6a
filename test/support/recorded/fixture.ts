import { createServer, type IncomingMessage, type Server } from 'node:http'

/** The address that recorded cases with `"http": true` call. */
const PORT = 39180
const BUSY_WAIT_MS = 100

interface Reply { readonly status?: number | string | undefined; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown; readonly text?: string }
interface Asked { readonly request: IncomingMessage; readonly url: URL; readonly parts: readonly string[]; readonly body: string }

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

function createRoutes(): Readonly<Record<string, (asked: Asked) => Reply | Promise<Reply>>> {
  const counts = new Map<string, number>()
  return {
    echo: ({ request, url, body }) => ({ json: {
      method: request.method, path: url.pathname, rawQuery: url.search.slice(1), query: [...url.searchParams], body,
      headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => /^(content-type|authorization|accept|x-.*)$/.test(name)).sort()),
    } }),
    fail: ({ url, parts: [times, status] }) => {
      const requests = (counts.get(url.pathname) ?? 0) + 1
      counts.set(url.pathname, requests)
      return { status: requests > Number(times) ? 200 : Number(status), json: { requests } }
    },
    auth: ({ request, parts: [user, password] }) => (request.headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      ? { json: { user } }
      : { status: 401, headers: { 'www-authenticate': 'Basic realm="fixture"' }, json: { authorization: request.headers.authorization ?? null } }),
    answer: async ({ url }) => {
      const { status, type, body = '', repeat = '1', location, delay = '0' } = Object.fromEntries(url.searchParams)
      await sleep(Number(delay) * 1000)
      return { status, text: body.repeat(Number(repeat)), headers: { ...(type ? { 'content-type': type } : {}), ...(location ? { location } : {}) } }
    },
  }
}

/** The HTTP server of the recordings: /echo, /fail/TIMES/STATUS, /auth/USER/PASSWORD, /answer?status&type&body&repeat&location&delay. */
export async function startFixture(): Promise<Server> {
  const routes = createRoutes()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fixture')
      const [, name = '', ...parts] = url.pathname.split('/')
      const route = Object.hasOwn(routes, name) ? routes[name] : undefined
      Promise.resolve(route ? route({ request, url, parts, body: Buffer.concat(chunks).toString('utf8') }) : { status: 404, json: { message: 'no such route' } }).then(
        ({ status = 200, headers = {}, json, text }) => response.writeHead(Number(status), { ...(json ? { 'content-type': 'application/json' } : {}), ...headers }).end(json ? JSON.stringify(json) : text),
        () => response.destroy(),
      )
    })
  })
  for (;;) { // another run on this machine may hold the port for a while
    const error = await new Promise<NodeJS.ErrnoException | undefined>((done) => { server.once('error', done).listen(PORT, '127.0.0.1', () => done(undefined)) })
    if (!error) return server
    if (error.code !== 'EADDRINUSE') throw error
    await sleep(BUSY_WAIT_MS)
  }
}
