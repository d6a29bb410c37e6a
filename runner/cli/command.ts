import type { Context } from './context.ts'

/** A command as data: the usage text, the parser and the shell completion all read it. */
export interface Command {
  readonly name: string
  /** After the program's name, e.g. `push <project> -r <revision>`. */
  readonly usage: string
  readonly summary: string
  readonly options: readonly Option[]
  /** Whether it asks the workflow service, and so takes `-e` and its like. */
  readonly service?: boolean
  /** How many arguments may stand beside the options. */
  readonly args: { readonly min: number; readonly max: number }
  /** Longer help under the options: forms, examples. */
  readonly notes?: readonly string[]
  run(context: Context, args: readonly string[], options: Options): Promise<number>
}

export interface Option {
  /** As commander writes them: `-r, --revision <REVISION>`; `<…>` takes a value, `<…...>` several. */
  readonly flags: string
  readonly about: string
  /** May be given more than once. */
  readonly repeats?: boolean
  /** Understood, but left out of the help. */
  readonly hidden?: boolean
}

/** Parsed options: by long name in camelCase; an absent one is undefined. */
export interface Options {
  text(name: string): string | undefined
  list(name: string): readonly string[]
  flag(name: string): boolean
  /** A whole number. @throws UsageError */
  int(name: string): number | undefined
}

/** Wrong usage: shown after the usage of the command; exit status 1. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly showUsage: boolean
  constructor(message: string, options: { readonly showUsage?: boolean } = {}) {
    super(message)
    this.showUsage = options.showUsage ?? true
  }
}

export const CLIENT_OPTIONS: readonly Option[] = [
  { flags: '-e, --endpoint <HOST[:PORT]>', about: 'the workflow service ([http[s]://]HOST[:PORT]); without it the embedded one of the home' },
  { flags: '-H, --header <KEY=VALUE>', about: 'an additional header', repeats: true },
  { flags: '--basic-auth-user-file <FILE>', about: 'user:password for the endpoint, from a file', hidden: true },
  { flags: '--basic-auth <user:pass>', about: 'user and password of the endpoint', hidden: true },
  { flags: '--disable-version-check', about: "do not ask whether the server's version fits" },
  { flags: '--disable-cert-validation', about: 'accept any TLS certificate of the endpoint' },
]

export const COMMON_OPTIONS: readonly Option[] = [
  { flags: '--home <DIR>', about: 'where state, warehouse, logs and key are kept' },
  { flags: '--json', about: 'one JSON value on standard output' },
  { flags: '--no-progress', about: 'draw no progress' },
  { flags: '-L, --log <FILE>', about: 'write log lines to a file' },
  { flags: '-l, --log-level <LEVEL>', about: 'error, warn, info, debug or trace' },
  { flags: '-X <KEY=VALUE>', about: 'a configuration property', repeats: true },
  { flags: '-c, --config <FILE>', about: 'a configuration file (Java properties)' },
  { flags: '--digdag-config', about: "also read digdag's own ~/.config/digdag" },
  { flags: '--logback-config <FILE>', about: '', hidden: true },
]

export const PARAM_OPTIONS: readonly Option[] = [
  { flags: '-p, --param <KEY=VALUE>', about: 'overwrite a parameter (nested by dots); may be repeated', repeats: true },
  { flags: '-P, --params-file <PATH.yml>', about: 'parameters from a YAML or JSON file' },
]

export const FOREGROUND_OPTIONS: readonly Option[] = [
  { flags: '--max-tasks <N>', about: 'tasks that an attempt may have (default 1000)' },
  { flags: '--fsync', about: 'survive power loss, not only a killed process' },
  { flags: '--sandbox', about: 'bring up a local Graph API for this command' },
  { flags: '--strict-databases', about: 'a missing database is always an error' },
  { flags: '--lock-timeout <S>', about: 'seconds to wait for the warehouse (default 30)' },
  { flags: '--insecure-http', about: 'allow plain http to a Graph API beyond this machine' },
]
