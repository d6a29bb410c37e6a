import type { Clock } from '../model/clock.ts'
import type { ParamServer } from '../model/operator.ts'
import type { Store } from '../model/store.ts'

const KEPT_MS = 90 * 86_400_000
const SCOPE = 0
const MAX_BYTES = 1024 * 1024

/** Shared parameters of `param_set>` and `param_get>` (digdag §6.8): on when the configuration says `param_server.type`. */
export function createParamServer(parts: { readonly settings: Readonly<Record<string, string>>; readonly store: () => Promise<Store>; readonly clock: Clock }): ParamServer | undefined {
  const type = parts.settings['param_server.type']
  if (type === 'local') return localServer(parts.store, parts.clock)
  if (type === 'postgresql') return postgresServer(parts.settings)
  return undefined
}

function localServer(store: () => Promise<Store>, clock: Clock): ParamServer {
  return {
    get: async (key) => {
      const bytes = await (await store()).getValue('param', SCOPE, key)
      if (!bytes) return undefined
      const { value, at } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { value: string; at: number }
      return clock.now() - at > KEPT_MS ? undefined : value
    },
    set: async (key, value) => { await (await store()).putValue('param', SCOPE, key, Buffer.from(JSON.stringify({ value, at: clock.now() })), clock.now()) },
  }
}

/** The table of digdag's own PostgreSQL parameter server, so that both can share it. */
function postgresServer(settings: Readonly<Record<string, string>>): ParamServer {
  const setting = (name: string): string | undefined => settings[`param_server.${name}`]
  const withClient = async <T>(work: (client: { query(text: string, values?: readonly unknown[]): Promise<{ rows: readonly Record<string, unknown>[] }> }) => Promise<T>): Promise<T> => {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ host: setting('host') ?? '127.0.0.1', port: Number(setting('port') ?? 5432), user: setting('user'), password: setting('password'), database: setting('database'), ssl: setting('ssl') === 'true' })
    await client.connect()
    try {
      await client.query('CREATE TABLE IF NOT EXISTS params (key text NOT NULL, value text NOT NULL, value_type int NOT NULL, site_id integer, created_at timestamp with time zone NOT NULL, updated_at timestamp with time zone NOT NULL, CONSTRAINT params_site_id_key_uniq UNIQUE (site_id, key))')
      return await work(client as never)
    } finally { await client.end() }
  }
  return {
    get: (key) => withClient(async (client) => {
      const { rows } = await client.query("SELECT value FROM params WHERE site_id = 0 AND key = $1 AND updated_at > now() - interval '90 days'", [key])
      return rows[0] === undefined ? undefined : (JSON.parse(String(rows[0]['value'])) as { value: string }).value
    }),
    set: (key, value) => withClient(async (client) => {
      if (Buffer.byteLength(value) > MAX_BYTES) throw new RangeError(`the value of ${key} is longer than ${MAX_BYTES} bytes`)
      await client.query('INSERT INTO params (key, value, value_type, site_id, created_at, updated_at) VALUES ($1, $2, 0, 0, now(), now()) ON CONFLICT ON CONSTRAINT params_site_id_key_uniq DO UPDATE SET value = EXCLUDED.value, updated_at = now()', [key, JSON.stringify({ value })])
    }),
  }
}
