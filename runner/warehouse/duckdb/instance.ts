import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { RunnerError } from '../../model/error.ts'
import { INTERNAL_SCHEMA, literal } from '../names.ts'

/** `query` runs statements of workflows, shut in; `load` runs our own alone, with little memory, and may read the staging folder. */
export type InstanceProfile = { readonly kind: 'query' } | { readonly kind: 'load'; readonly megabytes: number | undefined }

export interface InstanceOptions {
  readonly path: string
  readonly kind: InstanceProfile['kind']
  readonly stagingPath: string
  /** What the engine may keep in memory; DuckDB's own default when undefined. */
  readonly memoryMegabytes: number | undefined
}

const VERSION = 1
type Duckdb = typeof import('@duckdb/node-api')

let loaded: Duckdb | undefined
/** Loads the engine when it is first needed. Required, not imported: Node reads a CommonJS package twice for `import()`, which doubles what this one costs. */
export const duckdb = async (): Promise<Duckdb> => (loaded ??= createRequire(import.meta.url)('@duckdb/node-api') as Duckdb)

/**
 * Opens the warehouse file and makes our own schema in a new one. Settings are locked before anything else runs.
 * @throws DuckDB's error when another process has the file; RunnerError `newer-store`
 */
export async function openInstance(options: InstanceOptions): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await duckdb()
  mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 })
  const instance = await DuckDBInstance.create(options.path, {
    ...(options.memoryMegabytes === undefined ? {} : { memory_limit: `${options.memoryMegabytes}MB` }),
    autoinstall_known_extensions: 'false', autoload_known_extensions: 'false',
  })
  try {
    rmSync(`${options.path}.tmp`, { recursive: true, force: true })
    const connection = await instance.connect()
    try { await prepare(connection, options) } finally { connection.closeSync() }
    return instance
  } catch (error) {
    instance.closeSync()
    throw error
  }
}

async function prepare(connection: DuckDBConnection, { kind, stagingPath }: InstanceOptions): Promise<void> {
  const folders = kind === 'load' ? `SET allowed_directories=[${literal(`${stagingPath}/`)}];` : ''
  await connection.run(`SET GLOBAL TimeZone='UTC'; SET GLOBAL integer_division=true; SET GLOBAL default_null_order='nulls_last'; SET GLOBAL preserve_insertion_order=true;
    ${folders} SET enable_external_access=false; SET lock_configuration=true`)
  await bootstrap(connection)
}

async function bootstrap(connection: DuckDBConnection): Promise<void> {
  const known = await connection.runAndReadAll(`SELECT 1 FROM duckdb_tables() WHERE schema_name = ${literal(INTERNAL_SCHEMA)} AND table_name = 'version'`)
  if (known.currentRowCount === 0) {
    await connection.run(`BEGIN;
      CREATE SCHEMA IF NOT EXISTS ${INTERNAL_SCHEMA};
      CREATE TABLE ${INTERNAL_SCHEMA}.version (version INTEGER);
      INSERT INTO ${INTERNAL_SCHEMA}.version VALUES (${VERSION});
      CREATE TABLE ${INTERNAL_SCHEMA}.done (key VARCHAR PRIMARY KEY, job_id VARCHAR, num_records BIGINT, result VARCHAR, done_at BIGINT);
      COMMIT`)
    return
  }
  const rows = (await connection.runAndReadAll(`SELECT version FROM ${INTERNAL_SCHEMA}.version`)).getRows()
  const version = Number(rows[0]?.[0])
  if (version > VERSION) {
    throw new RunnerError('newer-store', `The warehouse was written by a newer version (its version is ${version}, this one knows ${VERSION})`,
      { hint: 'Use the newer version, or another file by TROWEL_WAREHOUSE.' })
  }
}
