import { RunnerError } from '../model/error.ts'

/** Our own schema in the warehouse file; no database and no statement may name it. */
export const INTERNAL_SCHEMA = '_trowel'

const LONGEST_NAME = 255
const SHORTEST_NAME = 3
const RESERVED = new Set([INTERNAL_SCHEMA, 'main', 'temp', 'system', 'information_schema', 'pg_catalog'])

/**
 * Checks a database's or table's name (td §2.3: `[a-z0-9_]`, 3 to 255 characters).
 * @throws RunnerError `invalid`
 */
export function checkName(kind: 'database' | 'table', name: string, shortest = SHORTEST_NAME): string {
  const wrong = !/^[a-z0-9_]*$/.test(name) ? 'may hold only lower-case letters, digits and _'
    : name.length < shortest || name.length > LONGEST_NAME ? `must have ${shortest} to ${LONGEST_NAME} characters`
    : kind === 'database' && RESERVED.has(name) ? 'is reserved' : undefined
  if (wrong === undefined) return name
  throw new RunnerError('invalid', `${kind === 'database' ? 'Database' : 'Table'} name '${name}' ${wrong}`,
    { hint: `Treasure Data refuses this name too; choose another one, e.g. '${suggestion(name)}'.` })
}

const suggestion = (name: string): string => {
  const plain = name.toLowerCase().replace(/[^a-z0-9_]+/g, '_').slice(0, LONGEST_NAME)
  return plain.length >= SHORTEST_NAME && !RESERVED.has(plain) ? plain : `${plain === '' ? 'my' : plain}_data`
}

/** An SQL identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
/** An SQL text literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
/** `"database"."table"` */
export const tableRef = (database: string, table: string): string => `${quoted(database)}.${quoted(table)}`

/**
 * Names of columns as Treasure Data stores them (td §3): lower case, each run of other characters than `[a-z0-9_]` is `_`,
 * no digit first, `_N` where two would be the same.
 */
export function columnNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const plain = name.toLowerCase().replace(/[^a-z0-9_]+/g, '_').replace(/^(?=\d|$)/, '_')
    let free = plain
    for (let n = 1; taken.has(free); n++) free = `${plain}_${n}`
    taken.add(free)
    return free
  })
}
