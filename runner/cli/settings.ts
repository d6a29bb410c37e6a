import { readFileSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { messageOf, RunnerError } from '../model/error.ts'
import type { Options } from './command.ts'
import { UsageError } from './command.ts'
import { readProperties } from './properties.ts'

/** Everything that environment, configuration files and common options say, read once. */
export interface Settings {
  readonly home: string
  /** 32 bytes base64, or undefined for the key file of the home. */
  readonly key: string | undefined
  /** Undefined: the embedded service. */
  readonly endpoint: string | undefined
  readonly graphUrl: string | undefined
  readonly warehouse: string
  /** digdag's properties: user file (with --digdag-config) < DIGDAG_CONFIG < -X < -c FILE. */
  readonly properties: Readonly<Record<string, string>>
  readonly digdagConfig: boolean
  readonly digdagConfigHome: string
  readonly headers: Readonly<Record<string, string>>
  readonly basicAuth: string | undefined
  readonly versionCheck: boolean
  readonly certValidation: boolean
  readonly logFile: string | undefined
  readonly logLevel: LogLevel
  readonly lockTimeoutMs: number
  readonly strictDatabases: boolean
  readonly insecureHttp: boolean
  readonly fsync: boolean
  readonly maxTasks: number | undefined
  readonly tdApiKey: string | undefined
  readonly tdConfigFile: string
}

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

interface Surroundings { readonly cwd: string; readonly userHome: string; readonly env: Readonly<Record<string, string | undefined>> }

const DEFAULT_LOCK_TIMEOUT_S = 30

/** @throws UsageError for an option that cannot be understood; RunnerError for a file that cannot be read */
export function readSettings(options: Options, around: Surroundings): Settings {
  const { env, userHome, cwd } = around
  const configHome = env['DIGDAG_CONFIG_HOME'] ?? join(env['XDG_CONFIG_HOME'] ?? join(userHome, '.config'), 'digdag')
  const digdagConfig = options.flag('digdagConfig')
  const properties = readAllProperties(options, around, digdagConfig ? join(configHome, 'config') : undefined)
  const home = options.text('home') ?? env['TROWEL_HOME'] ?? join(env['XDG_DATA_HOME'] ?? join(userHome, '.local', 'share'), 'trowel')
  const level = options.text('logLevel') ?? 'info'
  if (!LOG_LEVELS.includes(level as LogLevel)) throw new UsageError(`Unknown log level '${level}'`)
  const absoluteHome = isAbsolute(home) ? home : resolve(cwd, home)
  return {
    home: absoluteHome,
    key: env['TROWEL_KEY'],
    endpoint: readEndpoint(options.text('endpoint') ?? env['TROWEL_ENDPOINT'] ?? properties['client.http.endpoint']),
    graphUrl: env['TROWEL_GRAPH_URL'] || undefined,
    warehouse: readWarehouse(env['TROWEL_WAREHOUSE'], absoluteHome),
    properties,
    digdagConfig,
    digdagConfigHome: configHome,
    headers: { ...headersOf(properties), ...headerOptions(options.list('header')) },
    basicAuth: options.text('basicAuth'),
    versionCheck: !options.flag('disableVersionCheck'),
    certValidation: !options.flag('disableCertValidation'),
    logFile: options.text('log'),
    logLevel: level as LogLevel,
    lockTimeoutMs: (options.int('lockTimeout') ?? DEFAULT_LOCK_TIMEOUT_S) * 1000,
    strictDatabases: options.flag('strictDatabases'),
    insecureHttp: options.flag('insecureHttp'),
    fsync: options.flag('fsync'),
    maxTasks: options.int('maxTasks'),
    tdApiKey: env['TD_API_KEY'],
    tdConfigFile: env['TREASURE_DATA_CONFIG_PATH'] ?? env['TD_CONFIG_PATH'] ?? join(userHome, '.td', 'td.conf'),
  }
}

function readAllProperties(options: Options, around: Surroundings, userFile: string | undefined): Readonly<Record<string, string>> {
  const file = options.text('config')
  return {
    ...(userFile && !file ? readPropertiesFile(userFile, { optional: true }) : {}),
    ...readProperties(around.env['DIGDAG_CONFIG'] ?? ''),
    ...Object.fromEntries(options.list('x').map((pair) => keyValue(pair, '-X'))),
    ...(file ? readPropertiesFile(resolve(around.cwd, file), { optional: false }) : {}),
  }
}

function readPropertiesFile(path: string, how: { readonly optional: boolean }): Readonly<Record<string, string>> {
  try { return readProperties(readFileSync(path, 'utf8')) } catch (error) {
    if (how.optional && (error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new RunnerError('disk', `cannot read the configuration file ${path}: ${messageOf(error)}`, { cause: error, hint: 'name an existing file with -c' })
  }
}

/** @throws RunnerError for an address, which would otherwise become folders of that name */
function readWarehouse(text: string | undefined, home: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text ?? '')) {
    throw new RunnerError('invalid', `TROWEL_WAREHOUSE is the path of a DuckDB file, and ${text} is an address`, { hint: 'to work on Treasure Data push the same files to it; here name a file, or leave the variable out' })
  }
  return text || join(home, 'warehouse.duckdb')
}

function readEndpoint(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!/^https?:\/\//i.test(withScheme)) throw new UsageError(`Endpoint must start with http:// or https://: ${text}`, { showUsage: false })
  return withScheme.replace(/\/+$/, '')
}

const headersOf = (properties: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => key.startsWith('client.http.headers.')).map(([key, value]) => [key.slice('client.http.headers.'.length), value]))

const headerOptions = (pairs: readonly string[]): Record<string, string> => Object.fromEntries(pairs.map((pair) => keyValue(pair, '-H')))

function keyValue(pair: string, option: string): readonly [string, string] {
  const at = pair.indexOf('=')
  if (at < 1) throw new UsageError(`${option} expects KEY=VALUE, but got: ${pair.slice(0, 20)}`)
  return [pair.slice(0, at), pair.slice(at + 1)]
}
