import type { DuckDBConnection, DuckDBScalarFunction, DuckDBType, DuckDBValue } from '@duckdb/node-api'
import { MACROS, macrosOf } from '../sql/macros.ts'
import { duckdb } from './instance.ts'
import { NATIVES, type Native } from './natives.ts'

/** Gives a connection the macros and functions that statements in DuckDB's words use. What they do not use costs nothing. */
export async function extend(connection: DuckDBConnection, ...statements: readonly string[]): Promise<void> {
  const text = statements.join('\n')
  if (!text.includes('trino_')) return
  const macros = macrosOf(text)
  const all = `${text}\n${macros.map((name) => MACROS[name]).join('\n')}`
  for (const name of new Set([...all.matchAll(/\btrino_\w+/g)].map(([word]) => word))) {
    const native = Object.hasOwn(NATIVES, name) ? NATIVES[name] : undefined
    if (native) connection.registerScalarFunction(await scalarFunction(name, native))
  }
  for (const name of macros) await connection.run(`CREATE OR REPLACE TEMP MACRO ${name}${MACROS[name]}`)
}

async function scalarFunction(name: string, { takes, gives, answer }: Native): Promise<DuckDBScalarFunction> {
  const { DuckDBScalarFunction, BLOB, BOOLEAN, BIGINT, DOUBLE, INTEGER, VARCHAR, LIST, blobValue, listValue } = await duckdb()
  const types: Readonly<Record<string, DuckDBType>> = { BLOB, BOOLEAN, BIGINT, DOUBLE, INTEGER, VARCHAR, 'VARCHAR[]': LIST(VARCHAR) }
  const typeOf = (type: string): DuckDBType => types[type] ?? VARCHAR
  const call = answer as unknown as (...args: readonly unknown[]) => DuckDBValue | Uint8Array | readonly string[]
  const read = (type: string | undefined, value: unknown): unknown => (type === 'BLOB' ? (value as { readonly bytes: Uint8Array }).bytes : value)
  return DuckDBScalarFunction.create({
    name, parameterTypes: takes.map(typeOf), returnType: typeOf(gives),
    mainFunction: (info, input, output) => {
      const columns = takes.map((_, i) => input.getColumnVector(i))
      try {
        for (let row = 0; row < input.rowCount; row++) {
          const values = columns.map((column) => column.getItem(row))
          const result = values.includes(null) ? null : call(...values.map((value, i) => read(takes[i], value)))
          output.setItem(row, result instanceof Uint8Array ? blobValue(result) : Array.isArray(result) ? listValue(result as readonly string[]) : result as DuckDBValue)
        }
        output.flush()
      } catch (error) { info.setError(error instanceof Error ? error.message : String(error)) }
    },
  })
}
