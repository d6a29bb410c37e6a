import { ConfigError, RunnerError } from '../model/error.ts'
import { isArray, isObject } from '../model/json.ts'
import type { Operator } from '../model/operator.ts'
import { wrongType, type Params } from '../model/params.ts'
import { defineOperator } from './define.ts'
import { asLong, rawList } from './values.ts'

/** How parameters of an operator are read: each name with its kind, as in digdag §6.8. */
type Kind = 'text' | 'int' | 'flag' | 'list' | 'map' | 'text or list' | 'text or map'
interface CloudOperator {
  readonly type: string
  readonly service: string
  /** The block of defaults. */
  readonly block: string
  readonly retries: boolean
  check(params: Params): void
}

const READERS: Readonly<Record<Kind, (params: Params, key: string) => unknown>> = {
  text: (params, key) => params.optionalText(key),
  int: (params, key) => { const value = params.get(key); if (value !== undefined) asLong(value, key) },
  flag: (params, key) => params.flag(key, false),
  list: (params, key) => { const value = params.get(key); if (value !== undefined) rawList(value, key) },
  map: (params, key) => params.optionalObject(key),
  'text or list': (params, key) => { const value = params.get(key); if (isObject(value)) throw wrongType('string type', key, value) },
  'text or map': (params, key) => { const value = params.get(key); if (isArray(value)) throw wrongType('string type', key, value) },
}

const all = (params: Params, kind: Kind, names: string): void => names.split(' ').forEach((name) => READERS[kind](params, name))

function required(params: Params, ...keys: readonly string[]): void {
  for (const key of keys) if (!params.has(key)) params.text(key)
}

/** `bucket/key` as the command, or both parameters. */
function checkObjectPath(params: Params, type: string, key: 'key' | 'object'): void {
  all(params, 'text', `bucket ${key}`)
  const command = params.optionalText('_command')
  if (command === undefined && !(params.has('bucket') && params.has(key))) throw new ConfigError(`Either the ${type} operator command or both 'bucket' and '${key}' parameters must be set`)
  if (command !== undefined && !/^(?:gs:\/\/)?[^/]+\/.+/.test(command)) throw new ConfigError(`Illegal ${type === 's3_wait' ? 's3' : 'gcs'} path: ${command}`)
}

const COPY_FLAGS = 'encrypted csv acceptanydate blanksasnull emptyasnull escape explicit_ids fillrecord ignoreblanklines removequotes roundec trimblanks truncatecolumns gzip bzip2 lzop temp_credentials'

const OPERATORS: readonly CloudOperator[] = [
  { type: 'bq', service: 'Google BigQuery', block: 'bq', retries: true, check: (params) => {
    if (!params.has('_command')) required(params, 'query')
    all(params, 'flag', 'use_legacy_sql allow_large_results use_query_cache flatten_results')
    all(params, 'text', 'location dataset destination_table create_disposition write_disposition priority')
    all(params, 'int', 'maximum_billing_tier')
  } },
  { type: 'bq_load', service: 'Google BigQuery', block: 'bq', retries: true, check: (params) => {
    required(params, '_command', 'destination_table')
    all(params, 'text or list', '_command projection_fields schema_update_options')
    all(params, 'text or map', 'schema')
    all(params, 'text', 'location dataset destination_table source_format field_delimiter create_disposition write_disposition encoding quote')
    all(params, 'int', 'skip_leading_rows max_bad_records')
    all(params, 'flag', 'allow_quoted_newlines allow_jagged_rows ignore_unknown_values autodetect')
  } },
  { type: 'bq_extract', service: 'Google BigQuery', block: 'bq', retries: true, check: (params) => {
    required(params, '_command', 'destination')
    all(params, 'text', '_command location field_delimiter destination_format compression')
    all(params, 'text or list', 'destination')
    all(params, 'flag', 'print_header')
  } },
  { type: 'bq_ddl', service: 'Google BigQuery', block: 'bq', retries: true, check: (params) =>
    all(params, 'list', 'delete_datasets empty_datasets create_datasets delete_tables empty_tables create_tables') },
  { type: 'gcs_wait', service: 'Google Cloud Storage', block: 'gcs_wait', retries: true, check: (params) => checkObjectPath(params, 'gcs_wait', 'object') },
  { type: 's3_wait', service: 'Amazon S3', block: 'aws', retries: false, check: (params) => {
    checkObjectPath(params, 's3_wait', 'key')
    all(params, 'text', 'version_id region endpoint timeout')
    all(params, 'flag', 'path_style_access continue_on_timeout')
  } },
  { type: 'redshift', service: 'Amazon Redshift', block: 'redshift', retries: true, check: (params) => {
    if (!params.has('_command')) required(params, 'query')
    required(params, 'host', 'user', 'database')
    all(params, 'text', 'insert_into create_table download_file schema')
    if (params.has('insert_into') && params.has('create_table')) throw new ConfigError("Can't use both of insert_into and create_table")
  } },
  { type: 'redshift_load', service: 'Amazon Redshift', block: 'redshift', retries: true, check: (params) => {
    required(params, 'table', 'from')
    all(params, 'flag', COPY_FLAGS)
    all(params, 'text', 'table from column_list region delimiter fixedwidth json avro acceptinvchars dateformat encoding null_as timeformat')
    all(params, 'int', 'readratio ignoreheader comprows maxerror')
  } },
  { type: 'redshift_unload', service: 'Amazon Redshift', block: 'redshift', retries: true, check: (params) => {
    required(params, 'query', 'to')
    all(params, 'flag', 'manifest encrypted allowoverwrite gzip bzip2 escape addquotes temp_credentials')
    all(params, 'text', 'query to delimiter fixedwidth null_as parallel')
  } },
  { type: 'emr', service: 'Amazon EMR', block: 'emr', retries: true, check: (params) => {
    required(params, 'cluster')
    all(params, 'text or map', 'cluster')
    all(params, 'list', 'steps')
    all(params, 'text', 'staging action_on_failure')
  } },
]

/** Operators of paid clouds: known, their parameters checked, and plainly not available here. */
export const cloudOperators: readonly Operator[] = OPERATORS.map(({ type, service, block, retries, check }) => defineOperator({
  type, retries,
  run: async (task) => {
    check(task.params.withDefaults(block))
    throw new RunnerError('unavailable', `${type}> is not available here: it needs ${service}.`, {
      hint: `Add it as a plug-in: an ES module that exports an operator of the type '${type}' (docs/plugins.md), named by operator.plugins in the configuration.`,
    })
  },
}))
